//! Days on which something unusual happened: an afternoon without power, receipts made by mistake,
//! a till that did not add up. Fixed, so that they can be found again.

use domain::calendar::Calendar;
use domain::moment::Moment;
use jiff::civil::{Date, date};

use crate::habits::on;

/// The afternoon without power; what came in was written on paper.
const POWER_CUT: Date = date(2023, 6, 1);
/// A till was short on these days.
const SHORT_TILLS: [Date; 2] = [date(2023, 4, 12), date(2023, 9, 20)];

/// A filing that is received by mistake and made anew at once: the day and its procedure.
const MISTAKES: [(Date, &str); 3] = [
    (date(2023, 3, 14), "1.000656"),
    (date(2023, 8, 9), "1.001193"),
    (date(2023, 11, 8), "1.004873"),
];

/// A filing taken for another procedure, found before the hand-over: the day, the right one, the wrong one.
const RECASTS: [(Date, &str, &str); 1] = [(date(2023, 5, 24), "1.001699", "1.001653")];

/// What comes for certain in the afternoon without power.
const ON_PAPER: [&str; 5] = ["2.000815", "2.000815", "1.001193", "2.000635", "1.004873"];

/// The filing that goes wrong on a day.
pub(crate) fn mistake_of(day: Date) -> Option<&'static str> {
    MISTAKES
        .iter()
        .find(|(of, _)| *of == day)
        .map(|(_, code)| *code)
}

/// The filing of a day that is taken for another procedure: the right one and the wrong one.
pub(crate) fn recast_of(day: Date) -> Option<(&'static str, &'static str)> {
    RECASTS
        .iter()
        .find(|(of, ..)| *of == day)
        .map(|(_, right, wrong)| (*right, *wrong))
}

/// What is received on paper on a day, and when.
pub(crate) fn on_paper(day: Date) -> Vec<(&'static str, Moment)> {
    if day != POWER_CUT {
        return Vec::new();
    }
    (0..)
        .zip(ON_PAPER)
        .map(|(place, code)| (code, on(day, 13 * 60 + 25 + place * 31)))
        .collect()
}

/// When what came in at this moment can be entered: none for at once.
pub(crate) fn entered_at(calendar: &Calendar, at: Moment, place: i64) -> Option<Moment> {
    let dark = (on(POWER_CUT, 13 * 60 + 10), on(POWER_CUT, 16 * 60 + 20));
    let is_dark = dark.0 <= at && at < dark.1;
    is_dark.then(|| calendar.add_working_minutes(dark.1, 4 + place * 3))
}

/// Whether the till is short on a day.
pub(crate) fn till_is_short(day: Date) -> bool {
    SHORT_TILLS.contains(&day)
}
