//! What changes hands: one list for the dossiers handed over together, one slip for a result.
//! For the one-stop shop, the officer in charge, and the citizen who signs.

use domain::access::Actor;
use domain::moment::Moment;
use domain::regime::form_set_at;
use domain::text::moment_vi;
use kit::{Error, Result};
use paper::{CollectionSlip, HandOverList, HandedDossier};
use papers::{Issued, Kind, Model, NewPaper, Number};
use store::{Sql, Tx};

use super::receipt::reached;
use super::{Done, Made, add, issue};
use crate::act::Acted;
use crate::desk::Desk;
use crate::result::{self, Collector};
use crate::row::{DossierRow, step_post};
use crate::{conflict, parties, sentences};

/// One list for the dossiers that were just handed over together (phiếu bàn giao).
///
/// # Errors
/// What the store answers; a fault when there is none to list.
pub fn hand_over_list(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    rows: &[&DossierRow],
) -> Result<Issued> {
    let model = papers::model(Kind::HandOver, form_set_at(desk.at.date()))
        .filter(|_| !rows.is_empty())
        .ok_or_else(|| Error::fault("a hand-over list of nothing"))?;
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let new = NewPaper {
        agency: &desk.agency,
        model,
        dossiers: &ids,
        of_id: None,
        within: None,
        replaces: None,
        at: desk.at,
        by: actor,
    };
    let made = list_of(tx, desk, &Done::now(desk, actor), rows)?;
    papers::issue(tx, &new, |number: &Number| made(model, number))
}

/// What a hand-over list says of an act that was done then.
pub(super) fn list_of(
    sql: &mut impl Sql,
    desk: &Desk,
    done: &Done,
    rows: &[&DossierRow],
) -> Result<Made> {
    let dossiers = rows
        .iter()
        .map(|row| handed(sql, desk, row))
        .collect::<Result<Vec<_>>>()?;
    let office = papers::office(&desk.commune, desk.at.date());
    let giver = conflict::name_of(sql, &done.by)?;
    let counter = papers::counter_name(done.at.date()).to_owned();
    let to = takers(desk, rows, &dossiers);
    let (issued, handed) = (desk.at.local(), done.at.local());
    Ok(Box::new(move |model: &Model, number: &Number| {
        paper::hand_over_list(&HandOverList {
            from: (counter, giver),
            office,
            number: number.written.clone(),
            title: model.title.clone(),
            issued,
            handed,
            to,
            dossiers,
        })
    }))
}

fn handed(sql: &mut impl Sql, desk: &Desk, row: &DossierRow) -> Result<HandedDossier> {
    let (owner, _) = parties::of(sql, &row.id)?;
    let procedure = desk.procedure(&row.procedure_id)?;
    let machine = &row.machine;
    let holder = machine.step.as_ref().and_then(|step| step.holder.as_ref());
    let taker = match (holder, step_post(machine)) {
        (Some(holder), _) => conflict::name_of(sql, &format!("user:{holder}"))?,
        (None, post) => unit(desk, &post.unwrap_or_default()),
    };
    let said = |at: Option<Moment>| at.map_or_else(|| "chưa có".to_owned(), moment_vi);
    Ok(HandedDossier {
        code: row.address().to_owned(),
        request: format!("{} ({})", procedure.name_vi, procedure.code),
        owner: owner.name,
        received: said(machine.received_at),
        due: said(machine.due.as_ref().and_then(|due| due.at)),
        sets: row.sets,
        taker,
    })
}

/// The units that take, and the name where one person takes all.
fn takers(desk: &Desk, rows: &[&DossierRow], dossiers: &[HandedDossier]) -> (String, String) {
    let mut units: Vec<String> = Vec::new();
    for row in rows {
        let unit = unit(desk, &step_post(&row.machine).unwrap_or_default());
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    let first = dossiers
        .first()
        .map(|one| one.taker.clone())
        .unwrap_or_default();
    let is_one = dossiers.iter().all(|one| one.taker == first) && !units.contains(&first);
    let name = if is_one { first } else { String::new() };
    (units.join(", "), name)
}

fn unit(desk: &Desk, post: &str) -> String {
    sentences::post(&desk.law, post).to_owned()
}

/// The slip of a result that was just collected (giấy biên nhận).
///
/// # Errors
/// What the store answers.
pub(crate) fn collection_slip(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    acted: &mut Acted,
    collector: &Collector,
) -> Result<()> {
    let done = Done::now(desk, actor);
    let made = collection_of(tx, desk, &done, &acted.row, collector)?;
    let paper = issue(tx, desk, actor, &acted.row, Kind::Collection, made)?;
    add(acted, paper);
    Ok(())
}

/// What the slip of a result says that was collected then.
pub(super) fn collection_of(
    sql: &mut impl Sql,
    desk: &Desk,
    done: &Done,
    row: &DossierRow,
    collector: &Collector,
) -> Result<Made> {
    let procedure = desk.procedure(&row.procedure_id)?;
    let (owner, filer) = parties::of(sql, &row.id)?;
    let given = result::of(sql, &row.id)?.map(|(paper, _)| paper);
    let office = papers::office(&desk.commune, desk.at.date());
    let giver = conflict::name_of(sql, &done.by)?;
    let (issued, given_at) = (desk.at.local(), done.at.local());
    let code = row.address().to_owned();
    let procedure = format!("{} ({})", procedure.name_vi, procedure.code);
    let collector = collector.clone();
    Ok(Box::new(move |model: &Model, number: &Number| {
        paper::collection_slip(&CollectionSlip {
            office,
            number: number.written.clone(),
            title: model.title.clone(),
            issued,
            given: given_at,
            code,
            procedure,
            giver,
            taker: collector.name,
            taker_document: collector.document,
            taker_proof: collector.proof,
            taker_phone: reached(&owner, filer.as_ref(), |one| &one.phone),
            owner: owner.name,
            result: given
                .as_ref()
                .map(|paper| paper.name.clone())
                .unwrap_or_default(),
            result_number: given.and_then(|paper| paper.number).unwrap_or_default(),
            how: how(&collector.how).to_owned(),
        })
    }))
}

fn how(name: &str) -> &'static str {
    match name {
        "post" => "Qua bưu chính công ích",
        "online" => "Trực tuyến",
        _ => "Tại quầy",
    }
}
