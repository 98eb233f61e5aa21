//! The database behind the program's back: counted, compared, filled.
//! For the parts of a measurement that no page shows; read as text, so that both engines are one.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cluster::connect;
use crate::life::Acknowledged;

/// A connection past the store.
pub enum Place {
    /// To a file.
    Sqlite(rusqlite::Connection),
    /// To a server.
    Postgres(Box<postgres::Client>),
}

/// What one life leaves behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Trace {
    /// Rows inserted.
    pub rows: f64,
    /// Bytes in them.
    pub bytes: f64,
}

impl Place {
    /// Opens `sqlite:FILE` or `postgres://…`.
    ///
    /// # Errors
    /// If it is not there.
    pub fn open(database: &str) -> Result<Self, String> {
        match database.strip_prefix("sqlite:") {
            Some(file) => crate::ceiling::open(Path::new(file))
                .map(Self::Sqlite)
                .map_err(|error| error.to_string()),
            None => connect(database).map(Box::new).map(Self::Postgres),
        }
    }

    /// Whether this is the embedded engine.
    pub const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Runs statements without parameters.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn run(&mut self, sql: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(link) => link.execute_batch(sql).map_err(|error| error.to_string()),
            Self::Postgres(link) => link
                .batch_execute(sql)
                .map_err(|error| format!("{error:?}")),
        }
    }

    /// Rows of text: every column is to be cast by the statement.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn rows(&mut self, sql: &str) -> Result<Vec<Vec<String>>, String> {
        match self {
            Self::Sqlite(link) => {
                let told = |error: rusqlite::Error| format!("{error}: {sql}");
                let mut statement = link.prepare(sql).map_err(told)?;
                let columns = statement.column_count();
                let rows = statement
                    .query_map([], |row| (0..columns).map(|place| row.get(place)).collect())
                    .map_err(told)?;
                rows.collect::<Result<_, _>>().map_err(told)
            }
            Self::Postgres(link) => {
                let rows = link
                    .query(sql, &[])
                    .map_err(|error| format!("{error:?}: {sql}"))?;
                let text = |row: &postgres::Row| (0..row.len()).map(|at| row.get(at)).collect();
                Ok(rows.iter().map(text).collect())
            }
        }
    }

    /// One number.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn number(&mut self, sql: &str) -> Result<f64, String> {
        let rows = self.rows(sql)?;
        let first = rows.first().and_then(|row| row.first());
        first
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| format!("no number: {sql}"))
    }

    /// Bytes that the whole takes.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn size(&mut self) -> Result<f64, String> {
        self.number(if self.is_sqlite() {
            "SELECT CAST(page_count * page_size AS TEXT) FROM pragma_page_count(), pragma_page_size()"
        } else {
            "SELECT CAST(pg_database_size(current_database()) AS TEXT)"
        })
    }

    /// Tables with their columns.
    fn tables(&mut self) -> Result<BTreeMap<String, Vec<String>>, String> {
        let sql = if self.is_sqlite() {
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        } else {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'"
        };
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in self.rows(sql)? {
            if let [table, column] = row.as_slice() {
                tables
                    .entry(table.clone())
                    .or_default()
                    .push(column.clone());
            }
        }
        Ok(tables)
    }

    /// The columns of one table.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn columns(&mut self, table: &str) -> Result<Vec<String>, String> {
        let all = self.tables()?.remove(table);
        all.ok_or_else(|| format!("no table {table}"))
    }

    /// Rows of all tables, and the bytes of their values.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn weight(&mut self) -> Result<Trace, String> {
        let mut all = Trace::default();
        for (table, columns) in self.tables()? {
            let lengths: Vec<String> = columns
                .iter()
                .map(|column| format!("COALESCE(LENGTH(CAST(\"{column}\" AS TEXT)), 0)"))
                .collect();
            let bytes = format!(
                "SELECT CAST(COALESCE(SUM({}), 0) AS TEXT) FROM \"{table}\"",
                lengths.join(" + ")
            );
            all.bytes += self.number(&bytes)?;
            all.rows += self.number(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM \"{table}\""))?;
        }
        Ok(all)
    }

    /// Acknowledged acts that are not there: each by its number, with what was found instead.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn missing(&mut self, acknowledged: &[Acknowledged]) -> Result<Vec<String>, String> {
        // Each act moves the version by one, the receipt begins at one; and each leaves an event.
        let rows = self.rows(
            "SELECT d.code, CAST(d.version AS TEXT), CAST((SELECT COUNT(*) FROM event e
                WHERE e.subject = 'dossier:' || d.id AND e.kind LIKE 'dossier.%') AS TEXT)
            FROM dossier d WHERE d.code IS NOT NULL",
        )?;
        let found: BTreeMap<&str, (u64, u64)> = rows
            .iter()
            .filter_map(|row| {
                let [code, version, events] = row.as_slice() else {
                    return None;
                };
                Some((code.as_str(), (version.parse().ok()?, events.parse().ok()?)))
            })
            .collect();
        let is_missing = |act: &&Acknowledged| {
            found
                .get(act.code.as_str())
                .is_none_or(|(version, events)| *version < act.acts || *events < act.acts)
        };
        Ok(acknowledged
            .iter()
            .filter(is_missing)
            .map(|act| {
                let there = found.get(act.code.as_str());
                format!("{} act {}: {there:?}", act.code, act.acts)
            })
            .collect())
    }

    /// Dossiers that were carried to their end.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn returned(&mut self) -> Result<u64, String> {
        let sql = "SELECT CAST(COUNT(*) AS TEXT) FROM dossier WHERE state = 'returned'";
        self.number(sql).map(|n| n as u64)
    }
}
