//! What a dossier owes, line by line, as the fee table or the officer says.
//! For intake, and for the officer who learns a fee later.

use domain::access::{Act, Actor, Subject, may};
use domain::fee::{Entered, FeeKind, FeeLine, FeeQuote};
use domain::moment::Moment;
use domain::money::Dong;
use kit::Error;
use serde_json::json;
use store::{NewEvent, Sql as _, StoreError, Tx, params};

/// Sets what a dossier owes; lines set before are kept as replaced. The caller commits.
///
/// # Errors
/// Denied, or what the store answers.
pub fn charge(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    dossier_id: &str,
    quote: &FeeQuote,
) -> Result<Vec<NewEvent>, Error> {
    charge_entered(tx, agency, actor, at, dossier_id, quote, None)
}

/// As [`charge`], where the officer entered an unknown amount and named what it rests on.
///
/// # Errors
/// As [`charge`].
pub fn charge_entered(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    dossier_id: &str,
    quote: &FeeQuote,
    entered: Option<&Entered>,
) -> Result<Vec<NewEvent>, Error> {
    may(actor, Act::Collect, &Subject::agency(agency))?;
    replace_earlier(tx, agency, dossier_id)?;
    let first = next_seq(tx, dossier_id)?;
    let typed = entered.and_then(|entered| {
        quote
            .lines
            .iter()
            .position(|line| line.basis == entered.basis && line.dong == Some(entered.dong))
    });
    for (place, line) in quote.lines.iter().enumerate() {
        let by_officer = entered
            .filter(|_| typed == Some(place))
            .map(|entered| entered.basis.as_str());
        let seq = first + i64::try_from(place).map_err(Error::fault)?;
        insert(tx, (agency, actor, at, dossier_id), seq, line, by_officer)?;
    }
    if quote.lines.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![charged(tx, dossier_id, quote.total, &quote.lines)?])
}

/// The event of lines newly owed.
pub(crate) fn charged(
    tx: &mut Tx<'_>,
    dossier: &str,
    total: Option<Dong>,
    lines: &[FeeLine],
) -> Result<NewEvent, Error> {
    let lines: Vec<_> = lines
        .iter()
        .map(
            |line| json!({ "kind": kind(line.kind), "quantity": line.quantity, "dong": line.dong }),
        )
        .collect();
    let data = json!({ "dong": total, "lines": lines });
    crate::told(tx, crate::CHARGED, dossier, data)
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    (agency, actor, at, dossier): (&str, &Actor, Moment, &str),
    seq: i64,
    line: &FeeLine,
    entered_basis: Option<&str>,
) -> Result<(), StoreError> {
    let id = tx.new_id();
    let salt = tx.salt();
    tx.run(
        "INSERT INTO charge(id, dossier_id, agency, seq, name, basis, kind, quantity, unit_vi, unit_dong, dong,
            exempted_by, entered_basis, state, charged_by, charged_at, salt)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        params![
            &id,
            dossier,
            agency,
            seq,
            &line.name_vi,
            &line.basis,
            kind(line.kind),
            line.quantity,
            &line.unit_vi,
            line.unit_dong,
            line.dong,
            &line.exempted_by,
            entered_basis,
            state(line),
            &actor.user,
            at,
            salt
        ],
    )?;
    tx.seal("charge", &id);
    Ok(())
}

fn replace_earlier(tx: &mut Tx<'_>, agency: &str, dossier: &str) -> Result<(), StoreError> {
    let standing = tx.rows(
        "SELECT id FROM charge WHERE dossier_id = $1 AND agency = $2 AND state <> 'replaced'",
        params![dossier, agency],
    )?;
    for row in &standing {
        replace(tx, &row.get::<String>("id")?)?;
    }
    Ok(())
}

/// Keeps a line as one that no longer stands.
pub(crate) fn replace(tx: &mut Tx<'_>, line: &str) -> Result<(), StoreError> {
    tx.run(
        "UPDATE charge SET state = 'replaced' WHERE id = $1",
        params![line],
    )?;
    tx.seal("charge", line);
    Ok(())
}

pub(crate) fn next_seq(tx: &mut Tx<'_>, dossier: &str) -> Result<i64, StoreError> {
    let row = tx.row(
        "SELECT COALESCE(MAX(seq), 0) AS last FROM charge WHERE dossier_id = $1",
        params![dossier],
    )?;
    row.map_or(Ok(1), |row| Ok(row.get::<i64>("last")? + 1))
}

const fn state(line: &FeeLine) -> &'static str {
    match (line.dong, &line.exempted_by) {
        (None, _) => "unknown",
        (Some(Dong::ZERO), Some(_)) => "exempt",
        (Some(_), _) => "owed",
    }
}

/// The frozen name of a kind of fee in storage.
const fn kind(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Phi => "phi",
        FeeKind::LePhi => "le_phi",
        FeeKind::None => "none",
    }
}
