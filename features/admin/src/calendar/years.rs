//! `GET /cb/quan-tri/lich`: each year with its notice or the days it is expected to have.
//! For the administrator, who enters the notice when it comes.

use askama::Template;
use axum::extract::State;
use domain::calendar::YEARS;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{ChangeKind, of_kind};
use kit::{App, Ctx, Law, Page, Result, Tag, Tone, html};
use store::{Reader, StoreError};

use crate::history::{Past, past};

/// The calendar's place.
pub(crate) const PATH: &str = "/cb/quan-tri/lich";

#[derive(Template)]
#[template(path = "calendar/years.html")]
struct Years {
    page: Page,
    years: Vec<Year>,
    hours: Vec<HoursLine>,
    history: Vec<Past>,
}

struct Year {
    href: String,
    year: i16,
    tag: Tag,
    source: String,
    days_off: usize,
}

struct HoursLine {
    from: String,
    said: String,
    source: String,
}

/// `GET /cb/quan-tri/lich`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let (law, today, agency) = (app.law(), app.law_now().date(), app.agency().to_owned());
    let history = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let changes = of_kind(reader, &agency, ChangeKind::CalendarNotice)?;
            past(reader, &changes, |change| {
                format!("lịch nghỉ năm {}", change.subject)
            })
        })
        .await?;
    html(Years {
        page: app.page(&ctx, "Lịch làm việc"),
        years: years(&law, today),
        hours: hours(&law),
        history,
    })
}

/// The years that have a notice, and those around today.
fn years(law: &Law, today: Date) -> Vec<Year> {
    let mut years: Vec<i16> = law.notices.iter().map(|notice| notice.year).collect();
    years.extend((today.year() - 1)..=(today.year() + 2));
    years.sort_unstable();
    years.dedup();
    let known = years.into_iter().rev().filter(|year| YEARS.contains(year));
    known
        .map(|year| {
            let notice = law.notices.iter().find(|notice| notice.year == year);
            let official = notice.filter(|notice| notice.official);
            let first = jiff::civil::date(year, 1, 1);
            let off = law
                .calendar
                .declared_between(first.yesterday().unwrap_or(first), first.last_of_year())
                .filter(|(_, note)| !note.works);
            Year {
                href: format!("{PATH}/{year}"),
                year,
                tag: match official {
                    Some(_) => Tag::new(Tone::Ok, "Có thông báo"),
                    None => Tag::new(Tone::Warning, "Dự kiến, chờ thông báo"),
                },
                source: notice.map_or_else(String::new, |notice| notice.source.clone()),
                days_off: off.count(),
            }
        })
        .collect()
}

fn hours(law: &Law) -> Vec<HoursLine> {
    let every = law.calendar.office_hours().enumerate();
    every
        .map(|(nth, (from, hours))| HoursLine {
            from: if nth == 0 {
                "Từ đầu".to_owned()
            } else {
                format!("Từ {}", date_vi(from))
            },
            said: hours.vietnamese(),
            source: hours.source().to_owned(),
        })
        .collect()
}
