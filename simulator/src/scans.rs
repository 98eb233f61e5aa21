//! Electronic versions of results: one file for each name, shared by all dossiers that have it.
//! For the acts that attach them; the demonstration draws them, tests take a plain one.

use std::collections::BTreeMap;

use domain::dossier::Outcome;
use kit::{FileKind, Upload};
use store::Db;

use crate::deed::What;
use crate::life::Life;

/// A specimen is a page or two.
const BYTES_MAX: u64 = 1_000_000;

/// Makes the electronic version of a result with this name.
pub type Scan = fn(&str) -> Result<Vec<u8>, String>;

/// What the result of a life is called, where there is one.
pub(crate) fn name_of(life: &Life) -> &str {
    life.procedure
        .results
        .first()
        .map_or("Kết quả giải quyết", String::as_str)
}

/// Puts the files of all results that will be scanned into the store, by name.
///
/// # Errors
/// A sentence, when one cannot be made or kept.
pub(crate) fn kept(
    db: &Db,
    lives: &[Life],
    scan: Scan,
) -> Result<BTreeMap<String, Upload>, String> {
    let mut kept = BTreeMap::new();
    let scanned = |life: &&Life| life.when(|what| matches!(what, What::Scan)).is_some();
    for life in lives.iter().filter(scanned) {
        let name = name_of(life);
        if kept.contains_key(name) {
            continue;
        }
        let bytes = scan(name)?;
        let stored = db
            .put_file(bytes.as_slice(), BYTES_MAX)
            .map_err(|error| error.to_string())?;
        let upload = Upload {
            field: String::new(),
            // A slash parts folders in names of files.
            name: format!("{}.pdf", name.replace(" / ", ", ")),
            kind: FileKind::Pdf,
            sha256: stored.sha256,
            size: stored.size,
        };
        kept.insert(name.to_owned(), upload);
    }
    Ok(kept)
}

/// Whether a result of this kind is scanned at all: a written refusal is not.
pub(crate) fn is_scanned(outcome: Outcome) -> bool {
    outcome == Outcome::Granted
}

/// A page that says nothing, for whoever does not look at it.
///
/// # Errors
/// Never; others that fit its place may fail.
pub fn plain_scan(name: &str) -> Result<Vec<u8>, String> {
    let about = format!("%PDF-1.4\n% {name}\n");
    let page = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
                2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
                3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\n\
                trailer<</Root 1 0 R>>\n%%EOF\n";
    Ok(format!("{about}{page}").into_bytes())
}
