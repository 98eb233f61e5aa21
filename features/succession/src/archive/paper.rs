//! `GET /cb/kho-luu/{agency}/{code}/giay/{id}`: a paper of an archived dossier, as it was handed out.
//! For the officers of the commune that took over; each opening is logged.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{Act, Actor, may};
use dossier::{as_kept, cancelled_vi, pdf_of, row};
use kit::{App, Ctx, Error, Officer, Page, Result, html};
use paper::Paper;
use papers::Line;
use store::Reader;

use super::{address, ended};

/// What is asked for: the commune, the dossier, the paper.
type Asked = (String, String, String);

#[derive(Template)]
#[template(path = "archive/paper.html")]
struct PaperPage {
    page: Page,
    /// The archived dossier.
    back: String,
    code: String,
    pdf: String,
    paper: String,
    cancelled: String,
    replaced: String,
}

/// A paper as found: its line, the address of its dossier, what it said.
struct Found {
    line: Line,
    code: String,
    tree: Paper,
}

async fn gathered(app: &App, actor: &Actor, (agency, code, id): Asked) -> Result<Found> {
    let (law, today, asks) = (app.law(), app.law_now().date(), actor.clone());
    let of = agency.clone();
    let (subject, found) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &agency, &code)?;
            may(&asks, Act::ReadArchive, &ended::subject(&law, &row, today))?;
            let line = papers::of_dossier(reader, &row.id)?
                .into_iter()
                .find(|line| line.id == id)
                .ok_or(Error::Missing)?;
            let tree = as_kept(reader, &line)?;
            let code = row.address().to_owned();
            Ok((row.subject(), Found { line, code, tree }))
        })
        .await?;
    app.note_reading(actor, &subject, "xem giấy tờ của hồ sơ lưu");
    // Kept without a house: where that commune is still reached, else here, where its codes are known.
    let house = app.address_of(&of).unwrap_or_else(|| app.public_url());
    Ok(Found {
        tree: ::paper::as_issued(found.tree, house),
        ..found
    })
}

/// The page for printing.
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(asked): Path<Asked>,
) -> Result {
    let agency = asked.0.clone();
    let found = gathered(&app, &actor, asked).await?;
    let (line, back) = (&found.line, address(&agency, &found.code));
    html(PaperPage {
        page: app.page(&ctx, line.title()),
        pdf: format!("{back}/giay/{}/pdf", line.id),
        paper: ::paper::html(&found.tree),
        cancelled: cancelled_vi(line),
        replaced: line
            .replaced_vi()
            .map_or_else(String::new, |said| format!("Giấy này đã {said}.")),
        code: found.code,
        back,
    })
}

/// The same as PDF.
pub(super) async fn pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(asked): Path<Asked>,
) -> Result {
    let agency = asked.0.clone();
    let found = gathered(&app, &actor, asked).await?;
    let place = address(&agency, &found.code);
    let href = format!("{place}/giay/{}", found.line.id);
    let name = format!("{}-{}", found.line.kind().slug(), found.line.number.number);
    pdf_of(&app, &ctx, found.tree, &href, &name).await
}
