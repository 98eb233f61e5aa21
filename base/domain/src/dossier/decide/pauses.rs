//! What moves the promise: the end of a pause, an apology, the longer branch, and the end of work.
//! For the acts that stop the legal clock or let it go on.

use super::super::clock::{due_of, resume_step, start_step};
use super::super::{
    Context, Dossier, DossierEvent, DueDate, Pause, Refusal, State, StepPlan, StepPoint,
};
use crate::access::Act;
use crate::moment::Moment;
use crate::procedure::StepKind;

impl Dossier {
    pub(super) fn papers_came(&self, with: Context<'_>) -> DossierEvent {
        let (pause, due, step, to) = self.go_on(with);
        DossierEvent::SupplementReceived {
            pause,
            due,
            step,
            to,
        }
    }

    pub(super) fn money_came(&self, with: Context<'_>) -> DossierEvent {
        let (pause, due, step, to) = self.go_on(with);
        DossierEvent::PaymentSettled {
            pause,
            due,
            step,
            to,
        }
    }

    /// The end of a pause, the promise and the step after it, and the state to go on in.
    fn go_on(
        &self,
        with: Context<'_>,
    ) -> (Option<Pause>, Option<DueDate>, Option<StepPoint>, State) {
        let to = match (self.received_at, &self.step) {
            (None, _) => State::Submitted,
            (Some(_), None) => State::Received,
            (Some(_), Some(_)) => State::Processing,
        };
        let Some(pause) = self.running_pause().filter(|_| self.received_at.is_some()) else {
            return (None, None, None, to);
        };
        let ended = Pause {
            to: Some(with.at),
            ..*pause
        };
        let due = self.promise_after(&ended, with);
        let at = due.as_ref().and_then(|due| due.at);
        let step = self
            .step
            .as_ref()
            .map(|step| resume_step(step, &ended, with.at, at, with.calendar));
        (Some(ended), due, step, to)
    }

    fn promise_after(&self, ended: &Pause, with: Context<'_>) -> Option<DueDate> {
        let mut pauses = self.pauses.clone();
        if let Some(last) = pauses.last_mut() {
            *last = *ended;
        }
        match (self.term, self.received_at) {
            (Some(term), Some(received)) => Some(due_of(
                received,
                with.procedure.limit.of(term),
                self.policy,
                &pauses,
                with.calendar,
            )),
            // A date that the officer appointed moves with the officer's next appointment only.
            _ => self.due.clone(),
        }
    }

    pub(super) fn resume(&self, with: Context<'_>) -> Result<DossierEvent, Refusal> {
        let (pause, due, step, _) = self.go_on(with);
        match (pause, due) {
            (Some(pause), Some(due)) => Ok(DossierEvent::Resumed { pause, due, step }),
            _ => Err(Refusal::NotFrom {
                state: self.state,
                act: Act::Resume,
            }),
        }
    }

    pub(super) fn apologise(
        &self,
        promised: Moment,
        with: Context<'_>,
    ) -> Result<DossierEvent, Refusal> {
        if self.apologies > 0 {
            return Err(Refusal::AlreadyReappointed);
        }
        let due = self.due.as_ref().and_then(|due| due.at);
        let after = due.map_or(with.at, |due| due.max(with.at));
        if promised <= after {
            return Err(Refusal::DateTooEarly { after });
        }
        // NĐ 61/2018 Đ19: the letter goes out at latest one working day before the due date.
        let late = due.is_some_and(|due| {
            with.calendar
                .working_days_between(with.at.date(), due.date())
                < 1
        });
        Ok(DossierEvent::Apologised { promised, late })
    }

    pub(super) fn branch_longer(&self, with: Context<'_>) -> Result<DossierEvent, Refusal> {
        let longer = with
            .procedure
            .limit
            .longer
            .as_ref()
            .filter(|_| !self.longer);
        let (Some(longer), Some(received), Some(step)) = (longer, self.received_at, &self.step)
        else {
            return Err(Refusal::NoLongerBranch);
        };
        if self.kind_now() != Some(StepKind::Handle) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::Verify,
            });
        }
        let due = due_of(
            received,
            with.procedure.limit.of(longer.term),
            self.policy,
            &self.pauses,
            with.calendar,
        );
        let steps = longer_steps(
            &self.steps,
            with.procedure.process.longer_minutes.as_deref(),
            &due,
            with,
        );
        let point = start_step(
            &steps,
            step.index,
            step.since,
            self.calendar_days,
            due.at,
            with.calendar,
        );
        let point = StepPoint {
            holder: step.holder.clone(),
            ..point
        };
        Ok(DossierEvent::BranchedLonger {
            term: longer.term,
            due,
            step: point,
            steps,
        })
    }

    /// The date that counts when the work ends now: a pause that still runs has moved it so far.
    pub(super) fn counted_due_at_end(&self, with: Context<'_>) -> Option<Moment> {
        let Some(pause) = self.running_pause() else {
            return self.counted_due();
        };
        let ended = Pause {
            to: Some(with.at),
            ..*pause
        };
        let due = self.promise_after(&ended, with);
        due.filter(|due| due.counted)?.at
    }
}

/// The steps with the limits of the longer branch: published ones, or the extra time given to
/// the step that verifies.
fn longer_steps(
    steps: &[StepPlan],
    published: Option<&[i64]>,
    due: &DueDate,
    with: Context<'_>,
) -> Vec<StepPlan> {
    let mut longer = steps.to_vec();
    match published {
        Some(minutes) if minutes.len() == steps.len() => {
            for (step, minutes) in longer.iter_mut().zip(minutes) {
                step.minutes = *minutes;
            }
        }
        _ => {
            let until = due
                .at
                .map_or(0, |at| with.calendar.working_minutes_between(with.at, at));
            let rest: i64 = steps
                .iter()
                .filter(|step| step.kind != StepKind::Handle)
                .map(|s| s.minutes)
                .sum();
            if let Some(step) = longer.iter_mut().find(|step| step.kind == StepKind::Handle) {
                step.minutes = step.minutes.max(until - rest);
            }
        }
    }
    longer
}
