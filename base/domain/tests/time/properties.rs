//! Properties of time on random calendars, against a walk day by day and minute by minute.
//! For finding what no table thought of.

use std::collections::HashMap;

use domain::calendar::{Calendar, DayOffKind, Notice, NoticeDay, OfficeHours};
use domain::deadline::{Due, Pause, PausePolicy, Standing, Term, due, standing, transfer_by};
use domain::moment::Moment;
use jiff::Span;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const START: Date = date(2023, 1, 1);

/// The slow and obvious calendar to compare with: the sessions of each day of two years.
#[derive(Clone, Debug)]
struct Plain(Vec<Vec<(i64, i64)>>);

impl Plain {
    fn sessions(&self, day: Date) -> &[(i64, i64)] {
        let place = day.duration_since(START).as_hours() / 24;
        &self.0[place as usize]
    }

    fn works(&self, day: Date) -> bool {
        !self.sessions(day).is_empty()
    }

    fn open(&self, at: Moment) -> bool {
        let minute = at.minutes_since(moment(START, 0));
        let of_day = minute % 1440;
        self.0[(minute / 1440) as usize]
            .iter()
            .any(|(from, to)| (*from..*to).contains(&of_day))
    }

    fn closing(&self, day: Date) -> Moment {
        let (_, to) = *self
            .sessions(day)
            .last()
            .expect("asked of working days only");
        moment(day, to)
    }

    /// This day or the first worked one after it.
    fn rolled(&self, mut day: Date) -> Date {
        while !self.works(day) {
            day = next(day);
        }
        day
    }

    /// The first open minute from here on.
    fn opening(&self, mut at: Moment) -> Moment {
        while !self.open(at) {
            at = at.plus_minutes(1);
        }
        at
    }

    /// Minute by minute: a paused minute moves the end, an open one uses the term up.
    fn hours(&self, received: Moment, hours: u32, pauses: &[(Moment, Moment)]) -> Moment {
        let mut now = self.opening(received);
        let (mut end, mut left) = (now, i64::from(hours) * 60);
        loop {
            let paused = pauses.iter().any(|(from, to)| *from <= now && now < *to);
            if left == 0 && !paused {
                return end;
            }
            if self.open(now) {
                left -= i64::from(!paused);
                end = now.plus_minutes(1);
            }
            now = now.plus_minutes(1);
        }
    }

    /// Day by day after `from`: a day that a pause ends on or runs over does not count.
    fn days(&self, from: Date, days: u32, pauses: &[(Moment, Moment)], received: Moment) -> Moment {
        let (mut day, mut last, mut left) = (from, from, days);
        loop {
            day = next(day);
            if !self.works(day) {
                continue;
            }
            let paused = pauses.iter().any(|(begin, to)| {
                let begin = (*begin).max(received);
                let in_time = left > 0 || begin <= self.closing(last);
                begin < *to && in_time && begin.date() < day && day <= to.date()
            });
            if !paused && left == 0 {
                return self.closing(last);
            }
            left -= u32::from(!paused);
            last = day;
        }
    }

    fn due(&self, received: Moment, term: Term, pauses: &[(Moment, Moment)]) -> Moment {
        match term {
            Term::WorkingDays(days) => self.days(received.date(), days, pauses, received),
            Term::WorkingHours(hours) => self.hours(received, hours, pauses),
            Term::SameDay => {
                let start = self.opening(received);
                let late =
                    start.date() == received.date() && received > moment(start.date(), 15 * 60);
                let day = if late {
                    self.rolled(next(start.date()))
                } else {
                    start.date()
                };
                let mut last = day;
                for (from, to) in pauses {
                    let mut day = (*from).max(received).date();
                    if *from <= self.closing(last) {
                        while day < to.date() {
                            day = next(day);
                            last = if self.works(day) {
                                self.rolled(next(last))
                            } else {
                                last
                            };
                        }
                    }
                }
                self.closing(last)
            }
            Term::CalendarDays(days) => {
                let mut last = (0..days).fold(received.date(), |day, _| next(day));
                for (from, to) in pauses {
                    let mut day = (*from).max(received).date();
                    if *from <= self.closing(self.rolled(last)) {
                        while day < to.date() {
                            (day, last) = (next(day), next(last));
                        }
                    }
                }
                self.closing(self.rolled(last))
            }
            Term::ClockHours(hours) => {
                let start = self.opening(received);
                let mut end = start.plus_minutes(i64::from(hours) * 60);
                for (from, to) in pauses {
                    let from = (*from).max(start);
                    if from <= end && from < *to {
                        end = Moment::from_millis(end.millis() + to.millis() - from.millis());
                    }
                }
                end
            }
        }
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().expect("years end late")
}

fn moment(day: Date, minute: i64) -> Moment {
    Moment::from_local(day.at(0, 0, 0, 0)).plus_minutes(minute)
}

/// A calendar twice: the slow one and ours.
fn calendars() -> impl Strategy<Value = (Plain, Calendar)> {
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let sessions = prop_oneof![
        3 => Just(vec![(450, 690), (780, 1020)]),
        1 => Just(vec![(420, 690), (810, 1020)]),
        1 => Just(vec![(480, 960)]),
        1 => (300i64..600, 1i64..200, 0i64..120, 1i64..300)
            .prop_map(|(open, long, lunch, rest)| {
                let noon = open + long;
                vec![(open, noon), (noon + lunch, (noon + lunch + rest).min(1439))]
            }),
    ];
    let saturday = prop_oneof![3 => Just(vec![]), 1 => Just(vec![(450, 690)])];
    let declared = proptest::collection::hash_map(0i64..731, prop::bool::weighted(0.2), 0..90);
    (sessions, saturday, declared).prop_map(move |(full, saturday, declared)| {
        let mut week: [Vec<(i64, i64)>; 7] = Default::default();
        week[..5].fill(full.clone());
        week[5] = saturday;
        let declared: HashMap<Date, bool> =
            declared.into_iter().map(|(days, works)| (START.saturating_add(Span::new().days(days)), works)).collect();
        let text = |s: &Vec<(i64, i64)>| s.iter().map(|(a, b)| format!("{}-{}", clock(*a), clock(*b))).collect::<Vec<_>>();
        let hours: OfficeHours = serde_json::from_value(serde_json::json!({
            "source": "thử", "swapped": text(&full),
            "week": {"monday": text(&week[0]), "tuesday": text(&week[1]), "wednesday": text(&week[2]),
                     "thursday": text(&week[3]), "friday": text(&week[4]), "saturday": text(&week[5])}
        }))
        .expect("generated hours are in order");
        let notice = |year: i16| Notice {
            year,
            source: "thử".to_owned(),
            official: true,
            confidence: "D".to_owned(),
            days: declared
                .iter()
                .filter(|(day, _)| day.year() == year)
                .map(|(day, works)| NoticeDay {
                    date: *day,
                    kind: if *works { DayOffKind::SwapWork } else { DayOffKind::Holiday },
                    name_vi: "thử".to_owned(),
                    source: None,
                })
                .collect(),
        };
        let calendar = Calendar::new(hours, vec![notice(2023), notice(2024)]);
        let days = START.series(Span::new().days(1)).take_while(|day| day.year() < 2025);
        let sessions = days.map(|day| match declared.get(&day) {
            Some(true) => full.clone(),
            Some(false) => Vec::new(),
            None => week[day.weekday().to_monday_zero_offset() as usize].clone(),
        });
        (Plain(sessions.collect()), calendar)
    })
}

/// Receipts at whole minutes of the first year, often near the edges of a day.
fn receipts() -> impl Strategy<Value = Moment> {
    let minute = prop_oneof![2 => 0i64..1440, 1 => Just(900), 1 => Just(901), 1 => Just(690), 1 => Just(1020), 1 => 448i64..453];
    (0i64..365, minute)
        .prop_map(|(days, minute)| moment(START.saturating_add(Span::new().days(days)), minute))
}

fn terms() -> impl Strategy<Value = Term> {
    prop_oneof![
        (1u32..25).prop_map(Term::WorkingDays),
        (1u32..40).prop_map(Term::CalendarDays),
        (1u32..60).prop_map(Term::WorkingHours),
        (1u32..100).prop_map(Term::ClockHours),
        Just(Term::SameDay),
    ]
}

fn policies() -> impl Strategy<Value = PausePolicy> {
    prop_oneof![Just(PausePolicy::Extend), Just(PausePolicy::Restart)]
}

/// Up to three pauses around a receipt, overlapping or not, in minutes from it.
fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let one = (-2_000i64..15_000, prop_oneof![1i64..600, 600i64..9_000]);
    proptest::collection::vec(one, 0..=3)
}

fn placed(received: Moment, pauses: &[(i64, i64)]) -> Vec<Pause> {
    let place = |(from, long): &(i64, i64)| Pause {
        from: received.plus_minutes(*from),
        to: Some(received.plus_minutes(from + long)),
    };
    pauses.iter().map(place).collect()
}

/// Overlapping pauses put together minute by minute.
fn united(pauses: &[Pause]) -> Vec<(Moment, Moment)> {
    let mut ends: Vec<(Moment, Moment)> = pauses
        .iter()
        .filter_map(|p| Some((p.from, p.to?)))
        .collect();
    ends.sort_unstable();
    let mut out: Vec<(Moment, Moment)> = Vec::new();
    for (from, to) in ends {
        if let Some(last) = out.last_mut().filter(|last| from <= last.1) {
            last.1 = last.1.max(to);
        } else {
            out.push((from, to));
        }
    }
    out
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn a_due_moment_equals_the_walk_by_day_and_minute(
        (slow, calendar) in calendars(),
        tries in proptest::collection::vec((receipts(), terms(), pauses()), 20),
    ) {
        for (received, term, pauses) in tries {
            let pauses = placed(received, &pauses);
            let expected = slow.due(received, term, &united(&pauses));
            let found = due(received, term, &pauses, PausePolicy::Extend, &calendar);
            prop_assert_eq!(found.at, expected, "{:?} {:?} {:?}", received, term, pauses);
        }
    }

    #[test]
    fn a_restart_is_the_term_received_at_the_end_of_the_pause(
        (slow, calendar) in calendars(),
        tries in proptest::collection::vec((receipts(), terms(), pauses()), 10),
    ) {
        for (received, term, pauses) in tries {
            let pauses = placed(received, &pauses);
            let mut expected = slow.due(received, term, &[]);
            for (from, to) in united(&pauses) {
                if from <= expected && to > received {
                    expected = slow.due(to, term, &[]);
                }
            }
            let found = due(received, term, &pauses, PausePolicy::Restart, &calendar);
            prop_assert_eq!(found.at, expected, "{:?} {:?} {:?}", received, term, pauses);
        }
    }

    #[test]
    fn days_and_minutes_are_counted_as_a_walk_counts_them(
        (slow, calendar) in calendars(),
        tries in proptest::collection::vec((receipts(), 0i64..9_000), 10),
    ) {
        for (from, minutes) in tries {
            let to = from.plus_minutes(minutes);
            let walked = (0..minutes).filter(|m| slow.open(from.plus_minutes(*m))).count();
            prop_assert_eq!(calendar.working_minutes_between(from, to), walked as i64);
            let days = from.date().series(Span::new().days(1)).skip(1).take_while(|d| *d <= to.date());
            let walked = days.filter(|d| slow.works(*d)).count();
            prop_assert_eq!(calendar.working_days_between(from.date(), to.date()) as usize, walked);
            prop_assert_eq!(calendar.is_open(from), slow.open(from));
            prop_assert_eq!(calendar.next_opening(from), slow.opening(from));
            prop_assert_eq!(calendar.is_working_day(from.date()), slow.works(from.date()));
        }
    }

    #[test]
    fn times_hold_together(
        (_, calendar) in calendars(),
        tries in proptest::collection::vec((receipts(), 0i64..6_000, terms(), pauses(), policies()), 20),
        (first, second) in (1u32..40, 1u32..40),
    ) {
        for (received, later, term, pauses, policy) in tries {
            let pauses = placed(received, &pauses);
            let by = |at, pauses: &[Pause]| due(at, term, pauses, policy, &calendar);
            let found = by(received, &pauses);
            prop_assert!(found.at >= received);
            for kept in 0..pauses.len() {
                let fewer = by(received, &pauses[..kept]);
                prop_assert!(fewer.at <= found.at, "a pause made the date earlier: {:?}", pauses);
            }
            // For "ngay trong ngày" the day that a pause ends on counts as paused, so that who
            // comes on that day itself may be served before who came earlier.
            let shared: &[Pause] = if term == Term::SameDay { &[] } else { &pauses };
            let (found, after) = (by(received, shared), by(received.plus_minutes(later), shared));
            prop_assert!(found.at <= after.at, "later receipt, earlier date: {:?} {:?} {:?}", term, policy, pauses);
            if !matches!(term, Term::ClockHours(_)) {
                // The minute before the due moment is a working one.
                prop_assert!(calendar.is_open(found.at.plus_minutes(-1)), "{:?} in a break", found.at);
            }
            let found = by(received, &pauses);
            let again: Due = serde_json::from_str(&serde_json::to_string(&found).unwrap()).unwrap();
            prop_assert_eq!(&again, &found);
            let stored = serde_json::to_string(&(term, policy, &pauses)).unwrap();
            prop_assert_eq!(serde_json::from_str::<(Term, PausePolicy, Vec<Pause>)>(&stored).unwrap(), (term, policy, pauses));

            let hours = |at, hours| due(at, Term::WorkingHours(hours), &[], policy, &calendar).at;
            prop_assert_eq!(hours(hours(received, first), second), hours(received, first + second));

            let by = transfer_by(received, &calendar);
            prop_assert!(by > received && calendar.is_open(by.plus_minutes(-1)));
            prop_assert!(by <= transfer_by(received.plus_minutes(later), &calendar));
        }
    }

    #[test]
    fn a_dossier_is_late_exactly_after_its_due_moment(
        (_, calendar) in calendars(),
        tries in proptest::collection::vec((receipts(), -3_000_000i64..3_000_000), 20),
    ) {
        for (due, off) in tries {
            for off in [off, 0, 1, -1] {
                let now = Moment::from_millis(due.millis() + off);
                let found = standing(Some(due), false, now, &calendar);
                prop_assert_eq!(matches!(found, Standing::Overdue { .. }), off > 0);
                let stored = serde_json::to_string(&found).unwrap();
                prop_assert_eq!(serde_json::from_str::<Standing>(&stored).unwrap(), found);
            }
        }
    }
}
