//! The heads of the chains, written once a day outside of the database, so that a cut tail or a
//! full rewrite shows (`verify --anchor`). One line: commune, number, hash.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use store::Db;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Where the lines go: beside the files.
pub fn path(files: &Path) -> PathBuf {
    files.with_extension("anchors")
}

/// Adds today's heads to the file.
pub fn write(db: &Db, to: &Path) -> Result<(), String> {
    let heads = db.heads().map_err(|error| error.to_string())?;
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(to)
        .map_err(|error| format!("{}: {error}", to.display()))?;
    for (agency, seq, hash) in heads {
        writeln!(file, "{agency} {seq} {hash}")
            .map_err(|error| format!("{}: {error}", to.display()))?;
    }
    file.sync_all()
        .map_err(|error| format!("{}: {error}", to.display()))
}

/// Writes the heads at once and then each day, for as long as the program runs.
pub async fn each_day(db: Db, to: PathBuf) {
    let mut day = tokio::time::interval(DAY);
    loop {
        day.tick().await;
        let (db, to) = (db.clone(), to.clone());
        let written = tokio::task::spawn_blocking(move || write(&db, &to)).await;
        if let Ok(Err(why)) = written {
            tracing::error!(%why, "the anchors of the ledger could not be written");
        }
    }
}
