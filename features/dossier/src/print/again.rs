//! A cancelled paper issued once more with the next number, made from what is known now.
//! For who may cancel it; a letter that a leader signs is a leader's to issue again.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{self, Act, Actor};
use domain::dossier::{Dossier, DossierEvent};
use domain::text::moment_vi;
use kit::{App, Ctx, Deed, Error, Fields, Officer, Page, Result, html, see};
use paper::Paper;
use papers::{Kind, Line, NewPaper, Number};
use store::{Event, Reader, Sql, Tx, params};

use super::letters::{APOLOGISED, REFUSED, STOPPED};
use super::{Done, Made, control, handing, issued, letters, slips, worded};
use crate::desk::Desk;
use crate::row::{self, DossierRow};
use crate::{conflict, result, supplement};

#[derive(Template)]
#[template(path = "print/again.html")]
struct AgainPage {
    page: Page,
    line: Line,
    paper: String,
}

/// The cancelled paper, if this officer may issue another in its place.
fn find(sql: &mut impl Sql, desk: &Desk, actor: &Actor, id: &str) -> Result<Line> {
    let found = issued::find(sql, desk, actor, id)?;
    for act in acts(found.line.kind()) {
        access::may(actor, *act, &found.subject)?;
    }
    if found.line.kind() == Kind::Receipt {
        return Err(Error::refused(issued::RECEIPT_IS_CORRECTED));
    }
    if found.line.cancelled.is_none() {
        return Err(Error::refused(
            "Giấy này còn hiệu lực nên không lập lại. Nếu ghi sai thì hủy giấy, kèm lý do, rồi lập lại.",
        ));
    }
    if let Some((_, number)) = &found.line.replaced_by {
        return Err(Error::refused(format!(
            "Giấy này đã có giấy số {} thay. Hãy mở hồ sơ để xem các giấy đã lập.",
            number.written
        )));
    }
    Ok(found.line)
}

/// What one must be allowed to do.
const fn acts(kind: Kind) -> &'static [Act] {
    match kind {
        Kind::Apology => &[Act::CancelPaper, Act::Apologise],
        Kind::Stop => &[Act::CancelPaper, Act::Stop],
        _ => &[Act::CancelPaper],
    }
}

/// Whether another may be issued in its place by this officer.
pub(super) fn is_offered(actor: &Actor, found: &issued::Found) -> bool {
    let line = &found.line;
    let may = |act: &Act| access::may(actor, *act, &found.subject).is_ok();
    line.cancelled.is_some()
        && line.replaced_by.is_none()
        && line.kind() != Kind::Receipt
        && acts(line.kind()).iter().all(may)
}

/// The paper as it is made now: of the act's own moment and person, whoever issues it again.
fn remade(
    sql: &mut impl Sql,
    desk: &Desk,
    actor: &Actor,
    line: &Line,
    first: &First,
) -> Result<Made> {
    let Some(dossier) = &line.dossier_id else {
        return remade_list(sql, desk, line, first);
    };
    let row = row::load(sql, &desk.agency, dossier)?;
    let (then, events) = then(sql, &row, first)?;
    let done = &first.done;
    match line.kind() {
        Kind::Supplement => {
            let asked = supplement::of_round(sql, &row.id, then.machine.supplements)?;
            slips::supplement_of(sql, desk, done, &then, &asked)
        }
        Kind::Refusal => {
            let (reason, _) = told_of(sql, &events, REFUSED)?;
            slips::refusal_of(sql, desk, done, &then, &reason)
        }
        Kind::Apology => {
            still_owed(&row)?;
            let (reason, at) = told_of(sql, &events, APOLOGISED)?;
            letters::letter_of(sql, desk, actor, &then, (at, &reason))
        }
        Kind::Stop => {
            let (reason, at) = told_of(sql, &events, STOPPED)?;
            letters::letter_of(sql, desk, actor, &then, (at, &reason))
        }
        Kind::HandOver => remade_list(sql, desk, line, first),
        Kind::Collection => {
            let collector = result::of(sql, &row.id)?.and_then(|(_, collector)| collector);
            handing::collection_of(sql, desk, done, &row, &collector.unwrap_or_default())
        }
        Kind::FeeReceipt => {
            let payment = line.of_id.clone().unwrap_or_default();
            let house = (desk.agency.as_str(), &*desk.commune);
            payment::receipt_again(sql, house, desk.at, &payment)
        }
        Kind::Control => control::made(sql, desk, &row),
        Kind::Receipt | Kind::Register => Err(Error::refused(issued::RECEIPT_IS_CORRECTED)),
    }
}

/// A letter may not promise what was handed out meanwhile, or will never be.
fn still_owed(row: &DossierRow) -> Result<()> {
    let state = row.machine.state;
    if state.is_open() {
        return Ok(());
    }
    Err(Error::refused(format!(
        "Hồ sơ nay đã ở trạng thái «{}» nên không lập lại phiếu xin lỗi và hẹn lại: phiếu sẽ hẹn một ngày không còn ý nghĩa. Phiếu đã hủy vẫn lưu trong hồ sơ.",
        state.vietnamese()
    )))
}

/// The first of the papers that took each other's place: it came with the act that it tells of.
struct First {
    /// Where the ledger tells of it.
    seq: i64,
    done: Done,
}

fn first_of(sql: &mut impl Sql, desk: &Desk, line: &Line) -> Result<First> {
    let mut first = line.clone();
    while let Some(former) = &first.replaces {
        first = papers::find(sql, &desk.agency, former)?;
    }
    let told = sql.events(&format!("paper:{}", first.id))?;
    let event = told
        .into_iter()
        .next()
        .ok_or_else(|| Error::fault(format!("nothing tells of the paper {}", first.id)))?;
    let (at, by) = (event.at, event.by);
    Ok(First {
        seq: event.seq,
        done: Done { at, by },
    })
}

fn remade_list(sql: &mut impl Sql, desk: &Desk, line: &Line, first: &First) -> Result<Made> {
    let mut rows = Vec::new();
    for dossier in dossiers(sql, line)? {
        let row = row::load(sql, &desk.agency, &dossier)?;
        rows.push(then(sql, &row, first)?.0);
    }
    let rows: Vec<&DossierRow> = rows.iter().collect();
    handing::list_of(sql, desk, &first.done, &rows)
}

fn dossiers(sql: &mut impl Sql, line: &Line) -> Result<Vec<String>> {
    Ok(match &line.dossier_id {
        Some(only) => vec![only.clone()],
        None => papers::listed(sql, &line.id)?,
    })
}

/// The dossier as the act left it that owed the paper, with what had happened to it until then.
/// Its people and papers are those of today: what was wrong may have been corrected.
fn then(sql: &mut impl Sql, row: &DossierRow, first: &First) -> Result<(DossierRow, Vec<Event>)> {
    let mut events = sql.events(&row.subject())?;
    events.retain(|event| event.agency == row.agency && event.seq <= first.seq);
    let mut machine = Dossier::new(row.machine.channel);
    for event in &events {
        if let Some(told) = DossierEvent::read(&event.kind, &event.data) {
            machine.apply(event.at, &told);
        }
    }
    let then = DossierRow {
        machine,
        ..row.clone()
    };
    Ok((then, events))
}

/// What was written down with the last event of a kind, and when that was.
fn told_of(
    sql: &mut impl Sql,
    events: &[Event],
    kind: &str,
) -> Result<(String, domain::moment::Moment)> {
    let event = events
        .iter()
        .rfind(|event| event.kind == kind)
        .ok_or_else(|| Error::fault(format!("no {kind} before its paper")))?;
    let note = event.data["note"].as_str().unwrap_or_default();
    let row = sql.row("SELECT text FROM dossier_note WHERE id = $1", params![note])?;
    let Some(row) = row else {
        return Err(Error::refused(
            "Lý do ghi lúc lập giấy đã xoá theo quy định nên không lập lại được giấy này.",
        ));
    };
    Ok((row.get("text")?, event.at))
}

/// Whose place it takes, when and by whom that was made first, and who issues it again now.
fn mark(
    sql: &mut impl Sql,
    desk: &Desk,
    actor: &Actor,
    line: &Line,
    first: &First,
) -> Result<String> {
    let now = Done::now(desk, actor);
    let again = told_vi(sql, &now)?;
    Ok(match line.kind() {
        // It tells of no act, but of what stands now.
        Kind::Control => format!(
            "Thay cho bản số {} đã hủy. Lập lại {again}",
            line.number.number
        ),
        _ => format!(
            "Thay cho giấy số {} đã hủy. Lập lần đầu {}. Lập lại {again}",
            line.number.written,
            told_vi(sql, &first.done)?
        ),
    })
}

/// `lúc 9:12, 23/11/2023: Vũ Thị Lan`.
fn told_vi(sql: &mut impl Sql, done: &Done) -> Result<String> {
    let name = conflict::name_of(sql, &done.by)?;
    Ok(format!("lúc {}: {name}", moment_vi(done.at)))
}

/// The finished paper: as its kind is worded, with whose place it takes.
fn finished(desk: &Desk, line: &Line, made: Made, mark: &str, number: &Number) -> Paper {
    let tree = made(line.model, number);
    let tree = match line.kind() {
        Kind::HandOver | Kind::FeeReceipt | Kind::Control => tree,
        kind => worded(desk, kind, tree),
    };
    paper::in_place_of(tree, mark)
}

/// `GET /cb/giay-to/{id}/lap-lai`: how the new paper will look.
pub(super) async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    let (desk, asks) = (Desk::now(&app), actor.clone());
    let (line, tree) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let line = find(reader, &desk, &asks, &id)?;
            let first = first_of(reader, &desk, &line)?;
            let made = remade(reader, &desk, &asks, &line, &first)?;
            let mark = mark(reader, &desk, &asks, &line, &first)?;
            let number = Number::pending(line.model, desk.at.date().year());
            let tree = finished(&desk, &line, made, &mark, &number);
            Ok((line, tree))
        })
        .await?;
    app.note_reading(
        &actor,
        &format!("paper:{}", line.id),
        "xem trước giấy lập lại",
    );
    let tree = paper::reached_at(tree, app.public_url());
    html(AgainPage {
        page: app.page(&ctx, "Lập lại giấy đã hủy"),
        line,
        paper: paper::html(&tree),
    })
}

/// `POST /cb/giay-to/{id}/lap-lai`: the next number, in place of the cancelled one.
pub(super) async fn issue(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let desk = Desk::now(&app);
    let deed = Deed {
        by: actor.by(),
        at: desk.at,
        said: "Đã lập giấy mới thay giấy đã hủy.",
    };
    let at = app
        .once_leading(&ctx, token, deed, move |tx: &mut Tx<'_>| {
            let line = find(tx, &desk, &actor, &id)?;
            let first = first_of(tx, &desk, &line)?;
            let made = remade(tx, &desk, &actor, &line, &first)?;
            let mark = mark(tx, &desk, &actor, &line, &first)?;
            let dossiers = dossiers(tx, &line)?;
            let ids: Vec<&str> = dossiers.iter().map(String::as_str).collect();
            let place = match &line.dossier_id {
                Some(dossier) => papers::count(tx, dossier, line.kind())? + 1,
                None => 1,
            };
            let code = line.number.within();
            let new = NewPaper {
                agency: &desk.agency,
                model: line.model,
                dossiers: &ids,
                of_id: line.of_id.as_deref(),
                within: code.map(|code| (code, place)),
                replaces: Some(&line.id),
                at: desk.at,
                by: &actor,
            };
            let issued = papers::issue(tx, &new, |number: &Number| {
                finished(&desk, &line, made, &mark, number)
            })?;
            let place = format!("/cb/giay-to/{}", issued.id);
            Ok((vec![issued.event], place))
        })
        .await?;
    Ok(see(&at))
}
