//! The way through the process: from hand-over, step by step, past signature and seal to the result.
//! For officers and leaders; a step is left only by the act that its kind asks for.

use super::super::clock::start_step;
use super::super::{
    Context, Dossier, DossierEvent, Mark, Outcome, Refusal, State, StepPoint, classify_tt01,
};
use crate::access::Act;
use crate::procedure::StepKind;

impl Dossier {
    pub(super) fn first_step(
        &self,
        holder: Option<&str>,
        with: Context<'_>,
    ) -> Result<StepPoint, Refusal> {
        let index = self
            .steps
            .iter()
            .position(|step| step.kind != StepKind::Receive);
        let index = index.ok_or(Refusal::WrongStep {
            at: None,
            act: Act::HandOver,
        })?;
        Ok(self.step_at(index, holder, with))
    }

    fn step_at(&self, index: usize, holder: Option<&str>, with: Context<'_>) -> StepPoint {
        let due = self.due.as_ref().and_then(|due| due.at);
        let step = start_step(
            &self.steps,
            index,
            with.at,
            self.calendar_days,
            due,
            with.calendar,
        );
        StepPoint {
            holder: holder.map(str::to_owned),
            ..step
        }
    }

    pub(super) fn kind_now(&self) -> Option<StepKind> {
        self.current_step().map(|step| step.kind)
    }

    /// The next step, or a refusal naming the act when there is none.
    fn next_step(
        &self,
        act: Act,
        holder: Option<&str>,
        with: Context<'_>,
    ) -> Result<StepPoint, Refusal> {
        let index = self.step.as_ref().map_or(0, |step| step.index + 1);
        if index >= self.steps.len() {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act,
            });
        }
        Ok(self.step_at(index, holder, with))
    }

    pub(super) fn forward(
        &self,
        holder: Option<&str>,
        with: Context<'_>,
    ) -> Result<DossierEvent, Refusal> {
        let kind = self.kind_now();
        if !matches!(
            kind,
            Some(StepKind::Handle | StepKind::Committee | StepKind::Wait)
        ) {
            return Err(Refusal::WrongStep {
                at: kind,
                act: Act::Forward,
            });
        }
        let step = self.next_step(Act::Forward, holder, with)?;
        Ok(DossierEvent::Forwarded {
            step,
            prepared_by: with.by.to_owned(),
        })
    }

    pub(super) fn send_back(&self, with: Context<'_>) -> Result<DossierEvent, Refusal> {
        if self.outside_since.is_some() {
            return Err(Refusal::OutsideMismatch { is_outside: true });
        }
        let now = self.step.as_ref().map_or(0, |step| step.index);
        let back_to = self.steps[..now.min(self.steps.len())]
            .iter()
            .rposition(|step| matches!(step.kind, StepKind::Handle | StepKind::Committee));
        let index = back_to.ok_or(Refusal::NoEarlierStep)?;
        Ok(DossierEvent::SentBack {
            step: self.step_at(index, None, with),
        })
    }

    pub(super) fn assign(&self, holder: &str) -> Result<DossierEvent, Refusal> {
        let step = self.step.as_ref().ok_or(Refusal::WrongStep {
            at: None,
            act: Act::Assign,
        })?;
        let step = StepPoint {
            holder: Some(holder.to_owned()),
            ..step.clone()
        };
        Ok(DossierEvent::Assigned { step })
    }

    pub(super) fn send_outside(&self) -> Result<DossierEvent, Refusal> {
        if self.kind_now() != Some(StepKind::Outside) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::RecordOutside,
            });
        }
        if self.outside_since.is_some() {
            return Err(Refusal::OutsideMismatch { is_outside: true });
        }
        Ok(DossierEvent::SentOutside)
    }

    pub(super) fn come_back(&self, with: Context<'_>) -> Result<DossierEvent, Refusal> {
        if self.outside_since.is_none() {
            return Err(Refusal::OutsideMismatch { is_outside: false });
        }
        let step = self.next_step(Act::RecordOutside, None, with)?;
        Ok(DossierEvent::CameBack { step })
    }

    pub(super) fn approve(&self, with: Context<'_>) -> Result<DossierEvent, Refusal> {
        if self.kind_now() != Some(StepKind::Approve) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::Approve,
            });
        }
        let step = self.next_step(Act::Approve, None, with)?;
        let mark = Mark {
            by: with.by.to_owned(),
            at: with.at,
        };
        Ok(DossierEvent::Approved { step, mark })
    }

    pub(super) fn seal(&self, number: &str, with: Context<'_>) -> Result<DossierEvent, Refusal> {
        if self.kind_now() != Some(StepKind::Seal) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::NumberAndSeal,
            });
        }
        let now = self.step.as_ref().map_or(0, |step| step.index);
        let signed_before = self.steps[..now]
            .iter()
            .any(|step| step.kind == StepKind::Approve);
        if signed_before && self.approved.is_none() {
            return Err(Refusal::NotApproved);
        }
        // Some processes end with the seal: the dossier then waits at that step for its result.
        let step = self
            .next_step(Act::NumberAndSeal, None, with)
            .unwrap_or_else(|_| self.step_at(now, None, with));
        Ok(DossierEvent::Sealed {
            number: number.to_owned(),
            step,
        })
    }

    pub(super) fn finish(
        &self,
        outcome: Outcome,
        with: Context<'_>,
    ) -> Result<DossierEvent, Refusal> {
        if self.state != State::Processing && outcome == Outcome::Granted {
            return Err(Refusal::OnlyNotGranted { state: self.state });
        }
        if self.state == State::Processing {
            self.steps_done()?;
        }
        let timeliness = classify_tt01(with.at, self.counted_due_at_end(with));
        Ok(DossierEvent::Finished {
            outcome,
            timeliness,
            ending: Some(self.ending(outcome, with.at)),
        })
    }

    fn steps_done(&self) -> Result<(), Refusal> {
        let now = self.step.as_ref().map_or(0, |step| step.index);
        let open = self.steps[now.min(self.steps.len())..].iter().find(|step| {
            let sealed = step.kind == StepKind::Seal && self.number.is_some();
            step.kind != StepKind::Deliver && !sealed
        });
        if let Some(step) = open {
            return Err(Refusal::StepsOpen {
                action: step.action.clone(),
            });
        }
        let has = |kind: StepKind| self.steps.iter().any(|step| step.kind == kind);
        if has(StepKind::Approve) && self.approved.is_none() {
            return Err(Refusal::NotApproved);
        }
        if has(StepKind::Seal) && self.number.is_none() {
            return Err(Refusal::NotSealed);
        }
        Ok(())
    }
}
