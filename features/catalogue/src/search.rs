//! Finds a procedure by what a citizen types: its name, its code, or everyday words.
//! For the results page; the exact answers come from the catalogue's own search.

use std::sync::Arc;

use domain::procedure::Procedure;
use domain::text::{Query, fold};
use jiff::civil::Date;
use kit::Law;

use crate::life_events;
use crate::public::{for_citizens, is_for_citizens};

/// Words that say that one wants something, not what: folded.
const FILLERS: [&str; 24] = [
    "lam", "xin", "cap", "toi", "muon", "can", "cho", "o", "tai", "xa", "ve", "thu", "tuc", "ho", "so", "di", "de",
    "duoc", "nao", "gi", "the", "giay", "to", "dang",
];

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// Procedures that one may file under here, best first.
    pub(crate) here: Vec<Arc<Procedure>>,
    /// Procedures that exist but are not dealt with here.
    pub(crate) elsewhere: Vec<Arc<Procedure>>,
    /// Only some of the words fit.
    pub(crate) is_near: bool,
}

/// Everything that answers `typed` on `date`.
pub(crate) fn find(law: &Law, typed: &str, date: Date) -> Found {
    let found = exact(law, typed, date);
    if !found.here.is_empty() || !found.elsewhere.is_empty() {
        return found;
    }
    let kept: Vec<String> = said(typed);
    if kept.is_empty() {
        return found;
    }
    let found = exact(law, &kept.join(" "), date);
    if !found.here.is_empty() {
        return found;
    }
    Found { here: nearest(law, &kept, date), is_near: true, ..found }
}

fn exact(law: &Law, typed: &str, date: Date) -> Found {
    let mut found = Found::default();
    for hit in law.catalogue.search(typed, date) {
        let procedure = hit.procedure;
        if is_for_citizens(&procedure) {
            found.here.push(procedure);
        } else if !procedure.internal_only {
            found.elsewhere.push(procedure);
        }
    }
    for procedure in everyday(law, typed, date) {
        if !found.here.iter().any(|known| known.id == procedure.id) {
            found.here.push(procedure);
        }
    }
    found
}

/// Procedures whose everyday name answers.
fn everyday(law: &Law, typed: &str, date: Date) -> Vec<Arc<Procedure>> {
    let query = Query::new(typed);
    if query.is_empty() {
        return Vec::new();
    }
    let every = life_events::all().iter().flat_map(|event| &event.procedures);
    every
        .filter(|everyday| {
            let names = std::iter::once(&everyday.short).chain(&everyday.also);
            names.into_iter().any(|name| query.rank(name, "").is_some())
        })
        .filter_map(|everyday| everyday.offered(law, date))
        .map(|offered| offered.procedure)
        .collect()
}

/// The words that say what is wanted.
fn said(typed: &str) -> Vec<String> {
    let folded = fold(typed);
    folded.split(' ').filter(|word| !word.is_empty() && !FILLERS.contains(word)).map(str::to_owned).collect()
}

/// The procedures whose name holds most of the words, at least half of them.
fn nearest(law: &Law, words: &[String], date: Date) -> Vec<Arc<Procedure>> {
    let mut near: Vec<(usize, Arc<Procedure>)> = for_citizens(law, date)
        .into_iter()
        .filter_map(|procedure| {
            let name = format!(" {} ", fold(&procedure.name_vi));
            let fit = words.iter().filter(|word| name.contains(&format!(" {word} "))).count();
            (fit > 0 && fit * 2 >= words.len()).then_some((fit, procedure))
        })
        .collect();
    near.sort_by_key(|(fit, procedure)| (std::cmp::Reverse(*fit), procedure.name_vi.chars().count()));
    near.into_iter().map(|(_, procedure)| procedure).take(10).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn first(typed: &str) -> String {
        let law = Law::embedded().expect("the embedded law is sound");
        let found = find(&law, typed, date(2023, 11, 23));
        found.here.first().map_or_else(String::new, |procedure| procedure.code.clone())
    }

    #[test]
    fn birth_is_found_however_it_is_typed() {
        for typed in
            ["khai sinh", "Khai Sinh", "khai sinh ", "KS", "ks", "1.001193", "khai sịnh", "dang ky khai sinh", "làm giấy khai sinh"]
        {
            assert_eq!(first(typed), "1.001193", "{typed}");
        }
    }

    #[test]
    fn everyday_words_find_what_the_law_calls_otherwise() {
        for (typed, code) in [
            ("giấy độc thân", "1.004873"),
            ("sao y", "2.000815"),
            ("trợ cấp người già", "1.001776"),
            ("toi muon lam giay xac nhan doc than", "1.004873"),
        ] {
            assert_eq!(first(typed), code, "{typed}");
        }
    }

    #[test]
    fn what_nobody_offers_finds_nothing() {
        assert_eq!(first("tàu vũ trụ"), "");
        assert_eq!(first("🙂"), "");
        assert_eq!(first(""), "");
    }

    #[test]
    fn what_the_commune_does_not_handle_is_told_apart() {
        let law = Law::embedded().expect("the embedded law is sound");
        let found = find(&law, "yếu tố nước ngoài khu vực biên giới", date(2023, 11, 23));
        assert!(found.here.iter().all(|procedure| is_for_citizens(procedure)));
        assert!(!found.elsewhere.is_empty());
    }
}
