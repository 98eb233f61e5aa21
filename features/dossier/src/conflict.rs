//! Two officers at once: the second learns who did what and when, and nothing is overwritten.
//! For every act that names the version it saw.

use domain::text::moment_vi;
use kit::{Conflict, Error};
use store::{Sql, StoreError, params};

use crate::row::DossierRow;
use crate::sentences;

/// The last thing that happened to the dossier, as a conflict.
///
/// # Errors
/// What the store answers.
pub fn of(sql: &mut impl Sql, row: &DossierRow) -> Result<Conflict, Error> {
    let events = sql.events(&row.subject())?;
    let Some(last) = events.last() else {
        return Err(Error::fault(format!("dossier {} has no event", row.id)));
    };
    Ok(Conflict {
        who: name_of(sql, &last.by)?,
        what: sentences::happening(&last.kind).to_lowercase(),
        when: moment_vi(last.at),
        place: format!("/cb/ho-so/{}", row.address()),
        typed: Vec::new(),
    })
}

/// The name of who acted, as colleagues know it.
///
/// # Errors
/// What the store answers.
pub fn name_of(sql: &mut impl Sql, by: &str) -> Result<String, StoreError> {
    let Some(user) = by.strip_prefix("user:") else {
        return Ok(if by == "citizen" {
            "Người dân"
        } else {
            "Hệ thống"
        }
        .to_owned());
    };
    let row = sql.row("SELECT name FROM account WHERE id = $1", params![user])?;
    row.map_or_else(|| Ok("Một đồng nghiệp".to_owned()), |row| row.get("name"))
}
