//! First set-up: the one who started the program makes the first administrator.
//! Only while no account exists, and only with the code that `serve` prints.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kit::{App, Ctx, Error, FieldErrors, Fields, Kept, Page, Result, html_with, words};
use store::{Reader, StoreError, Tx};

use crate::change::{NAME_MAX, NewAccount, Term, create, username_fits};
use crate::password::{self, AGAIN_FIELD, HashedPassword, NEW_FIELD};
use crate::{codes, new_password, post, row, sign_in};

/// Where it happens.
pub const PATH: &str = "/thiet-lap";
/// Sixty random bits.
const CODE_SIGNS: usize = 12;

/// By commune. Made anew with each start of the program and never stored: reading the database is
/// not enough.
static CODES: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// The code for the first set-up, for `serve` to print; none once the commune has an account.
///
/// # Errors
/// What the store answers, or a fault when the machine gives no random bytes.
pub fn setup_code(app: &App) -> Result<Option<String>> {
    let asked = app.agency().to_owned();
    let is_set_up = app
        .db()
        .read_blocking(move |reader: &mut Reader<'_>| row::is_set_up(reader, &asked))?;
    if is_set_up {
        return Ok(None);
    }
    let new = codes::grouped(CODE_SIGNS)?;
    let mut known = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    let code = known.entry(app.agency().to_owned()).or_insert(new);
    Ok(Some(code.clone()))
}

fn is_code(agency: &str, typed: &str) -> bool {
    let known = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .get(agency)
        .is_some_and(|code| codes::bare(code) == codes::bare(typed))
}

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUp {
    page: Page,
    errors: FieldErrors,
    code: String,
    full_name: String,
    username: String,
    rule: String,
}

fn shown(app: &App, ctx: &Ctx, fields: &Fields, errors: FieldErrors, status: StatusCode) -> Result {
    let typed = |name: &str| fields.get(name).to_owned();
    html_with(
        status,
        SetUp {
            page: app.page(ctx, "Thiết lập lần đầu").with_errors(&errors),
            errors,
            code: typed("code"),
            full_name: typed("name"),
            username: typed("username"),
            rule: new_password::rule(true),
        },
    )
}

async fn must_be_empty(app: &App) -> Result<()> {
    let agency = app.agency().to_owned();
    let is_set_up: Result<bool, StoreError> = app
        .read(move |reader: &mut Reader<'_>| row::is_set_up(reader, &agency))
        .await;
    if is_set_up? {
        Err(Error::Missing)
    } else {
        Ok(())
    }
}

/// `GET /thiet-lap`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    must_be_empty(&app).await?;
    shown(
        &app,
        &ctx,
        &Fields::default(),
        FieldErrors::new(),
        StatusCode::OK,
    )
}

/// `POST /thiet-lap`
pub(crate) async fn submit(State(app): State<App>, ctx: Ctx, fields: Fields) -> Result {
    must_be_empty(&app).await?;
    let attempt = ctx.attempt("set-up");
    if let Err(seconds) = app.throttle().check(&attempt) {
        let errors = FieldErrors::one("code", sign_in::wait_sentence(seconds));
        return shown(&app, &ctx, &fields, errors, StatusCode::TOO_MANY_REQUESTS);
    }
    let mut errors = FieldErrors::new();
    if !fields.has("code") {
        errors.add("code", words::fill_in("Mã thiết lập"));
    } else if !is_code(app.agency(), fields.get("code")) {
        app.throttle().failed(&attempt);
        errors.add(
            "code",
            "Mã thiết lập chưa đúng. Hãy gõ lại mã in ra trong lần khởi động gần nhất",
        );
    }
    let name = fields.required(&mut errors, "name", "Họ và tên", NAME_MAX);
    let username = fields.get("username").to_lowercase();
    errors.check("username", username_fits(&username));
    let new = fields.get(NEW_FIELD);
    if let Err((field, sentence)) =
        password::check_pair(new, fields.get(AGAIN_FIELD), &username, true)
    {
        errors.add(field, sentence);
    }
    if !errors.is_empty() {
        return shown(
            &app,
            &ctx,
            &fields,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    let hash = password::hash_aside(new.to_owned()).await?;
    let id = first(&app, username, name, hash).await?;
    let (account, is_admin) = sign_in::own(&app, id).await?.ok_or(Error::Missing)?;
    sign_in::go_on(
        &app,
        &ctx,
        &account,
        account.still_needs(is_admin),
        &Kept::default(),
    )
    .await
}

async fn first(
    app: &App,
    username: String,
    name: String,
    password: HashedPassword,
) -> Result<String> {
    let (agency, at) = (app.agency().to_owned(), app.law_now());
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        if row::is_set_up(tx, &agency)? {
            return Err(Error::Missing);
        }
        let posts = vec![Term::from(post::ADMIN, at.date())];
        let new = NewAccount {
            username,
            name,
            password,
            must_change: false,
            posts,
        };
        let (id, events) = create(tx, &agency, new, "system", at)?;
        Ok(tx.commit("system", at, events, id)?)
    })
    .await
}
