//! The history of what administrators changed: who, when, from which day, on which document, why.
//! For the pages of this feature, which show it beside what holds now.

use std::collections::BTreeMap;

use domain::text::{date_vi, moment_vi};
use kit::law::{ChangeKind, LawChange};
use kit::{App, Fields, Result};
use store::{Reader, Sql, StoreError};

use crate::form::known;

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

/// The changes of a thing in words, latest first, with the number that its form saw: a form shown
/// again keeps the number of its first page, or a conflict would be lost.
pub(crate) async fn so_far(
    app: &App,
    form: &Fields,
    (kind, subject): (ChangeKind, &str),
    what: impl Fn(&LawChange) -> String + Send + 'static,
) -> Result<(Vec<Past>, i64)> {
    let (agency, subject) = (app.agency().to_owned(), subject.to_owned());
    let (lines, latest) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let (changes, latest) = known(reader, &agency, kind, &subject)?;
            Ok((past(reader, &changes, what)?, latest))
        })
        .await?;
    Ok((lines, form.get("version").parse().unwrap_or(latest)))
}

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
