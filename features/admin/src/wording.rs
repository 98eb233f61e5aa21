//! `/cb/quan-tri/cau-chu`: the sentences of papers that are the commune's to choose, with the page.
//! For the administrator; what a circular fixes on a paper cannot be edited here.

use askama::Template;
use axum::extract::{Path, State};
use domain::text::date_vi;
use domain::wording::{PaperKind, Slot, Worded};
use jiff::civil::Date;
use kit::law::{ChangeKind, LawChange, WordingChange, of_kind};
use kit::{App, Ctx, Error, FieldErrors, Fields, Labelled, Page, Result, html, html_with};
use store::{Reader, StoreError};

use crate::form::{Asked, Basis, Carried, Confirm, Sent, required_day};
use crate::history::{Past, past, so_far};
use crate::sample;

/// Where sentences are chosen.
pub(crate) const PATH: &str = "/cb/quan-tri/cau-chu";

#[derive(Template)]
#[template(path = "wording.html")]
struct List {
    page: Page,
    papers: Vec<PaperRow>,
    history: Vec<Past>,
}

struct PaperRow {
    name: &'static str,
    slots: Vec<SlotRow>,
}

struct SlotRow {
    href: String,
    label: &'static str,
    said: String,
    note: &'static str,
}

#[derive(Template)]
#[template(path = "wording_form.html")]
struct FormPage {
    page: Page,
    heading: String,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    version: i64,
    action: String,
    slot: &'static str,
    limit: String,
    now: String,
    history: Vec<Past>,
}

#[derive(Template)]
#[template(path = "wording_confirm.html")]
struct WordingConfirm {
    page: Page,
    confirm: Confirm,
    paper: String,
}

/// `GET /cb/quan-tri/cau-chu`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let (law, today, agency) = (app.law(), app.law_now().date(), app.agency().to_owned());
    let history = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let changes = of_kind(reader, &agency, ChangeKind::Wording)?;
            past(reader, &changes, said_of)
        })
        .await?;
    let slots = |paper: PaperKind| {
        let slots = Slot::ALL.into_iter().map(|slot| {
            let own = law.wording.chosen(paper, slot, today);
            SlotRow {
                href: address(paper, slot),
                label: slot.vietnamese(),
                said: law.wording.said(paper, slot, today).to_owned(),
                note: match own {
                    None if paper != PaperKind::Every => "Theo câu chung",
                    _ => "",
                },
            }
        });
        slots.collect()
    };
    html(List {
        page: app.page(&ctx, "Câu chữ trên giấy tờ"),
        papers: PaperKind::ALL
            .into_iter()
            .map(|paper| PaperRow {
                name: paper.vietnamese(),
                slots: slots(paper),
            })
            .collect(),
        history,
    })
}

/// A stored sentence with its place, in words.
fn said_of(change: &LawChange) -> String {
    let change: Option<WordingChange> = serde_json::from_value(change.body.clone()).ok();
    change.map_or_else(String::new, |one| {
        let text = if one.text.is_empty() {
            "bỏ câu".to_owned()
        } else {
            format!("«{}»", one.text)
        };
        format!(
            "{}, {}: {text}",
            one.paper.vietnamese(),
            one.slot.vietnamese().to_lowercase()
        )
    })
}

fn address(paper: PaperKind, slot: Slot) -> String {
    format!("{PATH}/{}/{}", paper.name(), slot.name())
}

fn subject(paper: PaperKind, slot: Slot) -> String {
    format!("{}/{}", paper.name(), slot.name())
}

fn place((paper, slot): (String, String)) -> Result<(PaperKind, Slot)> {
    let place = PaperKind::from_name(&paper).zip(Slot::from_name(&slot));
    place.ok_or(Error::Missing)
}

/// `GET /cb/quan-tri/cau-chu/{paper}/{slot}`
pub(crate) async fn form(
    State(app): State<App>,
    ctx: Ctx,
    Path(at): Path<(String, String)>,
) -> Result {
    let at = place(at)?;
    let (law, today) = (app.law(), app.law_now().date());
    let said = law.wording.chosen(at.0, at.1, today).unwrap_or_default();
    let first = date_vi(today.tomorrow().unwrap_or(today));
    let fields = Fields::of([("cau", said), ("tu_ngay", first.as_str())]);
    show(&app, &ctx, at, fields, FieldErrors::new()).await
}

async fn show(
    app: &App,
    ctx: &Ctx,
    (paper, slot): (PaperKind, Slot),
    form: Fields,
    errors: FieldErrors,
) -> Result {
    let (law, subject) = (app.law(), subject(paper, slot));
    let subject = (ChangeKind::Wording, subject.as_str());
    let (history, version) = so_far(app, &form, subject, said_of).await?;
    let now = law.wording.said(paper, slot, app.law_now().date());
    html_with(
        errors.status(),
        FormPage {
            page: app.page(ctx, paper.vietnamese()).with_errors(&errors),
            heading: paper.vietnamese().to_owned(),
            basis_hint: "Không bắt buộc: đây là câu của xã",
            version,
            action: address(paper, slot),
            slot: slot.vietnamese(),
            limit: slot.chars_max().to_string(),
            now: now.to_owned(),
            errors,
            form,
            history,
        },
    )
}

struct NewWords {
    text: String,
    from: Date,
    basis: Basis,
}

fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    (paper, slot): (PaperKind, Slot),
) -> Result<Option<Asked<NewWords>>> {
    let seen = fields.seen()?;
    let basis = Basis::read(fields, errors, false);
    let text = fields.text(errors, "cau", slot.vietnamese(), slot.chars_max());
    let from = required_day(fields, errors, "tu_ngay", "Áp dụng từ ngày");
    let Some(from) = from.filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let body = WordingChange {
        paper,
        slot,
        text: text.clone(),
    };
    let body = serde_json::to_value(body);
    let subject = subject(paper, slot);
    let change = basis.change((ChangeKind::Wording, subject), (seen, from), body)?;
    Ok(Some(Asked {
        changes: vec![change],
        place: PATH.to_owned(),
        told: format!("Đã lưu câu chữ, in từ ngày {}.", date_vi(from)),
        shown: NewWords { text, from, basis },
    }))
}

/// `POST /cb/quan-tri/cau-chu/{paper}/{slot}`
pub(crate) async fn submit(Path(at): Path<(String, String)>, sent: Sent) -> Result {
    let at = place(at)?;
    let carried = sent.carry(|typed, errors| read(typed, errors, at));
    match carried.await? {
        Carried::Tried(asked, next) => {
            let worded = next.wording.of(at.0, asked.from);
            preview(&sent, at, &asked, &worded)
        }
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => show(&sent.app, &sent.ctx, at, sent.typed, errors).await,
    }
}

fn preview(
    sent: &Sent,
    (paper, slot): (PaperKind, Slot),
    asked: &NewWords,
    worded: &Worded,
) -> Result {
    let text = if asked.text.is_empty() {
        "(bỏ câu)"
    } else {
        asked.text.as_str()
    };
    let mut facts = vec![
        Labelled::new("Giấy", paper.vietnamese()),
        Labelled::new(slot.vietnamese(), text),
        Labelled::new("In từ ngày", date_vi(asked.from)),
    ];
    facts.extend(asked.basis.facts());
    html(WordingConfirm {
        page: sent.app.page(&sent.ctx, "Câu chữ: xem trước"),
        confirm: Confirm::new(address(paper, slot), &sent.typed, facts),
        paper: paper::html(&sample::of(paper, &sent.app.commune(), asked.from, worded)),
    })
}
