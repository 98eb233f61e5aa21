//! The refusal at intake (Mẫu 03): reason and legal ground in writing, then it is final.
//! For the citizen, who reads why and what the law says.

use askama::Template;
use axum::extract::State;
use domain::access::Actor;
use dossier::Desk;
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, html_with, see};

use crate::intake::Ready;
use crate::step::Sent;
use crate::{officer_pages, step};

const REASON_MAX: usize = 1_000;
const GROUND_MAX: usize = 300;

#[derive(Template)]
#[template(path = "refuse.html")]
struct RefusePage {
    page: Page,
    errors: FieldErrors,
    carried: Vec<(String, String)>,
    procedure: String,
    owner: String,
    reason: String,
    ground: String,
}

/// The step's first showing.
pub(crate) async fn open(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    fields: Fields,
    errors: FieldErrors,
) -> Result {
    match step::read(&Desk::now(app), &fields, errors) {
        Ok(ready) => show(app, ctx, &ready, &fields, FieldErrors::new()),
        Err(errors) => officer_pages::render(app, ctx, actor, fields, errors, false).await,
    }
}

fn show(app: &App, ctx: &Ctx, ready: &Ready, fields: &Fields, errors: FieldErrors) -> Result {
    let shown = RefusePage {
        page: app.page(ctx, "Từ chối tiếp nhận").with_errors(&errors),
        carried: step::carried(fields),
        procedure: crate::choose::label(&ready.procedure),
        owner: ready.filing.owner.name.clone(),
        reason: fields.get("refusal_reason").to_owned(),
        ground: fields.get("refusal_ground").to_owned(),
        errors,
    };
    html_with(shown.errors.status(), shown)
}

/// Refuses, or shows the step again.
pub(crate) async fn refuse(
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
    let mut errors = FieldErrors::new();
    let words = words(&fields, &mut errors);
    if !errors.is_empty() {
        return show(&app, &ctx, ready, &fields, errors);
    }
    let done = begun
        .end(&app, &actor, move |tx, desk, by, filing| {
            dossier::receive::refuse(tx, desk, by, filing, &words)
        })
        .await;
    match done {
        Ok(place) => Ok(see(&place)),
        Err(Error::Refused(sentence)) => {
            show(&app, &ctx, ready, &fields, FieldErrors::one("", sentence))
        }
        Err(other) => Err(other),
    }
}

/// Reason and legal ground as one text, both of which must be there.
pub(crate) fn words(fields: &Fields, errors: &mut FieldErrors) -> String {
    let reason = fields.lines(errors, "refusal_reason", "Lý do từ chối", REASON_MAX);
    if reason.is_empty() {
        errors.add(
            "refusal_reason",
            "Hãy ghi lý do từ chối, để người dân đọc và biết phải làm gì tiếp",
        );
    }
    let ground = fields.text(errors, "refusal_ground", "Căn cứ pháp lý", GROUND_MAX);
    if ground.is_empty() {
        errors.add(
            "refusal_ground",
            "Hãy ghi căn cứ pháp lý, ví dụ «Điều 8 Thông tư 01/2018/TT-VPCP»",
        );
    }
    format!("{reason}\nCăn cứ: {ground}")
}
