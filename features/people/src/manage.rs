//! The list of people, and making an account for a new one.
//! For the administrator.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use kit::{
    App, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, Tag, Tone, html, html_with, see,
};
use store::{Reader, StoreError, Tx, once};

use crate::change::{NAME_MAX, NewAccount, create, username_fits};
use crate::listed::{self, Listed};
use crate::terms::{self, TermRow};
use crate::{password, sign_in};

/// Where people are managed.
pub const PATH: &str = "/qt/nguoi-dung";

#[derive(Template)]
#[template(path = "manage.html")]
struct Manage {
    page: Page,
    people: Vec<Person>,
    working: usize,
}

struct Person {
    href: String,
    name: String,
    username: String,
    posts: String,
    tags: Vec<Tag>,
}

impl Person {
    fn of(listed: &Listed, today: jiff::civil::Date) -> Self {
        let account = &listed.account;
        Self {
            href: address(&account.id),
            name: account.name.clone(),
            username: account.username.clone(),
            posts: listed.posts_in_words(today),
            tags: tags(listed, today),
        }
    }
}

/// How an account stands, in words.
pub(crate) fn tags(listed: &Listed, today: jiff::civil::Date) -> Vec<Tag> {
    let account = &listed.account;
    if let Some(at) = account.ended_at {
        return vec![Tag::plain(format!(
            "Đã kết thúc {}",
            domain::text::date_vi(at.date())
        ))];
    }
    let mut tags = Vec::new();
    if !listed.holdings.iter().any(|held| held.is_on(today)) {
        tags.push(Tag::new(Tone::Warning, "Chưa giữ vị trí nào hôm nay"));
    }
    if account.must_change {
        tags.push(Tag::new(Tone::Info, "Chưa đặt mật khẩu riêng"));
    }
    if account.has_second_factor() {
        tags.push(Tag::new(Tone::Ok, "Xác thực hai bước"));
    }
    tags
}

pub(crate) fn address(id: &str) -> String {
    format!("{PATH}/{id}")
}

/// `GET /qt/nguoi-dung`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let agency = app.agency().to_owned();
    let listed: Result<Vec<Listed>, StoreError> = app
        .read(move |reader: &mut Reader<'_>| listed::list(reader, &agency))
        .await;
    let (listed, today) = (listed?, app.law_now().date());
    html(Manage {
        page: app.page(&ctx, "Người dùng"),
        working: listed
            .iter()
            .filter(|one| one.account.ended_at.is_none())
            .count(),
        people: listed.iter().map(|one| Person::of(one, today)).collect(),
    })
}

#[derive(Template)]
#[template(path = "new_account.html")]
struct NewPage {
    page: Page,
    errors: FieldErrors,
    full_name: String,
    username: String,
    rows: Vec<TermRow>,
}

/// A page that shows a temporary password; it must not be found again later.
#[derive(Template)]
#[template(path = "temporary.html")]
struct Temporary {
    page: Page,
    name: String,
    username: String,
    secret: String,
    href: String,
}

/// Shows a temporary password, once, and asks browsers not to keep the page.
pub(crate) fn told(app: &App, ctx: &Ctx, who: (&str, &str, &str), secret: String) -> Result {
    let (id, name, username) = who;
    let page = html(Temporary {
        page: app.page(ctx, "Mật khẩu tạm thời"),
        name: name.to_owned(),
        username: username.to_owned(),
        secret,
        href: address(id),
    })?;
    Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
}

/// `GET /qt/nguoi-dung/moi`
pub(crate) async fn new_page(State(app): State<App>, ctx: Ctx) -> Result {
    html(NewPage {
        page: app.page(&ctx, "Thêm người dùng"),
        errors: FieldErrors::new(),
        full_name: String::new(),
        username: String::new(),
        rows: terms::of_holdings(&[], app.law_now().date()),
    })
}

fn shown(app: &App, ctx: &Ctx, fields: &Fields, errors: FieldErrors) -> Result {
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        NewPage {
            page: app.page(ctx, "Thêm người dùng").with_errors(&errors),
            full_name: fields.get("name").to_owned(),
            username: fields.get("username").to_owned(),
            rows: terms::of_fields(fields, &errors, app.law_now().date()),
            errors,
        },
    )
}

/// `POST /qt/nguoi-dung/moi`
pub(crate) async fn new_submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let (at, _) = sign_in::moments(&app);
    let mut errors = FieldErrors::new();
    let name = fields.required(&mut errors, "name", "Họ và tên", NAME_MAX);
    let username = fields.get("username").to_lowercase();
    errors.check("username", username_fits(&username));
    let posts = terms::read(&fields, &mut errors, at.date());
    if !errors.is_empty() {
        return shown(&app, &ctx, &fields, errors);
    }
    let secret = password::temporary()?;
    let hash = password::hash_aside(secret.clone()).await?;
    let new = NewAccount {
        username: username.clone(),
        name: name.clone(),
        password: hash,
        must_change: true,
        posts,
    };
    let (agency, by) = (app.agency().to_owned(), actor.by());
    let made = app
        .write(move |tx: &mut Tx<'_>| -> Result<_> {
            if let Some(place) = once::claimed(tx, &token)? {
                return Ok(tx.commit_silently("the form was sent twice", Err(place))?);
            }
            let (id, events) = create(tx, &agency, new, &by, at)?;
            once::settle(tx, &token, &address(&id))?;
            Ok(tx.commit(&by, at, events, Ok(id))?)
        })
        .await;
    match made {
        Ok(Ok(id)) => told(&app, &ctx, (&id, &name, &username), secret),
        Ok(Err(place)) => Ok(see(&place)),
        Err(Error::Invalid(errors)) => shown(&app, &ctx, &fields, errors),
        Err(other) => Err(other),
    }
}
