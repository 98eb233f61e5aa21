//! The forced change: after a first or a reset password the owner chooses one of their own.
//! For every officer once, before any other page opens.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use kit::{App, Ctx, FieldErrors, Fields, Kept, Needs, Page, Result, html_with, see, session};
use serde_json::json;
use store::{Tx, params};

use crate::password::{self, AGAIN_FIELD, HashedPassword, NEW_FIELD};
use crate::row::{self, Account};
use crate::sign_in;

/// Where the new password is asked for.
pub const PATH: &str = "/dang-nhap/mat-khau-moi";

#[derive(Template)]
#[template(path = "new_password.html")]
struct NewPassword {
    page: Page,
    errors: FieldErrors,
    kept: Kept,
    rule: String,
    username: String,
}

/// What is asked of a password, told before it is chosen.
pub(crate) fn rule(is_admin: bool) -> String {
    let shortest = if is_admin { 12 } else { 8 };
    format!(
        "Từ {shortest} ký tự, có 3 trong 4 loại: chữ thường, chữ hoa, chữ số, dấu; hoặc một câu dài từ 16 ký tự"
    )
}

fn shown(app: &App, ctx: &Ctx, who: (&str, bool), kept: &Kept, errors: FieldErrors) -> Result {
    let status = errors.status();
    let (username, is_admin) = who;
    let page = app.page(ctx, "Đặt mật khẩu mới").with_errors(&errors);
    let (kept, rule, username) = (kept.clone(), rule(is_admin), username.to_owned());
    html_with(
        status,
        NewPassword {
            page,
            errors,
            kept,
            rule,
            username,
        },
    )
}

pub(crate) fn fresh(app: &App, ctx: &Ctx, kept: &Kept) -> Result {
    // Right after the password the account's posts are not at hand; the longer rule is always enough.
    shown(app, ctx, ("", true), kept, FieldErrors::new())
}

/// `GET /dang-nhap/mat-khau-moi`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, uri: Uri) -> Result {
    let Some((account, is_admin)) = sign_in::half_signed_in(&app, &ctx, Needs::NewPassword).await?
    else {
        return Ok(see(sign_in::PATH));
    };
    let kept = Kept::from_query(uri.query());
    shown(
        &app,
        &ctx,
        (&account.username, is_admin),
        &kept,
        FieldErrors::new(),
    )
}

/// `POST /dang-nhap/mat-khau-moi`
pub(crate) async fn submit(State(app): State<App>, ctx: Ctx, fields: Fields) -> Result {
    let kept = Kept::from_fields(&fields);
    let Some((account, is_admin)) = sign_in::half_signed_in(&app, &ctx, Needs::NewPassword).await?
    else {
        return Ok(see(sign_in::PATH));
    };
    let errors = match chosen(&account, is_admin, &fields).await? {
        Ok(hash) => {
            let password_hash = hash.as_str().to_owned();
            change(&app, &ctx, &account, hash).await?;
            let done = Account {
                must_change: false,
                password_hash,
                ..account
            };
            return sign_in::go_on(&app, &ctx, &done, done.still_needs(is_admin), &kept).await;
        }
        Err(errors) => errors,
    };
    shown(&app, &ctx, (&account.username, is_admin), &kept, errors)
}

/// The new password of a form, hashed; or what is wrong with it.
pub(crate) async fn chosen(
    account: &Account,
    is_admin: bool,
    fields: &Fields,
) -> Result<Result<HashedPassword, FieldErrors>> {
    let (new, again) = (fields.get(NEW_FIELD), fields.get(AGAIN_FIELD));
    if let Err((field, sentence)) = password::check_pair(new, again, &account.username, is_admin) {
        return Ok(Err(FieldErrors::one(field, sentence)));
    }
    if password::verify_aside(new.to_owned(), Some(account.password_hash.clone())).await? {
        let sentence = "Mật khẩu mới đang trùng mật khẩu hiện tại. Hãy chọn mật khẩu khác";
        return Ok(Err(FieldErrors::one(NEW_FIELD, sentence)));
    }
    password::hash_aside(new.to_owned()).await.map(Ok)
}

/// Stores the owner's own password and ends the account's other sessions.
pub(crate) async fn change(
    app: &App,
    ctx: &Ctx,
    account: &Account,
    hash: HashedPassword,
) -> Result<()> {
    let (account, at) = (account.clone(), app.law_now());
    let keep = ctx
        .session()
        .map(|session| session.id.clone())
        .unwrap_or_default();
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        row::bump(tx, &account)?;
        tx.run(
            "UPDATE account SET password_hash = $1, must_change = 0 WHERE id = $2",
            params![hash.as_str(), &account.id],
        )?;
        session::end_others(tx, &account.id, &keep)?;
        let event = account.event(crate::PASSWORD_CHANGED, json!({}));
        Ok(tx.commit(&format!("user:{}", account.id), at, vec![event], ())?)
    })
    .await
}
