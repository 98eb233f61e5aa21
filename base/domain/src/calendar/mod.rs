//! The working calendar: which days are worked, and at which hours.
//! For deadlines, worklists and the page that tells citizens when to come.

mod clock;
mod hours;
mod notice;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::Span;
use jiff::civil::{Date, Weekday, date};

pub use hours::{OfficeHours, Session, weekday_vi};
pub use notice::{DayOffKind, Notice, NoticeDay};

use crate::moment::Moment;

/// The years that the calendar knows. Earlier and later days count as not worked.
pub const YEARS: RangeInclusive<i16> = 1990..=2100;
const FIRST_DAY: Date = date(*YEARS.start(), 1, 1);
const LAST_DAY: Date = date(*YEARS.end(), 12, 31);

/// The shape of a day's hours: a weekday (0 is Monday), a swapped day, or none.
const SWAPPED: usize = 7;
const OFF: usize = 8;

/// An unchanging working calendar; a copy costs nothing.
///
/// All years are counted once at construction, so that each question is answered
/// by a look into a table.
#[derive(Clone, Debug)]
pub struct Calendar(Arc<Tables>);

#[derive(Debug)]
struct Tables {
    /// Office hours by their first day, the first one from the calendar's beginning.
    periods: Vec<Period>,
    declared: BTreeMap<Date, Declared>,
    official: BTreeSet<i16>,
    /// The shape of each day.
    shape_of: Vec<u8>,
    /// Working days before each day, with one entry more for the end.
    days_before: Vec<u32>,
    /// The place of each working day.
    worked: Vec<u32>,
    /// Working minutes before each day, with one entry more for the end.
    minutes_before: Vec<u32>,
}

/// Office hours from a day until the next ones begin.
#[derive(Debug)]
struct Period {
    from: Date,
    hours: OfficeHours,
    /// Sessions in minutes after midnight, by shape.
    shapes: [Vec<(u32, u32)>; 9],
}

#[derive(Debug)]
struct Declared {
    kind: DayOffKind,
    name: String,
    source: Arc<str>,
    proposed: bool,
}

/// Why a day is off or worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayNote<'a> {
    /// Whether people work on it.
    pub works: bool,
    /// How it was declared; none for the weekly day of rest.
    pub kind: Option<DayOffKind>,
    /// Its name, such as "Tết Nguyên đán".
    pub name: &'a str,
    /// The notice that declares it.
    pub source: &'a str,
    /// Proposed by rule, not declared by an official notice.
    pub proposed: bool,
}

impl Calendar {
    /// A calendar from office hours and notices; other years are proposed.
    ///
    /// Of two notices for one day the later in the list holds.
    pub fn new(hours: OfficeHours, notices: Vec<Notice>) -> Self {
        Self::with_hours(hours, Vec::new(), notices)
    }

    /// The same for an office whose hours change: each of `later` holds from its day on.
    pub fn with_hours(
        hours: OfficeHours,
        later: Vec<(Date, OfficeHours)>,
        notices: Vec<Notice>,
    ) -> Self {
        let mut periods = vec![Period::of(FIRST_DAY, hours)];
        periods.extend(
            later
                .into_iter()
                .map(|(from, hours)| Period::of(from, hours)),
        );
        // Stable: of two that begin on one day the later in the list is found last, and holds.
        periods.sort_by_key(|period| period.from);
        let official = notices
            .iter()
            .filter(|n| n.official)
            .map(|n| n.year)
            .collect::<BTreeSet<_>>();
        let noticed: BTreeSet<i16> = notices.iter().map(|n| n.year).collect();
        let proposals = YEARS
            .filter(|year| !noticed.contains(year))
            .map(|year| {
                let hours = &period_of(&periods, date(year, 1, 1)).hours;
                notice::propose(year, hours)
            })
            .collect::<Vec<_>>();
        let mut declared = BTreeMap::new();
        for notice in proposals.into_iter().chain(notices) {
            let source: Arc<str> = notice.source.into();
            let proposed = !official.contains(&notice.year);
            for day in notice.days {
                let source = day.source.map_or_else(|| Arc::clone(&source), Into::into);
                declared.insert(
                    day.date,
                    Declared {
                        kind: day.kind,
                        name: day.name_vi,
                        source,
                        proposed,
                    },
                );
            }
        }
        Self(Arc::new(Tables::count(periods, declared, official)))
    }

    /// A calendar from the texts of its data files: one notice each, and at most one
    /// file of office hours.
    ///
    /// # Errors
    /// A sentence in Vietnamese with the file's place, its year and the reason.
    pub fn from_json(texts: &[&str]) -> Result<Self, String> {
        let (hours, notices) = notice::read(texts)?;
        Ok(Self::new(hours, notices))
    }

    /// Whether the office works on this day.
    pub fn is_working_day(&self, day: Date) -> bool {
        self.place(day)
            .is_some_and(|place| usize::from(self.0.shape_of[place]) != OFF)
    }

    /// Whether this year has no official notice, so that its dates are "dự kiến".
    pub fn is_proposed(&self, year: i16) -> bool {
        !self.0.official.contains(&year)
    }

    /// Whether the calendar knows this day at all.
    pub fn covers(&self, day: Date) -> bool {
        self.place(day).is_some()
    }

    /// Why this day is off, or worked though one would not expect it.
    pub fn day_note(&self, day: Date) -> Option<DayNote<'_>> {
        if let Some(declared) = self.0.declared.get(&day) {
            return Some(declared.note());
        }
        let hours = self.office_hours_on(day);
        hours.rests(day.weekday()).then(|| DayNote {
            works: false,
            kind: None,
            name: match day.weekday() {
                Weekday::Saturday => "Thứ Bảy",
                Weekday::Sunday => "Chủ nhật",
                Weekday::Monday
                | Weekday::Tuesday
                | Weekday::Wednesday
                | Weekday::Thursday
                | Weekday::Friday => "Ngày nghỉ hằng tuần",
            },
            source: "ngày nghỉ hằng tuần",
            proposed: false,
        })
    }

    /// The declared days with `after` < day ≤ `through`, in order.
    pub fn declared_between(
        &self,
        after: Date,
        through: Date,
    ) -> impl Iterator<Item = (Date, DayNote<'_>)> {
        // An empty range would panic in the map; a day after itself is simply nothing.
        let through = through.max(after);
        self.0
            .declared
            .range(after..=through)
            .filter(move |(day, _)| **day > after)
            .map(|(day, declared)| (*day, declared.note()))
    }

    /// The first working day after this one.
    pub fn next_working_day(&self, day: Date) -> Date {
        self.add_working_days(day, 1)
    }

    /// This day if it is worked, otherwise the next that is.
    pub fn roll_forward(&self, day: Date) -> Date {
        if self.is_working_day(day) {
            day
        } else {
            self.next_working_day(day)
        }
    }

    /// The n-th working day after this one; for 0 the day itself.
    ///
    /// Past the calendar's end, its last working day.
    pub fn add_working_days(&self, day: Date, days: u32) -> Date {
        let Some(more) = days.checked_sub(1) else {
            return day;
        };
        let nth = self.worked_through(day).saturating_add(more);
        let worked = &self.0.worked;
        let place = worked
            .get(nth as usize)
            .or(worked.last())
            .expect("office hours have a working weekday");
        day_at(*place)
    }

    /// How many working days d lie in `from` < d ≤ `to`.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        self.worked_through(to)
            .saturating_sub(self.worked_through(from))
    }

    /// The office hours of a day.
    pub fn office_hours_on(&self, day: Date) -> &OfficeHours {
        &period_of(&self.0.periods, day).hours
    }

    /// The office hours with the days from which each holds, the first from the beginning.
    pub fn office_hours(&self) -> impl Iterator<Item = (Date, &OfficeHours)> {
        self.0
            .periods
            .iter()
            .map(|period| (period.from, &period.hours))
    }

    /// The end of the calendar, which no deadline passes.
    pub fn end(&self) -> Moment {
        self.closing(self.add_working_days(LAST_DAY, 1))
    }

    /// Working days up to and with this day.
    fn worked_through(&self, day: Date) -> u32 {
        let before = &self.0.days_before;
        if day < FIRST_DAY {
            return 0;
        }
        self.place(day)
            .map_or(before[before.len() - 1], |place| before[place + 1])
    }

    fn place(&self, day: Date) -> Option<usize> {
        (FIRST_DAY..=LAST_DAY).contains(&day).then(|| {
            usize::try_from(days_since_first(day)).expect("the day is not before the first")
        })
    }
}

impl Declared {
    fn note(&self) -> DayNote<'_> {
        DayNote {
            works: self.kind.works(),
            kind: Some(self.kind),
            name: &self.name,
            source: &self.source,
            proposed: self.proposed,
        }
    }
}

impl Period {
    fn of(from: Date, hours: OfficeHours) -> Self {
        let minutes =
            |sessions: &[Session]| sessions.iter().map(|s| s.minutes()).collect::<Vec<_>>();
        let shapes = std::array::from_fn(|shape| match shape {
            SWAPPED => minutes(hours.swapped()),
            OFF => Vec::new(),
            weekday => minutes(hours.on(weekday_at(weekday))),
        });
        Self {
            from,
            hours,
            shapes,
        }
    }

    /// Minutes worked in a day of this shape.
    fn length(&self, shape: usize) -> u32 {
        self.shapes[shape].iter().map(|(from, to)| to - from).sum()
    }
}

/// The same by the day's place. Nearly always there is one period only, and no day to compute.
fn period_at(periods: &[Period], place: usize) -> &Period {
    match periods {
        [only] => only,
        _ => {
            let place = u32::try_from(place).expect("the calendar has fewer days");
            period_of(periods, day_at(place))
        }
    }
}

/// The hours that hold on a day; before all of them, the first.
fn period_of(periods: &[Period], day: Date) -> &Period {
    let begun = periods.partition_point(|period| period.from <= day);
    &periods[begun.saturating_sub(1)]
}

impl Tables {
    fn count(
        periods: Vec<Period>,
        declared: BTreeMap<Date, Declared>,
        official: BTreeSet<i16>,
    ) -> Self {
        let days = usize::try_from(days_since_first(LAST_DAY))
            .expect("the last day follows the first")
            + 1;
        let monday_offset = usize::from(FIRST_DAY.weekday().to_monday_zero_offset().unsigned_abs());
        let mut shape_of: Vec<u8> = (0..days)
            .map(|place| {
                let weekday = (monday_offset + place) % 7;
                if period_at(&periods, place).length(weekday) == 0 {
                    OFF as u8
                } else {
                    weekday as u8
                }
            })
            .collect();
        for (day, declared) in declared.range(FIRST_DAY..=LAST_DAY) {
            let place = usize::try_from(days_since_first(*day))
                .expect("the range begins with the first day");
            shape_of[place] = if declared.kind.works() {
                SWAPPED as u8
            } else {
                OFF as u8
            };
        }
        let mut tables = Self {
            periods,
            declared,
            official,
            days_before: Vec::with_capacity(days + 1),
            minutes_before: Vec::with_capacity(days + 1),
            worked: Vec::with_capacity(days),
            shape_of,
        };
        let (mut days_worked, mut minutes_worked) = (0, 0);
        for (place, shape) in (0u32..).zip(&tables.shape_of) {
            tables.days_before.push(days_worked);
            tables.minutes_before.push(minutes_worked);
            let shape = usize::from(*shape);
            if shape != OFF {
                tables.worked.push(place);
                days_worked += 1;
                minutes_worked += period_at(&tables.periods, place as usize).length(shape);
            }
        }
        tables.days_before.push(days_worked);
        tables.minutes_before.push(minutes_worked);
        tables
    }
}

fn weekday_at(monday_zero: usize) -> Weekday {
    let offset = i8::try_from(monday_zero % 7).expect("below seven");
    Weekday::from_monday_zero_offset(offset).expect("below seven")
}

fn days_since_first(day: Date) -> i64 {
    day.duration_since(FIRST_DAY).as_hours() / 24
}

fn day_at(place: u32) -> Date {
    FIRST_DAY.saturating_add(Span::new().days(place))
}
