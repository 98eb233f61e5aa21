//! The supplement request at intake (Mẫu 02): one complete list, before any receipt.
//! For the officer who sees what is missing, and the citizen who must bring it.

use askama::Template;
use axum::extract::State;
use domain::access::Actor;
use dossier::Desk;
use dossier::receive::ask_at_intake;
use dossier::supplement::Asked;
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, html_with, see};

use crate::intake::Ready;
use crate::step::Sent;
use crate::{officer_pages, step};

const ROWS_AT_FIRST: usize = 4;
const ROWS_MORE: usize = 3;
const ROWS_MAX: usize = 40;
const TEXT_MAX: usize = 300;

/// Letters that surely fit into one line of a box, at the counter and on a phone.
const LINE_LETTERS: usize = 34;
const LINES_MAX: usize = 6;

/// One row of the list, as typed.
struct ItemRow {
    at: usize,
    name: String,
    why: String,
    how: String,
}

impl ItemRow {
    /// So many lines that the longest of its texts is read without scrolling: names of papers are sentences.
    fn lines(&self) -> String {
        let letters = [&self.name, &self.why, &self.how].map(|text| text.chars().count());
        let longest = letters.into_iter().max().unwrap_or_default();
        longest
            .div_ceil(LINE_LETTERS)
            .clamp(1, LINES_MAX)
            .to_string()
    }
}

#[derive(Template)]
#[template(path = "supplement.html")]
struct SupplementPage {
    page: Page,
    errors: FieldErrors,
    carried: Vec<(String, String)>,
    procedure: String,
    owner: String,
    rows: Vec<ItemRow>,
}

/// The step's first showing: what is missing stands in the list already.
pub(crate) async fn open(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    fields: Fields,
    errors: FieldErrors,
) -> Result {
    let desk = Desk::now(app);
    match step::read(&desk, &fields, errors) {
        Ok(ready) => {
            let mut rows: Vec<ItemRow> = ready
                .missing
                .iter()
                .enumerate()
                .map(|(place, (_, name))| missing(place + 1, name))
                .collect();
            let wanted = ROWS_AT_FIRST.max(rows.len() + 1);
            rows.extend((rows.len() + 1..=wanted).map(|at| ItemRow {
                at,
                name: String::new(),
                why: String::new(),
                how: String::new(),
            }));
            show(app, ctx, &ready, &fields, rows, FieldErrors::new())
        }
        Err(errors) => officer_pages::render(app, ctx, actor, fields, errors, false).await,
    }
}

fn missing(at: usize, name: &str) -> ItemRow {
    ItemRow {
        at,
        name: name.to_owned(),
        why: "Thành phần bắt buộc của hồ sơ, chưa có khi nộp".to_owned(),
        how: "Nộp tại bộ phận Một cửa".to_owned(),
    }
}

fn show(
    app: &App,
    ctx: &Ctx,
    ready: &Ready,
    fields: &Fields,
    rows: Vec<ItemRow>,
    errors: FieldErrors,
) -> Result {
    let shown = SupplementPage {
        page: app.page(ctx, "Phiếu yêu cầu bổ sung").with_errors(&errors),
        carried: step::carried(fields),
        procedure: crate::choose::label(&ready.procedure),
        owner: ready.filing.owner.name.clone(),
        rows,
        errors,
    };
    html_with(shown.errors.status(), shown)
}

/// The rows as typed.
fn rows(fields: &Fields, more: usize) -> Vec<ItemRow> {
    let shown: usize = fields.get("item_rows").parse().unwrap_or(ROWS_AT_FIRST);
    (1..=(shown + more).min(ROWS_MAX))
        .map(|at| {
            let text = |name: &str| fields.get(&format!("{name}-{at}")).to_owned();
            ItemRow {
                at,
                name: text("item_name"),
                why: text("item_why"),
                how: text("item_how"),
            }
        })
        .collect()
}

/// The list as it will be kept; a row needs a name and a reason.
pub(crate) fn asked(fields: &Fields, errors: &mut FieldErrors) -> Vec<Asked> {
    let mut list = Vec::new();
    for row in rows(fields, 0) {
        if row.name.is_empty() && row.why.is_empty() && row.how.is_empty() {
            continue;
        }
        let (name, why, how) = (
            format!("item_name-{}", row.at),
            format!("item_why-{}", row.at),
            format!("item_how-{}", row.at),
        );
        list.push(Asked {
            name: fields.required(errors, &name, "Giấy tờ cần bổ sung", TEXT_MAX),
            why: fields.required(errors, &why, "Vì sao cần", TEXT_MAX),
            how: fields.text(errors, &how, "Cách hoàn thiện", TEXT_MAX),
        });
    }
    if list.is_empty() {
        errors.add(
            "item_name-1",
            "Hãy ghi ít nhất một giấy tờ còn thiếu, và ghi đủ trong một lần",
        );
    }
    list
}

/// Makes the request, or shows the list again.
pub(crate) async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let begun = match step::sent(&app, &ctx, &actor, &fields).await? {
        Sent::Ready(begun) => begun,
        Sent::Answered(answer) => return Ok(answer),
    };
    let ready = &begun.ready;
    if fields.get("viec") == "them" {
        return show(
            &app,
            &ctx,
            ready,
            &fields,
            rows(&fields, ROWS_MORE),
            FieldErrors::new(),
        );
    }
    let mut errors = FieldErrors::new();
    let list = asked(&fields, &mut errors);
    if !errors.is_empty() {
        return show(&app, &ctx, ready, &fields, rows(&fields, 0), errors);
    }
    let why_so = ready.terms.reason.clone();
    let done = begun
        .end(&app, &actor, move |tx, desk, by, filing| {
            ask_at_intake(tx, desk, by, filing, &list, &why_so)
        })
        .await;
    match done {
        Ok(place) => Ok(see(&place)),
        Err(Error::Refused(sentence)) => show(
            &app,
            &ctx,
            ready,
            &fields,
            rows(&fields, 0),
            FieldErrors::one("", sentence),
        ),
        Err(other) => Err(other),
    }
}
