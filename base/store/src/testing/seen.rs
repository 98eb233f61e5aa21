//! What a test sees of a database from outside: statements, plans, tables, its file.
//! For tests of what the store asks, and of what lies in the database.

use std::path::{Path, PathBuf};

use crate::{address::Kind, db::Db, dialect, error::StoreError, params, sql::Sql as _};

/// Begins to record every statement that this process asks; a test that does so runs alone.
pub fn record() {
    crate::trace::begin();
}

/// What was asked since, in order.
pub fn recorded() -> Vec<String> {
    crate::trace::end()
}

/// How the database would find the rows of a statement, where it may use every index: a line a step.
///
/// # Errors
/// Whatever the database refuses.
pub fn plan(db: &Db, sql: &str) -> Result<Vec<String>, StoreError> {
    let statement = crate::statement::Statement::parse(sql)?;
    match &db.0.url.0 {
        Kind::Sqlite(place) => {
            let told = |error: rusqlite::Error| StoreError::Sql(format!("{error}: {sql}"));
            let connection = place.raw()?;
            let mut asked = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {}", statement.question))
                .map_err(told)?;
            // Parameters are left NULL: the plan does not look at them.
            let mut steps = asked.raw_query();
            let mut lines = Vec::new();
            while let Some(step) = steps.next().map_err(told)? {
                lines.push(step.get(3).map_err(told)?);
            }
            Ok(lines)
        }
        Kind::Postgres(config) => crate::db::apart(|| {
            let mut client = crate::postgres::open(config)?;
            let nulls = vec!["NULL"; statement.parameters].join(", ");
            let given = if nulls.is_empty() {
                String::new()
            } else {
                format!("({nulls})")
            };
            // Why no sequential scans: in a test's small tables they are cheap, and hide a missing index.
            let text = format!(
                "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan;
                PREPARE asked AS {sql}; EXPLAIN EXECUTE asked{given}"
            );
            let told = |error| crate::postgres::failure(&error, sql);
            let messages = client.simple_query(&text).map_err(told)?;
            Ok(messages
                .iter()
                .filter_map(|message| match message {
                    ::postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                    _ => None,
                })
                .collect())
        }),
    }
}

/// All tables with their columns.
///
/// # Errors
/// Whatever the database refuses.
pub fn tables(db: &Db) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    let engine = db.engine();
    db.read_blocking(move |reader| {
        let mut found = Vec::new();
        for table in reader.rows(dialect::table_names(engine), params![])? {
            let name: String = table.get("name")?;
            let columns = reader.rows(dialect::column_names(engine), params![&name])?;
            found.push((
                name,
                columns
                    .iter()
                    .map(|row| row.get("name"))
                    .collect::<Result<Vec<_>, _>>()?,
            ));
        }
        Ok(found)
    })
}

/// The file of an embedded database.
pub fn sqlite_path(db: &Db) -> Option<PathBuf> {
    db.0.url.path().map(Path::to_owned)
}
