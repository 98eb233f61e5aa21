//! `GET /tim?q=`: what a citizen typed and the procedures that answer.
//! For the search box of every citizen's page.

use askama::Template;
use axum::extract::{Query, State};
use kit::{App, Ctx, Link, Page, Result, html};

use crate::entry::Entry;
use crate::search::find;
use crate::typed::{self, Typed};

/// More is not read; a further word narrows it down.
const MOST: usize = 20;

#[derive(Template)]
#[template(path = "results.html")]
struct Results {
    page: Page,
    crumbs: Vec<Link>,
    q: String,
    entries: Vec<Entry>,
    /// How many there are, shown or not.
    found: usize,
    is_near: bool,
    elsewhere: Vec<Elsewhere>,
}

/// A procedure that is not dealt with here, and why.
struct Elsewhere {
    name: String,
    why: String,
}

/// `GET /tim?q=`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Query(asked): Query<Typed>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let q = typed::line(&asked, "q");
    let found = find(&law, &q, today);
    let title = if q.is_empty() {
        "Tìm thủ tục".to_owned()
    } else {
        format!("Tìm «{q}»")
    };
    let why = "Xã này không giải quyết.";
    html(Results {
        page: app.page(&ctx, title),
        crumbs: vec![
            Link::new("/", "Trang chủ"),
            Link::new("/thu-tuc", "Thủ tục"),
        ],
        q,
        entries: found
            .here
            .iter()
            .take(MOST)
            .map(|procedure| Entry::of(procedure, &law, today))
            .collect(),
        found: found.here.len(),
        is_near: found.is_near,
        elsewhere: found
            .elsewhere
            .iter()
            .take(3)
            .map(|procedure| Elsewhere {
                name: procedure.name_vi.clone(),
                why: procedure
                    .applicability_note_vi
                    .clone()
                    .unwrap_or_else(|| why.to_owned()),
            })
            .collect(),
    })
}
