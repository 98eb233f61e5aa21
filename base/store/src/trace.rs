//! Which statements were asked, in order, while somebody records.
//! For tests that hold a page to a handful of statements, each found by an index.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

static RECORDS: AtomicBool = AtomicBool::new(false);
static ASKED: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn asked() -> MutexGuard<'static, Vec<String>> {
    ASKED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes a statement of any connection of this process; costs one glance where nobody records.
pub(crate) fn note(sql: &str) {
    if RECORDS.load(Ordering::Relaxed) {
        asked().push(sql.to_owned());
    }
}

/// Begins anew.
pub(crate) fn begin() {
    asked().clear();
    RECORDS.store(true, Ordering::Relaxed);
}

/// Ends, with what was asked.
pub(crate) fn end() -> Vec<String> {
    RECORDS.store(false, Ordering::Relaxed);
    std::mem::take(&mut asked())
}
