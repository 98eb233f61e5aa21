//! The receipt on screen, ready to print; the same as PDF; and the count of reprints.
//! For the counter.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use domain::access::{self, Act, Actor};
use domain::text::moment_vi;
use kit::{App, Ctx, Error, Fields, Officer, Page, Result, html, html_with, see};
use paper::{Copies, Paper};
use papers::Kind;
use serde_json::json;
use store::{NewEvent, Reader, Tx};

use super::{PRINTED, Printed, kept, paper_of};
use crate::act::{Acted, side_event};
use crate::conflict;
use crate::desk::Desk;
use crate::past;
use crate::row::{self, DossierRow};

#[derive(Template)]
#[template(path = "print/receipt.html")]
struct ReceiptPage {
    page: Page,
    code: String,
    paper: String,
    is_a4: bool,
    /// Whether this is the paper that was handed out, or one made from what is known now.
    is_kept: bool,
    /// What officers are told and the paper is not.
    notes: Vec<String>,
    reprints: i64,
    version: i64,
}

#[derive(Template)]
#[template(path = "print/no_press.html")]
struct NoPress {
    page: Page,
    title: String,
    /// The page of the same paper.
    href: String,
}

/// `GET /cb/ho-so/{code}/in/giay-tiep-nhan`, A5; `?kho=a4` for both copies on one sheet.
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    if let Some(place) = past::instead(&app, &actor, &code, Kind::Receipt).await? {
        return Ok(see(&place));
    }
    let is_a4 = is_a4(&ctx);
    let (row, paper, is_kept) = gathered(&app, &actor, code, is_a4).await?;
    html(ReceiptPage {
        page: app.page(&ctx, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        code: row.address().to_owned(),
        paper: paper::html(&paper),
        is_a4,
        is_kept,
        notes: if is_kept { since(&row) } else { Vec::new() },
        reprints: row.reprints,
        version: row.version,
    })
}

fn is_a4(ctx: &Ctx) -> bool {
    ctx.target()
        .split_once('?')
        .is_some_and(|(_, query)| query.split('&').any(|pair| pair == "kho=a4"))
}

/// What moved since the receipt was handed out: the paper keeps what it promised.
fn since(row: &DossierRow) -> Vec<String> {
    let machine = &row.machine;
    let due = machine.due.as_ref().and_then(|due| due.at);
    let mut notes = Vec::new();
    if let Some(at) = due.filter(|_| due != machine.original_due) {
        notes.push(format!(
            "Hạn trả nay là {}. Giấy đã giao giữ nguyên ngày hẹn lúc tiếp nhận.",
            moment_vi(at)
        ));
    }
    if let Some(promised) = machine.promised {
        notes.push(format!(
            "Đã xin lỗi và hẹn lại: {}. Phiếu xin lỗi ở mục «Giấy đã lập».",
            moment_vi(promised)
        ));
    }
    notes
}

/// The receipt as it was handed out, or, where none is kept, as it would be now.
async fn gathered(
    app: &App,
    actor: &Actor,
    code: String,
    is_a4: bool,
) -> Result<(DossierRow, Paper, bool)> {
    let head = chain_head(app).await?;
    let (desk, asks) = (Desk::now(app), actor.clone());
    let copies = if is_a4 {
        Copies::BothOnA4
    } else {
        Copies::Both
    };
    let (row, tree, is_kept) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &desk.agency, &code)?;
            access::may(&asks, Act::Print, &row.access_subject())?;
            still_promises(&row)?;
            match kept::receipt(reader, &row.id)? {
                Some((_, Some(tree))) => Ok((row, tree, true)),
                Some((_, None)) => Err(Error::refused(super::issued::ERASED)),
                None => {
                    let printed = Printed {
                        commune: &desk.commune,
                        public_url: "",
                        chain_head: head,
                        copies: Copies::Citizen,
                    };
                    let tree = paper_of(reader, &desk, &row, &printed)?;
                    Ok((row, tree, false))
                }
            }
        })
        .await?;
    app.note_reading(actor, &row.subject(), "in giấy tiếp nhận");
    let tree = paper::in_copies(paper::reached_at(tree, app.public_url()), copies);
    let tree = paper::reprinted(tree, u32::try_from(row.reprints).unwrap_or(u32::MAX));
    Ok((row, tree, is_kept))
}

/// A receipt made by mistake must not leave the house once more as if it promised something.
fn still_promises(row: &DossierRow) -> Result<()> {
    if row.machine.state == domain::dossier::State::Void {
        return Err(Error::refused(
            "Giấy tiếp nhận này đã hủy nên không in nữa. Nếu đã lập lại thì in giấy của hồ sơ lập lại.",
        ));
    }
    Ok(())
}

/// Where the commune's ledger stands.
async fn chain_head(app: &App) -> Result<Option<String>> {
    let (db, agency) = (app.db().clone(), app.agency().to_owned());
    let heads = tokio::task::spawn_blocking(move || db.heads())
        .await
        .map_err(Error::fault)??;
    let own = heads.into_iter().find(|(of, _, _)| *of == agency);
    Ok(own.map(|(_, seq, hash)| kept::short_head(seq, &hash)))
}

/// `GET /cb/ho-so/{code}/in/giay-tiep-nhan.pdf`
pub(super) async fn pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    if let Some(place) = past::instead(&app, &actor, &code, Kind::Receipt).await? {
        return Ok(see(&place));
    }
    let is_a4 = is_a4(&ctx);
    let (row, paper, _) = gathered(&app, &actor, code, is_a4).await?;
    let code = row.address().to_owned();
    let query = if is_a4 { "?kho=a4" } else { "" };
    pressed(&app, &ctx, paper, &code, &format!("giay-tiep-nhan{query}")).await
}

/// A dossier's paper as PDF; its page is at `slug`.
pub(super) async fn pressed(app: &App, ctx: &Ctx, paper: Paper, code: &str, slug: &str) -> Result {
    let name = slug.split('?').next().unwrap_or_default();
    let page = format!("/cb/ho-so/{code}/in/{slug}");
    pdf_of(app, ctx, paper, &page, &format!("{name}-{code}")).await
}

/// The paper as PDF; where there is no press, how to make one of its page.
///
/// # Errors
/// A fault of the press.
pub async fn pdf_of(app: &App, ctx: &Ctx, paper: Paper, href: &str, name: &str) -> Result {
    let Some(press) = app.press().cloned() else {
        let shown = NoPress {
            page: app.page(ctx, "Chưa xuất được PDF"),
            title: paper.title,
            href: href.to_owned(),
        };
        return html_with(StatusCode::SERVICE_UNAVAILABLE, shown);
    };
    let pressed = tokio::task::spawn_blocking(move || press(&paper))
        .await
        .map_err(Error::fault)?;
    let bytes = pressed.map_err(Error::fault)?;
    let disposition =
        HeaderValue::try_from(format!("inline; filename=\"{name}.pdf\"")).map_err(Error::fault)?;
    let kind = HeaderValue::from_static("application/pdf");
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}

/// `POST /cb/ho-so/{code}/in/giay-tiep-nhan`: one more printing, which the paper then says; where no
/// receipt is kept yet, the first one.
pub(super) async fn print_again(
    State(app): State<App>,
    Officer(actor): Officer,
    Path(code): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let seen: Option<i64> = fields.get("version").parse().ok();
    let query = if fields.get("kho") == "a4" {
        "?kho=a4"
    } else {
        ""
    };
    let desk = Desk::now(&app);
    let by_at = (actor.by(), desk.at);
    let act = move |tx: &mut Tx<'_>| {
        let row = row::find(tx, &desk.agency, &code)?;
        access::may(&actor, Act::Print, &row.access_subject())?;
        if seen != Some(row.version) {
            return Err(conflict::of(tx, &row)?.into());
        }
        still_promises(&row)?;
        if row.machine.received_at.is_none() {
            return Err(Error::refused(
                "Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận. Hãy tiếp nhận hồ sơ trước.",
            ));
        }
        let events = if kept::receipt(tx, &row.id)?.is_some() {
            vec![printed_again(tx, row)?]
        } else {
            past::drawn_here(tx, &desk, &row)?;
            let (row, events) = (row, Vec::new());
            let mut acted = Acted { row, events };
            kept::issue_receipt(tx, &desk, &actor, &mut acted)?;
            acted.events
        };
        let place = format!("/cb/ho-so/{code}/in/giay-tiep-nhan{query}");
        Ok((events, place))
    };
    Ok(see(&app.once_untold(token, by_at, act).await?))
}

fn printed_again(tx: &mut Tx<'_>, row: DossierRow) -> Result<NewEvent> {
    let next = DossierRow {
        reprints: row.reprints + 1,
        ..row.clone()
    };
    let Some(next) = row::save(tx, &next)? else {
        return Err(conflict::of(tx, &row)?.into());
    };
    let data = json!({ "paper": "receipt", "reprint": next.reprints });
    Ok(side_event(&next, PRINTED, data))
}
