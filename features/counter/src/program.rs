//! Intake as programs ask for it: the fields of the counter's form, read, checked and done by the
//! same functions as its buttons. For the interface for programs; the caller commits.

use domain::access::{Act, Actor, Subject, may};
use domain::code::TrackingCode;
use dossier::{Desk, row};
use kit::{Error, FieldErrors, Fields, Result};
use payment::Method;
use store::{NewEvent, Sql as _, Tx, params};

use crate::{collect, draft, intake, refuse, save, step, supplement, typed};

/// What an act left behind: the address of its dossier, and the events to commit.
pub type Done = (String, Vec<NewEvent>);

/// Receives a filing, or receives and returns it on the spot.
///
/// # Errors
/// The fields to mend, denied, or the rule that says no.
pub fn receive(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    fields: &Fields,
    on_the_spot: bool,
) -> Result<Done> {
    let act = if on_the_spot {
        Act::ReceiveAndReturn
    } else {
        Act::Receive
    };
    may(actor, act, &Subject::agency(&desk.agency))?;
    let pressed = if on_the_spot { "lam-ngay" } else { "luu" };
    let fields = typed::with(fields, &[("viec", pressed.to_owned())]);
    let mut errors = FieldErrors::new();
    let ready = intake::read(desk, &fields, &mut errors);
    if let Some(ready) = &ready {
        save::incomplete(ready, on_the_spot, &mut errors);
    }
    errors.settled()?;
    let ready =
        ready.ok_or_else(|| Error::fault("a filing without a procedure was not refused"))?;
    if !fields.has("not_duplicate") {
        save::refuse_duplicates(tx, desk, &ready)?;
    }
    let (place, events) = save::write_down(tx, desk, actor, ready, on_the_spot)?;
    Ok((address(&place), events))
}

/// Refuses a filing with reason and legal ground (Mẫu 03).
///
/// # Errors
/// The fields to mend, denied, or the rule that says no.
pub fn refuse(tx: &mut Tx<'_>, desk: &Desk, actor: &Actor, fields: &Fields) -> Result<Done> {
    may(actor, Act::RefuseIntake, &Subject::agency(&desk.agency))?;
    let mut errors = FieldErrors::new();
    let words = refuse::words(fields, &mut errors);
    let ready = step::read(desk, fields, errors)?;
    let mut filing = ready.filing;
    let kept = filing.tracking.clone();
    filing.tracking = save::free_tracking(tx, actor, filing.tracking)?;
    let acted = dossier::receive::refuse(tx, desk, actor, &filing, &words)?;
    forget(tx, actor, kept)?;
    Ok((acted.row.address().to_owned(), acted.events))
}

/// Asks for everything that is missing before any receipt (Mẫu 02).
///
/// # Errors
/// The fields to mend, denied, or the rule that says no.
pub fn ask_for_papers(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    fields: &Fields,
) -> Result<Done> {
    may(
        actor,
        Act::RequestSupplement,
        &Subject::agency(&desk.agency),
    )?;
    let mut errors = FieldErrors::new();
    let list = supplement::asked(fields, &mut errors);
    let ready = step::read(desk, fields, errors)?;
    let mut filing = ready.filing;
    let kept = filing.tracking.clone();
    filing.tracking = save::free_tracking(tx, actor, filing.tracking)?;
    let why = &ready.terms.reason;
    let acted = dossier::receive::ask_at_intake(tx, desk, actor, &filing, &list, why)?;
    forget(tx, actor, kept)?;
    Ok((acted.row.address().to_owned(), acted.events))
}

fn forget(tx: &mut Tx<'_>, actor: &Actor, draft: Option<String>) -> Result<()> {
    match draft {
        Some(draft) => Ok(draft::forget(tx, actor, &draft)?),
        None => Ok(()),
    }
}

/// Keeps what is known so far under a tracking code, which it answers: no act yet.
///
/// # Errors
/// Denied; refused when the code is a dossier's or somebody else's already.
pub fn keep_draft(tx: &mut Tx<'_>, desk: &Desk, actor: &Actor, fields: &Fields) -> Result<String> {
    may(actor, Act::Receive, &Subject::agency(&desk.agency))?;
    let tracking = match fields.get("tracking") {
        "" => dossier::fresh_tracking(tx)?,
        sent => TrackingCode::parse(sent)
            .map_err(|why| FieldErrors::one("tracking", why))?
            .as_str()
            .to_owned(),
    };
    let taken = tx.row(
        "SELECT 1 AS taken FROM dossier WHERE agency = $3 AND tracking = $1
        UNION SELECT 1 FROM counter_draft WHERE tracking = $1 AND (officer <> $2 OR agency <> $3)",
        params![&tracking, &actor.user, &desk.agency],
    )?;
    if taken.is_some() {
        let sentence =
            "Mã này đã thuộc một hồ sơ hoặc bản nháp của người khác. Bỏ trống để nhận mã mới";
        return Err(FieldErrors::one("tracking", sentence).into());
    }
    let fields = typed::with(fields, &[("tracking", tracking.clone())]);
    draft::store(tx, &desk.agency, actor, desk.at, &tracking, &fields)?;
    Ok(tracking)
}

/// Takes what a dossier still owes; one that waits for the money goes on.
///
/// # Errors
/// The fields to mend, missing, denied, a conflict, or the rule that says no.
pub fn collect(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    (code, seen_version): (&str, i64),
    fields: &Fields,
) -> Result<Done> {
    let row = row::find(tx, &desk.agency, code)?;
    collect::takes_money(actor, &row)?;
    if row.version != seen_version {
        return Err(dossier::quicker(tx, &row)?.into());
    }
    let mut errors = FieldErrors::new();
    let method = Method::from_name(fields.get("method"));
    if method.is_none() {
        errors.add("method", "Hãy chọn cách thu: tiền mặt hoặc chuyển khoản");
    }
    let entered = payment::asked::entered(fields, &mut errors);
    errors.settled()?;
    let method = method.unwrap_or(Method::Cash);
    let events = collect::take(tx, desk, actor, &row, method, entered.as_ref())?;
    Ok((row.address().to_owned(), events))
}

/// The last part of the address that the counter's page would go to.
fn address(place: &str) -> String {
    place.rsplit('/').next().unwrap_or(place).to_owned()
}
