//! `GET /thu-tuc/{slug}`: everything a citizen must know before coming to the counter.
//! Shows the version in force today; old names lead to the new one.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::form::{Form, Section};
use domain::procedure::{Procedure, Sure};
use domain::text::{date_vi, slug};
use jiff::civil::Date;
use kit::{App, Ctx, Error, Labelled, Law, Link, Page, Result, html, html_with};

use crate::charge::{self, Charge, Exempt};
use crate::life_events;
use crate::public::{self, Address, is_for_citizens};
use crate::words::{self, Paper, Step};

#[derive(Template)]
#[template(path = "show.html")]
struct Show {
    page: Page,
    crumbs: Vec<Link>,
    href: String,
    code: String,
    lead: String,
    facts: Vec<Labelled>,
    papers: Vec<Paper>,
    sets: u32,
    papers_doubtful: bool,
    declarations: Vec<Declaration>,
    steps: Vec<Step>,
    longer: String,
    charges: Vec<Charge>,
    exempt: Vec<Exempt>,
    results: Vec<String>,
    law: InLaw,
    beside: Option<Beside>,
    has_pdf: bool,
}

/// A declaration form: what it asks, so that nobody comes unprepared.
struct Declaration {
    title: String,
    number: String,
    parts: Vec<Part>,
    doubtful: bool,
}

/// One part of a declaration form.
struct Part {
    title: String,
    questions: Vec<String>,
}

/// What the details say in the terms of law.
struct InLaw {
    decides: String,
    field: String,
    bases: Vec<String>,
    bases_doubtful: bool,
    valid: String,
    notes: Vec<String>,
}

/// The life event that this procedure belongs to, with the rest of it.
struct Beside {
    title: String,
    href: String,
    others: Vec<Link>,
}

#[derive(Template)]
#[template(path = "ended.html")]
struct Ended {
    page: Page,
    crumbs: Vec<Link>,
    until: String,
    field: Link,
}

/// `GET /thu-tuc/{slug}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(slug): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    match public::at(&law, &slug, today)? {
        Address::Moved(to) => Ok(moved(&format!("/thu-tuc/{to}"))),
        Address::Ended(procedure) => ended(&app, &ctx, &procedure),
        Address::Here(procedure) => {
            let page = app.page(&ctx, procedure.name_vi.clone());
            html(shown(page, &procedure, &law, today, app.press().is_some()))
        }
    }
}

/// `GET /thu-tuc/ma/{code}`: by the national code, for ever.
pub(crate) async fn by_code(State(app): State<App>, Path(code): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let procedure = law
        .catalogue
        .in_force(&code, today)
        .filter(|procedure| is_for_citizens(procedure));
    let procedure = procedure.ok_or(Error::Missing)?;
    Ok(moved(&format!("/thu-tuc/{}", procedure.slug)))
}

fn moved(to: &str) -> Response {
    // The slugs of the catalogue are letters, digits and hyphens, so they are a header's value.
    (
        StatusCode::MOVED_PERMANENTLY,
        [(header::LOCATION, to.to_owned())],
    )
        .into_response()
}

fn ended(app: &App, ctx: &Ctx, procedure: &Procedure) -> Result {
    let page = Ended {
        page: app.page(ctx, procedure.name_vi.clone()),
        crumbs: crumbs(procedure),
        until: procedure.valid_to.map(date_vi).unwrap_or_default(),
        field: Link::new("/thu-tuc", "Xem các thủ tục đang nhận"),
    };
    html_with(StatusCode::GONE, page)
}

fn crumbs(procedure: &Procedure) -> Vec<Link> {
    vec![
        Link::new("/", "Trang chủ"),
        Link::new("/thu-tuc", "Thủ tục"),
        Link::new(
            format!("/thu-tuc/linh-vuc/{}", slug(&procedure.field_vi)),
            &procedure.field_vi,
        ),
    ]
}

fn shown(page: Page, procedure: &Procedure, law: &Law, today: Date, has_pdf: bool) -> Show {
    let facts = facts(procedure, law, today, &page);
    Show {
        crumbs: crumbs(procedure),
        href: format!("/thu-tuc/{}", procedure.slug),
        code: procedure.code.clone(),
        lead: format!("Dành cho: {}.", words::audience(procedure).to_lowercase()),
        facts,
        papers: words::papers(procedure),
        sets: procedure.sets,
        papers_doubtful: procedure.confidence.documents != Sure::Verified,
        declarations: law.forms.of(&procedure.code).map(declaration).collect(),
        steps: words::steps(procedure),
        longer: procedure
            .limit
            .longer
            .as_ref()
            .map(longer)
            .unwrap_or_default(),
        charges: charge::table(procedure, law, today),
        exempt: charge::exempt(procedure, law, today),
        results: procedure.results.clone(),
        law: in_law(procedure),
        beside: beside(procedure, law, today),
        has_pdf,
        page,
    }
}

fn longer(longer: &domain::procedure::Longer) -> String {
    format!(
        "{}: nhiều nhất {}.",
        longer.when_vi.trim_end_matches('.'),
        words::term(longer.term)
    )
}

fn facts(procedure: &Procedure, law: &Law, today: Date, page: &Page) -> Vec<Labelled> {
    let (time, fee) = (words::time(procedure), charge::said(procedure, law, today));
    let result = procedure
        .results
        .first()
        .map_or("Theo nội dung đề nghị", String::as_str);
    let fact = |icon, label: &str, value: &str, note: String| Labelled {
        icon,
        note,
        ..Labelled::new(label, value)
    };
    vec![
        fact("clock", "Thời gian", &time.value, time.note_with_doubt()),
        fact("banknote", "Phí, lệ phí", &fee.value, fee.note_with_doubt()),
        fact(
            "map-pin",
            "Nộp ở đâu",
            "Tại Bộ phận Một cửa",
            format!("UBND {}", page.commune.name),
        ),
        fact("file-check", "Nhận được gì", result, String::new()),
    ]
}

fn declaration(form: &Form) -> Declaration {
    let part = |section: &Section| Part {
        title: section.title_vi.clone(),
        questions: section
            .fields
            .iter()
            .map(|field| field.label_vi.clone())
            .collect(),
    };
    Declaration {
        title: form.title_vi.clone(),
        number: form.form_number.clone().unwrap_or_default(),
        parts: form.sections.iter().map(part).collect(),
        doubtful: !form.is_verified(),
    }
}

fn in_law(procedure: &Procedure) -> InLaw {
    let from = date_vi(procedure.valid_from);
    let valid = match procedure.valid_to {
        Some(to) => format!("từ {from} đến {}", date_vi(to)),
        None => format!("từ {from}"),
    };
    let notes = [&procedure.limit.note_vi, &procedure.fee.notes_vi];
    InLaw {
        decides: procedure.decision_level_vi.clone(),
        field: procedure.field_vi.clone(),
        bases: procedure.legal_bases.clone(),
        bases_doubtful: procedure.confidence.legal_bases != Sure::Verified,
        valid,
        notes: notes.into_iter().flatten().cloned().collect(),
    }
}

fn beside(procedure: &Procedure, law: &Law, today: Date) -> Option<Beside> {
    let event = life_events::of(&procedure.code)?;
    let others: Vec<Link> = event
        .offered(law, today)
        .into_iter()
        .filter(|offered| offered.procedure.code != procedure.code)
        .take(4)
        .map(|offered| {
            Link::new(
                format!("/thu-tuc/{}", offered.procedure.slug),
                offered.short,
            )
        })
        .collect();
    (!others.is_empty()).then(|| Beside {
        title: event.title.clone(),
        href: format!("/viec/{}", event.slug),
        others,
    })
}
