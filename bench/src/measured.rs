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
    /// The program on SQLite, called by programs.
    SqliteCalls,
    /// The program on SQLite, its pages opened by browsers.
    Sqlite,
    /// The program on PostgreSQL, called by programs.
    PostgresCalls,
    /// The program on PostgreSQL, its pages opened by browsers.
    Postgres,
    /// Another program, by its address.
    Peer,
    /// As many rows as receipts leave, written by a loop into SQLite.
    RawSqliteReceipts,
    /// As many rows as receipts leave, written by connections into PostgreSQL.
    RawPostgresReceipts,
    /// Receipts alone, by programs, on SQLite.
    SqliteReceipts,
    /// Receipts alone, by programs, on PostgreSQL.
    PostgresReceipts,
    /// Looks at a dossier alone, by programs, on SQLite.
    SqliteLooks,
}

impl Subject {
    /// As tables name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RawSqlite => "raw rows, SQLite",
            Self::RawPostgres => "raw rows, PostgreSQL",
            Self::Ceiling => "ceiling program",
            Self::Constant => "constant answer",
            Self::SqliteCalls => "motcua on SQLite, by programs",
            Self::Sqlite => "motcua on SQLite, by browsers",
            Self::PostgresCalls => "motcua on PostgreSQL, by programs",
            Self::Postgres => "motcua on PostgreSQL, by browsers",
            Self::Peer => "peer",
            Self::RawSqliteReceipts => "raw rows of receipts, SQLite",
            Self::RawPostgresReceipts => "raw rows of receipts, PostgreSQL",
            Self::SqliteReceipts => "receipts alone, by programs, on SQLite",
            Self::PostgresReceipts => "receipts alone, by programs, on PostgreSQL",
            Self::SqliteLooks => "looks at a dossier alone, by programs, on SQLite",
        }
    }

    /// Whether a second is filled with requests of one kind, not with lives.
    pub const fn is_of_one_kind(self) -> bool {
        matches!(
            self,
            Self::Constant
                | Self::RawSqliteReceipts
                | Self::RawPostgresReceipts
                | Self::SqliteReceipts
                | Self::PostgresReceipts
                | Self::SqliteLooks
        )
    }

    /// Whether these are rows and nothing else.
    pub const fn is_raw(self) -> bool {
        matches!(
            self,
            Self::RawSqlite
                | Self::RawPostgres
                | Self::RawSqliteReceipts
                | Self::RawPostgresReceipts
        )
    }

    /// The raw rows that it is compared with.
    pub const fn raw(self) -> Option<Self> {
        match self {
            Self::SqliteReceipts => Some(Self::RawSqliteReceipts),
            Self::PostgresReceipts => Some(Self::RawPostgresReceipts),
            Self::Postgres | Self::PostgresCalls => Some(Self::RawPostgres),
            Self::Ceiling | Self::SqliteCalls | Self::Sqlite | Self::Peer => Some(Self::RawSqlite),
            _ => None,
        }
    }

    /// Whether this is the program itself at its work.
    pub const fn is_ours(self) -> bool {
        matches!(
            self,
            Self::SqliteCalls | Self::Sqlite | Self::PostgresCalls | Self::Postgres
        )
    }

    /// The database it works on.
    pub const fn is_on_postgres(self) -> bool {
        matches!(
            self,
            Self::PostgresCalls
                | Self::Postgres
                | Self::RawPostgres
                | Self::PostgresReceipts
                | Self::RawPostgresReceipts
        )
    }
}

/// One subject at one number of clients, over all rounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// What was measured.
    pub subject: Subject,
    /// How many at once.
    pub clients: usize,
    /// Lives a second in each round; of subjects of one kind, requests.
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
    /// What one receipt leaves there.
    #[serde(default)]
    pub receipt: Trace,
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
        let mut verdicts = self.rates(most);
        for subject in [
            Subject::SqliteCalls,
            Subject::Sqlite,
            Subject::PostgresCalls,
            Subject::Postgres,
        ] {
            if let Some(cell) = self.cell(subject, most) {
                verdicts.extend(cell.bearable());
            }
        }
        verdicts.extend(self.grown.iter().filter_map(|grown| {
            let page = grown.pages.iter().find(|page| page.is_dashboard)?;
            let what = format!(
                "dashboard with {} dossiers, p50, {}",
                grown.dossiers, grown.database
            );
            Some(at_most(what, ms(page.latency.p50_us), (50.0, "ms")))
        }));
        verdicts.extend(self.proofs.iter().map(|proof| Verdict {
            what: format!("acknowledged acts found after kill -9, {}", proof.database),
            bar: "all".to_owned(),
            is: format!(
                "{} of {}",
                proof.acknowledged - proof.missing.len(),
                proof.acknowledged
            ),
            met: proof.holds(),
        }));
        verdicts
    }

    /// A rate as a share of what the machine could do, where both were measured.
    fn rates(&self, most: usize) -> Vec<Verdict> {
        use Subject as S;
        let rate = |subject| self.cell(subject, most).map_or(0.0, Cell::rate);
        let bars = [
            (
                "lives a second by programs, of the ceiling's",
                (S::SqliteCalls, S::Ceiling),
                0.25,
            ),
            (
                "receipts a second, of their raw rows on SQLite",
                (S::SqliteReceipts, S::RawSqliteReceipts),
                0.5,
            ),
            (
                "receipts a second on PostgreSQL, of their raw rows there",
                (S::PostgresReceipts, S::RawPostgresReceipts),
                0.4,
            ),
            (
                "looks at a dossier a second, of constant answers",
                (S::SqliteLooks, S::Constant),
                0.25,
            ),
        ];
        let verdict = |(what, (part, whole), bar): (&str, (S, S), f64)| {
            let (part, whole) = (rate(part), rate(whole));
            (whole > 0.0 && part > 0.0)
                .then(|| at_least(format!("{what}, {most} clients"), ratio(part, whole), bar))
        };
        bars.into_iter().filter_map(verdict).collect()
    }
}

impl Cell {
    /// What an officer waits at the most, and what the machine has to hold.
    fn bearable(&self) -> Vec<Verdict> {
        let there = format!("{} clients, {}", self.clients, self.subject.name());
        let act = self.latencies.get(crate::log::Op::Act.name());
        let waited = act.map(|act| {
            at_most(
                format!("p99 of an act, {there}"),
                ms(act.p99_us),
                (30.0, "ms"),
            )
        });
        let held = at_most(
            format!("resident memory, {there}"),
            self.resident_mib,
            (150.0, "MiB"),
        );
        waited.into_iter().chain([held]).collect()
    }
}

fn at_least(what: String, is: f64, bar: f64) -> Verdict {
    Verdict {
        what,
        bar: format!("≥ {bar:.2}"),
        is: format!("{is:.2}"),
        met: is >= bar,
    }
}

fn at_most(what: String, is: f64, (bar, unit): (f64, &str)) -> Verdict {
    Verdict {
        what,
        bar: format!("≤ {bar} {unit}"),
        is: format!("{is:.1} {unit}"),
        met: is <= bar,
    }
}

fn ms(micros: u32) -> f64 {
    f64::from(micros) / 1000.0
}
