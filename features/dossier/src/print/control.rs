//! The control slip of one dossier (Mẫu 05, in the set of 2025 Mẫu 06), drawn from its events.
//! For whoever checks who held it, from when to when, and which step took too long.

use axum::extract::{Path, State};
use domain::access::{self, Act, Actor};
use domain::dossier::{Dossier, DossierEvent, classify_tt01};
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{App, Ctx, Deed, Error, Fields, Officer, Result, html, see};
use paper::{ControlSlip, Handing, Paper};
use papers::{Kind, Line, NewPaper, Number};
use store::{Event, Reader, Sql, Tx};

use super::issued::{Sheet, shown};
use super::pages::pressed;
use super::{Made, forms_of};
use crate::desk::Desk;
use crate::row::{self, DossierRow, step_post};
use crate::{conflict, parties, past, result, sentences};

const COUNTER: &str = "mot_cua";

/// `GET /cb/ho-so/{code}/in/phieu-kiem-soat`
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    if let Some(place) = past::instead(&app, &actor, &code, Kind::Control).await? {
        return Ok(see(&place));
    }
    let Gathered {
        row,
        paper,
        doubt,
        kept,
    } = gathered(&app, &actor, code).await?;
    html(Sheet {
        doubt,
        others: kept.iter().map(kept_vi).collect(),
        keeps: format!("/cb/ho-so/{}/in/phieu-kiem-soat", row.address()),
        ..shown(
            app.page(&ctx, Kind::Control.vietnamese()),
            row.address(),
            &format!("/cb/ho-so/{}/in/phieu-kiem-soat.pdf", row.address()),
            &paper,
        )
    })
}

/// `GET /cb/ho-so/{code}/in/phieu-kiem-soat.pdf`
pub(super) async fn pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    if let Some(place) = past::instead(&app, &actor, &code, Kind::Control).await? {
        return Ok(see(&place));
    }
    let Gathered { row, paper, .. } = gathered(&app, &actor, code).await?;
    pressed(&app, &ctx, paper, row.address(), Kind::Control.slug()).await
}

/// The slip as it stands now, with the one that lies in the dossier already.
struct Gathered {
    row: DossierRow,
    paper: Paper,
    doubt: Option<String>,
    kept: Option<Line>,
}

/// Where the kept one is, and what becomes of it when another is made.
fn kept_vi(line: &Line) -> (String, String) {
    let said = format!(
        "Bản số {} đã lưu trong hồ sơ lúc {}. Lập nữa thì bản mới thay bản này",
        line.number.number,
        moment_vi(line.issued_at)
    );
    (line.href(), said)
}

async fn gathered(app: &App, actor: &Actor, code: String) -> Result<Gathered> {
    let (desk, asks) = (Desk::now(app), actor.clone());
    let gathered = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &desk.agency, &code)?;
            access::may(&asks, Act::Print, &row.access_subject())?;
            let model = papers::model(Kind::Control, forms_of(&desk, &row))
                .ok_or_else(|| Error::fault("every form set has a control slip"))?;
            let made = made(reader, &desk, &row)?;
            let paper = made(model, &Number::pending(model, desk.at.date().year()));
            Ok(Gathered {
                kept: papers::latest(reader, &row.id, Kind::Control)?,
                row,
                paper,
                doubt: model.doubt(),
            })
        })
        .await?;
    let subject = gathered.row.subject();
    app.note_reading(actor, &subject, Kind::Control.vietnamese());
    Ok(gathered)
}

/// What the slip says now.
pub(super) fn made(sql: &mut impl Sql, desk: &Desk, row: &DossierRow) -> Result<Made> {
    let slip = slip(sql, desk, row)?;
    Ok(Box::new(move |model: &papers::Model, _: &Number| {
        paper::control_slip(&ControlSlip {
            form_no: model.form_no.clone().unwrap_or_default(),
            title: model.title.clone(),
            ..slip
        })
    }))
}

/// `POST /cb/ho-so/{code}/in/phieu-kiem-soat`: the slip as it stands, kept with the dossier.
pub(super) async fn issue(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let desk = Desk::now(&app);
    let deed = Deed {
        by: actor.by(),
        at: desk.at,
        said: "Đã lập phiếu. Phiếu lưu trong hồ sơ như lúc này.",
    };
    let at = app
        .once_leading(&ctx, token, deed, move |tx: &mut Tx<'_>| {
            let row = row::find(tx, &desk.agency, &code)?;
            access::may(&actor, Act::Print, &row.access_subject())?;
            past::drawn_here(tx, &desk, &row)?;
            let made = made(tx, &desk, &row)?;
            let model = papers::model(Kind::Control, forms_of(&desk, &row))
                .ok_or_else(|| Error::fault("every form set has a control slip"))?;
            let former = papers::latest(tx, &row.id, Kind::Control)?;
            let place = papers::count(tx, &row.id, Kind::Control)? + 1;
            let new = NewPaper {
                agency: &desk.agency,
                model,
                dossiers: &[&row.id],
                of_id: None,
                within: Some((row.address(), place)),
                replaces: former.as_ref().map(|line| line.id.as_str()),
                at: desk.at,
                by: &actor,
            };
            let issued = papers::issue(tx, &new, |number: &Number| made(model, number))?;
            let place = format!("/cb/giay-to/{}", issued.id);
            Ok((vec![issued.event], place))
        })
        .await?;
    Ok(see(&at))
}

/// The slip without what its model gives.
fn slip(sql: &mut impl Sql, desk: &Desk, row: &DossierRow) -> Result<ControlSlip> {
    let (Some(code), Some(received)) = (&row.machine.code, row.machine.received_at) else {
        return Err(Error::refused(
            "Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát. Hãy tiếp nhận hồ sơ trước.",
        ));
    };
    let (owner, filer) = parties::of(sql, &row.id)?;
    let procedure = desk.procedure(&row.procedure_id)?;
    let events = sql.events(&row.subject())?;
    let (book, number) = row.book.clone().unwrap_or_default();
    let brought = filer.map_or_else(|| owner.name.clone(), |filer| filer.name);
    let collected = result::of(sql, &row.id)?
        .and_then(|(_, collector)| collector)
        .map(|collector| collector.name)
        .unwrap_or_default();
    let (in_charge, partners) = units(desk, &row.machine);
    Ok(ControlSlip {
        form_no: String::new(),
        title: Vec::new(),
        office: papers::office(&desk.commune, received.date()),
        issued: desk.at.local(),
        book,
        book_no: number.to_string(),
        owner: owner.name,
        code: code.clone(),
        request: format!("{} ({})", procedure.name_vi, procedure.code),
        received: received.local(),
        due: row
            .machine
            .due
            .as_ref()
            .and_then(|due| due.at)
            .map(Moment::local),
        in_charge,
        partners,
        handings: handings(sql, desk, row, &events, (&brought, &collected))?,
    })
}

/// Who answers for a dossier, and who works on it beside: the posts of its steps.
pub(super) fn units(desk: &Desk, machine: &Dossier) -> (String, String) {
    use domain::procedure::StepKind as K;
    let mut posts: Vec<&str> = Vec::new();
    for step in &machine.steps {
        let works = !matches!(step.kind, K::Receive | K::Deliver | K::Approve | K::Seal);
        if works && !posts.contains(&step.post.as_str()) {
            posts.push(&step.post);
        }
    }
    let named = |post: &&str| sentences::post(&desk.law, post).to_owned();
    let in_charge = posts.first().map(named).unwrap_or_default();
    let partners: Vec<String> = posts.iter().skip(1).map(named).collect();
    (in_charge, partners.join(", "))
}

/// One place where a dossier is: the unit, and who has it, where that is known.
#[derive(Clone, Debug, Default)]
struct Place {
    unit: String,
    name: String,
}

fn handings(
    sql: &mut impl Sql,
    desk: &Desk,
    row: &DossierRow,
    events: &[Event],
    (brought, collected): (&str, &str),
) -> Result<Vec<Handing>> {
    let mut all: Vec<Handing> = Vec::new();
    let mut now = Dossier::new(row.machine.channel);
    for event in events {
        let Some(told) = DossierEvent::read(&event.kind, &event.data) else {
            continue;
        };
        let before = now.clone();
        now.apply(event.at, &told);
        let by = conflict::name_of(sql, &event.by)?;
        let Some((from, to)) = moved(sql, desk, (&before, &now), &told, &by, (brought, collected))?
        else {
            continue;
        };
        // Who gives it on is who had taken it, where nobody was named.
        if let Some(last) = all.last_mut().filter(|last| last.to.1.is_empty()) {
            last.to.1.clone_from(&from.name);
        }
        let due = before.step.as_ref().and_then(|step| step.due);
        all.push(Handing {
            from: (from.unit, from.name),
            to: (to.unit, to.name),
            at: event.at.local(),
            verdict: due.map_or_else(String::new, |due| {
                classify_tt01(event.at, Some(due)).vietnamese().to_owned()
            }),
            note: sentences::happening(&event.kind).to_owned(),
        });
    }
    Ok(all)
}

/// From where to where an event moved the dossier; none where it stayed.
fn moved(
    sql: &mut impl Sql,
    desk: &Desk,
    (before, now): (&Dossier, &Dossier),
    told: &DossierEvent,
    by: &str,
    (brought, collected): (&str, &str),
) -> Result<Option<(Place, Place)>> {
    use DossierEvent as E;
    let place = |unit: &str, name: &str| Place {
        unit: unit.to_owned(),
        name: name.to_owned(),
    };
    let counter = sentences::post(&desk.law, COUNTER).to_owned();
    let at = |dossier: &Dossier| {
        step_post(dossier).map_or_else(
            || counter.clone(),
            |post| sentences::post(&desk.law, &post).to_owned(),
        )
    };
    let holder = now.step.as_ref().and_then(|step| step.holder.clone());
    let taker = match holder {
        Some(holder) => conflict::name_of(sql, &format!("user:{holder}"))?,
        None => String::new(),
    };
    Ok(match told {
        E::Received(_) => Some((place("Người nộp hồ sơ", brought), place(&counter, by))),
        E::HandedOver { .. }
        | E::Forwarded { .. }
        | E::SentBack { .. }
        | E::Assigned { .. }
        | E::Approved { .. }
        | E::Sealed { .. }
        | E::CameBack { .. } => Some((place(&at(before), by), place(&at(now), &taker))),
        E::SentOutside => Some((place(&at(before), by), place("Cơ quan ngoài xã", "—"))),
        E::Finished { .. } if at(before) != counter => {
            Some((place(&at(before), by), place(&counter, "")))
        }
        E::Returned { .. } => Some((place(&counter, by), place("Người nhận kết quả", collected))),
        _ => None,
    })
}
