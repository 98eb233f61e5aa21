//! What happens to a dossier, as frozen events; a dossier is the fold of its events.
//! No personal value stands here: names and texts live in rows that can be erased.

use serde::{Deserialize, Serialize};

use super::{
    CorrectedPart, Dossier, Ending, Mark, Pause, PauseReason, Recast, State, StepPlan, Timeliness,
};
use crate::deadline::{Because, PausePolicy, Term};
use crate::moment::Moment;

/// How a dossier comes in. National codes 1, 2, 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 1: in person at the counter.
    Counter,
    /// 2: through the portal.
    Online,
    /// 3: by public post.
    Post,
}

impl Channel {
    /// Every channel, by national code.
    pub const ALL: [Self; 3] = [Self::Counter, Self::Online, Self::Post];

    /// The channel as officers read it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Counter => "Tại quầy",
            Self::Online => "Trực tuyến",
            Self::Post => "Bưu chính",
        }
    }

    /// The frozen name in storage and in facts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Online => "online",
            Self::Post => "post",
        }
    }

    /// The channel of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// One line of a derivation as the log keeps it: the rule, and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The article, or why there is none.
    pub rule: String,
    /// A sentence for people.
    pub text: String,
}

impl From<Because> for Ground {
    fn from(because: Because) -> Self {
        Self {
            rule: because.rule.to_string(),
            text: because.text,
        }
    }
}

/// The citizen's right to a date: how it was found, kept with the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDate {
    /// The moment promised; none when the procedure has no limit and no date was appointed.
    pub at: Option<Moment>,
    /// The moment the live index (QĐ 766) measures by: moved by the first supplement alone.
    pub for_index: Option<Moment>,
    /// Whether the date may count as on time or late (a date that the officer appointed may not).
    pub counted: bool,
    /// Whether it rests on a calendar not yet announced.
    pub provisional: bool,
    /// The derivation, as printed on the back page.
    pub because: Vec<Ground>,
}

/// Where the dossier stands in its process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepPoint {
    /// Index into the steps of the process.
    pub index: usize,
    /// When this step began.
    pub since: Moment,
    /// When it should be done, never after the dossier's own due moment.
    pub due: Option<Moment>,
    /// The account that holds it, when one is named.
    pub holder: Option<String>,
}

/// What a receipt fixes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Dossier code, issued now and never again.
    pub code: String,
    /// Moment of receipt; with a late entry, when it truly happened.
    pub received_at: Moment,
    /// The legal term, none when the procedure has none.
    pub term: Option<Term>,
    /// How pauses move the date.
    pub policy: PausePolicy,
    /// The promise and its derivation.
    pub due: DueDate,
    /// The steps of the published process, copied so that later versions change nothing.
    pub steps: Vec<StepPlan>,
    /// Whether step limits count calendar days.
    pub calendar_days: bool,
    /// Entered after a power cut or the like.
    pub late_entry: bool,
}

/// The outcome of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The citizen gets what was asked for.
    Granted,
    /// The citizen gets a written answer why not.
    NotGranted,
}

/// One accepted happening. Names and fields are frozen: old rows must be read for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DossierEvent {
    /// Handed in from outside the counter, waiting for acceptance.
    Submitted,
    /// Receipt issued.
    Received(Receipt),
    /// Refused at intake.
    IntakeRefused,
    /// Asked for more papers; the clock stops.
    SupplementRequested {
        /// 1 for the first request.
        ordinal: u32,
        /// The leader who allowed a second one.
        allowed_by: Option<String>,
    },
    /// The papers came.
    SupplementReceived {
        /// The pause that ends.
        pause: Option<Pause>,
        /// The new promise.
        due: Option<DueDate>,
        /// The new limit of the step.
        step: Option<StepPoint>,
        /// Where it goes on.
        to: State,
    },
    /// Nobody answered in time.
    SupplementExpired {
        /// Stopped if received, otherwise not accepted.
        to: State,
    },
    /// From the one-stop shop to the officer in charge.
    HandedOver {
        /// The step it is at now.
        step: StepPoint,
    },
    /// A step done, on to the next.
    Forwarded {
        /// The step it is at now.
        step: StepPoint,
        /// The account that did the step before.
        prepared_by: String,
    },
    /// Back to an earlier step.
    SentBack {
        /// The step it is at now.
        step: StepPoint,
    },
    /// Given to another officer of the same step.
    Assigned {
        /// The step with its new holder.
        step: StepPoint,
    },
    /// A colleague was asked.
    OpinionAsked {
        /// The account asked.
        of: String,
    },
    /// The colleague answered.
    OpinionGiven {
        /// The account that answered.
        by: String,
    },
    /// Payment is asked for; the clock stops.
    PaymentRequested {
        /// What is owed, in đồng.
        dong: i64,
    },
    /// Paid; the clock runs again.
    PaymentSettled {
        /// The pause that ends.
        pause: Option<Pause>,
        /// The new promise.
        due: Option<DueDate>,
        /// The new limit of the step.
        step: Option<StepPoint>,
        /// Where it goes on.
        to: State,
    },
    /// Stopped by the leader.
    Stopped,
    /// Goes on.
    Resumed {
        /// The pause that ends.
        pause: Pause,
        /// The new promise.
        due: DueDate,
        /// The new limit of the step.
        step: Option<StepPoint>,
    },
    /// Apology and a new date, which changes no count.
    Apologised {
        /// The date promised now.
        promised: Moment,
        /// Sent later than one working day before the due date.
        late: bool,
    },
    /// Withdrawn by the citizen.
    Withdrawn,
    /// The procedure's longer branch was chosen.
    BranchedLonger {
        /// The longer limit.
        term: Term,
        /// The promise under it.
        due: DueDate,
        /// The step with its longer limit.
        step: StepPoint,
        /// The process with longer limits.
        steps: Vec<StepPlan>,
    },
    /// Sent to an agency outside.
    SentOutside,
    /// Came back from outside; the next step begins.
    CameBack {
        /// The step it is at now.
        step: StepPoint,
    },
    /// Signed.
    Approved {
        /// The step it is at now.
        step: StepPoint,
        /// Who signed and when.
        mark: Mark,
    },
    /// Numbered and sealed.
    Sealed {
        /// The number in the clerk's series.
        number: String,
        /// The step it is at now.
        step: StepPoint,
    },
    /// The result exists.
    Finished {
        /// Granted or not.
        outcome: Outcome,
        /// Measured against the due date by dates (TT 01/2020).
        timeliness: Timeliness,
        /// What else it adds to the counts; none in events written before this was counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ending: Option<Ending>,
    },
    /// Handed over.
    Returned {
        /// Done on the spot, with the receipt in one act.
        on_the_spot: bool,
    },
    /// The receipt was a mistake.
    Voided {
        /// When it had been received, to take the count back.
        received_at: Moment,
    },
    /// Reopened by the leader.
    Reopened {
        /// When it had been finished, to take the count back.
        finished_at: Moment,
        /// How it had been counted.
        timeliness: Timeliness,
        /// What else it had added to the counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ending: Option<Ending>,
    },
    /// Taken down wrongly; a new receipt supersedes the former.
    Corrected {
        /// Number of the receipt now in force: 2 for the first correction.
        receipt: u32,
        /// What was corrected; the values lie in rows that can be erased.
        parts: Vec<CorrectedPart>,
        /// What the right procedure fixes, where the wrong one was the mistake.
        recast: Option<Recast>,
    },
    /// The citizen urged.
    Urged {
        /// On the citizen's own page; otherwise told at the counter.
        by_citizen: bool,
    },
    /// Goes on in the commune that succeeds this one; here nothing more is done with it.
    PassedOn {
        /// The successor.
        to: String,
    },
    /// Goes on here from where a former commune left it.
    TakenOver {
        /// The commune before.
        from: String,
        /// As it stood there, with its steps at the posts of this commune.
        snapshot: Box<Dossier>,
    },
}

impl DossierEvent {
    /// The frozen kind in the event log, `dossier.received` and so on.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted => "dossier.submitted",
            Self::Received(_) => "dossier.received",
            Self::IntakeRefused => "dossier.intake_refused",
            Self::SupplementRequested { .. } => "dossier.supplement_requested",
            Self::SupplementReceived { .. } => "dossier.supplement_received",
            Self::SupplementExpired { .. } => "dossier.supplement_expired",
            Self::HandedOver { .. } => "dossier.handed_over",
            Self::Forwarded { .. } => "dossier.forwarded",
            Self::SentBack { .. } => "dossier.sent_back",
            Self::Assigned { .. } => "dossier.assigned",
            Self::OpinionAsked { .. } => "dossier.opinion_asked",
            Self::OpinionGiven { .. } => "dossier.opinion_given",
            Self::PaymentRequested { .. } => "dossier.payment_requested",
            Self::PaymentSettled { .. } => "dossier.payment_settled",
            Self::Stopped => "dossier.stopped",
            Self::Resumed { .. } => "dossier.resumed",
            Self::Apologised { .. } => "dossier.apologised",
            Self::Withdrawn => "dossier.withdrawn",
            Self::BranchedLonger { .. } => "dossier.branched_longer",
            Self::SentOutside => "dossier.sent_outside",
            Self::CameBack { .. } => "dossier.came_back",
            Self::Approved { .. } => "dossier.approved",
            Self::Sealed { .. } => "dossier.sealed",
            Self::Finished { .. } => "dossier.finished",
            Self::Returned { .. } => "dossier.returned",
            Self::Voided { .. } => "dossier.voided",
            Self::Reopened { .. } => "dossier.reopened",
            Self::Corrected { .. } => "dossier.corrected",
            Self::Urged { .. } => "dossier.urged",
            Self::PassedOn { .. } => "dossier.passed_on",
            Self::TakenOver { .. } => "dossier.taken_over",
        }
    }

    /// Reads an event back from the log; none for kinds that are not of the machine.
    pub fn read(kind: &str, data: &serde_json::Value) -> Option<Self> {
        if !kind.starts_with("dossier.") {
            return None;
        }
        let event: Self = serde_json::from_value(data.get("machine")?.clone()).ok()?;
        (event.kind() == kind).then_some(event)
    }

    /// The event as the log keeps it, under the key `machine`.
    pub fn data(&self) -> serde_json::Value {
        serde_json::json!({ "machine": self })
    }

    /// Why the clock stops, for the three events that stop it.
    pub const fn pause_reason(&self) -> Option<PauseReason> {
        match self {
            Self::SupplementRequested { .. } => Some(PauseReason::Supplement),
            Self::PaymentRequested { .. } => Some(PauseReason::Payment),
            Self::Stopped => Some(PauseReason::Stop),
            _ => None,
        }
    }
}
