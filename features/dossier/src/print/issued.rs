//! A paper as it was issued: its page for printing, its PDF, and the count of reprints.
//! For the counter; whoever may not print the dossier's papers does not see this one.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{self, Act, Actor, Denied, Subject};
use domain::text::moment_vi;
use kit::{App, Ctx, Error, Fields, Officer, Page, Result, html, see};
use paper::{Copies, Paper};
use papers::{Kind, Line};
use store::{Reader, Sql, Tx};

use super::{again, pages};
use crate::desk::Desk;
use crate::row;

/// A receipt is mended in its own way.
pub(super) const RECEIPT_IS_CORRECTED: &str = "Giấy tiếp nhận không hủy riêng ở đây. Ghi sai thì bấm «Sửa giấy tiếp nhận» trong hồ sơ để cấp bản thay thế; lập nhầm cả hồ sơ thì bấm «Hủy giấy tiếp nhận».";
/// Nothing is left of it but its number.
pub(super) const ERASED: &str =
    "Nội dung giấy này đã xoá theo quy định; số của giấy vẫn còn trong sổ.";

/// A paper on screen.
#[derive(Template)]
#[template(path = "print/sheet.html")]
pub(super) struct Sheet {
    pub(super) page: Page,
    /// Where it leads back to, and what that is called.
    pub(super) back: (String, String),
    pub(super) pdf: String,
    pub(super) paper: String,
    /// What officers are told and the paper is not.
    pub(super) doubt: Option<String>,
    pub(super) cancelled: String,
    /// What took its place, or whose place it takes: address and words.
    pub(super) others: Vec<(String, String)>,
    /// Of an issued paper: its address, version and count of reprints.
    pub(super) issued: Option<(String, i64, i64)>,
    pub(super) may_cancel: bool,
    pub(super) may_issue_again: bool,
    /// Where it is issued to be kept, for a paper that is drawn anew each time.
    pub(super) keeps: String,
}

/// A paper of the dossier at `address`, with its PDF.
pub(super) fn shown(page: Page, address: &str, pdf: &str, paper: &Paper) -> Sheet {
    Sheet {
        page,
        back: (format!("/cb/ho-so/{address}"), format!("Hồ sơ {address}")),
        pdf: pdf.to_owned(),
        paper: paper::html(paper),
        doubt: None,
        cancelled: String::new(),
        others: Vec::new(),
        issued: None,
        may_cancel: false,
        may_issue_again: false,
        keeps: String::new(),
    }
}

/// A paper as read, with the address of its dossier; none for a list.
pub(super) struct Found {
    pub(super) line: Line,
    pub(super) subject: Subject,
    /// The dossier's address and its subject in the log.
    pub(super) dossier: Option<(String, String)>,
}

/// The paper, if it is this officer's to see.
///
/// # Errors
/// Missing, also when it belongs to another commune; denied.
pub(super) fn find(sql: &mut impl Sql, desk: &Desk, actor: &Actor, id: &str) -> Result<Found> {
    let line = papers::find(sql, &desk.agency, id)?;
    let (subject, dossier) = match &line.dossier_id {
        Some(dossier) => {
            let row = row::load(sql, &desk.agency, dossier)?;
            let named = (row.address().to_owned(), row.subject());
            (row.access_subject(), Some(named))
        }
        None => (of_list(sql, desk, actor, &line.id)?, None),
    };
    // The accountant, who takes money, gives a receipt for it.
    let act = match line.kind() {
        Kind::FeeReceipt if access::may(actor, Act::Print, &subject).is_err() => Act::Collect,
        _ => Act::Print,
    };
    access::may(actor, act, &subject)?;
    Ok(Found {
        line,
        subject,
        dossier,
    })
}

/// A list names the people of each of its dossiers: it is for those who may print one of them, the
/// givers and the takers, and for nobody else.
fn of_list(sql: &mut impl Sql, desk: &Desk, actor: &Actor, id: &str) -> Result<Subject> {
    for dossier in papers::listed(sql, id)? {
        let subject = match row::load(sql, &desk.agency, &dossier) {
            Err(Error::Missing) => continue,
            found => found?.access_subject(),
        };
        if access::may(actor, Act::Print, &subject).is_ok() {
            return Ok(subject);
        }
    }
    Err(Denied::NotYourDossier.into())
}

async fn gathered(app: &App, actor: &Actor, id: String) -> Result<(Found, Paper)> {
    let (desk, asks) = (Desk::now(app), actor.clone());
    let (found, tree) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let found = find(reader, &desk, &asks, &id)?;
            let tree = as_kept(reader, &found.line)?;
            Ok((found, tree))
        })
        .await?;
    let subject = match &found.dossier {
        Some((_, subject)) => subject.clone(),
        None => format!("paper:{}", found.line.id),
    };
    app.note_reading(actor, &subject, found.line.kind().vietnamese());
    Ok((found, paper::reached_at(tree, app.public_url())))
}

/// A paper as it was handed out, marked across its head where it was cancelled.
///
/// # Errors
/// Refused where its content was erased by law; what the store answers.
pub fn as_kept(sql: &mut impl Sql, line: &Line) -> Result<Paper> {
    let tree = papers::tree(sql, &line.id)?.ok_or_else(|| Error::refused(ERASED))?;
    let tree = match line.kind() {
        Kind::Receipt => paper::in_copies(tree, Copies::Both),
        _ => tree,
    };
    Ok(match cancelled_vi(line) {
        said if said.is_empty() => tree,
        said => paper::cancelled(tree, &said),
    })
}

/// `ĐÃ HỦY lúc 9:12 23/11/2023, Vũ Thị Lan: ghi sai tên. Thay bằng số 02/HDHS.`; empty where it holds.
pub fn cancelled_vi(line: &Line) -> String {
    let Some((at, by, reason)) = &line.cancelled else {
        return String::new();
    };
    let said = format!("ĐÃ HỦY lúc {}, {by}: {reason}", moment_vi(*at));
    match line.replaced_vi() {
        Some(next) => format!("{}; {next}", said.trim_end_matches('.')),
        None => said,
    }
}

/// `GET /cb/giay-to/{id}`
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    let (found, paper) = gathered(&app, &actor, id).await?;
    let line = &found.line;
    let (address, _) = found.dossier.clone().unwrap_or_default();
    let is_receipt = line.kind() == Kind::Receipt;
    if is_receipt && line.cancelled.is_none() && line.replaced_by.is_none() {
        return Ok(see(&format!("/cb/ho-so/{address}/in/giay-tiep-nhan")));
    }
    let page = app.page(&ctx, line.title());
    let sheet = shown(page, &address, &format!("{}/pdf", line.href()), &paper);
    let back = if address.is_empty() {
        ("/cb/ho-so".to_owned(), "Danh sách hồ sơ".to_owned())
    } else {
        sheet.back.clone()
    };
    let is_cancelled = line.cancelled.is_some();
    html(Sheet {
        back,
        doubt: line.model.doubt(),
        cancelled: cancelled_vi(line),
        others: others(line),
        issued: (!is_receipt).then(|| (line.href(), line.version, line.reprints)),
        may_cancel: !is_cancelled && access::may(&actor, Act::CancelPaper, &found.subject).is_ok(),
        may_issue_again: again::is_offered(&actor, &found),
        ..sheet
    })
}

/// The papers beside it: the one that took its place, and the one whose place it takes.
fn others(line: &Line) -> Vec<(String, String)> {
    let at = |id: &str| format!("/cb/giay-to/{id}");
    let next = line.replaced_by.as_ref().zip(line.replaced_vi());
    let next = next.map(|((id, _), said)| (at(id), format!("Giấy này đã {said}")));
    let former = line.replaces.as_ref().map(|id| {
        let said = "Xem giấy mà giấy này thay".to_owned();
        (at(id), said)
    });
    next.into_iter().chain(former).collect()
}

/// `GET /cb/giay-to/{id}/pdf`
pub(super) async fn pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    pressed(&app, &ctx, &actor, id).await
}

/// The paper as PDF.
pub(super) async fn pressed(app: &App, ctx: &Ctx, actor: &Actor, id: String) -> Result {
    let (found, paper) = gathered(app, actor, id).await?;
    let line = &found.line;
    let name = format!(
        "{}-{}",
        line.kind().slug(),
        line.number
            .written
            .replace('/', "-")
            .replace(", bản số ", "-")
    );
    pages::pdf_of(app, ctx, paper, &line.href(), &name).await
}

/// `POST /cb/giay-to/{id}`: one more printing, counted; the paper keeps its number and its words.
pub(super) async fn print_again(
    State(app): State<App>,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let seen: Option<i64> = fields.get("version").parse().ok();
    let desk = Desk::now(&app);
    let by_at = (actor.by(), desk.at);
    let act = move |tx: &mut Tx<'_>| {
        let mut found = find(tx, &desk, &actor, &id)?;
        found.line.version = seen.unwrap_or_default();
        let event = papers::count_reprint(tx, &found.line)?;
        Ok((vec![event], format!("/cb/giay-to/{id}")))
    };
    Ok(see(&app.once_untold(token, by_at, act).await?))
}
