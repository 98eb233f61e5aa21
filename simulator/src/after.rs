//! What happens beside the way through the process: mistakes corrected, citizens who urge, leaders
//! who look after what stands still, calls about results that nobody collects. From a stream of
//! chance of its own, so that the year's other days stay as they are.

use crate::deed::{Mended, What};
use crate::habits::{later, next_round, on};
use crate::house::House;
use crate::story::Story;
use crate::{staff, words};
use domain::moment::Moment;

/// Minutes of a working day.
const DAY: i64 = 480;
/// A result that lies so many working days is called about, and once more after as many as these.
const CALLS_AFTER_DAYS: [i64; 2] = [5, 20];

impl Story<'_> {
    /// Now and then the citizen, still at the counter, reads a mistake on the receipt.
    pub fn may_be_mended(&mut self) {
        if !self.aside.happens(16) {
            return;
        }
        let filing = &self.life.filing;
        let phone = format!("09000{:05}", self.aside.between(0, 99_999));
        let mended = if self.aside.happens(600) {
            let field = if filing.owner.phone.is_some() {
                "chu_dien_thoai"
            } else {
                "nop_dien_thoai"
            };
            Mended {
                fields: vec![(field, phone)],
                reason: words::WRONG_PHONE,
            }
        } else {
            let village = self.aside.between(8, 9);
            Mended {
                fields: vec![("chu_noi_o", self.house.team.address(village))],
                reason: words::WRONG_VILLAGE,
            }
        };
        self.is_mended(mended);
    }

    /// A receipt that supersedes the first, some minutes after it.
    pub fn is_mended(&mut self, mended: Mended) {
        let minutes = self.aside.between(2, 4);
        let at = later(self.house.calendar(), self.now, minutes, &mut self.aside);
        self.life
            .push(at, House::at_counter(at.date()), What::Correct(mended));
    }

    /// While it was late: the citizen urges, by the page of their code or by telephone, and a leader
    /// says what is to be done. `handed` is when the work began; it ends now.
    pub fn is_waited_for(&mut self, handed: Moment) {
        if !self.pauses.is_empty() {
            return;
        }
        let Some(due) = self.life.due else { return };
        let calendar = self.house.calendar();
        if self.late.is_none() {
            if self.aside.happens(12) {
                let half = calendar.working_minutes_between(handed, self.now) / 2;
                let at = later(calendar, handed, half.max(10), &mut self.aside);
                self.urged_at(at, handed);
            }
            return;
        }
        if self.aside.happens(600) {
            let evening = on(due.date(), self.aside.between(18 * 60 + 30, 21 * 60 + 30));
            self.in_between(evening, handed, staff::COUNTER, What::UrgeOnline);
        }
        if self.aside.happens(450) {
            let minutes = self.aside.between(30, DAY - 30);
            let at = later(self.house.calendar(), due, minutes, &mut self.aside);
            self.urged_at(at, handed);
        }
        let stands_still = self.house.calendar().add_working_minutes(due, DAY);
        let round = next_round(self.house.calendar(), stands_still, &mut self.aside);
        let leader = House::signer(round.date(), &mut self.aside);
        let said = *self.aside.pick(words::INSTRUCTIONS);
        self.in_between(round, handed, leader, What::AlarmSeen(said));
    }

    fn urged_at(&mut self, at: Moment, handed: Moment) {
        let said = *self.aside.pick(words::URGED);
        self.in_between(at, handed, House::at_counter(at.date()), What::Urge(said));
    }

    /// Plans a deed, if it falls into the work.
    fn in_between(&mut self, at: Moment, handed: Moment, by: usize, what: What) {
        if at > handed && at < self.now {
            self.life.push(at, by, what);
        }
    }

    /// The counter calls about a result that lies from `finished` until it is collected, if ever.
    pub fn is_called(&mut self, finished: Moment, collected: Option<Moment>) {
        for days in CALLS_AFTER_DAYS {
            let calendar = self.house.calendar();
            let lain = calendar.add_working_minutes(finished, days * DAY);
            let minutes = self.aside.between(5, 90);
            let at = later(calendar, lain, minutes, &mut self.aside);
            if collected.is_some_and(|collected| at >= collected) {
                return;
            }
            let said = *self.aside.pick(words::CALLED);
            self.life
                .push(at, House::at_counter(at.date()), What::Called(said));
        }
    }
}
