//! Which rows of a dossier go with it, and which stay, each with its reason.
//! A copy has its own id and its own salt: what one commune erases stays erased there.

use std::collections::BTreeMap;

use store::{Sql as _, StoreError, Tx, Value, params};

/// Tables whose rows go with the dossier.
pub const COPIED: &[&str] = &[
    "dossier_party",
    "dossier_paper",
    "dossier_note",
    "dossier_supplement_item",
    "dossier_file",
    "dossier_result",
    "dossier_former",
    "charge",
    "payment",
];

/// Tables that name dossiers and whose rows stay.
pub const LEFT: &[(&str, &str)] = &[
    ("dossier_search", "made anew from the rows that go"),
    ("dossier_word", "made anew from the rows that go"),
    (
        "paper",
        "its number is of the old commune's series; the citizen holds the paper",
    ),
    ("paper_dossier", "a hand-over list of the old commune"),
    ("dossier_taken_over", "says where the new dossier came from"),
];

/// Copies the rows of one table from one dossier to another.
pub(crate) fn copy(
    tx: &mut Tx<'_>,
    table: &'static str,
    old: &str,
    new: &str,
    agency: &str,
) -> Result<(), StoreError> {
    let sql = format!("SELECT * FROM {table} WHERE dossier_id = $1 ORDER BY id");
    let rows = tx.rows(&sql, params![old])?;
    let mut new_ids: BTreeMap<String, String> = BTreeMap::new();
    for row in &rows {
        let (id, salt) = (tx.new_id(), tx.salt());
        new_ids.insert(row.get("id")?, id.clone());
        let (mut columns, mut values, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for (column, value) in row.pairs() {
            columns.push(column.to_owned());
            values.push(match column {
                "id" => Value::from(id.as_str()),
                "dossier_id" => Value::from(new),
                "agency" => Value::from(agency),
                "salt" => Value::from(salt.as_str()),
                // The old commune's cash desk keeps its own books.
                "till_id" => Value::Null,
                "refund_of" => match value {
                    Value::Text(paid) => Value::from(new_ids.get(paid).cloned()),
                    other => other.clone(),
                },
                _ => value.clone(),
            });
            places.push(format!("${}", values.len()));
        }
        let insert = format!(
            "INSERT INTO {table}({}) VALUES ({})",
            columns.join(", "),
            places.join(", ")
        );
        tx.run(&insert, values)?;
        tx.seal(table, &id);
    }
    Ok(())
}
