//! How often one program may call: fast enough for a busy day, slow enough that a loop gone wrong
//! leaves the counter its database.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::moment::Moment;

/// Calls that may come at once; one of them is given back every so many milliseconds.
const BURST: i64 = 1_200;
const EVERY_MS: i64 = 50;
/// Above this many callers those at rest are forgotten.
const SWEEP_ABOVE: usize = 5_000;
/// How old the stored last use may grow.
const NOTE_EVERY_MS: i64 = 60_000;

/// What one caller has left.
#[derive(Clone, Copy, Debug)]
struct Left {
    calls: i64,
    at_ms: i64,
    noted_ms: i64,
    unnoted: i64,
}

/// All callers.
#[derive(Default)]
pub(crate) struct Pace(Mutex<HashMap<String, Left>>);

impl Pace {
    /// Takes one call from what the caller has left.
    ///
    /// # Errors
    /// The seconds to wait.
    pub(crate) fn take(&self, caller: &str, now: Moment) -> Result<(), u64> {
        let now_ms = now.millis();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > SWEEP_ABOVE {
            all.retain(|_, left| now_ms - left.at_ms < BURST * EVERY_MS);
        }
        let left = all.entry(caller.to_owned()).or_insert(Left {
            calls: BURST,
            at_ms: now_ms,
            noted_ms: i64::MIN / 2,
            unnoted: 0,
        });
        let back = (now_ms - left.at_ms).max(0) / EVERY_MS;
        if back > 0 {
            left.calls = (left.calls + back).min(BURST);
            left.at_ms += back * EVERY_MS;
        }
        if left.calls == 0 {
            return Err(1);
        }
        left.calls -= 1;
        left.unnoted += 1;
        Ok(())
    }

    /// How many calls are to be noted now; none while the last note is fresh.
    pub(crate) fn to_note(&self, caller: &str, now: Moment) -> Option<i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = all.get_mut(caller)?;
        if now.millis() - left.noted_ms < NOTE_EVERY_MS {
            return None;
        }
        left.noted_ms = now.millis();
        Some(std::mem::take(&mut left.unnoted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_gone_wrong_waits_and_others_do_not() {
        let (pace, now) = (Pace::default(), Moment::from_millis(1_700_000_000_000));
        for _ in 0..BURST {
            assert_eq!(pace.take("token:a", now), Ok(()));
        }
        assert_eq!(pace.take("token:a", now), Err(1));
        assert_eq!(pace.take("token:b", now), Ok(()));
        let later = Moment::from_millis(now.millis() + 2 * EVERY_MS);
        assert_eq!(pace.take("token:a", later), Ok(()));
        assert_eq!(pace.take("token:a", later), Ok(()));
        assert_eq!(pace.take("token:a", later), Err(1));
    }

    #[test]
    fn use_is_noted_once_a_minute_with_all_its_calls() {
        let (pace, now) = (Pace::default(), Moment::from_millis(1_700_000_000_000));
        pace.take("token:a", now).expect("it is the first");
        assert_eq!(pace.to_note("token:a", now), Some(1));
        pace.take("token:a", now).expect("it is the second");
        assert_eq!(pace.to_note("token:a", now), None);
        assert_eq!(pace.to_note("token:a", now.plus_minutes(1)), Some(1));
    }
}
