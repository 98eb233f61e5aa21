//! The citizen urges: recorded on the dossier with its moment, and nothing personal.
//! For the tracking page and the one-stop officer; no colleague's open form grows stale by it.

use domain::access::Actor;
use domain::dossier::{Command, Context};
use kit::Error;
use store::Tx;

use crate::act::{self, Acted};
use crate::desk::Desk;
use crate::row::{self, DossierRow};
use crate::sentences;

/// The citizen urges by the page of their tracking code: once a day, where the commune owes the
/// next step. Committed by `citizen`.
///
/// # Errors
/// The rule that says no.
pub fn by_citizen(tx: &mut Tx<'_>, desk: &Desk, row: &DossierRow) -> Result<Acted, Error> {
    let with = Context {
        at: desk.at,
        by: "citizen",
        covers: &[],
        calendar: &desk.law.calendar,
        procedure: desk.procedure(&row.procedure_id)?,
    };
    urged(tx, row, &Command::Urge { by_citizen: true }, with, None)
}

/// The citizen urges at the counter or by telephone; what they said is a note that can be erased.
///
/// # Errors
/// Missing, denied, or the rule that says no.
pub fn at_counter(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    note: Option<&str>,
) -> Result<Acted, Error> {
    let row = row::load(tx, &desk.agency, id)?;
    domain::access::may(actor, domain::access::Act::Urge, &row.access_subject())?;
    let with = desk.context(actor, desk.procedure(&row.procedure_id)?);
    urged(tx, &row, &Command::Urge { by_citizen: false }, with, note)
}

fn urged(
    tx: &mut Tx<'_>,
    row: &DossierRow,
    command: &Command<'_>,
    with: Context<'_>,
    note: Option<&str>,
) -> Result<Acted, Error> {
    let change = row
        .machine
        .decide(command, with)
        .map_err(|refusal| Error::refused(sentences::refusal(&refusal)))?;
    let next = DossierRow {
        machine: change.next,
        marks: row::Marks {
            urged_at: Some(with.at),
            ..row.marks
        },
        ..row.clone()
    };
    if !row::keep(tx, &next)? {
        return Err(Error::fault("a row changed inside its own act"));
    }
    let events = act::told(tx, &next, &change.events, note)?;
    Ok(Acted { row: next, events })
}
