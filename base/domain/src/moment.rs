//! A moment on the clock, kept as milliseconds since 1970 in UTC, shown in Vietnam's time.
//! For every crate: the one type for "when", so that local and UTC never mix.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Vietnam keeps UTC+7 all year, without summer time, since 13 June 1975.
const OFFSET_MS: i64 = 7 * 3_600_000;
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The moment of `millis` milliseconds since 1970 in UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 in UTC, as stored.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment at which clocks in Vietnam show `local`.
    pub fn from_local(local: DateTime) -> Self {
        let span = local.duration_since(EPOCH);
        Self(
            i64::try_from(span.as_millis()).expect("civil years fit in 64 bits of milliseconds")
                - OFFSET_MS,
        )
    }

    /// What clocks in Vietnam show at this moment.
    pub fn local(self) -> DateTime {
        let since = jiff::SignedDuration::from_millis(self.0.saturating_add(OFFSET_MS));
        EPOCH.checked_add(since).unwrap_or(if self.0 < 0 {
            DateTime::MIN
        } else {
            DateTime::MAX
        })
    }

    /// The date in Vietnam.
    pub fn date(self) -> Date {
        self.local().date()
    }

    /// This moment moved by a number of minutes, which may be negative.
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000)))
    }

    /// Whole minutes from `earlier` to this moment, negative if it lies before.
    pub const fn minutes_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(60_000)
    }

    /// Reads `2028-01-20T15:30` (seconds optional) as a local time in Vietnam.
    ///
    /// # Errors
    /// A sentence in Vietnamese saying which form is expected.
    pub fn parse_local(text: &str) -> Result<Self, String> {
        text.trim()
            .parse::<DateTime>()
            .map(Self::from_local)
            .map_err(|_| format!("«{text}» không phải là thời điểm. Hãy viết như 2023-06-15T09:30"))
    }

    /// `2028-02-03T17:00`: local, to the minute, for machines.
    pub fn iso_minute(self) -> String {
        self.local().strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// `2028-02-03T17:00:00+07:00`: local, to the second, with Vietnam's offset (RFC 3339).
    pub fn rfc3339(self) -> impl std::fmt::Display {
        Rfc3339(self.local())
    }
}

/// Why not by a pattern read anew each time: a list of a hundred dossiers holds four hundred moments.
struct Rfc3339(DateTime);

impl std::fmt::Display for Rfc3339 {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let local = self.0;
        write!(
            to,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+07:00",
            local.year(),
            local.month(),
            local.day(),
            local.hour(),
            local.minute(),
            local.second()
        )
    }
}

impl From<Moment> for i64 {
    fn from(moment: Moment) -> Self {
        moment.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_is_seven_hours_ahead_of_utc() {
        let moment = Moment::parse_local("2023-11-23T09:12").expect("a valid time");
        assert_eq!(moment.millis(), 1_700_705_520_000);
        assert_eq!(moment.iso_minute(), "2023-11-23T09:12");
        assert_eq!(moment.rfc3339().to_string(), "2023-11-23T09:12:00+07:00");
    }
}
