//! Bytes that no row names: uploads that were refused after they had arrived.
//! For the daily housekeeping; what came in lately is left alone, for its act may be under way.

use std::{collections::BTreeSet, time::SystemTime};

use crate::{
    db::Db,
    dialect,
    error::StoreError,
    sql::{Reader, Sql as _},
};

impl Db {
    /// Deletes the files that came in before `before` and that no row names; answers how many.
    ///
    /// # Errors
    /// What the database or the disk refuses.
    pub fn forget_unnamed_files(&self, before: SystemTime) -> Result<u64, StoreError> {
        // Why listed before the rows are read: a file that comes in meanwhile is not on the list.
        let old = self.0.files.older_than(before)?;
        let named = self.read_blocking(named)?;
        let mut forgotten = 0;
        for sha256 in old.difference(&named) {
            forgotten += u64::from(self.0.files.forget(sha256, before)?);
        }
        self.0.files.forget_broken_off(before)?;
        Ok(forgotten)
    }
}

/// Every file that a row of any table names: see the rules for tables in `lib.rs`.
fn named(reader: &mut Reader<'_>) -> Result<BTreeSet<String>, StoreError> {
    let engine = reader.engine();
    let mut found = BTreeSet::new();
    for table in reader.rows(dialect::table_names(engine), vec![])? {
        let table: String = table.get("name")?;
        for column in reader.rows(dialect::column_names(engine), crate::params![&table])? {
            let column: String = column.get("name")?;
            if column != "sha256" && !column.ends_with("_sha256") {
                continue;
            }
            let sql = format!(
                "SELECT DISTINCT {column} AS named FROM {table} WHERE {column} IS NOT NULL"
            );
            for row in reader.rows(&sql, vec![])? {
                found.insert(row.get("named")?);
            }
        }
    }
    Ok(found)
}
