//! `GET /cb/quan-tri/phi`: every fee that holds today or will, with its document and how sure it is.
//! For the administrator, who opens one to set a new version.

use askama::Template;
use axum::extract::State;
use domain::fee::{FeeKind, FeeRule};
use domain::regime::Confidence;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{ChangeKind, amount_vi, of_kind};
use kit::{App, Ctx, Page, Result, Tag, Tone, html};
use store::{Reader, StoreError};

use crate::history::{Past, past};

/// The list's place.
pub(crate) const PATH: &str = "/cb/quan-tri/phi";

#[derive(Template)]
#[template(path = "fees/list.html")]
struct List {
    page: Page,
    now: Vec<Row>,
    later: Vec<Row>,
    past_rules: Vec<Row>,
    history: Vec<Past>,
}

struct Row {
    href: String,
    name: String,
    kind: &'static str,
    amount: String,
    days: String,
    basis: String,
    codes: usize,
    sure: Tag,
}

/// `GET /cb/quan-tri/phi`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let (law, today, agency) = (app.law(), app.law_now().date(), app.agency().to_owned());
    let history = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let changes = of_kind(reader, &agency, ChangeKind::Fee)?;
            past(reader, &changes, |change| {
                let rule: Option<FeeRule> = serde_json::from_value(change.body.clone()).ok();
                rule.map_or_else(String::new, |rule| {
                    format!("{}: {}", rule.name_vi, amount_vi(&rule))
                })
            })
        })
        .await?;
    let begins_later = |rule: &FeeRule| rule.valid_from.is_some_and(|from| from > today);
    let is_over = |rule: &FeeRule| rule.valid_to.is_some_and(|to| to < today);
    let rows = |is_one: &dyn Fn(&FeeRule) -> bool| {
        let rules = law.fees.as_slice().iter();
        rules.filter(|rule| is_one(rule)).map(row).collect()
    };
    html(List {
        page: app.page(&ctx, "Phí, lệ phí"),
        now: rows(&|rule| !begins_later(rule) && !is_over(rule)),
        later: rows(&begins_later),
        past_rules: rows(&is_over),
        history,
    })
}

fn row(rule: &FeeRule) -> Row {
    Row {
        href: format!("{PATH}/{}", rule.id),
        name: rule.name_vi.clone(),
        kind: kind_vi(rule.kind),
        amount: amount_vi(rule),
        days: days(rule.valid_from, rule.valid_to),
        basis: rule.basis.clone(),
        codes: rule.procedure_codes.len(),
        sure: sure_tag(rule.confidence),
    }
}

pub(crate) const fn kind_vi(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Phi => "Phí",
        FeeKind::LePhi => "Lệ phí",
        FeeKind::None => "Không thu",
    }
}

fn days(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (None, None) => "Không ghi ngày".to_owned(),
        (Some(from), None) => format!("Từ {}", date_vi(from)),
        (None, Some(to)) => format!("Đến {}", date_vi(to)),
        (Some(from), Some(to)) => format!("{} – {}", date_vi(from), date_vi(to)),
    }
}

/// How sure a record is.
pub(crate) fn sure_tag(confidence: Confidence) -> Tag {
    let tone = match confidence {
        Confidence::Verified | Confidence::WellKnown => Tone::Ok,
        Confidence::Memory => Tone::Warning,
        Confidence::Unknown => Tone::Error,
    };
    Tag::new(tone, confidence.vi())
}
