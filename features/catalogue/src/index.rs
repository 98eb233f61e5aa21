//! `GET /thu-tuc`: all fields with the number of their procedures, and the search box.
//! For citizens who browse.

use askama::Template;
use axum::extract::State;
use kit::{App, Ctx, Link, Page, Result, html};

use crate::public::{Field, fields};

#[derive(Template)]
#[template(path = "index.html")]
struct Index {
    page: Page,
    crumbs: Vec<Link>,
    fields: Vec<Field>,
    procedures: usize,
}

/// `GET /thu-tuc`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let fields = fields(&app.law(), app.law_now().date());
    html(Index {
        page: app.page(&ctx, "Thủ tục của xã"),
        crumbs: vec![Link::new("/", "Trang chủ")],
        procedures: fields.iter().map(|field| field.procedures).sum(),
        fields,
    })
}
