//! `GET /cb/quan-tri/chuc-danh/{post}`: one post, its holders of all times, what it lets them do.
//! For the administrator, who gives and ends it here, and for the leaders, who look.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::Act;
use domain::post::Post;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{
    App, Choice, Ctx, Error, FieldErrors, Fields, Labelled, Officer, Page, Result, html_with,
};
use store::Reader;

use super::list::{self, roles_in_words};
use super::tenure::{self, Tenure};
use super::{address, can};
use crate::listed::{self, Listed};
use crate::{post, rights};

#[derive(Template)]
#[template(path = "posts/one.html")]
struct One {
    page: Page,
    errors: FieldErrors,
    name: &'static str,
    note: String,
    roles: String,
    may_do: Vec<Labelled>,
    now: Vec<Term>,
    later: Vec<Term>,
    past: Vec<Term>,
    manages: bool,
    /// Where its roles are changed; empty for whoever may not, and where nobody may.
    change_roles: String,
    here: String,
    list: &'static str,
    people: Vec<Choice>,
    from: String,
    to: String,
}

struct Term {
    id: String,
    account: String,
    version: i64,
    name: String,
    days: String,
    href: String,
    /// The field of its last day, and what was typed there.
    last_field: String,
    last: String,
    error: String,
}

/// The post of an address, if officers can hold it.
pub(super) fn of(id: &str) -> Result<&'static Post> {
    let post = post::holdable(id).filter(|post| post.id.as_str() == id);
    post.ok_or(Error::Missing)
}

/// `GET /cb/quan-tri/chuc-danh/{post}`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    let manages = can(&actor, Act::ManagePeople);
    let changes = can(&actor, Act::ChangeLaw);
    let asked = Asked {
        post: of(&id)?,
        manages,
        changes,
    };
    show(&app, &ctx, asked, &Fields::default(), FieldErrors::new()).await
}

/// Which post is shown, to whom.
pub(super) struct Asked {
    pub(super) post: &'static Post,
    pub(super) manages: bool,
    pub(super) changes: bool,
}

/// The page, with what was typed into one of its forms.
pub(super) async fn show(
    app: &App,
    ctx: &Ctx,
    asked: Asked,
    typed: &Fields,
    errors: FieldErrors,
) -> Result {
    let (agency, today) = (app.agency().to_owned(), app.law_now().date());
    let (tenures, people) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            Ok((
                tenure::all(reader, &agency)?,
                listed::list(reader, &agency)?,
            ))
        })
        .await?;
    let id = asked.post.id.as_str();
    let given = people.first().map(|one| one.gives(id, today));
    let given = given.unwrap_or_else(|| asked.post.usual_roles());
    let of = |is: fn(&Tenure, Date) -> bool| {
        let kept = tenures.iter().filter(|one| one.held.post == id);
        kept.filter(|one| is(one, today))
            .map(|one| term(one, asked.manages, typed, &errors, today))
            .collect()
    };
    let change_roles = if asked.changes && asked.post.takes_roles() {
        format!("{}/quyen", address(id))
    } else {
        String::new()
    };
    html_with(
        errors.status(),
        One {
            page: app
                .page(ctx, asked.post.name_vi.clone())
                .with_errors(&errors),
            name: &asked.post.name_vi,
            note: asked.post.note_vi.clone().unwrap_or_default(),
            roles: roles_in_words(given.iter().copied()),
            may_do: rights::lines(&given),
            now: of(Tenure::is_now),
            later: of(Tenure::is_to_come),
            past: of(Tenure::was),
            manages: asked.manages,
            change_roles,
            here: address(id),
            list: list::PATH,
            people: choices(&people, typed.get("nguoi"), today),
            from: typed.get("tu_ngay").to_owned(),
            to: typed.get("den_ngay").to_owned(),
            errors,
        },
    )
}

fn term(one: &Tenure, manages: bool, typed: &Fields, errors: &FieldErrors, today: Date) -> Term {
    let last_field = last_field(&one.held.id);
    let last = match typed.get(&last_field) {
        "" => one.held.to.map_or_else(|| date_vi(today), date_vi),
        typed => typed.to_owned(),
    };
    Term {
        last,
        error: errors.of(&last_field).to_owned(),
        last_field,
        id: one.held.id.clone(),
        account: one.account.clone(),
        version: one.version,
        name: one.name.clone(),
        days: one.days(),
        href: if manages { one.href() } else { String::new() },
    }
}

/// The field with the last day of a term: each row of the page has its own.
pub(super) fn last_field(holding: &str) -> String {
    format!("het_{holding}")
}

/// Who can be given a post: an account with the version seen, so that two administrators notice
/// one another.
fn choices(people: &[Listed], chosen: &str, today: Date) -> Vec<Choice> {
    let working = people.iter().filter(|one| one.account.ended_at.is_none());
    let of_one = working.map(|one| {
        let posts = one.posts_in_words(today);
        let words = if posts.is_empty() {
            one.account.name.clone()
        } else {
            format!("{} ({posts})", one.account.name)
        };
        let value = format!("{}:{}", one.account.id, one.account.version);
        // Why by the account alone: the version in a form that came back may be another one by now.
        let is_chosen = chosen
            .split_once(':')
            .is_some_and(|(id, _)| id == one.account.id);
        let of_form = if is_chosen { value.as_str() } else { "" };
        Choice::new(value.clone(), words, of_form)
    });
    std::iter::once(Choice::new("", "Chọn một người", chosen))
        .chain(of_one)
        .collect()
}
