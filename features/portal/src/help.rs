//! `GET /tro-giup`: what to do when the code is lost, the date has passed, or the result waits.
//! For citizens; every answer ends in something one can do.

use askama::Template;
use axum::extract::State;
use kit::{App, Ctx, Link, Page, Result, html};

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    page: Page,
    crumbs: Vec<Link>,
}

/// `GET /tro-giup`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    html(Help {
        page: app.page(&ctx, "Trợ giúp"),
        crumbs: vec![Link::new("/", "Trang chủ")],
    })
}
