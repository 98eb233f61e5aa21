//! Taking over a closed till: the accountant sees what is handed over, then confirms.
//! For the accountant.

use askama::Template;
use axum::extract::{Path, State};
use kit::{App, Ctx, Deed, Error, Fields, Officer, Page, Result, filters, html, see};
use store::Tx;

use crate::till::{self, Till, accept_till};

#[derive(Template)]
#[template(path = "pages/accept.html")]
struct AcceptPage {
    page: Page,
    till: Till,
    day_vi: String,
}

pub(crate) async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    Officer(_): Officer,
    Path(id): Path<String>,
) -> Result {
    let agency = app.agency().to_owned();
    let till = app
        .read(move |reader| till::find(reader, &agency, &id))
        .await?;
    if till.closed_at.is_none() {
        return Err(Error::refused(
            "Quỹ này chưa chốt. Người thu phải đếm và chốt trước khi bàn giao.",
        ));
    }
    if till.accepted_at.is_some() {
        return Ok(see(&format!("/cb/quy/{}", till.id)));
    }
    html(AcceptPage {
        page: app.page(&ctx, "Nhận bàn giao quỹ"),
        day_vi: super::day_vi(&till.day),
        till,
    })
}

pub(crate) async fn accept(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let (agency, at, by) = (app.agency().to_owned(), app.law_now(), actor.clone());
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã nhận bàn giao quỹ.",
    };
    let act = move |tx: &mut Tx<'_>| accept_till(tx, &agency, &by, at, &id);
    let place = app.once(&ctx, (token, "/cb/quy"), deed, act).await?;
    Ok(see(&place))
}
