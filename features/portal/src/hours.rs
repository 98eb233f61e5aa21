//! `GET /gio-lam-viec`: hours of the week, holidays of this month and the next, address, telephone.
//! For citizens before they set out.

use askama::Template;
use axum::extract::State;
use domain::calendar::{Calendar, DayNote};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kit::{App, Ctx, Labelled, Link, Page, Result, html};

use crate::today::{self, Today, day_vi, upper_first};

#[derive(Template)]
#[template(path = "hours.html")]
struct Hours {
    page: Page,
    crumbs: Vec<Link>,
    today: Today,
    week: Vec<Labelled>,
    days: Vec<Special>,
    until: String,
    is_proposed: bool,
}

/// A day on which the week's hours do not hold.
struct Special {
    day: String,
    what: String,
    is_worked: bool,
}

/// `GET /gio-lam-viec`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let (law, now) = (app.law(), app.law_now());
    let calendar = &law.calendar;
    let (after, through) = two_months(now.date());
    let declared: Vec<(Date, DayNote<'_>)> = calendar.declared_between(after, through).collect();
    html(Hours {
        page: app.page(&ctx, "Giờ làm việc"),
        crumbs: vec![Link::new("/", "Trang chủ")],
        today: today::at(calendar, now),
        week: week(calendar, now.date()),
        is_proposed: declared.iter().any(|(_, note)| note.proposed),
        days: declared.into_iter().map(special).collect(),
        until: domain::text::date_vi(through),
    })
}

/// From the last day of the month before to the last day of the month after.
fn two_months(today: Date) -> (Date, Date) {
    let first = today.first_of_month();
    let next = first.checked_add(1.month()).unwrap_or(first);
    (first.yesterday().unwrap_or(first), next.last_of_month())
}

fn week(calendar: &Calendar, today: Date) -> Vec<Labelled> {
    let office = calendar.office_hours_on(today);
    Weekday::Monday
        .cycle_forward()
        .take(7)
        .map(|weekday| {
            let (open, receives) = (office.on(weekday), office.reception_only(weekday));
            let join = |sessions: &[domain::calendar::Session]| {
                sessions
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" và ")
            };
            let hours = match (open.is_empty(), receives.is_empty()) {
                (false, _) => join(open),
                (true, false) => format!("{} (chỉ nhận hồ sơ)", join(receives)),
                (true, true) => "Nghỉ".to_owned(),
            };
            Labelled::new(upper_first(domain::calendar::weekday_vi(weekday)), hours)
        })
        .collect()
}

fn special((day, note): (Date, DayNote<'_>)) -> Special {
    Special {
        day: day_vi(day),
        what: note.name.to_owned(),
        is_worked: note.works,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn two_months_reach_over_the_new_year() {
        assert_eq!(
            two_months(date(2023, 12, 31)),
            (date(2023, 11, 30), date(2024, 1, 31))
        );
    }
}
