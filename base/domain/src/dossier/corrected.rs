//! What a correction after the receipt touches, and what another procedure fixes anew.
//! For the superseding receipt: it names what changed, and both receipts stay visible.

use serde::{Deserialize, Serialize};

use super::{DueDate, StepPlan};
use crate::deadline::{PausePolicy, Term};
use crate::moment::Moment;

/// What was taken down wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedPart {
    /// The owner or the filer.
    Parties,
    /// The papers handed in.
    Papers,
    /// What is owed.
    Fee,
    /// How the citizen is reached, and how the result goes out.
    Contact,
}

impl CorrectedPart {
    /// Every part, in the order of the receipt.
    pub const ALL: [Self; 4] = [Self::Parties, Self::Contact, Self::Papers, Self::Fee];

    /// As officers and the receipt name it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Parties => "chủ hồ sơ, người nộp",
            Self::Papers => "thành phần hồ sơ",
            Self::Fee => "phí, lệ phí",
            Self::Contact => "liên hệ, cách nhận kết quả",
        }
    }

    /// The frozen name in storage and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parties => "parties",
            Self::Papers => "papers",
            Self::Fee => "fee",
            Self::Contact => "contact",
        }
    }
}

/// What the right procedure fixes, where the dossier had been received under a wrong one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recast {
    /// National code of the wrong procedure, to take its count back.
    pub wrong: String,
    /// When it had been received: its count moves on that day.
    pub received_at: Moment,
    /// The legal term of the right procedure.
    pub term: Option<Term>,
    /// How pauses move the date.
    pub policy: PausePolicy,
    /// The promise of the superseding receipt; its derivation says why it is another one.
    pub due: DueDate,
    /// The steps of the right procedure.
    pub steps: Vec<StepPlan>,
    /// Whether step limits count calendar days.
    pub calendar_days: bool,
}
