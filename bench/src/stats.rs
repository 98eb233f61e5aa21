//! Median, percentiles and spread, as pure functions.
//! For every figure that this crate prints.

use serde::{Deserialize, Serialize};

/// How long requests of one kind took, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latency {
    /// How many were measured.
    pub n: usize,
    /// Half took no longer.
    pub p50_us: u32,
    /// Nine of ten took no longer.
    pub p90_us: u32,
    /// Ninety-nine of a hundred took no longer.
    pub p99_us: u32,
    /// The longest.
    pub max_us: u32,
}

impl Latency {
    /// Of these times, in any order.
    pub fn of(mut times: Vec<u32>) -> Self {
        times.sort_unstable();
        Self {
            n: times.len(),
            p50_us: percentile(&times, 50.0),
            p90_us: percentile(&times, 90.0),
            p99_us: percentile(&times, 99.0),
            max_us: times.last().copied().unwrap_or_default(),
        }
    }
}

/// The smallest value that at least `percent` of the sorted values do not exceed (nearest rank); 0 of none.
pub fn percentile(sorted: &[u32], percent: f64) -> u32 {
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted
        .get(rank.clamp(1, sorted.len().max(1)) - 1)
        .copied()
        .unwrap_or_default()
}

/// The middle value, or the mean of the two in the middle; 0 of none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[half],
        _ => f64::midpoint(sorted[half - 1], sorted[half]),
    }
}

/// How far the rounds lie apart: (largest − smallest) ÷ median; 0 where there is nothing to compare.
pub fn spread(values: &[f64]) -> f64 {
    let middle = median(values);
    let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), x| {
        (low.min(*x), high.max(*x))
    });
    if values.len() < 2 || middle <= 0.0 {
        0.0
    } else {
        (most - least) / middle
    }
}

/// A share of a whole; 0 when there is no whole.
pub fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_middle_values() {
        assert_eq!(median(&[]), 0.0);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let sorted: Vec<u32> = (1..=100).collect();
        assert_eq!(percentile(&sorted, 50.0), 50);
        assert_eq!(percentile(&sorted, 99.0), 99);
        assert_eq!(percentile(&sorted, 100.0), 100);
        assert_eq!(percentile(&[7], 1.0), 7);
        assert_eq!(percentile(&[7, 9], 51.0), 9);
        assert_eq!(percentile(&[], 99.0), 0);
    }

    #[test]
    fn latencies_need_no_order() {
        let told = Latency::of(vec![30, 10, 20]);
        assert_eq!(
            (told.n, told.p50_us, told.p99_us, told.max_us),
            (3, 20, 30, 30)
        );
    }

    #[test]
    fn the_spread_is_a_share_of_the_median() {
        assert_eq!(spread(&[100.0, 90.0, 115.0]), 0.25);
        assert_eq!(spread(&[100.0]), 0.0);
        assert_eq!(ratio(1.0, 0.0), 0.0);
        assert_eq!(ratio(1.0, 4.0), 0.25);
    }
}
