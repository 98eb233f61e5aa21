//! The way through the process: each step by its post, within the time left, with what may happen.
//! For every story that gets beyond the counter.

use domain::dossier::{Outcome, PauseReason};
use domain::moment::Moment;
use domain::procedure::{ProcessStep, StepKind};
use dossier::result::Collector;

use crate::citizens::Citizen;
use crate::deed::What;
use crate::habits::next_round;
use crate::house::House;
use crate::staff;
use crate::story::Story;
use crate::{absence, scans, words};

/// A step takes at least so many working minutes.
const SHORTEST: i64 = 6;
/// So much room a round of signatures must leave before the due moment.
const MARGIN: i64 = 45;
/// So much is kept for writing the result into the book.
const RESERVE: i64 = 20;
/// Minutes of a working day.
const DAY: i64 = 480;

/// What may happen while a dossier is being worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    None,
    AskMore,
    Unanswered,
    Verify,
    Stop,
    Withdraw,
    Opinion,
    Payment,
}

impl Story<'_> {
    /// From the hand-over to the return.
    pub fn works(&mut self) {
        let steps = self.life.procedure.process.steps.clone();
        let Some(first) = steps.iter().position(|step| step.kind != StepKind::Receive) else {
            return;
        };
        self.wait_between(6, 30);
        let holder = self.holder_of(&steps, first);
        self.does(self.counter(), What::HandOver(holder));
        let handed = self.now;
        for place in first..steps.len() {
            let step = &steps[place];
            if step.kind == StepKind::Deliver {
                break;
            }
            let minutes = self.share(&steps, place);
            if !self.step(&steps, place, minutes) {
                return;
            }
        }
        self.wait_between(4, 18);
        // Whoever holds the step with which it ends: the counter delivers, or the clerk sealed last.
        let last = steps.iter().find(|step| step.kind == StepKind::Deliver);
        let by = match last.or(steps.last()) {
            Some(step) if step.post != "mot_cua" => House::at_post(&step.post, self.now.date()),
            _ => self.counter(),
        };
        let outcome = if self.chance.happens(14) {
            Outcome::NotGranted
        } else {
            Outcome::Granted
        };
        let is_scanned = scans::is_scanned(outcome);
        let at_end = is_scanned && self.aside.happens(780);
        if at_end {
            self.does(self.counter(), What::Scan);
        }
        self.does(by, What::Finish(outcome));
        self.apologises(handed);
        self.is_waited_for(handed);
        let at_return = is_scanned && !at_end && self.aside.happens(500);
        self.is_returned(at_return);
    }

    /// Working minutes for a step: its part of what is left until the target, less some haste.
    fn share(&mut self, steps: &[ProcessStep], place: usize) -> i64 {
        let weight = |step: &ProcessStep| match step.kind {
            StepKind::Deliver | StepKind::Receive => 0,
            StepKind::Handle if self.late.is_some() => step.minutes.max(15) * 2,
            _ => step.minutes.max(15),
        };
        let rest: i64 = steps[place..].iter().map(weight).sum();
        let calendar = self.house.calendar();
        let due = self.life.due.unwrap_or(self.now);
        let target = match self.late {
            Some(days) => calendar.add_working_minutes(due, days * DAY),
            None => due,
        };
        let left = (calendar.working_minutes_between(self.now, target) - RESERVE).max(0);
        let part = left * weight(&steps[place]) / rest.max(1);
        let pace = if self.late.is_some() {
            97
        } else {
            self.chance.between(45, 92)
        };
        (part * pace / 100).max(SHORTEST)
    }

    fn holder_of(&self, steps: &[ProcessStep], place: usize) -> Option<usize> {
        let step = steps
            .get(place)
            .filter(|step| step.kind == StepKind::Handle)?;
        Some(House::of_post(&step.post)).filter(|_| step.post != "mot_cua")
    }

    /// The post that answers for a step: a meeting or a wait has the handler before it.
    fn handling_post(steps: &[ProcessStep], place: usize) -> &str {
        let handled = steps[..=place]
            .iter()
            .rev()
            .find(|step| step.kind == StepKind::Handle);
        handled.map_or("vptk", |step| step.post.as_str())
    }

    /// Whoever answers for a step today.
    fn handler_of(&self, steps: &[ProcessStep], place: usize) -> usize {
        House::at_post(Self::handling_post(steps, place), self.now.date())
    }

    /// Whether the dossier goes on after this step.
    fn step(&mut self, steps: &[ProcessStep], place: usize, minutes: i64) -> bool {
        match steps[place].kind {
            StepKind::Handle => return self.handled(steps, place, minutes),
            StepKind::Committee | StepKind::Wait => {
                self.wait(minutes);
                let by = self.handler_of(steps, place);
                let next = self.holder_of(steps, place + 1);
                self.does(by, What::Forward(next));
            }
            StepKind::Approve => self.signed(steps, place, minutes),
            StepKind::Seal => {
                self.wait(minutes.min(70));
                let clerk = absence::acting(staff::CLERK, self.now.date());
                self.does(clerk, What::Seal);
            }
            StepKind::Outside => {
                self.wait_between(8, 45);
                self.does(self.counter(), What::SendOutside);
                self.wait(minutes);
                self.does(self.counter(), What::ComeBack);
            }
            StepKind::Receive | StepKind::Deliver => {}
        }
        true
    }

    fn handled(&mut self, steps: &[ProcessStep], place: usize, minutes: i64) -> bool {
        let by = self.handler_of(steps, place);
        let is_first = !steps[..place]
            .iter()
            .any(|step| step.kind == StepKind::Handle);
        let turn = if is_first && by != staff::COUNTER {
            self.turn()
        } else {
            Turn::None
        };
        if turn == Turn::None {
            self.wait(minutes);
        } else {
            self.wait((minutes / 3).max(2));
            if !self.turns(turn, Self::handling_post(steps, place)) {
                return false;
            }
            let rest = self.share(steps, place);
            self.wait(rest);
        }
        let by = self.handler_of(steps, place);
        let next = self.holder_of(steps, place + 1);
        self.does(by, What::Forward(next));
        true
    }

    fn turn(&mut self) -> Turn {
        let is_settled = self.late.is_some();
        // One request; a second one would need the leader.
        let was_asked = self
            .life
            .when(|what| matches!(what, What::AskAtIntake(_)))
            .is_some();
        let owes = self.life.money.at_return
            && self.life.money.found_later.is_none()
            && self.life.money.quote.total.is_some_and(|dong| dong.0 > 0);
        match self.chance.between(0, 999) {
            0..=124 if !is_settled && !was_asked => Turn::AskMore,
            125..=132 if !is_settled && !was_asked => Turn::Unanswered,
            133..=152 => Turn::Withdraw,
            153..=162 if !is_settled => Turn::Stop,
            163..=232 if self.life.procedure.limit.longer.is_some() && !is_settled => Turn::Verify,
            233..=272 => Turn::Opinion,
            273..=350 if owes && !is_settled => Turn::Payment,
            _ => Turn::None,
        }
    }

    /// Whether the dossier goes on after what happened.
    fn turns(&mut self, turn: Turn, post: &str) -> bool {
        let by = House::at_post(post, self.now.date());
        match turn {
            Turn::None => {}
            Turn::AskMore => {
                let (missing, from) = (words::missing(&mut self.chance), self.now);
                self.does(by, What::AskMore(missing));
                self.wait_between(250, 6 * DAY);
                self.does(self.counter(), What::PapersCame);
                self.paused(PauseReason::Supplement, from);
            }
            Turn::Unanswered => {
                self.nobody_answers(post);
                return false;
            }
            Turn::Verify => {
                let reason = *self.chance.pick(words::VERIFIED);
                self.does(by, What::Verify(reason));
                self.term = self
                    .life
                    .procedure
                    .limit
                    .longer
                    .as_ref()
                    .map(|longer| longer.term);
                self.moves_due();
            }
            Turn::Stop => {
                let (reason, from) = (*self.chance.pick(words::STOPPED), self.now);
                self.does(staff::CHAIR, What::Stop(reason));
                self.wait_between(2 * DAY, 9 * DAY);
                self.does(staff::CHAIR, What::Resume(words::RESUMED[0]));
                self.paused(PauseReason::Stop, from);
            }
            Turn::Withdraw => {
                let reason = *self.chance.pick(words::WITHDRAWN);
                self.does(self.counter(), What::Withdraw(reason));
                return false;
            }
            Turn::Opinion => {
                let of = if House::of_post(post) == staff::JUSTICE {
                    staff::SOCIAL
                } else {
                    staff::JUSTICE
                };
                self.does(by, What::AskOpinion(of));
                self.wait_between(10, 60);
                let text = *self.chance.pick(words::OPINIONS);
                let gives = absence::acting(of, self.now.date());
                self.does(gives, What::GiveOpinion(text));
            }
            Turn::Payment => {
                let from = self.now;
                self.does(by, What::AskPayment);
                self.wait_between(60, 2 * DAY);
                self.does(self.counter(), What::SettlePayment);
                self.paused(PauseReason::Payment, from);
            }
        }
        true
    }

    fn nobody_answers(&mut self, post: &str) {
        let by = House::at_post(post, self.now.date());
        let missing = words::missing(&mut self.chance);
        self.does(by, What::AskMore(missing));
        self.wait_between(15 * DAY, 20 * DAY);
        let by = House::at_post(post, self.now.date());
        self.does(by, What::NobodyAnswered(words::UNANSWERED));
        self.wait_between(60, DAY);
        let by = House::at_post(post, self.now.date());
        self.does(by, What::Finish(Outcome::NotGranted));
        self.is_returned(false);
    }

    fn signed(&mut self, steps: &[ProcessStep], place: usize, minutes: i64) {
        // Waiting for the leader is most of this step; the round decides, if it comes in time.
        self.wait((minutes / 4).max(SHORTEST));
        self.waits_for_the_round();
        let signer = House::signer(self.now.date(), &mut self.chance);
        let before = steps[..place]
            .last()
            .filter(|step| step.kind == StepKind::Handle);
        let has_room = self.room() > DAY / 2;
        if before.is_some() && has_room && self.chance.happens(45) {
            let reason = *self.chance.pick(words::SENT_BACK);
            self.does(signer, What::SendBack(reason));
            self.wait_between(20, 90);
            let by = self.handler_of(steps, place - 1);
            self.does(by, What::Forward(None));
            self.wait_between(SHORTEST, 60);
        }
        self.does(signer, What::Approve);
    }

    fn waits_for_the_round(&mut self) {
        let calendar = self.house.calendar();
        let round = next_round(calendar, self.now, &mut self.chance);
        let due = self.life.due.unwrap_or(round);
        if self.late.is_some() || calendar.working_minutes_between(round, due) >= MARGIN {
            self.now = round;
        }
    }

    /// Working minutes left until the due moment.
    fn room(&self) -> i64 {
        let due = self.life.due.unwrap_or(self.now);
        self.house.calendar().working_minutes_between(self.now, due)
    }

    /// A letter for what will be late, once the delay is known; not for every one, though it should be.
    fn apologises(&mut self, handed: Moment) {
        let (Some(due), Some(_), true) = (self.life.due, self.late, self.pauses.is_empty()) else {
            return;
        };
        if !self.chance.happens(650) {
            return;
        }
        let calendar = self.house.calendar();
        let before = calendar.add_working_minutes(due, -self.chance.between(DAY, 2 * DAY));
        let at = if before > handed {
            before
        } else {
            calendar.add_working_minutes(due, -self.chance.between(20, 90))
        };
        let promised = calendar.closing(calendar.roll_forward(self.now.date()));
        if at > handed && promised > due && at < self.now && calendar.is_working_day(at.date()) {
            let reason = *self.chance.pick(words::APOLOGIES);
            self.life
                .push(at, staff::CHAIR, What::Apologise(promised, reason));
        }
    }

    /// Collected, called about first where it lies long; scanned then, where it was not before.
    fn is_returned(&mut self, is_scanned: bool) {
        let finished = self.now;
        let by_post_or_portal = self.life.filing.return_by != "counter";
        let minutes = match self.chance.between(0, 999) {
            _ if by_post_or_portal => self.chance.between(15, DAY),
            0..=449 => self.chance.between(8, 150),
            450..=749 => self.chance.between(200, 2 * DAY),
            750..=909 => self.chance.between(2 * DAY, 6 * DAY),
            910..=979 => self.chance.between(6 * DAY, 35 * DAY),
            // Some never come for it.
            _ => return self.is_called(finished, None),
        };
        self.wait(minutes);
        if !by_post_or_portal {
            self.is_called(finished, Some(self.now));
        }
        if is_scanned {
            self.does(self.counter(), What::Scan);
        }
        let collector = self.collector();
        self.does(self.counter(), What::Return(collector));
    }

    fn collector(&mut self) -> Collector {
        let filing = &self.life.filing;
        let how = filing.return_by.clone();
        if how == "counter" && self.chance.happens(45) {
            let other = Citizen::adult(&mut self.chance, self.house.team);
            return Collector {
                name: other.name.clone(),
                document: other.number(),
                proof: "Giấy ủy quyền có xác nhận của trưởng thôn".to_owned(),
                how,
            };
        }
        let filer = filing.filer.as_ref();
        let who = filer.unwrap_or(&filing.owner);
        let proof = filer
            .and_then(|filer| filer.authority.clone())
            .unwrap_or_default();
        Collector {
            name: who.name.clone(),
            document: who.document_number.clone().unwrap_or_default(),
            proof,
            how,
        }
    }
}
