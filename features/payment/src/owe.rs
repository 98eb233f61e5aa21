//! Adding to what a dossier owes while it is worked on, so that the counter takes what was asked.
//! For the officer who asks the citizen to pay (A6, B5).

use domain::access::{Act, Actor, Subject, may};
use domain::fee::{FeeKind, FeeLine};
use domain::moment::Moment;
use domain::money::Dong;
use kit::Error;
use store::{NewEvent, Sql as _, Tx, params};

use crate::charge::{charged, insert, next_seq, replace};

/// Adds `more`, with what it rests on: to the line whose amount is not established yet, else as a
/// line of its own. The caller commits.
///
/// # Errors
/// Denied, or what the store answers.
pub fn owe(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    dossier_id: &str,
    (more, basis): (Dong, &str),
) -> Result<Vec<NewEvent>, Error> {
    may(actor, Act::RequestPayment, &Subject::agency(agency))?;
    let open = tx.row(
        "SELECT id, name FROM charge WHERE dossier_id = $1 AND agency = $2 AND state = 'unknown'
        ORDER BY seq LIMIT 1",
        params![dossier_id, agency],
    )?;
    let name_vi = match open {
        Some(row) => {
            replace(tx, &row.get::<String>("id")?)?;
            row.get("name")?
        }
        None => "Khoản thu thêm".to_owned(),
    };
    let line = FeeLine {
        name_vi,
        kind: FeeKind::Phi,
        basis: basis.to_owned(),
        unit_dong: Some(more),
        unit_vi: String::new(),
        quantity: 1,
        dong: Some(more),
        exempted_by: None,
        note_vi: None,
    };
    let seq = next_seq(tx, dossier_id)?;
    let place = (agency, actor, at, dossier_id);
    insert(tx, place, seq, &line, Some(basis))?;
    Ok(vec![charged(tx, dossier_id, Some(more), &[line])?])
}
