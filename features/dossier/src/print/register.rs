//! The register book (Mẫu 06, in the set of 2025 Mẫu 07): a year, whole or of one field.
//! For the counter's shelf and for inspectors; read in pages, pressed in parts.

use askama::Template;
use axum::extract::{RawQuery, State};
use domain::dossier::Dossier;
use domain::moment::Moment;
use domain::regime::{FormSet, form_set_at};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{App, Choice, Ctx, Error, Officer, Page, Result, html};
use paper::{Paper, Register, RegisterRow};
use papers::Kind;
use store::{Reader, Row, Sql, StoreError, params};

use super::control::units;
use super::pages::pdf_of;
use crate::desk::Desk;

/// Where it is.
pub(super) const PATH: &str = "/cb/so-theo-doi";
/// Rows on one page of the screen.
const PAGE: i64 = 100;
/// Rows in one PDF: what the typesetter holds in memory at once.
const PART: i64 = 500;
/// No book has more.
const PARTS_MAX: i64 = 100_000;

/// Which rows are asked for.
#[derive(Clone, Debug, Default)]
struct Asked {
    year: i16,
    /// A field of procedures; empty for all.
    field: String,
    /// The number after which the page begins.
    after: i64,
    /// The part of the PDF, from 1.
    part: i64,
}

impl Asked {
    fn read(query: Option<&str>, today: Date) -> Self {
        let mut asked = Self {
            year: today.year(),
            part: 1,
            ..Self::default()
        };
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "nam" => asked.year = value.parse().unwrap_or(asked.year),
                "linh-vuc" => asked.field = value.into_owned(),
                "sau" => asked.after = value.parse().unwrap_or_default(),
                "phan" => asked.part = value.parse().unwrap_or(1).clamp(1, PARTS_MAX),
                _ => {}
            }
        }
        asked
    }

    fn href(&self, path: &str, more: (&str, i64)) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("nam", &self.year.to_string())
            .append_pair("linh-vuc", &self.field)
            .append_pair(more.0, &more.1.to_string())
            .finish();
        format!("{path}?{query}")
    }

    fn book(&self) -> String {
        format!("01/{}", self.year)
    }
}

#[derive(Template)]
#[template(path = "print/register.html")]
struct RegisterPage {
    page: Page,
    years: Vec<Choice>,
    fields: Vec<Choice>,
    total: i64,
    doubt: Option<String>,
    paper: String,
    next: String,
    first: String,
    /// What each part of the PDF holds, and where it is.
    parts: Vec<(String, String)>,
}

/// `GET /cb/so-theo-doi?nam=2023&linh-vuc=&sau=100`
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let desk = Desk::now(&app);
    let asked = Asked::read(query.as_deref(), desk.at.date());
    let (reads, reads_at) = (asked.clone(), desk.clone());
    let (rows, total, years, fields) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let rows = rows(reader, &reads_at, &reads, (reads.after, PAGE))?;
            let total = total(reader, &reads_at, &reads)?;
            let (years, fields) = choices(reader, &reads_at)?;
            Ok((rows, total, years, fields))
        })
        .await?;
    app.note_reading(&actor, "register", "xem sổ theo dõi hồ sơ");
    let next = match rows.last() {
        Some(last) if rows.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX) => {
            asked.href(PATH, ("sau", last.number))
        }
        _ => String::new(),
    };
    let model = model(&asked)?;
    let year = asked.year.to_string();
    let choice = |value: &String| {
        let label = if value.is_empty() {
            "Tất cả lĩnh vực"
        } else {
            value
        };
        Choice::new(value.as_str(), label, &asked.field)
    };
    html(RegisterPage {
        page: app.page(&ctx, format!("Sổ theo dõi hồ sơ năm {year}")),
        years: years
            .iter()
            .map(|one| Choice::new(one.as_str(), format!("Năm {one}"), &year))
            .collect(),
        fields: std::iter::once(&String::new())
            .chain(&fields)
            .map(choice)
            .collect(),
        total,
        doubt: model.doubt(),
        paper: paper::html(&drawn(&desk, &asked, None, rows)?),
        next,
        first: if asked.after > 0 {
            asked.href(PATH, ("sau", 0))
        } else {
            String::new()
        },
        parts: (1..=parts(total))
            .map(|part| {
                (
                    said(part, total),
                    asked.href(&format!("{PATH}/pdf"), ("phan", part)),
                )
            })
            .collect(),
    })
}

fn said(part: i64, total: i64) -> String {
    if total <= PART {
        "PDF cả sổ".to_owned()
    } else {
        format!("PDF phần {part}/{}", parts(total))
    }
}

fn parts(total: i64) -> i64 {
    ((total + PART - 1) / PART).max(1)
}

/// `GET /cb/so-theo-doi/pdf?nam=2023&phan=1`
pub(super) async fn pdf(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let desk = Desk::now(&app);
    let asked = Asked::read(query.as_deref(), desk.at.date());
    let (reads, reads_at) = (asked.clone(), desk.clone());
    let (rows, total) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let total = total(reader, &reads_at, &reads)?;
            let skipped = skipped(reader, &reads_at, &reads)?;
            Ok((rows(reader, &reads_at, &reads, (skipped, PART))?, total))
        })
        .await?;
    app.note_reading(&actor, "register", "xuất sổ theo dõi hồ sơ");
    let part = (parts(total) > 1).then_some((asked.part, parts(total)));
    let paper = drawn(&desk, &asked, part, rows)?;
    let name = format!("so-theo-doi-{}-{}", asked.year, asked.part);
    pdf_of(&app, &ctx, paper, &asked.href(PATH, ("sau", 0)), &name).await
}

fn model(asked: &Asked) -> Result<&'static papers::Model> {
    let last = jiff::civil::date(asked.year.clamp(1900, 9000), 12, 31);
    papers::model(Kind::Register, forms(last))
        .ok_or_else(|| Error::fault("every form set has a register"))
}

/// A book goes on in the form in which its year ends.
fn forms(last: Date) -> FormSet {
    form_set_at(last)
}

fn drawn(
    desk: &Desk,
    asked: &Asked,
    part: Option<(i64, i64)>,
    rows: Vec<RegisterRow>,
) -> Result<Paper> {
    let model = model(asked)?;
    let place = |n: i64| usize::try_from(n).unwrap_or_default();
    Ok(paper::register(&Register {
        form_no: model.form_no.clone().unwrap_or_default(),
        title: model.title.clone(),
        office: papers::office(&desk.commune, desk.at.date()),
        field: Some(asked.field.clone()).filter(|field| !field.is_empty()),
        book: asked.book(),
        year: asked.year,
        part: part.map(|(part, of)| (place(part), place(of))),
        issued: desk.at.local(),
        rows,
    }))
}

const WHERE: &str = "dossier.agency = $1 AND dossier.book = $2 AND ($3 = '' OR dossier.field = $3)";

fn total(sql: &mut impl Sql, desk: &Desk, asked: &Asked) -> Result<i64, StoreError> {
    let text = format!("SELECT COUNT(*) AS n FROM dossier WHERE {WHERE}");
    let row = sql.row(&text, params![&desk.agency, asked.book(), &asked.field])?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// The number after which the asked part begins.
fn skipped(sql: &mut impl Sql, desk: &Desk, asked: &Asked) -> Result<i64, StoreError> {
    let before = (asked.part - 1) * PART;
    if before == 0 {
        return Ok(0);
    }
    let text = format!(
        "SELECT dossier.book_number AS number FROM dossier WHERE {WHERE}
        ORDER BY dossier.book_number LIMIT 1 OFFSET $4"
    );
    let params = params![&desk.agency, asked.book(), &asked.field, before - 1];
    let row = sql.row(&text, params)?;
    row.map_or(Ok(i64::MAX), |row| row.get("number"))
}

fn rows(
    sql: &mut impl Sql,
    desk: &Desk,
    asked: &Asked,
    (after, limit): (i64, i64),
) -> Result<Vec<RegisterRow>, StoreError> {
    let text = format!(
        "SELECT dossier.book_number AS number, dossier.code AS code, dossier.procedure_id AS procedure_id,
            dossier.sets AS sets, dossier.return_by AS return_by, dossier.machine AS machine,
            owner.name AS owner, owner.address AS address, owner.phone AS phone,
            (SELECT MAX(given.collected_by) FROM dossier_result given
                WHERE given.dossier_id = dossier.id) AS collected_by
        FROM dossier LEFT JOIN dossier_party owner ON owner.dossier_id = dossier.id AND owner.role = 'owner'
        WHERE {WHERE} AND dossier.book_number > $4
        ORDER BY dossier.book_number, dossier.id LIMIT $5"
    );
    let params = params![&desk.agency, asked.book(), &asked.field, after, limit];
    sql.rows(&text, params)?
        .iter()
        .map(|row| entered(desk, row))
        .collect()
}

fn entered(desk: &Desk, row: &Row) -> Result<RegisterRow, StoreError> {
    let machine: String = row.get("machine")?;
    let machine: Dossier = serde_json::from_str(&machine)
        .map_err(|error| StoreError::Corrupt(format!("dossier.machine: {error}")))?;
    let procedure: String = row.get("procedure_id")?;
    let name = desk.law.catalogue.version(&procedure);
    let day = |at: Option<Moment>| at.map(|at| date_vi(at.date())).unwrap_or_default();
    let text = |column: &str| -> Result<String, StoreError> {
        Ok(row.get::<Option<String>>(column)?.unwrap_or_default())
    };
    let reached = [text("address")?, text("phone")?];
    let return_by: String = row.get("return_by")?;
    Ok(RegisterRow {
        number: row.get("number")?,
        code: text("code")?,
        procedure: name.map_or(procedure, |known| known.name_vi.clone()),
        sets: row.get("sets")?,
        owner: row
            .get::<Option<String>>("owner")?
            .unwrap_or_else(|| "(đã xoá theo quy định)".to_owned()),
        reached: reached
            .into_iter()
            .filter(|one| !one.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        in_charge: units(desk, &machine).0,
        received: day(machine.received_at),
        due: day(machine.due.as_ref().and_then(|due| due.at)),
        returned: day(machine.returned_at),
        return_by: match return_by.as_str() {
            "post" => "Bưu chính".to_owned(),
            "online" => "Trực tuyến".to_owned(),
            _ => "Tại quầy".to_owned(),
        },
        signed: text("collected_by")?,
        note: note(&machine),
    })
}

fn note(machine: &Dossier) -> String {
    use domain::dossier::State as S;
    let mut notes = Vec::new();
    if machine.late_entry {
        notes.push("Nhập bù");
    }
    match machine.state {
        S::Withdrawn => notes.push("Đã rút"),
        S::Void => notes.push("Giấy đã hủy"),
        S::Stopped => notes.push("Đang dừng"),
        _ => {}
    }
    notes.join(", ")
}

/// The years that have a book, latest first, and the fields of all dossiers.
fn choices(sql: &mut impl Sql, desk: &Desk) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let books = sql.rows(
        "SELECT DISTINCT book AS book FROM dossier WHERE agency = $1 AND book IS NOT NULL ORDER BY book",
        params![&desk.agency],
    )?;
    let mut years = vec![desk.at.date().year().to_string()];
    for row in &books {
        let book: String = row.get("book")?;
        let year = book.rsplit('/').next().unwrap_or_default().to_owned();
        if !years.contains(&year) {
            years.push(year);
        }
    }
    years.sort_by(|one, other| other.cmp(one));
    let fields = sql.rows(
        "SELECT DISTINCT field AS field FROM dossier WHERE agency = $1 ORDER BY field",
        params![&desk.agency],
    )?;
    let fields = fields
        .iter()
        .map(|row| row.get("field"))
        .collect::<Result<_, _>>()?;
    Ok((years, fields))
}
