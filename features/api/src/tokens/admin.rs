//! `/cb/quan-tri/khoa-api`: every token of the commune, making one, taking one back.
//! For the administrator; a secret is shown once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use domain::moment::Moment;
use domain::text::date_vi;
use kit::{
    App, Choice, Ctx, Deed, Error, FieldErrors, Fields, Officer, Page, Result, Tag, html,
    html_with, see,
};
use people::Listed;
use store::{Reader, Tx, once};

use super::change::{self, NAME_MAX, NewToken, make, secret};
use super::row::{self, Token, WARN_DAYS};
use super::{ADMIN_PATH, OWN_PATH};
use crate::scope::Scope;

/// A token as a line of either page.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) hint: String,
    pub(super) owner: String,
    pub(super) scopes: Vec<&'static str>,
    pub(super) until: String,
    pub(super) used: String,
    pub(super) tags: Vec<Tag>,
    pub(super) is_open: bool,
    pub(super) awaits: bool,
}

impl Line {
    pub(super) fn of(token: &Token, now: Moment) -> Self {
        Self {
            id: token.id.clone(),
            version: token.version,
            name: token.name.clone(),
            hint: token.hint.clone(),
            owner: token.owner.clone(),
            scopes: token
                .scopes
                .iter()
                .filter_map(|name| Scope::from_name(name))
                .map(Scope::vietnamese)
                .collect(),
            until: format!(
                "{} – {}",
                date_vi(token.made_at.date()),
                date_vi(token.expires_at.date())
            ),
            used: token.used_vi(),
            tags: token.tags(now),
            is_open: !token.is_over(now),
            awaits: token.accepted_at.is_none() && !token.is_over(now),
        }
    }
}

#[derive(Template)]
#[template(path = "tokens/admin.html")]
struct Admin {
    page: Page,
    errors: FieldErrors,
    tokens: Vec<Line>,
    soon: String,
    program: String,
    days: String,
    accounts: Vec<Choice>,
    scopes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "tokens/shown_once.html")]
struct ShownOnce {
    page: Page,
    name: String,
    secret: String,
    needs_owner: bool,
    own_path: &'static str,
}

/// The page.
pub(super) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    shown(&app, &ctx, &Fields::default(), FieldErrors::new()).await
}

async fn shown(app: &App, ctx: &Ctx, typed: &Fields, errors: FieldErrors) -> Result {
    let (agency, now, today) = (
        app.agency().to_owned(),
        app.clock().real_now(),
        app.law_now().date(),
    );
    let (tokens, people): (Vec<Token>, Vec<Listed>) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            Ok((
                row::list(reader, &agency, "")?,
                people::list(reader, &agency)?,
            ))
        })
        .await?;
    let soon = tokens.iter().filter(|token| token.ends_soon(now)).count();
    let chosen = typed.get("account");
    let accounts = people
        .iter()
        .filter(|one| one.account.ended_at.is_none())
        .map(|one| {
            let label = format!("{} ({})", one.account.name, one.posts_in_words(today));
            Choice::new(one.account.id.clone(), label, chosen)
        });
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        Admin {
            page: app.page(ctx, "Khóa API").with_errors(&errors),
            errors,
            tokens: tokens.iter().map(|token| Line::of(token, now)).collect(),
            soon: warned(soon),
            program: typed.get("name").to_owned(),
            days: if typed.has("days") {
                typed.get("days").to_owned()
            } else {
                "365".to_owned()
            },
            accounts: accounts.collect(),
            scopes: Scope::ALL
                .iter()
                .map(|scope| Choice {
                    selected: typed.all("scopes").any(|sent| sent == scope.name()),
                    ..Choice::new(scope.name(), scope.vietnamese(), "")
                })
                .collect(),
        },
    )
}

fn warned(soon: usize) -> String {
    if soon == 0 {
        return String::new();
    }
    format!(
        "{soon} khóa sẽ hết hạn trong {WARN_DAYS} ngày tới. Hãy cấp khóa mới trước khi phần mềm ngừng chạy."
    )
}

/// Makes a token and shows its secret, once.
pub(super) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let once_token = fields.once()?;
    let mut errors = FieldErrors::new();
    let new = NewToken {
        name: fields.text(&mut errors, "name", "Tên phần mềm", NAME_MAX),
        account: fields.get("account").to_owned(),
        scopes: fields.all("scopes").map(str::to_owned).collect(),
        days: fields.get("days").parse().unwrap_or(0),
        is_accepted: fields.get("account") == actor.user,
    };
    if !errors.is_empty() {
        return shown(&app, &ctx, &fields, errors).await;
    }
    let secret = secret()?;
    let (agency, at) = (app.agency().to_owned(), app.clock().real_now());
    let (by, asked, kept) = (actor.by(), new.clone(), secret.clone());
    let made = app
        .write(move |tx: &mut Tx<'_>| -> Result<_> {
            if once::claimed(tx, &once_token)?.is_some() {
                return Ok(tx.commit_silently("the form was sent twice", false)?);
            }
            let (_, events) = make(tx, &agency, &asked, (&by, at), &kept)?;
            once::settle(tx, &once_token, ADMIN_PATH)?;
            Ok(tx.commit(&by, at, events, true)?)
        })
        .await;
    match made {
        Ok(true) => {
            let page = html(ShownOnce {
                page: app.page(&ctx, "Khóa API mới"),
                name: new.name,
                secret,
                needs_owner: !new.is_accepted,
                own_path: OWN_PATH,
            })?;
            Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
        }
        Ok(false) => Ok(see(ADMIN_PATH)),
        Err(Error::Invalid(errors)) => shown(&app, &ctx, &fields, errors).await,
        Err(other) => Err(other),
    }
}

/// Takes a token back.
pub(super) async fn revoke(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let (token, seen) = (fields.once()?, fields.seen()?);
    let (agency, at) = (app.agency().to_owned(), app.clock().real_now());
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã thu hồi khóa. Phần mềm dùng khóa này không gọi được nữa.",
    };
    let act = move |tx: &mut Tx<'_>| {
        let theirs = row::find(tx, &agency, &id)?;
        change::revoke(tx, &actor, &theirs, (seen, at))
    };
    Ok(see(&app.once(&ctx, (token, ADMIN_PATH), deed, act).await?))
}
