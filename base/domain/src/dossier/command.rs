//! An act with its data, and what it is decided with.
//! For whoever asks a dossier: every form, the counter, the simulator.

use super::{CorrectedPart, Outcome};
use crate::access::{Absent, Act};
use crate::calendar::Calendar;
use crate::moment::Moment;
use crate::procedure::Procedure;

/// What an act is decided with.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// When the act happens by the law's clock.
    pub at: Moment,
    /// The account that acts.
    pub by: &'a str,
    /// The colleagues absent today for whom that account stands in.
    pub covers: &'a [Absent],
    /// The commune's working calendar.
    pub calendar: &'a Calendar,
    /// The version of the procedure that the dossier keeps; the right one, where that is corrected.
    pub procedure: &'a Procedure,
}

/// What the counter has settled before a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// When it truly came in: now, or earlier with a late entry.
    pub received_at: Option<Moment>,
    /// The code issued in this transaction.
    pub code: String,
    /// Required papers that are not there.
    pub missing: Vec<String>,
    /// What must be paid before receipt and is not, in đồng.
    pub unpaid_dong: i64,
    /// The date the officer appoints where the law gives no limit.
    pub appointed: Option<Moment>,
    /// Why: needed with an appointed date and with a late entry.
    pub reason: String,
}

/// An act with its data; the fields are what their variant's line says.
#[allow(missing_docs)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Handed in from outside the counter.
    Submit,
    /// Receipt.
    Receive(Intake),
    /// Receipt, work and hand-over in one act.
    ReceiveAndReturn(Intake),
    /// Refusal at intake.
    RefuseIntake { reason: &'a str },
    /// Asking for more papers: all of them at once.
    RequestSupplement {
        items: usize,
        allowed_by: Option<&'a str>,
    },
    /// The papers came.
    ReceiveSupplement,
    /// Nobody answered in time.
    ExpireSupplement { reason: &'a str },
    /// To the officer in charge.
    HandOver { holder: Option<&'a str> },
    /// Step done.
    Forward { holder: Option<&'a str> },
    /// Back to an earlier step.
    SendBack { reason: &'a str },
    /// To another officer of the same step.
    Assign { holder: &'a str },
    /// Asking a colleague.
    AskOpinion { of: &'a str },
    /// Answering.
    GiveOpinion { text: &'a str },
    /// Asking for money.
    RequestPayment { dong: i64 },
    /// Money came.
    SettlePayment { unpaid_dong: i64 },
    /// Stop.
    Stop { reason: &'a str },
    /// Go on.
    Resume { reason: &'a str },
    /// Apology with a new date.
    Apologise { promised: Moment, reason: &'a str },
    /// The citizen withdraws.
    Withdraw { reason: &'a str },
    /// The longer branch.
    Verify { reason: &'a str },
    /// Sent to the agency outside.
    SendOutside,
    /// Back from outside.
    ComeBack,
    /// Signature.
    Approve,
    /// Number and seal.
    Seal { number: &'a str },
    /// The result.
    Finish { outcome: Outcome },
    /// Hand-over of the result.
    Return { unpaid_dong: i64 },
    /// The receipt was a mistake.
    Void { reason: &'a str },
    /// Open again.
    Reopen { reason: &'a str },
    /// Taken down wrongly: a new receipt supersedes the former. `wrong` is the code of the
    /// procedure under which it was received, where that was the mistake.
    Correct {
        parts: &'a [CorrectedPart],
        wrong: Option<&'a str>,
        reason: &'a str,
    },
    /// The citizen urges: on their own page, or at the counter.
    Urge { by_citizen: bool },
}

impl Command<'_> {
    /// The right that the act needs; none for filing, which is the citizen's.
    pub const fn act(&self) -> Option<Act> {
        Some(match self {
            Self::Submit => return None,
            Self::Receive(_) => Act::Receive,
            Self::ReceiveAndReturn(_) => Act::ReceiveAndReturn,
            Self::RefuseIntake { .. } => Act::RefuseIntake,
            Self::RequestSupplement { .. } => Act::RequestSupplement,
            Self::ReceiveSupplement => Act::ReceiveSupplement,
            Self::ExpireSupplement { .. } => Act::ExpireSupplement,
            Self::HandOver { .. } => Act::HandOver,
            Self::Forward { .. } => Act::Forward,
            Self::SendBack { .. } => Act::SendBack,
            Self::Assign { .. } => Act::Assign,
            Self::AskOpinion { .. } => Act::AskOpinion,
            Self::GiveOpinion { .. } => Act::GiveOpinion,
            Self::RequestPayment { .. } => Act::RequestPayment,
            Self::SettlePayment { .. } => Act::Collect,
            Self::Stop { .. } => Act::Stop,
            Self::Resume { .. } => Act::Resume,
            Self::Apologise { .. } => Act::Apologise,
            Self::Withdraw { .. } => Act::Withdraw,
            Self::Verify { .. } => Act::Verify,
            Self::SendOutside | Self::ComeBack => Act::RecordOutside,
            Self::Approve => Act::Approve,
            Self::Seal { .. } => Act::NumberAndSeal,
            Self::Finish { .. } => Act::Finish,
            Self::Return { .. } => Act::Return,
            Self::Void { .. } => Act::VoidReceipt,
            Self::Reopen { .. } => Act::Reopen,
            Self::Correct { .. } => Act::Correct,
            Self::Urge { .. } => Act::Urge,
        })
    }

    pub(super) const fn reason(&self) -> Option<&str> {
        match self {
            Self::RefuseIntake { reason }
            | Self::ExpireSupplement { reason }
            | Self::SendBack { reason }
            | Self::Stop { reason }
            | Self::Resume { reason }
            | Self::Apologise { reason, .. }
            | Self::Withdraw { reason }
            | Self::Verify { reason }
            | Self::Void { reason }
            | Self::Reopen { reason }
            | Self::Correct { reason, .. }
            | Self::GiveOpinion { text: reason } => Some(reason),
            _ => None,
        }
    }
}
