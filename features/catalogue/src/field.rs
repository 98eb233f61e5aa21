//! `GET /thu-tuc/linh-vuc/{slug}`: the procedures of one field.
//! For citizens who browse.

use askama::Template;
use axum::extract::{Path, State};
use domain::text::slug;
use kit::{App, Ctx, Error, Link, Page, Result, html};

use crate::entry::Entry;
use crate::public::for_citizens;

#[derive(Template)]
#[template(path = "field.html")]
struct FieldPage {
    page: Page,
    crumbs: Vec<Link>,
    entries: Vec<Entry>,
}

/// `GET /thu-tuc/linh-vuc/{slug}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(asked): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let entries: Vec<Entry> = for_citizens(&law, today)
        .iter()
        .filter(|procedure| slug(&procedure.field_vi) == asked)
        .map(|procedure| Entry::of(procedure, &law, today))
        .collect();
    let name = entries
        .first()
        .map(|entry| entry.field.clone())
        .ok_or(Error::Missing)?;
    html(FieldPage {
        page: app.page(&ctx, name),
        crumbs: vec![
            Link::new("/", "Trang chủ"),
            Link::new("/thu-tuc", "Thủ tục"),
        ],
        entries,
    })
}
