//! The calendar: published years, proposed years, refused files, office hours.
//! For whoever edits `data/calendar` or the proposal.

use domain::calendar::{Calendar, DayOffKind, Notice, OfficeHours, Session};
use jiff::civil::{Date, Weekday};

use super::{NOTICES, at, day, shipped};

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    jiff::civil::date(year, 1, 1)
        .series(jiff::Span::new().days(1))
        .take_while(move |d| d.year() == year)
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A year's blocks of days off, and its worked days of rest.
type Year = (
    i16,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

/// The table of days off as published: blocks with their weekends, and worked Saturdays.
const PUBLISHED: [Year; 4] = [
    (
        2023,
        &[
            ("01-01", "01-02"),
            ("01-20", "01-26"),
            ("04-29", "05-03"),
            ("09-01", "09-04"),
        ],
        &[],
    ),
    (
        2024,
        &[
            ("01-01", "01-01"),
            ("02-08", "02-14"),
            ("04-18", "04-18"),
            ("04-29", "05-01"),
            ("08-31", "09-03"),
        ],
        &["05-04"],
    ),
    (
        2025,
        &[
            ("01-01", "01-01"),
            ("01-25", "02-02"),
            ("04-05", "04-07"),
            ("04-30", "05-04"),
            ("08-30", "09-02"),
        ],
        &["04-26"],
    ),
    (
        2026,
        &[
            ("01-01", "01-04"),
            ("02-14", "02-22"),
            ("04-25", "04-27"),
            ("04-30", "05-03"),
            ("08-29", "09-02"),
            ("11-24", "11-24"),
        ],
        &["01-10", "08-22"],
    ),
];

#[test]
fn the_shipped_years_are_worked_as_published() {
    let calendar = shipped();
    for (year, blocks, saturdays) in PUBLISHED {
        assert!(!calendar.is_proposed(year));
        for date in days_of(year) {
            let short = date.strftime("%m-%d").to_string();
            let off = blocks
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&short.as_str()));
            let worked = saturdays.contains(&short.as_str()) || (!off && !is_weekend(date));
            assert_eq!(calendar.is_working_day(date), worked, "{date}");
        }
    }
}

#[test]
fn a_proposed_year_differs_from_the_notice_only_in_swapped_days() {
    let official = shipped();
    let proposed = Calendar::new(OfficeHours::default(), Vec::new());
    for (year, differing) in [
        (2023, &[][..]),
        (2024, &["2024-04-29", "2024-05-04"]),
        (2025, &["2025-04-26", "2025-05-02"]),
        (
            2026,
            &["2026-01-02", "2026-01-10", "2026-08-22", "2026-08-31"],
        ),
    ] {
        assert!(proposed.is_proposed(year));
        let found: Vec<String> = days_of(year)
            .filter(|d| official.is_working_day(*d) != proposed.is_working_day(*d))
            .map(|d| d.to_string())
            .collect();
        assert_eq!(found, differing, "{year}");
    }
}

#[test]
fn the_culture_day_is_a_holiday_from_2026_on() {
    let calendar = Calendar::new(OfficeHours::default(), Vec::new());
    assert!(calendar.is_working_day(day("2025-11-24")));
    assert!(!calendar.is_working_day(day("2026-11-24")));
    // 24/11/2029 is a Saturday: the Monday is off instead.
    assert!(!calendar.is_working_day(day("2029-11-26")));
}

#[test]
fn a_day_tells_why_it_is_off_or_worked() {
    let calendar = shipped();
    let note = calendar
        .day_note(day("2024-05-04"))
        .expect("a swapped Saturday");
    assert!(note.works);
    assert_eq!(note.kind, Some(DayOffKind::SwapWork));
    assert_eq!(note.source, "Công văn 2450/VPCP-KGVX ngày 12/4/2024");
    let note = calendar.day_note(day("2028-01-26")).expect("mùng 1");
    assert_eq!(
        (note.works, note.proposed, note.name),
        (false, true, "Tết Nguyên đán")
    );
    let note = calendar.day_note(day("2023-06-17")).expect("a Saturday");
    assert_eq!((note.works, note.kind, note.name), (false, None, "Thứ Bảy"));
    assert_eq!(calendar.day_note(day("2023-06-15")), None);
}

#[test]
fn working_days_are_counted_after_from_and_up_to_to() {
    let calendar = shipped();
    let between = |from: &str, to: &str| calendar.working_days_between(day(from), day(to));
    assert_eq!(between("2023-06-15", "2023-06-15"), 0);
    assert_eq!(between("2023-06-15", "2023-06-19"), 2);
    assert_eq!(between("2023-06-17", "2023-06-18"), 0);
    assert_eq!(between("2023-06-19", "2023-06-15"), 0);
    assert_eq!(
        calendar.add_working_days(day("2023-06-17"), 0),
        day("2023-06-17")
    );
    assert_eq!(
        calendar.next_working_day(day("2023-01-19")),
        day("2023-01-27")
    );
}

#[test]
fn far_dates_stop_at_the_end_of_the_calendar() {
    let calendar = shipped();
    let last = day("2100-12-31");
    assert!(calendar.is_working_day(last));
    assert_eq!(calendar.add_working_days(day("2023-01-03"), u32::MAX), last);
    assert_eq!(calendar.add_working_days(Date::MAX, 3), last);
    assert_eq!(calendar.add_working_days(Date::MIN, 1), day("1990-01-02"));
    assert!(!calendar.is_working_day(day("2101-01-03")));
    assert!(!calendar.covers(day("1989-12-31")));
    assert_eq!(
        calendar.next_opening(at("2150-01-03T09:00")),
        calendar.end()
    );
    assert!(!calendar.is_open(at("2150-01-03T09:00")));
}

#[test]
fn the_office_is_closed_at_the_very_minute_in_which_a_session_ends() {
    let calendar = shipped();
    for (when, open, next) in [
        ("2023-06-15T07:29:59", false, "2023-06-15T07:30"),
        ("2023-06-15T07:30", true, "2023-06-15T07:30"),
        ("2023-06-15T11:29:59", true, "2023-06-15T11:29:59"),
        ("2023-06-15T11:30", false, "2023-06-15T13:00"),
        ("2023-06-15T17:00", false, "2023-06-16T07:30"),
        ("2023-06-16T17:00", false, "2023-06-19T07:30"),
        ("2024-05-04T09:00", true, "2024-05-04T09:00"),
    ] {
        assert_eq!(calendar.is_open(at(when)), open, "{when}");
        assert_eq!(calendar.next_opening(at(when)), at(next), "{when}");
    }
    assert_eq!(calendar.opening(day("2023-06-15")), at("2023-06-15T07:30"));
    assert_eq!(calendar.closing(day("2023-06-15")), at("2023-06-15T17:00"));
}

#[test]
fn working_minutes_run_backwards_too() {
    let calendar = shipped();
    assert_eq!(
        calendar.add_working_minutes(at("2023-06-19T08:00"), -60),
        at("2023-06-16T16:30")
    );
    assert_eq!(
        calendar.working_minutes_between(at("2023-06-16T16:30"), at("2023-06-19T08:00")),
        60
    );
    assert_eq!(
        calendar.working_minutes_between(at("2023-06-19T08:00"), at("2023-06-16T16:30")),
        -60
    );
}

#[test]
fn citizens_read_the_hours_as_a_sentence() {
    assert_eq!(
        shipped().office_hours_on(day("2023-06-19")).vietnamese(),
        "Thứ Hai đến thứ Sáu: 7:30–11:30 và 13:00–17:00. Nghỉ thứ Bảy, Chủ nhật và ngày lễ, Tết"
    );
}

#[test]
fn new_hours_hold_from_their_day_and_leave_the_days_before() {
    let session = |from: &str, to: &str| {
        let time = |text: &str| text.parse().expect("a time");
        Session::new(time(from), time(to)).expect("in order")
    };
    let morning = vec![session("07:00", "11:00")];
    let week = std::array::from_fn(|weekday| {
        if weekday < 6 {
            morning.clone()
        } else {
            Vec::new()
        }
    });
    let summer = OfficeHours::new(week, morning, Default::default(), "Thông báo 5".to_owned())
        .expect("good hours");
    let calendar = Calendar::with_hours(
        OfficeHours::default(),
        vec![(day("2023-06-19"), summer)],
        Vec::new(),
    );
    assert!(!calendar.is_working_day(day("2023-06-17")));
    assert!(
        calendar.is_working_day(day("2023-06-24")),
        "Saturdays are worked from then on"
    );
    assert_eq!(calendar.closing(day("2023-06-16")), at("2023-06-16T17:00"));
    assert_eq!(calendar.closing(day("2023-06-19")), at("2023-06-19T11:00"));
    assert_eq!(
        calendar.working_minutes_between(at("2023-06-16T16:00"), at("2023-06-19T08:00")),
        120
    );
    assert_eq!(
        calendar.add_working_minutes(at("2023-06-16T16:00"), 120),
        at("2023-06-19T08:00")
    );
    let from: Vec<_> = calendar
        .office_hours()
        .map(|(from, _)| from)
        .skip(1)
        .collect();
    assert_eq!(from, [day("2023-06-19")]);
}

const SATURDAY_RECEPTION: &str = r#"{"source": "Thông báo của xã", "swapped": ["07:30-11:30", "13:00-17:00"],
    "week": {"monday": ["07:30-11:30", "13:00-17:00"], "tuesday": ["07:30-11:30", "13:00-17:00"],
             "wednesday": ["07:30-11:30", "13:00-17:00"], "thursday": ["07:30-11:30", "13:00-17:00"],
             "friday": ["07:30-11:30", "13:00-17:00"]},
    "reception_only": {"saturday": ["07:30-11:30"]}}"#;

#[test]
fn a_reception_only_saturday_receives_but_does_not_work() {
    let calendar = Calendar::from_json(&[NOTICES[0], SATURDAY_RECEPTION]).expect("valid");
    assert!(calendar.receives(at("2023-06-17T09:00")));
    assert!(!calendar.receives(at("2023-06-17T12:00")));
    assert!(
        !calendar.receives(at("2023-04-29T09:00")),
        "Giỗ Tổ falls on this Saturday"
    );
    assert!(!calendar.is_open(at("2023-06-17T09:00")));
    assert!(!calendar.is_working_day(day("2023-06-17")));
    assert_eq!(
        calendar.working_minutes_between(at("2023-06-17T07:00"), at("2023-06-17T12:00")),
        0
    );
    assert!(
        calendar
            .office_hours_on(day("2023-06-17"))
            .vietnamese()
            .contains("Thứ Bảy: 7:30–11:30 (chỉ tiếp nhận hồ sơ)")
    );
}

#[test]
fn bad_files_are_refused_with_place_year_and_reason() {
    let refused = |texts: &[&str]| Calendar::from_json(texts).expect_err("must be refused");
    let broken = NOTICES[0].replace("\"2023-01-22\"", "\"2023-01-32\"");
    let error = refused(&[NOTICES[1], &broken]);
    assert!(
        error.contains("tệp lịch thứ 2 (năm 2023)") && error.contains("line 11"),
        "{error}"
    );

    let without_tet = NOTICES[0].replace(
        "2023-01-22\", \"kind\": \"holiday",
        "2023-01-22\", \"kind\": \"swap_work",
    );
    assert_eq!(
        refused(&[&without_tet]),
        "lịch nghỉ năm 2023: thiếu ngày nghỉ 22/01/2023 (Tết Nguyên đán)"
    );

    let twice = NOTICES[0].replace("2023-01-23", "2023-01-24");
    assert_eq!(
        refused(&[&twice]),
        "lịch nghỉ năm 2023: ngày 24/01/2023 được khai hai lần"
    );

    let elsewhere = NOTICES[0].replace("2023-01-23", "2022-01-23");
    assert_eq!(
        refused(&[&elsewhere]),
        "lịch nghỉ năm 2023: ngày 23/01/2022 không thuộc năm 2023"
    );

    let unknown = NOTICES[0]
        .replace("swap", "")
        .replace("\"official\"", "\"offical\"");
    assert!(refused(&[&unknown]).contains("offical"));
    assert!(refused(&["{}"]).contains("thiếu «year»"));
    assert!(refused(&["{"]).starts_with("tệp lịch thứ 1: không đọc được"));
    assert!(refused(&[NOTICES[4], NOTICES[4]]).contains("tệp lịch thứ 2: giờ làm việc đã khai"));

    for (right, wrong, why) in [
        ("07:30-11:30", "13:30-11:30", "giờ kết thúc phải sau"),
        ("07:30-11:30", "07:30-13:30", "chồng nhau"),
        ("07:30-11:30", "sáng", "hãy viết như"),
        ("07:30-11:30", "07:30:20-11:30", "tròn phút"),
    ] {
        let error = refused(&[&NOTICES[4].replacen(right, wrong, 1)]);
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn a_second_notice_amends_the_year_and_a_draft_leaves_it_proposed() {
    let extra = r#"{"year": 2023, "source": "TB 1", "official": true, "confidence": "D",
        "days": [{"date": "2023-06-16", "kind": "swap_off", "name_vi": "Nghỉ hoán đổi"},
                 {"date": "2023-06-17", "kind": "swap_work", "name_vi": "Làm bù"}]}"#;
    let calendar = Calendar::from_json(&[NOTICES[0], extra]).expect("valid");
    assert!(
        !calendar.is_working_day(day("2023-06-16")) && calendar.is_working_day(day("2023-06-17"))
    );
    assert!(
        !calendar.is_working_day(day("2023-01-22")),
        "the first notice still holds"
    );

    let draft = NOTICES[0].replace("\"official\": true", "\"official\": false");
    let calendar = Calendar::from_json(&[&draft]).expect("valid");
    assert!(calendar.is_proposed(2023) && !calendar.is_working_day(day("2023-01-22")));
    assert!(calendar.day_note(day("2023-01-22")).expect("Tết").proposed);
}

#[test]
fn notices_and_hours_survive_being_written_and_read() {
    for text in &NOTICES[..4] {
        let notice: Notice = serde_json::from_str(text).expect("valid");
        let again: Notice = serde_json::from_str(&serde_json::to_string(&notice).unwrap()).unwrap();
        assert_eq!(notice, again);
        assert_eq!(
            notice.confidence,
            if notice.year == 2026 { "V" } else { "WK/M" }
        );
    }
    let hours: OfficeHours = serde_json::from_str(SATURDAY_RECEPTION).expect("valid");
    let again: OfficeHours = serde_json::from_str(&serde_json::to_string(&hours).unwrap()).unwrap();
    assert_eq!(hours, again);
}
