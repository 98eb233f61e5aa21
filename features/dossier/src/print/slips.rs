//! Mẫu 02 and 03 of one dossier: the list of what is missing, and the refusal with its reason.
//! For the counter, which hands them to the citizen.

use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use domain::access::{self, Act, Actor};
use domain::code::TrackingCode;
use kit::{App, Ctx, Error, Officer, Result, see};
use paper::{Says, Slip};
use papers::{Kind, Model, Number};
use store::{Reader, Sql, Tx};

use super::receipt::reached;
use super::{Done, Made, add, issue, issued};
use crate::act::Acted;
use crate::desk::Desk;
use crate::row::{self, DossierRow};
use crate::supplement::Asked;
use crate::{conflict, parties};

/// The slip of a supplement request that was just made (Mẫu 02).
///
/// # Errors
/// What the store answers.
pub(crate) fn supplement_slip(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    acted: &mut Acted,
    asked: &[Asked],
) -> Result<()> {
    let done = Done::now(desk, actor);
    let made = supplement_of(tx, desk, &done, &acted.row, asked)?;
    let paper = issue(tx, desk, actor, &acted.row, Kind::Supplement, made)?;
    add(acted, paper);
    Ok(())
}

/// What a supplement slip says.
pub(super) fn supplement_of(
    sql: &mut impl Sql,
    desk: &Desk,
    done: &Done,
    row: &DossierRow,
    asked: &[Asked],
) -> Result<Made> {
    let items = asked
        .iter()
        .map(|item| [item.name.clone(), item.why.clone(), item.how.clone()]);
    let says = Says::Supplement(items.collect());
    numbered(slip(sql, desk, done, row, says)?)
}

/// The slip of a refusal that was just made (Mẫu 03).
pub(super) fn refusal_slip(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    acted: &mut Acted,
    reason: &str,
) -> Result<()> {
    let done = Done::now(desk, actor);
    let made = refusal_of(tx, desk, &done, &acted.row, reason)?;
    let paper = issue(tx, desk, actor, &acted.row, Kind::Refusal, made)?;
    add(acted, paper);
    Ok(())
}

/// What a refusal says.
pub(super) fn refusal_of(
    sql: &mut impl Sql,
    desk: &Desk,
    done: &Done,
    row: &DossierRow,
    reason: &str,
) -> Result<Made> {
    let says = Says::Refusal(reason.lines().map(str::to_owned).collect());
    numbered(slip(sql, desk, done, row, says)?)
}

fn numbered(slip: Slip) -> Result<Made> {
    Ok(Box::new(move |model: &Model, number: &Number| {
        paper::slip(&Slip {
            form_no: model.form_no.clone().unwrap_or_default(),
            title: model.title.clone(),
            number: Some(number.written.clone()),
            ..slip
        })
    }))
}

/// The slip without what its model and its number give.
fn slip(
    sql: &mut impl Sql,
    desk: &Desk,
    done: &Done,
    row: &DossierRow,
    says: Says,
) -> Result<Slip> {
    let procedure = desk.procedure(&row.procedure_id)?;
    let (owner, filer) = parties::of(sql, &row.id)?;
    let due = row.machine.due.as_ref();
    Ok(Slip {
        form_no: String::new(),
        title: Vec::new(),
        number: None,
        office: papers::office(&desk.commune, desk.at.date()),
        issued: desk.at.local(),
        code: row.machine.code.clone(),
        tracking: TrackingCode::parse(&row.tracking)
            .map_or_else(|_| row.tracking.clone(), |code| code.shown()),
        link: format!("{}/t/{}", desk.commune.house, row.tracking),
        contact_phone: reached(&owner, filer.as_ref(), |one| &one.phone),
        email: reached(&owner, filer.as_ref(), |one| &one.email),
        owner: owner.name,
        submitter: filer.map(|filer| filer.name),
        address: owner.address,
        request: format!("{} ({})", procedure.name_vi, procedure.code),
        officer: conflict::name_of(sql, &done.by)?,
        derivation: match says {
            Says::Supplement(_) => due.map(super::letters::derivation).unwrap_or_default(),
            Says::Refusal(_) => Vec::new(),
        },
        says,
    })
}

/// `GET /cb/ho-so/{code}/in/phieu-bo-sung`: leads to the latest one.
pub(super) async fn supplement(
    State(app): State<App>,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let paper = latest(&app, &actor, code, Kind::Supplement).await?;
    Ok(see(&paper.href()).into_response())
}

/// `GET /cb/ho-so/{code}/in/phieu-bo-sung.pdf`
pub(super) async fn supplement_pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let paper = latest(&app, &actor, code, Kind::Supplement).await?;
    issued::pressed(&app, &ctx, &actor, paper.id).await
}

/// `GET /cb/ho-so/{code}/in/phieu-tu-choi`: leads to the latest one.
pub(super) async fn refusal(
    State(app): State<App>,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let paper = latest(&app, &actor, code, Kind::Refusal).await?;
    Ok(see(&paper.href()).into_response())
}

/// `GET /cb/ho-so/{code}/in/phieu-tu-choi.pdf`
pub(super) async fn refusal_pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let paper = latest(&app, &actor, code, Kind::Refusal).await?;
    issued::pressed(&app, &ctx, &actor, paper.id).await
}

async fn latest(app: &App, actor: &Actor, code: String, kind: Kind) -> Result<papers::Line> {
    let (agency, actor) = (app.agency().to_owned(), actor.clone());
    app.read(move |reader: &mut Reader<'_>| -> Result<_> {
        let row = row::find(reader, &agency, &code)?;
        access::may(&actor, Act::Print, &row.access_subject())?;
        papers::latest(reader, &row.id, kind)?.ok_or_else(|| {
            Error::refused(format!(
                "Hồ sơ này không có {}. Hãy xem mục «Diễn biến» của hồ sơ.",
                kind.vietnamese().to_lowercase()
            ))
        })
    })
    .await
}
