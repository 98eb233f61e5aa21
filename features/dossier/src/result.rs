//! The result of a dossier, and who collected it: the citizen, or another person with proof.
//! For the acts that end the work and hand it out, and for the papers that tell of it.

use domain::access::Actor;
use domain::dossier::{Command, Outcome};
use kit::Error;
use serde_json::json;
use store::{Sql, StoreError, Tx, params};

use crate::act::{self, Acted, Words};
use crate::desk::Desk;
use crate::parties::Party;

/// What came out of the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultPaper {
    /// What it is.
    pub name: String,
    /// Its number, if it has one.
    pub number: Option<String>,
}

/// Who collected the result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collector {
    /// The person's name.
    pub name: String,
    /// Number of the document shown.
    pub document: String,
    /// On what authority, when it is not the owner.
    pub proof: String,
    /// `counter`, `post` or `online`.
    pub how: String,
}

/// Ends the work with a result, or with a written answer why not.
///
/// # Errors
/// Denied, a conflict, or the rule that says no.
pub fn finish(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    outcome: Outcome,
    paper: &ResultPaper,
    words: Words<'_>,
) -> Result<Acted, Error> {
    if paper.name.trim().is_empty() {
        return Err(Error::refused(
            "Hãy ghi tên kết quả, ví dụ: Giấy khai sinh.",
        ));
    }
    let acted = act::act(tx, desk, actor, id, &Command::Finish { outcome }, words)?;
    let row_id = tx.new_id();
    let salt = tx.salt();
    let outcome = if outcome == Outcome::Granted {
        "granted"
    } else {
        "not_granted"
    };
    tx.run(
        "INSERT INTO dossier_result(id, dossier_id, name, number, outcome, salt) VALUES ($1, $2, $3, $4, $5, $6)",
        params![&row_id, id, &paper.name, paper.number.clone(), outcome, salt],
    )?;
    tx.seal("dossier_result", &row_id);
    Ok(acted)
}

/// Hands the result over and records who took it.
///
/// # Errors
/// Denied, a conflict, or the rule that says no.
pub fn hand_over(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    unpaid_dong: i64,
    collector: &Collector,
    words: Words<'_>,
) -> Result<Acted, Error> {
    if collector.name.trim().is_empty() {
        return Err(Error::refused("Hãy ghi họ tên người nhận kết quả."));
    }
    let mut acted = act::act(tx, desk, actor, id, &Command::Return { unpaid_dong }, words)?;
    for event in &mut acted.events {
        // How it went says nothing of whom it went to.
        event.data["collected_how"] = json!(collector.how);
    }
    let sql = "SELECT id FROM dossier_result WHERE dossier_id = $1 ORDER BY id DESC LIMIT 1";
    let row = tx
        .row(sql, params![id])?
        .ok_or_else(|| Error::fault("a finished dossier without a result row"))?;
    let result: String = row.get("id")?;
    write_collector(tx, &result, collector)?;
    crate::print::collection_slip(tx, desk, actor, &mut acted, collector)?;
    Ok(acted)
}

fn write_collector(tx: &mut Tx<'_>, result: &str, collector: &Collector) -> Result<(), StoreError> {
    tx.run(
        "UPDATE dossier_result SET collected_by = $2, collected_document = $3, collected_proof = $4,
            collected_how = $5 WHERE id = $1",
        params![result, &collector.name, &collector.document, &collector.proof, &collector.how],
    )?;
    tx.seal("dossier_result", result);
    Ok(())
}

/// The result of what was done on the spot, collected by its owner at once.
///
/// # Errors
/// What the store answers.
pub fn collected_on_the_spot(
    tx: &mut Tx<'_>,
    dossier: &str,
    name: &str,
    owner: &Party,
) -> Result<(), StoreError> {
    let id = tx.new_id();
    let salt = tx.salt();
    tx.run(
        "INSERT INTO dossier_result(id, dossier_id, name, outcome, collected_by, collected_document,
            collected_how, salt)
        VALUES ($1, $2, $3, 'granted', $4, $5, 'counter', $6)",
        params![&id, dossier, name, &owner.name, owner.document_number.clone().unwrap_or_default(), salt],
    )?;
    tx.seal("dossier_result", &id);
    Ok(())
}

/// The latest result of a dossier, with its collector once it is handed over.
///
/// # Errors
/// What the store answers.
pub fn of(
    sql: &mut impl Sql,
    dossier: &str,
) -> Result<Option<(ResultPaper, Option<Collector>)>, StoreError> {
    let row = sql.row(
        "SELECT name, number, collected_by, collected_document, collected_proof, collected_how
        FROM dossier_result WHERE dossier_id = $1 ORDER BY id DESC LIMIT 1",
        params![dossier],
    )?;
    row.map(|row| {
        let by: Option<String> = row.get("collected_by")?;
        let collector = match by {
            Some(name) => Some(Collector {
                name,
                document: row
                    .get::<Option<String>>("collected_document")?
                    .unwrap_or_default(),
                proof: row
                    .get::<Option<String>>("collected_proof")?
                    .unwrap_or_default(),
                how: row
                    .get::<Option<String>>("collected_how")?
                    .unwrap_or_default(),
            }),
            None => None,
        };
        Ok((
            ResultPaper {
                name: row.get("name")?,
                number: row.get("number")?,
            },
            collector,
        ))
    })
    .transpose()
}
