//! Finds procedures by what an officer types: a name, a short form, a code.
//! For the counter and the public search box.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;

use crate::text::{Query, Rank, Title, fold};

use super::{Catalogue, Procedure};

/// One procedure found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What was found.
    pub procedure: Arc<Procedure>,
    /// True when it matches with its tone marks, or by code or short form.
    pub exact: bool,
}

/// How a procedure answers a query, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Code,
    Abbreviation,
    PartOfCode,
    Name(Rank),
}

impl Catalogue {
    /// Procedures in force that answer `query`, best first; none for an empty one.
    pub fn search(&self, query: &str, date: Date) -> Vec<Hit> {
        let asked = Query::new(query);
        if asked.is_empty() {
            return Vec::new();
        }
        let typed = Typed {
            query: asked,
            folded: fold(query),
            code: national_part(query.trim()),
        };
        let mut found: Vec<(Answer, &Arc<Procedure>)> = self
            .all_findable(date)
            .filter_map(|(procedure, known)| {
                Some((typed.answered_by(procedure, known)?, procedure))
            })
            .collect();
        // Of equal answers: what this commune sees, what people ask for often, the plainest name.
        found.sort_by_cached_key(|(answer, procedure)| {
            (
                *answer,
                Reverse(procedure.applicable_locally),
                procedure.abbreviations.is_empty(),
                procedure.name_vi.chars().count(),
                procedure.code.clone(),
            )
        });
        let hit = |(answer, procedure): (Answer, &Arc<Procedure>)| Hit {
            procedure: Arc::clone(procedure),
            exact: !matches!(
                answer,
                Answer::Name(Rank::Stripped(_) | Rank::Words | Rank::Initials)
            ),
        };
        found.into_iter().map(hit).collect()
    }
}

/// What a procedure is found by, made ready once: a counter searches at every intake.
#[derive(Clone, Debug, Default)]
pub(super) struct Findable {
    name: Title,
    abbreviations: Vec<String>,
    others: String,
}

impl Findable {
    pub(super) fn of(procedure: &Procedure) -> Self {
        let abbreviations: Vec<String> = procedure.abbreviations.iter().map(|a| fold(a)).collect();
        let mut others = abbreviations.clone();
        others.push(fold(&procedure.field_vi));
        Self {
            name: Title::new(&procedure.name_vi),
            others: others.join(" "),
            abbreviations,
        }
    }
}

struct Typed<'a> {
    query: Query,
    folded: String,
    code: Option<&'a str>,
}

impl Typed<'_> {
    fn answered_by(&self, procedure: &Procedure, known: &Findable) -> Option<Answer> {
        if let Some(code) = self.code {
            if procedure.code == code {
                return Some(Answer::Code);
            }
            if procedure.code.contains(code) {
                return Some(Answer::PartOfCode);
            }
        }
        if known.abbreviations.contains(&self.folded) {
            return Some(Answer::Abbreviation);
        }
        self.query
            .rank(&known.name, &known.others)
            .map(Answer::Name)
    }
}

/// A code or a part of one, of three digits at least, without the province's suffix:
/// `1.001193.000.00.00.H23` is `1.001193`.
fn national_part(typed: &str) -> Option<&str> {
    let looks_like_code = typed.starts_with(|first: char| first.is_ascii_digit())
        && typed
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        && typed.bytes().filter(u8::is_ascii_digit).count() >= 3;
    looks_like_code.then(|| match typed.match_indices('.').nth(1) {
        Some((second_point, _)) => &typed[..second_point],
        None => typed,
    })
}
