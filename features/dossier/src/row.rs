//! A dossier as a row: the machine as JSON, and beside it the columns that lists and counts need.
//! For every action; the row is loaded, asked, and saved under its version.

use domain::access::{Readers, Subject};
use domain::code::TrackingCode;
use domain::dossier::{Dossier, DossierEvent};
use domain::moment::Moment;
use kit::Error;
use store::{Row, Sql, StoreError, params};

use crate::readers;

mod step;
mod write;

pub use step::{step_kind, step_kind_named, step_post};
pub(crate) use write::keep;
pub use write::{blank, insert, save};

/// Sorts after every true due date.
pub const NO_DUE: i64 = i64::MAX;

/// One dossier with its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct DossierRow {
    /// Id in the store.
    pub id: String,
    /// The commune it belongs to.
    pub agency: String,
    /// Grows with every act; an act against an older version is a conflict.
    pub version: i64,
    /// The code that citizens follow it by.
    pub tracking: String,
    /// Version of the procedure it was received under.
    pub procedure_id: String,
    /// National procedure code.
    pub procedure_code: String,
    /// Field (lĩnh vực).
    pub field: String,
    /// When it was first stored.
    pub filed_at: Moment,
    /// The account that received it.
    pub received_by: Option<String>,
    /// How the citizen wants the result: `counter`, `post`, `online`.
    pub return_by: String,
    /// Sets of papers.
    pub sets: i64,
    /// How often the receipt was printed again.
    pub reprints: i64,
    /// Register book and row.
    pub book: Option<(String, i64)>,
    /// The dossier that this one follows.
    pub linked_from: Option<String>,
    /// What lists mark of it.
    pub marks: Marks,
    /// Whose work it was before its last act; see [`DossierRow::readers`] for now.
    pub former_readers: Readers,
    /// The machine.
    pub machine: Dossier,
}

/// What lists mark of a dossier beside its machine; moments only, nothing personal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// When the citizen last urged.
    pub urged_at: Option<Moment>,
    /// Since when it lies at a step to which it was sent back.
    pub sent_back_at: Option<Moment>,
    /// When somebody last called the citizen to collect the result.
    pub called_at: Option<Moment>,
    /// When a leader last noted that it stands still.
    pub alarm_seen_at: Option<Moment>,
}

impl DossierRow {
    /// What events call it.
    pub fn subject(&self) -> String {
        subject(&self.id)
    }

    /// Whose work it is or was: they may read it.
    pub fn readers(&self) -> Readers {
        readers::grown(&self.former_readers, &self.machine)
    }

    /// What the access question is about, at its current step.
    pub fn access_subject(&self) -> Subject {
        Subject {
            agency: self.agency.clone(),
            heir: None,
            is_dossier: true,
            is_paused: self.machine.state.is_paused(),
            readers: self.readers(),
            step_post: step_post(&self.machine),
            holder: self
                .machine
                .step
                .as_ref()
                .and_then(|step| step.holder.clone()),
            prepared_by: self.machine.prepared_by.clone(),
            posts: self
                .machine
                .steps
                .iter()
                .map(|step| step.post.clone())
                .collect(),
        }
    }

    /// The code if it has one, else the tracking code: what its address ends with.
    pub fn address(&self) -> &str {
        self.machine.code.as_deref().unwrap_or(&self.tracking)
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let machine: String = row.get("machine")?;
        let machine: Dossier = serde_json::from_str(&machine)
            .map_err(|error| StoreError::Corrupt(format!("dossier.machine: {error}")))?;
        let book: Option<String> = row.get("book")?;
        let number: Option<i64> = row.get("book_number")?;
        let readers: Option<String> = row.get("readers")?;
        Ok(Self {
            id: row.get("id")?,
            agency: row.get("agency")?,
            version: row.get("version")?,
            tracking: row.get("tracking")?,
            procedure_id: row.get("procedure_id")?,
            procedure_code: row.get("procedure_code")?,
            field: row.get("field")?,
            filed_at: row.get("filed_at")?,
            received_by: row.get("received_by")?,
            return_by: row.get("return_by")?,
            sets: row.get("sets")?,
            reprints: row.get("reprints")?,
            book: book.zip(number),
            linked_from: row.get("linked_from")?,
            marks: Marks {
                urged_at: row.get("urged_at")?,
                sent_back_at: row.get("sent_back_at")?,
                called_at: row.get("called_at")?,
                alarm_seen_at: row.get("alarm_seen_at")?,
            },
            former_readers: readers.as_deref().map(readers::read).unwrap_or_default(),
            machine,
        })
    }
}

/// What events call the dossier of this id.
pub fn subject(id: &str) -> String {
    format!("dossier:{id}")
}

const COLUMNS: &str =
    "id, agency, version, tracking, procedure_id, procedure_code, field, filed_at, received_by,
    return_by, sets, reprints, book, book_number, linked_from, machine, readers,
    urged_at, sent_back_at, called_at, alarm_seen_at";

/// The dossier with this id, in this commune.
///
/// # Errors
/// Missing, also when it belongs to another commune.
pub fn load(sql: &mut impl Sql, agency: &str, id: &str) -> Result<DossierRow, Error> {
    let text = format!("SELECT {COLUMNS} FROM dossier WHERE id = $1 AND agency = $2");
    let row = sql.row(&text, params![id, agency])?.ok_or(Error::Missing)?;
    Ok(DossierRow::read(&row)?)
}

/// The dossier whose address ends with `code`: its number, or its tracking code while it has none.
///
/// # Errors
/// Missing, also when it belongs to another commune.
pub fn find(sql: &mut impl Sql, agency: &str, code: &str) -> Result<DossierRow, Error> {
    // Why one of the two: what looks like a tracking code is no dossier's number.
    let column = match TrackingCode::parse(code) {
        Ok(_) => "tracking",
        Err(_) => "code",
    };
    let text = format!("SELECT {COLUMNS} FROM dossier WHERE {column} = $1 AND agency = $2");
    let row = sql
        .row(&text, params![code, agency])?
        .ok_or(Error::Missing)?;
    Ok(DossierRow::read(&row)?)
}

/// The dossier of a commune that a citizen follows by its tracking code.
///
/// # Errors
/// What the store answers.
pub fn find_tracked(
    sql: &mut impl Sql,
    agency: &str,
    tracking: &str,
) -> Result<Option<DossierRow>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM dossier WHERE tracking = $1 AND agency = $2");
    sql.row(&text, params![tracking, agency])?
        .map(|row| DossierRow::read(&row))
        .transpose()
}

/// The dossiers of a commune whose legal clock has begun and not ended: those that a new notice of
/// days off concerns.
///
/// # Errors
/// What the store answers.
pub fn under_clock(sql: &mut impl Sql, agency: &str) -> Result<Vec<DossierRow>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM dossier
        WHERE agency = $1 AND state IN ('received', 'processing', 'awaiting_supplement', 'awaiting_payment', 'stopped')
            AND due_counts = 1
        ORDER BY due_sort, id"
    );
    sql.rows(&text, params![agency])?
        .iter()
        .map(DossierRow::read)
        .collect()
}

/// The dossiers of a procedure in the order of receipt, so many after the last one seen: those whose
/// receipt is later than this moment, and of that very moment those with a greater id.
///
/// # Errors
/// What the store answers.
pub fn received_since(
    sql: &mut impl Sql,
    agency: &str,
    procedure_code: &str,
    (since, last): (Moment, &str),
    limit: i64,
) -> Result<Vec<DossierRow>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM dossier
        WHERE agency = $1 AND procedure_code = $2 AND received_at >= $3 AND (received_at > $3 OR id > $4)
        ORDER BY received_at, id LIMIT $5"
    );
    let rows = sql.rows(&text, params![agency, procedure_code, since, last, limit])?;
    rows.iter().map(DossierRow::read).collect()
}

/// How many dossiers of a procedure are under way.
///
/// # Errors
/// What the store answers.
pub fn under_way(
    sql: &mut impl Sql,
    agency: &str,
    procedure_code: &str,
) -> Result<i64, StoreError> {
    let row = sql.row(
        "SELECT COUNT(*) AS n FROM dossier WHERE agency = $1 AND procedure_code = $2
        AND state IN ('submitted', 'received', 'processing', 'awaiting_supplement', 'awaiting_payment', 'stopped')",
        params![agency, procedure_code],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Every dossier of a commune, for checks that compare them with their events.
///
/// # Errors
/// What the store answers.
pub fn page_of_all(
    sql: &mut impl Sql,
    after: &str,
    limit: i64,
) -> Result<Vec<DossierRow>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM dossier WHERE id > $1 ORDER BY id LIMIT $2");
    sql.rows(&text, params![after, limit])?
        .iter()
        .map(DossierRow::read)
        .collect()
}

/// What happened to a dossier, as its machine read it.
///
/// # Errors
/// What the store answers.
pub fn told(
    sql: &mut impl Sql,
    row: &DossierRow,
) -> Result<Vec<(Moment, DossierEvent)>, StoreError> {
    let events = sql.events(&row.subject())?;
    let told = events.iter().filter_map(|event| {
        DossierEvent::read(&event.kind, &event.data).map(|told| (event.at, told))
    });
    Ok(told.collect())
}

/// Compares a dossier with the fold of its events.
///
/// # Errors
/// What the store answers.
pub fn agrees_with_events(sql: &mut impl Sql, row: &DossierRow) -> Result<bool, StoreError> {
    let told = told(sql, row)?;
    let folded = Dossier::fold(
        row.machine.channel,
        told.iter().map(|(at, event)| (*at, event)),
    );
    Ok(folded == row.machine)
}
