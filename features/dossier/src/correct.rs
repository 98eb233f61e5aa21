//! Correcting after the receipt what was taken down wrongly: a new receipt supersedes the former.
//! For the one-stop officer; the caller writes the corrected values in the same transaction.

use domain::access::Actor;
use domain::dossier::{Command, CorrectedPart};
use kit::Error;
use store::Tx;

use crate::act::{self, Acted, Words};
use crate::desk::Desk;
use crate::{parties, row};

/// What is corrected, and why.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'a> {
    /// What was wrong: the values themselves are the caller's to write.
    pub parts: &'a [CorrectedPart],
    /// Version of the right procedure, where the wrong one was the mistake.
    pub right_procedure: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
}

/// Corrects a dossier before its work has ended. No date moves, unless the procedure was wrong.
///
/// # Errors
/// Missing, denied, a conflict that names who was quicker, or the rule that says no.
pub fn correct(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    correction: &Correction<'_>,
    seen_version: Option<i64>,
) -> Result<Acted, Error> {
    let row = row::load(tx, &desk.agency, id)?;
    let right = correction
        .right_procedure
        .filter(|right| *right != row.procedure_id)
        .map(str::to_owned);
    let (wrong, under) = (row.procedure_code.clone(), row.procedure_id.clone());
    let command = Command::Correct {
        parts: correction.parts,
        wrong: right.as_ref().map(|_| wrong.as_str()),
        reason: correction.reason,
    };
    let words = Words {
        note: Some(correction.reason),
        seen_version,
    };
    let procedure = right.as_deref().unwrap_or(&under);
    let acted = act::act_under(tx, desk, actor, row, procedure, &command, words)?;
    crate::words::forget(tx, &acted.row.agency, id)?;
    parties::index(tx, &acted.row)?;
    Ok(acted)
}
