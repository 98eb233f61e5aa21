//! One run: everything started once, then measured in turn, round after round.
//! For `motcua bench`; what a machine cannot offer is left out and said so.

mod single;
mod turn;

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::cluster::Cluster;
use crate::grow;
use crate::kill;
use crate::load::{self, Account, Target, Work};
use crate::machine::Machine;
use crate::measured::{Measured, Subject};
use crate::place::{Place, Trace};
use crate::raw::{self, Numbers, Shape};
use crate::scratch::{Running, Scratch, free_port};
use crate::server::{Data, Server};

/// Where PostgreSQL comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostgresFrom {
    /// An empty database at this address; a second one for raw rows is not needed.
    Url(String),
    /// A cluster of our own, if the machine has the programs.
    Own,
    /// Not measured.
    Nowhere,
}

/// What to measure, and how long.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program to measure.
    pub program: PathBuf,
    /// The command that becomes the ceiling; file and address follow.
    pub ceiling: Vec<String>,
    /// Where the scratch folder is made.
    pub folder: PathBuf,
    /// Numbers of clients.
    pub clients: Vec<usize>,
    /// Rounds of each cell.
    pub rounds: usize,
    /// How long each round takes.
    pub duration: Duration,
    /// Where PostgreSQL comes from.
    pub postgres: PostgresFrom,
    /// Address of a peer that speaks the ceiling's words: `http://host:port/path`.
    pub peer: Option<String>,
    /// Sizes to grow to.
    pub grow: Vec<u64>,
    /// Whether only growing is measured.
    pub only_grow: bool,
}

/// A program under measurement and its data.
struct Product {
    subject: Subject,
    data: Data,
    accounts: Vec<Account>,
    server: Server,
    target: Target,
    /// The database's own process, if it is ours.
    beside: Option<u32>,
    raw: Raw,
}

/// Where raw rows go.
enum Raw {
    Sqlite(PathBuf),
    Postgres(String),
}

struct Bench<'a> {
    options: &'a Options,
    runtime: Runtime,
    scratch: Scratch,
    products: Vec<Product>,
    ceiling: Option<(Running, SocketAddr)>,
    peer: Option<(SocketAddr, String)>,
    /// Of a life, and of a receipt.
    shapes: [Shape; 2],
    numbers: [Numbers; 2],
    measured: Measured,
    say: &'a mut dyn FnMut(&str),
}

/// Measures; `say` tells what is being done.
///
/// # Errors
/// The first answer that is not as it should be: a figure of a broken program says nothing.
pub fn run(options: &Options, say: &mut dyn FnMut(&str)) -> Result<Measured, String> {
    let scratch = Scratch::new(&options.folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let mut measured = Measured {
        day: today(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        machine: Machine::look(&scratch.path(""))?,
        seconds: options.duration.as_secs_f64(),
        program_mib: std::fs::metadata(&options.program)
            .map_or(0.0, |file| file.len() as f64 / 1_048_576.0),
        ..Measured::default()
    };
    // Declared before the servers, so that they stop before their database does.
    let (cluster, url) = match &options.postgres {
        PostgresFrom::Nowhere => (None, None),
        PostgresFrom::Url(url) => (None, Some(url.clone())),
        PostgresFrom::Own => match Cluster::start(&scratch) {
            Ok(cluster) => {
                let url = cluster.database("motcua")?;
                (Some(cluster), Some(url))
            }
            Err(why) => {
                measured.left_out.push(format!("PostgreSQL: {why}"));
                (None, None)
            }
        },
    };
    let mut bench = Bench {
        options,
        runtime,
        scratch,
        products: Vec::new(),
        ceiling: None,
        peer: options.peer.as_deref().map(peer_at).transpose()?,
        shapes: [
            Shape::of_life(Trace::default()),
            Shape::of_receipt(Trace::default()),
        ],
        numbers: Default::default(),
        measured,
        say,
    };
    if bench.peer.is_none() {
        let line = "a peer: no address was given (`--peer`)".to_owned();
        bench.measured.left_out.push(line);
    }
    bench.add_sqlite()?;
    if let Some(url) = url {
        bench.add_postgres(url, cluster.as_ref())?;
    }
    if !options.only_grow {
        bench.calibrate()?;
        bench.start_ceiling()?;
        for clients in options.clients.clone() {
            bench.rounds(clients)?;
            bench.operations(clients)?;
        }
    }
    let measured = bench.finish()?;
    drop(cluster);
    Ok(measured)
}

/// The day by the machine's clock, in Việt Nam.
fn today() -> String {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or_default() + 7 * 3_600;
    jiff::Timestamp::from_second(seconds).map_or_else(
        |_| String::new(),
        |moment| moment.to_string()[..10].to_owned(),
    )
}

fn peer_at(url: &str) -> Result<(SocketAddr, String), String> {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let address = host
        .to_socket_addrs()
        .map_err(|error| format!("{host}: {error}"))?
        .next()
        .ok_or_else(|| format!("{host}: no address"))?;
    let path = path.trim_end_matches('/');
    let base = if path.is_empty() {
        String::new()
    } else {
        format!("/{path}")
    };
    Ok((address, base))
}

impl Bench<'_> {
    fn add_sqlite(&mut self) -> Result<(), String> {
        let file = self.scratch.path("motcua.sqlite");
        let raw = self.scratch.path("raw.sqlite");
        raw::prepare_sqlite(&raw)?;
        let data = Data {
            name: "sqlite",
            database: format!("sqlite:{}", file.display()),
            files: self.scratch.path("files-sqlite"),
            tokens: Vec::new(),
        };
        self.add(Subject::Sqlite, data, None, Raw::Sqlite(raw))
    }

    fn add_postgres(&mut self, url: String, cluster: Option<&Cluster>) -> Result<(), String> {
        let raw = match cluster {
            Some(cluster) => cluster.database("raw_rows")?,
            None => url.clone(),
        };
        let data = Data {
            name: "postgres",
            database: url,
            files: self.scratch.path("files-postgres"),
            tokens: Vec::new(),
        };
        self.add(
            Subject::Postgres,
            data,
            cluster.map(Cluster::id),
            Raw::Postgres(raw),
        )
    }

    fn add(
        &mut self,
        subject: Subject,
        mut data: Data,
        beside: Option<u32>,
        raw: Raw,
    ) -> Result<(), String> {
        (self.say)(&format!("Dựng dữ liệu: {}", subject.name()));
        let seconds = self.options.duration.as_secs_f64() * self.options.rounds as f64;
        let accounts = data.make(&self.options.program, &self.scratch, seconds)?;
        if let Raw::Postgres(url) = &raw {
            raw::prepare_postgres(url)?;
        }
        let started = Instant::now();
        let server = data.serve(&self.options.program, &self.scratch)?;
        let mut first = crate::wire::Wire::new(server.address);
        let health = crate::wire::Ask {
            path: "/healthz",
            ..crate::wire::Ask::default()
        };
        self.runtime.block_on(first.ask(health))?;
        if subject == Subject::Sqlite {
            self.measured.start_ms = started.elapsed().as_secs_f64() * 1000.0;
        }
        let target = server.signed_in(&self.runtime, &accounts, &data.tokens)?;
        self.products.push(Product {
            subject,
            data,
            accounts,
            server,
            target,
            beside,
            raw,
        });
        Ok(())
    }

    /// What one life and one receipt leave behind, counted on the database itself; warms the program
    /// up, too.
    fn calibrate(&mut self) -> Result<(), String> {
        for place in 0..self.products.len() {
            let product = &self.products[place];
            let life = self.traced(product, &Work::Lives { keep: false }, 300)?;
            // Why so short: what is received here stays open.
            let receipt = self.traced(product, &Work::Receipts { and_void: false }, 50)?;
            if place == 0 {
                self.shapes = [Shape::of_life(life), Shape::of_receipt(receipt)];
                (self.measured.trace, self.measured.receipt) = (life, receipt);
            }
        }
        Ok(())
    }

    fn traced(&self, product: &Product, work: &Work, millis: u64) -> Result<Trace, String> {
        let weigh = || Place::open(&product.data.database)?.weight();
        let before = weigh()?;
        let short = Duration::from_millis(millis);
        let told = load::run(&self.runtime, &product.target, work, 4, short)?;
        // Readings are written a second later.
        std::thread::sleep(Duration::from_millis(1300));
        let after = weigh()?;
        let lives = told.lives.max(1) as f64;
        Ok(Trace {
            rows: (after.rows - before.rows) / lives,
            bytes: (after.bytes - before.bytes) / lives,
        })
    }

    fn start_ceiling(&mut self) -> Result<(), String> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let (program, words) = self.options.ceiling.split_first().ok_or("no ceiling")?;
        let mut command = Command::new(program);
        command
            .args(words)
            .arg(self.scratch.path("ceiling.sqlite"))
            .arg(address.to_string());
        let mut running = self.scratch.start("ceiling", &mut command)?;
        running.wait_until(|| std::net::TcpStream::connect(address).is_ok())?;
        self.ceiling = Some((running, address));
        Ok(())
    }

    /// All numbers of programs that are ours.
    fn ours(&self) -> Vec<u32> {
        let mut ours = vec![std::process::id()];
        for product in &self.products {
            ours.push(product.server.id());
            ours.extend(product.beside);
        }
        ours.extend(self.ceiling.iter().map(|(running, _)| running.id()));
        ours
    }

    /// The proofs, then the growing; both need the servers to themselves.
    fn finish(mut self) -> Result<Measured, String> {
        let most = self.options.clients.iter().copied().max().unwrap_or(1);
        let products: Vec<(Data, Vec<Account>)> = self
            .products
            .drain(..)
            .map(|product| (product.data, product.accounts))
            .collect();
        self.ceiling = None;
        if !self.options.only_grow {
            for (data, accounts) in &products {
                (self.say)(&format!("Tắt nóng khi đang chạy: {}", data.name));
                let proof = kill::prove(
                    &self.runtime,
                    &self.scratch,
                    &self.options.program,
                    data,
                    accounts,
                    most,
                )?;
                self.measured.proofs.push(proof);
            }
        }
        let mut sizes = self.options.grow.clone();
        sizes.sort_unstable();
        for dossiers in sizes {
            for (data, accounts) in &products {
                (self.say)(&format!("{dossiers} hồ sơ: {}", data.name));
                let grown = grow::measure(
                    &self.runtime,
                    &self.scratch,
                    &self.options.program,
                    data,
                    accounts,
                    (dossiers, &mut *self.say),
                )?;
                self.measured.grown.push(grown);
            }
        }
        Ok(self.measured)
    }
}
