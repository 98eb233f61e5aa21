//! How a dossier stands against its due moment: late, today, soon, ahead, paused.
//! For worklists and dashboards, which colour and word it.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::moment::Moment;

/// With so many working days left, a dossier is due "soon".
const SOON_WORKING_DAYS: u32 = 1;

/// How a dossier stands against its due moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Late; 0 working days means late since today, or since the last working day.
    Overdue {
        /// Working days since the due date.
        working_days: u32,
    },
    /// Due today and not yet late.
    Today,
    /// Due on the next working day.
    Soon {
        /// Working days left.
        working_days: u32,
    },
    /// Due later.
    Ahead {
        /// Working days left.
        working_days: u32,
    },
    /// The clock stands.
    Paused,
    /// No due moment: neither on time nor late.
    NoDue,
}

/// How a dossier due at `due` stands at `now`. The due moment itself is on time.
pub fn standing(due: Option<Moment>, paused: bool, now: Moment, calendar: &Calendar) -> Standing {
    if paused {
        return Standing::Paused;
    }
    let Some(due) = due else {
        return Standing::NoDue;
    };
    let (due_date, today) = (due.date(), now.date());
    if now > due {
        return Standing::Overdue {
            working_days: calendar.working_days_between(due_date, today),
        };
    }
    if due_date == today {
        return Standing::Today;
    }
    match calendar.working_days_between(today, due_date) {
        working_days @ ..=SOON_WORKING_DAYS => Standing::Soon { working_days },
        working_days => Standing::Ahead { working_days },
    }
}
