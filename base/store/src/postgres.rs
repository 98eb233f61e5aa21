//! The engine on a server: plain threads with a connection each, acts batched per agency.
//! For `db`; every connection is set up here and nowhere else.

mod values;

use std::{collections::HashMap, error::Error, sync::Arc, time::Duration};

use postgres::{Client, Config, NoTls, fallible_iterator::FallibleIterator as _};

use crate::{
    batch,
    error::StoreError,
    link::{Engine, Link},
    queue::Lanes,
    reads::{Read, Reads},
    sqlite::{Threads, thread},
    statement::{Seen, Statement},
    tx::Rules,
    value::{Row, Value},
};

use values::{Cell, borrowed};

/// Acts in one commit: beyond 64 savepoints PostgreSQL keeps subtransactions on disk.
const BATCH: usize = 60;
/// Connections that write: agencies beside one another, never one agency twice.
const WRITERS: usize = 4;
/// Prepared statements kept per connection.
const KEPT: usize = 1_000;

pub(crate) struct PostgresLink {
    config: Config,
    client: Option<Client>,
    seen: Seen,
    prepared: HashMap<String, postgres::Statement>,
    /// A reading is over, and the server is still to be told.
    is_over: bool,
}

impl PostgresLink {
    /// Connects and refuses a server that would lose acknowledged acts or compare text by language.
    pub(crate) fn connect(config: &Config) -> Result<Self, StoreError> {
        let mut link = Self {
            config: config.clone(),
            client: None,
            seen: Seen::default(),
            prepared: HashMap::new(),
            is_over: false,
        };
        link.ensure()?;
        Ok(link)
    }

    fn ensure(&mut self) -> Result<(), StoreError> {
        if self
            .client
            .as_ref()
            .is_some_and(|client| !client.is_closed())
        {
            return Ok(());
        }
        self.client = None;
        self.is_over = false;
        self.prepared.clear();
        let mut client = open(&self.config)?;
        check(&mut client)?;
        self.client = Some(client);
        Ok(())
    }

    fn client(&mut self) -> Result<&mut Client, StoreError> {
        self.client
            .as_mut()
            .ok_or_else(|| StoreError::Unavailable("not connected".to_owned()))
    }

    fn prepared(&mut self, statement: &Statement) -> Result<postgres::Statement, StoreError> {
        if let Some(known) = self.prepared.get(&statement.dollar) {
            return Ok(known.clone());
        }
        let fresh = self
            .client()?
            .prepare(&statement.dollar)
            .map_err(|error| failure(&error, &statement.dollar))?;
        if self.prepared.len() >= KEPT {
            self.prepared.clear();
        }
        self.prepared
            .insert(statement.dollar.clone(), fresh.clone());
        Ok(fresh)
    }

    /// Tells the server that the reading is over, when no other begins at once.
    fn settle(&mut self) {
        if std::mem::take(&mut self.is_over) {
            // Nothing was written; if the connection broke, the next BEGIN connects anew.
            let _ = self.control("ROLLBACK");
        }
    }

    /// A statement that failed may have been prepared for tables that have changed since.
    fn told(&mut self, error: &postgres::Error, statement: &Statement) -> StoreError {
        self.prepared.remove(&statement.dollar);
        failure(error, &statement.dollar)
    }
}

/// A connection set up as the store needs it.
pub(crate) fn open(config: &Config) -> Result<Client, StoreError> {
    let mut config = config.clone();
    config
        .connect_timeout(Duration::from_secs(10))
        .application_name("motcua");
    let mut client = config
        .connect(NoTls)
        .map_err(|error| match failure(&error, "") {
            StoreError::Sql(text) => StoreError::Unavailable(text),
            other => other,
        })?;
    client
        .batch_execute("SET lock_timeout = '10s'; SET standard_conforming_strings = on; SET client_min_messages = warning")
        .map_err(|error| failure(&error, ""))?;
    Ok(client)
}

fn check(client: &mut Client) -> Result<(), StoreError> {
    let wanted: [(&str, &[&str]); 4] = [
        ("fsync", &["on"]),
        ("full_page_writes", &["on"]),
        ("synchronous_commit", &["on", "remote_apply"]),
        ("server_encoding", &["UTF8"]),
    ];
    for (name, allowed) in wanted {
        let found: String = client
            .query_one("SELECT current_setting($1)", &[&name])
            .map_err(|error| failure(&error, name))?
            .get(0);
        if !allowed.contains(&found.as_str()) {
            return Err(StoreError::Unsuitable(format!(
                "PostgreSQL runs with {name} = {found} instead of {}",
                allowed[0]
            )));
        }
    }
    let collation: String = client
        .query_one(
            "SELECT CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()",
            &[],
        )
        .map_err(|error| failure(&error, "collation"))?
        .get(0);
    if !matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
        return Err(StoreError::Unsuitable(format!(
            "the database compares text as {collation}: create it with TEMPLATE template0 LC_COLLATE 'C'"
        )));
    }
    Ok(())
}

impl Link for PostgresLink {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn control(&mut self, sql: &str) -> Result<(), StoreError> {
        if sql.starts_with("BEGIN") {
            self.ensure()?;
            let begun = match std::mem::take(&mut self.is_over) {
                true => self.client()?.batch_execute(&format!("ROLLBACK; {sql}")),
                false => self.client()?.batch_execute(sql),
            };
            if begun.is_ok() {
                return Ok(());
            }
            // A connection broken since the last transaction shows only now; nothing was begun.
            self.client = None;
            self.ensure()?;
        }
        self.client()?
            .batch_execute(sql)
            .map_err(|error| failure(&error, sql))
    }

    /// Why not at once: whoever asked need not wait for it, and under load the next reading's BEGIN
    /// carries it along.
    fn end_reading(&mut self) {
        self.is_over = true;
    }

    fn statement(&mut self, sql: &str) -> Result<Arc<Statement>, StoreError> {
        self.seen.get(sql)
    }

    fn query(&mut self, statement: &Statement, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let prepared = self.prepared(statement)?;
        let found = self.client()?.query(&prepared, &borrowed(params));
        let found = found.map_err(|error| self.told(&error, statement))?;
        let columns = statement.columns.get_or_init(|| names(&prepared));
        found.iter().map(|row| read(row, columns)).collect()
    }

    fn each(
        &mut self,
        sql: &str,
        see: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.statement(sql)?;
        let prepared = self.prepared(&statement)?;
        let columns = names(&prepared);
        let nothing: [i64; 0] = [];
        let mut rows = self
            .client()?
            .query_raw(&prepared, nothing)
            .map_err(|error| failure(&error, sql))?;
        while let Some(row) = rows.next().map_err(|error| failure(&error, sql))? {
            see(&read(&row, &columns)?)?;
        }
        Ok(())
    }

    fn execute(&mut self, statement: &Statement, params: &[Value]) -> Result<u64, StoreError> {
        let prepared = self.prepared(statement)?;
        let changed = self.client()?.execute(&prepared, &borrowed(params));
        changed.map_err(|error| self.told(&error, statement))
    }

    fn in_transaction(&self) -> bool {
        self.client
            .as_ref()
            .is_some_and(|client| !client.is_closed())
    }
}

fn names(prepared: &postgres::Statement) -> Arc<[String]> {
    prepared
        .columns()
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

fn read(row: &postgres::Row, columns: &Arc<[String]>) -> Result<Row, StoreError> {
    let values = (0..columns.len())
        .map(|place| {
            row.try_get::<_, Cell>(place)
                .map(|cell| cell.0)
                .map_err(|error| StoreError::Column(format!("{}: {error}", columns[place])))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Row {
        columns: Arc::clone(columns),
        values,
    })
}

pub(crate) fn failure(error: &postgres::Error, sql: &str) -> StoreError {
    let Some(told) = error.as_db_error() else {
        let text = source_text(error);
        // Without an answer of the server, either the connection is gone or a parameter did not fit.
        return if error.is_closed()
            || error
                .source()
                .is_some_and(|source| source.is::<std::io::Error>())
        {
            StoreError::Unavailable(text)
        } else {
            StoreError::Sql(format!("{text}, in: {sql}"))
        };
    };
    let text = format!("{} ({}), in: {sql}", told.message(), told.code().code());
    match told.code().code() {
        "23505" => StoreError::Unique {
            constraint: constraint(told),
        },
        "XX001" | "XX002" => StoreError::Corrupt(text),
        "40001" | "40P01" | "55P03" => StoreError::Unavailable(text),
        code if ["08", "53", "57"].contains(&&code[..2]) => StoreError::Unavailable(text),
        _ => StoreError::Sql(text),
    }
}

fn source_text(error: &postgres::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// `Key (a, b)=(1, 2) already exists.` of table t as `t(a, b)`, as SQLite's errors become too.
fn constraint(told: &postgres::error::DbError) -> String {
    let columns = told
        .detail()
        .and_then(|detail| Some(&detail[detail.find('(')? + 1..detail.find(")=(")?]));
    match (told.table(), columns) {
        (Some(table), Some(columns)) => format!("{table}({})", columns.replace('"', "")),
        _ => told.constraint().unwrap_or_default().to_owned(),
    }
}

/// Connects all threads' connections and starts them.
pub(crate) fn start(
    config: &Config,
    rules: &Arc<Rules>,
    readers: usize,
) -> Result<Threads, StoreError> {
    let acts: Arc<Lanes<Box<dyn batch::Act>>> = Arc::new(Lanes::new());
    let reads: Arc<Lanes<Read>> = Arc::new(Lanes::new());
    let mut handles = Vec::new();
    for _ in 0..WRITERS {
        let mut link = PostgresLink::connect(config)?;
        let (rules, queue) = (Arc::clone(rules), Arc::clone(&acts));
        handles.push(thread("writer", move || {
            while let Some((lane, mut acts)) = queue.take(BATCH) {
                while !acts.is_empty() {
                    batch::run(&mut link, &rules, &mut acts);
                }
                queue.done(&lane);
            }
        })?);
    }
    for _ in 0..readers.max(1) {
        let mut link = PostgresLink::connect(config)?;
        let queue = Arc::clone(&reads);
        handles.push(thread("reader", move || {
            while let Some((lane, tasks)) = queue.take(1) {
                queue.done(&lane);
                for read in tasks {
                    read(&mut link);
                }
                if queue.waiting() == 0 {
                    link.settle();
                }
            }
        })?);
    }
    Ok(Threads {
        acts,
        reads: Reads::There(reads),
        handles,
    })
}
