//! `/cb/quan-tri/lich/{year}`: a year's notice entered over the computed holidays, with its effect.
//! For the administrator; what it does to open dossiers is shown before it is saved.

use askama::Template;
use axum::extract::{Path, State};
use domain::calendar::{Notice, YEARS};
use domain::text::date_vi;
use kit::law::{ChangeKind, NewChange};
use kit::{
    App, Ctx, Error, FieldErrors, Fields, Labelled, Law, Officer, Page, Result, html, html_with,
};
use store::{Reader, StoreError};

use super::effect::{self, Effect};
use super::rows::{self, DayRow};
use super::years::PATH;
use crate::form::{Basis, Carried, Confirm, Step, carry, known};
use crate::history::{Past, past};

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
    let (law, agency) = (app.law(), app.agency().to_owned());
    let (history, version) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let subject = year.to_string();
            let (changes, version) = known(reader, &agency, ChangeKind::CalendarNotice, &subject)?;
            let lines = past(reader, &changes, |change| {
                let days = change.body["days"].as_array().map_or(0, Vec::len);
                format!("{days} ngày được nêu")
            })?;
            Ok((lines, version))
        })
        .await?;
    let notice = current(&law, year);
    // A form shown again keeps the number that its first page saw, or a conflict would be lost.
    let version = form.get("version").parse().unwrap_or(version);
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

/// The change that the form asks for, with the days it declares.
fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    law: &Law,
    year: i16,
) -> Result<Option<(NewChange, Notice, Basis)>> {
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
    Ok(Some((change, notice, basis)))
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
pub(crate) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(year): Path<String>,
    fields: Fields,
) -> Result {
    let (year, law) = (year_of(&year)?, app.law());
    let mut errors = FieldErrors::new();
    if Step::of(&fields) == Step::Edit {
        return show(&app, &ctx, year, fields, errors).await;
    }
    let Some((change, notice, basis)) = read(&fields, &mut errors, &law, year)? else {
        return show(&app, &ctx, year, fields, errors).await;
    };
    let told = format!("Đã lưu lịch nghỉ năm {year}. Ngày hẹn tính từ bây giờ theo lịch mới.");
    let place = address(year);
    match carry(&app, &ctx, (&actor, &fields), change, (&place, told)).await? {
        Carried::Tried(next) => preview(&app, &ctx, &fields, (&notice, &basis), &next).await,
        Carried::Kept(onward) => Ok(onward),
        Carried::Refused(errors) => show(&app, &ctx, year, fields, errors).await,
    }
}

async fn preview(
    app: &App,
    ctx: &Ctx,
    fields: &Fields,
    (notice, basis): (&Notice, &Basis),
    next: &Law,
) -> Result {
    let (law, agency) = (app.law(), app.agency().to_owned());
    let before = current(&law, notice.year);
    let calendar = next.calendar.clone();
    let effect = app
        .read(move |reader: &mut Reader<'_>| effect::of(reader, &agency, &law, &calendar))
        .await?;
    let mut facts = basis.facts();
    facts.extend(differences(&before, notice));
    let mut confirm = Confirm::new(address(notice.year), fields, facts);
    confirm.warnings = rows::warnings(notice, &before, app.law_now().date());
    html(YearConfirm {
        page: app.page(ctx, format!("Lịch nghỉ năm {}: xem trước", notice.year)),
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
