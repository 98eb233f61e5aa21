//! One dossier's story from the door to the hand-over, planned beforehand without asking the store.
//! The rules themselves are asked when the deeds are performed; a plan against them is a fault.

use std::sync::Arc;

use domain::deadline::Term;
use domain::dossier::{Channel, Pause, PauseReason, due_of};
use domain::moment::Moment;
use domain::procedure::{Handling, Procedure};
use dossier::receive::{Filing, PaperGiven, Terms};

use crate::chance::Chance;
use crate::citizens::Citizen;
use crate::day::Arrival;
use crate::deed::{Mended, What};
use crate::habits::{days_late, later};
use crate::house::House;
use crate::life::Life;
use crate::money::{self, Money};
use crate::words;

/// Births, whose owner is the child.
const BIRTHS: [&str; 3] = ["1.001193", "2.001023", "2.000986"];
/// Handed out from the register while the citizen waits, three times out of four.
const EXTRACT: &str = "2.000635";

/// A story while it is being told.
pub(crate) struct Story<'a> {
    pub house: &'a House,
    pub chance: Chance,
    /// Chance for what happens beside it.
    pub aside: Chance,
    pub life: Life,
    pub now: Moment,
    pub received: Moment,
    pub term: Option<Term>,
    pub pauses: Vec<Pause>,
    /// Working days after the due date on which it will be finished.
    pub late: Option<i64>,
}

/// Tells the story of what arrived; a mistaken receipt is a life of its own before it.
pub(crate) fn tell(
    house: &House,
    arrival: Arrival,
    [mut chance, aside]: [Chance; 2],
    lives: &mut Vec<Life>,
) {
    let day = arrival.at.date();
    let Some(procedure) = house.law.catalogue.in_force(arrival.code, day) else {
        return;
    };
    let mut filing = filing(procedure, &arrival, &mut chance);
    let money = money::of(&house.law, procedure, day, arrival.channel, &mut chance);
    let mut at = arrival.entered_at.unwrap_or(arrival.at);
    if arrival.mistaken {
        let mut life = Life::new(Arc::clone(procedure), filing.clone(), Money::none());
        at = mistake(house, &mut life, at, &mut chance);
        lives.push(life);
    }
    let taken_for = arrival
        .taken_for
        .and_then(|wrong| house.law.catalogue.in_force(wrong, day));
    if let Some(wrong) = taken_for {
        filing.procedure_id = wrong.id.clone();
    }
    let mut story = Story {
        house,
        life: Life::new(Arc::clone(procedure), filing, money),
        now: at,
        received: at,
        term: procedure.limit.term,
        pauses: Vec::new(),
        late: None,
        chance,
        aside,
    };
    let terms = match arrival.entered_at {
        Some(_) => Terms {
            received_at: Some(arrival.at),
            reason: words::LATE_ENTRY.to_owned(),
            ..Terms::default()
        },
        None => Terms::default(),
    };
    if taken_for.is_some() {
        // What is owed is set anew with the right procedure: nothing is paid before.
        story.life.money.at_return = true;
        story.is_recast();
    } else if story.comes_in(arrival.channel, terms) {
        story.goes_on();
    }
    story.life.deeds.sort_by_key(|deed| deed.at);
    lives.push(story.life);
}

/// A receipt that is voided some minutes later; answers when the right one can be made.
fn mistake(house: &House, life: &mut Life, at: Moment, chance: &mut Chance) -> Moment {
    let counter = House::at_counter(at.date());
    life.push(at, counter, What::Receive(Terms::default()));
    let found = later(house.calendar(), at, chance.between(4, 9), chance);
    let reason = *chance.pick(words::VOIDED);
    life.push(found, counter, What::Void(reason));
    later(house.calendar(), found, 3, chance)
}

fn filing(procedure: &Procedure, arrival: &Arrival, chance: &mut Chance) -> Filing {
    let citizen = &arrival.citizen;
    let (owner, filer) = if BIRTHS.contains(&arrival.code) {
        let child = Citizen::newborn(chance, arrival.at.date(), citizen);
        (
            child.party_of_child(),
            Some(citizen.party_for_another(citizen.parent_vi())),
        )
    } else if arrival.channel == Channel::Counter && chance.happens(45) {
        let helper = Citizen::adult(chance, citizen.team());
        (
            citizen.party(),
            Some(helper.party_for_another("Giấy ủy quyền có chứng thực")),
        )
    } else {
        (citizen.party(), None)
    };
    let return_by = match arrival.channel {
        Channel::Post => "post",
        Channel::Online if chance.happens(350) => "online",
        Channel::Online if chance.happens(150) => "post",
        _ => "counter",
    };
    Filing {
        tracking: None,
        procedure_id: procedure.id.clone(),
        channel: arrival.channel,
        return_by: return_by.to_owned(),
        sets: i64::from(procedure.sets.max(1)),
        owner,
        filer,
        papers: papers(procedure),
        linked_from: None,
    }
}

fn papers(procedure: &Procedure) -> Vec<PaperGiven> {
    let required = procedure.papers.iter().filter(|paper| paper.required);
    required
        .map(|paper| PaperGiven {
            name: paper.name_vi.clone(),
            originals: i64::from(paper.originals),
            certified: 0,
            copies: i64::from(paper.copies),
            shown_only: paper.handling == Handling::Show,
        })
        .collect()
}

impl Story<'_> {
    /// Some working minutes pass.
    pub fn wait(&mut self, minutes: i64) {
        self.now = later(self.house.calendar(), self.now, minutes, &mut self.chance);
    }

    /// As [`Story::wait`], with a number of minutes by chance.
    pub fn wait_between(&mut self, low: i64, high: i64) {
        let minutes = self.chance.between(low, high);
        self.wait(minutes);
    }

    /// Something is done now.
    pub fn does(&mut self, by: usize, what: What) {
        self.life.push(self.now, by, what);
    }

    /// Who sits at the counter now.
    pub fn counter(&self) -> usize {
        House::at_counter(self.now.date())
    }

    /// Whether there is a dossier to work on afterwards.
    fn comes_in(&mut self, channel: Channel, terms: Terms) -> bool {
        let counter = self.counter();
        let is_late_entry = terms.received_at.is_some();
        if !is_late_entry && channel == Channel::Counter && self.chance.happens(10) {
            let reason = *self.chance.pick(words::REFUSED);
            self.does(counter, What::Refuse(reason));
            return false;
        }
        if self.life.procedure.on_the_spot && channel == Channel::Counter && self.waits_for_it() {
            self.life.money.at_return = false;
            if !is_late_entry {
                self.wait_between(4, 12);
            }
            self.does(counter, What::OnTheSpot(terms));
            return false;
        }
        if channel == Channel::Counter {
            if !is_late_entry && self.chance.happens(36) {
                self.is_asked_at_the_door();
                self.accepted();
            } else {
                self.received = terms.received_at.unwrap_or(self.now);
                let terms = self.appointed(terms);
                self.does(counter, What::Receive(terms));
            }
        } else {
            self.does(counter, What::Submit);
            self.wait_between(15, 200);
            self.accepted();
        }
        true
    }

    fn waits_for_it(&mut self) -> bool {
        self.life.procedure.code != EXTRACT || self.chance.happens(750)
    }

    fn is_asked_at_the_door(&mut self) {
        let missing = words::missing(&mut self.chance);
        self.does(self.counter(), What::AskAtIntake(missing));
        self.wait_between(300, 1_600);
        self.does(self.counter(), What::PapersCame);
        self.wait_between(3, 12);
    }

    fn accepted(&mut self) {
        self.received = self.now;
        let terms = self.appointed(Terms::default());
        self.does(self.counter(), What::Accept(terms));
    }

    /// Where the law gives no limit, the officer appoints a date.
    fn appointed(&mut self, terms: Terms) -> Terms {
        let calendar = self.house.calendar();
        self.life.due = match self.term {
            Some(_) => self.due_now(),
            None => {
                let days = self.chance.count(8, 22);
                Some(calendar.closing(calendar.add_working_days(self.received.date(), days)))
            }
        };
        if self.term.is_some() {
            return terms;
        }
        let reason = if terms.reason.is_empty() {
            words::APPOINTED.to_owned()
        } else {
            terms.reason
        };
        Terms {
            appointed: self.life.due,
            reason,
            ..terms
        }
    }

    /// The due moment after the pauses so far, where the law gives a limit.
    fn due_now(&self) -> Option<Moment> {
        let policy = self.life.procedure.pause_policy;
        due_of(
            self.received,
            self.term?,
            policy,
            &self.pauses,
            self.house.calendar(),
        )
        .at
    }

    /// The clock stood still from `from` until now.
    pub fn paused(&mut self, reason: PauseReason, from: Moment) {
        self.pauses.push(Pause {
            reason,
            from,
            to: Some(self.now),
        });
        self.moves_due();
    }

    /// Reckons the due moment anew.
    pub fn moves_due(&mut self) {
        if let Some(due) = self.due_now() {
            self.life.due = Some(due);
        }
    }

    /// Received under the wrong procedure, and recast before the hand-over.
    fn is_recast(&mut self) {
        self.does(self.counter(), What::Receive(Terms::default()));
        self.life.due = self.due_now();
        self.is_mended(Mended {
            fields: vec![("thu_tuc", self.life.procedure.code.clone())],
            reason: words::WRONG_PROCEDURE,
        });
        self.works();
    }

    fn goes_on(&mut self) {
        let procedure = Arc::clone(&self.life.procedure);
        self.late = days_late(&procedure, self.received.date(), &mut self.chance);
        self.may_be_mended();
        if self.chance.happens(40) {
            self.wait_between(3, 20);
            self.does(self.counter(), What::PrintAgain);
        }
        self.works();
    }
}
