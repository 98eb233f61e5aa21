//! A dossier as the fold of its events: where each leads, and what it leaves behind.
//! For whoever reads the ledger; total, so that every event of the log can be read for ever.

use super::{
    Channel, Dossier, DossierEvent, DueDate, PassedOn, Pause, Recast, Receipt, State, StepPoint,
};
use crate::moment::Moment;
use crate::procedure::StepKind;

impl Dossier {
    /// The dossier that these events make, in order.
    pub fn fold<'a>(
        channel: Channel,
        events: impl IntoIterator<Item = (Moment, &'a DossierEvent)>,
    ) -> Self {
        let mut dossier = Self::new(channel);
        for (at, event) in events {
            dossier.apply(at, event);
        }
        dossier
    }

    /// Takes one event in.
    pub fn apply(&mut self, at: Moment, event: &DossierEvent) {
        if let Some(reason) = event.pause_reason() {
            self.pauses.push(Pause {
                reason,
                from: at,
                to: None,
            });
        }
        self.keep(at, event);
        self.state = self.leads_to(event);
        self.last_at = Some(at);
    }

    const fn leads_to(&self, event: &DossierEvent) -> State {
        use DossierEvent as E;
        match event {
            E::Submitted => State::Submitted,
            E::Received(_) => State::Received,
            E::IntakeRefused => State::NotAccepted,
            E::SupplementRequested { .. } => State::AwaitingSupplement,
            E::PaymentRequested { .. } => State::AwaitingPayment,
            E::SupplementReceived { to, .. }
            | E::PaymentSettled { to, .. }
            | E::SupplementExpired { to } => *to,
            E::HandedOver { .. } | E::Resumed { .. } | E::Reopened { .. } => State::Processing,
            E::Stopped => State::Stopped,
            E::Withdrawn => State::Withdrawn,
            E::Finished { .. } => State::Finished,
            E::Returned { .. } => State::Returned,
            E::Voided { .. } => State::Void,
            E::PassedOn { .. } => State::PassedOn,
            E::TakenOver { snapshot, .. } => snapshot.state,
            E::Forwarded { .. }
            | E::SentBack { .. }
            | E::Assigned { .. }
            | E::OpinionAsked { .. }
            | E::OpinionGiven { .. }
            | E::Apologised { .. }
            | E::BranchedLonger { .. }
            | E::SentOutside
            | E::CameBack { .. }
            | E::Approved { .. }
            | E::Sealed { .. }
            | E::Corrected { .. }
            | E::Urged { .. } => self.state,
        }
    }

    fn keep(&mut self, at: Moment, event: &DossierEvent) {
        use DossierEvent as E;
        match event {
            E::Received(receipt) => self.take_receipt(receipt),
            E::SupplementRequested { ordinal, .. } => self.supplements = *ordinal,
            E::SupplementReceived {
                pause, due, step, ..
            }
            | E::PaymentSettled {
                pause, due, step, ..
            } => self.end_pause(*pause, due.as_ref(), step.as_ref()),
            E::Resumed { pause, due, step } => {
                self.end_pause(Some(*pause), Some(due), step.as_ref());
            }
            E::OpinionAsked { of } => self.asked.push(of.clone()),
            E::OpinionGiven { by } => self.asked.retain(|asked| asked != by),
            E::Apologised { promised, .. } => {
                self.apologies += 1;
                self.promised = Some(*promised);
            }
            E::Finished {
                outcome,
                timeliness,
                ending,
            } => {
                self.outcome = Some(*outcome);
                self.finished_at = Some(at);
                self.timeliness = Some(*timeliness);
                self.ending = *ending;
            }
            E::Returned { .. } => self.returned_at = Some(at),
            E::Reopened { .. } => self.reopen(at),
            E::Corrected { recast, .. } => self.correct_by(recast.as_ref()),
            E::Urged { by_citizen } => self.urges.add(at, *by_citizen),
            E::PassedOn { to } => {
                self.passed_on = Some(PassedOn {
                    to: to.clone(),
                    state: self.state,
                });
            }
            E::TakenOver { snapshot, .. } => self.clone_from(snapshot),
            E::Submitted
            | E::IntakeRefused
            | E::SupplementExpired { .. }
            | E::PaymentRequested { .. }
            | E::Stopped
            | E::Withdrawn
            | E::Voided { .. } => {}
            E::HandedOver { .. }
            | E::Forwarded { .. }
            | E::SentBack { .. }
            | E::Assigned { .. }
            | E::BranchedLonger { .. }
            | E::SentOutside
            | E::CameBack { .. }
            | E::Approved { .. }
            | E::Sealed { .. } => self.keep_step(at, event),
        }
    }

    /// What an event on the way through the process leaves behind.
    fn keep_step(&mut self, at: Moment, event: &DossierEvent) {
        use DossierEvent as E;
        match event {
            E::HandedOver { step } => self.move_to(step),
            E::Forwarded { step, prepared_by } => {
                self.move_to(step);
                self.prepared_by = Some(prepared_by.clone());
            }
            E::SentBack { step } => {
                self.move_to(step);
                self.approved = None;
                self.number = None;
            }
            E::Assigned { step } => self.step = Some(step.clone()),
            E::CameBack { step } => {
                self.outside_since = None;
                self.move_to(step);
            }
            E::BranchedLonger {
                term,
                due,
                step,
                steps,
            } => {
                self.longer = true;
                self.term = Some(*term);
                self.due = Some(due.clone());
                self.steps.clone_from(steps);
                self.step = Some(step.clone());
            }
            E::SentOutside => self.outside_since = Some(at),
            E::Approved { step, mark } => {
                self.move_to(step);
                self.approved = Some(mark.clone());
            }
            E::Sealed { number, step } => {
                self.move_to(step);
                self.number = Some(number.clone());
            }
            _ => {}
        }
    }

    fn take_receipt(&mut self, receipt: &Receipt) {
        self.code = Some(receipt.code.clone());
        self.received_at = Some(receipt.received_at);
        self.term = receipt.term;
        self.policy = receipt.policy;
        self.original_due = receipt.due.at;
        self.due = Some(receipt.due.clone());
        self.steps.clone_from(&receipt.steps);
        self.calendar_days = receipt.calendar_days;
        self.late_entry = receipt.late_entry;
    }

    /// The superseding receipt is the printed one from now on.
    fn correct_by(&mut self, recast: Option<&Recast>) {
        self.corrections += 1;
        if let Some(recast) = recast {
            self.term = recast.term;
            self.policy = recast.policy;
            self.original_due = recast.due.at;
            self.due = Some(recast.due.clone());
            self.steps.clone_from(&recast.steps);
            self.calendar_days = recast.calendar_days;
        }
    }

    fn move_to(&mut self, step: &StepPoint) {
        self.step = Some(step.clone());
        self.asked.clear();
    }

    fn end_pause(&mut self, pause: Option<Pause>, due: Option<&DueDate>, step: Option<&StepPoint>) {
        if let (Some(ended), Some(last)) = (pause, self.pauses.last_mut()) {
            *last = ended;
        } else if self.received_at.is_none() {
            // Before receipt no legal clock runs: the wait is in the log, not in the clock.
            self.pauses.clear();
        }
        if let Some(due) = due {
            self.due = Some(due.clone());
        }
        if let Some(step) = step {
            self.step = Some(step.clone());
        }
    }

    fn reopen(&mut self, at: Moment) {
        self.finished_at = None;
        self.timeliness = None;
        self.ending = None;
        self.outcome = None;
        self.approved = None;
        self.number = None;
        self.outside_since = None;
        if let Some(step) = &mut self.step {
            let handled = self
                .steps
                .iter()
                .position(|plan| plan.kind == StepKind::Handle);
            *step = StepPoint {
                index: handled.unwrap_or(step.index),
                since: at,
                due: None,
                holder: None,
            };
        }
    }
}
