//! Who is on leave, and which colleague stands in: arranged by the chair the working day before.
//! For planning, which asks who acts on a day, and for the acts that are done in a colleague's place.

use domain::access::{Absent, Cover};
use domain::calendar::Calendar;
use domain::moment::Moment;
use jiff::civil::{Date, date};
use kit::Error;
use store::{Committed, Tx};

use crate::habits::on;
use crate::house::House;
use crate::staff;

/// Somebody's leave, and the colleague who stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leave {
    absent: usize,
    by: usize,
    from: Date,
    to: Date,
}

/// The year's leaves; the last is going on when the demonstration opens.
const LEAVES: [Leave; 4] = [
    Leave {
        absent: staff::JUSTICE,
        by: staff::HOME_AFFAIRS,
        from: date(2023, 5, 8),
        to: date(2023, 5, 12),
    },
    Leave {
        absent: staff::SOCIAL,
        by: staff::CULTURE,
        from: date(2023, 6, 19),
        to: date(2023, 6, 23),
    },
    Leave {
        absent: staff::CLERK,
        by: staff::STAND_IN,
        from: date(2023, 9, 11),
        to: date(2023, 9, 13),
    },
    Leave {
        absent: staff::JUSTICE,
        by: staff::HOME_AFFAIRS,
        from: date(2023, 11, 20),
        to: date(2023, 11, 24),
    },
];

fn leave_of(person: usize, day: Date) -> Option<&'static Leave> {
    LEAVES
        .iter()
        .find(|leave| leave.absent == person && leave.covers(day))
}

/// Who does a person's work on a day: the cover, while the person is away.
pub(crate) fn acting(person: usize, day: Date) -> usize {
    leave_of(person, day).map_or(person, |leave| leave.by)
}

/// For whom a person stands in on a day, as signing in finds it.
pub(crate) fn covered_by(house: &House, person: usize, day: Date) -> Vec<Absent> {
    let stands_in = LEAVES
        .iter()
        .filter(|leave| leave.by == person && leave.covers(day));
    let absent = stands_in.map(|leave| &house.officers[leave.absent]);
    absent
        .map(|of| Absent {
            user: of.user.clone(),
            name: of.name.clone(),
            posts: of.posts.clone(),
            roles: of.roles.clone(),
        })
        .collect()
}

/// When each leave is arranged: on the afternoon of the last working day before it.
pub(crate) fn year(calendar: &Calendar, until: Moment) -> Vec<(Moment, &'static Leave)> {
    LEAVES
        .iter()
        .map(|leave| {
            let mut day = leave.from.yesterday().expect("2023 has a yesterday");
            while !calendar.is_working_day(day) {
                day = day.yesterday().expect("2023 has a yesterday");
            }
            (on(day, 16 * 60 + 10), leave)
        })
        .filter(|(at, _)| *at < until)
        .collect()
}

impl Leave {
    fn covers(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The chair names the colleague who stands in.
    pub fn act(&self, tx: &mut Tx<'_>, house: &House, at: Moment) -> Result<Committed<()>, Error> {
        let chair = &house.officers[staff::CHAIR];
        let cover = Cover {
            absent: house.officers[self.absent].user.clone(),
            by: house.officers[self.by].user.clone(),
            from: self.from,
            to: self.to,
        };
        let (_, events) = people::cover::arrange(tx, &cover, &chair.by(), at)?;
        Ok(tx.commit(&chair.by(), at, events, ())?)
    }
}
