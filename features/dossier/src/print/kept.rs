//! The receipt as it was handed out: kept when the dossier is received, and when it is superseded.
//! For the act that owes it; a correction leaves the former receipt as it was.

use domain::access::Actor;
use kit::Result;
use paper::{Copies, Paper};
use papers::{Kind, Line, NewPaper};
use store::{Sql, Tx};

use super::{Printed, forms_of, paper_of};
use crate::act::Acted;
use crate::desk::Desk;

/// So many letters of a hash tell a head apart by eye.
const HEAD_LETTERS: usize = 12;

/// Keeps the receipt of a dossier as it is handed out now. Called when all that it tells of is
/// written: people, papers and fees. Adds the event to those of the act.
///
/// # Errors
/// Refused while the dossier was not received; what the store answers.
pub fn issue_receipt(tx: &mut Tx<'_>, desk: &Desk, actor: &Actor, acted: &mut Acted) -> Result<()> {
    let row = &acted.row;
    let Some(model) = papers::model(Kind::Receipt, forms_of(desk, row)) else {
        return Ok(());
    };
    let printed = Printed {
        commune: &desk.commune,
        public_url: &desk.commune.house,
        chain_head: tx.ledger_head()?.map(|(seq, hash)| short_head(seq, &hash)),
        copies: Copies::Citizen,
    };
    let tree = paper_of(tx, desk, row, &printed)?;
    let number = row.machine.receipt_number().map_or(1, i64::from);
    let former = match number {
        1 => None,
        _ => papers::latest(tx, &row.id, Kind::Receipt)?,
    };
    let new = NewPaper {
        agency: &desk.agency,
        model,
        dossiers: &[&row.id],
        of_id: None,
        within: Some((row.address(), number)),
        replaces: former.as_ref().map(|line| line.id.as_str()),
        at: desk.at,
        by: actor,
    };
    let issued = papers::issue(tx, &new, |_| tree)?;
    acted.events.push(issued.event);
    Ok(())
}

/// `1204-9f3a22c1e05b`: place and beginning of the commune's last hash.
pub(super) fn short_head(seq: i64, hash: &str) -> String {
    let letters: String = hash.chars().take(HEAD_LETTERS).collect();
    format!("{seq}-{letters}")
}

/// The receipt that holds, as it was handed out; none where the dossier was received before
/// receipts were kept, or done on the spot.
pub(super) fn receipt(sql: &mut impl Sql, dossier: &str) -> Result<Option<(Line, Option<Paper>)>> {
    let Some(line) = papers::latest(sql, dossier, Kind::Receipt)? else {
        return Ok(None);
    };
    let tree = papers::tree(sql, &line.id)?;
    Ok(Some((line, tree)))
}

/// With its dossier's receipt the kept one is void too; it stays readable.
pub(super) fn void(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    acted: &mut Acted,
    reason: &str,
) -> Result<()> {
    if let Some(line) = papers::latest(tx, &acted.row.id, Kind::Receipt)? {
        let event = papers::cancel(tx, &line, actor, desk.at, reason)?;
        acted.events.push(event);
    }
    Ok(())
}
