//! One act on a stored dossier: access, rules, row, events. Every action goes through here,
//! whether a person presses a button or the simulator lives a day.

use domain::access::{self, Act, Actor, Capacity};
use domain::dossier::{Command, DossierEvent};
use kit::Error;
use serde_json::{Value, json};
use store::{NewEvent, Sql, StoreError, Tx, params};

use crate::desk::Desk;
use crate::row::{self, DossierRow};
use crate::{conflict, sentences};

/// What an act left behind, to be committed by its caller together with rows of its own.
#[derive(Clone, Debug)]
pub struct Acted {
    /// The dossier after the act.
    pub row: DossierRow,
    /// The events to commit.
    pub events: Vec<NewEvent>,
}

/// What an act is given beside its command.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// Free text of the officer: kept in a row that can be erased, never in the event.
    pub note: Option<&'a str>,
    /// The version that the officer saw; none where nothing was shown before.
    pub seen_version: Option<i64>,
}

/// Asks for `command` on the dossier `id` and writes the answer down, without committing.
///
/// # Errors
/// Missing, denied, a conflict that names who was quicker, or the rule that says no.
pub fn act(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    command: &Command<'_>,
    words: Words<'_>,
) -> Result<Acted, Error> {
    let row = row::load(tx, &desk.agency, id)?;
    let procedure = row.procedure_id.clone();
    act_under(tx, desk, actor, row, &procedure, command, words)
}

/// The act under a version of a procedure, which may be another than the dossier's where that is
/// what the act corrects.
pub(crate) fn act_under(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    row: DossierRow,
    procedure_id: &str,
    command: &Command<'_>,
    words: Words<'_>,
) -> Result<Acted, Error> {
    let subject = row.access_subject();
    let capacity = match right(command, &row) {
        Some(act) => access::capacity(actor, act, &subject)?,
        None => Capacity::Own,
    };
    if words.seen_version.is_some_and(|seen| seen != row.version) {
        return Err(conflict::of(tx, &row)?.into());
    }
    if let Some(passed) = &row.machine.passed_on {
        return Err(Error::refused(sentences::passed_on(&desk.law, &passed.to)));
    }
    let procedure = desk.procedure(procedure_id)?;
    let change = row
        .machine
        .decide(command, desk.context(actor, procedure))
        .map_err(|refusal| Error::refused(sentences::refusal(&refusal)))?;
    let (machine, events) = (change.next, change.events);
    let mut marks = row.marks;
    marks.sent_back_at = sent_back(&row, &machine, &events, desk);
    let next = DossierRow {
        machine,
        marks,
        procedure_id: procedure.id.clone(),
        procedure_code: procedure.code.clone(),
        field: procedure.field_vi.clone(),
        ..row.clone()
    };
    let Some(next) = row::save(tx, &next)? else {
        return Err(conflict::of(tx, &row)?.into());
    };
    let instead_of = instead_of(actor, capacity, &events);
    let mut events = told(tx, &next, &events, words.note)?;
    if let Some(absent) = instead_of {
        for event in &mut events {
            event.data["instead_of"] = json!(format!("user:{absent}"));
        }
    }
    let mut acted = Acted { row: next, events };
    crate::print::owed(tx, desk, actor, &mut acted, words.note)?;
    Ok(acted)
}

/// The absent colleague for whom the act was done; an opinion names whose it is.
fn instead_of(actor: &Actor, capacity: Capacity<'_>, events: &[DossierEvent]) -> Option<String> {
    let of_opinion = events.iter().find_map(|event| match event {
        DossierEvent::OpinionGiven { by } if *by != actor.user => Some(by.clone()),
        _ => None,
    });
    of_opinion.or(match capacity {
        Capacity::Own => None,
        Capacity::For(absent) => Some(absent.user.clone()),
    })
}

/// Since when it lies where it was sent back to: until it goes on from there.
fn sent_back(
    row: &DossierRow,
    next: &domain::dossier::Dossier,
    events: &[DossierEvent],
    desk: &Desk,
) -> Option<domain::moment::Moment> {
    let place = |machine: &domain::dossier::Dossier| machine.step.as_ref().map(|step| step.index);
    if events
        .iter()
        .any(|event| matches!(event, DossierEvent::SentBack { .. }))
    {
        return Some(desk.at);
    }
    row.marks
        .sent_back_at
        .filter(|_| place(&row.machine) == place(next))
}

/// The right that a command needs on this dossier: a second supplement request, where the leader
/// makes it, is the leader's own act.
fn right(command: &Command<'_>, row: &DossierRow) -> Option<Act> {
    match command {
        Command::RequestSupplement {
            allowed_by: Some(_),
            ..
        } if row.machine.supplements > 0 => Some(Act::AllowSecondSupplement),
        _ => command.act(),
    }
}

/// The events as the log keeps them, with the note stored beside the first.
///
/// # Errors
/// What the store answers.
pub fn told(
    tx: &mut Tx<'_>,
    row: &DossierRow,
    events: &[DossierEvent],
    note: Option<&str>,
) -> Result<Vec<NewEvent>, StoreError> {
    let note = match (
        note.map(str::trim).filter(|text| !text.is_empty()),
        events.first(),
    ) {
        (Some(text), Some(first)) => Some(write_note(tx, &row.id, first.kind(), text)?),
        _ => None,
    };
    let has_result = match events.iter().any(is_of_end) {
        true => crate::files::has_result(tx, &row.id)?,
        false => false,
    };
    Ok(events
        .iter()
        .enumerate()
        .map(|(place, event)| {
            let mut data = event.data();
            describe(&mut data, row);
            if is_of_end(event) {
                data["result_file"] = json!(has_result);
            }
            if place == 0
                && let Some(note) = &note
            {
                data["note"] = json!(note);
            }
            NewEvent {
                kind: event.kind(),
                subject: row.subject(),
                data,
            }
        })
        .collect())
}

/// Whether the counts of an end change with it, and so what stood in the files then.
const fn is_of_end(event: &DossierEvent) -> bool {
    matches!(
        event,
        DossierEvent::Finished { .. } | DossierEvent::Reopened { .. }
    )
}

/// An event beside the machine: printing, attaching, urging.
pub fn side_event(row: &DossierRow, kind: &'static str, mut data: Value) -> NewEvent {
    describe(&mut data, row);
    NewEvent {
        kind,
        subject: row.subject(),
        data,
    }
}

/// What facts and reactions need to know of the dossier, in every event; nothing personal.
fn describe(data: &mut Value, row: &DossierRow) {
    data["procedure_code"] = json!(row.procedure_code);
    data["channel"] = json!(row.machine.channel.name());
}

/// Keeps an officer's text; answers the id by which events name it.
///
/// # Errors
/// What the store answers.
pub fn write_note(
    tx: &mut Tx<'_>,
    dossier: &str,
    kind: &str,
    text: &str,
) -> Result<String, StoreError> {
    let id = tx.new_id();
    let salt = tx.salt();
    tx.run(
        "INSERT INTO dossier_note(id, dossier_id, kind, text, salt) VALUES ($1, $2, $3, $4, $5)",
        params![&id, dossier, kind, text, salt],
    )?;
    tx.seal("dossier_note", &id);
    Ok(id)
}

/// What officers wrote with acts of one kind, oldest first.
///
/// # Errors
/// What the store answers.
pub fn notes_of(sql: &mut impl Sql, dossier: &str, kind: &str) -> Result<Vec<String>, StoreError> {
    let rows = sql.rows(
        "SELECT text FROM dossier_note WHERE dossier_id = $1 AND kind = $2 ORDER BY id",
        params![dossier, kind],
    )?;
    rows.iter().map(|row| row.get("text")).collect()
}
