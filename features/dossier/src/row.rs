//! A dossier as a row: the machine as JSON, and beside it the columns that lists and counts need.
//! For every action; the row is loaded, asked, and saved under its version.

use domain::access::{Readers, Subject};
use domain::dossier::{Channel, Dossier, DossierEvent, State};
use domain::moment::Moment;
use kit::Error;
use store::{Row, Sql, StoreError, Tx, params};

use crate::readers;

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
    let text =
        format!("SELECT {COLUMNS} FROM dossier WHERE (code = $1 OR tracking = $1) AND agency = $2");
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

/// Stores a new dossier.
///
/// # Errors
/// What the store answers.
pub fn insert(tx: &mut Tx<'_>, row: &DossierRow) -> Result<(), StoreError> {
    let machine = json(&row.machine)?;
    let due = row.machine.due.as_ref().and_then(|due| due.at);
    let step = row.machine.current_step();
    tx.run(
        "INSERT INTO dossier(id, agency, version, tracking, code, procedure_id, procedure_code, field, channel,
            state, filed_at, received_at, received_by, due_at, due_counts, due_sort, step_post, step_kind, step_due,
            holder, finished_at, returned_at, return_by, sets, reprints, book, book_number, linked_from, machine,
            asked, prepared_by, readers)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)",
        params![
            &row.id,
            &row.agency,
            row.version,
            &row.tracking,
            row.machine.code.clone(),
            &row.procedure_id,
            &row.procedure_code,
            &row.field,
            row.machine.channel.name(),
            row.machine.state.name(),
            row.filed_at,
            row.machine.received_at,
            row.received_by.clone(),
            due,
            row.machine.counted_due().is_some(),
            due.map_or(NO_DUE, Moment::millis),
            step_post(&row.machine),
            step.map(|step| step_kind(step.kind)),
            row.machine.step.as_ref().and_then(|step| step.due),
            row.machine.step.as_ref().and_then(|step| step.holder.clone()),
            row.machine.finished_at,
            row.machine.returned_at,
            &row.return_by,
            row.sets,
            row.reprints,
            row.book.as_ref().map(|(book, _)| book.clone()),
            row.book.as_ref().map(|(_, number)| *number),
            row.linked_from.clone(),
            machine,
            asked(&row.machine),
            row.machine.prepared_by.clone(),
            readers::text(&row.readers())
        ],
    )?;
    tx.seal("dossier", &row.id);
    Ok(())
}

/// Saves what an act changed, if nobody was quicker: the row's version must still be the one loaded.
/// Answers the row with its new version, or none when somebody was quicker.
///
/// # Errors
/// What the store answers.
pub fn save(tx: &mut Tx<'_>, row: &DossierRow) -> Result<Option<DossierRow>, StoreError> {
    let next = DossierRow {
        version: row.version + 1,
        ..row.clone()
    };
    let due = next.machine.due.as_ref().and_then(|due| due.at);
    let step = next.machine.current_step();
    let changed = tx.run(
        "UPDATE dossier SET version = $3, code = $4, state = $5, received_at = $6, received_by = $7, due_at = $8,
            due_counts = $9, due_sort = $10, step_post = $11, step_kind = $12, step_due = $13, holder = $14,
            finished_at = $15, returned_at = $16, reprints = $17, book = $18, book_number = $19, machine = $20,
            procedure_id = $21, procedure_code = $22, field = $23, return_by = $24, sets = $25, asked = $26,
            prepared_by = $27, readers = $28, sent_back_at = $29
        WHERE id = $1 AND version = $2",
        params![
            &next.id,
            row.version,
            next.version,
            next.machine.code.clone(),
            next.machine.state.name(),
            next.machine.received_at,
            next.received_by.clone(),
            due,
            next.machine.counted_due().is_some(),
            due.map_or(NO_DUE, Moment::millis),
            step_post(&next.machine),
            step.map(|step| step_kind(step.kind)),
            next.machine.step.as_ref().and_then(|step| step.due),
            next.machine.step.as_ref().and_then(|step| step.holder.clone()),
            next.machine.finished_at,
            next.machine.returned_at,
            next.reprints,
            next.book.as_ref().map(|(book, _)| book.clone()),
            next.book.as_ref().map(|(_, number)| *number),
            json(&next.machine)?,
            &next.procedure_id,
            &next.procedure_code,
            &next.field,
            &next.return_by,
            next.sets,
            asked(&next.machine),
            next.machine.prepared_by.clone(),
            readers::text(&next.readers()),
            next.marks.sent_back_at
        ],
    )?;
    tx.seal("dossier", &next.id);
    Ok((changed == 1).then_some(next))
}

/// Keeps what moves nothing that an officer could have seen, under the same version. Answers whether
/// the row still had it.
///
/// # Errors
/// What the store answers.
pub(crate) fn keep(tx: &mut Tx<'_>, row: &DossierRow) -> Result<bool, StoreError> {
    let changed = tx.run(
        "UPDATE dossier SET machine = $3, urged_at = $4, called_at = $5, alarm_seen_at = $6
        WHERE id = $1 AND version = $2",
        params![
            &row.id,
            row.version,
            json(&row.machine)?,
            row.marks.urged_at,
            row.marks.called_at,
            row.marks.alarm_seen_at
        ],
    )?;
    tx.seal("dossier", &row.id);
    Ok(changed == 1)
}

fn json(machine: &Dossier) -> Result<String, StoreError> {
    serde_json::to_string(machine).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// The post that answers for the current step. A meeting or a wait has no desk of its own: whoever
/// handled the dossier before it convenes, records and goes on.
pub fn step_post(machine: &Dossier) -> Option<String> {
    use domain::procedure::StepKind as K;
    let at = machine.step.as_ref()?.index;
    let step = machine.steps.get(at)?;
    let handler = || {
        machine.steps[..at]
            .iter()
            .rev()
            .find(|step| step.kind == K::Handle)
    };
    match step.kind {
        K::Committee | K::Wait => Some(handler().unwrap_or(step).post.clone()),
        _ => Some(step.post.clone()),
    }
}

/// The accounts asked for an opinion, each between spaces, so that none is found inside another.
fn asked(machine: &Dossier) -> String {
    if machine.asked.is_empty() {
        String::new()
    } else {
        format!(" {} ", machine.asked.join(" "))
    }
}

/// The frozen name of a step's kind in storage.
pub fn step_kind(kind: domain::procedure::StepKind) -> &'static str {
    use domain::procedure::StepKind as K;
    match kind {
        K::Receive => "receive",
        K::Handle => "handle",
        K::Approve => "approve",
        K::Seal => "seal",
        K::Committee => "committee",
        K::Wait => "wait",
        K::Outside => "outside",
        K::Deliver => "deliver",
    }
}

/// The kind of a stored name.
pub fn step_kind_named(name: &str) -> Option<domain::procedure::StepKind> {
    use domain::procedure::StepKind as K;
    [
        K::Receive,
        K::Handle,
        K::Approve,
        K::Seal,
        K::Committee,
        K::Wait,
        K::Outside,
        K::Deliver,
    ]
    .into_iter()
    .find(|kind| step_kind(*kind) == name)
}

/// Compares a dossier with the fold of its events.
///
/// # Errors
/// What the store answers.
pub fn agrees_with_events(sql: &mut impl Sql, row: &DossierRow) -> Result<bool, StoreError> {
    let events = sql.events(&row.subject())?;
    let told: Vec<(Moment, DossierEvent)> = events
        .iter()
        .filter_map(|event| {
            DossierEvent::read(&event.kind, &event.data).map(|told| (event.at, told))
        })
        .collect();
    let folded = Dossier::fold(
        row.machine.channel,
        told.iter().map(|(at, event)| (*at, event)),
    );
    Ok(folded == row.machine)
}

/// A dossier before its first event.
pub fn blank(
    tx: &mut Tx<'_>,
    agency: &str,
    tracking: String,
    channel: Channel,
    at: Moment,
) -> DossierRow {
    let machine = Dossier::new(channel);
    debug_assert_eq!(machine.state, State::Draft);
    DossierRow {
        id: tx.new_id(),
        agency: agency.to_owned(),
        version: 1,
        tracking,
        procedure_id: String::new(),
        procedure_code: String::new(),
        field: String::new(),
        filed_at: at,
        received_by: None,
        return_by: "counter".to_owned(),
        sets: 1,
        reprints: 0,
        book: None,
        linked_from: None,
        marks: Marks::default(),
        former_readers: Readers::default(),
        machine,
    }
}
