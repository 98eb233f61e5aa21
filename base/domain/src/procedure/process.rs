//! The internal process (quy trình nội bộ) of a procedure: who does what, in how many minutes.
//! For the dossier's steps and the procedure's page; one working day counts 480 minutes.

use serde::{Deserialize, Serialize};

use crate::deadline::Term;

/// Minutes of one working day, the measure in which processes are published.
pub(super) const DAY_MINUTES: i64 = 480;

/// The steps of one procedure and what is known about their times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// In order.
    pub steps: Vec<ProcessStep>,
    /// Minutes of each step on the longer branch, where it is published.
    pub longer_minutes: Option<Vec<i64>>,
    /// True where a day is a calendar day (still 480 minutes in the steps).
    pub calendar_days: bool,
    /// Where the times come from.
    pub source: ProcessSource,
    /// Sum of the steps; zero while the procedure has no limit.
    pub total_minutes: i64,
    /// A published total shorter than the law's limit: the commune's promise.
    pub promise_term: Option<Term>,
    /// Where the times come from, in words.
    pub source_note: Option<String>,
    /// What a reader of the table should know.
    pub note_vi: Option<String>,
}

/// Where the times of a process come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcessSource {
    /// Each step as published.
    Published,
    /// Published, with a few steps filled in so that the total holds.
    PublishedAdjusted,
    /// Published per stage, split inside a stage by us.
    StagePublished,
    /// Stage limits of a decree.
    LawStage,
    /// Our proposal.
    Proposed,
    /// None known: the commune's usual path ("mặc định").
    Default,
}

/// What a step is, which decides the acts it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Reception at the one-stop desk.
    Receive,
    /// Work by the post in charge.
    Handle,
    /// Decision and signature.
    Approve,
    /// Number and seal.
    Seal,
    /// A council or a village meeting.
    Committee,
    /// Waiting that the law prescribes (posting, objections).
    Wait,
    /// Done by another agency; the one-stop officer records sent and returned.
    Outside,
    /// Return of the result at the one-stop desk.
    Deliver,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessStep {
    /// Place in the process, from 1.
    pub seq: u32,
    /// Canonical id of the post.
    pub post: String,
    /// What kind of act it is.
    pub kind: StepKind,
    /// What is done, in Vietnamese.
    pub action_vi: String,
    /// Working minutes allowed.
    pub minutes: i64,
    /// What comes out of it.
    pub output_vi: Option<String>,
    /// Name of the outside agency, if it is one.
    pub outside_vi: Option<String>,
}

impl StepKind {
    /// Every kind, in the order of a usual process.
    pub const ALL: [Self; 8] = [
        Self::Receive,
        Self::Handle,
        Self::Committee,
        Self::Wait,
        Self::Outside,
        Self::Approve,
        Self::Seal,
        Self::Deliver,
    ];

    /// As officers say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Receive => "Tiếp nhận",
            Self::Handle => "Thẩm tra, giải quyết",
            Self::Approve => "Ký duyệt",
            Self::Seal => "Lấy số, đóng dấu",
            Self::Committee => "Họp xét",
            Self::Wait => "Niêm yết, chờ",
            Self::Outside => "Cơ quan ngoài xã",
            Self::Deliver => "Trả kết quả",
        }
    }
}
