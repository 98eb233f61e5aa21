//! `/cb/quay/tinh`: the due date, the fee and the warnings, computed anew while the officer types.
//! For the officer at the counter, before anything is saved.

use askama::Template;
use axum::extract::State;
use dossier::Desk;
use kit::{App, Ctx, FieldErrors, Fields, Officer, Page, Result, html};

use crate::view::View;

/// The quote first, then the parts that depend on the procedure: the script renews those that changed.
#[derive(Template)]
#[template(path = "answer.html")]
struct Answer {
    page: Page,
    typed: Fields,
    errors: FieldErrors,
    view: View,
}

pub(crate) async fn quote(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let desk = Desk::now(&app);
    let errors = FieldErrors::new();
    let view = View::of(&app, &desk, &actor, &fields, &errors).await?;
    html(Answer {
        page: app.page(&ctx, "Tiếp nhận hồ sơ"),
        typed: fields,
        errors,
        view,
    })
}
