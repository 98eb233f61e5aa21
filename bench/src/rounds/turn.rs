//! One subject after the other, round after round, with what else the machine did meanwhile.
//! For the cells of the table.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Bench, Product, Raw};
use crate::load::{self, Who, Work};
use crate::log::Told;
use crate::machine::{Busy, forget_peak, processor_time, resident_mib};
use crate::measured::{Cell, Subject};
use crate::place::Place;
use crate::raw::Shape;
use crate::{plain, raw};

/// Dossiers that nobody works on any more.
const RETURNED: &str =
    "SELECT code FROM dossier WHERE state = 'returned' AND code IS NOT NULL ORDER BY id LIMIT 200";

impl Bench<'_> {
    /// All subjects in turn, round after round.
    pub(super) fn rounds(&mut self, clients: usize) -> Result<(), String> {
        let mut cells: BTreeMap<Subject, (Cell, Told)> = BTreeMap::new();
        for round in 1..=self.options.rounds {
            (self.say)(&format!(
                "{clients} người dùng, vòng {round}/{}",
                self.options.rounds
            ));
            for subject in self.subjects(clients) {
                let (cell, told) = cells.entry(subject).or_insert_with(|| {
                    let cell = Cell {
                        subject,
                        clients,
                        rounds: Vec::new(),
                        noise: Vec::new(),
                        latencies: BTreeMap::new(),
                        processor_ms: 0.0,
                        resident_mib: 0.0,
                    };
                    (cell, Told::default())
                });
                self.round(cell, told, clients)?;
            }
        }
        for (_, (mut cell, told)) in cells {
            cell.latencies = told.latencies();
            cell.processor_ms /= self.options.rounds as f64;
            self.measured.cells.push(cell);
        }
        Ok(())
    }

    fn subjects(&self, clients: usize) -> Vec<Subject> {
        // Why there only: the bars of single kinds are held against the fullest house.
        let is_most = self.options.clients.iter().all(|other| *other <= clients);
        let mut subjects = Vec::new();
        for product in &self.products {
            subjects.push(match product.raw {
                Raw::Sqlite(_) => Subject::RawSqlite,
                Raw::Postgres(_) => Subject::RawPostgres,
            });
            subjects.push(match product.raw {
                Raw::Sqlite(_) => Subject::SqliteCalls,
                Raw::Postgres(_) => Subject::PostgresCalls,
            });
            subjects.push(product.subject);
            if is_most {
                subjects.extend(match product.raw {
                    Raw::Sqlite(_) => [Subject::RawSqliteReceipts, Subject::SqliteReceipts],
                    Raw::Postgres(_) => [Subject::RawPostgresReceipts, Subject::PostgresReceipts],
                });
            }
        }
        subjects.extend([Subject::Ceiling, Subject::Constant]);
        if is_most {
            subjects.push(Subject::SqliteLooks);
        }
        if self.peer.is_some() {
            subjects.push(Subject::Peer);
        }
        subjects
    }

    fn product(&self, subject: Subject) -> Result<&Product, String> {
        let wanted = if subject.is_on_postgres() {
            Subject::Postgres
        } else {
            Subject::Sqlite
        };
        self.products
            .iter()
            .find(|product| product.subject == wanted)
            .ok_or_else(|| format!("{} is not running", wanted.name()))
    }

    /// One subject for one round.
    fn round(&self, cell: &mut Cell, all: &mut Told, clients: usize) -> Result<(), String> {
        let product = self.product(cell.subject)?;
        let (runtime, duration) = (&self.runtime, self.options.duration);
        let servers: Vec<u32> = match cell.subject {
            subject if subject.is_ours() => std::iter::once(product.server.id())
                .chain(product.beside)
                .collect(),
            Subject::Ceiling => self.ceiling.iter().map(|(it, _)| it.id()).collect(),
            _ => Vec::new(),
        };
        forget_peak(product.server.id());
        let ours = self.ours();
        let (before, spent) = (Busy::now(&ours), processor_time(&servers));
        let told = match cell.subject {
            Subject::RawSqlite | Subject::RawPostgres => {
                cell.rounds
                    .push(self.raw(product, self.shapes[0], clients)?);
                Told::default()
            }
            Subject::RawSqliteReceipts | Subject::RawPostgresReceipts => {
                cell.rounds
                    .push(self.raw(product, self.shapes[1], clients)?);
                Told::default()
            }
            Subject::SqliteReceipts | Subject::PostgresReceipts => {
                let work = Work::Receipts { and_void: true };
                load::run(runtime, &product.target, &work, clients, duration)?
            }
            Subject::SqliteLooks => {
                let mut codes = Place::open(&product.data.database)?.rows(RETURNED)?;
                let work = Work::Looks {
                    codes: Arc::new(codes.iter_mut().map(|row| row.swap_remove(0)).collect()),
                };
                load::run(runtime, &product.target, &work, clients, duration)?
            }
            Subject::SqliteCalls | Subject::PostgresCalls => {
                load::run(runtime, &product.target, &Work::Calls, clients, duration)?
            }
            Subject::Sqlite | Subject::Postgres => {
                let work = Work::Lives { keep: false };
                load::run(runtime, &product.target, &work, clients, duration)?
            }
            Subject::Constant => {
                let work = Work::Pages {
                    paths: Arc::new(vec!["/robots.txt".to_owned()]),
                    who: Who::Citizen,
                };
                load::run(runtime, &product.target, &work, clients, duration)?
            }
            Subject::Ceiling => {
                let (_, address) = self.ceiling.as_ref().ok_or("no ceiling")?;
                plain::run(runtime, *address, "", clients, duration)?
            }
            Subject::Peer => {
                let (address, base) = self.peer.as_ref().ok_or("no peer")?;
                plain::run(runtime, *address, base, clients, duration)?
            }
        };
        let after = Busy::now(&ours);
        let used = processor_time(&servers).saturating_sub(spent) as f64 * 10.0;
        cell.noise.push(before.noise_until(&after));
        self.reckon(cell, &told, used);
        if cell.subject.is_ours() {
            let (_, peak) = resident_mib(product.server.id());
            cell.resident_mib = cell.resident_mib.max(peak);
        }
        all.merge(told);
        Ok(())
    }

    /// Rows and nothing else.
    fn raw(&self, product: &Product, shape: Shape, clients: usize) -> Result<f64, String> {
        let duration = self.options.duration;
        match &product.raw {
            Raw::Sqlite(file) => raw::sqlite(file, shape, &self.numbers[0], clients, duration),
            Raw::Postgres(url) => raw::postgres(url, shape, &self.numbers[1], clients, duration),
        }
    }

    fn reckon(&self, cell: &mut Cell, told: &Told, used_ms: f64) {
        let seconds = self.options.duration.as_secs_f64();
        let requests = told.requests as f64;
        match cell.subject {
            subject if subject.is_raw() => {}
            subject if subject.is_of_one_kind() => cell.rounds.push(requests / seconds),
            _ => {
                let lives = requests / crate::life::REQUESTS as f64;
                cell.rounds.push(lives / seconds);
                // Lives ended after the bell cost processor time, too.
                cell.processor_ms += used_ms / (told.lives.max(1) as f64).max(lives);
            }
        }
    }
}
