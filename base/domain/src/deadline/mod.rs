//! Legal deadlines: a term, the pauses and a calendar give a moment and the reasons for it.
//! For the dossier machine, the receipt, the tracking page and `motcua deadline`.

mod counting;
mod explain;
mod standing;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

pub use counting::{due, transfer_by};
pub use explain::explain_json;
pub use standing::{Standing, standing};

/// How long the law allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Working days; the day of receipt is not counted.
    WorkingDays(u32),
    /// Days of the calendar; a last day off rolls forward.
    CalendarDays(u32),
    /// Hours of the office; 8 are one day.
    WorkingHours(u32),
    /// Hours of the clock, night and days off included.
    ClockHours(u32),
    /// "Ngay trong ngày": the same day, or the next if received after 15:00.
    SameDay,
}

/// A term, and the law that lets what comes after 15:00 wait a day, where a source names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit<'a> {
    /// How long.
    pub term: Term,
    /// The law as one cites it; none: nothing is cited.
    pub same_day_law: Option<&'a str>,
}

impl From<Term> for Limit<'_> {
    fn from(term: Term) -> Self {
        Self {
            term,
            same_day_law: None,
        }
    }
}

/// What a pause does to the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausePolicy {
    /// The time paused is added.
    Extend,
    /// The term counts anew from the end of the pause.
    Restart,
}

/// Time that does not count: from `from` up to, but without, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// When the clock stopped.
    pub from: Moment,
    /// When it went on; none while it still stands.
    pub to: Option<Moment>,
}

/// When something is due, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment that is still on time.
    pub at: Moment,
    /// The derivation, in the order in which it was made.
    pub because: Vec<Because>,
    /// Computed "theo lịch dự kiến": a year on the way has no official notice yet.
    pub provisional: bool,
}

/// One step of a derivation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The rule, as one would cite it.
    pub rule: Cow<'static, str>,
    /// A plain sentence in Vietnamese.
    pub text: String,
}

impl Term {
    /// "03 ngày làm việc", as receipts print it.
    pub fn vietnamese(&self) -> String {
        match self {
            Self::WorkingDays(days) => format!("{days:02} ngày làm việc"),
            Self::CalendarDays(days) => format!("{days:02} ngày"),
            Self::WorkingHours(hours) => format!("{hours:02} giờ làm việc"),
            Self::ClockHours(hours) => format!("{hours:02} giờ"),
            Self::SameDay => "Trong ngày làm việc".to_owned(),
        }
    }
}
