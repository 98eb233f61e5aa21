//! `GET /cb/quan-tri/quyen`: which role may do what, as the program itself decides it.
//! For whoever asks why somebody may or may not; it prints on A4.

use askama::Template;
use axum::extract::{Query, State};
use domain::access::{Act, Role, beside_role};
use domain::text::{Query as Asked, fold};
use kit::{App, Choice, Ctx, Page, Result, html};
use store::Reader;

use super::list;
use crate::post;
use crate::rights::upper_first;

/// Where it is.
pub(crate) const PATH: &str = "/cb/quan-tri/quyen";

#[derive(Template)]
#[template(path = "posts/matrix.html")]
struct Matrix {
    page: Page,
    asked: String,
    choices: Vec<Choice>,
    roles: Vec<&'static str>,
    rows: Vec<ActRow>,
    all: usize,
    carriers: Vec<Carrier>,
    posts: &'static str,
}

struct ActRow {
    name: String,
    beside: String,
    cells: Vec<Cell>,
}

struct Cell {
    role: &'static str,
    is_allowed: bool,
}

/// A role with the posts that give it today.
struct Carrier {
    role: &'static str,
    posts: String,
}

/// `GET /cb/quan-tri/quyen`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result {
    let of = |name: &str| {
        let found = asked.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let (words, chosen) = (of("tim").to_owned(), of("vai").to_owned());
    let (agency, today) = (app.agency().to_owned(), app.law_now().date());
    let posts = app
        .read(move |reader: &mut Reader<'_>| post::of_commune(reader, &agency))
        .await?;
    let carriers = Role::ALL.into_iter().map(|role| Carrier {
        role: role.vietnamese(),
        posts: post::choices(today)
            .filter(|post| posts.roles(post.id.as_str(), today).contains(&role))
            .map(|post| post.short_vi.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    });
    let everybody = Choice::new("", "Mọi vai trò", &chosen);
    let roles = Role::ALL
        .into_iter()
        .map(|role| Choice::new(role.name(), role.vietnamese(), &chosen));
    html(Matrix {
        page: app.page(&ctx, "Bảng quyền"),
        choices: std::iter::once(everybody).chain(roles).collect(),
        roles: Role::ALL.into_iter().map(Role::vietnamese).collect(),
        rows: rows(&words, Role::from_name(&chosen)),
        all: Act::ALL.len(),
        carriers: carriers.collect(),
        asked: words,
        posts: list::PATH,
    })
}

/// The acts that answer to the words and that the role holds.
fn rows(words: &str, role: Option<Role>) -> Vec<ActRow> {
    let query = Asked::new(words);
    let answers = |act: &Act| query.is_empty() || query.matches(&fold(act.vietnamese()));
    let holds = |act: &Act| role.is_none_or(|role| act.roles().contains(&role));
    let all = Act::ALL.iter().copied();
    all.filter(|act| answers(act) && holds(act))
        .map(|act| ActRow {
            name: upper_first(act.vietnamese()),
            beside: upper_first(&beside_role(act).join("; ")),
            cells: Role::ALL
                .into_iter()
                .map(|role| Cell {
                    role: role.vietnamese(),
                    is_allowed: act.roles().contains(&role),
                })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_marks_and_a_role_find_their_acts() {
        assert_eq!(rows("", None).len(), Act::ALL.len());
        let found = rows("ky duyet", None);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].name == "Ký duyệt" && found[0].beside.contains("không ký việc do mình soạn")
        );
        let allowed: Vec<_> = found[0]
            .cells
            .iter()
            .filter(|cell| cell.is_allowed)
            .collect();
        assert_eq!(allowed.len(), 2);
        assert!(
            rows("", Some(Role::Admin))
                .iter()
                .all(|row| row.cells.last().is_some_and(|cell| cell.is_allowed))
        );
        assert!(rows("ky duyet", Some(Role::Clerk)).is_empty());
    }
}
