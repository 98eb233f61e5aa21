//! `UNIQUE PER AGENCY table(column, …);` in a migration: what was unique in the whole database is
//! unique in each commune from then on. For `migrate`; SQLite must build such a table anew.

use crate::{
    error::StoreError,
    link::{Engine, Link},
    params,
};

const WORDS: &str = "UNIQUE PER AGENCY ";

/// Does the statement if it is one of these; answers whether it was.
pub(crate) fn unique_per_agency(link: &mut dyn Link, statement: &str) -> Result<bool, StoreError> {
    let Some(what) = statement.trim().strip_prefix(WORDS) else {
        return Ok(false);
    };
    let (table, columns) = what
        .trim()
        .trim_end_matches(')')
        .split_once('(')
        .ok_or_else(|| StoreError::Misuse(format!("{WORDS}wants table(columns)")))?;
    let columns: Vec<&str> = columns.split(',').map(str::trim).collect();
    match link.engine() {
        Engine::Sqlite => rebuild(link, table, &columns)?,
        Engine::Postgres => {
            for column in &columns {
                link.control(&format!(
                    "ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_key"
                ))?;
            }
        }
    }
    for column in &columns {
        link.control(&format!(
            "CREATE UNIQUE INDEX {table}_{column}_of_agency ON {table}(agency, {column})"
        ))?;
    }
    Ok(true)
}

/// The same table without `UNIQUE` behind those columns, with its rows, indices and triggers.
/// References to it stay as they are written: they find the new table under the old name.
fn rebuild(link: &mut dyn Link, table: &str, columns: &[&str]) -> Result<(), StoreError> {
    let made = link.statement(
        "SELECT type, sql FROM sqlite_schema WHERE tbl_name = $1 AND sql IS NOT NULL ORDER BY rowid",
    )?;
    let (mut body, mut beside) = (None, Vec::new());
    for row in link.query(&made, &params![table])? {
        let (kind, sql): (String, String) = (row.get("type")?, row.get("sql")?);
        match kind.as_str() {
            "table" => body = sql.split_once('(').map(|(_, body)| body.to_owned()),
            _ => beside.push(sql),
        }
    }
    let body = body.ok_or_else(|| StoreError::Misuse(format!("no table {table} to rebuild")))?;
    let parts: Vec<String> = body
        .split(',')
        .map(|part| {
            let is_meant = columns
                .iter()
                .any(|column| part.split_whitespace().next() == Some(column));
            if is_meant {
                part.replace(" UNIQUE", "")
            } else {
                part.to_owned()
            }
        })
        .collect();
    link.control(&format!(
        "CREATE TABLE {table}_rebuilt ({}",
        parts.join(",")
    ))?;
    link.control(&format!(
        "INSERT INTO {table}_rebuilt SELECT * FROM {table}"
    ))?;
    link.control(&format!("DROP TABLE {table}"))?;
    link.control(&format!("ALTER TABLE {table}_rebuilt RENAME TO {table}"))?;
    for sql in beside {
        link.control(&sql)?;
    }
    Ok(())
}

/// Before a transaction in which tables may be built anew: SQLite would empty what refers to them.
pub(crate) fn lift_references(link: &mut dyn Link) -> Result<(), StoreError> {
    match link.engine() {
        Engine::Sqlite => link.control("PRAGMA foreign_keys = OFF"),
        Engine::Postgres => Ok(()),
    }
}

/// After it.
pub(crate) fn respect_references(link: &mut dyn Link) -> Result<(), StoreError> {
    match link.engine() {
        Engine::Sqlite => link.control("PRAGMA foreign_keys = ON"),
        Engine::Postgres => Ok(()),
    }
}

/// At its end: every reference finds its row.
pub(crate) fn references_hold(link: &mut dyn Link) -> Result<(), StoreError> {
    if link.engine() == Engine::Postgres {
        return Ok(());
    }
    let broken = link.statement("SELECT COUNT(*) AS n FROM pragma_foreign_key_check")?;
    let broken: i64 = match link.query(&broken, &[])?.first() {
        Some(row) => row.get("n")?,
        None => 0,
    };
    if broken == 0 {
        return Ok(());
    }
    Err(StoreError::Corrupt(format!(
        "{broken} rows refer to rows that are not there"
    )))
}
