//! Applies the migrations folder, each file once, and notices a file that changed afterwards.
//! For `motcua migrate` and every first start.

use sha2::{Digest as _, Sha256};

use crate::{
    dialect,
    error::StoreError,
    ledger::hex,
    link::{Engine, Link},
    params,
};

/// All files of migrations/, by name.
pub(crate) const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

const SCHEMA: &str =
    "CREATE TABLE IF NOT EXISTS schema (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)";

/// One process migrates at a time; the number is arbitrary but ours.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7206123)";

/// Applies what is not yet applied, all in one transaction; gives the names applied.
pub(crate) fn apply(
    link: &mut dyn Link,
    files: &[(&str, &str)],
) -> Result<Vec<String>, StoreError> {
    link.control(dialect::begin_writing(link.engine()))?;
    let applied = apply_inside(link, files);
    match applied {
        Ok(_) => link.control("COMMIT")?,
        Err(_) => link.control("ROLLBACK")?,
    }
    applied
}

fn apply_inside(link: &mut dyn Link, files: &[(&str, &str)]) -> Result<Vec<String>, StoreError> {
    let engine = link.engine();
    if engine == Engine::Postgres {
        link.control(LOCK)?;
    }
    for statement in dialect::migration(engine, SCHEMA)? {
        link.control(&statement)?;
    }
    let mut applied = Vec::new();
    for (name, text) in files {
        let hash = hex(&Sha256::digest(text.as_bytes()));
        let find = link.statement("SELECT sha256 FROM schema WHERE name = $1")?;
        if let Some(row) = link.query(&find, &params![*name])?.first() {
            if row.get::<String>("sha256")? != hash {
                return Err(StoreError::Unsuitable(format!(
                    "migration {name} was applied with another text"
                )));
            }
            continue;
        }
        for statement in dialect::migration(engine, text)? {
            link.control(&statement)
                .map_err(|error| StoreError::Sql(format!("migration {name}: {error}")))?;
        }
        let note = link.statement("INSERT INTO schema(name, sha256) VALUES ($1, $2)")?;
        link.execute(&note, &params![*name, hash])?;
        applied.push((*name).to_owned());
    }
    Ok(applied)
}
