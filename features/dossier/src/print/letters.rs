//! The letters that an act owes: the apology (Mẫu 04) and the notice that the work has stopped.
//! For the leaders who sign them; sentences and titles come from the model of the form set.

use domain::access::Actor;
use domain::dossier::DueDate;
use domain::moment::Moment;
use kit::Result;
use paper::{Letter, moment};
use papers::{Kind, Model, Number};
use store::{Sql, Tx};

use super::{Made, add, issue, kept, slips};
use crate::act::Acted;
use crate::acts::signing_line;
use crate::desk::Desk;
use crate::row::DossierRow;
use crate::{conflict, parties};

/// Turned away at intake.
pub(super) const REFUSED: &str = "dossier.intake_refused";
/// An apology with another date.
pub(super) const APOLOGISED: &str = "dossier.apologised";
/// The work was stopped.
pub(super) const STOPPED: &str = "dossier.stopped";
const VOIDED: &str = "dossier.voided";

/// Issues what the act that was just done owes, beyond what its own file issues.
///
/// # Errors
/// What the store answers.
pub(crate) fn owed(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    acted: &mut Acted,
    reason: Option<&str>,
) -> Result<()> {
    let reason = reason.unwrap_or_default().trim();
    let kinds: Vec<&str> = acted.events.iter().map(|event| event.kind).collect();
    if kinds.contains(&REFUSED) {
        slips::refusal_slip(tx, desk, actor, acted, reason)?;
    }
    if kinds.contains(&APOLOGISED) {
        letter(tx, desk, actor, acted, (Kind::Apology, reason))?;
    }
    if kinds.contains(&STOPPED) {
        letter(tx, desk, actor, acted, (Kind::Stop, reason))?;
    }
    if kinds.contains(&VOIDED) {
        kept::void(tx, desk, actor, acted, reason)?;
    }
    Ok(())
}

fn letter(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    acted: &mut Acted,
    (kind, reason): (Kind, &str),
) -> Result<()> {
    let made = letter_of(tx, desk, actor, &acted.row, (desk.at, reason))?;
    let paper = issue(tx, desk, actor, &acted.row, kind, made)?;
    add(acted, paper);
    Ok(())
}

/// What a letter says of an act done at a moment, for a reason.
pub(super) fn letter_of(
    sql: &mut impl Sql,
    desk: &Desk,
    actor: &Actor,
    row: &DossierRow,
    (done_at, reason): (Moment, &str),
) -> Result<Made> {
    let procedure = desk.procedure(&row.procedure_id)?;
    let (owner, _) = parties::of(sql, &row.id)?;
    let signer = conflict::name_of(sql, &actor.by())?;
    let office = papers::office(&desk.commune, desk.at.date());
    let machine = &row.machine;
    let code = row.address().to_owned();
    let said = |at: Option<Moment>| {
        at.map_or_else(|| "chưa có thời hạn".to_owned(), |at| moment(at.local()))
    };
    let received = machine.received_at.unwrap_or(row.filed_at);
    let values = [
        (
            "received_day",
            capital(&paper::date(received.local().date())),
        ),
        ("counter", papers::counter_name(received.date()).to_owned()),
        ("commune", desk.commune.name.clone()),
        (
            "procedure",
            format!("{} ({})", procedure.name_vi, procedure.code),
        ),
        ("code", code.clone()),
        ("due", said(machine.due.as_ref().and_then(|due| due.at))),
        ("promised", said(machine.promised)),
        ("stopped", moment(done_at.local())),
        // Last, so that braces in what an officer typed stay what they are.
        ("reason", ended(reason)),
    ];
    let derivation = machine.due.as_ref().map(derivation).unwrap_or_default();
    let issued = desk.at.local();
    let signs_as = signing_line(actor).lines().map(str::to_owned).collect();
    Ok(Box::new(move |model: &Model, number: &Number| {
        paper::letter(&Letter {
            form_no: model.form_no.clone().unwrap_or_default(),
            office,
            number: number.written.clone(),
            title: model.title.clone(),
            subtitle: None,
            issued,
            to: owner.name,
            address: owner.address,
            code,
            body: model.sentences(&values),
            recipients: vec!["Như trên".into(), "Lưu: VT, Một cửa".into()],
            signs_as,
            signer,
            derivation,
        })
    }))
}

/// How a date came about, as papers tell it.
pub(super) fn derivation(due: &DueDate) -> Vec<(String, String)> {
    due.because
        .iter()
        .map(|ground| (ground.text.clone(), ground.rule.clone()))
        .collect()
}

/// A sentence ends with a full stop, also where an officer wrote none.
fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
