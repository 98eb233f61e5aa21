//! So many clients for so long: each does its own work, then all notes are put together.
//! For every cell of the measurement; the clients are tasks of one small runtime.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::life::{Client, Sessions, unexpected};
use crate::log::{Log, Op, Told};
use crate::page;
use crate::program::{Caller, Tokens};
use crate::wire::{Ask, Wire};

/// The program under load: where it is, and who has signed in.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where it listens.
    pub address: SocketAddr,
    /// Sets of sessions; clients take them in turn.
    pub sessions: Vec<Sessions>,
    /// Sets of tokens; each life by a program takes the next.
    pub tokens: Vec<Tokens>,
    /// Numbers the citizens, so that no two dossiers are of the same one.
    pub citizens: Arc<AtomicU64>,
}

/// An account as the demonstration lists it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Account {
    /// What one signs in as.
    pub username: String,
    /// The password.
    pub password: String,
    /// The officer's name.
    pub name: String,
    /// The id of the first post.
    pub post: String,
}

/// How many officers of each post sign in; clients beyond that share their sessions.
const SETS: usize = 8;

impl Target {
    /// Signs the officers in, as browsers do.
    ///
    /// # Errors
    /// If one of the four posts has no account, or an account is not let in.
    pub async fn sign_in(
        address: SocketAddr,
        accounts: &[Account],
        tokens: &[Tokens],
    ) -> Result<Self, String> {
        let [counter, specialist, chair, seal_keeper] = officers(accounts)?;
        let mut wire = Wire::new(address);
        let mut sessions = Vec::new();
        for _ in 0..SETS {
            sessions.push(Sessions {
                counter: cookie(&mut wire, counter).await?,
                specialist: cookie(&mut wire, specialist).await?,
                chair: cookie(&mut wire, chair).await?,
                seal_keeper: cookie(&mut wire, seal_keeper).await?,
                chair_name: chair.name.clone(),
            });
        }
        Ok(Self {
            address,
            sessions,
            tokens: tokens.to_vec(),
            citizens: Arc::new(AtomicU64::new(0)),
        })
    }

    fn client(&self, place: usize) -> Client {
        let sessions = self.sessions[place % self.sessions.len()].clone();
        Client::new(
            Wire::new(self.address),
            sessions,
            Arc::clone(&self.citizens),
        )
    }
}

/// Who receives, who handles, who signs, who keeps the seal.
///
/// # Errors
/// If one of the four posts has no account.
pub fn officers(accounts: &[Account]) -> Result<[&Account; 4], String> {
    let holder = |post: &str| {
        accounts
            .iter()
            .find(|account| account.post == post)
            .ok_or_else(|| format!("no account holds the post «{post}»"))
    };
    Ok([
        holder("mot_cua")?,
        holder("tu_phap_ho_tich")?,
        holder("chu_tich")?,
        holder("van_thu")?,
    ])
}

async fn cookie(wire: &mut Wire, account: &Account) -> Result<String, String> {
    let path = "/dang-nhap";
    let form = wire
        .ask(Ask {
            path,
            ..Ask::default()
        })
        .await?;
    let fields = [
        ("_once", page::field(form.text(), "_once")),
        ("username", account.username.as_str()),
        ("password", account.password.as_str()),
    ];
    let body = page::encoded(&fields);
    let answer = wire
        .ask(Ask {
            path,
            form: Some(&body),
            ..Ask::default()
        })
        .await?;
    match answer.cookie {
        Some(ref cookie) if answer.status == 303 => Ok(cookie.clone()),
        _ => Err(unexpected(path, &answer)),
    }
}

/// What a load is of.
#[derive(Clone, Debug)]
pub enum Work {
    /// Whole lives, over and over; `keep` remembers what was acknowledged.
    Lives {
        /// Whether acknowledged acts are remembered.
        keep: bool,
    },
    /// Whole lives by `/api/v1`, over and over.
    Calls,
    /// Receipts by `/api/v1`, over and over.
    Receipts {
        /// Whether they are taken back after the bell, so that the commune has no more open dossiers
        /// than before.
        and_void: bool,
    },
    /// Looks at these dossiers by `/api/v1`, each in turn.
    Looks {
        /// Their codes.
        codes: Arc<Vec<String>>,
    },
    /// Pages, each in turn, by the counter's officer or by a citizen.
    Pages {
        /// The addresses.
        paths: Arc<Vec<String>>,
        /// Who asks.
        who: Who,
    },
}

/// Who opens pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody without an account.
    Citizen,
    /// Một cửa.
    Counter,
    /// Chủ tịch.
    Chair,
}

impl Who {
    fn cookie(self, sessions: &Sessions) -> &str {
        match self {
            Self::Citizen => "",
            Self::Counter => &sessions.counter,
            Self::Chair => &sessions.chair,
        }
    }
}

/// Lets `clients` work for `duration`. A client that has begun a life ends it after the bell.
///
/// # Errors
/// The first answer that is not as it should be; with `keep`, a broken connection ends a client quietly.
pub fn run(
    runtime: &Runtime,
    target: &Target,
    work: &Work,
    clients: usize,
    duration: Duration,
) -> Result<Told, String> {
    runtime.block_on(async {
        let until = Instant::now() + duration;
        let mut tasks = JoinSet::new();
        for place in 0..clients {
            let client = target.client(place);
            match work {
                Work::Calls | Work::Receipts { .. } | Work::Looks { .. } => {
                    tasks.spawn(calls(target.clone(), work.clone(), place, until))
                }
                _ => {
                    let sessions = target.sessions[place % target.sessions.len()].clone();
                    tasks.spawn(one(client, work.clone(), sessions, place, until))
                }
            };
        }
        let mut told = Told::default();
        while let Some(ended) = tasks.join_next().await {
            told.add(ended.map_err(|error| error.to_string())??);
        }
        Ok(told)
    })
}

/// A program, life after life or call after call: each with the next set of tokens, because a token
/// calls only so often.
async fn calls(target: Target, work: Work, place: usize, until: Instant) -> Result<Log, String> {
    let mut log = Log::until(until);
    let first = target.citizens.fetch_add(1, Ordering::Relaxed);
    let wire = Wire::new(target.address);
    let mut caller = Caller::new(
        wire,
        Arc::clone(&target.citizens),
        format!("{place}-{first}"),
    );
    let mut received = Vec::new();
    for (turn, tokens) in target.tokens.iter().cycle().skip(place).enumerate() {
        if log.is_over() {
            break;
        }
        match &work {
            Work::Receipts { and_void } => {
                let told = caller.receive(tokens, &mut log).await?;
                log.lived();
                if *and_void {
                    received.push((told, tokens));
                }
            }
            Work::Looks { codes } => {
                let code = &codes[(place + turn) % codes.len()];
                caller.look(code, tokens, &mut log).await?;
            }
            _ => caller.live(tokens, &mut log).await?,
        }
    }
    for (told, tokens) in received {
        caller.void(&told, tokens, &mut log).await?;
    }
    Ok(log)
}

async fn one(
    mut client: Client,
    work: Work,
    sessions: Sessions,
    place: usize,
    until: Instant,
) -> Result<Log, String> {
    let mut log = Log::until(until);
    match work {
        Work::Lives { keep } => {
            if keep {
                log = log.keeping();
            }
            while !log.is_over() {
                match client.live(&mut log).await {
                    // The server is killed under these clients: what it acknowledged counts.
                    Err(_) if keep => break,
                    ended => ended?,
                }
            }
        }
        Work::Calls | Work::Receipts { .. } | Work::Looks { .. } => {}
        Work::Pages { paths, who } => {
            let cookie = who.cookie(&sessions);
            for path in paths.iter().cycle().skip(place) {
                if log.is_over() {
                    break;
                }
                client.get(Op::Other, path, cookie, &mut log).await?;
            }
        }
    }
    Ok(log)
}
