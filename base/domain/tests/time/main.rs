//! Days, hours and deadlines: the tables of the law, the faults of others, and properties.
//! For whoever changes a rule of time: one of these must then change with it.

mod calendar;
mod faults;
mod pauses;
mod properties;
mod vectors;

use domain::calendar::Calendar;
use domain::deadline::{Due, Pause, PausePolicy, Term, due};
use domain::moment::Moment;
use jiff::civil::Date;

const NOTICES: [&str; 5] = [
    include_str!("../../../../data/calendar/2023.json"),
    include_str!("../../../../data/calendar/2024.json"),
    include_str!("../../../../data/calendar/2025.json"),
    include_str!("../../../../data/calendar/2026.json"),
    include_str!("../../../../data/calendar/office-hours.json"),
];

/// The calendar that the project ships.
fn shipped() -> Calendar {
    Calendar::from_json(&NOTICES).expect("the shipped calendar is valid")
}

fn at(text: &str) -> Moment {
    Moment::parse_local(text).expect("tests write valid moments")
}

fn day(text: &str) -> Date {
    text.parse().expect("tests write valid dates")
}

fn pause(from: &str, to: &str) -> Pause {
    Pause {
        from: at(from),
        to: Some(at(to)),
    }
}

/// The due moment without pauses.
fn plain(received: &str, term: Term, calendar: &Calendar) -> Due {
    due(at(received), term, &[], PausePolicy::Extend, calendar)
}

/// All sentences of a derivation.
fn told(due: &Due) -> String {
    due.because
        .iter()
        .map(|b| format!("[{}] {}\n", b.rule, b.text))
        .collect()
}
