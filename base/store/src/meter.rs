//! Counts of the store's work since the program started: acts, batches, what waits.
//! For the page of figures that a monitoring program reads.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::db::Db;

/// Sizes of batches, by their upper bound; the last class is without one.
const SIZES: [u64; 8] = [1, 2, 4, 8, 16, 32, 64, u64::MAX];

#[derive(Default)]
pub(crate) struct Meter {
    acts: AtomicU64,
    failed: AtomicU64,
    sizes: [AtomicU64; SIZES.len()],
}

impl Meter {
    /// Notes one batch and whether it was kept.
    pub(crate) fn batch(&self, acts: usize, was_kept: bool) {
        let acts = acts as u64;
        let place = SIZES.iter().position(|size| acts <= *size);
        self.sizes[place.unwrap_or(SIZES.len() - 1)].fetch_add(1, Ordering::Relaxed);
        self.acts.fetch_add(acts, Ordering::Relaxed);
        if !was_kept {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What the store has done since the program started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Acts answered, refused ones among them.
    pub acts: u64,
    /// Batches by size: its upper bound (none for the last class), and how many.
    pub batches: Vec<(Option<u64>, u64)>,
    /// Batches that could not be stored.
    pub failed_batches: u64,
    /// Acts that wait for the writer.
    pub waiting_acts: u64,
    /// Reads that wait for a reader.
    pub waiting_reads: u64,
}

impl Db {
    /// What the store has done since the program started; costs no access to the database.
    pub fn figures(&self) -> Figures {
        let (meter, threads) = (&self.0.meter, &self.0.threads);
        let bound = |size: u64| (size != u64::MAX).then_some(size);
        Figures {
            acts: meter.acts.load(Ordering::Relaxed),
            batches: SIZES
                .iter()
                .zip(&meter.sizes)
                .map(|(size, count)| (bound(*size), count.load(Ordering::Relaxed)))
                .collect(),
            failed_batches: meter.failed.load(Ordering::Relaxed),
            waiting_acts: threads.acts.waiting() as u64,
            waiting_reads: threads.reads.waiting() as u64,
        }
    }
}
