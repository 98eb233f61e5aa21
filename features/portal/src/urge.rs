//! `POST /t/{code}/nhac`: the citizen urges by the page of their code, once a day and without an account.
//! For whoever waits; what is recorded is the moment alone.

use axum::extract::{Path, State};
use domain::access::Act;
use domain::code::TrackingCode;
use domain::dossier::{Dossier, allows};
use domain::moment::Moment;
use domain::text::moment_vi;
use dossier::{Desk, row, urge};
use kit::{App, Ctx, Error, Fields, Result, see};
use store::{Tx, once};

use crate::{find, track};

/// What the page says about urging.
#[derive(Clone, Debug, Default)]
pub(crate) struct Urging {
    /// Whether it can be done now.
    pub(crate) is_open: bool,
    /// When the citizen urged last; empty for never.
    pub(crate) last: String,
}

/// Where the commune owes the next step, and has not been urged by this page today.
pub(crate) fn of(dossier: &Dossier, now: Moment) -> Urging {
    let last = dossier.urges.last_by_citizen;
    let is_today = last.is_some_and(|at| at.date() == now.date());
    Urging {
        is_open: allows(dossier.state, Act::Urge) && dossier.passed_on.is_none() && !is_today,
        last: last.map(moment_vi).unwrap_or_default(),
    }
}

/// `POST`.
pub(crate) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Path(typed): Path<String>,
    fields: Fields,
) -> Result {
    let Ok(code) = TrackingCode::parse(&typed) else {
        return Err(Error::Missing);
    };
    let attempt = ctx.attempt(&format!("track-code:{code}"));
    app.throttle()
        .check(&attempt)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    let (token, desk) = (fields.once()?, Desk::now(&app));
    let place = format!("/t/{code}");
    let (back, wanted) = (place.clone(), code.clone());
    let (counting, guess) = (app.clone(), attempt.clone());
    let done = app
        .write(move |tx: &mut Tx<'_>| -> Result<_> {
            // Why once more: many guesses at the same time have all passed the first question.
            counting
                .throttle()
                .check(&guess)
                .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
            if once::claimed(tx, &token)?.is_some() {
                return Ok(tx.commit_silently("the form was sent before", true)?);
            }
            let found = row::find_tracked(tx, &desk.agency, wanted.as_str())?;
            let Some(row) = found else {
                counting.throttle().failed(&guess);
                return Ok(tx.commit_silently("nothing has this code", false)?);
            };
            let acted = urge::by_citizen(tx, &desk, &row)?;
            once::settle(tx, &token, &back)?;
            Ok(tx.commit("citizen", desk.at, acted.events, true)?)
        })
        .await;
    match done {
        Ok(true) => Ok(see(&format!("{place}#nhac"))),
        Ok(false) => {
            let sentence = format!(
                "Không có hồ sơ nào mang mã {}. Xem lại từng ký tự trên giấy hẹn",
                code.shown()
            );
            find::unknown(&app, &ctx, &typed, sentence).map(track::private)
        }
        Err(other) => Err(other),
    }
}
