//! The refusal at intake (Mẫu 03): reason and legal ground in writing, then it is final.

use askama::Template;
use axum::extract::State;
use domain::access::Actor;
use dossier::Desk;
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, html, html_refused, see};

use crate::intake::Ready;
use crate::{draft, officer_pages, save, step};

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
    if shown.errors.is_empty() {
        html(shown)
    } else {
        html_refused(shown)
    }
}

/// Refuses, or shows the step again.
pub(crate) async fn refuse(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    if fields.get("viec") == "sua" {
        return step::back(&app, &ctx, &actor, &fields).await;
    }
    let token = fields.once()?;
    let desk = Desk::now(&app);
    let ready = match step::read(&desk, &fields, FieldErrors::new()) {
        Ok(ready) => ready,
        Err(errors) => {
            return officer_pages::render(&app, &ctx, &actor, fields, errors, false).await;
        }
    };
    let mut errors = FieldErrors::new();
    let reason = fields.lines(&mut errors, "refusal_reason", "Lý do từ chối", REASON_MAX);
    if reason.is_empty() {
        errors.add(
            "refusal_reason",
            "Hãy ghi lý do từ chối, để người dân đọc và biết phải làm gì tiếp",
        );
    }
    let ground = fields.text(&mut errors, "refusal_ground", "Căn cứ pháp lý", GROUND_MAX);
    if ground.is_empty() {
        errors.add(
            "refusal_ground",
            "Hãy ghi căn cứ pháp lý, ví dụ «Điều 8 Thông tư 01/2018/TT-VPCP»",
        );
    }
    if !errors.is_empty() {
        return show(&app, &ctx, &ready, &fields, errors);
    }
    let words = format!("{reason}\nCăn cứ: {ground}");
    let (by, refused) = (actor.clone(), ready.clone());
    let done = app
        .write(move |tx| {
            if let Some(place) = store::once::claimed(tx, &token)? {
                return Ok::<_, Error>(tx.commit_silently("a form sent twice", place)?);
            }
            let mut filing = refused.filing;
            let draft = filing.tracking.clone();
            filing.tracking = save::free_tracking(tx, &by, filing.tracking)?;
            let acted = dossier::receive::refuse(tx, &desk, &by, &filing, &words)?;
            if let Some(draft) = draft {
                draft::forget(tx, &by, &draft)?;
            }
            let place = format!("/cb/quay/xong/{}", acted.row.address());
            store::once::settle(tx, &token, &place)?;
            Ok(tx.commit(&by.by(), desk.at, acted.events, place)?)
        })
        .await;
    match done {
        Ok(place) => Ok(see(&place)),
        Err(Error::Refused(sentence)) => {
            show(&app, &ctx, &ready, &fields, FieldErrors::one("", sentence))
        }
        Err(other) => Err(other),
    }
}
