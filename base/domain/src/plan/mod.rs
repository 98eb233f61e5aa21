//! The commune's plan of administrative reform: targets, tasks, systems, legal bases, each with its words.
//! For the leader's pages and `motcua coverage`; the data is checked against the plan's own text at load.

mod load;
mod period;
#[cfg(test)]
mod tests;
mod verdict;

use jiff::civil::Date;
use serde::Deserialize;

pub use period::{ReportingPeriod, Span};
pub use verdict::{Verdict, overall, verdict};

/// Lines of the plan's text, both ends included, from 1.
pub type Lines = (usize, usize);

/// Stands for every officer in charge of a field.
pub const EVERY_FIELD: &str = "*";

/// What a value is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share of a hundred.
    Percent,
    /// Points of an index.
    Points,
    /// Minutes.
    Minutes,
    /// A number of things done.
    Count,
    /// Done or not.
    YesNo,
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// At least the floor.
    Ge,
    /// At most the floor.
    Le,
    /// The floor itself; nothing lies beyond it.
    Eq,
    /// More than the floor.
    Gt,
    /// No number judges it.
    Qualitative,
}

/// How often a target or a task is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Each year.
    Year,
    /// In the plan's year.
    PlanYear,
    /// Each quarter.
    Quarter,
    /// Each period of its own.
    PerPeriod,
    /// All the time.
    Ongoing,
    /// Over the whole term of the plan.
    Term,
    /// Only if there is occasion.
    IfAny,
}

impl Recurrence {
    /// As people say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Year => "hằng năm",
            Self::PlanYear => "trong năm kế hoạch",
            Self::Quarter => "hằng quý",
            Self::PerPeriod => "theo từng kỳ",
            Self::Ongoing => "thường xuyên",
            Self::Term => "cả giai đoạn",
            Self::IfAny => "khi có phát sinh",
        }
    }
}

/// Whether the plan sets it as a goal, or it follows from a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// From the paragraphs headed "Mục tiêu".
    Goal,
    /// A measurable duty stated among tasks, solutions or organisation.
    Duty,
}

/// What proves a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// An indicator, from dossiers or the catalogue.
    Computed,
    /// A register that is still to be kept in the program.
    Register,
    /// A paper kept as evidence.
    Evidence,
}

/// A target (chỉ tiêu).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// `T-10`.
    pub id: String,
    /// Short name.
    pub name_vi: String,
    /// The plan's own words, slips included; `…` where words are left out.
    pub quote: String,
    /// Where they stand.
    pub lines: Vec<Lines>,
    /// The section of the plan, `2.3`.
    pub section: String,
    /// Goal or duty.
    pub kind: TargetKind,
    /// What its value is in.
    pub unit: Unit,
    /// Which way is good.
    pub direction: Direction,
    /// What must be reached.
    pub floor: Option<i64>,
    /// What the commune strives for beyond that.
    pub stretch: Option<i64>,
    /// Whether the plan leaves the floor open and this is our reading.
    #[serde(default)]
    pub floor_is_assumed: bool,
    /// The level in words, where numbers do not say it.
    pub level_vi: Option<String>,
    /// How often it is due.
    pub period: Recurrence,
    /// The day by which it must be reached, when it is not yearly.
    pub deadline: Option<Date>,
    /// Posts that answer for it, the first in charge.
    pub owners: Vec<String>,
    /// What proves it.
    pub proof: Proof,
    /// The record that proves it, in words.
    pub record_vi: String,
    /// Tasks that serve it.
    pub tasks: Vec<String>,
}

/// A task (nhiệm vụ).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// `N-26`.
    pub id: String,
    /// The plan's own words.
    pub quote: String,
    /// Where they stand.
    pub lines: Vec<Lines>,
    /// The section of the plan.
    pub section: String,
    /// Posts that answer for it.
    pub owners: Vec<String>,
    /// Whether section V of the plan names them; otherwise they follow from the area.
    pub owner_named: bool,
    /// How often it is due.
    pub period: Recurrence,
    /// The day by which it must be done.
    pub deadline: Option<Date>,
    /// Pages of this program that do it or show it.
    #[serde(default)]
    pub lives: Vec<String>,
}

/// What a system named in the plan is to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemKind {
    /// Part of this program.
    Built,
    /// Somebody else's; joined by an adapter or not yet.
    External,
    /// Only listed here: equipment, software of others.
    Inventory,
    /// A document.
    Reference,
}

/// A system that the plan names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// `S-05`.
    pub id: String,
    /// As the plan names it.
    pub name_vi: String,
    /// Where.
    pub lines: Vec<Lines>,
    /// What it is to this program.
    pub kind: SystemKind,
    /// The same in words.
    pub role_vi: String,
    /// What is still missing.
    pub missing_vi: Option<String>,
    /// Pages of this program that are it, or meet it.
    pub lives: Vec<String>,
}

/// A legal basis that the plan names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// `L-01`.
    pub id: String,
    /// Number and sign, where the plan gives them.
    pub number: Option<String>,
    /// What it is.
    pub name_vi: String,
    /// Who issued it.
    pub issuer_vi: Option<String>,
    /// Its date, where the plan gives it.
    pub date: Option<Date>,
    /// The plan's own words.
    pub quote: String,
    /// Where they stand.
    pub lines: Vec<Lines>,
}

/// A section of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `2.3`.
    pub id: String,
    /// What it is about.
    pub name_vi: String,
    /// Where it stands.
    pub lines: Vec<Lines>,
}

/// What section V gives a post to answer for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// Canonical id of the post.
    pub post: String,
    /// `V.4`.
    pub section: String,
    /// The heading's own words.
    pub quote: String,
    /// Where they stand.
    pub lines: Vec<Lines>,
    /// The sections that the post leads.
    pub leads: Vec<String>,
}

/// A doubt about the plan that only the commune can settle; nothing is corrected silently.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Its number.
    pub id: u32,
    /// What it concerns; nothing: the whole plan.
    pub about: Vec<String>,
    /// The lines in doubt.
    pub lines: Vec<usize>,
    /// What was found, and how the program takes it meanwhile.
    pub text_vi: String,
    /// What the commune is asked.
    pub question_vi: String,
}

/// A commune's plan of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The commune.
    pub agency: String,
    /// The year.
    pub year: i16,
    /// Its title.
    pub title_vi: String,
    /// The day of its signature.
    pub signed_on: Date,
    /// Who signed.
    pub signer_vi: String,
    /// The day of the month on which a reporting period ends (NĐ 09/2019 Đ12: the 14th).
    pub closing_day: i8,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Who answers for what.
    pub posts: Vec<Responsibility>,
    /// Open questions.
    pub notes: Vec<Note>,
    /// The targets.
    pub targets: Vec<Target>,
    /// The tasks.
    pub tasks: Vec<Task>,
    /// The systems.
    pub systems: Vec<System>,
    /// The legal bases.
    pub bases: Vec<LegalBasis>,
    /// The plan's text, line by line.
    pub source: Vec<String>,
}

impl Plan {
    /// The target of this id.
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.id == id)
    }

    /// The task of this id.
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// The targets that a task serves.
    pub fn targets_of<'a>(&'a self, task: &'a str) -> impl Iterator<Item = &'a Target> {
        self.targets
            .iter()
            .filter(move |target| target.tasks.iter().any(|id| id == task))
    }

    /// The open questions about a target, task or legal basis.
    pub fn notes_about<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Note> {
        self.notes
            .iter()
            .filter(move |note| note.about.iter().any(|about| about == id))
    }

    /// A section's name.
    pub fn section_name(&self, id: &str) -> &str {
        let section = self.sections.iter().find(|section| section.id == id);
        section.map_or("", |section| &section.name_vi)
    }

    /// The plan's text at some lines, spaces as in a sentence.
    pub fn text_at(&self, lines: &[Lines]) -> String {
        let rows = lines.iter().flat_map(|&(first, last)| {
            let from = first.saturating_sub(1).min(self.source.len());
            let to = last.min(self.source.len()).max(from);
            &self.source[from..to]
        });
        let words = rows.flat_map(|row| row.split_whitespace());
        words.collect::<Vec<_>>().join(" ")
    }
}
