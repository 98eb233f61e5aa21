//! The same mix in the ceiling's plain words: one create, seven advances, twenty looks, twenty lists.
//! For the ceiling and for a peer, whose address is given and who speaks these four words.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::life::unexpected;
use crate::log::{Log, Op, Told};
use crate::wire::{Ask, Wire};

/// Advances of one life.
const ADVANCES: usize = 7;
/// Looks, and as many lists.
const LOOKS: usize = 20;

/// Lets `clients` carry plain lives for `duration`.
///
/// # Errors
/// The first answer that is not as it should be.
pub fn run(
    runtime: &Runtime,
    address: SocketAddr,
    base: &str,
    clients: usize,
    duration: Duration,
) -> Result<Told, String> {
    runtime.block_on(async {
        let until = Instant::now() + duration;
        let mut tasks = JoinSet::new();
        for _ in 0..clients {
            let base = base.to_owned();
            tasks.spawn(async move {
                let (mut wire, mut log) = (Wire::new(address), Log::until(until));
                while !log.is_over() {
                    live(&mut wire, &base, &mut log).await?;
                }
                Ok::<Log, String>(log)
            });
        }
        let mut told = Told::default();
        while let Some(ended) = tasks.join_next().await {
            told.add(ended.map_err(|error| error.to_string())??);
        }
        Ok(told)
    })
}

async fn live(wire: &mut Wire, base: &str, log: &mut Log) -> Result<(), String> {
    let id = ask(wire, Op::Receive, &format!("{base}/create"), true, log).await?;
    let (list, look) = (format!("{base}/list"), format!("{base}/get/{id}"));
    let advance = format!("{base}/advance/{id}");
    for turn in 0..LOOKS {
        ask(wire, Op::List, &list, false, log).await?;
        ask(wire, Op::Dossier, &look, false, log).await?;
        if turn % 3 == 0 && turn / 3 < ADVANCES {
            ask(wire, Op::Act, &advance, true, log).await?;
        }
    }
    log.lived();
    Ok(())
}

async fn ask(
    wire: &mut Wire,
    op: Op,
    path: &str,
    writes: bool,
    log: &mut Log,
) -> Result<String, String> {
    let begun = Instant::now();
    let answer = wire
        .ask(Ask {
            path,
            form: writes.then_some(""),
            ..Ask::default()
        })
        .await?;
    log.took(op, begun);
    if answer.status == 200 || answer.status == 201 {
        Ok(answer.text().to_owned())
    } else {
        Err(unexpected(path, &answer))
    }
}
