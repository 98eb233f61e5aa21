//! `/cb/quan-tri/kiem-chung/{key}`: a doubtful fact confirmed with a document; it is sure from then on.
//! For the administrator; when the fact comes to say something else, it is doubtful again.

use askama::Template;
use axum::extract::{Path, State};
use kit::law::{ChangeKind, Confirmation, Fact, LawChange, facts};
use kit::{App, Ctx, Error, FieldErrors, Fields, Labelled, Law, Page, Result, html, html_with};

use super::list::PATH;
use crate::form::{Asked, Basis, Carried, Confirm, Sent};
use crate::history::{Past, so_far};

#[derive(Template)]
#[template(path = "doubts/confirm.html")]
struct ConfirmPage {
    page: Page,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    action: String,
    version: i64,
    facts: Vec<Labelled>,
    says: String,
    history: Vec<Past>,
}

#[derive(Template)]
#[template(path = "plain_confirm.html")]
struct Preview {
    page: Page,
    confirm: Confirm,
}

/// The fact of this key, as long as it is in doubt and a document can settle it.
fn fact_of(law: &Law, key: &str) -> Result<Fact> {
    facts(law)
        .into_iter()
        .find(|fact| fact.key == key && fact.can_be_confirmed)
        .ok_or(Error::Missing)
}

/// `GET /cb/quan-tri/kiem-chung/{key}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(key): Path<String>) -> Result {
    show(&app, &ctx, &key, Fields::default(), FieldErrors::new()).await
}

async fn show(app: &App, ctx: &Ctx, key: &str, form: Fields, errors: FieldErrors) -> Result {
    let fact = fact_of(&app.law(), key)?;
    let said = |change: &LawChange| {
        let says = change.body["says"].as_str().unwrap_or_default();
        format!("xác nhận «{says}»")
    };
    let subject = (ChangeKind::Confirmation, key);
    let (history, version) = so_far(app, &form, subject, said).await?;
    html_with(
        errors.status(),
        ConfirmPage {
            page: app.page(ctx, "Xác nhận bằng văn bản").with_errors(&errors),
            basis_hint: "Văn bản mà điều này được đọc thấy",
            action: format!("{PATH}/{key}"),
            version,
            facts: facts_of(&fact),
            says: fact.says,
            errors,
            form,
            history,
        },
    )
}

fn facts_of(fact: &Fact) -> Vec<Labelled> {
    let mut facts = vec![
        Labelled::new("Điều", &fact.name),
        Labelled::new("Đang ghi", &fact.says),
        Labelled::new("Thời gian", &fact.holds),
        Labelled::new("Mức kiểm chứng", fact.sure.vi()),
        Labelled::new("Nguồn hiện có", &fact.source),
        Labelled::new("Người dân, cán bộ gặp ở", fact.shown),
    ];
    facts.retain(|one| !one.value.is_empty());
    facts
}

/// `POST /cb/quan-tri/kiem-chung/{key}`
pub(crate) async fn submit(Path(key): Path<String>, sent: Sent) -> Result {
    let fact = fact_of(&sent.app.law(), &key)?;
    let carried = sent.carry(|typed, errors| read(typed, errors, &fact));
    match carried.await? {
        Carried::Tried(basis, _) => preview(&sent, &fact, &basis),
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => show(&sent.app, &sent.ctx, &key, sent.typed, errors).await,
    }
}

/// The document in which the fact was read.
fn read(typed: &Fields, errors: &mut FieldErrors, fact: &Fact) -> Result<Option<Asked<Basis>>> {
    let seen = typed.seen()?;
    let basis = Basis::read(typed, errors, true);
    // What was read in the document must be what the page showed, and still shows.
    if typed.get("noi_dung") != fact.says.trim() {
        errors.add(
            "",
            "Nội dung vừa đổi từ khi mở trang. Hãy đọc lại nội dung mới rồi xác nhận",
        );
    }
    let Some(day) = basis.day.filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let says = fact.says.clone();
    let (subject, body) = (
        fact.key.clone(),
        serde_json::to_value(Confirmation { says }),
    );
    let change = basis.change((ChangeKind::Confirmation, subject), (seen, day), body)?;
    Ok(Some(Asked {
        changes: vec![change],
        place: PATH.to_owned(),
        told: format!("Đã ghi «{}» là đã kiểm chứng.", fact.name),
        shown: basis,
    }))
}

fn preview(sent: &Sent, fact: &Fact, basis: &Basis) -> Result {
    let mut facts = facts_of(fact);
    facts.extend(basis.facts());
    facts.push(Labelled::new(
        "Sau khi lưu",
        "đã kiểm chứng, thôi ghi dấu chưa chắc",
    ));
    html(Preview {
        page: sent.app.page(&sent.ctx, "Xác nhận: xem trước"),
        confirm: Confirm::new(format!("{PATH}/{}", fact.key), &sent.typed, facts),
    })
}
