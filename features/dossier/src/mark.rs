//! Acts that mark a dossier and move nothing: no colleague's open form grows stale by them.
//! For the forms of such acts, and for the simulator.

use domain::access::{Act, Actor, may};
use domain::dossier::State;
use kit::{Error, Result};
use serde_json::json;
use store::Tx;

use crate::act::{self, Acted};
use crate::desk::Desk;
use crate::row::{self, DossierRow, Marks};

/// Somebody called the citizen to collect the result.
pub const CALLED: &str = "dossier.owner_called";
/// A leader has noted that it stands still.
pub const ALARM_SEEN: &str = "dossier.alarm_seen";

/// The citizen was called to collect the result; what was agreed is a note that can be erased.
///
/// # Errors
/// Missing, denied, or refused where no result waits.
pub fn called(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    note: Option<&str>,
) -> Result<Acted> {
    let row = row::load(tx, &desk.agency, id)?;
    may(actor, Act::Return, &row.access_subject())?;
    if row.machine.state != State::Finished {
        return Err(Error::refused(
            "Hồ sơ chưa có kết quả chờ trả nên chưa cần gọi báo.",
        ));
    }
    let marks = Marks {
        called_at: Some(desk.at),
        ..row.marks
    };
    marked(tx, row, CALLED, marks, note)
}

/// A leader has noted that the dossier stands still, and says what is to be done.
///
/// # Errors
/// Missing, denied.
pub fn alarm_seen(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    said: &str,
) -> Result<Acted> {
    let row = row::load(tx, &desk.agency, id)?;
    may(actor, Act::Oversee, &row.access_subject())?;
    let marks = Marks {
        alarm_seen_at: Some(desk.at),
        ..row.marks
    };
    marked(tx, row, ALARM_SEEN, marks, Some(said))
}

fn marked(
    tx: &mut Tx<'_>,
    row: DossierRow,
    kind: &'static str,
    marks: Marks,
    note: Option<&str>,
) -> Result<Acted> {
    let next = DossierRow { marks, ..row };
    if !row::keep(tx, &next)? {
        return Err(Error::fault("a row changed inside its own act"));
    }
    let mut data = json!({});
    if let Some(note) = note.filter(|note| !note.is_empty()) {
        data["note"] = json!(act::write_note(tx, &next.id, kind, note)?);
    }
    let events = vec![act::side_event(&next, kind, data)];
    Ok(Acted { row: next, events })
}
