//! `GET /cb/quan-tri/chuc-danh`: every post, who holds it from when to when, which roles it carries.
//! For the administrator, the leaders and the controller.

use askama::Template;
use axum::extract::State;
use domain::access::{Act, Role};
use jiff::civil::Date;
use kit::{App, Ctx, Officer, Page, Result, html};
use store::Reader;

use super::tenure::{self, Tenure};
use super::{PROPOSALS, address, can, matrix};
use crate::{post, proposal};

/// Where it is.
pub const PATH: &str = "/cb/quan-tri/chuc-danh";
/// So many of those who held a post are named; the post's own page names all.
const PAST: usize = 3;

#[derive(Template)]
#[template(path = "posts/list.html")]
struct List {
    page: Page,
    rows: Vec<PostRow>,
    matrix: &'static str,
    proposals: &'static str,
    open_proposals: u64,
    vacant: usize,
}

struct PostRow {
    href: String,
    name: &'static str,
    roles: String,
    now: Vec<Line>,
    later: Vec<Line>,
    past: Vec<Line>,
    more: usize,
}

/// One person's term; no link for whoever does not manage people.
struct Line {
    name: String,
    days: String,
    href: String,
}

/// `GET /cb/quan-tri/chuc-danh`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let (agency, today) = (app.agency().to_owned(), app.law_now().date());
    let agrees = can(&actor, Act::ConfirmRights);
    let manages = can(&actor, Act::ManagePeople);
    let (tenures, posts, open_proposals) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let open = if agrees {
                proposal::count(reader, &agency, today)?
            } else {
                0
            };
            Ok((
                tenure::all(reader, &agency)?,
                post::of_commune(reader, &agency)?,
                open,
            ))
        })
        .await?;
    let line = |one: &&Tenure| Line {
        name: one.name.clone(),
        days: one.days(),
        href: if manages { one.href() } else { String::new() },
    };
    let rows: Vec<PostRow> = post::choices(today)
        .map(|post| {
            let id = post.id.as_str();
            let of = |is: fn(&Tenure, Date) -> bool| {
                let kept = tenures.iter().filter(move |one| one.held.post == id);
                kept.filter(|one| is(one, today)).collect::<Vec<_>>()
            };
            let past = of(Tenure::was);
            PostRow {
                href: address(id),
                name: &post.name_vi,
                roles: roles_in_words(posts.roles(id, today)),
                now: of(Tenure::is_now).iter().map(line).collect(),
                later: of(Tenure::is_to_come).iter().map(line).collect(),
                more: past.len().saturating_sub(PAST),
                past: past.iter().take(PAST).map(line).collect(),
            }
        })
        .collect();
    html(List {
        page: app.page(&ctx, "Vị trí và người giữ"),
        vacant: rows.iter().filter(|row| row.now.is_empty()).count(),
        rows,
        matrix: matrix::PATH,
        proposals: PROPOSALS,
        open_proposals,
    })
}

/// `Một cửa, Văn thư`.
pub(super) fn roles_in_words(roles: impl IntoIterator<Item = Role>) -> String {
    let words: Vec<&str> = roles.into_iter().map(Role::vietnamese).collect();
    words.join(", ")
}
