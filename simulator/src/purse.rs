//! The day's cash: counted and closed each evening, taken over by the accountant.
//! For every working day that the commune lives.

use domain::moment::Moment;
use domain::money::Dong;
use jiff::civil::Date;
use kit::Error;
use store::{Committed, Tx};

use crate::chance::Chance;
use crate::day::FIRST_DAY;
use crate::habits::{next_day, on};
use crate::house::House;
use crate::{incidents, staff, words};

/// What is done with the day's cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cash {
    /// Whoever holds a till counts and closes it.
    Close,
    /// The accountant takes over what was closed.
    Accept,
}

/// One evening's or morning's act.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Purse {
    pub at: Moment,
    pub by: usize,
    pub cash: Cash,
}

/// The closings and hand-overs before `until`. Now and then the accountant comes only next morning.
pub(crate) fn year(house: &House, until: Moment) -> Vec<Purse> {
    let calendar = house.calendar();
    let mut acts = Vec::new();
    let mut day = calendar.roll_forward(FIRST_DAY);
    while day <= until.date() && day.year() == FIRST_DAY.year() {
        let mut chance = Chance::of(&[
            house.seed,
            u64::from(day.day_of_year().unsigned_abs()),
            u64::MAX,
        ]);
        let evening = on(day, 16 * 60 + 49 + chance.between(0, 5));
        for by in [staff::COUNTER, staff::STAND_IN] {
            acts.push(Purse {
                at: evening,
                by,
                cash: Cash::Close,
            });
        }
        let next = next_day(calendar, day);
        let at = if chance.happens(80) {
            on(next, 7 * 60 + 41)
        } else {
            evening.plus_minutes(3)
        };
        acts.push(Purse {
            at,
            by: staff::ACCOUNTANT,
            cash: Cash::Accept,
        });
        day = next;
    }
    acts.retain(|purse| purse.at < until);
    acts
}

impl Purse {
    /// Does it; with nothing to close or to take over, nothing is written.
    pub fn act(&self, tx: &mut Tx<'_>, house: &House) -> Result<Committed<()>, Error> {
        let actor = &house.officers[self.by];
        let mut events = Vec::new();
        match self.cash {
            Cash::Close => {
                for till in payment::open_tills(tx, &house.agency, &actor.user)? {
                    let short = incidents::till_is_short(self.at.date()) && till.expected.0 > 1_000;
                    let counted = if short {
                        Dong(till.expected.0 - 1_000)
                    } else {
                        till.expected
                    };
                    let reason = if short { words::TILL_SHORT } else { "" };
                    events.extend(payment::close_till(
                        tx,
                        &house.agency,
                        actor,
                        self.at,
                        &till.id,
                        counted,
                        reason,
                    )?);
                }
            }
            Cash::Accept => {
                for till in payment::waiting(tx, &house.agency)? {
                    events.extend(payment::accept_till(
                        tx,
                        &house.agency,
                        actor,
                        self.at,
                        &till.id,
                    )?);
                }
            }
        }
        if events.is_empty() {
            return Ok(tx.commit_silently("no cash was taken", ())?);
        }
        Ok(tx.commit(&actor.by(), self.at, events, ())?)
    }

    /// The day it belongs to, for telling what failed.
    pub fn day(&self) -> Date {
        self.at.date()
    }
}
