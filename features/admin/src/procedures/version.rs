//! `/cb/quan-tri/thu-tuc/{code}/ban-moi`: a new version of a procedure, made of the one in force; and
//! `/moi`: a new procedure. For the administrator; dossiers received keep the version of then.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use domain::procedure::Procedure;
use jiff::civil::Date;
use kit::law::ChangeKind;
use kit::{App, Choice, Ctx, Error, FieldErrors, Fields, Law, Page, Result, html_with};

use super::asked;
use super::rows::{self, Row};
use super::{fields, first, list, preview, said, show};
use crate::form::{self, Carried, Sent};

#[derive(Template)]
#[template(path = "procedures/version.html")]
struct VersionPage {
    page: Page,
    heading: String,
    back: String,
    action: String,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    version: i64,
    is_first: bool,
    now: String,
    known_fields: Vec<String>,
    charges: Vec<Choice>,
    audiences: Vec<Choice>,
    limit_units: Vec<Choice>,
    longer_units: Vec<Choice>,
    promise_units: Vec<Choice>,
    papers_said: Vec<Choice>,
    papers: Vec<PaperRow>,
    has_longer: bool,
    steps: Vec<StepRow>,
}

/// A paper of the form, with what is wrong with it.
struct PaperRow {
    nth: usize,
    cells: Row,
    handlings: Vec<Choice>,
    needs: Vec<Choice>,
    error: String,
    is_spare: bool,
}

/// A step of the form, with what is wrong with it.
struct StepRow {
    nth: usize,
    cells: Row,
    posts: Vec<Choice>,
    kinds: Vec<Choice>,
    error: String,
    is_spare: bool,
}

pub(super) fn address(code: &str) -> String {
    format!("{}/{code}/ban-moi", list::PATH)
}

/// The version to begin with: the one in force, else the first that will be.
pub(super) fn current<'a>(law: &'a Law, code: &str, today: Date) -> Result<&'a Arc<Procedure>> {
    let later = || {
        let versions = law.catalogue.versions();
        let coming =
            versions.filter(|one| one.code == code && one.published && one.valid_from > today);
        coming.min_by_key(|one| one.valid_from)
    };
    let found = law.catalogue.in_force(code, today).or_else(later);
    found.ok_or(Error::Missing)
}

/// `GET /cb/quan-tri/thu-tuc/{code}/ban-moi`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(code): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let base = current(&law, &code, today)?;
    let first = base.valid_from.max(today.tomorrow().unwrap_or(today));
    let form = fields::of(base, Some(first));
    show_form(&app, &ctx, Some(&code), form, FieldErrors::new()).await
}

/// `GET /cb/quan-tri/thu-tuc/moi`
pub(crate) async fn new_page(State(app): State<App>, ctx: Ctx) -> Result {
    let today = app.law_now().date();
    let form = first::form(today.tomorrow().unwrap_or(today));
    show_form(&app, &ctx, None, form, FieldErrors::new()).await
}

/// What a form about a procedure says at its head; of no code it is about a new one.
struct Head {
    title: String,
    heading: String,
    back: String,
    action: String,
    now: String,
    version: i64,
}

async fn head(app: &App, law: &Law, code: Option<&str>, today: Date) -> Result<Head> {
    let Some(code) = code else {
        return Ok(Head {
            title: "Thêm thủ tục".to_owned(),
            heading: "Thêm thủ tục".to_owned(),
            back: list::PATH.to_owned(),
            action: first::NEW.to_owned(),
            now: String::new(),
            // Whoever enters the same code at the same time is the quicker of two.
            version: 0,
        });
    };
    let base = current(law, code, today)?;
    Ok(Head {
        title: format!("{}: bản mới", base.name_vi),
        heading: base.name_vi.clone(),
        back: show::address(code),
        action: address(code),
        now: said::days(base).to_lowercase(),
        version: form::version(app, ChangeKind::ProcedureVersion, code).await?,
    })
}

async fn show_form(
    app: &App,
    ctx: &Ctx,
    code: Option<&str>,
    form: Fields,
    mut errors: FieldErrors,
) -> Result {
    errors.sort_by_place(fields::place);
    let (law, today) = (app.law(), app.law_now().date());
    let head = head(app, &law, code, today).await?;
    let from = crate::form::day(form.get("tu_ngay")).ok().flatten();
    let steps = rows::steps(&form);
    html_with(
        errors.status(),
        VersionPage {
            page: app.page(ctx, head.title).with_errors(&errors),
            heading: head.heading,
            back: head.back,
            action: head.action,
            basis_hint: "Như QĐ 1234/QĐ-UBND công bố thủ tục",
            version: form.get("version").parse().unwrap_or(head.version),
            is_first: code.is_none(),
            now: head.now,
            known_fields: match code {
                None => first::known_fields(&law, today),
                Some(_) => Vec::new(),
            },
            charges: first::charges(form.get("thu")),
            audiences: fields::audiences(&form),
            limit_units: fields::units("Chưa có thời hạn", form.get("han_dv")),
            longer_units: fields::units("Không có", form.get("dai_dv")),
            promise_units: fields::units("Không cam kết", form.get("ck_dv")),
            papers_said: fields::papers_choices(form.get("giay")),
            papers: paper_rows(&form, &errors),
            has_longer: form.has("dai_dv") || steps.iter().any(|row| !row[5].is_empty()),
            steps: step_rows(steps, &law, from.unwrap_or(today).max(today), &errors),
            errors,
            form,
        },
    )
}

fn paper_rows(form: &Fields, errors: &FieldErrors) -> Vec<PaperRow> {
    let typed = rows::papers(form);
    let filled = typed.len();
    rows::with_spare(typed, &fields::usual_paper())
        .into_iter()
        .map(|(nth, cells)| PaperRow {
            nth,
            handlings: fields::handlings(&cells[4]),
            needs: fields::needs(&cells[7]),
            error: sentences(errors, &format!("g_ten-{nth}")),
            is_spare: nth > filled,
            cells: numbered(cells, nth, filled),
        })
        .collect()
}

fn step_rows(typed: Vec<Row>, law: &Law, day: Date, errors: &FieldErrors) -> Vec<StepRow> {
    let filled = typed.len();
    rows::with_spare(typed, &Row::default())
        .into_iter()
        .map(|(nth, cells)| StepRow {
            nth,
            posts: fields::posts(&law.posts, day, &cells[2]),
            kinds: fields::kinds(&cells[3]),
            error: sentences(errors, &format!("b_viec-{nth}")),
            is_spare: nth > filled,
            cells: numbered(cells, nth, filled),
        })
        .collect()
}

/// Rows shown again stand in their order and bear its numbers; what is no number stays to be mended.
fn numbered(mut cells: Row, nth: usize, filled: usize) -> Row {
    let is_number = cells[0].is_empty() || rows::place(&cells[0]).is_some();
    if nth <= filled && is_number {
        cells[0] = nth.to_string();
    }
    cells
}

fn sentences(errors: &FieldErrors, field: &str) -> String {
    let of_field = errors.iter().filter(|error| error.field == field);
    let said: Vec<&str> = of_field.map(|error| error.text.as_str()).collect();
    said.join(". ")
}

/// `POST /cb/quan-tri/thu-tuc/{code}/ban-moi`
pub(crate) async fn submit(Path(code): Path<String>, sent: Sent) -> Result {
    current(&sent.app.law(), &code, sent.app.law_now().date())?;
    submitted(sent, Some(&code)).await
}

/// `POST /cb/quan-tri/thu-tuc/moi`
pub(crate) async fn new_submit(sent: Sent) -> Result {
    submitted(sent, None).await
}

async fn submitted(sent: Sent, code: Option<&str>) -> Result {
    let (law, today) = (sent.app.law(), sent.app.law_now().date());
    if let Some(onward) = sent.led_before().await? {
        return Ok(onward);
    }
    let carried = sent.carry(|typed, errors| match code {
        Some(code) => asked::read(typed, errors, (&law, code), today),
        None => asked::read_first(typed, errors, &law, today),
    });
    match carried.await? {
        Carried::Tried(version, next) => preview::page(&sent, version, Arc::new(*next)).await,
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => show_form(&sent.app, &sent.ctx, code, sent.typed, errors).await,
    }
}
