//! Turning the second factor on: QR code, first code, recovery codes shown once.
//! For administrators before they work, and for officers from the page of their own account.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::IntoResponse;
use kit::{
    App, Ctx, Error, FieldErrors, Fields, Kept, Needs, Officer, Page, Result, html, html_with, see,
    words,
};
use serde_json::json;
use store::{Tx, once, params};

use crate::row::{self, Account};
use crate::{own_account, second_factor, sign_in};

/// Where administrators turn it on before they work.
pub const PATH: &str = "/dang-nhap/xac-thuc-moi";
/// Where officers turn it on of their own accord.
pub const OWN_PATH: &str = "/cb/tai-khoan/xac-thuc";

#[derive(Template)]
#[template(path = "turn_on.html")]
struct TurnOn {
    page: Page,
    errors: FieldErrors,
    kept: Kept,
    action: &'static str,
    is_forced: bool,
    is_change: bool,
    secret: String,
    secret_in_groups: String,
    qr_side: usize,
    qr_path: String,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
struct RecoveryCodes {
    page: Page,
    kept: Kept,
    codes: Vec<String>,
}

/// Whose second factor, and with which secret.
struct Asked<'a> {
    account: &'a Account,
    is_forced: bool,
    secret: String,
}

impl<'a> Asked<'a> {
    fn of(account: &'a Account, is_forced: bool) -> Result<Self> {
        Ok(Self {
            account,
            is_forced,
            secret: second_factor::new_secret()?,
        })
    }

    fn shown(self, app: &App, ctx: &Ctx, kept: &Kept, errors: FieldErrors) -> Result {
        let status = errors.status();
        let address =
            second_factor::address(&self.secret, &self.account.username, &app.commune().place);
        let (qr_side, qr_path) = second_factor::qr_path(address)?;
        html_with(
            status,
            TurnOn {
                page: app.page(ctx, "Bật xác thực hai bước").with_errors(&errors),
                errors,
                kept: kept.clone(),
                action: if self.is_forced { PATH } else { OWN_PATH },
                is_forced: self.is_forced,
                is_change: self.account.has_second_factor(),
                secret_in_groups: second_factor::in_groups(&self.secret),
                secret: self.secret,
                qr_side,
                qr_path,
            },
        )
    }
}

pub(crate) fn fresh(app: &App, ctx: &Ctx, account: &Account, kept: &Kept) -> Result {
    Asked::of(account, true)?.shown(app, ctx, kept, FieldErrors::new())
}

/// `GET /dang-nhap/xac-thuc-moi`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, uri: Uri) -> Result {
    let Some((account, _)) = sign_in::half_signed_in(&app, &ctx, Needs::NewSecondFactor).await?
    else {
        return Ok(see(sign_in::PATH));
    };
    fresh(&app, &ctx, &account, &Kept::from_query(uri.query()))
}

/// `GET /cb/tai-khoan/xac-thuc`
pub(crate) async fn own_page(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let account = own_account::mine(&app, &actor).await?.0;
    Asked::of(&account, false)?.shown(&app, &ctx, &Kept::default(), FieldErrors::new())
}

/// `POST /dang-nhap/xac-thuc-moi`
pub(crate) async fn submit(State(app): State<App>, ctx: Ctx, fields: Fields) -> Result {
    let Some((account, _)) = sign_in::half_signed_in(&app, &ctx, Needs::NewSecondFactor).await?
    else {
        return Ok(see(sign_in::PATH));
    };
    turn_on(&app, &ctx, &account, true, &fields).await
}

/// `POST /cb/tai-khoan/xac-thuc`
pub(crate) async fn own_submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let account = own_account::mine(&app, &actor).await?.0;
    turn_on(&app, &ctx, &account, false, &fields).await
}

async fn turn_on(
    app: &App,
    ctx: &Ctx,
    account: &Account,
    is_forced: bool,
    fields: &Fields,
) -> Result {
    let (kept, token) = (Kept::from_fields(fields), fields.once()?);
    let Some(secret) = second_factor::known_secret(fields.get("secret")) else {
        return Asked::of(account, is_forced)?.shown(
            app,
            ctx,
            &kept,
            FieldErrors::one("code", "Mã QR đã cũ. Hãy quét mã mới"),
        );
    };
    let mut errors = FieldErrors::new();
    if !is_forced {
        errors
            .append(own_account::password_errors(app, ctx, account, fields.get("password")).await?);
    }
    let (_, real) = sign_in::moments(app);
    let step = second_factor::step_of(&secret, fields.get("code"), real, None);
    match step {
        _ if fields.get("code").is_empty() => errors.add("code", words::fill_in("Mã xác thực")),
        None => errors.add(
            "code",
            "Mã chưa khớp. Hãy kiểm tra giờ của điện thoại, chờ mã mới rồi gõ lại",
        ),
        Some(_) => {}
    }
    let (Some(step), true) = (step, errors.is_empty()) else {
        return Asked {
            account,
            is_forced,
            secret,
        }
        .shown(app, ctx, &kept, errors);
    };
    let Some(codes) = store_factor(app, account, secret, step, token).await? else {
        return Ok(see(own_account::PATH));
    };
    let page = html(RecoveryCodes {
        page: app.page(ctx, "Mã dự phòng"),
        kept,
        codes,
    })?;
    if !is_forced {
        return Ok(page);
    }
    let cookie = sign_in::begin(app, ctx, account, Needs::Nothing).await?;
    Ok((cookie, page).into_response())
}

/// Keeps the secret and answers the recovery codes; none when the form was sent before.
async fn store_factor(
    app: &App,
    account: &Account,
    secret: String,
    step: i64,
    token: String,
) -> Result<Option<Vec<String>>> {
    let (account, (at, _)) = (account.clone(), sign_in::moments(app));
    app.write(move |tx: &mut Tx<'_>| -> Result<_, Error> {
        if once::claimed(tx, &token)?.is_some() {
            return Ok(tx.commit_silently("the form was sent twice", None)?);
        }
        row::bump(tx, &account)?;
        tx.run(
            "UPDATE account SET totp_secret = $1, totp_confirmed_at = $2, totp_last_step = $3 WHERE id = $4",
            params![secret, at, step, &account.id],
        )?;
        let codes = second_factor::issue_codes(tx, &account.id, at)?;
        once::settle(tx, &token, own_account::PATH)?;
        let event = account.event(crate::FACTOR_ON, json!({ "codes": codes.len() }));
        Ok(tx.commit(&format!("user:{}", account.id), at, vec![event], Some(codes))?)
    })
    .await
}
