//! One dossier under its legal clock: states, events, acts and refusals.
//! A feature loads a dossier, asks it, and writes down what it answers.

mod as_if;
mod clock;
mod command;
mod corrected;
mod decide;
mod ending;
mod event;
mod fold;
mod refusal;
mod state;
mod succession;
mod timeliness;
mod urges;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use as_if::{AsIf, StepAsIf};
pub use clock::due_of;
pub use command::{Command, Context, Intake};
pub use corrected::{CorrectedPart, Recast};
pub use decide::Change;
pub use ending::Ending;
pub use event::{Channel, DossierEvent, DueDate, Ground, Outcome, Receipt, StepPoint};
pub use refusal::Refusal;
pub use state::{State, TRANSITIONS, allows, transitions_table};
pub use succession::PassedOn;
pub use timeliness::{Timeliness, classify_tt01, is_on_time_766};
pub use urges::Urges;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Corrections after the receipt: each has a receipt that supersedes the one before.
    #[serde(default)]
    pub corrections: u32,
    /// How the citizen urged.
    #[serde(default)]
    pub urges: Urges,
    /// How its end was counted; none while it is open, and for ends before this was kept.
    #[serde(default)]
    pub ending: Option<Ending>,
    /// Where it went when another commune succeeded this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_on: Option<PassedOn>,
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
            corrections: 0,
            urges: Urges::NONE,
            ending: None,
            passed_on: None,
        }
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

    /// The number of the receipt in force: 1 as first issued, one more with each correction.
    pub fn receipt_number(&self) -> Option<u32> {
        self.received_at.map(|_| self.corrections + 1)
    }
}
