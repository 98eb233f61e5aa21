//! Finds a procedure by what a citizen types: its name, its code, or everyday words.
//! For the results page; the exact answers come from the catalogue's own search.

use std::cmp::Reverse;
use std::sync::Arc;

use domain::procedure::Procedure;
use domain::text::{Query, Rank, Title, fold, nfc};
use jiff::civil::Date;
use kit::Law;

use crate::life_events;
use crate::public::{for_citizens, is_for_citizens};

/// Words that say that one wants something, not what: folded.
const FILLERS: [&str; 24] = [
    "lam", "xin", "cap", "toi", "muon", "can", "cho", "o", "tai", "xa", "ve", "thu", "tuc", "ho",
    "so", "di", "de", "duoc", "nao", "gi", "the", "giay", "to", "dang",
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
    let kept = said(typed);
    if kept.is_empty() {
        return found;
    }
    let found = exact(law, &kept.join(" "), date);
    if !found.here.is_empty() {
        return found;
    }
    Found {
        here: nearest(law, &kept, date),
        is_near: true,
        ..found
    }
}

/// Answers by name, code and everyday name: whole phrases first, then scattered words.
fn exact(law: &Law, typed: &str, date: Date) -> Found {
    let mut found = Found::default();
    let (strong, weak): (Vec<_>, Vec<_>) = law
        .catalogue
        .search(typed, date)
        .into_iter()
        .partition(|hit| hit.exact);
    let (phrases, words) = everyday(law, typed, date);
    let of = |hits: Vec<domain::procedure::Hit>| hits.into_iter().map(|hit| hit.procedure);
    for procedure in of(strong).chain(phrases).chain(of(weak)).chain(words) {
        let into = if is_for_citizens(&procedure) {
            &mut found.here
        } else {
            &mut found.elsewhere
        };
        if !procedure.internal_only && !into.iter().any(|known| known.id == procedure.id) {
            into.push(procedure);
        }
    }
    found
}

/// Procedures whose everyday name holds the query as a phrase; and those with its words anywhere.
fn everyday(law: &Law, typed: &str, date: Date) -> (Vec<Arc<Procedure>>, Vec<Arc<Procedure>>) {
    let query = Query::new(typed);
    let (mut phrases, mut words) = (Vec::new(), Vec::new());
    if query.is_empty() {
        return (phrases, words);
    }
    for everyday in life_events::all()
        .iter()
        .flat_map(|event| &event.procedures)
    {
        let names = std::iter::once(&everyday.short).chain(&everyday.also);
        let Some(best) = names
            .filter_map(|name| query.rank(&Title::new(name), ""))
            .min()
        else {
            continue;
        };
        let Some(offered) = everyday.offered(law, date) else {
            continue;
        };
        match best {
            Rank::Marked(_) | Rank::Stripped(_) => phrases.push(offered.procedure),
            Rank::Words | Rank::Initials => words.push(offered.procedure),
        }
    }
    (phrases, words)
}

/// The words that say what is wanted, as typed, in lower case.
fn said(typed: &str) -> Vec<String> {
    let lower = nfc(typed).to_lowercase();
    let words = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .filter(|word| !FILLERS.contains(&fold(word).as_str()))
        .map(str::to_owned)
        .collect()
}

/// The procedures whose name holds most of the words, at least half of them. A word typed
/// with marks wants its marks: «trụ» is no «trú».
fn nearest(law: &Law, words: &[String], date: Date) -> Vec<Arc<Procedure>> {
    let mut near: Vec<(usize, Arc<Procedure>)> = for_citizens(law, date)
        .into_iter()
        .filter_map(|procedure| {
            let name = said(&procedure.name_vi);
            let holds = |word: &String| {
                name.iter()
                    .any(|other| other == word || fold(other) == *word)
            };
            let fit = words.iter().filter(|word| holds(word)).count();
            (fit > 0 && fit * 2 >= words.len()).then_some((fit, procedure))
        })
        .collect();
    near.sort_by_key(|(fit, procedure)| (Reverse(*fit), procedure.name_vi.chars().count()));
    near.into_iter()
        .map(|(_, procedure)| procedure)
        .take(10)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn first(typed: &str) -> String {
        let law = Law::embedded().expect("the embedded law is sound");
        let found = find(&law, typed, date(2023, 11, 23));
        found
            .here
            .first()
            .map_or_else(String::new, |procedure| procedure.code.clone())
    }

    #[test]
    fn birth_is_found_however_it_is_typed() {
        for typed in [
            "khai sinh",
            "Khai Sinh",
            "khai sinh ",
            "KS",
            "ks",
            "1.001193",
            "khai sịnh",
            "dang ky khai sinh",
            "làm giấy khai sinh",
        ] {
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
        let found = find(
            &law,
            "yếu tố nước ngoài khu vực biên giới",
            date(2023, 11, 23),
        );
        assert!(
            found
                .here
                .iter()
                .all(|procedure| is_for_citizens(procedure))
        );
        assert!(!found.elsewhere.is_empty());
    }
}
