//! The measurement as data: what stands in the JSON, and is told in the table and the picture.
//! For whoever compares one run with another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::grow::Grown;
use crate::kill::Proof;
use crate::machine::{Machine, Noise};
use crate::place::Trace;
use crate::stats::{Latency, median, ratio, spread};

/// What is measured in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// As many rows, written by a loop into SQLite.
    RawSqlite,
    /// As many rows, written by connections into PostgreSQL.
    RawPostgres,
    /// The ceiling program.
    Ceiling,
    /// The program's own constant answer.
    Constant,
    /// The program on SQLite.
    Sqlite,
    /// The program on PostgreSQL.
    Postgres,
    /// Another program, by its address.
    Peer,
}

impl Subject {
    /// As tables name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RawSqlite => "raw rows, SQLite",
            Self::RawPostgres => "raw rows, PostgreSQL",
            Self::Ceiling => "ceiling program",
            Self::Constant => "constant answer",
            Self::Sqlite => "motcua on SQLite",
            Self::Postgres => "motcua on PostgreSQL",
            Self::Peer => "peer",
        }
    }
}

/// One subject at one number of clients, over all rounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// What was measured.
    pub subject: Subject,
    /// How many at once.
    pub clients: usize,
    /// Lives a second in each round; for the constant answer, requests.
    pub rounds: Vec<f64>,
    /// What else the machine did in each round.
    pub noise: Vec<Noise>,
    /// Latencies by kind of request, over all rounds.
    pub latencies: BTreeMap<String, Latency>,
    /// Processor milliseconds of the server, and of its database, for one life.
    pub processor_ms: f64,
    /// Resident memory of the server at most, in MiB.
    pub resident_mib: f64,
}

impl Cell {
    /// The median of the rounds.
    pub fn rate(&self) -> f64 {
        median(&self.rounds)
    }

    /// How far the rounds lie apart.
    pub fn spread(&self) -> f64 {
        spread(&self.rounds)
    }

    /// Cores that others kept busy, in the worst round.
    pub fn foreign(&self) -> f64 {
        let worst = |most: f64, noise: &Noise| most.max(noise.foreign_cores + noise.stolen_cores);
        self.noise.iter().fold(0.0, worst)
    }

    /// Whether others worked so much that the figure says little.
    pub fn is_void(&self) -> bool {
        self.foreign() > 0.15
    }
}

/// One page asked for again and again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Operation {
    /// The program on which database.
    pub subject: Subject,
    /// How many at once.
    pub clients: usize,
    /// Which page.
    pub name: String,
    /// Answers a second.
    pub rate: f64,
    /// How long each took.
    pub latency: Latency,
}

/// A whole run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Measured {
    /// The day of the run.
    pub day: String,
    /// Version of the program.
    pub version: String,
    /// The machine.
    pub machine: Machine,
    /// Seconds of each round.
    pub seconds: f64,
    /// What one life leaves in the database.
    pub trace: Trace,
    /// Size of the program's file in MiB.
    pub program_mib: f64,
    /// Milliseconds from starting the program to its first answer out of the database.
    pub start_ms: f64,
    /// The mix and its references.
    pub cells: Vec<Cell>,
    /// Pages by themselves.
    pub operations: Vec<Operation>,
    /// The proofs of durability.
    pub proofs: Vec<Proof>,
    /// Databases that have grown.
    pub grown: Vec<Grown>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

/// One thing the program was to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What.
    pub what: String,
    /// At least or at most this much.
    pub bar: String,
    /// How much it is.
    pub is: String,
    /// Whether that is enough.
    pub met: bool,
}

impl Measured {
    /// The cell of a subject at so many clients.
    pub fn cell(&self, subject: Subject, clients: usize) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|cell| cell.subject == subject && cell.clients == clients)
    }

    /// What a later run measured stands for what this one had; its growing is added.
    #[must_use]
    pub fn with(self, later: Self) -> Self {
        let grown = if later.grown.is_empty() {
            self.grown
        } else {
            later.grown.clone()
        };
        if later.cells.is_empty() {
            return Self { grown, ..self };
        }
        Self { grown, ..later }
    }

    /// The numbers of clients, in order.
    pub fn clients(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.cells.iter().map(|cell| cell.clients).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The bars of the plan against what was measured.
    pub fn verdicts(&self) -> Vec<Verdict> {
        let most = self.clients().last().copied().unwrap_or_default();
        let rate = |subject| self.cell(subject, most).map_or(0.0, Cell::rate);
        let mut verdicts = Vec::new();
        let mut share = |what: String, part: f64, whole: f64, bar: f64| {
            if whole > 0.0 && part > 0.0 {
                let is = ratio(part, whole);
                verdicts.push(Verdict {
                    what,
                    bar: format!("≥ {bar:.2}"),
                    is: format!("{is:.2}"),
                    met: is >= bar,
                });
            }
        };
        let (ours, theirs) = (rate(Subject::Sqlite), rate(Subject::Ceiling));
        share(
            format!("lives a second, of the ceiling's, {most} clients"),
            ours,
            theirs,
            0.25,
        );
        share(
            format!("lives a second, of raw SQLite rows, {most} clients"),
            ours,
            rate(Subject::RawSqlite),
            0.5,
        );
        share(
            format!("lives a second on PostgreSQL, of raw rows there, {most} clients"),
            rate(Subject::Postgres),
            rate(Subject::RawPostgres),
            0.4,
        );
        let mut at_most = |what: String, is: f64, bar: f64, unit: &str| {
            verdicts.push(Verdict {
                what,
                bar: format!("≤ {bar} {unit}"),
                is: format!("{is:.1} {unit}"),
                met: is <= bar,
            });
        };
        for subject in [Subject::Sqlite, Subject::Postgres] {
            let Some(cell) = self.cell(subject, most) else {
                continue;
            };
            if let Some(act) = cell.latencies.get(crate::log::Op::Act.name()) {
                at_most(
                    format!("p99 of an act, {most} clients, {}", subject.name()),
                    f64::from(act.p99_us) / 1000.0,
                    30.0,
                    "ms",
                );
            }
            at_most(
                format!("resident memory, {most} clients, {}", subject.name()),
                cell.resident_mib,
                150.0,
                "MiB",
            );
        }
        for grown in &self.grown {
            if let Some(page) = grown.pages.iter().find(|page| page.is_dashboard) {
                at_most(
                    format!(
                        "dashboard with {} dossiers, p50, {}",
                        grown.dossiers, grown.database
                    ),
                    f64::from(page.latency.p50_us) / 1000.0,
                    50.0,
                    "ms",
                );
            }
        }
        for proof in &self.proofs {
            verdicts.push(Verdict {
                what: format!("acknowledged acts found after kill -9, {}", proof.database),
                bar: "all".to_owned(),
                is: format!(
                    "{} of {}",
                    proof.acknowledged - proof.missing.len(),
                    proof.acknowledged
                ),
                met: proof.holds(),
            });
        }
        verdicts
    }
}
