//! `/cb/quy/{id}`: one till, with the form to close it for its officer.
//! For that officer, and for the accountant who takes it over.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{Act, Actor, Subject, may};
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, filters, html_with};

use super::TillView;
use crate::till;

#[derive(Template)]
#[template(path = "pages/one.html")]
struct OnePage {
    page: Page,
    view: TillView,
    /// Whether the viewer may take it over now.
    may_accept: bool,
    errors: FieldErrors,
    counted: String,
    reason: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    page(
        &app,
        &ctx,
        actor,
        id,
        FieldErrors::new(),
        &Fields::default(),
    )
    .await
}

/// The page of a till; with errors, what was typed into the form is still there.
pub(crate) async fn page(
    app: &App,
    ctx: &Ctx,
    actor: Actor,
    id: String,
    errors: FieldErrors,
    typed: &Fields,
) -> Result {
    let here = Subject::agency(app.agency());
    let accepts = may(&actor, Act::AcceptTill, &here).is_ok();
    let (agency, reader_of) = (app.agency().to_owned(), actor.clone());
    let (view, is_own) = app
        .read(move |reader| {
            let till = till::find(reader, &agency, &id)?;
            let is_own = till.officer == actor.user;
            if !is_own && !accepts {
                return Err(Error::Missing);
            }
            Ok((TillView::of(reader, &actor, till)?, is_own))
        })
        .await?;
    view.note_readings(app, &reader_of);
    let may_accept =
        accepts && !is_own && view.till.closed_at.is_some() && view.till.accepted_at.is_none();
    let shown = OnePage {
        page: app.page(ctx, "Quỹ trong ngày").with_errors(&errors),
        may_accept,
        counted: typed.get("counted").to_owned(),
        reason: typed.get("reason").to_owned(),
        view,
        errors,
    };
    html_with(shown.errors.status(), shown)
}
