//! Issuing a paper: its number, its row, and its content as it will be printed for ever.
//! For the act that owes it; the caller commits the event together with its own.

use domain::access::Actor;
use domain::moment::Moment;
use jiff::civil::Date;
use kit::{Commune, Error};
use paper::{Office, Paper};
use serde_json::json;
use store::{NewEvent, Sql, StoreError, Tx, params};

use crate::model::{Model, counter_name};
use crate::number::{self, Number};

/// A paper about to be issued.
#[derive(Clone, Copy, Debug)]
pub struct NewPaper<'a> {
    /// The commune that issues it.
    pub agency: &'a str,
    /// Its model.
    pub model: &'a Model,
    /// The dossiers it tells of; more than one for a list.
    pub dossiers: &'a [&'a str],
    /// What else it tells of: the payment.
    pub of_id: Option<&'a str>,
    /// For a paper that is numbered by its dossier: the dossier's code, and which of its papers.
    pub within: Option<(&'a str, i64)>,
    /// The paper whose place it takes.
    pub replaces: Option<&'a str>,
    /// When.
    pub at: Moment,
    /// The officer who issues it.
    pub by: &'a Actor,
}

/// A paper that was issued.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: Number,
    /// What to commit.
    pub event: NewEvent,
}

/// Takes the next number, and keeps what `made` says of it.
///
/// # Errors
/// What the store answers.
pub fn issue(
    tx: &mut Tx<'_>,
    new: &NewPaper<'_>,
    made: impl FnOnce(&Number) -> Paper,
) -> Result<Issued, Error> {
    let year = new.at.date().year();
    let number = match new.within {
        Some((code, place)) => Number::by_dossier(new.model, code, year, place),
        None => number::next(tx, new.agency, new.model, year)?,
    };
    let tree = serde_json::to_string(&made(&number)).map_err(Error::fault)?;
    let (id, salt) = (tx.new_id(), tx.salt());
    let only = match new.dossiers {
        [only] => Some((*only).to_owned()),
        _ => None,
    };
    tx.run(
        "INSERT INTO paper(id, agency, version, dossier_id, kind, model, series, year, number, issued_at, issued_by,
            of_id, reprints, salt, replaces)
        VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13)",
        params![
            &id,
            new.agency,
            only.clone(),
            new.model.kind.name(),
            &new.model.id,
            &number.series,
            i64::from(number.year),
            number.number,
            new.at,
            new.by.by(),
            new.of_id,
            salt,
            new.replaces
        ],
    )?;
    tx.seal("paper", &id);
    let salt = tx.salt();
    tx.run(
        "INSERT INTO paper_text(id, tree, salt) VALUES ($1, $2, $3)",
        params![&id, tree, salt],
    )?;
    tx.seal("paper_text", &id);
    if only.is_none() {
        list(tx, &id, new.dossiers)?;
    }
    let event = NewEvent {
        kind: crate::ISSUED,
        subject: format!("paper:{id}"),
        data: json!({
            "kind": new.model.kind.name(),
            "model": new.model.id,
            "series": number.series,
            "year": number.year,
            "number": number.number,
            "dossiers": new.dossiers,
            "replaces": new.replaces,
        }),
    };
    Ok(Issued { id, number, event })
}

fn list(tx: &mut Tx<'_>, paper: &str, dossiers: &[&str]) -> Result<(), StoreError> {
    for dossier in dossiers {
        let id = tx.new_id();
        tx.run(
            "INSERT INTO paper_dossier(id, paper_id, dossier_id) VALUES ($1, $2, $3)",
            params![&id, paper, *dossier],
        )?;
        tx.seal("paper_dossier", &id);
    }
    Ok(())
}

/// The commune as the head of a paper of a day names it.
pub fn office(commune: &Commune, day: Date) -> Office {
    Office {
        commune: commune.name.clone(),
        place: commune.place.clone(),
        counter: counter_name(day).to_owned(),
        phone: commune.phone.clone(),
    }
}

/// The printed name of an account.
///
/// # Errors
/// What the store answers.
pub fn name_of(sql: &mut impl Sql, user: &str) -> Result<String, StoreError> {
    let row = sql.row("SELECT name FROM account WHERE id = $1", params![user])?;
    row.map_or_else(|| Ok(String::new()), |row| row.get("name"))
}
