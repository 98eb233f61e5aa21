//! `/cb/quan-tri/lich/{year}`: a year's notice entered over the computed holidays, with its effect.
//! For the administrator; what it does to open dossiers is shown before it is saved.

use askama::Template;
use axum::extract::{Path, State};
use domain::calendar::{Notice, YEARS};
use domain::text::date_vi;
use kit::law::{ChangeKind, LawChange};
use kit::{App, Ctx, Error, FieldErrors, Fields, Labelled, Law, Page, Result, html, html_with};
use store::Reader;

use super::effect::{self, Effect};
use super::rows::{self, DayRow};
use super::years::PATH;
use crate::form::{Asked, Basis, Carried, Confirm, Sent};
use crate::history::{Past, so_far};

#[derive(Template)]
#[template(path = "calendar/year.html")]
struct YearPage {
    page: Page,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    year: i16,
    version: i64,
    is_official: bool,
    source: String,
    rows: Vec<DayRow>,
    history: Vec<Past>,
}

#[derive(Template)]
#[template(path = "calendar/year_confirm.html")]
struct YearConfirm {
    page: Page,
    confirm: Confirm,
    effect: Effect,
}

fn address(year: i16) -> String {
    format!("{PATH}/{year}")
}

fn year_of(typed: &str) -> Result<i16> {
    let year = typed.parse::<i16>().ok();
    year.filter(|year| YEARS.contains(year))
        .ok_or(Error::Missing)
}

/// The notice in force, or what the law lets us expect.
fn current(law: &Law, year: i16) -> Notice {
    let known = law.notices.iter().find(|notice| notice.year == year);
    known.cloned().unwrap_or_else(|| {
        let first = jiff::civil::date(year, 1, 1);
        Notice::proposed(year, law.calendar.office_hours_on(first))
    })
}

/// `GET /cb/quan-tri/lich/{year}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(year): Path<String>) -> Result {
    let year = year_of(&year)?;
    let pairs = rows::fields_of(&current(&app.law(), year));
    let form = Fields::of(pairs.iter().map(|(name, value)| (*name, value.as_str())));
    show(&app, &ctx, year, form, FieldErrors::new()).await
}

async fn show(app: &App, ctx: &Ctx, year: i16, form: Fields, errors: FieldErrors) -> Result {
    let said = |change: &LawChange| {
        let days = change.body["days"].as_array().map_or(0, Vec::len);
        format!("{days} ngày được nêu")
    };
    let subject = year.to_string();
    let subject = (ChangeKind::CalendarNotice, subject.as_str());
    let (history, version) = so_far(app, &form, subject, said).await?;
    let notice = current(&app.law(), year);
    html_with(
        errors.status(),
        YearPage {
            page: app
                .page(ctx, format!("Lịch nghỉ năm {year}"))
                .with_errors(&errors),
            basis_hint: "Như 9441/TB-BNV",
            year,
            version,
            is_official: notice.official,
            source: notice.source,
            rows: rows::rows(&form, &errors),
            errors,
            form,
            history,
        },
    )
}

/// The notice as the form says it, and the document it is read in.
fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    law: &Law,
    year: i16,
) -> Result<Option<Asked<(Notice, Basis)>>> {
    let seen = fields.seen()?;
    let basis = Basis::read(fields, errors, true);
    let days = rows::read(fields, errors, year, &law.calendar);
    let notice = Notice {
        year,
        source: source(&basis),
        official: true,
        confidence: "V".to_owned(),
        days,
    };
    if errors.is_empty() {
        errors.check(
            "",
            notice
                .check()
                .map_err(|why| format!("Thông báo {why}. Hãy thêm dòng đó")),
        );
    }
    let Some(day) = basis.day.filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let (subject, body) = (year.to_string(), serde_json::to_value(&notice));
    let change = basis.change((ChangeKind::CalendarNotice, subject), (seen, day), body)?;
    Ok(Some(Asked {
        changes: vec![change],
        place: address(year),
        told: format!("Đã lưu lịch nghỉ năm {year}. Ngày hẹn tính từ bây giờ theo lịch mới."),
        shown: (notice, basis),
    }))
}

/// A bare number is that of a notice; other documents are typed with their kind.
fn source(basis: &Basis) -> String {
    let document = basis.document();
    if document.starts_with(|first: char| first.is_ascii_digit()) {
        format!("Thông báo {document}")
    } else {
        document
    }
}

/// `POST /cb/quan-tri/lich/{year}`
pub(crate) async fn submit(Path(year): Path<String>, sent: Sent) -> Result {
    let (year, law) = (year_of(&year)?, sent.app.law());
    let carried = sent.carry(|typed, errors| read(typed, errors, &law, year));
    match carried.await? {
        Carried::Tried(asked, next) => preview(&sent, &asked, &next).await,
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => show(&sent.app, &sent.ctx, year, sent.typed, errors).await,
    }
}

async fn preview(sent: &Sent, (notice, basis): &(Notice, Basis), next: &Law) -> Result {
    let app = &sent.app;
    let (law, agency) = (app.law(), app.agency().to_owned());
    let before = current(&law, notice.year);
    let calendar = next.calendar.clone();
    let effect = app
        .read(move |reader: &mut Reader<'_>| effect::of(reader, &agency, &law, &calendar))
        .await?;
    let mut facts = basis.facts();
    facts.extend(differences(&before, notice));
    let mut confirm = Confirm::new(address(notice.year), &sent.typed, facts);
    confirm.warnings = rows::warnings(notice, &before, app.law_now().date());
    let title = format!("Lịch nghỉ năm {}: xem trước", notice.year);
    html(YearConfirm {
        page: app.page(&sent.ctx, title),
        confirm,
        effect,
    })
}

/// What the notice declares that was not so before, and what it no longer says.
fn differences(before: &Notice, after: &Notice) -> Vec<Labelled> {
    let said = |notice: &Notice, other: &Notice| {
        let days: Vec<String> = notice
            .days
            .iter()
            .filter(|one| {
                !other
                    .days
                    .iter()
                    .any(|known| known.date == one.date && known.kind == one.kind)
            })
            .map(|one| {
                format!(
                    "{} {} ({})",
                    one.kind.vietnamese(),
                    date_vi(one.date),
                    one.name_vi
                )
            })
            .collect();
        if days.is_empty() {
            "không có".to_owned()
        } else {
            days.join("; ")
        }
    };
    vec![
        Labelled::new("Số ngày được nêu", after.days.len().to_string()),
        Labelled::new("Thêm so với lịch đang dùng", said(after, before)),
        Labelled::new("Bỏ so với lịch đang dùng", said(before, after)),
    ]
}
