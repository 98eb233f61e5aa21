//! Counts of requests since the program started: how many, with what outcome, how fast.
//! For the page of figures that a monitoring program reads; no address and no name is in it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::StatusCode;

/// Upper bounds of the classes of latency, in microseconds; slower ones stand in the total alone.
const BOUNDS_US: [u64; 11] = [
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000, 30_000_000,
];

static STATUSES: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];
static LATENCIES: [AtomicU64; BOUNDS_US.len()] = [const { AtomicU64::new(0) }; BOUNDS_US.len()];
static TOTAL_US: AtomicU64 = AtomicU64::new(0);

pub(crate) fn note(status: StatusCode, took: Duration) {
    let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
    STATUSES[class].fetch_add(1, Ordering::Relaxed);
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    TOTAL_US.fetch_add(micros, Ordering::Relaxed);
    if let Some(place) = BOUNDS_US.iter().position(|bound| micros <= *bound) {
        LATENCIES[place].fetch_add(1, Ordering::Relaxed);
    }
}

/// What was answered since the program started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Answers by the first digit of their status, from 1.
    pub by_class: [u64; 5],
    /// Answers that took at most so many microseconds.
    pub within_us: Vec<(u64, u64)>,
    /// All time taken, in microseconds.
    pub total_us: u64,
}

/// Reads the counts.
pub fn served() -> Served {
    let mut sum = 0;
    let within_us = BOUNDS_US.iter().zip(&LATENCIES).map(|(bound, count)| {
        sum += count.load(Ordering::Relaxed);
        (*bound, sum)
    });
    Served {
        within_us: within_us.collect(),
        by_class: std::array::from_fn(|class| STATUSES[class].load(Ordering::Relaxed)),
        total_us: TOTAL_US.load(Ordering::Relaxed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_answer_counts_in_every_wider_class_and_in_no_narrower_one() {
        let before = served();
        note(StatusCode::NOT_FOUND, Duration::from_millis(30));
        let after = served();
        let grew = |bound: u64| {
            let find = |served: &Served| {
                served
                    .within_us
                    .iter()
                    .find(|(b, _)| *b == bound)
                    .map(|(_, n)| *n)
            };
            find(&after) > find(&before)
        };
        assert!(grew(50_000) && grew(30_000_000));
        assert!(after.by_class[3] > before.by_class[3]);
        assert!(after.total_us >= before.total_us + 30_000);
    }
}
