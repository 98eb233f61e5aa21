//! The changes of a commune's law in the database: read, checked against what was seen, written.
//! For `App`, which makes them take effect at once here and within seconds in every other process.

use domain::moment::Moment;
use serde_json::json;
use store::{NewEvent, Row, Sql, StoreError, Tx, params};

use super::change::{ChangeKind, LawChange, NewChange};

/// The event of every change.
pub const LAW_CHANGED: &str = "law.changed";

const COLUMNS: &str =
    "id, kind, subject, seq, valid_from, body, document, reason, changed_by, changed_at";

/// How many changes a commune has made: another number is another law.
///
/// # Errors
/// What the store answers.
pub fn revision(sql: &mut impl Sql, agency: &str) -> Result<i64, StoreError> {
    let row = sql.row(
        "SELECT COUNT(*) AS n FROM law_change WHERE agency = $1",
        params![agency],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Every change of a commune.
///
/// # Errors
/// What the store answers.
pub fn every(sql: &mut impl Sql, agency: &str) -> Result<Vec<LawChange>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM law_change WHERE agency = $1 ORDER BY id");
    read(sql.rows(&text, params![agency])?)
}

/// The changes of one kind, the latest first.
///
/// # Errors
/// What the store answers.
pub fn of_kind(
    sql: &mut impl Sql,
    agency: &str,
    kind: ChangeKind,
) -> Result<Vec<LawChange>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM law_change WHERE agency = $1 AND kind = $2 ORDER BY id DESC"
    );
    read(sql.rows(&text, params![agency, kind.name()])?)
}

/// The changes of one thing, the latest first. Their number is what a form carries as `seen`.
///
/// # Errors
/// What the store answers.
pub fn of_subject(
    sql: &mut impl Sql,
    agency: &str,
    kind: ChangeKind,
    subject: &str,
) -> Result<Vec<LawChange>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM law_change WHERE agency = $1 AND kind = $2 AND subject = $3 ORDER BY seq DESC"
    );
    read(sql.rows(&text, params![agency, kind.name(), subject])?)
}

fn read(rows: Vec<Row>) -> Result<Vec<LawChange>, StoreError> {
    rows.iter().map(of_row).collect()
}

fn of_row(row: &Row) -> Result<LawChange, StoreError> {
    let corrupt =
        |what: &str, value: &str| StoreError::Corrupt(format!("law_change.{what}: {value}"));
    let kind: String = row.get("kind")?;
    let day: String = row.get("valid_from")?;
    let body: String = row.get("body")?;
    Ok(LawChange {
        id: row.get("id")?,
        kind: ChangeKind::from_name(&kind).ok_or_else(|| corrupt("kind", &kind))?,
        subject: row.get("subject")?,
        seq: row.get("seq")?,
        valid_from: day.parse().map_err(|_| corrupt("valid_from", &day))?,
        body: serde_json::from_str(&body).map_err(|error| corrupt("body", &error.to_string()))?,
        document: row.get("document")?,
        reason: row.get("reason")?,
        by: row.get("changed_by")?,
        at: row.get("changed_at")?,
    })
}

/// Writes a change; its number after the one seen keeps two administrators apart.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    new: &NewChange,
    by: &str,
    at: Moment,
) -> Result<NewEvent, StoreError> {
    let id = tx.new_id();
    let agency = tx.agency().to_owned();
    let change = new.stored(id, by, at);
    tx.run(
        "INSERT INTO law_change(id, agency, kind, subject, seq, valid_from, body, document, reason, changed_by,
            changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            &change.id,
            agency,
            change.kind.name(),
            &change.subject,
            change.seq,
            change.valid_from.to_string(),
            change.body.to_string(),
            &change.document,
            &change.reason,
            &change.by,
            change.at
        ],
    )?;
    tx.seal("law_change", &change.id);
    Ok(NewEvent {
        kind: LAW_CHANGED,
        subject: format!("law:{}:{}", change.kind.name(), change.subject),
        data: json!({
            "change": change.id,
            "seq": change.seq,
            "valid_from": change.valid_from.to_string(),
            "document": change.document,
        }),
    })
}
