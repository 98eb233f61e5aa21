//! `/cb/tai-khoan/khoa-api`: the programs that work in an officer's name; agreeing, taking back.
//! For the officer whose name a program borrows.

use askama::Template;
use axum::extract::{Path, State};
use kit::{App, Ctx, Deed, Fields, Officer, Page, Result, html, see};
use store::{Reader, Tx};

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

/// Agrees that a program works in the officer's name.
pub(super) async fn accept(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let (token, seen) = (fields.once()?, fields.seen()?);
    let at = app.clock().real_now();
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã đồng ý. Phần mềm dùng được khóa này từ bây giờ.",
    };
    let act = move |tx: &mut Tx<'_>| change::accept(tx, &actor, (&id, seen), at);
    Ok(see(&app.once(&ctx, (token, OWN_PATH), deed, act).await?))
}

/// Takes a token of one's own account back.
pub(super) async fn revoke(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let (token, seen) = (fields.once()?, fields.seen()?);
    let at = app.clock().real_now();
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã thu hồi khóa. Phần mềm không làm việc với tên ông, bà nữa.",
    };
    let act = move |tx: &mut Tx<'_>| {
        let own = change::own(tx, &actor, &id)?;
        change::revoke(tx, &actor, &own, (seen, at))
    };
    Ok(see(&app.once(&ctx, (token, OWN_PATH), deed, act).await?))
}
