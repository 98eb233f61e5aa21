//! Closing one's till: the cash is counted, a difference explained.
//! For the officer whose till it is.

use axum::extract::{Path, State};
use domain::money::Dong;
use kit::{App, Ctx, Deed, Error, FieldErrors, Fields, Officer, Result, see};
use store::Tx;

use super::one;
use crate::till::close_till;

const REASON_MAX: usize = 500;

pub(crate) async fn close(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let mut errors = FieldErrors::new();
    let counted = errors.check("counted", Dong::parse(fields.get("counted")));
    let reason = fields.text(&mut errors, "reason", "Lý do chênh lệch", REASON_MAX);
    let Some(counted) = counted.filter(|_| errors.is_empty()) else {
        return one::page(&app, &ctx, actor, id, errors, &fields).await;
    };
    let (agency, at) = (app.agency().to_owned(), app.law_now());
    let (by, till) = (actor.clone(), id.clone());
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã chốt quỹ. Mang tiền mặt bàn giao cho kế toán.",
    };
    let act = move |tx: &mut Tx<'_>| close_till(tx, &agency, &by, at, &till, counted, &reason);
    let done = app.once(&ctx, (token, "/cb/quy"), deed, act).await;
    match done {
        Ok(place) => Ok(see(&place)),
        Err(Error::Invalid(errors)) => one::page(&app, &ctx, actor, id, errors, &fields).await,
        Err(other) => Err(other),
    }
}
