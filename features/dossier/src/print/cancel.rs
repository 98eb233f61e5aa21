//! Cancelling an issued paper: why, told once more before it is done; its number stays its own.
//! For the one-stop shop and the leaders; the accountant for a fee receipt.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::access::{self, Act, Actor};
use kit::{App, Ctx, Deed, Error, FieldErrors, Fields, Officer, Page, Result, html_with, see};
use papers::{Kind, Line};
use store::{Reader, Sql, Tx};

use super::issued;
use crate::desk::Desk;

const REASON_MAX: usize = 300;

#[derive(Template)]
#[template(path = "print/cancel.html")]
struct CancelPage {
    page: Page,
    errors: FieldErrors,
    line: Line,
    version: i64,
    reason: String,
}

/// The paper, if this officer may cancel it.
fn find(sql: &mut impl Sql, desk: &Desk, actor: &Actor, id: &str) -> Result<Line> {
    let found = issued::find(sql, desk, actor, id)?;
    access::may(actor, Act::CancelPaper, &found.subject)?;
    if found.line.kind() == Kind::Receipt {
        return Err(Error::refused(issued::RECEIPT_IS_CORRECTED));
    }
    if found.line.cancelled.is_some() {
        return Err(Error::refused(
            "Giấy này đã hủy rồi. Hãy mở hồ sơ để xem các giấy đã lập.",
        ));
    }
    Ok(found.line)
}

/// `GET /cb/giay-to/{id}/huy`
pub(super) async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    let asked = (String::new(), None);
    show(
        &app,
        &ctx,
        actor,
        id,
        asked,
        FieldErrors::new(),
        StatusCode::OK,
    )
    .await
}

async fn show(
    app: &App,
    ctx: &Ctx,
    actor: Actor,
    id: String,
    (reason, seen): (String, Option<i64>),
    errors: FieldErrors,
    status: StatusCode,
) -> Result {
    let desk = Desk::now(app);
    let line = app
        .read(move |reader: &mut Reader<'_>| find(reader, &desk, &actor, &id))
        .await?;
    html_with(
        status,
        CancelPage {
            page: app.page(ctx, "Hủy giấy tờ").with_errors(&errors),
            errors,
            version: seen.unwrap_or(line.version),
            line,
            reason,
        },
    )
}

/// `POST /cb/giay-to/{id}/huy`
pub(super) async fn cancel(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let seen: Option<i64> = fields.get("version").parse().ok();
    let mut errors = FieldErrors::new();
    let reason = fields.lines(&mut errors, "ly_do", "Lý do hủy", REASON_MAX);
    if reason.trim().is_empty() {
        errors.add("ly_do", "Hãy ghi lý do hủy, ví dụ «ghi sai tên người nộp»");
    }
    if let Err(errors) = errors.settled() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&app, &ctx, actor, id, (reason, seen), errors, status).await;
    }
    let (desk, place) = (Desk::now(&app), format!("/cb/giay-to/{id}"));
    let deed = Deed {
        by: actor.by(),
        at: desk.at,
        said: "Đã hủy giấy. Số của giấy không dùng lại.",
    };
    let act = move |tx: &mut Tx<'_>| {
        let line = Line {
            version: seen.unwrap_or_default(),
            ..find(tx, &desk, &actor, &id)?
        };
        Ok(vec![papers::cancel(tx, &line, &actor, desk.at, &reason)?])
    };
    Ok(see(&app.once(&ctx, (token, place), deed, act).await?))
}
