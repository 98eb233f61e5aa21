//! The first reference: as many rows and bytes as a life leaves, written into the same database by
//! nothing but a loop. For the ratio that says what law, pages and ledger cost.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use crate::ceiling::open;
use crate::cluster::connect;
use crate::life::WRITES;
use crate::place::Trace;

/// Writes of one dossier, in the proportions that were counted.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    writes: u64,
    rows_per_write: u64,
    bytes_per_row: usize,
}

impl Shape {
    /// As the trace of one life says.
    pub fn of_life(trace: Trace) -> Self {
        Self::of(trace, WRITES)
    }

    /// As the trace of one receipt says.
    pub fn of_receipt(trace: Trace) -> Self {
        Self::of(trace, 1)
    }

    fn of(trace: Trace, writes: u64) -> Self {
        let rows = (trace.rows / writes as f64).round().max(1.0);
        Self {
            writes,
            rows_per_write: rows as u64,
            bytes_per_row: (trace.bytes / trace.rows.max(1.0)).round() as usize,
        }
    }
}

const TABLES: &str = "CREATE TABLE raw_dossier(id BIGINT PRIMARY KEY, state BIGINT NOT NULL, due BIGINT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX raw_by_due ON raw_dossier(state, due);
    CREATE TABLE raw_row(id BIGINT PRIMARY KEY, dossier BIGINT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX raw_by_dossier ON raw_row(dossier);";

const APART: &str = "SET search_path = bench_raw;";

/// One write: which dossier, which of its writes, and where its rows begin.
#[derive(Clone, Copy)]
struct Step {
    dossier: u64,
    place: u64,
    first_row: u64,
}

/// Numbers that are used once.
#[derive(Debug, Default)]
pub struct Numbers {
    dossiers: AtomicU64,
    rows: AtomicU64,
}

impl Numbers {
    fn step(&self, dossier: u64, place: u64, shape: Shape) -> Step {
        Step {
            dossier,
            place,
            first_row: self.rows.fetch_add(shape.rows_per_write, Ordering::Relaxed),
        }
    }
}

/// Makes the tables in a file of its own.
///
/// # Errors
/// What the database refuses.
pub fn prepare_sqlite(file: &Path) -> Result<(), String> {
    let db = open(file).map_err(|error| error.to_string())?;
    db.execute_batch(TABLES).map_err(|error| error.to_string())
}

/// Dossiers a second on SQLite: `clients` wait each for its own commit, one writer groups them.
///
/// # Errors
/// What the database refuses.
pub fn sqlite(
    file: &Path,
    shape: Shape,
    numbers: &Numbers,
    clients: usize,
    duration: Duration,
) -> Result<f64, String> {
    let db = open(file).map_err(|error| error.to_string())?;
    let until = Instant::now() + duration;
    let (ask, asked) = mpsc::channel::<(Step, mpsc::SyncSender<()>)>();
    let writes = std::thread::scope(|scope| {
        let writer = scope.spawn(move || group_commits(&db, shape, &asked));
        let all: Vec<_> = (0..clients)
            .map(|_| {
                let ask = ask.clone();
                scope.spawn(move || {
                    one_client(until, (numbers, shape.writes), |dossier, place| {
                        let (tell, told) = mpsc::sync_channel(1);
                        let step = numbers.step(dossier, place, shape);
                        ask.send((step, tell)).is_ok() && told.recv().is_ok()
                    })
                })
            })
            .collect();
        drop(ask);
        let done: u64 = all
            .into_iter()
            .map(|client| client.join().unwrap_or(0))
            .sum();
        let wrote = writer
            .join()
            .map_err(|_| "the raw writer broke".to_owned())?;
        wrote.map(|()| done).map_err(|error| error.to_string())
    })?;
    Ok(writes as f64 / shape.writes as f64 / duration.as_secs_f64())
}

/// Writes of one client that were acknowledged before the bell.
fn one_client(
    until: Instant,
    (numbers, writes): (&Numbers, u64),
    mut write: impl FnMut(u64, u64) -> bool,
) -> u64 {
    let mut done = 0;
    while Instant::now() < until {
        let dossier = numbers.dossiers.fetch_add(1, Ordering::Relaxed);
        for place in 0..writes {
            if !write(dossier, place) {
                return done;
            }
            if Instant::now() < until {
                done += 1;
            }
        }
    }
    done
}

fn group_commits(
    db: &Connection,
    shape: Shape,
    asked: &mpsc::Receiver<(Step, mpsc::SyncSender<()>)>,
) -> rusqlite::Result<()> {
    let body = "x".repeat(shape.bytes_per_row);
    while let Ok(first) = asked.recv() {
        db.execute_batch("BEGIN IMMEDIATE")?;
        let mut tellers = Vec::new();
        for (step, tell) in std::iter::once(first).chain(asked.try_iter().take(255)) {
            let dossier = step.dossier as i64;
            if step.place == 0 {
                db.prepare_cached("INSERT INTO raw_dossier VALUES (?1, 0, 0, ?2)")?
                    .execute(params![dossier, &body])?;
            } else {
                db.prepare_cached(
                    "UPDATE raw_dossier SET state = state + 1, due = due + 1 WHERE id = ?1",
                )?
                .execute([dossier])?;
            }
            let fresh = shape.rows_per_write - u64::from(step.place == 0);
            for row in 0..fresh {
                db.prepare_cached("INSERT INTO raw_row VALUES (?1, ?2, ?3)")?
                    .execute(params![(step.first_row + row) as i64, dossier, &body])?;
            }
            tellers.push(tell);
        }
        db.execute_batch("COMMIT")?;
        for tell in tellers {
            let _ = tell.send(());
        }
    }
    Ok(())
}

/// Makes the tables on a server.
///
/// # Errors
/// What the server refuses.
pub fn prepare_postgres(url: &str) -> Result<(), String> {
    // Apart from the program's own tables, which its verification counts.
    connect(url)?
        .batch_execute(&format!("CREATE SCHEMA bench_raw; {APART} {TABLES}"))
        .map_err(|error| error.to_string())
}

/// Dossiers a second on PostgreSQL: each client its own connection, one round trip a write.
///
/// # Errors
/// What the server refuses.
pub fn postgres(
    url: &str,
    shape: Shape,
    numbers: &Numbers,
    clients: usize,
    duration: Duration,
) -> Result<f64, String> {
    let mut links = (0..clients)
        .map(|_| {
            let mut link = connect(url)?;
            link.batch_execute(APART)
                .map_err(|error| error.to_string())?;
            Ok(link)
        })
        .collect::<Result<Vec<_>, String>>()?;
    let until = Instant::now() + duration;
    let body = "x".repeat(shape.bytes_per_row);
    let writes = std::thread::scope(|scope| {
        let all: Vec<_> = links
            .iter_mut()
            .map(|link| {
                let body = &body;
                scope.spawn(move || -> Result<u64, postgres::Error> {
                    let create = link.prepare(
                        "WITH d AS (INSERT INTO raw_dossier VALUES ($1, 0, 0, $4))
                        INSERT INTO raw_row SELECT n, $1, $4 FROM generate_series(CAST($2 AS BIGINT), CAST($3 AS BIGINT)) n",
                    )?;
                    let advance = link.prepare(
                        "WITH d AS (UPDATE raw_dossier SET state = state + 1, due = due + 1 WHERE id = $1)
                        INSERT INTO raw_row SELECT n, $1, $4 FROM generate_series(CAST($2 AS BIGINT), CAST($3 AS BIGINT)) n",
                    )?;
                    let mut failure = None;
                    let done = one_client(until, (numbers, shape.writes), |dossier, place| {
                        let step = numbers.step(dossier, place, shape);
                        let statement = if place == 0 { &create } else { &advance };
                        let last = step.first_row + shape.rows_per_write - 1 - u64::from(place == 0);
                        let wrote = link.execute(
                            statement,
                            &[&(dossier as i64), &(step.first_row as i64), &(last as i64), body],
                        );
                        failure = wrote.err();
                        failure.is_none()
                    });
                    failure.map_or(Ok(done), Err)
                })
            })
            .collect();
        let mut sum = 0;
        for client in all {
            let done = client.join().map_err(|_| "a raw client broke".to_owned())?;
            sum += done.map_err(|error| error.to_string())?;
        }
        Ok::<u64, String>(sum)
    })?;
    Ok(writes as f64 / shape.writes as f64 / duration.as_secs_f64())
}
