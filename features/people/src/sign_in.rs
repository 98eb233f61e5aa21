//! Signing in with name and password, and signing out.
//! For every officer; also for whoever's session ended while typing.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::moment::Moment;
use kit::resend::after_sign_in;
use kit::{
    App, Attempt, Ctx, DemoAccount, Error, FieldErrors, Fields, Kept, Needs, Page, Result,
    SetCookie, SignInPage, words,
};
use kit::{html_with, see};
use serde_json::json;
use store::{Reader, Tx};

use crate::row::{self, Account};
use crate::{new_password, password, post, prove, turn_on};

/// Where signing in happens.
pub const PATH: &str = "/dang-nhap";

/// Where what is still missing is asked for.
pub fn needs_path(needs: Needs) -> &'static str {
    match needs {
        Needs::Nothing => "/cb/viec",
        Needs::SecondFactor => prove::PATH,
        Needs::NewPassword => new_password::PATH,
        Needs::NewSecondFactor => turn_on::PATH,
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    page: Page,
    errors: FieldErrors,
    sentence: String,
    username: &'a str,
    kept: Kept,
    accounts: &'a [DemoAccount],
    is_set_up: bool,
}

/// The page in all its moods.
struct Shown<'a> {
    errors: FieldErrors,
    sentence: String,
    username: &'a str,
    kept: Kept,
    is_set_up: bool,
    status: StatusCode,
}

impl<'a> Shown<'a> {
    fn fresh(kept: Kept) -> Self {
        Self {
            errors: FieldErrors::new(),
            sentence: String::new(),
            username: "",
            kept,
            is_set_up: true,
            status: StatusCode::OK,
        }
    }

    fn refused(kept: Kept, username: &'a str, errors: FieldErrors) -> Self {
        Self {
            errors,
            username,
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..Self::fresh(kept)
        }
    }

    fn answer(self, app: &App, ctx: &Ctx) -> Result {
        html_with(
            self.status,
            SignIn {
                page: app.page(ctx, "Đăng nhập").with_errors(&self.errors),
                errors: self.errors,
                sentence: self.sentence,
                username: self.username,
                kept: self.kept,
                accounts: app.demo().map_or(&[], |demo| demo.accounts.as_slice()),
                is_set_up: self.is_set_up,
            },
        )
    }
}

/// The sign-in page that keeps what was typed before the session ended.
///
/// # Errors
/// A fault when the page cannot be rendered.
pub fn sign_in_page(asked: &SignInPage<'_>) -> Result {
    let shown = Shown {
        sentence: asked.sentence.to_owned(),
        ..Shown::fresh(asked.kept.clone())
    };
    shown.answer(asked.app, asked.ctx)
}

/// `GET /dang-nhap`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, uri: axum::http::Uri) -> Result {
    let kept = Kept::from_query(uri.query());
    if ctx.actor().is_some() {
        return Ok(see(if kept.to.is_empty() {
            needs_path(Needs::Nothing)
        } else {
            &kept.to
        }));
    }
    let agency = app.agency().to_owned();
    let is_set_up = app
        .read(move |reader: &mut Reader<'_>| row::is_set_up(reader, &agency))
        .await?;
    Shown {
        is_set_up,
        ..Shown::fresh(kept)
    }
    .answer(&app, &ctx)
}

/// `GET /cb/dang-nhap`: officers guess this address.
pub(crate) async fn elsewhere(uri: axum::http::Uri) -> Response {
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    see(&format!("{PATH}{query}"))
}

/// `POST /dang-nhap`
pub(crate) async fn submit(State(app): State<App>, ctx: Ctx, fields: Fields) -> Result {
    let kept = Kept::from_fields(&fields);
    let username = fields.get("username").to_lowercase();
    let typed = fields.get("password").to_owned();
    let mut errors = FieldErrors::new();
    if username.is_empty() {
        errors.add("username", words::fill_in("Tên đăng nhập"));
    }
    if typed.is_empty() {
        errors.add("password", words::fill_in("Mật khẩu"));
    }
    if !errors.is_empty() {
        return Shown::refused(kept, &username, errors).answer(&app, &ctx);
    }
    // Why cut: what a stranger types must not fill the memory of the throttle.
    let key: String = username.chars().take(64).collect();
    let attempt = ctx.attempt(&format!("sign-in:{key}"));
    if let Err(seconds) = app.throttle().check(&attempt) {
        return wait(&app, &ctx, kept, &username, seconds);
    }
    match known(&app, &attempt, &username, typed).await? {
        Verdict::Wait(seconds) => wait(&app, &ctx, kept, &username, seconds),
        Verdict::Wrong => {
            let sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy gõ lại, nếu quên thì nhờ quản trị đặt lại mật khẩu";
            Shown::refused(kept, &username, FieldErrors::one("password", sentence))
                .answer(&app, &ctx)
        }
        Verdict::NoPost => {
            let sentence = "Tài khoản này hiện chưa giữ vị trí nào nên chưa vào được. Hãy đề nghị quản trị giao vị trí";
            Shown::refused(kept, &username, FieldErrors::one("username", sentence))
                .answer(&app, &ctx)
        }
        Verdict::Right(account, is_admin) => {
            let needs = if account.has_second_factor() {
                Needs::SecondFactor
            } else {
                note_signed_in(&app, &account, "password").await?;
                account.still_needs(is_admin)
            };
            go_on(&app, &ctx, &account, needs, &kept).await
        }
    }
}

enum Verdict {
    Wait(u64),
    Wrong,
    NoPost,
    Right(Box<Account>, bool),
}

/// Asks the password, as long for a name that nobody has as for one that somebody has.
async fn known(app: &App, attempt: &Attempt, username: &str, typed: String) -> Result<Verdict> {
    let (agency, name, today) = (
        app.agency().to_owned(),
        username.to_owned(),
        app.law_now().date(),
    );
    let found = app
        .read(
            move |reader: &mut Reader<'_>| -> Result<Option<(Account, Vec<String>)>> {
                let Some(account) = row::by_username(reader, &agency, &name)? else {
                    return Ok(None);
                };
                let posts = row::posts_on(reader, &account.id, today)?;
                Ok(Some((account, posts)))
            },
        )
        .await?
        .filter(|(account, _)| account.ended_at.is_none());
    let hash = found
        .as_ref()
        .map(|(account, _)| account.password_hash.clone());
    let is_long = typed.chars().count() > password::LONGEST;
    let is_right =
        password::verify_aside(if is_long { String::new() } else { typed }, hash).await?;
    // Why once more: many attempts at the same time have all passed the first question.
    if let Err(seconds) = app.throttle().check(attempt) {
        return Ok(Verdict::Wait(seconds));
    }
    let Some((account, posts)) = found.filter(|_| is_right && !is_long) else {
        app.throttle().failed(attempt);
        tracing::info!("a sign-in failed: wrong name or password");
        return Ok(Verdict::Wrong);
    };
    app.throttle().succeeded(attempt);
    // Why without roles: whatever a commune chooses, a post that officers hold gives some.
    if !posts.iter().any(|held| post::holdable(held).is_some()) {
        return Ok(Verdict::NoPost);
    }
    let is_admin = posts.iter().any(|held| held == post::ADMIN);
    Ok(Verdict::Right(Box::new(account), is_admin))
}

fn wait(app: &App, ctx: &Ctx, kept: Kept, username: &str, seconds: u64) -> Result {
    let shown = Shown {
        username,
        status: StatusCode::TOO_MANY_REQUESTS,
        ..Shown::fresh(kept)
    };
    Shown {
        errors: FieldErrors::one("password", wait_sentence(seconds)),
        ..shown
    }
    .answer(app, ctx)
}

pub(crate) fn wait_sentence(seconds: u64) -> String {
    format!(
        "Đã thử sai nhiều lần từ máy này. Hãy đợi {} rồi thử lại",
        words::wait(seconds)
    )
}

/// Begins a session that needs what is given, and leads on: to what is missing, or to the page asked for.
pub(crate) async fn go_on(
    app: &App,
    ctx: &Ctx,
    account: &Account,
    needs: Needs,
    kept: &Kept,
) -> Result {
    let cookie = begin(app, ctx, account, needs).await?;
    let page = lead_on(app, ctx, account, needs, kept)?;
    Ok((cookie, page).into_response())
}

/// Begins a session, unless the account ended or its password was changed since it was asked for:
/// a session of the old password must not outlive the reset that ended all the others.
pub(crate) async fn begin(
    app: &App,
    ctx: &Ctx,
    account: &Account,
    needs: Needs,
) -> Result<SetCookie> {
    let proved = account.clone();
    app.begin_session_if(ctx, &account.id, needs, move |tx: &mut Tx<'_>| {
        let now = row::by_id(tx, &proved.agency, &proved.id)?;
        if now.ended_at.is_none() && now.password_hash == proved.password_hash {
            return Ok(());
        }
        Err(Error::refused(
            "Mật khẩu của tài khoản này vừa được đổi. Hãy đăng nhập bằng mật khẩu mới.",
        ))
    })
    .await
}

fn lead_on(app: &App, ctx: &Ctx, account: &Account, needs: Needs, kept: &Kept) -> Result {
    match needs {
        Needs::Nothing => after_sign_in(app, ctx, &account.name, kept),
        // What was typed is too long for an address, so the next page carries it at once.
        Needs::SecondFactor if kept.has_body() => prove::fresh(app, ctx, kept),
        Needs::NewPassword if kept.has_body() => new_password::fresh(app, ctx, kept),
        Needs::NewSecondFactor if kept.has_body() => turn_on::fresh(app, ctx, account, kept),
        other => Ok(see(&asking(needs_path(other), &kept.to))),
    }
}

fn asking(path: &str, to: &str) -> String {
    if to.is_empty() {
        return path.to_owned();
    }
    format!(
        "{path}?{}",
        Fields::of([(kit::resend::TO_FIELD, to)]).encoded()
    )
}

/// The account whose session still needs `needs`; none sends the browser to the sign-in page.
pub(crate) async fn half_signed_in(
    app: &App,
    ctx: &Ctx,
    needs: Needs,
) -> Result<Option<(Account, bool)>> {
    let Some(user) = ctx
        .session()
        .filter(|session| session.needs == needs)
        .map(|session| session.user.clone())
    else {
        return Ok(None);
    };
    own(app, user).await
}

/// The account of this id and whether it manages people; none when it has ended.
pub(crate) async fn own(app: &App, user: String) -> Result<Option<(Account, bool)>> {
    let (agency, today) = (app.agency().to_owned(), app.law_now().date());
    let found = app
        .read(move |reader: &mut Reader<'_>| -> Result<(Account, bool)> {
            let account = row::by_id(reader, &agency, &user)?;
            let is_admin = row::is_admin(reader, &user, today)?;
            Ok((account, is_admin))
        })
        .await;
    match found {
        Ok(found) => Ok(Some(found).filter(|(account, _)| account.ended_at.is_none())),
        Err(Error::Missing) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn note_signed_in(app: &App, account: &Account, with: &'static str) -> Result<()> {
    let (event, at) = (
        account.event(crate::SIGNED_IN, json!({ "with": with })),
        app.law_now(),
    );
    let by = format!("user:{}", account.id);
    app.write(move |tx: &mut Tx<'_>| -> Result<_> { Ok(tx.commit(&by, at, vec![event], ())?) })
        .await
}

/// `POST /cb/dang-xuat`
pub(crate) async fn sign_out(State(app): State<App>, ctx: Ctx) -> Result {
    let cookie = app.end_session(&ctx).await?;
    Ok((cookie, see(PATH)).into_response())
}

/// `POST /dang-nhap/tiep-tuc`: from the page of recovery codes on to where one was going.
pub(crate) async fn onward(
    State(app): State<App>,
    ctx: Ctx,
    kit::Officer(actor): kit::Officer,
    fields: Fields,
) -> Result {
    after_sign_in(&app, &ctx, &actor.name, &Kept::from_fields(&fields))
}

/// The law's moment of an act, and the real one of a code.
pub(crate) fn moments(app: &App) -> (Moment, Moment) {
    (app.law_now(), app.clock().real_now())
}
