//! Mẫu 02 and 03 of one dossier: the list of what is missing, and the refusal with its reason.
//! For the counter, which hands them to the citizen.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{self, Act, Actor};
use domain::code::TrackingCode;
use domain::regime::form_set_at;
use kit::{App, Commune, Ctx, Error, Officer, Page, Result, html};
use paper::{Paper, Says, Slip};
use store::{Reader, Sql as _};

use super::pages::pressed;
use super::receipt::{form_no, reached};
use crate::act::notes_of;
use crate::desk::Desk;
use crate::row::{self, DossierRow};
use crate::{conflict, parties, supplement};

const ASKED: &str = "dossier.supplement_requested";
const REFUSED: &str = "dossier.intake_refused";

#[derive(Clone, Copy)]
enum Kind {
    Supplement,
    Refusal,
}

impl Kind {
    const fn slug(self) -> &'static str {
        match self {
            Self::Supplement => "phieu-bo-sung",
            Self::Refusal => "phieu-tu-choi",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Supplement => "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
            Self::Refusal => "Phiếu từ chối tiếp nhận hồ sơ",
        }
    }

    /// The event that it tells of.
    const fn event(self) -> &'static str {
        match self {
            Self::Supplement => ASKED,
            Self::Refusal => REFUSED,
        }
    }
}

#[derive(Template)]
#[template(path = "print/slip.html")]
struct SlipPage {
    page: Page,
    code: String,
    slug: &'static str,
    paper: String,
}

/// `GET /cb/ho-so/{code}/in/phieu-bo-sung`
pub(super) async fn supplement(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    shown(&app, &ctx, &actor, code, Kind::Supplement).await
}

/// `GET /cb/ho-so/{code}/in/phieu-bo-sung.pdf`
pub(super) async fn supplement_pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let (row, paper) = gathered(&app, &actor, code, Kind::Supplement).await?;
    pressed(&app, &ctx, paper, row.address(), Kind::Supplement.slug()).await
}

/// `GET /cb/ho-so/{code}/in/phieu-tu-choi`
pub(super) async fn refusal(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    shown(&app, &ctx, &actor, code, Kind::Refusal).await
}

/// `GET /cb/ho-so/{code}/in/phieu-tu-choi.pdf`
pub(super) async fn refusal_pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let (row, paper) = gathered(&app, &actor, code, Kind::Refusal).await?;
    pressed(&app, &ctx, paper, row.address(), Kind::Refusal.slug()).await
}

async fn shown(app: &App, ctx: &Ctx, actor: &Actor, code: String, kind: Kind) -> Result {
    let (row, paper) = gathered(app, actor, code, kind).await?;
    html(SlipPage {
        page: app.page(ctx, kind.title()),
        code: row.address().to_owned(),
        slug: kind.slug(),
        paper: paper::html(&paper),
    })
}

async fn gathered(
    app: &App,
    actor: &Actor,
    code: String,
    kind: Kind,
) -> Result<(DossierRow, Paper)> {
    let desk = Desk::now(app);
    let (commune, public_url) = (app.commune().clone(), app.public_url().to_owned());
    let asks = actor.clone();
    let (row, slip) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &desk.agency, &code)?;
            access::may(&asks, Act::Print, &row.access_subject())?;
            let slip = slip(reader, &desk, &row, kind, (&commune, &public_url))?;
            Ok((row, slip))
        })
        .await?;
    app.note_reading(actor, &row.subject(), kind.title());
    Ok((row, paper::slip(&slip)))
}

fn slip(
    reader: &mut Reader<'_>,
    desk: &Desk,
    row: &DossierRow,
    kind: Kind,
    (commune, public_url): (&Commune, &str),
) -> Result<Slip> {
    let events = reader.events(&row.subject())?;
    let Some(event) = events.iter().rev().find(|one| one.kind == kind.event()) else {
        return Err(Error::refused(format!(
            "Hồ sơ này không có {}. Hãy xem tiến trình của hồ sơ.",
            kind.title().to_lowercase()
        )));
    };
    let (number, says) = match kind {
        Kind::Supplement => (2, asked(reader, row)?),
        Kind::Refusal => (3, refused(reader, row)?),
    };
    let procedure = desk.procedure(&row.procedure_id)?;
    let (owner, filer) = parties::of(reader, &row.id)?;
    let issued = event.at.local();
    Ok(Slip {
        form_no: form_no(number, form_set_at(issued.date())),
        commune: commune.name.to_uppercase(),
        place: commune.place.clone(),
        issued,
        code: row.machine.code.clone(),
        tracking: TrackingCode::parse(&row.tracking)
            .map_or_else(|_| row.tracking.clone(), |code| code.shown()),
        link: format!("{public_url}/t/{}", row.tracking),
        phone: commune.phone.clone(),
        contact_phone: reached(&owner, filer.as_ref(), |one| &one.phone),
        email: reached(&owner, filer.as_ref(), |one| &one.email),
        owner: owner.name,
        submitter: filer.map(|filer| filer.name),
        address: owner.address,
        request: format!("{} ({})", procedure.name_vi, procedure.code),
        officer: conflict::name_of(reader, &event.by)?,
        says,
    })
}

fn asked(reader: &mut Reader<'_>, row: &DossierRow) -> Result<Says> {
    let items = supplement::latest(reader, &row.id)?;
    Ok(Says::Supplement(
        items
            .into_iter()
            .map(|item| [item.name, item.why, item.how])
            .collect(),
    ))
}

fn refused(reader: &mut Reader<'_>, row: &DossierRow) -> Result<Says> {
    let notes = notes_of(reader, &row.id, REFUSED)?;
    let lines = notes.iter().flat_map(|note| note.lines());
    Ok(Says::Refusal(lines.map(str::to_owned).collect()))
}
