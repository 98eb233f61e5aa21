//! The two clocks of ruling 23: one moves the law, one dates sessions and logs.
//! For every act, which asks `law_now`, and for the kit, which asks `real_now`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::moment::Moment;

/// Where the time comes from; clones of one clock move together.
#[derive(Clone, Debug)]
pub struct Clock {
    /// What the law's clock is ahead of the real one, in milliseconds.
    ahead_ms: i64,
    /// A clock that moves only when told, for tests.
    held_ms: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The clock of a commune at work: both times are one.
    pub const fn real() -> Self {
        Self {
            ahead_ms: 0,
            held_ms: None,
        }
    }

    /// The clock of a demonstration: the law's time starts at `opening` and moves on from there.
    pub fn opening_at(opening: Moment) -> Self {
        Self {
            ahead_ms: opening.millis() - system_millis(),
            held_ms: None,
        }
    }

    /// A clock that stands at `moment` until it is moved, for tests.
    pub fn held_at(moment: Moment) -> Self {
        Self {
            ahead_ms: 0,
            held_ms: Some(Arc::new(AtomicI64::new(moment.millis()))),
        }
    }

    /// Moves a held clock forward; a running clock is left alone.
    pub fn advance_minutes(&self, minutes: i64) {
        if let Some(held) = &self.held_ms {
            held.fetch_add(minutes * 60_000, Ordering::SeqCst);
        }
    }

    /// The moment that the law counts from: receipts, deadlines, calendars.
    pub fn law_now(&self) -> Moment {
        Moment::from_millis(self.real_millis() + self.ahead_ms)
    }

    /// The moment outside: sessions, second factors, logs.
    pub fn real_now(&self) -> Moment {
        Moment::from_millis(self.real_millis())
    }

    fn real_millis(&self) -> i64 {
        self.held_ms
            .as_ref()
            .map_or_else(system_millis, |held| held.load(Ordering::SeqCst))
    }
}

/// The latest moment told: the machine's clock may be set back under a running program.
static LATEST_MS: AtomicI64 = AtomicI64::new(0);
/// A step back of at most this is waited out: time stands still until the machine has caught up.
const WAITED_OUT_MS: i64 = 2 * 60_000;

fn system_millis() -> i64 {
    let machine = machine_millis();
    let latest = LATEST_MS.load(Ordering::SeqCst);
    let told = steady(machine, latest);
    LATEST_MS.store(told, Ordering::SeqCst);
    if told < latest {
        let seconds = (latest - told) / 1_000;
        tracing::error!(
            seconds,
            "the machine's clock was set back: see the page on the state of the system"
        );
    }
    told
}

/// What is told when the machine says `machine` and `latest` was told before. A large step is
/// followed: whoever corrects a clock that was a year ahead must not wait a year.
const fn steady(machine: i64, latest: i64) -> i64 {
    if machine < latest && latest - machine <= WAITED_OUT_MS {
        latest
    } else {
        machine
    }
}

fn machine_millis() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_moves_the_law_and_not_the_sessions() {
        let opening = Moment::parse_local("2023-11-23T07:30").expect("a valid time");
        let clock = Clock::opening_at(opening);
        assert!(clock.law_now().minutes_since(opening) <= 1);
        assert!(clock.real_now().minutes_since(opening) > 60);
    }

    #[test]
    fn a_small_step_back_is_waited_out_and_a_large_one_is_followed() {
        let noon = 43_200_000;
        assert_eq!(steady(noon + 5, noon), noon + 5);
        assert_eq!(steady(noon - 1_500, noon), noon);
        assert_eq!(
            steady(noon - WAITED_OUT_MS - 1, noon),
            noon - WAITED_OUT_MS - 1
        );
    }

    #[test]
    fn a_held_clock_moves_only_when_told() {
        let noon = Moment::parse_local("2023-11-23T12:00").expect("a valid time");
        let clock = Clock::held_at(noon);
        let twin = clock.clone();
        clock.advance_minutes(31);
        assert_eq!(twin.real_now().minutes_since(noon), 31);
        assert_eq!(twin.law_now(), twin.real_now());
    }
}
