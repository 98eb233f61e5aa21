//! `GET /thu-tuc/{slug}/in` and `/huong-dan.pdf`: the guide to take home.
//! For citizens and for the counter, which hands it out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::procedure::Procedure;
use kit::{App, Ctx, Error, Page, Result, html};
use tokio::sync::Semaphore;

use crate::guide;
use crate::public::{self, Address};

/// One guide is typeset at a time: strangers must not take both cores from the counter.
static DESK: Semaphore = Semaphore::const_new(1);

#[derive(Template)]
#[template(path = "print.html")]
struct Print {
    page: Page,
    href: String,
    has_pdf: bool,
    paper: String,
}

/// `GET /thu-tuc/{slug}/in`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(slug): Path<String>) -> Result {
    let procedure = in_force(&app, &slug)?;
    let paper = paper(&app, &procedure);
    html(Print {
        page: app.page(&ctx, paper.title.clone()),
        href: format!("/thu-tuc/{}", procedure.slug),
        has_pdf: app.press().is_some(),
        paper: paper::html(&paper),
    })
}

/// `GET /thu-tuc/{slug}/huong-dan.pdf`
pub(crate) async fn pdf(State(app): State<App>, Path(slug): Path<String>) -> Result {
    let procedure = in_force(&app, &slug)?;
    let press = app.press().cloned().ok_or(Error::Missing)?;
    let paper = paper(&app, &procedure);
    let _turn = DESK.acquire().await.map_err(Error::fault)?;
    let bytes = tokio::task::spawn_blocking(move || press(&paper))
        .await
        .map_err(Error::fault)?
        .map_err(Error::fault)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{}.pdf\"", procedure.slug),
        ),
        (header::CACHE_CONTROL, "public, max-age=3600".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn in_force(app: &App, slug: &str) -> Result<Arc<Procedure>> {
    match public::at(&app.law(), slug, app.law_now().date())? {
        Address::Here(procedure) => Ok(procedure),
        Address::Moved(_) | Address::Ended(_) => Err(Error::Missing),
    }
}

fn paper(app: &App, procedure: &Procedure) -> paper::Paper {
    let url = format!("{}/thu-tuc/{}", app.public_url(), procedure.slug);
    guide::paper(
        procedure,
        &app.law(),
        &app.commune(),
        &url,
        app.law_now().local(),
    )
}
