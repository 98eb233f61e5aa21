//! The proof that an acknowledged act is kept: the server is killed at full load, started again,
//! and every acknowledgement is looked for. For the reader who doubts the figures.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::load::{self, Account, Work};
use crate::place::Place;
use crate::scratch::Scratch;
use crate::server::Data;

/// What was found after the kill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Which database.
    pub database: String,
    /// Clients at work when the server was killed.
    pub clients: usize,
    /// Acts that had been acknowledged by then.
    pub acknowledged: usize,
    /// Those of them that were not found afterwards; none, if all is well.
    pub missing: Vec<String>,
    /// What the program's own verification said afterwards; empty when it found nothing.
    pub verification: String,
}

impl Proof {
    /// Whether nothing was lost, and there was something to lose.
    pub fn holds(&self) -> bool {
        self.acknowledged > 0 && self.missing.is_empty() && self.verification.is_empty()
    }
}

/// Kills and looks.
///
/// # Errors
/// If the server does not come up, before or after.
pub fn prove(
    runtime: &Runtime,
    scratch: &Scratch,
    program: &Path,
    data: &Data,
    accounts: &[Account],
    clients: usize,
) -> Result<Proof, String> {
    let mut server = data.serve(program, scratch)?;
    let target = server.signed_in(runtime, accounts, &data.tokens)?;
    // Citizens of their own: those of the measurement before are still known to the duplicates' check.
    target
        .citizens
        .store(500_000, std::sync::atomic::Ordering::Relaxed);
    let work = Work::Lives { keep: true };
    let loaded = std::thread::scope(|scope| {
        let load =
            scope.spawn(|| load::run(runtime, &target, &work, clients, Duration::from_secs(60)));
        std::thread::sleep(Duration::from_millis(1500));
        server.kill();
        load.join().map_err(|_| "the load broke".to_owned())?
    })?;
    // Up again: what the log of the database holds is taken in.
    drop(data.serve(program, scratch)?);
    let missing = Place::open(&data.database)?.missing(&loaded.acknowledged)?;
    let verification = data.verify(program).err().unwrap_or_default();
    Ok(Proof {
        database: data.name.to_owned(),
        clients,
        acknowledged: loaded.acknowledged.len(),
        missing,
        verification,
    })
}
