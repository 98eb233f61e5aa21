//! A commune that has worked for ten years, or a district: ten thousand, a hundred thousand, a million
//! dossiers. For the question whether pages stay as quick as on the first day.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::fill;
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
    /// Bytes that a dossier takes in the database, its indices included.
    #[serde(default)]
    pub bytes_a_dossier: f64,
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

/// How far the pages of a list are turned.
const FAR_PAGE: usize = 100;

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
    (dossiers, say): (u64, &mut dyn FnMut(&str)),
) -> Result<Grown, String> {
    let begun = Instant::now();
    let mut place = Place::open(&data.database)?;
    let filled = fill::fill(&mut place, dossiers, say)?;
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
        bytes_a_dossier: filled.bytes_a_dossier,
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
        ("all, by receipt", "/cb/ho-so?trang-thai=tat-ca&sap=-nhan"),
        ("all, by name", "/cb/ho-so?trang-thai=tat-ca&sap=ten"),
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
            "search among all, two surnames that nobody has",
            "/cb/ho-so?q=pham%20hoang&trang-thai=tat-ca",
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
