//! How a procedure and its process are written in the data files.
//! For loading; unknown or missing words in a file are refused by serde, with the line.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::deadline::{PausePolicy, Term};

use super::process::{Process, ProcessSource, ProcessStep, StepKind};
use super::usual::{Outside, usual_process};
use super::{Confidence, FeeNote, PaperItem, Procedure, Sure, TimeLimit};

/// A file of processes: by procedure code.
pub(super) type ProcessFile = BTreeMap<String, ProcessRecord>;

/// One procedure as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProcedureRecord {
    pub code: Option<String>,
    /// The likely code of a draft, never shown as the code.
    #[serde(default)]
    pub code_candidate: Option<String>,
    pub name_vi: String,
    pub slug: String,
    pub field_vi: String,
    pub abbreviations: Vec<String>,
    pub handling_post: String,
    pub decision_level_vi: String,
    /// Post of the outside agency that decides; none where the commune does.
    pub decided_by: Option<String>,
    pub inter_agency: Vec<String>,
    pub internal_only: bool,
    pub applicable_locally: bool,
    pub applicability_note_vi: Option<String>,
    pub limit: TimeLimit,
    pub fee: FeeNote,
    pub papers: Vec<PaperItem>,
    pub sets: u32,
    pub results: Vec<String>,
    pub audience: Vec<String>,
    pub legal_bases: Vec<String>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub confidence: RecordConfidence,
    pub grade: char,
    pub published: bool,
    pub source_note: Option<String>,
    pub pause_policy: PausePolicy,
    pub on_the_spot: bool,
    pub replaced_note_vi: Option<String>,
}

/// Certainty as written; that of the process follows from its source.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordConfidence {
    pub identity: Sure,
    pub time_limit: Sure,
    pub fee: Sure,
    pub documents: Sure,
    pub legal_bases: Sure,
}

/// One process as written.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProcessRecord {
    pub source: ProcessSource,
    pub total_minutes: i64,
    pub calendar_days: bool,
    pub promise_term: Option<Term>,
    pub longer_minutes: Option<Vec<i64>>,
    pub steps: Vec<StepRecord>,
    pub source_note: Option<String>,
    pub note_vi: Option<String>,
}

/// One step as written; its number is its place.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepRecord {
    pub post: String,
    pub kind: StepKind,
    pub action_vi: String,
    pub minutes: i64,
    pub output_vi: Option<String>,
    pub outside_vi: Option<String>,
}

impl ProcedureRecord {
    /// The version, with its published process or else the usual one.
    pub fn into_procedure(self, process: Option<ProcessRecord>) -> Procedure {
        let code = match (self.code, self.code_candidate) {
            (Some(code), _) => code,
            (None, Some(candidate)) => format!("draft-{candidate}"),
            (None, None) => format!("draft-{}", self.slug),
        };
        let process = process.map_or_else(
            || {
                let outside = self.decided_by.as_deref().map(|post| Outside {
                    post,
                    name_vi: &self.decision_level_vi,
                });
                usual_process(&self.handling_post, outside.as_ref(), self.limit.term)
            },
            ProcessRecord::into_process,
        );
        Procedure {
            id: format!("{code}@{}", self.valid_from),
            code,
            name_vi: self.name_vi,
            slug: self.slug,
            field_vi: self.field_vi,
            abbreviations: self.abbreviations,
            handling_post: self.handling_post,
            decision_level_vi: self.decision_level_vi,
            inter_agency: self.inter_agency,
            internal_only: self.internal_only,
            applicable_locally: self.applicable_locally,
            applicability_note_vi: self.applicability_note_vi,
            limit: self.limit,
            fee: self.fee,
            papers: self.papers,
            sets: self.sets,
            results: self.results,
            audience: self.audience,
            legal_bases: self.legal_bases,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            confidence: self.confidence.with_process(process.source),
            grade: self.grade,
            published: self.published,
            source_note: self.source_note,
            pause_policy: self.pause_policy,
            process,
            on_the_spot: self.on_the_spot,
            replaced_note_vi: self.replaced_note_vi,
        }
    }
}

impl RecordConfidence {
    fn with_process(self, source: ProcessSource) -> Confidence {
        let process = match source {
            ProcessSource::Published | ProcessSource::PublishedAdjusted => Sure::Verified,
            ProcessSource::StagePublished | ProcessSource::LawStage | ProcessSource::Proposed => {
                Sure::Memory
            }
            ProcessSource::Default => Sure::Unknown,
        };
        Confidence {
            identity: self.identity,
            time_limit: self.time_limit,
            fee: self.fee,
            documents: self.documents,
            legal_bases: self.legal_bases,
            process,
        }
    }
}

impl ProcessRecord {
    fn into_process(self) -> Process {
        let steps = (1..).zip(self.steps).map(|(seq, step)| ProcessStep {
            seq,
            post: step.post,
            kind: step.kind,
            action_vi: step.action_vi,
            minutes: step.minutes,
            output_vi: step.output_vi,
            outside_vi: step.outside_vi,
        });
        Process {
            steps: steps.collect(),
            longer_minutes: self.longer_minutes,
            calendar_days: self.calendar_days,
            source: self.source,
            total_minutes: self.total_minutes,
            promise_term: self.promise_term,
            source_note: self.source_note,
            note_vi: self.note_vi,
        }
    }
}
