//! `GET /cb/kho-luu/{agency}/{code}`: one archived dossier, whole and unchangeable.
//! For the officers of the commune that took over; each opening is logged.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{Act, may};
use domain::moment::Moment;
use domain::text::moment_vi;
use dossier::files::File;
use dossier::{DossierRow, Party, files, parties, receive, result, row, sentences};
use kit::{App, Ctx, Error, Labelled, Law, Officer, Page, Result, html};
use store::{Event, Reader, Sql as _, params};

use super::{address, ended};

#[derive(Template)]
#[template(path = "archive/dossier.html")]
struct DossierPage {
    page: Page,
    told: Told,
}

/// What the dossier tells.
struct Told {
    code: String,
    /// Whose it was.
    mark: String,
    /// The commune in which it goes on, if it was passed on.
    goes_on: String,
    procedure: String,
    facts: Vec<Labelled>,
    people: Vec<(&'static str, Vec<Labelled>)>,
    papers: Vec<String>,
    outcome: Vec<Labelled>,
    files: Vec<Attached>,
    /// Papers that the old commune handed out.
    issued: Vec<Attached>,
    happenings: Vec<Happening>,
}

struct Attached {
    href: String,
    name: String,
    about: String,
}

struct Happening {
    title: &'static str,
    when: String,
    iso: String,
    who: String,
    note: String,
}

/// The page.
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path((agency, code)): Path<(String, String)>,
) -> Result {
    let (law, today, asks) = (app.law(), app.law_now().date(), actor.clone());
    let (subject, told) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &agency, &code)?;
            may(&asks, Act::ReadArchive, &ended::subject(&law, &row, today))?;
            let told = told(reader, &law, &row)?;
            Ok((row.subject(), told))
        })
        .await?;
    app.note_reading(&actor, &subject, "đọc hồ sơ lưu");
    let title = format!("Hồ sơ lưu {}", told.code);
    html(DossierPage {
        page: app.page(&ctx, title),
        told,
    })
}

fn told(reader: &mut Reader<'_>, law: &Law, row: &DossierRow) -> Result<Told> {
    let of = law.agencies.get(&row.agency);
    let mark = of.map_or_else(|| row.agency.clone(), ended::named);
    let machine = &row.machine;
    let goes_on = match &machine.passed_on {
        Some(passed) => law.agencies.get(&passed.to).map(|heir| heir.committee_vi()),
        None => None,
    };
    let procedure = law
        .catalogue
        .version(&row.procedure_id)
        .map_or("", |known| known.name_vi.as_str());
    let papers = receive::papers_of(reader, &row.id)?;
    let events = reader.events(&row.subject())?;
    Ok(Told {
        code: row.address().to_owned(),
        mark,
        goes_on: goes_on.unwrap_or_default(),
        procedure: format!("{procedure} ({})", row.procedure_code),
        facts: facts(row),
        people: people(reader, row)?,
        papers: papers.into_iter().map(|paper| paper.name).collect(),
        outcome: outcome(reader, row)?,
        files: attached(reader, row)?,
        issued: issued(reader, row)?,
        happenings: happenings(reader, row, &events)?,
    })
}

fn facts(row: &DossierRow) -> Vec<Labelled> {
    let machine = &row.machine;
    let due = machine.due.as_ref().and_then(|due| due.at);
    let moments = [
        ("Tiếp nhận", machine.received_at),
        ("Hẹn trả", due),
        ("Có kết quả", machine.finished_at),
        ("Đã trả", machine.returned_at),
    ];
    let mut facts = vec![
        Labelled::new("Trạng thái", machine.state.vietnamese()),
        Labelled::new("Mã tra cứu", row.tracking.clone()),
        Labelled::new("Lĩnh vực", row.field.clone()),
        Labelled::new("Cách nộp", machine.channel.vietnamese()),
    ];
    facts.extend(
        moments
            .into_iter()
            .filter_map(|(label, at)| Some(Labelled::new(label, moment_vi(at?)))),
    );
    facts
}

/// The people; none where they were erased as the law allows.
fn people(reader: &mut Reader<'_>, row: &DossierRow) -> Result<Vec<(&'static str, Vec<Labelled>)>> {
    let (owner, filer) = match parties::of(reader, &row.id) {
        Err(Error::Missing) => return Ok(Vec::new()),
        known => known?,
    };
    let mut people = vec![("Chủ hồ sơ", person(&owner))];
    people.extend(filer.map(|filer| ("Người nộp", person(&filer))));
    Ok(people)
}

fn person(party: &Party) -> Vec<Labelled> {
    let known = [
        ("Họ và tên", Some(party.name.clone())),
        ("Ngày sinh", party.birth.clone()),
        ("Số giấy tờ", party.document_number.clone()),
        ("Nơi ở", Some(party.address.clone())),
        ("Điện thoại", party.phone.clone()),
        ("Thư điện tử", party.email.clone()),
        ("Nộp thay theo", party.authority.clone()),
    ];
    known
        .into_iter()
        .filter_map(|(label, value)| Some(Labelled::new(label, value?)))
        .filter(|line| !line.value.is_empty())
        .collect()
}

fn outcome(reader: &mut Reader<'_>, row: &DossierRow) -> Result<Vec<Labelled>> {
    let Some((paper, collector)) = result::of(reader, &row.id)? else {
        return Ok(Vec::new());
    };
    let mut lines = vec![Labelled::new("Giấy tờ đã cấp", paper.name)];
    lines.extend(paper.number.map(|number| Labelled::new("Số", number)));
    if let Some(by) = collector {
        lines.push(Labelled::new("Người nhận", by.name));
        if !by.proof.is_empty() {
            lines.push(Labelled::new("Nhận thay theo", by.proof));
        }
    }
    Ok(lines)
}

fn attached(reader: &mut Reader<'_>, row: &DossierRow) -> Result<Vec<Attached>> {
    let place = address(&row.agency, row.address());
    let shown = |file: File| Attached {
        href: format!("{place}/tep/{}", file.id),
        about: format!("{} · {}", file.kind.vietnamese(), file.size_vi()),
        name: file.name,
    };
    Ok(files::of(reader, &row.id)?.into_iter().map(shown).collect())
}

/// The papers that were issued, oldest first; the cancelled and the superseded ones among them.
fn issued(reader: &mut Reader<'_>, row: &DossierRow) -> Result<Vec<Attached>> {
    let place = address(&row.agency, row.address());
    let shown = |line: papers::Line| {
        let mut about = moment_vi(line.issued_at);
        if let Some((_, _, reason)) = &line.cancelled {
            about.push_str(&format!(" · đã hủy: {reason}"));
        }
        if let Some(said) = line.replaced_vi() {
            about.push_str(&format!(" · đã {said}"));
        }
        Attached {
            href: format!("{place}/giay/{}", line.id),
            name: line.title(),
            about,
        }
    };
    let lines = papers::of_dossier(reader, &row.id)?;
    Ok(lines.into_iter().map(shown).collect())
}

fn happenings(
    reader: &mut Reader<'_>,
    row: &DossierRow,
    events: &[Event],
) -> Result<Vec<Happening>> {
    let names = texts(
        reader,
        "SELECT id, name AS text FROM account WHERE agency = $1",
        &row.agency,
    )?;
    let notes = texts(
        reader,
        "SELECT id, text FROM dossier_note WHERE dossier_id = $1",
        &row.id,
    )?;
    let who = |by: &str| match by.strip_prefix("user:") {
        Some(user) => names.get(user).cloned().unwrap_or_default(),
        None if by == "citizen" => "Người dân".to_owned(),
        None => "Chương trình".to_owned(),
    };
    let acted = |event: &Event| match event.data["instead_of"].as_str() {
        Some(absent) => format!("{} thay {}", who(&event.by), who(absent)),
        None => who(&event.by),
    };
    let happening = |event: &Event| Happening {
        title: sentences::happening(&event.kind),
        when: moment_vi(event.at),
        iso: Moment::iso_minute(event.at),
        who: acted(event),
        note: event
            .data
            .get("note")
            .and_then(|id| notes.get(id.as_str()?).cloned())
            .unwrap_or_default(),
    };
    Ok(events.iter().map(happening).collect())
}

/// Texts by id, of one commune or one dossier.
fn texts(reader: &mut Reader<'_>, sql: &'static str, of: &str) -> Result<BTreeMap<String, String>> {
    let rows = reader.rows(sql, params![of])?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("text")?)))
        .collect()
}
