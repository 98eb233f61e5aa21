//! Early, on time or late: the table rule (dates) and the index rule (moments), kept apart.
//! For facts, targets and tables, which must not mix the two.

use serde::{Deserialize, Serialize};

use super::Dossier;
use crate::moment::Moment;

/// How the end compares with the due date, by dates as TT 01/2020/TT-VPCP counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// On a day before the due date.
    Early,
    /// On the due date.
    OnTime,
    /// On a day after it.
    Late,
    /// No due date that counts: neither on time nor late.
    NoDue,
}

impl Timeliness {
    /// As officers read it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Early => "Trước hạn",
            Self::OnTime => "Đúng hạn",
            Self::Late => "Quá hạn",
            Self::NoDue => "Không có hạn",
        }
    }
}

/// The table rule: dates only, no hours. `due` must be a date that counts.
pub fn classify_tt01(end: Moment, due: Option<Moment>) -> Timeliness {
    match due.map(|due| end.date().cmp(&due.date())) {
        None => Timeliness::NoDue,
        Some(std::cmp::Ordering::Less) => Timeliness::Early,
        Some(std::cmp::Ordering::Equal) => Timeliness::OnTime,
        Some(std::cmp::Ordering::Greater) => Timeliness::Late,
    }
}

/// The rule of the live index (QĐ 766): to the minute, the due date moved by the first
/// supplement only, and more than one supplement request is late. `None` without a due date.
pub fn is_on_time_766(dossier: &Dossier, end: Moment) -> Option<bool> {
    let due = dossier.due.as_ref().filter(|due| due.counted)?.for_index?;
    Some(dossier.supplements <= 1 && end <= due)
}
