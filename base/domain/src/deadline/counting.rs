//! The counting itself: from receipt, term and pauses to the due moment.
//! For everyone who needs a date; the reasons are put into words in `explain`.

use jiff::Span;
use jiff::civil::{Date, Time, time};

use super::explain::Derivation;
use super::{Due, Limit, Pause, PausePolicy, Term};
use crate::calendar::Calendar;
use crate::moment::Moment;

const HOUR_MS: i64 = 3_600_000;
/// NĐ 61/2018 Điều 18: what comes after 15:00 is handed over in the next day's first hour.
const FIRST_HOUR_MINUTES: i64 = 60;
/// What comes after 15:00 has the next working day. 15:00:00 itself is still the same day.
const LATEST_FOR_SAME_DAY: Time = time(15, 0, 0, 0);

/// When a dossier received at `received` is due, and why.
///
/// A pause that still stands moves nothing yet; the derivation says that it stands.
pub fn due<'a>(
    received: Moment,
    limit: impl Into<Limit<'a>>,
    pauses: &[Pause],
    policy: PausePolicy,
    calendar: &Calendar,
) -> Due {
    let Limit { term, same_day_law } = limit.into();
    let mut run = Run::begin(received, term, calendar);
    let mut derivation = Derivation::begin(&run, same_day_law);
    for (from, to) in united(pauses) {
        let before = run.due();
        // A pause after the due moment finds the term already over.
        if from > before {
            break;
        }
        let from = from.max(run.clock_starts());
        if from >= to {
            continue;
        }
        match policy {
            PausePolicy::Extend => {
                let time = run.time_paused(from, to);
                run.extended = run.extended.saturating_add(time);
                derivation.extended(&run, (from, to), time, before);
            }
            PausePolicy::Restart => {
                run = Run::begin(to, term, calendar);
                derivation.restarted(&run, (from, to));
            }
        }
    }
    let at = run.due();
    let standing = pauses
        .iter()
        .filter(|pause| pause.to.is_none() && pause.from <= at)
        .map(|pause| pause.from)
        .min();
    derivation.end(&run, received, at, standing)
}

/// Until when the one-stop shop hands a dossier over to who resolves it.
///
/// NĐ 61/2018 Điều 18: the same working day; after 15:00, at the start of the next
/// working day, read as its first working hour. Received on a day off: as if at the
/// next opening.
pub fn transfer_by(received: Moment, calendar: &Calendar) -> Moment {
    let day = received.date();
    let closing = calendar.closing(day);
    if !calendar.is_working_day(day) {
        return calendar.closing(calendar.next_working_day(day));
    }
    // A short day may close before 15:00.
    if is_after_15(received) || received >= closing {
        let next = calendar.next_working_day(day);
        let by = calendar.add_working_minutes(calendar.opening(next), FIRST_HOUR_MINUTES);
        return by.min(calendar.closing(next));
    }
    closing
}

/// Judged by the second that a clock shows: 15:00:00 has not passed 15:00.
fn is_after_15(at: Moment) -> bool {
    let shown = at.local().time();
    shown >= LATEST_FOR_SAME_DAY.saturating_add(Span::new().seconds(1))
}

/// One running of a term: from receipt, or anew from the end of a pause.
pub(super) struct Run<'a> {
    pub(super) term: Term,
    pub(super) calendar: &'a Calendar,
    pub(super) received: Moment,
    /// The receipt, or the next opening if it came outside office hours.
    pub(super) starts: Moment,
    /// Days for terms in days, otherwise milliseconds.
    extended: i64,
}

impl<'a> Run<'a> {
    fn begin(received: Moment, term: Term, calendar: &'a Calendar) -> Self {
        // Past the calendar's end nothing opens any more; the receipt itself must do.
        let starts = calendar.next_opening(received).max(received);
        Self {
            term,
            calendar,
            received,
            starts,
            extended: 0,
        }
    }

    /// The due moment as far as the pauses are known.
    pub(super) fn due(&self) -> Moment {
        let calendar = self.calendar;
        let at = match self.term {
            Term::WorkingDays(_) | Term::SameDay => calendar.closing(self.last_day()),
            Term::CalendarDays(_) => calendar.closing(calendar.roll_forward(self.last_day())),
            Term::WorkingHours(hours) => {
                calendar.add_working_millis(self.starts, i64::from(hours) * HOUR_MS + self.extended)
            }
            Term::ClockHours(hours) => {
                let length = i64::from(hours) * HOUR_MS + self.extended;
                Moment::from_millis(self.starts.millis().saturating_add(length)).min(calendar.end())
            }
        };
        at.max(self.received)
    }

    /// The last day of a term in days, before it is rolled off a day of rest.
    pub(super) fn last_day(&self) -> Date {
        let extended = u32::try_from(self.extended).unwrap_or(u32::MAX);
        let working = |from: Date, days: u32| {
            self.calendar
                .add_working_days(from, days.saturating_add(extended))
        };
        match self.term {
            Term::WorkingDays(0) => working(self.starts.date(), 0),
            Term::WorkingDays(days) => working(self.received.date(), days),
            Term::SameDay => working(self.same_day(), 0),
            Term::CalendarDays(days) => {
                let from = if days == 0 {
                    self.starts.date()
                } else {
                    self.received.date()
                };
                let days = i64::from(days).saturating_add(self.extended);
                let end = self.calendar.end().date();
                Span::new()
                    .try_days(days)
                    .and_then(|span| from.checked_add(span))
                    .map_or(end, |day| day.min(end))
            }
            Term::WorkingHours(_) | Term::ClockHours(_) => self.due().date(),
        }
    }

    /// The day that "ngay trong ngày" means.
    fn same_day(&self) -> Date {
        let day = self.starts.date();
        if self.came_after_15() {
            self.calendar.next_working_day(day)
        } else {
            day
        }
    }

    /// Received after 15:00 of a day that is still open; at night the next day is meant anyway.
    pub(super) fn came_after_15(&self) -> bool {
        self.starts.date() == self.received.date() && is_after_15(self.received)
    }

    /// From when a pause can take something away.
    fn clock_starts(&self) -> Moment {
        match self.term {
            Term::WorkingDays(_) | Term::CalendarDays(_) | Term::SameDay => self.received,
            Term::WorkingHours(_) | Term::ClockHours(_) => self.starts,
        }
    }

    /// What a pause adds: the day it begins on counts as worked, the day it ends on as paused.
    fn time_paused(&self, from: Moment, to: Moment) -> i64 {
        match self.term {
            Term::WorkingDays(_) | Term::SameDay => {
                i64::from(self.calendar.working_days_between(from.date(), to.date()))
            }
            Term::CalendarDays(_) => to.date().duration_since(from.date()).as_hours() / 24,
            Term::WorkingHours(_) => self.calendar.working_millis_between(from, to),
            Term::ClockHours(_) => to.millis() - from.millis(),
        }
    }
}

/// The closed pauses in order, overlapping ones put together.
fn united(pauses: &[Pause]) -> Vec<(Moment, Moment)> {
    let mut closed: Vec<(Moment, Moment)> = pauses
        .iter()
        .filter_map(|pause| pause.to.map(|to| (pause.from, to)))
        .filter(|(from, to)| from < to)
        .collect();
    closed.sort_unstable();
    let mut united: Vec<(Moment, Moment)> = Vec::with_capacity(closed.len());
    for (from, to) in closed {
        match united.last_mut() {
            Some((_, end)) if from <= *end => *end = (*end).max(to),
            _ => united.push((from, to)),
        }
    }
    united
}
