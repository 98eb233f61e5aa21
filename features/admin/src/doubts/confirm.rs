//! `/cb/quan-tri/kiem-chung/{key}`: a doubtful fact confirmed with a document; it is sure from then on.
//! For the administrator; when the fact comes to say something else, it is doubtful again.

use askama::Template;
use axum::extract::{Path, State};
use kit::law::{ChangeKind, Confirmation, Fact, facts};
use kit::{
    App, Ctx, Error, FieldErrors, Fields, Labelled, Law, Officer, Page, Result, html, html_with,
};
use store::{Reader, StoreError};

use super::list::PATH;
use crate::form::{Basis, Carried, Confirm, Step, carry, known};
use crate::history::{Past, past};

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
    let (agency, subject) = (app.agency().to_owned(), key.to_owned());
    let (history, version) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let (changes, version) = known(reader, &agency, ChangeKind::Confirmation, &subject)?;
            let lines = past(reader, &changes, |change| {
                format!(
                    "xác nhận «{}»",
                    change.body["says"].as_str().unwrap_or_default()
                )
            })?;
            Ok((lines, version))
        })
        .await?;
    html_with(
        errors.status(),
        ConfirmPage {
            page: app.page(ctx, "Xác nhận bằng văn bản").with_errors(&errors),
            basis_hint: "Văn bản mà điều này được đọc thấy",
            action: format!("{PATH}/{key}"),
            version: form.get("version").parse().unwrap_or(version),
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
pub(crate) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(key): Path<String>,
    fields: Fields,
) -> Result {
    let fact = fact_of(&app.law(), &key)?;
    let mut errors = FieldErrors::new();
    if Step::of(&fields) == Step::Edit {
        return show(&app, &ctx, &key, fields, errors).await;
    }
    let seen = fields.seen()?;
    let basis = Basis::read(&fields, &mut errors, true);
    // What was read in the document must be what the page showed, and still shows.
    if fields.get("noi_dung") != fact.says.trim() {
        errors.add(
            "",
            "Nội dung vừa đổi từ khi mở trang. Hãy đọc lại nội dung mới rồi xác nhận",
        );
    }
    let Some(day) = basis.day.filter(|_| errors.is_empty()) else {
        return show(&app, &ctx, &key, fields, errors).await;
    };
    let says = fact.says.clone();
    let (subject, body) = (key.clone(), serde_json::to_value(Confirmation { says }));
    let change = basis.change((ChangeKind::Confirmation, subject), (seen, day), body)?;
    let told = format!("Đã ghi «{}» là đã kiểm chứng.", fact.name);
    match carry(&app, &ctx, (&actor, &fields), change, (PATH, told)).await? {
        Carried::Tried(_) => preview(&app, &ctx, &fields, &key, (&fact, &basis)),
        Carried::Kept(onward) => Ok(onward),
        Carried::Refused(errors) => show(&app, &ctx, &key, fields, errors).await,
    }
}

fn preview(
    app: &App,
    ctx: &Ctx,
    fields: &Fields,
    key: &str,
    (fact, basis): (&Fact, &Basis),
) -> Result {
    let mut facts = facts_of(fact);
    facts.extend(basis.facts());
    facts.push(Labelled::new(
        "Sau khi lưu",
        "đã kiểm chứng, thôi ghi dấu chưa chắc",
    ));
    html(Preview {
        page: app.page(ctx, "Xác nhận: xem trước"),
        confirm: Confirm::new(format!("{PATH}/{key}"), fields, facts),
    })
}
