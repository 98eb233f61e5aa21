//! The year's notice and the office hours: entered, refused, in force, and never over a printed date.

use axum::http::StatusCode;
use domain::moment::Moment;
use domain::text::{date_vi, moment_vi};
use jiff::civil::date;
use kit::testing::TestApp;

use super::*;

const YEAR: &str = "/cb/quan-tri/lich/2023";

/// The rows of the notice in force, with one day more, without the days named.
fn rows(app: &TestApp, without: &[&str], extra: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let law = app.app.law();
    let notice = law.notices.iter().find(|notice| notice.year == 2023);
    let mut typed = crate::calendar::rows::fields_of(notice.expect("2023 has a notice"));
    typed = typed
        .chunks(3)
        .filter(|row| !without.contains(&row[0].1.as_str()))
        .flatten()
        .cloned()
        .collect();
    for (date, kind, name) in extra {
        typed.push(("ngay", (*date).to_owned()));
        typed.push(("loai", (*kind).to_owned()));
        typed.push(("ten", (*name).to_owned()));
    }
    let owned = |(name, value): (&str, String)| (name.to_owned(), value);
    typed.into_iter().map(owned).collect()
}

fn typed(rows: &[(String, String)]) -> Vec<(&str, &str)> {
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    with_basis(&rows)
}

fn at(text: &str) -> Moment {
    Moment::parse_local(text).expect("a time")
}

#[tokio::test]
async fn a_notice_moves_what_is_received_after_it_and_no_printed_date() {
    for app in apps().await {
        let old = received(&app).await;
        let (printed, by_calendar) = (at("2023-11-28T17:00"), at("2023-11-29T17:00"));
        assert_eq!(old.machine.counted_due(), Some(printed));
        let rows = rows(&app, &[], &[("24/11/2023", "le", "Ngày hội của xã")]);
        let preview = save(&app, YEAR, &typed(&rows)).await;
        let both =
            [moment_vi(printed), moment_vi(by_calendar)].map(|day| day.replace('\u{a0}', " "));
        says(
            &preview,
            &[
                old.address(),
                &both[0],
                &both[1],
                "Nghỉ lễ 24/11/2023",
                "1 hồ sơ",
            ],
        );

        assert!(!app.app.law().calendar.is_working_day(date(2023, 11, 24)));
        assert_eq!(
            received(&app).await.machine.counted_due(),
            Some(by_calendar)
        );
        assert_eq!(
            loaded(&app, &old).await.machine.counted_due(),
            Some(printed)
        );

        let effect = app.get("/cb/quan-tri/lich/anh-huong").await;
        says(&effect, &[old.address(), &both[0], &both[1]]);
        let told = events(&app, "law:calendar_notice:2023").await;
        assert_eq!(told.len(), 1);
        assert_eq!(
            (told[0].kind.as_str(), told[0].by.as_str()),
            ("law.changed", "user:admin")
        );
        verifies(&app);

        app.sign_in("one_stop").await;
        let page = app.get(&format!("/cb/ho-so/{}", old.address())).await;
        says(&page, &["Theo lịch đang áp dụng", &both[0], &both[1]]);
    }
}

#[tokio::test]
async fn a_notice_that_forgets_a_holiday_of_the_law_is_refused_and_shown_again() {
    let app = app().await;
    let rows = rows(
        &app,
        &["02/09/2023"],
        &[("30/12/2023", "lam_bu", "Làm bù cho ai đó")],
    );
    let again = refused(&app, YEAR, &typed(&rows)).await;
    says(
        &again,
        &[
            "thiếu ngày nghỉ 02/09/2023 (Quốc khánh)",
            "Làm bù cho ai đó",
            "TB 12/TB-UBND",
        ],
    );
    let bare: Vec<(&str, &str)> = vec![("ngay", "32/1/2023"), ("loai", "le"), ("ten", "x")];
    let again = refused(&app, YEAR, &bare).await;
    says(&again, &["chưa đọc được", "Hãy điền số, ký hiệu văn bản"]);
    assert_eq!(app.app.law().revision, 0);
}

#[tokio::test]
async fn the_computed_holidays_are_offered_for_a_year_without_notice() {
    let app = app().await;
    let page = app.get("/cb/quan-tri/lich/2028").await;
    says(&page, &["26/01/2028", "Tết Nguyên đán", "Dự kiến"]);
    assert_eq!(
        app.get("/cb/quan-tri/lich/1800").await.status,
        StatusCode::NOT_FOUND
    );
    let years = app.get("/cb/quan-tri/lich").await;
    says(&years, &["Năm 2023", "Năm 2025", "Thứ Hai đến thứ Sáu"]);
}

#[tokio::test]
async fn the_second_of_two_administrators_is_told_and_a_form_sent_twice_is_one_change() {
    let app = app().await;
    let rows = rows(&app, &[], &[("24/11/2023", "le", "Ngày hội")]);
    let page = app.get(YEAR).await;
    let first = send(&app, YEAR, &page, ("0", "luu"), &typed(&rows)).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let twice = send(&app, YEAR, &page, ("0", "luu"), &typed(&rows)).await;
    assert_eq!(
        (twice.status, app.app.law().revision),
        (StatusCode::SEE_OTHER, 1)
    );
    let other = app.get(YEAR).await;
    let beaten = send(&app, YEAR, &other, ("0", "luu"), &typed(&rows)).await;
    assert_eq!(beaten.status, StatusCode::CONFLICT);
    says(&beaten, &["Cán bộ admin đã sửa lịch nghỉ của năm «2023»"]);
    assert_eq!(app.app.law().revision, 1);
}

#[tokio::test]
async fn going_back_from_the_preview_keeps_all_that_was_typed() {
    let app = app().await;
    let rows = rows(&app, &[], &[("24/11/2023", "le", "Ngày hội của xã")]);
    let page = app.get(YEAR).await;
    let again = send(&app, YEAR, &page, ("0", "sua"), &typed(&rows)).await;
    assert_eq!(again.status, StatusCode::OK);
    says(&again, &["Ngày hội của xã", "24/11/2023", "TB 12/TB-UBND"]);
}

#[tokio::test]
async fn new_office_hours_hold_from_their_day() {
    let app = app().await;
    let path = "/cb/quan-tri/lich/gio";
    let week = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let mut typed: Vec<(&str, &str)> = week
        .iter()
        .map(|day| (*day, "7:00-11:00, 13:30-16:30"))
        .collect();
    typed.extend([
        ("lam_bu", "7:00-11:00"),
        ("saturday_nhan", "7:30-10:30"),
        ("tu_ngay", "1/12/2023"),
    ]);
    let preview = save(&app, path, &with_basis(&typed)).await;
    says(&preview, &["7:00–11:00 và 13:30–16:30", "01/12/2023"]);
    let calendar = app.app.law().calendar.clone();
    assert_eq!(calendar.closing(date(2023, 11, 30)), at("2023-11-30T17:00"));
    assert_eq!(calendar.closing(date(2023, 12, 1)), at("2023-12-01T16:30"));
    assert!(
        calendar.receives(at("2023-12-02T08:00")) && !calendar.is_working_day(date(2023, 12, 2))
    );
    let mut late = typed.clone();
    late.pop();
    late.push(("tu_ngay", "1/11/2023"));
    let again = refused(&app, path, &with_basis(&late)).await;
    says(
        &again,
        &[
            "Ngày có hiệu lực 01/11/2023 đã qua",
            &date_vi(date(2023, 11, 23)),
        ],
    );
}
