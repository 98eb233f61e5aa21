//! What was typed into the search, as SQL: words, a tracking code, a number typed in groups.
//! For lists and counts, which share it with the other conditions.

use domain::code::TrackingCode;
use domain::text::Query;

use super::conditions::{Asker, Bound};
use super::filter::Filter;

/// Every word begins a word of the dossier's search text; a number may be typed in groups.
///
/// Among open dossiers, which are few, each is looked up; among all, the words are searched once.
pub(super) fn of_search(filter: &Filter, asker: &Asker<'_>, bound: &mut Bound) -> Option<String> {
    let q = filter.q.as_str();
    let query = Query::new(q);
    if query.is_empty() {
        return (!q.is_empty()).then(|| "dossier.id = ''".to_owned());
    }
    let words: Vec<String> = query
        .words()
        .map(|word| format!("found.text LIKE {}", bound.take(format!("% {word}%"))))
        .collect();
    let mut ways = vec![format!("({})", words.join(" AND "))];
    if let Some(whole) = in_groups(q) {
        ways.push(format!(
            "found.text LIKE {}",
            bound.take(format!("% {whole}%"))
        ));
    }
    let ways = ways.join(" OR ");
    Some(if !is_wide_search(filter, asker) {
        format!(
            "EXISTS (SELECT 1 FROM dossier_search found WHERE found.dossier_id = dossier.id AND ({ways}))"
        )
    } else {
        let agency = bound.take(&asker.actor.agency);
        format!(
            "dossier.id IN (SELECT found.dossier_id FROM dossier_search found WHERE found.agency = {agency} AND ({ways}))"
        )
    })
}

/// Whether words are looked for among dossiers that have ended, too: then the words are searched once
/// for all, because those dossiers are many.
pub(super) fn is_wide_search(filter: &Filter, asker: &Asker<'_>) -> bool {
    let wanted = filter.wanted_states(asker.actor);
    !filter.q.is_empty() && !wanted.iter().all(|state| state.is_open())
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
}
