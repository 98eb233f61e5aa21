//! `/cb/quan-tri/lich/gio`: the office hours from a day on.
//! For the administrator; the days before keep the hours they had.

use askama::Template;
use axum::extract::State;
use domain::calendar::{Calendar, OfficeHours, Session};
use domain::text::date_vi;
use jiff::civil::{Date, Weekday};
use kit::law::{ChangeKind, LawChange};
use kit::{App, Ctx, FieldErrors, Fields, Labelled, Page, Result, html, html_with};
use serde_json::{Value, json};
use store::Reader;

use super::effect::{self, Effect};
use super::years::PATH as CALENDAR;
use crate::form::{Asked, Basis, Carried, Confirm, Sent, required_day};
use crate::history::{Past, so_far};

const PATH: &str = "/cb/quan-tri/lich/gio";
const SUBJECT: &str = "office_hours";

/// The weekdays as stored and as shown, Monday first.
const DAYS: [(&str, &str); 7] = [
    ("monday", "Thứ Hai"),
    ("tuesday", "Thứ Ba"),
    ("wednesday", "Thứ Tư"),
    ("thursday", "Thứ Năm"),
    ("friday", "Thứ Sáu"),
    ("saturday", "Thứ Bảy"),
    ("sunday", "Chủ nhật"),
];

#[derive(Template)]
#[template(path = "calendar/hours.html")]
struct HoursPage {
    page: Page,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    version: i64,
    now: String,
    days: Vec<DayHours>,
    history: Vec<Past>,
}

struct DayHours {
    name: &'static str,
    label: &'static str,
    work: String,
    reception: String,
}

#[derive(Template)]
#[template(path = "calendar/year_confirm.html")]
struct HoursConfirm {
    page: Page,
    confirm: Confirm,
    effect: Effect,
}

/// `GET /cb/quan-tri/lich/gio`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let form = form_of(law.calendar.office_hours_on(today));
    show(&app, &ctx, form, FieldErrors::new()).await
}

fn form_of(hours: &OfficeHours) -> Fields {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for ((name, _), weekday) in DAYS.iter().zip(Weekday::Monday.cycle_forward()) {
        pairs.push((name.to_string(), written(hours.on(weekday))));
        pairs.push((
            format!("{name}_nhan"),
            written(hours.reception_only(weekday)),
        ));
    }
    pairs.push(("lam_bu".to_owned(), written(hours.swapped())));
    Fields::of(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// `7:30–11:30, 13:00–17:00`
fn written(sessions: &[Session]) -> String {
    let every: Vec<String> = sessions.iter().map(Session::to_string).collect();
    every.join(", ")
}

async fn show(app: &App, ctx: &Ctx, form: Fields, errors: FieldErrors) -> Result {
    let said = |change: &LawChange| {
        let hours: Option<OfficeHours> = serde_json::from_value(change.body.clone()).ok();
        hours.map_or_else(String::new, |hours| hours.vietnamese())
    };
    let subject = (ChangeKind::OfficeHours, SUBJECT);
    let (history, version) = so_far(app, &form, subject, said).await?;
    let days = DAYS.iter().map(|(name, label)| DayHours {
        name,
        label,
        work: form.get(name).to_owned(),
        reception: form.get(&format!("{name}_nhan")).to_owned(),
    });
    html_with(
        errors.status(),
        HoursPage {
            page: app.page(ctx, "Giờ làm việc").with_errors(&errors),
            basis_hint: "Thông báo của Ủy ban nhân dân xã",
            version,
            now: app
                .law()
                .calendar
                .office_hours_on(app.law_now().date())
                .vietnamese(),
            days: days.collect(),
            errors,
            form,
            history,
        },
    )
}

/// The sessions typed in a field, as data files write them.
fn sessions(typed: &str) -> Vec<String> {
    let parts = typed.split([',', ';']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            let ends: Vec<String> = part
                .split(['-', '–'])
                .map(|time| padded(&time.trim().replace(['h', 'H', 'g'], ":")))
                .collect();
            ends.join("-")
        })
        .collect()
}

/// `7:30` as `07:30`, `7:` as `07:00`.
fn padded(time: &str) -> String {
    match time.split_once(':') {
        Some((hour, minute)) => format!("{hour:0>2}:{minute:0<2}"),
        None => format!("{time:0>2}:00"),
    }
}

fn hours_of(fields: &Fields, source: &str) -> Result<OfficeHours, String> {
    let week = |suffix: &str| -> Value {
        let days = DAYS.iter().map(|(name, _)| {
            let typed = fields.get(&format!("{name}{suffix}"));
            ((*name).to_owned(), json!(sessions(typed)))
        });
        Value::Object(days.collect())
    };
    let body = json!({
        "source": source,
        "week": week(""),
        "swapped": sessions(fields.get("lam_bu")),
        "reception_only": week("_nhan"),
    });
    serde_json::from_value(body).map_err(|why| format!("Giờ làm việc: {why}. Hãy sửa lại"))
}

struct NewHours {
    hours: OfficeHours,
    basis: Basis,
    from: Date,
}

fn read(fields: &Fields, errors: &mut FieldErrors) -> Result<Option<Asked<NewHours>>> {
    let seen = fields.seen()?;
    let basis = Basis::read(fields, errors, true);
    let from = required_day(fields, errors, "tu_ngay", "Áp dụng từ ngày");
    let hours = errors.check("monday", hours_of(fields, &basis.document()));
    let (Some(from), Some(hours), true) = (from, hours, errors.is_empty()) else {
        return Ok(None);
    };
    let (subject, body) = (SUBJECT.to_owned(), serde_json::to_value(&hours));
    let change = basis.change((ChangeKind::OfficeHours, subject), (seen, from), body)?;
    Ok(Some(Asked {
        changes: vec![change],
        place: CALENDAR.to_owned(),
        told: format!("Đã lưu giờ làm việc, áp dụng từ {}.", date_vi(from)),
        shown: NewHours { hours, basis, from },
    }))
}

/// `POST /cb/quan-tri/lich/gio`
pub(crate) async fn submit(sent: Sent) -> Result {
    match sent.carry(read).await? {
        Carried::Tried(asked, next) => preview(&sent, &asked, next.calendar).await,
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => show(&sent.app, &sent.ctx, sent.typed, errors).await,
    }
}

async fn preview(sent: &Sent, asked: &NewHours, calendar: Calendar) -> Result {
    let app = &sent.app;
    let (law, agency) = (app.law(), app.agency().to_owned());
    let effect = app
        .read(move |reader: &mut Reader<'_>| effect::of(reader, &agency, &law, &calendar))
        .await?;
    let mut facts = asked.basis.facts();
    facts.push(Labelled::new("Áp dụng từ", date_vi(asked.from)));
    facts.push(Labelled::new("Giờ mới", asked.hours.vietnamese()));
    html(HoursConfirm {
        page: app.page(&sent.ctx, "Giờ làm việc: xem trước"),
        confirm: Confirm::new(PATH, &sent.typed, facts),
        effect,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(
            sessions("7:30–11:30, 13h-17h"),
            ["07:30-11:30", "13:00-17:00"]
        );
        assert_eq!(sessions(" "), Vec::<String>::new());
        let form = form_of(&OfficeHours::default());
        let again = hours_of(&form, "giờ làm việc mặc định").expect("our own hours");
        assert_eq!(again, OfficeHours::default());
    }

    #[test]
    fn hours_that_overlap_are_refused_with_the_day() {
        let form = Fields::of([
            ("monday", "7:30-11:30, 11:00-17:00"),
            ("lam_bu", "7:30-11:30"),
        ]);
        let said = hours_of(&form, "x").expect_err("they overlap");
        assert!(said.contains("thứ Hai"), "{said}");
    }
}
