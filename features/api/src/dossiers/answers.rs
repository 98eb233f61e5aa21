//! What is told of dossiers, written straight into the answer; `shapes` says the same to the document,
//! and in builds for tests every answer is held against it.

use dossier::receive::PaperGiven;
use dossier::{sentences, supplement};
use serde::Serialize;
use store::Happening;

use crate::acts::Offered;
use crate::answer::At;
use crate::money::Money;

/// Where a dossier stands.
#[derive(Serialize)]
pub(super) struct Stands<'a> {
    pub(super) code: &'a str,
    pub(super) tracking: &'a str,
    pub(super) version: i64,
    pub(super) state: &'static str,
    pub(super) state_text: &'static str,
    pub(super) step: Option<&'static str>,
    pub(super) post: Option<String>,
    pub(super) due_at: Option<At>,
    pub(super) href: String,
}

/// The same after an act, with what was done.
#[derive(Serialize)]
pub(crate) struct Done<'a> {
    #[serde(flatten)]
    pub(super) stands: Stands<'a>,
    pub(super) message: &'a str,
}

/// One of a list.
#[derive(Serialize)]
pub(super) struct Listed<'a> {
    pub(super) code: &'a str,
    pub(super) procedure: &'a str,
    pub(super) procedure_name: Option<&'a str>,
    pub(super) owner: Option<&'a str>,
    pub(super) channel: &'static str,
    pub(super) state: &'static str,
    pub(super) state_text: &'static str,
    pub(super) filed_at: At,
    pub(super) received_at: Option<At>,
    pub(super) due_at: Option<At>,
    pub(super) finished_at: Option<At>,
    pub(super) step: Option<&'a str>,
    pub(super) post: Option<&'a str>,
    pub(super) step_due_at: Option<At>,
    pub(super) holder: Option<&'a str>,
    pub(super) href: String,
}

/// One dossier with all that its page tells.
#[derive(Serialize)]
pub(super) struct Whole<'a> {
    #[serde(flatten)]
    pub(super) stands: Stands<'a>,
    pub(super) procedure: &'a str,
    pub(super) procedure_id: &'a str,
    pub(super) channel: &'static str,
    pub(super) return_by: &'a str,
    pub(super) filed_at: At,
    pub(super) received_at: Option<At>,
    pub(super) original_due_at: Option<At>,
    pub(super) promised_at: Option<At>,
    pub(super) finished_at: Option<At>,
    pub(super) returned_at: Option<At>,
    pub(super) holder: Option<&'a str>,
    pub(super) number: Option<&'a str>,
    pub(super) owner: Option<Person<'a>>,
    pub(super) filer: Option<Person<'a>>,
    pub(super) papers: Vec<Paper<'a>>,
    pub(super) asked: Vec<Asked<'a>>,
    pub(super) files: Vec<serde_json::Value>,
    pub(super) money: Money,
    pub(super) acts: Vec<Offered>,
    pub(super) history: Vec<Happened<'a>>,
}

#[derive(Serialize)]
pub(super) struct Person<'a> {
    pub(super) name: &'a str,
    pub(super) birth: Option<&'a str>,
    pub(super) gender: Option<&'a str>,
    pub(super) document_kind: &'a str,
    pub(super) document_number: Option<&'a str>,
    pub(super) address: &'a str,
    pub(super) phone: Option<&'a str>,
    pub(super) email: Option<&'a str>,
    pub(super) authority: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Paper<'a> {
    name: &'a str,
    originals: i64,
    certified: i64,
    copies: i64,
    shown_only: bool,
}

impl<'a> Paper<'a> {
    pub(super) fn of(paper: &'a PaperGiven) -> Self {
        Self {
            name: &paper.name,
            originals: paper.originals,
            certified: paper.certified,
            copies: paper.copies,
            shown_only: paper.shown_only,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Asked<'a> {
    name: &'a str,
    why: &'a str,
    how: &'a str,
}

impl<'a> Asked<'a> {
    pub(super) fn of(item: &'a supplement::Asked) -> Self {
        Self {
            name: &item.name,
            why: &item.why,
            how: &item.how,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Happened<'a> {
    at: At,
    kind: &'a str,
    label: &'static str,
    by: &'a str,
}

impl<'a> Happened<'a> {
    pub(super) fn of(one: &'a Happening) -> Self {
        Self {
            at: At(one.at),
            kind: &one.kind,
            label: sentences::happening(&one.kind),
            by: &one.by,
        }
    }
}
