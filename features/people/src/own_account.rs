//! One's own account: posts, password, second factor, sessions.
//! For every signed-in officer.

use askama::Template;
use axum::extract::State;
use domain::access::{Actor, Role};
use domain::moment::Moment;
use domain::text::{date_vi, moment_vi};
use kit::session::{IDLE_MINUTES, LONGEST_MINUTES};
use kit::{
    App, Ctx, Error, FieldErrors, Fields, Labelled, Officer, Page, Result, Tone, html, html_with,
    see, session, words,
};
use serde_json::json;
use store::{Reader, Sql, StoreError, Tx, params};

use crate::row::{self, Account, Holding};
use crate::{change, new_password, password, post, second_factor, sign_in};

/// Where it is.
pub const PATH: &str = "/cb/tai-khoan";

#[derive(Template)]
#[template(path = "own_account.html")]
struct OwnAccount {
    page: Page,
    facts: Vec<Labelled>,
    has_second_factor: bool,
    factor_since: String,
    codes_left: usize,
    is_admin: bool,
    sessions: Vec<OwnSession>,
}

struct OwnSession {
    begun: String,
    seen: String,
    is_this: bool,
}

/// The account of a signed-in officer, and whether it manages people.
pub(crate) async fn mine(app: &App, actor: &Actor) -> Result<(Account, bool)> {
    sign_in::own(app, actor.user.clone())
        .await?
        .ok_or(Error::SignedOut)
}

/// `GET /cb/tai-khoan`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let (account, is_admin) = mine(&app, &actor).await?;
    let this = ctx
        .session()
        .map(|session| session.id.clone())
        .unwrap_or_default();
    let (user, real) = (actor.user.clone(), app.clock().real_now());
    let (held, codes_left, sessions) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let held = row::holdings(reader, &user)?;
            let left = second_factor::codes_left(reader, &user)?;
            Ok((held, left, sessions(reader, &user, &this, real)?))
        })
        .await?;
    let today = app.law_now().date();
    html(OwnAccount {
        page: app.page(&ctx, "Tài khoản của tôi"),
        facts: facts(&account, &held, today, &actor),
        has_second_factor: account.has_second_factor(),
        factor_since: account
            .totp_confirmed_at
            .map(|at| date_vi(at.date()))
            .unwrap_or_default(),
        codes_left,
        is_admin,
        sessions,
    })
}

fn facts(
    account: &Account,
    held: &[Holding],
    today: jiff::civil::Date,
    actor: &Actor,
) -> Vec<Labelled> {
    let posts: Vec<String> = held
        .iter()
        .filter(|held| held.is_on(today))
        .map(Holding::in_words)
        .collect();
    let roles: Vec<&str> = actor.roles.iter().map(|role| role.vietnamese()).collect();
    vec![
        Labelled::new("Họ và tên", &account.name),
        Labelled::new("Tên đăng nhập", &account.username),
        Labelled::new("Vị trí", posts.join("; ")),
        Labelled::new("Vai trò", roles.join(", ")),
    ]
}

/// The sessions that have not ended, as the kit counts it.
fn sessions(
    reader: &mut Reader<'_>,
    user: &str,
    this: &str,
    now: Moment,
) -> Result<Vec<OwnSession>, StoreError> {
    let rows = reader.rows(
        "SELECT id, begun_at, seen_at FROM session
          WHERE user_id = $1 AND begun_at > $2 AND seen_at > $3
          ORDER BY begun_at DESC, id",
        params![
            user,
            now.plus_minutes(-LONGEST_MINUTES),
            now.plus_minutes(-IDLE_MINUTES)
        ],
    )?;
    rows.iter()
        .map(|row| {
            Ok(OwnSession {
                begun: moment_vi(row.get("begun_at")?),
                seen: moment_vi(row.get("seen_at")?),
                is_this: row.get::<String>("id")? == this,
            })
        })
        .collect()
}

/// `POST /cb/tai-khoan/phien`: signs out everywhere else.
pub(crate) async fn sign_out_elsewhere(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
) -> Result {
    let keep = ctx
        .session()
        .map(|session| session.id.clone())
        .unwrap_or_default();
    let ended = app
        .write(move |tx: &mut Tx<'_>| -> Result<_> {
            let ended = session::end_others(tx, &actor.user, &keep)?;
            Ok(tx.commit_silently(
                "the owner ends other sessions; no act of the commune",
                ended,
            )?)
        })
        .await?;
    app.tell(&ctx, Tone::Ok, format!("Đã đăng xuất {ended} nơi khác."))
        .await?;
    Ok(see(PATH))
}

#[derive(Template)]
#[template(path = "change_password.html")]
struct ChangePassword {
    page: Page,
    errors: FieldErrors,
    rule: String,
}

fn password_page(app: &App, ctx: &Ctx, is_admin: bool, errors: FieldErrors) -> Result {
    let status = errors.status();
    let page = app.page(ctx, "Đổi mật khẩu").with_errors(&errors);
    html_with(
        status,
        ChangePassword {
            page,
            errors,
            rule: new_password::rule(is_admin),
        },
    )
}

/// `GET /cb/tai-khoan/mat-khau`
pub(crate) async fn change_password_page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
) -> Result {
    password_page(&app, &ctx, actor.is(Role::Admin), FieldErrors::new())
}

/// `POST /cb/tai-khoan/mat-khau`
pub(crate) async fn change_password(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let (account, is_admin) = mine(&app, &actor).await?;
    let mut errors = password_errors(&app, &ctx, &account, fields.get("password")).await?;
    if errors.is_empty() {
        match new_password::chosen(&account, is_admin, &fields).await? {
            Ok(hash) => {
                new_password::change(&app, &ctx, &account, hash).await?;
                app.tell(
                    &ctx,
                    Tone::Ok,
                    "Đã đổi mật khẩu. Các nơi khác đã được đăng xuất.",
                )
                .await?;
                return Ok(see(PATH));
            }
            Err(wrong) => errors.append(wrong),
        }
    }
    password_page(&app, &ctx, is_admin, errors)
}

/// Asks the owner's password once more; guessing is slowed as at the door.
pub(crate) async fn password_errors(
    app: &App,
    ctx: &Ctx,
    account: &Account,
    typed: &str,
) -> Result<FieldErrors> {
    if typed.is_empty() {
        return Ok(FieldErrors::one(
            "password",
            words::fill_in("Mật khẩu đang dùng"),
        ));
    }
    let attempt = ctx.attempt(&format!("password:{}", account.id));
    if let Err(seconds) = app.throttle().check(&attempt) {
        return Ok(FieldErrors::one(
            "password",
            sign_in::wait_sentence(seconds),
        ));
    }
    let is_short = typed.chars().count() <= password::LONGEST;
    let is_right = is_short
        && password::verify_aside(typed.to_owned(), Some(account.password_hash.clone())).await?;
    // Why once more: many guesses at the same time have all passed the first question.
    if let Err(seconds) = app.throttle().check(&attempt) {
        return Ok(FieldErrors::one(
            "password",
            sign_in::wait_sentence(seconds),
        ));
    }
    if is_right {
        app.throttle().succeeded(&attempt);
        return Ok(FieldErrors::new());
    }
    app.throttle().failed(&attempt);
    Ok(FieldErrors::one(
        "password",
        "Mật khẩu đang dùng chưa đúng. Hãy gõ lại",
    ))
}

#[derive(Template)]
#[template(path = "turn_off.html")]
struct TurnOff {
    page: Page,
    errors: FieldErrors,
}

fn turn_off_shown(app: &App, ctx: &Ctx, errors: FieldErrors) -> Result {
    let status = errors.status();
    let page = app.page(ctx, "Tắt xác thực hai bước").with_errors(&errors);
    html_with(status, TurnOff { page, errors })
}

/// `GET /cb/tai-khoan/xac-thuc/tat`
pub(crate) async fn turn_off_page(State(app): State<App>, ctx: Ctx) -> Result {
    turn_off_shown(&app, &ctx, FieldErrors::new())
}

/// `POST /cb/tai-khoan/xac-thuc/tat`
pub(crate) async fn turn_off(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let (account, is_admin) = mine(&app, &actor).await?;
    if is_admin {
        let post = post::short_name(post::ADMIN);
        return Err(Error::refused(format!(
            "Vị trí {post} phải dùng xác thực hai bước. Đổi điện thoại thì hãy bật lại bằng điện thoại mới."
        )));
    }
    let errors = password_errors(&app, &ctx, &account, fields.get("password")).await?;
    if !errors.is_empty() {
        return turn_off_shown(&app, &ctx, errors);
    }
    if account.has_second_factor() {
        let at = app.law_now();
        app.write(move |tx: &mut Tx<'_>| -> Result<_> {
            row::bump(tx, &account)?;
            change::take_factor_off(tx, &account.id, at)?;
            let event = account.event(crate::FACTOR_OFF, json!({}));
            Ok(tx.commit(&actor.by(), at, vec![event], ())?)
        })
        .await?;
    }
    app.tell(&ctx, Tone::Ok, "Đã tắt xác thực hai bước.")
        .await?;
    Ok(see(PATH))
}
