//! Everything that the page of one dossier shows, read in one go from one state of the database.
//! For the page; who may not open the dossier is told so before anything of it is read.

use std::collections::BTreeMap;

use domain::access::{Act, Actor, may};
use domain::moment::Moment;
use kit::{Error, Law, Result};
use payment::Summary;
use store::{Event, Reader, Row, Sql, StoreError, params};

use crate::former::{self, Former};
use crate::list::{Asker, Filter, Neighbours, neighbours};
use crate::parties::{self, Party};
use crate::past::{self, Past};
use crate::receive::{self, PaperGiven};
use crate::row::{self, DossierRow};
use crate::supplement::{self, Asked};

/// Told at the other end by the event with which this commune took over.
const PASSED_ON: &str = "dossier.passed_on";

/// An attachment.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) mime: String,
    pub(super) size: i64,
    pub(super) added_at: Moment,
    /// The account that added it.
    pub(super) added_by: String,
}

/// A result, and who collected it.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) number: Option<String>,
    pub(super) outcome: String,
    pub(super) collected_by: Option<String>,
    pub(super) document: Option<String>,
    pub(super) proof: Option<String>,
    pub(super) how: Option<String>,
}

/// An officer's text.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) text: String,
}

/// One dossier as read.
pub(super) struct Loaded {
    pub(super) row: DossierRow,
    /// None once their values were erased by law.
    pub(super) parties: Option<(Party, Option<Party>)>,
    pub(super) papers: Vec<PaperGiven>,
    pub(super) asked: Vec<Asked>,
    pub(super) files: Vec<Attached>,
    pub(super) results: Vec<Given>,
    pub(super) notes: Vec<Note>,
    pub(super) events: Vec<Event>,
    pub(super) money: Summary,
    /// Papers that were issued, oldest first.
    pub(super) issued: Vec<papers::Line>,
    /// Names of accounts by id.
    pub(super) names: BTreeMap<String, String>,
    /// Addresses of dossiers before and after this one by their matter.
    pub(super) linked: Vec<String>,
    pub(super) beside: Neighbours,
    /// Receipts that were superseded.
    pub(super) formers: Vec<Former>,
    /// Where it was before this commune took over, and the papers handed out there.
    pub(super) past: Option<(Past, Vec<papers::Line>)>,
}

/// Reads a dossier for its page.
///
/// # Errors
/// Missing, also when it belongs to another commune; denied where it is not the officer's to read.
pub(super) fn load(
    reader: &mut Reader<'_>,
    law: &Law,
    actor: &Actor,
    now: Moment,
    code: &str,
    filter: &Filter,
) -> Result<Loaded> {
    let row = row::find(reader, &actor.agency, code)?;
    may(actor, Act::OpenDossier, &row.access_subject())?;
    let id = row.id.clone();
    let parties = match parties::of(reader, &id) {
        Ok(parties) => Some(parties),
        Err(Error::Missing) => None,
        Err(other) => return Err(other),
    };
    let past = past::of(reader, &row)?;
    let (mut notes, mut events) = (notes(reader, &id)?, reader.events(&row.subject())?);
    let mut names = names(reader, &actor.agency)?;
    if let Some(past) = &past {
        before(reader, past, (&mut notes, &mut events))?;
        names.extend(self::names(reader, &past.agency)?);
    }
    let asker = Asker {
        actor,
        now,
        calendar: Some(&law.calendar),
    };
    Ok(Loaded {
        parties,
        papers: receive::papers_of(reader, &id)?,
        asked: supplement::latest(reader, &id)?,
        files: files(reader, &id)?,
        results: results(reader, &id)?,
        notes,
        events,
        money: payment::summary(reader, &id)?,
        issued: papers::of_dossier(reader, &id)?,
        names,
        linked: linked(reader, &row)?,
        formers: match row.machine.corrections {
            0 => Vec::new(),
            _ => former::of(reader, &id)?,
        },
        beside: neighbours(reader, filter, &asker, &id)?,
        past: match past {
            Some(past) => {
                let handed_out = papers::of_dossier(reader, &past.id)?;
                Some((past, handed_out))
            }
            None => None,
        },
        row,
    })
}

/// What happened before this commune took over comes first, each with the text that it names.
fn before(
    reader: &mut Reader<'_>,
    past: &Past,
    (texts, events): (&mut Vec<Note>, &mut Vec<Event>),
) -> Result<()> {
    let mut first = reader.events(&row::subject(&past.id))?;
    first.retain(|event| event.kind != PASSED_ON);
    events.splice(..0, first);
    let known = notes(reader, &past.id)?;
    // The copies that went with the dossier are named by no event.
    let is_copy = |note: &Note| {
        known
            .iter()
            .any(|one| (&one.kind, &one.text) == (&note.kind, &note.text))
    };
    texts.retain(|note| !is_copy(note));
    texts.extend(known);
    Ok(())
}

fn each<T>(
    rows: &[Row],
    read: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    rows.iter().map(read).collect()
}

fn files(reader: &mut Reader<'_>, dossier: &str) -> Result<Vec<Attached>, StoreError> {
    let rows = reader.rows(
        "SELECT id, name, mime, size, added_at, added_by FROM dossier_file
        WHERE dossier_id = $1 ORDER BY added_at, id",
        params![dossier],
    )?;
    each(&rows, |row| {
        Ok(Attached {
            id: row.get("id")?,
            name: row.get("name")?,
            mime: row.get("mime")?,
            size: row.get("size")?,
            added_at: row.get("added_at")?,
            added_by: row.get("added_by")?,
        })
    })
}

fn results(reader: &mut Reader<'_>, dossier: &str) -> Result<Vec<Given>, StoreError> {
    let rows = reader.rows(
        "SELECT name, number, outcome, collected_by, collected_document, collected_proof, collected_how
        FROM dossier_result WHERE dossier_id = $1 ORDER BY id",
        params![dossier],
    )?;
    each(&rows, |row| {
        Ok(Given {
            name: row.get("name")?,
            number: row.get("number")?,
            outcome: row.get("outcome")?,
            collected_by: row.get("collected_by")?,
            document: row.get("collected_document")?,
            proof: row.get("collected_proof")?,
            how: row.get("collected_how")?,
        })
    })
}

fn notes(reader: &mut Reader<'_>, dossier: &str) -> Result<Vec<Note>, StoreError> {
    let rows = reader.rows(
        "SELECT id, kind, text FROM dossier_note WHERE dossier_id = $1 ORDER BY id",
        params![dossier],
    )?;
    each(&rows, |row| {
        Ok(Note {
            id: row.get("id")?,
            kind: row.get("kind")?,
            text: row.get("text")?,
        })
    })
}

fn names(reader: &mut Reader<'_>, agency: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let rows = reader.rows(
        "SELECT id, name FROM account WHERE agency = $1",
        params![agency],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)))
        .collect()
}

fn linked(reader: &mut Reader<'_>, row: &DossierRow) -> Result<Vec<String>, StoreError> {
    let from = row.linked_from.clone().unwrap_or_default();
    let rows = reader.rows(
        // Why two halves: asked with OR, SQLite reads all dossiers of the commune.
        "SELECT COALESCE(code, tracking) AS address, filed_at, id FROM dossier WHERE agency = $1 AND id = $2
        UNION SELECT COALESCE(code, tracking), filed_at, id FROM dossier WHERE agency = $1 AND linked_from = $3
        ORDER BY filed_at, id",
        params![&row.agency, from, &row.id],
    )?;
    each(&rows, |row| row.get("address"))
}
