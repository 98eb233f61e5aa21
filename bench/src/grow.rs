//! A commune that has worked for ten years, or a district: ten thousand, a hundred thousand, a million
//! dossiers. For the question whether pages stay as quick as on the first day.
//!
//! The dossiers are copies of the demonstration's, put in by the database alone: no events, no seals.
//! That is enough for lists, counts and searches, and nothing that anybody may work with afterwards.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::load::{self, Account, Target, Who, Work};
use crate::log::Op;
use crate::machine::{forget_peak, resident_mib};
use crate::page;
use crate::place::Place;
use crate::scratch::Scratch;
use crate::server::{Data, Server};
use crate::stats::Latency;
use crate::wire::{Ask, Wire};

/// Pages of a database that has grown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Grown {
    /// Which database.
    pub database: String,
    /// Dossiers in it.
    pub dossiers: u64,
    /// Of these, not ended yet.
    pub open: u64,
    /// Seconds that the growing took.
    pub grown_in_s: f64,
    /// Milliseconds from the start of the program to its first answer out of the database.
    pub start_ms: f64,
    /// Resident memory at most, in MiB.
    pub resident_mib: f64,
    /// What was asked.
    pub pages: Vec<GrownPage>,
}

/// One page of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GrownPage {
    /// Which.
    pub name: String,
    /// Whether it is the leader's page, which has a bar of its own.
    pub is_dashboard: bool,
    /// How long it took one client.
    pub latency: Latency,
}

/// One open dossier among so many.
const OPEN_ONE_IN: u64 = 100;
/// Rows put in by one statement.
const CHUNK: u64 = 100_000;
/// How far the pages of a list are turned.
const FAR_PAGE: usize = 100;

/// Grows the demonstration's database until it holds `dossiers`.
///
/// # Errors
/// What the database refuses.
pub fn grow(place: &mut Place, dossiers: u64) -> Result<(), String> {
    let there = place.number("SELECT CAST(COUNT(*) AS TEXT) FROM dossier")? as u64;
    if place.is_sqlite() {
        // Why: if the machine fails meanwhile, the file is thrown away anyway.
        place.run(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF;",
        )?;
    }
    templates(place, "ended", "state = 'returned'")?;
    let open = "state IN ('received', 'processing', 'awaiting_supplement', 'stopped', 'finished')";
    templates(place, "open", open)?;
    let grown_before =
        place.number("SELECT CAST(COUNT(*) AS TEXT) FROM dossier WHERE id LIKE 'grown%'")? as u64;
    let (mut from, end) = (grown_before, grown_before + dossiers.saturating_sub(there));
    while from < end {
        let to = (from + CHUNK).min(end);
        copy(
            place,
            "ended",
            from,
            to,
            &format!("n.i % {OPEN_ONE_IN} <> 0"),
        )?;
        copy(place, "open", from, to, &format!("n.i % {OPEN_ONE_IN} = 0"))?;
        from = to;
    }
    place.run("DROP TABLE template_ended; DROP TABLE template_open;")?;
    if grown_before == 0 {
        older_facts(place)?;
    }
    if place.is_sqlite() {
        place.run("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE);")
    } else {
        place.run("ANALYZE")
    }
}

/// The dossiers to copy, numbered from zero.
fn templates(place: &mut Place, name: &str, condition: &str) -> Result<(), String> {
    place.run(&format!(
        "CREATE TABLE template_{name} AS
            SELECT dossier.*, ROW_NUMBER() OVER (ORDER BY id) - 1 AS k FROM dossier
            WHERE {condition} AND id NOT LIKE 'grown%';
        CREATE INDEX template_{name}_k ON template_{name}(k);"
    ))
}

/// Copies with numbers of their own; ended ones lie up to ten years back.
fn copy(place: &mut Place, of: &str, from: u64, to: u64, which: &str) -> Result<(), String> {
    let count = place
        .number(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM template_{of}"))?
        .max(1.0) as u64;
    let days = if of == "ended" { 3_650 } else { 20 };
    let back = format!("(n.i % {days}) * 86400000");
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT CAST({from} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {to})"
    );
    let source = format!("FROM n JOIN template_{of} t ON t.k = n.i % {count}");
    let id = "'grown' || CAST(100000000 + n.i AS TEXT)";
    let dossier = |column: &str| match column {
        "id" => id.to_owned(),
        "tracking" => "'G' || CAST(10000000 + n.i AS TEXT)".to_owned(),
        "code" => "'G-' || CAST(10000000 + n.i AS TEXT)".to_owned(),
        "filed_at" | "received_at" | "due_at" | "step_due" | "finished_at" | "returned_at" => {
            format!("t.{column} - {back}")
        }
        "due_sort" => {
            format!("CASE WHEN t.due_at IS NULL THEN t.due_sort ELSE t.due_sort - {back} END")
        }
        _ => format!("t.{column}"),
    };
    insert(
        place,
        "dossier",
        &numbers,
        &format!("{source} WHERE {which}"),
        dossier,
    )?;
    let party = |column: &str| match column {
        "id" => "'grown-party' || CAST(100000000 + n.i AS TEXT)".to_owned(),
        "dossier_id" => id.to_owned(),
        _ => format!("p.{column}"),
    };
    let of_owner = "JOIN dossier_party p ON p.dossier_id = t.id AND p.role = 'owner'";
    insert(
        place,
        "dossier_party",
        &numbers,
        &format!("{source} {of_owner} WHERE {which}"),
        party,
    )?;
    let search = |column: &str| match column {
        "dossier_id" => id.to_owned(),
        _ => format!("s.{column}"),
    };
    let of_search = "JOIN dossier_search s ON s.dossier_id = t.id";
    insert(
        place,
        "dossier_search",
        &numbers,
        &format!("{source} {of_search} WHERE {which}"),
        search,
    )
}

fn insert(
    place: &mut Place,
    table: &str,
    numbers: &str,
    source: &str,
    value: impl Fn(&str) -> String,
) -> Result<(), String> {
    let columns = place.columns(table)?;
    let values: Vec<String> = columns.iter().map(|column| value(column)).collect();
    let sql = format!(
        "INSERT INTO {table}({}) {numbers} SELECT {} {source}",
        columns.join(", "),
        values.join(", ")
    );
    place.run(&sql)
}

/// Nine more years of what was counted, so that the sums have ten years to add up.
fn older_facts(place: &mut Place) -> Result<(), String> {
    for year in 2014..2023 {
        place.run(&format!(
            "INSERT INTO fact(agency, measure, procedure, channel, day, n)
                SELECT agency, measure, procedure, channel, '{year}' || SUBSTR(day, 5), n FROM fact
                WHERE day LIKE '2023%' ON CONFLICT DO NOTHING"
        ))?;
    }
    Ok(())
}

/// Grows and asks.
///
/// # Errors
/// What the database refuses, or a page that does not open.
pub fn measure(
    runtime: &Runtime,
    scratch: &Scratch,
    program: &Path,
    data: &Data,
    accounts: &[Account],
    dossiers: u64,
) -> Result<Grown, String> {
    let begun = Instant::now();
    let mut place = Place::open(&data.database)?;
    grow(&mut place, dossiers)?;
    let grown_in_s = begun.elapsed().as_secs_f64();
    let count = |place: &mut Place, condition: &str| {
        place.number(&format!(
            "SELECT CAST(COUNT(*) AS TEXT) FROM dossier WHERE {condition}"
        ))
    };
    let all = count(&mut place, "1 = 1")? as u64;
    let open = count(
        &mut place,
        "state IN ('submitted', 'received', 'processing', 'awaiting_supplement', 'awaiting_payment', 'stopped')",
    )? as u64;
    drop(place);
    let starting = Instant::now();
    let server = data.serve(program, scratch)?;
    let target = answering(runtime, &server, accounts)?;
    let start_ms = starting.elapsed().as_secs_f64() * 1000.0;
    target
        .citizens
        .store(700_000, std::sync::atomic::Ordering::Relaxed);
    forget_peak(server.id());
    let mut pages = Vec::new();
    for (name, path, who) in asked(runtime, &target)? {
        let latency = page_latency(runtime, &target, &path, who)?;
        pages.push(GrownPage {
            is_dashboard: name == DASHBOARD,
            name,
            latency,
        });
    }
    let lives = load::run(
        runtime,
        &target,
        &Work::Lives { keep: false },
        1,
        Duration::from_secs(2),
    )?;
    pages.push(GrownPage {
        name: "an act, sent".to_owned(),
        is_dashboard: false,
        latency: Latency::of(lives.times.get(&Op::Act).cloned().unwrap_or_default()),
    });
    Ok(Grown {
        database: data.name.to_owned(),
        dossiers: all,
        open,
        grown_in_s,
        start_ms,
        resident_mib: resident_mib(server.id()).1,
        pages,
    })
}

fn answering(runtime: &Runtime, server: &Server, accounts: &[Account]) -> Result<Target, String> {
    let mut wire = Wire::new(server.address);
    let health = Ask {
        path: "/healthz",
        ..Ask::default()
    };
    runtime.block_on(wire.ask(health))?;
    server.signed_in(runtime, accounts, &[])
}

fn page_latency(
    runtime: &Runtime,
    target: &Target,
    path: &str,
    who: Who,
) -> Result<Latency, String> {
    let work = Work::Pages {
        paths: Arc::new(vec![path.to_owned()]),
        who,
    };
    // Once to warm the caches, then for a second.
    load::run(runtime, target, &work, 1, Duration::from_millis(1))?;
    let told = load::run(runtime, target, &work, 1, Duration::from_secs(1))?;
    let times = told.times.get(&Op::Other).cloned().unwrap_or_default();
    if times.is_empty() {
        return Ok(Latency {
            n: 0,
            p50_us: 1_000_000,
            p90_us: 1_000_000,
            p99_us: 1_000_000,
            max_us: 1_000_000,
        });
    }
    Ok(Latency::of(times))
}

const DASHBOARD: &str = "leader's page";
/// Where the leader's page may be; the first that opens.
pub(crate) const LEADERS_PAGES: [&str; 2] = ["/cb/ke-hoach", "/cb/viec"];

/// The pages to ask for; the far ones are found by turning pages, as a reader would.
fn asked(runtime: &Runtime, target: &Target) -> Result<Vec<(String, String, Who)>, String> {
    let mut asked = Vec::new();
    let leaders = leaders_page(runtime, target);
    asked.push((DASHBOARD.to_owned(), leaders, Who::Chair));
    asked.push(("own work".to_owned(), "/cb/viec".to_owned(), Who::Counter));
    for (name, path) in [
        ("open dossiers", "/cb/ho-so"),
        ("all dossiers", "/cb/ho-so?trang-thai=tat-ca"),
        (
            "all, by receipt",
            "/cb/ho-so?trang-thai=tat-ca&sap=-ngay-nhan",
        ),
    ] {
        asked.push((format!("{name}, page 1"), path.to_owned(), Who::Counter));
        let far = runtime.block_on(turned(target, path))?;
        asked.push((format!("{name}, page {}", far.1), far.0, Who::Counter));
    }
    for (name, path) in [
        ("search among open, two words", "/cb/ho-so?q=nguyen%20thi"),
        (
            "search among all, two words",
            "/cb/ho-so?q=nguyen%20thi&trang-thai=tat-ca",
        ),
        (
            "search among all, a number",
            "/cb/ho-so?q=231031-0003&trang-thai=tat-ca",
        ),
    ] {
        asked.push((name.to_owned(), path.to_owned(), Who::Counter));
    }
    asked.push((
        "counter's form".to_owned(),
        "/cb/quay".to_owned(),
        Who::Counter,
    ));
    Ok(asked)
}

/// The leader's page of this program.
pub(crate) fn leaders_page(runtime: &Runtime, target: &Target) -> String {
    let mut wire = Wire::new(target.address);
    let cookie = target.sessions[0].chair.clone();
    for path in LEADERS_PAGES {
        let ask = Ask {
            path,
            cookie: &cookie,
            ..Ask::default()
        };
        if runtime
            .block_on(wire.ask(ask))
            .is_ok_and(|answer| answer.status == 200)
        {
            return path.to_owned();
        }
    }
    "/cb/viec".to_owned()
}

async fn turned(target: &Target, path: &str) -> Result<(String, usize), String> {
    let mut wire = Wire::new(target.address);
    let cookie = target.sessions[0].counter.clone();
    let (mut here, mut number) = (path.to_owned(), 1);
    while number < FAR_PAGE {
        let answer = wire
            .ask(Ask {
                path: &here,
                cookie: &cookie,
                ..Ask::default()
            })
            .await?;
        let Some(next) = page::next(answer.text()) else {
            break;
        };
        here = next;
        number += 1;
    }
    Ok((here, number))
}
