//! `/cb/tai-khoan/khoa-api`: the programs that work in an officer's name; agreeing, taking back.
//! For the officer whose name a program borrows.

use askama::Template;
use axum::extract::{Path, State};
use kit::{App, Ctx, Error, Fields, Officer, Page, Result, Tone, html, see};
use store::{Reader, Tx, once};

use super::admin::Line;
use super::{OWN_PATH, change, row};

#[derive(Template)]
#[template(path = "tokens/own.html")]
struct Own {
    page: Page,
    tokens: Vec<Line>,
}

/// The page.
pub(super) async fn page(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let (agency, now) = (app.agency().to_owned(), app.clock().real_now());
    let tokens = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            Ok(row::list(reader, &agency, &actor.user)?)
        })
        .await?;
    html(Own {
        page: app.page(&ctx, "Phần mềm làm việc với tên tôi"),
        tokens: tokens.iter().map(|token| Line::of(token, now)).collect(),
    })
}

/// The version that the page showed.
pub(super) fn seen(fields: &Fields) -> Result<i64> {
    fields.get("version").parse().map_err(|_| {
        Error::refused("Trang này mở đã lâu hoặc chưa tải xong. Hãy tải lại trang rồi gửi lại.")
    })
}

/// Agrees that a program works in the officer's name.
pub(super) async fn accept(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let (once_token, seen) = (fields.once()?, seen(&fields)?);
    let at = app.clock().real_now();
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        if once::claimed(tx, &once_token)?.is_some() {
            return Ok(tx.commit_silently("the form was sent twice", ())?);
        }
        let events = change::accept(tx, &actor, (&id, seen), at)?;
        once::settle(tx, &once_token, OWN_PATH)?;
        if events.is_empty() {
            return Ok(tx.commit_silently("it was agreed to before", ())?);
        }
        Ok(tx.commit(&actor.by(), at, events, ())?)
    })
    .await?;
    app.tell(
        &ctx,
        Tone::Ok,
        "Đã đồng ý. Phần mềm dùng được khóa này từ bây giờ.",
    )
    .await?;
    Ok(see(OWN_PATH))
}

/// Takes a token of one's own account back.
pub(super) async fn revoke(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let (once_token, seen) = (fields.once()?, seen(&fields)?);
    let at = app.clock().real_now();
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        if once::claimed(tx, &once_token)?.is_some() {
            return Ok(tx.commit_silently("the form was sent twice", ())?);
        }
        let token = change::own(tx, &actor, &id)?;
        let events = change::revoke(tx, &actor, &token, (seen, at))?;
        once::settle(tx, &once_token, OWN_PATH)?;
        Ok(tx.commit(&actor.by(), at, events, ())?)
    })
    .await?;
    app.tell(
        &ctx,
        Tone::Ok,
        "Đã thu hồi khóa. Phần mềm không làm việc với tên ông, bà nữa.",
    )
    .await?;
    Ok(see(OWN_PATH))
}
