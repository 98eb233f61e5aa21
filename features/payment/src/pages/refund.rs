//! Giving money back: which payment, how much, why.
//! For the officer who took it, and the accountant.

use askama::Template;
use axum::extract::{Path, State};
use domain::money::Dong;
use kit::{
    App, Ctx, Deed, Error, FieldErrors, Fields, Officer, Page, Result, filters, html_with, see,
};
use store::Tx;

use crate::ledger::{self, Payment};

const REASON_MAX: usize = 500;

#[derive(Template)]
#[template(path = "pages/refund.html")]
struct RefundPage {
    page: Page,
    payment: Payment,
    errors: FieldErrors,
    dong: String,
    reason: String,
}

pub(crate) async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    Officer(_): Officer,
    Path(id): Path<String>,
) -> Result {
    page(&app, &ctx, id, FieldErrors::new(), None).await
}

async fn page(
    app: &App,
    ctx: &Ctx,
    id: String,
    errors: FieldErrors,
    typed: Option<&Fields>,
) -> Result {
    let agency = app.agency().to_owned();
    let found = app
        .read(move |reader| ledger::find(reader, &agency, &id))
        .await?;
    let payment = found
        .filter(|payment| payment.dong.0 > 0)
        .ok_or(Error::Missing)?;
    let shown = RefundPage {
        page: app.page(ctx, "Hoàn tiền").with_errors(&errors),
        dong: typed.map_or_else(
            || domain::money::grouped(payment.refundable().0),
            |fields| fields.get("dong").to_owned(),
        ),
        reason: typed.map_or_else(String::new, |fields| fields.get("reason").to_owned()),
        payment,
        errors,
    };
    html_with(shown.errors.status(), shown)
}

pub(crate) async fn refund(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let mut errors = FieldErrors::new();
    let dong = errors.check("dong", Dong::parse(fields.get("dong")));
    let reason = fields.text(&mut errors, "reason", "Lý do hoàn", REASON_MAX);
    let Some(dong) = dong.filter(|_| errors.is_empty()) else {
        return page(&app, &ctx, id, errors, Some(&fields)).await;
    };
    let (agency, at) = (app.agency().to_owned(), app.law_now());
    let (by, payment) = (actor.clone(), id.clone());
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã ghi hoàn tiền.",
    };
    let act = move |tx: &mut Tx<'_>| crate::refund(tx, &agency, &by, at, &payment, dong, &reason);
    let done = app.once(&ctx, (token, "/cb/quy"), deed, act).await;
    match done {
        Ok(place) => Ok(see(&place)),
        Err(Error::Invalid(errors)) => page(&app, &ctx, id, errors, Some(&fields)).await,
        Err(other) => Err(other),
    }
}
