//! A dossier's row written: anew, under its version, or beside it where no officer could have seen it.
//! For acts; every row written is sealed by the event of its act.

use domain::access::Readers;
use domain::dossier::{Channel, Dossier, State};
use domain::moment::Moment;
use store::{StoreError, Tx, params};

use super::{DossierRow, Marks, NO_DUE, step_kind, step_post};
use crate::readers;

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

/// The accounts asked for an opinion, each between spaces, so that none is found inside another.
fn asked(machine: &Dossier) -> String {
    if machine.asked.is_empty() {
        String::new()
    } else {
        format!(" {} ", machine.asked.join(" "))
    }
}
