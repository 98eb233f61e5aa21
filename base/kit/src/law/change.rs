//! One change of the law made in the browser: what it changes, from which day, on which document.
//! For the pages of administration, which make them, and for `assemble`, which lays them over.

use domain::agency::Agency;
use domain::calendar::{Notice, OfficeHours};
use domain::fee::FeeRule;
use domain::moment::Moment;
use domain::post::PostRoles;
use domain::procedure::ProcedureEdit;
use domain::wording::{PaperKind, Slot};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident => $name:literal, $vi:literal;)*) => {
        /// What a change is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeKind { $($(#[$doc])* $variant),* }

        impl ChangeKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The frozen name in storage.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// As officers say it.
            pub const fn vietnamese(self) -> &'static str {
                match self { $(Self::$variant => $vi),* }
            }
        }
    };
}

kinds! {
    /// A year's notice of days off; subject `2024`, body [`Notice`].
    CalendarNotice => "calendar_notice", "lịch nghỉ của năm";
    /// Office hours; subject `office_hours`, body [`OfficeHours`].
    OfficeHours => "office_hours", "giờ làm việc";
    /// A version of a fee; subject the fee's name, body [`FeeRule`].
    Fee => "fee", "phí, lệ phí";
    /// A unit of government, new or said anew; subject its id, body [`Agency`].
    Agency => "agency", "đơn vị";
    /// A sentence of a paper; subject `receipt/closing`, body [`WordingChange`].
    Wording => "wording", "câu chữ trên giấy tờ";
    /// A whole version of a procedure; subject its code, body [`ProcedureEdit::Version`].
    ProcedureVersion => "procedure_version", "thủ tục";
    /// Another process; subject the procedure's code, body [`ProcedureEdit::Process`].
    ProcessVersion => "process_version", "quy trình";
    /// Whether the commune takes a procedure in; subject its code, body [`ProcedureEdit::Choice`].
    ProcedureChoice => "procedure_choice", "thủ tục nhận tại xã";
    /// A doubtful fact read in a document; subject the fact's key, body [`Confirmation`].
    Confirmation => "confirmation", "mức kiểm chứng";
    /// The roles that a post gives; subject its id, body [`PostRoles`].
    Post => "post", "quyền của vị trí";
    /// The same asked for by whom it would give rights, not in force; body [`PostProposal`].
    PostProposal => "post_proposal", "đề nghị về quyền của vị trí";
}

impl ChangeKind {
    /// The kind of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether several versions hold one after the other, each from its own day. The others are
    /// replaced whole, and say within their body on which days they hold.
    pub const fn has_versions(self) -> bool {
        match self {
            Self::OfficeHours
            | Self::Fee
            | Self::Wording
            | Self::ProcedureVersion
            | Self::ProcessVersion
            | Self::ProcedureChoice
            | Self::Post
            | Self::PostProposal => true,
            Self::CalendarNotice | Self::Agency | Self::Confirmation => false,
        }
    }
}

/// One stored change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawChange {
    /// Id of the row.
    pub id: String,
    /// What it is about.
    pub kind: ChangeKind,
    /// What of that kind.
    pub subject: String,
    /// The how-manieth change of this subject, from 1.
    pub seq: i64,
    /// First day.
    pub valid_from: Date,
    /// What is said, as the kind says.
    pub body: Value,
    /// The document it rests on.
    pub document: String,
    /// Why.
    pub reason: String,
    /// Who, as events say it: `user:ID`.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A change that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChange {
    /// What it is about.
    pub kind: ChangeKind,
    /// What of that kind.
    pub subject: String,
    /// How many changes of this subject its maker saw; another one meanwhile is a conflict.
    pub seen: i64,
    /// First day.
    pub valid_from: Date,
    /// What is said, as the kind says.
    pub body: Value,
    /// The document it rests on; empty where the commune decides alone.
    pub document: String,
    /// Why.
    pub reason: String,
}

/// What a change says, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A year's notice.
    Notice(Notice),
    /// Office hours.
    Hours(Box<OfficeHours>),
    /// A version of a fee.
    Fee(Box<FeeRule>),
    /// A unit.
    Agency(Box<Agency>),
    /// A sentence.
    Wording(WordingChange),
    /// A procedure, its process, or the choice to take it.
    Procedure(ProcedureEdit),
    /// A fact that is sure now.
    Confirmation(Confirmation),
    /// What a post gives.
    Post(PostRoles),
    /// What somebody asked that a post gives.
    PostProposal(PostProposal),
}

/// The body of a change of wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingChange {
    /// On which paper.
    pub paper: PaperKind,
    /// Where on it.
    pub slot: Slot,
    /// The sentence; empty: nothing from then on.
    pub text: String,
}

/// The body of a confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// What was read in the document; the fact is sure as long as it says this.
    pub says: String,
}

/// The body of a proposal about a post; the last one of a post counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostProposal {
    /// What is asked for; none once it was agreed to, declined or taken back.
    pub asked: Option<PostRoles>,
}

impl LawChange {
    /// What it says.
    ///
    /// # Errors
    /// Why the body is not one of its kind.
    pub fn read(&self) -> Result<Change, String> {
        fn of<T: for<'de> Deserialize<'de>>(body: &Value) -> Result<T, String> {
            T::deserialize(body).map_err(|error| format!("không đọc được nội dung: {error}"))
        }
        let body = &self.body;
        Ok(match self.kind {
            ChangeKind::CalendarNotice => Change::Notice(of(body)?),
            ChangeKind::OfficeHours => Change::Hours(Box::new(of(body)?)),
            ChangeKind::Fee => Change::Fee(of(body)?),
            ChangeKind::Agency => Change::Agency(of(body)?),
            ChangeKind::Wording => Change::Wording(of(body)?),
            ChangeKind::ProcedureVersion
            | ChangeKind::ProcessVersion
            | ChangeKind::ProcedureChoice => Change::Procedure(of(body)?),
            ChangeKind::Confirmation => Change::Confirmation(of(body)?),
            ChangeKind::Post => Change::Post(of(body)?),
            ChangeKind::PostProposal => Change::PostProposal(of(body)?),
        })
    }
}

impl NewChange {
    /// As it will be stored.
    pub fn stored(&self, id: String, by: &str, at: Moment) -> LawChange {
        LawChange {
            id,
            kind: self.kind,
            subject: self.subject.clone(),
            seq: self.seen.saturating_add(1),
            valid_from: self.valid_from,
            body: self.body.clone(),
            document: self.document.clone(),
            reason: self.reason.clone(),
            by: by.to_owned(),
            at,
        }
    }
}
