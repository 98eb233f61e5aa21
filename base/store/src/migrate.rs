//! Applies the migrations folder, each file once, and notices a file that changed afterwards.
//! For `motcua migrate` and every first start.

use domain::text::hex;
use sha2::{Digest as _, Sha256};

use crate::{
    dialect,
    error::StoreError,
    link::{Engine, Link},
    params, rebuild,
    value::Row,
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
    // Why looked first: the program at work may not make tables, and need not when there is nothing to do.
    if is_done(link, files)? {
        return Ok(Vec::new());
    }
    rebuild::lift_references(link)?;
    let applied = apply_whole(link, files);
    rebuild::respect_references(link)?;
    applied
}

fn apply_whole(link: &mut dyn Link, files: &[(&str, &str)]) -> Result<Vec<String>, StoreError> {
    link.control(dialect::begin_writing(link.engine()))?;
    let applied = apply_inside(link, files)
        .and_then(|applied| rebuild::references_hold(link).map(|()| applied));
    match applied {
        Ok(_) => link.control("COMMIT")?,
        Err(_) => link.control("ROLLBACK")?,
    }
    applied
}

/// How a database stands to the migrations that a program knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// All applied, none unknown.
    Current,
    /// Nothing was ever applied.
    Empty,
    /// These are still to be applied.
    Older(Vec<String>),
    /// A later program has applied these, which this one does not know.
    Newer(Vec<String>),
}

/// Looks without changing anything.
pub(crate) fn state(link: &mut dyn Link, files: &[(&str, &str)]) -> Result<State, StoreError> {
    link.control(dialect::begin_reading(link.engine()))?;
    let state = state_of(link, files);
    link.control("ROLLBACK")?;
    state
}

pub(crate) fn state_of(link: &mut dyn Link, files: &[(&str, &str)]) -> Result<State, StoreError> {
    let tables = link.statement(dialect::table_names(link.engine()))?;
    let is_schema = |row: &Row| row.get::<String>("name").is_ok_and(|name| name == "schema");
    if !link.query(&tables, &[])?.iter().any(is_schema) {
        return Ok(State::Empty);
    }
    let applied = link.statement("SELECT name FROM schema ORDER BY name")?;
    let applied = link
        .query(&applied, &[])?
        .iter()
        .map(|row| row.get("name"))
        .collect::<Result<Vec<String>, _>>()?;
    let known = |name: &String| files.iter().any(|(known, _)| known == name);
    let unknown: Vec<String> = applied
        .iter()
        .filter(|name| !known(name))
        .cloned()
        .collect();
    if !unknown.is_empty() {
        return Ok(State::Newer(unknown));
    }
    let missing: Vec<String> = files
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .filter(|name| !applied.contains(name))
        .collect();
    Ok(match (applied.is_empty(), missing.is_empty()) {
        (_, true) => State::Current,
        (true, false) => State::Empty,
        (false, false) => State::Older(missing),
    })
}

fn is_done(link: &mut dyn Link, files: &[(&str, &str)]) -> Result<bool, StoreError> {
    link.control(dialect::begin_reading(link.engine()))?;
    let done = is_done_inside(link, files);
    link.control("ROLLBACK")?;
    done
}

fn is_done_inside(link: &mut dyn Link, files: &[(&str, &str)]) -> Result<bool, StoreError> {
    if state_of(link, files)? != State::Current {
        return Ok(false);
    }
    let applied = link.statement("SELECT name, sha256 FROM schema")?;
    for row in link.query(&applied, &[])? {
        let (name, sha256): (String, String) = (row.get("name")?, row.get("sha256")?);
        let text = files.iter().find(|(file, _)| *file == name);
        if text.is_none_or(|(_, text)| hex(&Sha256::digest(text.as_bytes())) != sha256) {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(crate) fn apply_inside(
    link: &mut dyn Link,
    files: &[(&str, &str)],
) -> Result<Vec<String>, StoreError> {
    let engine = link.engine();
    if engine == Engine::Postgres {
        link.control(LOCK)?;
    }
    for statement in dialect::migration(engine, SCHEMA)? {
        link.control(&statement)?;
    }
    if let State::Newer(names) = state_of(link, files)? {
        return Err(StoreError::Newer(names.join(", ")));
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
            let told = |error| StoreError::Sql(format!("migration {name}: {error}"));
            if !rebuild::unique_per_agency(link, &statement).map_err(told)? {
                link.control(&statement).map_err(told)?;
            }
        }
        let note = link.statement("INSERT INTO schema(name, sha256) VALUES ($1, $2)")?;
        link.execute(&note, &params![*name, hash])?;
        applied.push((*name).to_owned());
    }
    Ok(applied)
}
