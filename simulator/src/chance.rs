//! Chance that can be repeated: each day and each dossier draws from a stream of its own,
//! so that one more draw here changes nothing there.

/// A repeatable source of chance (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream that belongs to these numbers.
    pub fn of(parts: &[u64]) -> Self {
        let mut chance = Self(0x51_7c_c1_b7_27_22_0a_95);
        for part in parts {
            chance.0 ^= *part;
            chance.0 = chance.draw();
        }
        chance
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).expect("the range goes upwards") + 1;
        low + i64::try_from(self.draw() % width).expect("smaller than the width of the range")
    }

    /// As [`Chance::between`], for small counts.
    pub fn count(&mut self, low: u32, high: u32) -> u32 {
        u32::try_from(self.between(i64::from(low), i64::from(high)))
            .expect("between two small numbers")
    }

    /// Whether something happens that happens so many times in a thousand.
    pub fn happens(&mut self, per_mille: i64) -> bool {
        self.between(0, 999) < per_mille
    }

    /// One of these, each as likely.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let last = i64::try_from(all.len()).expect("a short list") - 1;
        let place = usize::try_from(self.between(0, last)).expect("not below zero");
        &all[place]
    }

    /// The place of one of these weights, drawn by its weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = i64> + Clone) -> usize {
        let total: i64 = weights.clone().sum();
        let mut left = self.between(0, (total - 1).max(0));
        let mut last = 0;
        for (place, weight) in weights.enumerate() {
            last = place;
            if left < weight {
                break;
            }
            left -= weight;
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_give_the_same_stream_and_others_another() {
        let draw = |parts: &[u64]| {
            let mut chance = Chance::of(parts);
            (0..50)
                .map(|_| chance.between(0, 1_000_000))
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(&[7, 1]), draw(&[7, 1]));
        assert_ne!(draw(&[7, 1]), draw(&[7, 2]));
        assert_ne!(draw(&[7, 1]), draw(&[1, 7]));
    }

    #[test]
    fn draws_stay_within_their_range_and_reach_its_ends() {
        let mut chance = Chance::of(&[3]);
        let drawn: std::collections::BTreeSet<i64> =
            (0..400).map(|_| chance.between(-2, 3)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2, 3]);
    }

    #[test]
    fn a_weight_of_nothing_is_never_drawn() {
        let mut chance = Chance::of(&[5]);
        let mut seen = [0; 3];
        for _ in 0..600 {
            seen[chance.weighted([1, 0, 5].into_iter())] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!(seen[2] > seen[0] && seen[0] > 0, "{seen:?}");
    }
}
