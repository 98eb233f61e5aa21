//! The embedded engine: one thread writes, a few read, one moves the log into the file.
//! For `db`; every connection is set up here and nowhere else.

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, ToSql,
    config::DbConfig,
    hooks::Wal,
    params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

use crate::{
    batch,
    error::StoreError,
    link::{Engine, Link},
    private,
    queue::Lanes,
    reads::{Pool, Reads},
    statement::{Seen, Statement},
    tx::Rules,
    value::{Row, Value},
};

/// Acts in one commit.
const BATCH: usize = 256;
/// Page caches in KiB: they are most of the program's memory.
const WRITER_CACHE_KIB: i64 = 8_192;
const READER_CACHE_KIB: i64 = 4_096;
const OTHER_CACHE_KIB: i64 = 512;
/// Pages of log after which the other thread moves them into the file.
const CHECKPOINT_PAGES: i32 = 1_000;
/// Pages of log after which the writer itself stops and empties it (64 MiB).
const LOG_PAGES_MAX: i32 = 16_000;
/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the file is, and over which file system it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub path: PathBuf,
    /// A file system of SQLite's by name; only crash tests name one.
    pub vfs: Option<String>,
    /// Waits for the disk at each commit. False only in the test that shows what would be lost.
    pub durable: bool,
}

pub(crate) struct SqliteLink {
    connection: Connection,
    seen: Seen,
}

impl Place {
    /// A connection that only reads.
    pub(crate) fn reader(&self) -> Result<SqliteLink, StoreError> {
        let connection = self.open(READER_CACHE_KIB)?;
        connection
            .execute_batch("PRAGMA query_only = ON")
            .map_err(|error| failure(&error, ""))?;
        Ok(SqliteLink::new(connection))
    }

    fn open(&self, cache_kib: i64) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let connection = match &self.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(&self.path, flags, vfs.as_str()),
            None => Connection::open_with_flags(&self.path, flags),
        }
        .map_err(|error| failure(&error, ""))?;
        let set = |connection: &Connection| -> rusqlite::Result<()> {
            connection.busy_timeout(PATIENCE)?;
            connection.set_prepared_statement_cache_capacity(256);
            // Why: else each statement with LIKE is planned anew at each call, for the sake of its pattern.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            connection.execute_batch(&format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = {}; PRAGMA foreign_keys = ON;
                 PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0; PRAGMA cache_size = -{cache_kib};
                 PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;",
                if self.durable { "FULL" } else { "OFF" }
            ))
        };
        set(&connection).map_err(|error| failure(&error, ""))?;
        self.check(&connection)?;
        Ok(connection)
    }

    /// Acknowledged acts survive a power cut only with these settings: refuse to run without.
    fn check(&self, connection: &Connection) -> Result<(), StoreError> {
        let journal: String = connection
            .query_row("PRAGMA journal_mode", [], |row| row.get(0))
            .map_err(|error| failure(&error, ""))?;
        let synchronous: i64 = connection
            .query_row("PRAGMA synchronous", [], |row| row.get(0))
            .map_err(|error| failure(&error, ""))?;
        if journal != "wal" || (self.durable && synchronous != 2) {
            return Err(StoreError::Unsuitable(format!(
                "SQLite runs with journal_mode={journal}, synchronous={synchronous} instead of wal and 2"
            )));
        }
        Ok(())
    }

    /// A connection apart from the threads: for migration, verification and tests.
    pub(crate) fn link(&self) -> Result<SqliteLink, StoreError> {
        Ok(SqliteLink::new(self.open(OTHER_CACHE_KIB)?))
    }

    /// One state of the database in a file of its own.
    pub(crate) fn copy(&self, to: &Path) -> Result<(), StoreError> {
        let sql = "VACUUM INTO ?1";
        private::provide(to)?;
        self.raw()?
            .execute(sql, [to.to_string_lossy()])
            .map_err(|error| failure(&error, sql))?;
        std::fs::File::open(to)?.sync_all()?;
        Ok(())
    }

    pub(crate) fn raw(&self) -> Result<Connection, StoreError> {
        self.open(OTHER_CACHE_KIB)
    }
}

impl SqliteLink {
    fn new(connection: Connection) -> Self {
        Self {
            connection,
            seen: Seen::default(),
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Link for SqliteLink {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn control(&mut self, sql: &str) -> Result<(), StoreError> {
        let told = |error: rusqlite::Error| failure(&error, sql);
        // Why kept: each reading begins and ends one, and parsing the word costs more than doing it.
        let is_often = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"]
            .iter()
            .any(|word| sql.starts_with(word));
        if is_often {
            let mut prepared = self.connection.prepare_cached(sql).map_err(told)?;
            return prepared.execute([]).map(|_| ()).map_err(told);
        }
        self.connection.execute_batch(sql).map_err(told)
    }

    fn statement(&mut self, sql: &str) -> Result<Arc<Statement>, StoreError> {
        self.seen.get(sql)
    }

    fn query(&mut self, statement: &Statement, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        self.stream(statement, params, &mut |row| {
            found.push(row);
            Ok(())
        })?;
        Ok(found)
    }

    fn each(
        &mut self,
        sql: &str,
        see: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.statement(sql)?;
        self.stream(&statement, &[], &mut |row| see(&row))
    }

    fn execute(&mut self, statement: &Statement, params: &[Value]) -> Result<u64, StoreError> {
        let told = |error: rusqlite::Error| failure(&error, &statement.dollar);
        let mut prepared = self
            .connection
            .prepare_cached(&statement.question)
            .map_err(told)?;
        let changed = prepared.execute(params_from_iter(params)).map_err(told)?;
        Ok(changed as u64)
    }

    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}

impl SqliteLink {
    fn stream(
        &mut self,
        statement: &Statement,
        params: &[Value],
        see: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let told = |error: rusqlite::Error| failure(&error, &statement.dollar);
        let mut prepared = self
            .connection
            .prepare_cached(&statement.question)
            .map_err(told)?;
        let columns = statement.columns.get_or_init(|| {
            let names = prepared.column_names();
            names.into_iter().map(str::to_owned).collect()
        });
        let mut rows = prepared.query(params_from_iter(params)).map_err(told)?;
        while let Some(row) = rows.next().map_err(told)? {
            let values = (0..columns.len())
                .map(|place| value(row.get_ref(place).map_err(told)?, &columns[place]))
                .collect::<Result<Vec<_>, _>>()?;
            see(Row {
                columns: Arc::clone(columns),
                values,
            })?;
        }
        Ok(())
    }
}

fn value(found: ValueRef<'_>, column: &str) -> Result<Value, StoreError> {
    match found {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec())
            .map(Value::Text)
            .map_err(|_| StoreError::Corrupt(format!("column {column} is not UTF-8"))),
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_vec())),
        ValueRef::Real(_) => Err(StoreError::Column(format!(
            "{column} is a fraction: cast it to BIGINT"
        ))),
    }
}

fn failure(error: &rusqlite::Error, sql: &str) -> StoreError {
    let text = if sql.is_empty() {
        error.to_string()
    } else {
        format!("{error}, in: {sql}")
    };
    let Some(code) = error.sqlite_error() else {
        return StoreError::Sql(text);
    };
    match code.extended_code {
        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            return StoreError::Unique {
                constraint: constraint(&error.to_string()),
            };
        }
        _ => {}
    }
    match code.code {
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::DiskFull
        | ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::ReadOnly => StoreError::Unavailable(text),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Corrupt(text),
        _ => StoreError::Sql(text),
    }
}

/// `UNIQUE constraint failed: t.a, t.b` as `t(a, b)`, which PostgreSQL's errors become too.
fn constraint(message: &str) -> String {
    let list = message.rsplit("failed: ").next().unwrap_or_default();
    let pairs: Vec<(&str, &str)> = list
        .split(", ")
        .filter_map(|name| name.split_once('.'))
        .collect();
    match pairs.first() {
        Some((table, _)) => {
            let columns: Vec<&str> = pairs.iter().map(|(_, column)| *column).collect();
            format!("{table}({})", columns.join(", "))
        }
        None => list.to_owned(),
    }
}

thread_local! {
    /// Pages in the log after this thread's last commit.
    static LOG_PAGES: Cell<i32> = const { Cell::new(0) };
}

fn note_log(_: &Wal, pages: std::ffi::c_int) -> rusqlite::Result<()> {
    LOG_PAGES.set(pages);
    Ok(())
}

/// The threads of an open database.
pub(crate) struct Threads {
    pub acts: Arc<Lanes<Box<dyn batch::Act>>>,
    pub reads: Reads,
    pub handles: Vec<JoinHandle<()>>,
}

/// Opens all connections, checks their settings and starts the threads.
pub(crate) fn start(
    place: &Place,
    rules: Arc<Rules>,
    readers: usize,
) -> Result<Threads, StoreError> {
    let acts = Arc::new(Lanes::new());
    let mut handles = Vec::new();
    let (full, emptied) = mpsc::sync_channel(1);
    let mut writer = SqliteLink::new(place.open(WRITER_CACHE_KIB)?);
    writer.connection.wal_hook(Some(note_log));
    let queue = Arc::clone(&acts);
    handles.push(thread("writer", move || {
        write(&mut writer, &rules, &queue, &full)
    })?);
    let mover = place.open(OTHER_CACHE_KIB)?;
    handles.push(thread("checkpoint", move || {
        while emptied.recv() == Ok(()) {
            checkpoint(&mover, "PASSIVE");
        }
    })?);
    let reads = Reads::Here(Pool::open(place, readers)?);
    Ok(Threads {
        acts,
        reads,
        handles,
    })
}

pub(crate) fn thread(
    name: &str,
    body: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new()
        .name(format!("store {name}"))
        .spawn(body)
        .map_err(|error| StoreError::Unavailable(format!("no thread: {error}")))
}

fn write(
    link: &mut SqliteLink,
    rules: &Rules,
    queue: &Lanes<Box<dyn batch::Act>>,
    full: &mpsc::SyncSender<()>,
) {
    while let Some((lane, mut acts)) = queue.take(BATCH) {
        while !acts.is_empty() {
            batch::run(link, rules, &mut acts);
        }
        queue.done(&lane);
        let pages = LOG_PAGES.get();
        if pages > LOG_PAGES_MAX {
            checkpoint(&link.connection, "RESTART");
        } else if pages > CHECKPOINT_PAGES {
            // Full means that the other thread knows already.
            let _ = full.try_send(());
        }
    }
}

/// Moves the log into the file. A reader in its way is no error: the next turn does the rest.
fn checkpoint(connection: &Connection, mode: &str) {
    let _ = connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()));
}

/// The folder must be there before SQLite can make the file; what SQLite writes beside the file gets
/// the file's own rights.
pub(crate) fn make_room(place: &Place) -> Result<(), StoreError> {
    match place.path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => private::folder(folder)?,
        _ => {}
    }
    if place.vfs.is_none() && !place.path.exists() {
        private::provide(&place.path)?;
    }
    Ok(())
}
