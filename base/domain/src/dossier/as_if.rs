//! A dossier of the past as if it had been received under another version of its procedure.
//! For the dry run of a new version: the rules counted again, and nothing of it ever written.

use super::clock::{due_of, resume_step, start_step};
use super::decide::plans;
use super::{Dossier, DossierEvent, Pause, State, StepPlan, Timeliness, classify_tt01};
use crate::calendar::Calendar;
use crate::deadline::Term;
use crate::moment::Moment;
use crate::procedure::{Procedure, StepKind};

/// How a dossier ended, and how it would have ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsIf {
    /// As it was counted; for one still open, as it stands now.
    pub then: Timeliness,
    /// Under the version.
    pub would: Timeliness,
    /// Against the version's shorter promise, if it makes one.
    pub promised: Option<Timeliness>,
    /// The date that bound it.
    pub due_then: Option<Moment>,
    /// The date that would have bound it.
    pub due: Option<Moment>,
    /// The version's steps that it came through, by their place.
    pub steps: Vec<StepAsIf>,
}

/// One step of the version, compared with the step of the same kind that the dossier came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepAsIf {
    /// Place in the version's process.
    pub index: usize,
    /// Left after its limit then.
    pub late_then: bool,
    /// Left after the limit that the version gives.
    pub late: bool,
}

/// A stay at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stay {
    index: usize,
    since: Moment,
    until: Moment,
}

impl Dossier {
    /// This dossier, with the events that made it, as if received under `version`.
    ///
    /// None when it counts nowhere: never received, withdrawn, refused, void, or passed on to
    /// another commune, which counts it (rulings 11 and 24).
    pub fn as_if(
        &self,
        events: &[(Moment, DossierEvent)],
        version: &Procedure,
        calendar: &Calendar,
        now: Moment,
    ) -> Option<AsIf> {
        let received = self.received_at.filter(|_| self.counts())?;
        let end = self.finished_at.unwrap_or(now).max(received);
        let pauses = self.pauses_until(end);
        let due_under = |term: Option<Term>| {
            due_of(received, term?, version.pause_policy, &pauses, calendar).at
        };
        let due_then = match (self.counted_due(), self.term, self.running_pause()) {
            (Some(_), Some(term), Some(_)) => {
                due_of(received, term, self.policy, &pauses, calendar).at
            }
            (due, ..) => due,
        };
        let due = due_under(self.term_under(version));
        let promise = version.process.promise_term.filter(|_| !self.longer);
        Some(AsIf {
            then: self
                .timeliness
                .unwrap_or_else(|| classify_tt01(end, due_then)),
            would: classify_tt01(end, due),
            promised: promise.map(|term| classify_tt01(end, due_under(Some(term)))),
            due_then,
            due,
            steps: self.steps_under(version, (events, end), (due_then, due), &pauses, calendar),
        })
    }

    pub(super) const fn counts(&self) -> bool {
        !matches!(
            self.state,
            State::NotAccepted | State::Withdrawn | State::Void | State::PassedOn
        )
    }

    /// The pauses, one that still runs taken as ended at `end`.
    fn pauses_until(&self, end: Moment) -> Vec<Pause> {
        let pauses = self.pauses.iter().map(|pause| Pause {
            to: Some(pause.to.unwrap_or(end)),
            ..*pause
        });
        pauses.collect()
    }

    /// A dossier that needed the longer branch would have needed it again.
    fn term_under(&self, version: &Procedure) -> Option<Term> {
        let longer = version.limit.longer.as_ref().filter(|_| self.longer);
        longer.map_or(version.limit.term, |longer| Some(longer.term))
    }

    fn steps_under(
        &self,
        version: &Procedure,
        (events, end): (&[(Moment, DossierEvent)], Moment),
        (due_then, due): (Option<Moment>, Option<Moment>),
        pauses: &[Pause],
        calendar: &Calendar,
    ) -> Vec<StepAsIf> {
        let Some(plan) = self.plan_under(version) else {
            return Vec::new();
        };
        let mut compared: Vec<StepAsIf> = Vec::new();
        for stay in self.stays(events, end) {
            let Some(index) = same_step(&self.steps, stay.index, &plan) else {
                continue;
            };
            let is_late = |steps: &[StepPlan], index, calendar_days, due| {
                let stay = Stay { index, ..stay };
                limit_of(stay, steps, calendar_days, due, pauses, calendar)
                    .is_some_and(|limit| stay.until > limit)
            };
            let late_then = is_late(&self.steps, stay.index, self.calendar_days, due_then);
            let late = is_late(&plan, index, version.process.calendar_days, due);
            match compared.iter_mut().find(|known| known.index == index) {
                Some(known) => {
                    known.late_then |= late_then;
                    known.late |= late;
                }
                None => compared.push(StepAsIf {
                    index,
                    late_then,
                    late,
                }),
            }
        }
        compared
    }

    /// The version's steps; on the longer branch with its published times, and none without.
    fn plan_under(&self, version: &Procedure) -> Option<Vec<StepPlan>> {
        let mut steps = plans(version);
        if self.longer {
            let published = version.process.longer_minutes.as_ref()?;
            for (step, minutes) in steps.iter_mut().zip(published) {
                step.minutes = *minutes;
            }
        }
        Some(steps)
    }

    /// The stays at the steps, reception first.
    fn stays(&self, events: &[(Moment, DossierEvent)], end: Moment) -> Vec<Stay> {
        let mut kinds = self.steps.iter().map(|step| step.kind);
        let reception = kinds.position(|kind| kind == StepKind::Receive);
        let mut walked = Self::new(self.channel);
        let mut open: Option<(usize, Moment)> = None;
        let mut stays = Vec::new();
        for (at, event) in events {
            walked.apply(*at, event);
            let now = walked.stands_at(reception);
            if now == open {
                continue;
            }
            if let Some((index, since)) = open {
                let until = *at;
                stays.push(Stay {
                    index,
                    since,
                    until,
                });
            }
            open = now;
        }
        if let Some((index, since)) = open {
            stays.push(Stay {
                index,
                since,
                until: end,
            });
        }
        stays
    }

    /// The step at which it lies, and since when; before the hand-over that is reception.
    fn stands_at(&self, reception: Option<usize>) -> Option<(usize, Moment)> {
        if self.finished_at.is_some() || self.state.is_terminal() {
            return None;
        }
        match &self.step {
            Some(step) => Some((step.index, step.since)),
            None => reception.zip(self.received_at),
        }
    }
}

/// The step of the other process that does the same: the third signature is the third signature.
fn same_step(steps: &[StepPlan], at: usize, others: &[StepPlan]) -> Option<usize> {
    let kind = steps.get(at)?.kind;
    let nth = steps[..at].iter().filter(|step| step.kind == kind).count();
    let mut same = others
        .iter()
        .enumerate()
        .filter(|(_, step)| step.kind == kind);
    same.nth(nth).map(|(place, _)| place)
}

/// Until when a stay is in time under these steps, moved by the pauses within it.
fn limit_of(
    stay: Stay,
    steps: &[StepPlan],
    calendar_days: bool,
    due: Option<Moment>,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Option<Moment> {
    let begun = start_step(steps, stay.index, stay.since, calendar_days, due, calendar);
    let within = pauses
        .iter()
        .filter(|pause| pause.from >= stay.since && pause.from < stay.until);
    let moved = within.fold(begun, |point, pause| {
        let to = pause.to.unwrap_or(stay.until);
        resume_step(&point, pause, to, due, calendar)
    });
    moved.due
}
