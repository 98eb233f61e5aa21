//! The ceiling: the least that any program must do for the same life, in a hundred lines.
//! Durable and grouped like ours, but without people, law, forms, pages or a ledger.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use axum::Router;
use axum::extract::{Path as At, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use rusqlite::{Connection, params};
use tokio::sync::oneshot;

/// Dossiers that are there before the first request.
const STOCK: i64 = 50_000;

enum Write {
    Create,
    Advance(i64),
}

type Asked = (Write, oneshot::Sender<i64>);

struct Ceiling {
    writer: mpsc::Sender<Asked>,
    readers: Vec<Mutex<Connection>>,
}

/// Opens a database as ours is opened: a write-ahead log, and every commit on the disk.
pub(crate) fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "CREATE TABLE dossier(id INTEGER PRIMARY KEY, code TEXT UNIQUE, state INTEGER, due INTEGER, body TEXT);
         CREATE INDEX by_due ON dossier(state, due);
         CREATE TABLE event(id INTEGER PRIMARY KEY, dossier INTEGER, kind INTEGER, body TEXT);
         CREATE INDEX by_dossier ON event(dossier);
         CREATE TABLE outbox(id INTEGER PRIMARY KEY, dossier INTEGER); BEGIN;",
    )?;
    for _ in 0..STOCK {
        write(connection, &Write::Create)?;
    }
    connection.execute_batch("COMMIT")
}

fn write(db: &Connection, write: &Write) -> rusqlite::Result<i64> {
    let body = "x".repeat(900);
    let id = match write {
        Write::Create => {
            db.prepare_cached(
                "INSERT INTO dossier(code, state, due, body) SELECT 'D' || (1 + COALESCE(MAX(id), 0)), 0, 0, ?1 FROM dossier",
            )?
            .execute([body])?;
            db.last_insert_rowid()
        }
        Write::Advance(id) => {
            db.prepare_cached("UPDATE dossier SET state = state + 1, due = due + 1 WHERE id = ?1")?
                .execute([id])?;
            *id
        }
    };
    db.prepare_cached("INSERT INTO event(dossier, kind, body) VALUES (?1, 1, '{}')")?
        .execute([id])?;
    db.prepare_cached("INSERT INTO outbox(dossier) VALUES (?1)")?
        .execute([id])?;
    Ok(id)
}

fn group_commits(db: &Connection, asked: &mpsc::Receiver<Asked>) -> rusqlite::Result<()> {
    while let Ok(first) = asked.recv() {
        let batch: Vec<Asked> = std::iter::once(first)
            .chain(asked.try_iter().take(255))
            .collect();
        db.execute_batch("BEGIN IMMEDIATE")?;
        let done: Vec<i64> = batch
            .iter()
            .map(|(what, _)| write(db, what))
            .collect::<Result<_, _>>()?;
        db.execute_batch("COMMIT")?;
        for ((_, tell), id) in batch.into_iter().zip(done) {
            // A client that hung up needs no answer.
            let _ = tell.send(id);
        }
    }
    Ok(())
}

impl Ceiling {
    async fn write(&self, what: Write) -> Result<String, StatusCode> {
        let (tell, told) = oneshot::channel();
        let gone = StatusCode::SERVICE_UNAVAILABLE;
        self.writer.send((what, tell)).map_err(|_| gone)?;
        told.await.map(|id| id.to_string()).map_err(|_| gone)
    }

    fn read(&self, place: i64, sql: &str, id: i64) -> Result<String, StatusCode> {
        let reader = &self.readers[place.unsigned_abs() as usize % self.readers.len()];
        let db = reader.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || -> rusqlite::Result<String> {
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![id])?;
            let mut text = String::new();
            while let Some(row) = rows.next()? {
                text.push_str(&row.get::<_, String>(0)?);
            }
            Ok(text)
        };
        read().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
    }
}

const GET: &str =
    "SELECT body FROM dossier WHERE id = ?1 UNION ALL SELECT body FROM event WHERE dossier = ?1";
const LIST: &str =
    "SELECT code || ';' FROM dossier WHERE state = 0 AND due > ?1 - 1 ORDER BY due LIMIT 20";

/// Serves until it is ended.
///
/// # Errors
/// What the database or the system refuses.
pub fn serve(file: &Path, listen: SocketAddr) -> Result<(), String> {
    let told = |error: rusqlite::Error| error.to_string();
    let writer = open(file).map_err(told)?;
    prepare(&writer).map_err(told)?;
    let (ask, asked) = mpsc::channel();
    std::thread::spawn(move || group_commits(&writer, &asked));
    let readers = (0..2).map(|_| open(file).map(Mutex::new));
    let ceiling = Arc::new(Ceiling {
        writer: ask,
        readers: readers.collect::<Result<_, _>>().map_err(told)?,
    });
    let router = Router::new()
        .route(
            "/create",
            post(async |State(it): State<Arc<Ceiling>>| it.write(Write::Create).await),
        )
        .route(
            "/advance/{id}",
            post(async |State(it): State<Arc<Ceiling>>, At(id): At<i64>| {
                it.write(Write::Advance(id)).await
            }),
        )
        .route(
            "/get/{id}",
            get(async |State(it): State<Arc<Ceiling>>, At(id): At<i64>| it.read(id, GET, id)),
        )
        .route(
            "/list",
            get(async |State(it): State<Arc<Ceiling>>| it.read(0, LIST, 0)),
        )
        .with_state(ceiling);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .map_err(|error| error.to_string())?;
        axum::serve(listener, router)
            .await
            .map_err(|error| error.to_string())
    })
}
