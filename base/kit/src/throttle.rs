//! Slows whoever guesses, without locking the owner of an account out (ruling 32).
//! For signing in, second factors and tracking by number; kept in memory.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::moment::Moment;

use crate::clock::Clock;

/// Failures that cost nothing: people mistype.
const FREE_FAILURES: u32 = 4;
/// From one address and at one kind of door, over all accounts, before it must wait: a village shares the
/// address of its telephone company, and the officers that of the citizens in their hall.
const FREE_FAILURES_OF_ADDRESS: u32 = 20;
const LONGEST_WAIT_S: i64 = 15 * 60;
/// After this long without a failure all is forgotten.
const FORGET_S: i64 = 60 * 60;
/// Above this many keys the forgotten ones are swept out.
const SWEEP_ABOVE: usize = 10_000;

#[derive(Clone, Copy, Default)]
struct Failures {
    n: u32,
    last_ms: i64,
}

impl Failures {
    /// How long to wait from the last failure on, doubling with each one past `free`.
    fn wait_s(self, free: u32) -> i64 {
        match self.n.checked_sub(free) {
            None | Some(0) => 0,
            Some(over) => (1_i64 << over.min(20)).min(LONGEST_WAIT_S),
        }
    }

    fn is_forgotten(self, now_ms: i64) -> bool {
        now_ms - self.last_ms > FORGET_S * 1000
    }
}

/// Counts failures by address and kind of door, and by address and account together: a stranger's
/// failures never make the owner wait at another address.
pub struct Throttle {
    clock: Clock,
    failures: Mutex<HashMap<String, Failures>>,
}

/// Who tries, and at what: the address, and the account or dossier aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    address: String,
    both: String,
}

impl Attempt {
    /// An attempt from `ip` at `target`, say `sign-in:hoa.td`; what stands before the colon is the kind of
    /// door, and failures at one kind do not slow another.
    pub fn new(ip: IpAddr, target: &str) -> Self {
        let network = network(ip);
        let door = target.split_once(':').map_or("", |(door, _)| door);
        Self {
            both: format!("{network} {target}"),
            address: format!("{network} at {door}"),
        }
    }
}

/// One subscriber's addresses count as one: IPv6 gives each a whole /64.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

impl Throttle {
    /// Nobody has failed yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            failures: Mutex::default(),
        }
    }

    /// Whether this attempt may be made now.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn check(&self, attempt: &Attempt) -> Result<(), u64> {
        let now = self.clock.real_now();
        let failures = self.lock();
        let wait = |key: &str, free| left_s(failures.get(key), free, now);
        let longest = wait(&attempt.both, FREE_FAILURES)
            .max(wait(&attempt.address, FREE_FAILURES_OF_ADDRESS));
        u64::try_from(longest).map_or(Ok(()), |wait| if wait == 0 { Ok(()) } else { Err(wait) })
    }

    /// The attempt failed: the next ones wait longer.
    pub fn failed(&self, attempt: &Attempt) {
        let now_ms = self.clock.real_now().millis();
        let mut failures = self.lock();
        if failures.len() > SWEEP_ABOVE {
            failures.retain(|_, of| !of.is_forgotten(now_ms));
        }
        for key in [&attempt.both, &attempt.address] {
            let of = failures.entry(key.clone()).or_default();
            if of.is_forgotten(now_ms) {
                *of = Failures::default();
            }
            of.n = of.n.saturating_add(1);
            of.last_ms = now_ms;
        }
    }

    /// The attempt succeeded: this address is known to the account again.
    pub fn succeeded(&self, attempt: &Attempt) {
        self.lock().remove(&attempt.both);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn left_s(failures: Option<&Failures>, free: u32, now: Moment) -> i64 {
    let Some(of) = failures.filter(|of| !of.is_forgotten(now.millis())) else {
        return 0;
    };
    let over_ms = of.last_ms + of.wait_s(free) * 1000 - now.millis();
    over_ms.max(0).div_euclid(1000) + i64::from(over_ms.max(0) % 1000 > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle() -> (Throttle, Clock) {
        let clock = Clock::held_at(Moment::from_millis(1_700_000_000_000));
        (Throttle::new(clock.clone()), clock)
    }

    fn from(ip: &str, target: &str) -> Attempt {
        Attempt::new(ip.parse().expect("a valid address"), target)
    }

    #[test]
    fn a_guesser_waits_longer_with_each_failure() {
        let (throttle, clock) = throttle();
        let guess = from("10.0.0.9", "hoa");
        for _ in 0..FREE_FAILURES {
            throttle.failed(&guess);
            assert_eq!(throttle.check(&guess), Ok(()));
        }
        throttle.failed(&guess);
        assert_eq!(throttle.check(&guess), Err(2));
        throttle.failed(&guess);
        assert_eq!(throttle.check(&guess), Err(4));
        clock.advance_minutes(1);
        assert_eq!(throttle.check(&guess), Ok(()));
    }

    #[test]
    fn a_stranger_never_locks_the_owner_out() {
        let (throttle, _) = throttle();
        for _ in 0..1000 {
            throttle.failed(&from("203.0.113.5", "hoa"));
        }
        assert_eq!(throttle.check(&from("203.0.113.5", "hoa")), Err(900));
        assert_eq!(throttle.check(&from("10.0.0.9", "hoa")), Ok(()));
    }

    #[test]
    fn one_address_trying_many_accounts_is_slowed_too() {
        let (throttle, _) = throttle();
        for n in 0..=FREE_FAILURES_OF_ADDRESS {
            throttle.failed(&from("203.0.113.5", &format!("user{n}")));
        }
        assert!(throttle.check(&from("203.0.113.5", "never-tried")).is_err());
    }

    #[test]
    fn an_own_account_between_guesses_does_not_clear_the_address() {
        let (throttle, _) = throttle();
        for n in 0..=FREE_FAILURES_OF_ADDRESS {
            throttle.failed(&from("203.0.113.5", &format!("user{n}")));
            throttle.succeeded(&from("203.0.113.5", "own"));
        }
        assert!(throttle.check(&from("203.0.113.5", "never-tried")).is_err());
    }

    #[test]
    fn mistyped_codes_in_the_hall_do_not_slow_the_officers_who_share_its_address() {
        let (throttle, _) = throttle();
        for n in 0..100 {
            throttle.failed(&from("203.0.113.5", &format!("track-code:{n}")));
        }
        assert!(
            throttle
                .check(&from("203.0.113.5", "track-code:x"))
                .is_err()
        );
        assert_eq!(throttle.check(&from("203.0.113.5", "sign-in:hoa")), Ok(()));
    }

    #[test]
    fn ipv4_addresses_written_as_ipv6_are_told_apart() {
        let (throttle, _) = throttle();
        for _ in 0..6 {
            throttle.failed(&from("::ffff:203.0.113.5", "hoa"));
        }
        assert!(throttle.check(&from("203.0.113.5", "hoa")).is_err());
        assert!(throttle.check(&from("::ffff:203.0.113.6", "hoa")).is_ok());
    }

    #[test]
    fn a_whole_ipv6_network_counts_as_one() {
        let (throttle, _) = throttle();
        for n in 0..6 {
            throttle.failed(&from(&format!("2001:db8:1:2::{n}"), "hoa"));
        }
        assert!(
            throttle
                .check(&from("2001:db8:1:2:ffff::1", "hoa"))
                .is_err()
        );
        assert!(throttle.check(&from("2001:db8:1:3::1", "hoa")).is_ok());
    }

    #[test]
    fn success_and_an_hour_make_it_forget() {
        let (throttle, clock) = throttle();
        let guess = from("10.0.0.9", "hoa");
        for _ in 0..9 {
            throttle.failed(&guess);
        }
        throttle.succeeded(&guess);
        assert_eq!(throttle.check(&guess), Ok(()));
        for _ in 0..9 {
            throttle.failed(&guess);
        }
        clock.advance_minutes(61);
        throttle.failed(&guess);
        assert_eq!(throttle.check(&guess), Ok(()));
    }
}
