//! The second step of signing in: a code of the telephone, or a recovery code.
//! For officers who turned it on, and for every administrator.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use kit::{
    App, Attempt, Ctx, Error, FieldErrors, Fields, Kept, Needs, Page, Result, html_with, see, words,
};
use serde_json::json;
use store::{NewEvent, Tx, params};

use crate::row::Account;
use crate::{codes, second_factor, sign_in};

/// Where the code is asked for.
pub const PATH: &str = "/dang-nhap/xac-thuc";

#[derive(Template)]
#[template(path = "prove.html")]
struct Prove {
    page: Page,
    errors: FieldErrors,
    kept: Kept,
}

fn shown(app: &App, ctx: &Ctx, kept: &Kept, errors: FieldErrors, status: StatusCode) -> Result {
    let page = app.page(ctx, "Xác thực hai bước").with_errors(&errors);
    html_with(
        status,
        Prove {
            page,
            errors,
            kept: kept.clone(),
        },
    )
}

pub(crate) fn fresh(app: &App, ctx: &Ctx, kept: &Kept) -> Result {
    shown(app, ctx, kept, FieldErrors::new(), StatusCode::OK)
}

/// `GET /dang-nhap/xac-thuc`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, uri: Uri) -> Result {
    if sign_in::half_signed_in(&app, &ctx, Needs::SecondFactor)
        .await?
        .is_none()
    {
        return Ok(see(sign_in::PATH));
    }
    fresh(&app, &ctx, &Kept::from_query(uri.query()))
}

/// `POST /dang-nhap/xac-thuc`
pub(crate) async fn submit(State(app): State<App>, ctx: Ctx, fields: Fields) -> Result {
    let kept = Kept::from_fields(&fields);
    let Some((account, is_admin)) =
        sign_in::half_signed_in(&app, &ctx, Needs::SecondFactor).await?
    else {
        return Ok(see(sign_in::PATH));
    };
    let (code, recovery) = typed(&fields);
    if code.is_empty() && recovery.is_empty() {
        let errors = FieldErrors::one("code", words::fill_in("Mã xác thực"));
        return shown(&app, &ctx, &kept, errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let attempt = ctx.attempt(&format!("second-factor:{}", account.id));
    if let Err(seconds) = app.throttle().check(&attempt) {
        let errors = FieldErrors::one("code", sign_in::wait_sentence(seconds));
        return shown(&app, &ctx, &kept, errors, StatusCode::TOO_MANY_REQUESTS);
    }
    let is_recovery = code.is_empty();
    match proved(&app, account.clone(), attempt, code.clone(), recovery).await? {
        Proof::Right => {}
        Proof::Wrong => {
            let errors = wrong(is_recovery, &code);
            return shown(&app, &ctx, &kept, errors, StatusCode::UNPROCESSABLE_ENTITY);
        }
        Proof::Wait(seconds) => {
            let errors = FieldErrors::one("code", sign_in::wait_sentence(seconds));
            return shown(&app, &ctx, &kept, errors, StatusCode::TOO_MANY_REQUESTS);
        }
    }
    sign_in::go_on(&app, &ctx, &account, account.still_needs(is_admin), &kept).await
}

/// Code and recovery code; a recovery code typed into the field above its own is taken for what it is.
fn typed(fields: &Fields) -> (String, String) {
    let (code, recovery) = (fields.get("code"), fields.get("recovery"));
    if recovery.is_empty() && codes::bare(code).len() == second_factor::RECOVERY_SIGNS {
        return (String::new(), code.to_owned());
    }
    (code.to_owned(), recovery.to_owned())
}

fn wrong(is_recovery: bool, code: &str) -> FieldErrors {
    let is_six_digits = codes::bare(code).len() == 6 && !code.contains(char::is_alphabetic);
    if !is_recovery && !is_six_digits {
        FieldErrors::one(
            "code",
            "Mã xác thực gồm đúng 6 chữ số trên điện thoại. Mã dự phòng đã in gồm 16 ký tự: gõ đủ 16 ký tự, có hay không có gạch nối đều được",
        )
    } else if is_recovery {
        FieldErrors::one(
            "recovery",
            "Mã dự phòng chưa đúng hoặc đã dùng. Hãy gõ lại hoặc dùng mã khác trong danh sách",
        )
    } else {
        FieldErrors::one(
            "code",
            "Mã xác thực chưa đúng hoặc đã hết hạn. Hãy chờ ứng dụng hiện mã mới rồi gõ lại",
        )
    }
}

/// What became of a code.
enum Proof {
    Right,
    Wrong,
    Wait(u64),
}

/// Whether the code is right; a right one is used up with it.
async fn proved(
    app: &App,
    account: Account,
    attempt: Attempt,
    code: String,
    recovery: String,
) -> Result<Proof> {
    let (at, real) = sign_in::moments(app);
    let counting = app.clone();
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        // Why asked and counted here too: a thousand guesses sent at once have all passed the
        // first question; acts are done one after the other.
        if let Err(seconds) = counting.throttle().check(&attempt) {
            return Ok(tx.commit_silently("not looked at", Proof::Wait(seconds))?);
        }
        let by = format!("user:{}", account.id);
        let signed_in = |with: &str| account.event(crate::SIGNED_IN, json!({ "with": with }));
        if code.is_empty() {
            if !second_factor::spend_code(tx, &account.id, &recovery, at)? {
                counting.throttle().failed(&attempt);
                return Ok(tx.commit_silently("a wrong code changes nothing", Proof::Wrong)?);
            }
            counting.throttle().succeeded(&attempt);
            let used = account.event(crate::RECOVERY_USED, json!({}));
            return Ok(tx.commit(
                &by,
                at,
                vec![used, signed_in("recovery_code")],
                Proof::Right,
            )?);
        }
        let fresh = crate::row::by_id(tx, &account.agency, &account.id)?;
        let secret = fresh.totp_secret.as_deref().unwrap_or_default();
        let Some(step) = second_factor::step_of(secret, &code, real, fresh.totp_last_step) else {
            counting.throttle().failed(&attempt);
            return Ok(tx.commit_silently("a wrong code changes nothing", Proof::Wrong)?);
        };
        take_step(tx, &account.id, step)?;
        counting.throttle().succeeded(&attempt);
        let events: Vec<NewEvent> = vec![signed_in("second_factor")];
        Ok(tx.commit(&by, at, events, Proof::Right)?)
    })
    .await
}

/// Marks a half minute as used; two requests with one code cannot both do it.
fn take_step(tx: &mut Tx<'_>, id: &str, step: i64) -> Result<()> {
    let taken = tx.run(
        "UPDATE account SET totp_last_step = $1
          WHERE id = $2 AND (totp_last_step IS NULL OR totp_last_step < $1)",
        params![step, id],
    )?;
    tx.seal("account", id);
    if taken == 1 {
        return Ok(());
    }
    Err(Error::refused(
        "Mã này vừa được dùng. Hãy chờ mã mới rồi đăng nhập lại.",
    ))
}
