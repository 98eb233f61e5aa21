//! What the program at work may do on PostgreSQL: less than the owner of the tables, so that whoever
//! breaks into it can neither alter the ledger nor lift its protection. For `motcua grants`.

use crate::{backup, db::Db, error::StoreError, migrate};

/// Tables on which the program needs less than everything, with the rights that it needs.
const LIMITED: &[(&str, &str)] = &[
    ("schema", "SELECT"),
    ("event", "SELECT, INSERT"),
    ("chain", "SELECT, INSERT, UPDATE"),
    ("fact", "SELECT, INSERT, UPDATE"),
    ("outbox", "SELECT, INSERT, UPDATE"),
    ("upkeep", "SELECT, INSERT, UPDATE"),
    ("reading", "SELECT, INSERT"),
    ("demo", "SELECT"),
    ("demo_account", "SELECT"),
];

/// Rows of all other tables are changed under their version, and erased as the law allows.
const OTHERS: &str = "SELECT, INSERT, UPDATE, DELETE";

/// The statements that give a role of PostgreSQL what the program at work needs, and no more.
///
/// # Errors
/// If the name needs quoting.
pub fn grants(role: &str) -> Result<String, StoreError> {
    let is_plain = !role.is_empty()
        && !role.starts_with(|first: char| first.is_ascii_digit())
        && role
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_plain {
        return Err(StoreError::Misuse(format!(
            "{role:?} is not a plain name of a role: letters a to z, digits, _"
        )));
    }
    let mut lines = vec![
        "BEGIN;".to_owned(),
        format!("GRANT USAGE ON SCHEMA public TO {role};"),
        format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};"),
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;".to_owned(),
    ];
    for table in backup::all_tables(migrate::EMBEDDED)? {
        let limited = LIMITED.iter().find(|(name, _)| *name == table);
        let rights = limited.map_or(OTHERS, |(_, rights)| rights);
        lines.push(format!("GRANT {rights} ON {table} TO {role};"));
    }
    lines.push("COMMIT;".to_owned());
    Ok(lines.join("\n") + "\n")
}

impl Db {
    /// Whether the database's user could alter the ledger: true for an owner or a superuser of
    /// PostgreSQL; never on SQLite, where whoever has the file has everything.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn may_alter_ledger(&self) -> Result<bool, StoreError> {
        use crate::{link::Engine, params, sql::Sql as _};
        if self.engine() == Engine::Sqlite {
            return Ok(false);
        }
        self.read_blocking(|reader| {
            let sql = "SELECT CASE WHEN has_table_privilege('event', 'UPDATE')
                OR has_table_privilege('event', 'DELETE') THEN 1 ELSE 0 END AS may";
            match reader.row(sql, params![])? {
                Some(row) => row.get("may"),
                None => Ok(false),
            }
        })
    }
}
