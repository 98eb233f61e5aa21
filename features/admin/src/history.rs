//! The history of what administrators changed: who, when, from which day, on which document, why.
//! For the pages of this feature, which show it beside what holds now.

use std::collections::BTreeMap;

use domain::text::{date_vi, moment_vi};
use kit::law::LawChange;
use store::{Sql, StoreError};

/// One change in words.
pub(crate) struct Past {
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) from: String,
    pub(crate) document: String,
    pub(crate) reason: String,
}

/// So many lines; the rest is in the log of events.
const LINES: usize = 30;

/// The changes in words, in the order given.
pub(crate) fn past(
    sql: &mut impl Sql,
    changes: &[LawChange],
    what: impl Fn(&LawChange) -> String,
) -> Result<Vec<Past>, StoreError> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut lines = Vec::new();
    for change in changes.iter().take(LINES) {
        let by = change.by.as_str();
        if !names.contains_key(by) {
            names.insert(by, name_of(sql, by)?);
        }
        lines.push(Past {
            when: moment_vi(change.at),
            who: names.get(by).cloned().unwrap_or_default(),
            what: what(change),
            from: date_vi(change.valid_from),
            document: change.document.clone(),
            reason: change.reason.clone(),
        });
    }
    Ok(lines)
}

fn name_of(sql: &mut impl Sql, by: &str) -> Result<String, StoreError> {
    let Some(id) = by.strip_prefix("user:") else {
        return Ok("Hệ thống".to_owned());
    };
    let known = people::officer(sql, id)?;
    Ok(known.map_or_else(|| "Một đồng nghiệp".to_owned(), |one| one.name))
}
