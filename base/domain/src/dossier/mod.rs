//! One dossier under its legal clock: states, events, acts and refusals.
//! A feature loads a dossier, asks it, and writes down what it answers.

mod clock;
mod command;
mod decide;
mod event;
mod refusal;
mod state;
mod timeliness;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use clock::due_of;
pub use command::{Command, Context, Intake};
pub use decide::Change;
pub use event::{Channel, DossierEvent, DueDate, Ground, Outcome, Receipt, StepPoint};
pub use refusal::Refusal;
pub use state::{State, TRANSITIONS, allows, transitions_table};
pub use timeliness::{Timeliness, classify_tt01, is_on_time_766};

use crate::deadline::{PausePolicy, Term};
use crate::moment::Moment;
use crate::procedure::StepKind;

/// Why the clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Waiting for papers.
    Supplement,
    /// Waiting for money.
    Payment,
    /// Stopped by the leader.
    Stop,
}

impl PauseReason {
    /// As officers read it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Supplement => "chờ bổ sung giấy tờ",
            Self::Payment => "chờ nộp tiền",
            Self::Stop => "dừng giải quyết",
        }
    }
}

/// A stretch in which the clock stood still, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// The first moment that does not count.
    pub from: Moment,
    /// The first moment that counts again; none while it lasts.
    pub to: Option<Moment>,
}

/// Who did something and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The account.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A step of the process as fixed at receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepPlan {
    /// Canonical id of the post in charge.
    pub post: String,
    /// What kind of work it is.
    pub kind: StepKind,
    /// What is done, for people.
    pub action: String,
    /// Its limit in working minutes (480 a day).
    pub minutes: i64,
}

/// A dossier: the fold of its events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// Where it stands.
    pub state: State,
    /// How it came in.
    pub channel: Channel,
    /// Issued at receipt.
    pub code: Option<String>,
    /// The moment of receipt; number, receipt and due date exist from then on, whatever the state.
    pub received_at: Option<Moment>,
    /// The legal term in force for it.
    pub term: Option<Term>,
    /// How pauses move the date.
    pub policy: PausePolicy,
    /// Every pause so far, in order.
    pub pauses: Vec<Pause>,
    /// The promise in force, moved by lawful pauses only.
    pub due: Option<DueDate>,
    /// The promise printed on the receipt.
    pub original_due: Option<Moment>,
    /// The date of an apology letter: tells the citizen, changes no count.
    pub promised: Option<Moment>,
    /// The process as fixed at receipt.
    pub steps: Vec<StepPlan>,
    /// Whether step limits count calendar days.
    pub calendar_days: bool,
    /// Where it stands in the process.
    pub step: Option<StepPoint>,
    /// Who did the step before a signature.
    pub prepared_by: Option<String>,
    /// Accounts whose opinion is awaited.
    pub asked: Vec<String>,
    /// Supplement requests so far.
    pub supplements: u32,
    /// Apologies so far, one at most.
    pub apologies: u32,
    /// The longer branch was chosen.
    pub longer: bool,
    /// At an agency outside since.
    pub outside_since: Option<Moment>,
    /// The last signature.
    pub approved: Option<Mark>,
    /// The number given with the seal.
    pub number: Option<String>,
    /// Granted or not, once finished.
    pub outcome: Option<Outcome>,
    /// When the work ended.
    pub finished_at: Option<Moment>,
    /// How that compares with the due date.
    pub timeliness: Option<Timeliness>,
    /// When the result was handed over.
    pub returned_at: Option<Moment>,
    /// Entered after a power cut or the like.
    pub late_entry: bool,
    /// The last thing that happened.
    pub last_at: Option<Moment>,
}

impl Dossier {
    /// Before anything has happened.
    pub const fn new(channel: Channel) -> Self {
        Self {
            state: State::Draft,
            channel,
            code: None,
            received_at: None,
            term: None,
            policy: PausePolicy::Extend,
            pauses: Vec::new(),
            due: None,
            original_due: None,
            promised: None,
            steps: Vec::new(),
            calendar_days: false,
            step: None,
            prepared_by: None,
            asked: Vec::new(),
            supplements: 0,
            apologies: 0,
            longer: false,
            outside_since: None,
            approved: None,
            number: None,
            outcome: None,
            finished_at: None,
            timeliness: None,
            returned_at: None,
            late_entry: false,
            last_at: None,
        }
    }

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

    /// The step it is at.
    pub fn current_step(&self) -> Option<&StepPlan> {
        self.steps.get(self.step.as_ref()?.index)
    }

    /// The moment that counts against the commune, none if no date counts.
    pub fn counted_due(&self) -> Option<Moment> {
        self.due.as_ref().filter(|due| due.counted)?.at
    }

    /// The pause that lasts, if one does.
    pub fn running_pause(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.to.is_none())
    }

    /// Takes one event in. Total: every event of the log can be read for ever.
    pub fn apply(&mut self, at: Moment, event: &DossierEvent) {
        use DossierEvent as E;
        if let Some(reason) = event.pause_reason() {
            self.pauses.push(Pause {
                reason,
                from: at,
                to: None,
            });
        }
        match event {
            E::Submitted => self.state = State::Submitted,
            E::Received(receipt) => self.take_receipt(receipt),
            E::IntakeRefused => self.state = State::NotAccepted,
            E::SupplementRequested { ordinal, .. } => {
                self.supplements = *ordinal;
                self.state = State::AwaitingSupplement;
            }
            E::SupplementReceived {
                pause,
                due,
                step,
                to,
            }
            | E::PaymentSettled {
                pause,
                due,
                step,
                to,
            } => {
                self.end_pause(*pause, due.as_ref(), step.as_ref());
                self.state = *to;
            }
            E::SupplementExpired { to } => self.state = *to,
            E::HandedOver { step } => {
                self.move_to(step);
                self.state = State::Processing;
            }
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
            E::OpinionAsked { of } => self.asked.push(of.clone()),
            E::OpinionGiven { by } => self.asked.retain(|asked| asked != by),
            E::PaymentRequested { .. } => self.state = State::AwaitingPayment,
            E::Stopped => self.state = State::Stopped,
            E::Resumed { pause, due, step } => {
                self.end_pause(Some(*pause), Some(due), step.as_ref());
                self.state = State::Processing;
            }
            E::Apologised { promised, .. } => {
                self.apologies += 1;
                self.promised = Some(*promised);
            }
            E::Withdrawn => self.state = State::Withdrawn,
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
            E::Finished {
                outcome,
                timeliness,
            } => {
                self.state = State::Finished;
                self.outcome = Some(*outcome);
                self.finished_at = Some(at);
                self.timeliness = Some(*timeliness);
            }
            E::Returned { .. } => {
                self.state = State::Returned;
                self.returned_at = Some(at);
            }
            E::Voided { .. } => self.state = State::Void,
            E::Reopened { .. } => self.reopen(at),
        }
        self.last_at = Some(at);
    }

    fn take_receipt(&mut self, receipt: &Receipt) {
        self.state = State::Received;
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
        self.state = State::Processing;
        self.finished_at = None;
        self.timeliness = None;
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
