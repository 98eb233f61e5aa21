//! Whether a target is reached: five answers, by exact comparison, never by a rounded number.
//! For the leader's pages and `motcua coverage`.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::{Direction, Target, Unit};
use crate::indicator::Ratio;

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The floor is missed.
    NotReached,
    /// Nothing is recorded that could say.
    NoFigure,
    /// Its day is still to come.
    NotDue,
    /// The floor is reached.
    Reached,
    /// The stretch is reached, or the floor surpassed where there is no stretch.
    Surpassed,
}

impl Verdict {
    /// Every verdict, in the order offered.
    pub const ALL: [Self; 5] = [
        Self::Surpassed,
        Self::Reached,
        Self::NotReached,
        Self::NoFigure,
        Self::NotDue,
    ];

    /// As people read it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Surpassed => "Vượt",
            Self::Reached => "Đạt",
            Self::NotReached => "Chưa đạt",
            Self::NoFigure => "Chưa có số liệu",
            Self::NotDue => "Chưa đến hạn",
        }
    }

    /// Its name in addresses and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Surpassed => "vuot",
            Self::Reached => "dat",
            Self::NotReached => "chua-dat",
            Self::NoFigure => "chua-co-so-lieu",
            Self::NotDue => "chua-den-han",
        }
    }

    /// The verdict of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// How a target stands on a day with this value; none when there is a value but the plan sets no
/// level to judge it by.
pub fn verdict(target: &Target, value: Option<Ratio>, day: Date) -> Option<Verdict> {
    if target.deadline.is_some_and(|deadline| day < deadline) {
        return Some(Verdict::NotDue);
    }
    let Some(value) = value else {
        return Some(Verdict::NoFigure);
    };
    let floor = target.floor?;
    let against = |level: i64| match target.unit {
        Unit::Percent => value.cmp_percent(level),
        Unit::Points | Unit::Minutes | Unit::Count | Unit::YesNo => value.cmp_whole(level),
    };
    judged(target, floor, against)
}

fn judged(target: &Target, floor: i64, against: impl Fn(i64) -> Ordering) -> Option<Verdict> {
    use Verdict::{NotReached, Reached, Surpassed};
    let beyond = match target.direction {
        Direction::Qualitative => return None,
        Direction::Eq => {
            let is_level = against(floor) == Ordering::Equal;
            return Some(if is_level { Reached } else { NotReached });
        }
        Direction::Gt => {
            let is_more = against(floor) == Ordering::Greater;
            return Some(if is_more { Reached } else { NotReached });
        }
        Direction::Ge => Ordering::Greater,
        Direction::Le => Ordering::Less,
    };
    let reaches = |level: i64| [beyond, Ordering::Equal].contains(&against(level));
    let surpasses = target.stretch.map_or(against(floor) == beyond, &reaches);
    Some(match (reaches(floor), surpasses) {
        (false, _) => NotReached,
        (true, false) => Reached,
        (true, true) => Surpassed,
    })
}

/// How a target stands that is measured by several rules: by the strictest of them.
pub fn overall(verdicts: impl IntoIterator<Item = Option<Verdict>>) -> Option<Verdict> {
    verdicts.into_iter().flatten().min()
}
