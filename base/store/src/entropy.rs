//! Where identifiers and random bytes come from: the kernel, or a seed for the simulator.
//! For `Tx::new_id` and `Tx::random`; nothing else in the program draws randomness for rows.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use sha2::{Digest as _, Sha256};

/// Which source a database uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entropy {
    /// The kernel's random bytes. The only choice for real data.
    Os,
    /// Repeatable, for the simulator and tests: same seed, same order of acts, same file.
    Seeded(u64),
}

/// Crockford's base32 in lower case: sorts as the numbers do, without i, l, o, u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[derive(Debug)]
pub(crate) struct Source {
    kind: Entropy,
    drawn: AtomicU64,
}

impl Source {
    pub(crate) const fn new(kind: Entropy) -> Self {
        Self {
            kind,
            drawn: AtomicU64::new(0),
        }
    }

    pub(crate) fn fill(&self, bytes: &mut [u8]) {
        match self.kind {
            Entropy::Os => getrandom::fill(bytes).expect("the kernel gives random bytes"),
            Entropy::Seeded(seed) => {
                for chunk in bytes.chunks_mut(32) {
                    let turn = self.drawn.fetch_add(1, Ordering::Relaxed);
                    let mut hasher = Sha256::new();
                    hasher.update(seed.to_be_bytes());
                    hasher.update(turn.to_be_bytes());
                    chunk.copy_from_slice(&hasher.finalize()[..chunk.len()]);
                }
            }
        }
    }

    /// 26 characters: 48 bits that grow with time (or with the count of draws), 80 random bits.
    pub(crate) fn id(&self) -> String {
        let mut random = [0_u8; 16];
        self.fill(&mut random[6..]);
        let time = match self.kind {
            Entropy::Os => millis_now().unsigned_abs(),
            Entropy::Seeded(_) => self.drawn.load(Ordering::Relaxed),
        };
        random[..6].copy_from_slice(&time.to_be_bytes()[2..]);
        let number = u128::from_be_bytes(random);
        (0..26_u32)
            .rev()
            .map(|place| char::from(DIGITS[((number >> (place * 5)) & 31) as usize]))
            .collect()
    }
}

/// The machine's clock, for what concerns the machine: leases of tokens and identifiers.
pub(crate) fn millis_now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_identifiers_again_and_they_sort_by_age() {
        let (first, second) = (
            Source::new(Entropy::Seeded(7)),
            Source::new(Entropy::Seeded(7)),
        );
        let ids: Vec<String> = (0..100).map(|_| first.id()).collect();
        assert_eq!(ids, (0..100).map(|_| second.id()).collect::<Vec<_>>());
        assert!(ids.is_sorted() && ids.iter().all(|id| id.len() == 26));
        assert_ne!(Source::new(Entropy::Seeded(8)).id(), ids[0]);
    }

    #[test]
    fn the_kernels_identifiers_never_repeat() {
        let source = Source::new(Entropy::Os);
        let ids: std::collections::HashSet<String> = (0..1000).map(|_| source.id()).collect();
        assert_eq!(ids.len(), 1000);
    }
}
