//! What was typed into the search, as SQL: words, a tracking code, a number typed in groups.
//! For lists and counts, which share it with the other conditions.

use domain::code::TrackingCode;
use domain::text::Query;
use store::{Sql, StoreError};

use super::bounds::Bounds;
use super::conditions::{Asker, Bound};
use super::filter::Filter;
use crate::words::kept_under;

/// Words of a search that are asked how rare they are.
const ASKED_MAX: usize = 6;
/// Behind everything that begins with the same letters.
const LAST: char = '\u{10ffff}';

/// How a search reaches its dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Each dossier of the list is looked at by itself: they are few, or most of them fit.
    Each,
    /// By the dossiers that hold a rare word.
    Led(Vec<Lead>),
}

/// One way of reading what was typed, and the rarest of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    way: Way,
    begins: String,
    /// More dossiers than this do not hold it.
    most: i64,
}

/// One way of reading what was typed: all of these words.
type Way = Vec<String>;

/// Every word begins a word of the dossier's search text; a number may be typed in groups.
fn ways(q: &str) -> Vec<Way> {
    let words: Way = Query::new(q).words().map(str::to_owned).collect();
    let whole = in_groups(q).map(|whole| vec![whole]);
    std::iter::once(words).chain(whole).collect()
}

/// The condition; none where nothing is searched.
pub(super) fn of_search(
    filter: &Filter,
    reach: &Reach,
    asker: &Asker<'_>,
    bound: &mut Bound,
) -> Option<String> {
    let q = filter.q.as_str();
    if Query::new(q).is_empty() {
        return (!q.is_empty()).then(|| "dossier.id = ''".to_owned());
    }
    Some(match reach {
        Reach::Each => fits(&ways(q), "dossier.id", bound),
        // Why one set: of two, a planner goes through all dossiers and asks for each whether one holds it.
        Reach::Led(leads) => {
            let agency = bound.take(&asker.actor.agency);
            let sets: Vec<String> = leads.iter().map(|lead| led(lead, &agency, bound)).collect();
            format!("dossier.id IN ({})", sets.join(" UNION ALL "))
        }
    })
}

/// Why a limit that is never reached: a planner that knows no better takes the word for a common one.
fn led(lead: &Lead, agency: &str, bound: &mut Bound) -> String {
    format!(
        "SELECT led.dossier_id FROM (SELECT word.dossier_id FROM dossier_word word
            WHERE word.agency = {agency} AND {} LIMIT {}) AS led WHERE {}",
        begins(&lead.begins, bound),
        lead.most,
        fits(std::slice::from_ref(&lead.way), "led.dossier_id", bound)
    )
}

/// Why a value and not EXISTS: each text is then looked up by its dossier, and never are all texts
/// read to answer for a few.
fn fits(ways: &[Way], id: &str, bound: &mut Bound) -> String {
    format!(
        "COALESCE((SELECT CASE WHEN {} THEN 1 END FROM dossier_search kept WHERE kept.dossier_id = {id}), 0) = 1",
        holds(ways, bound)
    )
}

fn holds(ways: &[Way], bound: &mut Bound) -> String {
    let mut all = |way: &Way| {
        let words: Vec<String> = way
            .iter()
            .map(|word| format!("kept.text LIKE {}", bound.take(format!("% {word}%"))))
            .collect();
        format!("({})", words.join(" AND "))
    };
    let ways: Vec<String> = ways.iter().map(&mut all).collect();
    ways.join(" OR ")
}

fn begins(lead: &str, bound: &mut Bound) -> String {
    format!(
        "word.begins >= {} AND word.begins < {}",
        bound.take(lead),
        bound.take(format!("{lead}{LAST}"))
    )
}

/// Whether words are looked for among dossiers that have ended, too, which are many.
pub(super) fn is_wide(filter: &Filter, asker: &Asker<'_>) -> bool {
    let wanted = filter.wanted_states(asker.actor);
    !Query::new(&filter.q).is_empty() && !wanted.iter().all(|state| state.is_open())
}

/// Among how many dossiers each word stands is counted only as far as it matters: a word of few leads
/// to them; where all words are common, walking through the list finds a page soon.
///
/// # Errors
/// What the store answers.
pub(super) fn reach(
    sql: &mut impl Sql,
    filter: &Filter,
    asker: &Asker<'_>,
    bounds: &Bounds,
) -> Result<Reach, StoreError> {
    if !is_wide(filter, asker) {
        return Ok(Reach::Each);
    }
    // Why not the ways without: nobody's words are short numbers alone, but numbers are typed in groups.
    let asked: Vec<(Way, Vec<String>)> = ways(&filter.q)
        .into_iter()
        .map(|way| (leads(&way), way))
        .filter(|(leads, _)| !leads.is_empty())
        .map(|(leads, way)| (way, leads))
        .collect();
    if asked.is_empty() {
        return Ok(Reach::Each);
    }
    let mut numbers = held_by(sql, &asked, asker, bounds)?.into_iter();
    let mut chosen = Vec::with_capacity(asked.len());
    for (way, words) in asked {
        let rarest = words
            .into_iter()
            .zip(numbers.by_ref())
            .min_by_key(|(_, n)| *n);
        match rarest {
            Some((begins, n)) if n <= bounds.led => chosen.push(Lead {
                way,
                begins,
                most: bounds.led,
            }),
            _ => return Ok(Reach::Each),
        }
    }
    Ok(Reach::Led(chosen))
}

/// How many dossiers hold each word, counted as far as it matters.
fn held_by(
    sql: &mut impl Sql,
    asked: &[(Way, Vec<String>)],
    asker: &Asker<'_>,
    bounds: &Bounds,
) -> Result<Vec<i64>, StoreError> {
    let mut bound = Bound::default();
    let agency = bound.take(&asker.actor.agency);
    let counts: Vec<String> = asked
        .iter()
        .flat_map(|(_, leads)| leads)
        .enumerate()
        .map(|(place, lead)| {
            format!(
                "(SELECT COUNT(*) FROM (SELECT 1 AS one FROM dossier_word word
                WHERE word.agency = {agency} AND {} LIMIT {}) AS of_{place}) AS n{place}",
                begins(lead, &mut bound),
                bounds.led + 1
            )
        })
        .collect();
    let row = sql
        .row(&format!("SELECT {}", counts.join(", ")), bound.0)?
        .ok_or_else(|| StoreError::Corrupt("a count answered nothing".into()))?;
    (0..counts.len())
        .map(|place| row.get(&format!("n{place}")))
        .collect()
}

/// The words of a way that dossiers are kept under, the longest first: they are the rarest.
fn leads(way: &Way) -> Vec<String> {
    let mut kept: Vec<String> = way.iter().filter_map(|word| kept_under(word)).collect();
    kept.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    kept.dedup();
    kept.truncate(ASKED_MAX);
    kept
}

/// `0912 345 678` or `7KQ2-M9XA` as they are stored: without what parts the groups.
fn in_groups(q: &str) -> Option<String> {
    if let Ok(code) = TrackingCode::parse(q) {
        return Some(domain::text::fold(code.as_str()));
    }
    let digits: String = q.chars().filter(char::is_ascii_digit).collect();
    let only_groups = q.chars().all(|c| c.is_ascii_digit() || " .-".contains(c));
    (only_groups && digits.len() >= 9).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_typed_in_groups_are_put_together() {
        assert_eq!(in_groups("0912 345 678").as_deref(), Some("0912345678"));
        assert_eq!(
            in_groups("030.192.004.217").as_deref(),
            Some("030192004217")
        );
        assert_eq!(in_groups("Nguyễn 0912"), None);
        assert_eq!(in_groups("231123"), None);
    }

    #[test]
    fn the_longest_words_are_asked_first_and_short_numbers_never() {
        let way = |q: &str| ways(q).swap_remove(0);
        assert_eq!(leads(&way("000.21.49.H23-231123-0007")), ["231123", "0007"]);
        assert_eq!(leads(&way("Thị Ánh 12")), ["thi", "anh"]);
        assert_eq!(ways("142 567 890")[1], ["142567890"]);
    }
}
