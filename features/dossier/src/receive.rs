//! Taking a dossier in: receipt, done on the spot, refusal, or a supplement request at intake.
//! For the counter and the simulator; the caller commits, with its own events (fees) beside.

use domain::access::{Actor, Subject, may};
use domain::dossier::{Channel, Command, Intake};
use domain::moment::Moment;
use domain::procedure::Procedure;
use kit::Error;
use store::{Sql as _, StoreError, Tx, params};

use crate::act::{Acted, told};
use crate::desk::Desk;
use crate::parties::{self, Party, PartyRole};
use crate::row::{self, DossierRow};
use crate::supplement::{self, Asked};
use crate::{numbers, sentences};

/// A paper as it was checked off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperGiven {
    /// What it is.
    pub name: String,
    /// Originals handed in.
    pub originals: i64,
    /// Certified copies handed in.
    pub certified: i64,
    /// Plain copies handed in.
    pub copies: i64,
    /// Only shown, and given back.
    pub shown_only: bool,
}

/// What was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// The tracking code of the draft, if there was one.
    pub tracking: Option<String>,
    /// Version of the procedure.
    pub procedure_id: String,
    /// How it came in.
    pub channel: Channel,
    /// How the result goes out: `counter`, `post`, `online`.
    pub return_by: String,
    /// Sets of papers.
    pub sets: i64,
    /// Whose matter it is.
    pub owner: Party,
    /// Who brought it, if that is somebody else.
    pub filer: Option<Party>,
    /// Papers checked off.
    pub papers: Vec<PaperGiven>,
    /// The dossier that this one follows.
    pub linked_from: Option<String>,
}

/// What settles the receipt beside the filing itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// When it truly came in, for a late entry.
    pub received_at: Option<Moment>,
    /// The date appointed where the law gives no limit.
    pub appointed: Option<Moment>,
    /// Why, for either.
    pub reason: String,
    /// Required papers that are not there.
    pub missing: Vec<String>,
    /// What must be paid first and is not, in đồng.
    pub unpaid_dong: i64,
}

/// Receives a dossier: number, register row, due date, all in this transaction.
///
/// # Errors
/// Denied, or the rule that says no.
pub fn receive(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    filing: &Filing,
    terms: &Terms,
) -> Result<Acted, Error> {
    let numbered = numbered_intake(tx, desk, terms)?;
    take_in(
        tx,
        desk,
        actor,
        filing,
        &Command::Receive(numbered),
        &terms.reason,
    )
}

/// Receives and returns in one act what is done on the spot; the register row is owed, a slip is not.
///
/// # Errors
/// Denied, or the rule that says no.
pub fn receive_and_return(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    filing: &Filing,
    terms: &Terms,
) -> Result<Acted, Error> {
    let numbered = numbered_intake(tx, desk, terms)?;
    let acted = take_in(
        tx,
        desk,
        actor,
        filing,
        &Command::ReceiveAndReturn(numbered),
        &terms.reason,
    )?;
    let name = desk
        .procedure(&filing.procedure_id)?
        .results
        .first()
        .cloned()
        .unwrap_or_default();
    crate::result::collected_on_the_spot(tx, &acted.row.id, &name, &filing.owner)?;
    Ok(acted)
}

/// Refuses at intake (Mẫu 03), with the reason in writing.
///
/// # Errors
/// Denied, or the rule that says no.
pub fn refuse(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    filing: &Filing,
    reason: &str,
) -> Result<Acted, Error> {
    take_in(
        tx,
        desk,
        actor,
        filing,
        &Command::RefuseIntake { reason },
        reason,
    )
}

/// Asks for what is missing before receipt (Mẫu 02): one complete list.
///
/// # Errors
/// Denied, or the rule that says no.
pub fn ask_at_intake(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    filing: &Filing,
    asked: &[Asked],
    note: &str,
) -> Result<Acted, Error> {
    let command = Command::RequestSupplement {
        items: asked.len(),
        allowed_by: None,
    };
    let mut acted = take_in(tx, desk, actor, filing, &command, note)?;
    supplement::store(tx, &acted.row.id, 1, asked)?;
    crate::print::supplement_slip(tx, desk, actor, &mut acted, asked)?;
    Ok(acted)
}

/// Files what came by portal or post before anybody has accepted it (A1).
///
/// # Errors
/// What the store answers.
pub fn submit(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    filing: &Filing,
) -> Result<Acted, Error> {
    take_in(tx, desk, actor, filing, &Command::Submit, "")
}

/// Accepts a dossier that was handed in earlier (A3): the due date counts from now.
///
/// # Errors
/// Denied, a conflict, or the rule that says no.
pub fn accept(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    terms: &Terms,
    seen_version: Option<i64>,
) -> Result<Acted, Error> {
    let numbered = numbered_intake(tx, desk, terms)?;
    let words = crate::act::Words {
        note: Some(&terms.reason),
        seen_version,
    };
    let mut acted = crate::act::act(tx, desk, actor, id, &Command::Receive(numbered), words)?;
    let entered = enter_register(tx, desk, actor, &acted.row)?;
    acted.row =
        row::save(tx, &entered)?.ok_or_else(|| Error::fault("a row changed inside its own act"))?;
    parties::index(tx, &acted.row)?;
    Ok(acted)
}

fn numbered_intake(tx: &mut Tx<'_>, desk: &Desk, terms: &Terms) -> Result<Intake, Error> {
    let received_at = terms.received_at.unwrap_or(desk.at);
    Ok(Intake {
        received_at: terms.received_at,
        code: numbers::dossier_code(tx, desk, received_at)?,
        missing: terms.missing.clone(),
        unpaid_dong: terms.unpaid_dong,
        appointed: terms.appointed,
        reason: terms.reason.clone(),
    })
}

fn take_in(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    filing: &Filing,
    command: &Command<'_>,
    note: &str,
) -> Result<Acted, Error> {
    if let Some(act) = command.act() {
        may(actor, act, &Subject::agency(&desk.agency))?;
    }
    let procedure = desk.procedure(&filing.procedure_id)?;
    taken_here(procedure, command)?;
    let mut row = blank(tx, desk, filing)?;
    row.procedure_code.clone_from(&procedure.code);
    row.field.clone_from(&procedure.field_vi);
    let change = row
        .machine
        .decide(command, desk.context(actor, procedure))
        .map_err(|refusal| Error::refused(sentences::refusal(&refusal)))?;
    row.machine = change.next;
    if row.machine.received_at.is_some() {
        row = enter_register(tx, desk, actor, &row)?;
    }
    row::insert(tx, &row)?;
    parties::insert(tx, &row.id, PartyRole::Owner, &filing.owner)?;
    if let Some(filer) = &filing.filer {
        parties::insert(tx, &row.id, PartyRole::Filer, filer)?;
    }
    store_papers(tx, &row.id, &filing.papers)?;
    parties::index(tx, &row)?;
    let events = told(tx, &row, &change.events, Some(note))?;
    let mut acted = Acted { row, events };
    crate::print::owed(tx, desk, actor, &mut acted, Some(note))?;
    Ok(acted)
}

/// What the commune does not take in is only refused, in writing; what is under way goes on.
fn taken_here(procedure: &Procedure, command: &Command<'_>) -> Result<(), Error> {
    if procedure.applicable_locally || matches!(command, Command::RefuseIntake { .. }) {
        return Ok(());
    }
    let why = procedure.applicability_note_vi.as_deref();
    Err(Error::refused(format!(
        "Xã không nhận thủ tục «{}»{}. Hãy hướng dẫn người dân tới nơi nhận.",
        procedure.name_vi,
        why.map_or_else(String::new, |why| format!(
            ": {}",
            why.trim_end_matches('.')
        ))
    )))
}

fn blank(tx: &mut Tx<'_>, desk: &Desk, filing: &Filing) -> Result<DossierRow, Error> {
    let tracking = match &filing.tracking {
        Some(tracking) => tracking.clone(),
        None => numbers::tracking_code(tx)?,
    };
    let blank = row::blank(tx, &desk.agency, tracking, filing.channel, desk.at);
    Ok(DossierRow {
        procedure_id: filing.procedure_id.clone(),
        return_by: filing.return_by.clone(),
        sets: filing.sets,
        linked_from: filing.linked_from.clone(),
        ..blank
    })
}

fn enter_register(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    row: &DossierRow,
) -> Result<DossierRow, StoreError> {
    let at = row.machine.received_at.unwrap_or(desk.at);
    let book = Some(numbers::register_row(tx, desk, at)?);
    Ok(DossierRow {
        book,
        received_by: Some(actor.user.clone()),
        ..row.clone()
    })
}

/// Stores the papers as checked off, after those that are there already.
///
/// # Errors
/// What the store answers.
pub fn store_papers(
    tx: &mut Tx<'_>,
    dossier: &str,
    papers: &[PaperGiven],
) -> Result<(), StoreError> {
    let last = tx.row(
        "SELECT COALESCE(MAX(seq), 0) AS last FROM dossier_paper WHERE dossier_id = $1",
        params![dossier],
    )?;
    let last: i64 = last.map_or(Ok(0), |row| row.get("last"))?;
    for (place, paper) in (last + 1..).zip(papers) {
        let id = tx.new_id();
        tx.run(
            "INSERT INTO dossier_paper(id, dossier_id, seq, name, originals, certified, copies, shown_only)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                &id,
                dossier,
                place,
                &paper.name,
                paper.originals,
                paper.certified,
                paper.copies,
                paper.shown_only
            ],
        )?;
        tx.seal("dossier_paper", &id);
    }
    Ok(())
}

/// The papers of a dossier, in order.
///
/// # Errors
/// What the store answers.
pub fn papers_of(sql: &mut impl store::Sql, dossier: &str) -> Result<Vec<PaperGiven>, StoreError> {
    let rows = sql.rows(
        "SELECT name, originals, certified, copies, shown_only FROM dossier_paper WHERE dossier_id = $1 ORDER BY seq, id",
        params![dossier],
    )?;
    rows.iter()
        .map(|row| {
            Ok(PaperGiven {
                name: row.get("name")?,
                originals: row.get("originals")?,
                certified: row.get("certified")?,
                copies: row.get("copies")?,
                shown_only: row.get("shown_only")?,
            })
        })
        .collect()
}
