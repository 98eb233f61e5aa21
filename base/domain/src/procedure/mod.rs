//! Procedures (thủ tục): what a citizen may ask of the commune, one immutable version each.
//! For the dossier, which keeps the version it was received under, and for the catalogue's pages.

mod catalogue;
mod check;
mod first;
mod load;
mod overlay;
mod process;
mod record;
mod search;
mod sound;
#[cfg(test)]
mod tests;
mod usual;

pub use catalogue::{Catalogue, FieldCount};
pub use first::unfit_as_first;
pub use load::DataFault;
pub use overlay::{LaterProcedure, ProcedureEdit};
pub use process::{Process, ProcessSource, ProcessStep, StepKind};
pub use search::Hit;
pub use sound::{Part, Unsound, hours_vi, reached, unsound};
pub use usual::{limit_minutes, usual_steps};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::deadline::{Limit, PausePolicy, Term};

/// One version of a procedure; a change of law makes a new version, never an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// `1.001193@2019-01-06`: the national code and the first day in force.
    pub id: String,
    /// National code (mã TTHC); a draft without one carries a name of its own, `draft-…`.
    pub code: String,
    /// Name as published, in Vietnamese.
    pub name_vi: String,
    /// Name in an address: `dang-ky-khai-sinh`; unique among versions in force.
    pub slug: String,
    /// Field (lĩnh vực).
    pub field_vi: String,
    /// What officers type for short: `ks`, `tlks`, `ctbs`.
    pub abbreviations: Vec<String>,
    /// Canonical id of the post that handles it.
    pub handling_post: String,
    /// Who decides.
    pub decision_level_vi: String,
    /// Other agencies that take part (liên thông).
    pub inter_agency: Vec<String>,
    /// True where only agencies, not citizens, may ask.
    pub internal_only: bool,
    /// False where this commune will never see it (border, dams …).
    pub applicable_locally: bool,
    /// Why it does not apply here.
    pub applicability_note_vi: Option<String>,
    /// Limit set by law.
    pub limit: TimeLimit,
    /// Fee as published.
    pub fee: FeeNote,
    /// Papers of the dossier (thành phần hồ sơ); empty: see the official publication.
    pub papers: Vec<PaperItem>,
    /// How many sets of papers are filed.
    pub sets: u32,
    /// What the citizen receives.
    pub results: Vec<String>,
    /// Who may ask: `ca_nhan`, `to_chuc`, `doanh_nghiep` …
    pub audience: Vec<String>,
    /// Numbers of the legal documents it rests on.
    pub legal_bases: Vec<String>,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force; none while it still holds.
    pub valid_to: Option<Date>,
    /// How sure each part is.
    pub confidence: Confidence,
    /// How code and name were established: A official, B other public data, M memory.
    pub grade: char,
    /// False for a draft, which nobody may file under.
    pub published: bool,
    /// Where the record comes from.
    pub source_note: Option<String>,
    /// What a supplement request does to the clock.
    pub pause_policy: PausePolicy,
    /// Its internal process.
    pub process: Process,
    /// Received and returned in one act, without a slip (certification and the like).
    pub on_the_spot: bool,
    /// What became of this code later.
    pub replaced_note_vi: Option<String>,
}

/// The legal time limit, as law counts it and as officers say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeLimit {
    /// None: "chưa có thời hạn", the officer enters the appointed date with a reason.
    pub term: Option<Term>,
    /// As published.
    pub text_vi: String,
    /// Exceptions and doubts.
    pub note_vi: Option<String>,
    /// The longer branch, where the law has one.
    pub longer: Option<Longer>,
    /// The law of "ngay trong ngày" and of 15:00, where a source names it for this field of work.
    pub same_day_law_vi: Option<String>,
}

impl TimeLimit {
    /// `term` with what this version cites for it.
    pub fn of(&self, term: Term) -> Limit<'_> {
        Limit {
            term,
            same_day_law: self.same_day_law_vi.as_deref(),
        }
    }
}

/// The longer branch of a limit, "cần xác minh" in most procedures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Longer {
    /// Counted from receipt, in place of the ordinary term.
    pub term: Term,
    /// As published.
    pub text_vi: String,
    /// When it may be chosen.
    pub when_vi: String,
}

/// What the published procedure says about money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeNote {
    /// Phí, lệ phí, none, or not known.
    pub kind: FeeKind,
    /// Amount in đồng; none is not zero: "chưa xác định".
    pub dong: Option<i64>,
    /// Per page, per copy …
    pub unit_vi: Option<String>,
    /// Exemptions and bases.
    pub notes_vi: Option<String>,
}

/// Kinds of charge under Luật Phí và lệ phí 97/2015/QH13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// Nothing is charged.
    None,
    /// Phí: pays for a service.
    Phi,
    /// Lệ phí: a fixed sum to the state.
    LePhi,
    /// Not established.
    Unknown,
}

/// One paper of the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperItem {
    /// Place in the list, from 1.
    pub seq: u32,
    /// What it is.
    pub name_vi: String,
    /// How many originals.
    pub originals: u32,
    /// How many copies.
    pub copies: u32,
    /// Number of its official form, if it has one.
    pub form_number: Option<String>,
    /// Handed in, or only shown.
    pub handling: Handling,
    /// When it is needed; none: always.
    pub condition_vi: Option<String>,
    /// Must be there when the condition holds.
    pub required: bool,
}

/// What happens to a paper at the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// Nộp: stays in the dossier.
    Submit,
    /// Xuất trình: shown and given back.
    Show,
}

/// How sure we are of one part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// A public source agrees.
    Verified,
    /// Written from memory.
    Memory,
    /// Not established.
    Unknown,
}

/// How sure each part of a record is; pages say so in plain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confidence {
    /// Code and name.
    pub identity: Sure,
    /// The legal limit.
    pub time_limit: Sure,
    /// The fee.
    pub fee: Sure,
    /// The list of papers.
    pub documents: Sure,
    /// The legal bases.
    pub legal_bases: Sure,
    /// The steps and their times.
    pub process: Sure,
}
