//! The old commune's part: each dossier that somebody waits for is passed on, an act each.
//! What has ended stays in its archive and changes nothing.

use domain::moment::Moment;
use dossier::act;
use dossier::row::{self, DossierRow};
use kit::Error;
use store::{Committed, Db, Reader, Tx};

use crate::plan::ids_after;

/// Passes on everything that goes on; answers how many. Begun anew after a crash it does the rest.
///
/// # Errors
/// What the store answers.
pub fn pass_on(
    db: &Db,
    from: &str,
    to: &str,
    at: Moment,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, Error> {
    let (mut after, mut passed) = (String::new(), 0);
    loop {
        let (agency, last) = (from.to_owned(), after.clone());
        let ids =
            db.read_blocking(move |reader: &mut Reader<'_>| ids_after(reader, &agency, &last))?;
        for id in &ids {
            let (agency, id, to) = (from.to_owned(), id.clone(), to.to_owned());
            let is_passed =
                db.write_blocking(from, move |tx: &mut Tx<'_>| one(tx, &agency, &id, &to, at))?;
            passed += u64::from(is_passed);
            progress(passed);
        }
        match ids.last() {
            Some(last) => after.clone_from(last),
            None => return Ok(passed),
        }
    }
}

fn one(
    tx: &mut Tx<'_>,
    agency: &str,
    id: &str,
    to: &str,
    at: Moment,
) -> Result<Committed<bool>, Error> {
    let row = row::load(tx, agency, id)?;
    let Some(event) = row.machine.pass_on(to) else {
        return Ok(tx.commit_silently("what has ended stays in the archive", false)?);
    };
    // Why not before the last act: a clock set wrong once must not turn the log around.
    let at = row.machine.last_at.map_or(at, |last| at.max(last));
    let mut machine = row.machine.clone();
    machine.apply(at, &event);
    let next = DossierRow {
        machine,
        ..row.clone()
    };
    let Some(next) = row::save(tx, &next)? else {
        return Err(dossier::quicker(tx, &row)?.into());
    };
    let events = act::told(tx, &next, &[event], None)?;
    Ok(tx.commit("system", at, events, true)?)
}
