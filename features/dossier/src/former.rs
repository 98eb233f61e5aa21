//! What a superseded receipt said: each value before and after, kept where it can be erased.
//! For the dossier's page, which shows every receipt, the old ones struck through.

use kit::Error;
use serde_json::{Value, json};
use store::{Sql, StoreError, Tx, params};

/// One value that a correction changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What it is, in words.
    pub label: String,
    /// As the superseded receipt said it.
    pub before: String,
    /// As the next one says it.
    pub after: String,
}

/// A superseded receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Its number, from 1.
    pub receipt: i64,
    /// What the next one changed.
    pub changes: Vec<Changed>,
}

impl Former {
    /// The number of the receipt that superseded it.
    pub fn superseded_by(&self) -> i64 {
        self.receipt + 1
    }
}

/// Keeps what a receipt said before it was superseded.
///
/// # Errors
/// What the store answers.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    dossier: &str,
    receipt: i64,
    changes: &[Changed],
) -> Result<(), StoreError> {
    let (id, salt) = (tx.new_id(), tx.salt());
    let told: Vec<Value> = changes
        .iter()
        .map(|one| json!([one.label, one.before, one.after]))
        .collect();
    tx.run(
        "INSERT INTO dossier_former(id, dossier_id, receipt, changes, salt) VALUES ($1, $2, $3, $4, $5)",
        params![&id, dossier, receipt, Value::Array(told).to_string(), salt],
    )?;
    tx.seal("dossier_former", &id);
    Ok(())
}

/// The superseded receipts of a dossier, the first one first.
///
/// # Errors
/// What the store answers.
pub fn of(sql: &mut impl Sql, dossier: &str) -> Result<Vec<Former>, Error> {
    let rows = sql.rows(
        "SELECT receipt, changes FROM dossier_former WHERE dossier_id = $1 ORDER BY receipt, id",
        params![dossier],
    )?;
    rows.iter()
        .map(|row| {
            let told: Vec<[String; 3]> =
                serde_json::from_str(&row.get::<String>("changes")?).map_err(Error::fault)?;
            let changes = told.into_iter().map(|[label, before, after]| Changed {
                label,
                before,
                after,
            });
            Ok(Former {
                receipt: row.get("receipt")?,
                changes: changes.collect(),
            })
        })
        .collect()
}
