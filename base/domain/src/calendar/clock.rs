//! The calendar's hours: open or closed, and working time between moments.
//! For hour terms, pauses and opening times.
//!
//! Working time is a line of its own: `elapsed` maps a moment to the working time
//! before it, `earliest` and `latest` map back. Sums on that line need no walking.

use jiff::civil::Date;

use super::{Calendar, FIRST_DAY, OFF, SWAPPED, day_at, period_at, period_of};
use crate::moment::Moment;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

impl Calendar {
    /// When work ends on this day; on a day off, when it would end.
    pub fn closing(&self, day: Date) -> Moment {
        let (_, to) = *self
            .sessions(day)
            .last()
            .expect("a working day has a session");
        midnight(day).plus_minutes(i64::from(to))
    }

    /// When work begins on this day; on a day off, when it would begin.
    pub fn opening(&self, day: Date) -> Moment {
        let (from, _) = *self
            .sessions(day)
            .first()
            .expect("a working day has a session");
        midnight(day).plus_minutes(i64::from(from))
    }

    /// Whether working time runs: at 11:30 sharp it no longer does.
    pub fn is_open(&self, at: Moment) -> bool {
        self.next_opening(at) == at && at < self.end()
    }

    /// Whether dossiers are taken in: when open, and in reception-only hours.
    pub fn receives(&self, at: Moment) -> bool {
        let day = at.date();
        let minute = at.minutes_since(midnight(day));
        let inside = |from: u32, to: u32| (i64::from(from)..i64::from(to)).contains(&minute);
        let reception = || {
            self.office_hours_on(day)
                .reception_only(day.weekday())
                .iter()
                .map(|s| s.minutes())
        };
        self.is_open(at)
            || (!self.0.declared.contains_key(&day)
                && reception().any(|(from, to)| inside(from, to)))
    }

    /// This moment if the office is open, otherwise when it opens next.
    pub fn next_opening(&self, at: Moment) -> Moment {
        self.latest(self.elapsed(at))
    }

    /// The moment at which so many working minutes have passed; back if negative.
    ///
    /// A day's last minute ends at closing time, not at the next opening.
    pub fn add_working_minutes(&self, at: Moment, minutes: i64) -> Moment {
        self.add_working_millis(at, minutes.saturating_mul(MINUTE_MS))
    }

    /// Whole working minutes between two moments; negative if `to` lies before `from`.
    pub fn working_minutes_between(&self, from: Moment, to: Moment) -> i64 {
        self.working_millis_between(from, to) / MINUTE_MS
    }

    /// As [`Self::add_working_minutes`], exact to the second and below.
    pub(crate) fn add_working_millis(&self, at: Moment, millis: i64) -> Moment {
        let target = self.elapsed(at).saturating_add(millis);
        match millis {
            0 => at,
            1.. => self.earliest(target),
            _ => self.latest(target),
        }
    }

    /// As [`Self::working_minutes_between`], exact to the second and below.
    pub(crate) fn working_millis_between(&self, from: Moment, to: Moment) -> i64 {
        self.elapsed(to) - self.elapsed(from)
    }

    /// Working time from the calendar's first day to this moment.
    fn elapsed(&self, at: Moment) -> i64 {
        let since = at.millis().saturating_sub(midnight(FIRST_DAY).millis());
        let Ok(place) = usize::try_from(since.div_euclid(DAY_MS)) else {
            return 0;
        };
        let Some(shape) = self.0.shape_of.get(place) else {
            return self.total();
        };
        let of_day = since.rem_euclid(DAY_MS);
        let today: i64 = self.shapes(place)[usize::from(*shape)]
            .iter()
            .map(|(from, to)| of_day.clamp(millis(*from), millis(*to)) - millis(*from))
            .sum();
        millis(self.0.minutes_before[place]) + today
    }

    /// The first moment before which so much working time has passed.
    fn earliest(&self, elapsed: i64) -> Moment {
        if elapsed > self.total() {
            return self.end();
        }
        let place = self
            .0
            .minutes_before
            .partition_point(|before| millis(*before) < elapsed)
            .saturating_sub(1);
        self.within(place, elapsed, |left, length| left <= length)
    }

    /// The last moment before which no more than this working time has passed.
    fn latest(&self, elapsed: i64) -> Moment {
        if elapsed >= self.total() {
            return self.end();
        }
        let elapsed = elapsed.max(0);
        let place = self
            .0
            .minutes_before
            .partition_point(|before| millis(*before) <= elapsed)
            .saturating_sub(1);
        self.within(place, elapsed, |left, length| left < length)
    }

    /// The moment inside the day at `place`, in the first session that has room.
    fn within(&self, place: usize, elapsed: i64, has_room: impl Fn(i64, i64) -> bool) -> Moment {
        let mut left = elapsed - millis(self.0.minutes_before[place]);
        let day = midnight(day_at(
            u32::try_from(place).expect("the calendar has fewer days"),
        ));
        for (from, to) in &self.shapes(place)[usize::from(self.0.shape_of[place])] {
            let length = millis(to - from);
            if has_room(left, length) {
                return Moment::from_millis(day.millis() + millis(*from) + left);
            }
            left -= length;
        }
        self.end()
    }

    fn total(&self) -> i64 {
        millis(
            *self
                .0
                .minutes_before
                .last()
                .expect("the table has an entry for the end"),
        )
    }

    /// The shapes of the hours that hold at a place.
    fn shapes(&self, place: usize) -> &[Vec<(u32, u32)>; 9] {
        &period_at(&self.0.periods, place).shapes
    }

    /// The sessions of a day, or those of a full day if it is off.
    fn sessions(&self, day: Date) -> &[(u32, u32)] {
        let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let shape = self
            .place(day)
            .map_or(weekday, |place| usize::from(self.0.shape_of[place]));
        let usual = if shape == OFF { weekday } else { shape };
        let shapes = &period_of(&self.0.periods, day).shapes;
        let sessions = &shapes[usual];
        if sessions.is_empty() {
            &shapes[SWAPPED]
        } else {
            sessions
        }
    }
}

fn midnight(day: Date) -> Moment {
    Moment::from_local(day.to_datetime(jiff::civil::Time::midnight()))
}

fn millis(minutes: u32) -> i64 {
    i64::from(minutes) * MINUTE_MS
}
