//! `GET /viec/{slug}`: a life event and the procedures that belong to it.
//! For citizens who know what happened, not what it is called.

use askama::Template;
use axum::extract::{Path, State};
use catalogue::{Entry, life_events};
use kit::{App, Ctx, Error, Link, Page, Result, html};

#[derive(Template)]
#[template(path = "life_event.html")]
struct LifeEventPage {
    page: Page,
    crumbs: Vec<Link>,
    intro: &'static str,
    entries: Vec<(String, Entry)>,
}

/// `GET /viec/{slug}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(slug): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let event = life_events::by_slug(&slug).ok_or(Error::Missing)?;
    let offered = event.offered(&law, today);
    if offered.is_empty() {
        return Err(Error::Missing);
    }
    let entries = offered
        .into_iter()
        .map(|one| (one.short, Entry::of(&one.procedure, &law, today)));
    html(LifeEventPage {
        page: app.page(&ctx, event.title.clone()),
        crumbs: vec![Link::new("/", "Trang chủ")],
        intro: &event.intro,
        entries: entries.collect(),
    })
}
