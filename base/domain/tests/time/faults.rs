//! Faults that other one-stop systems had with time, one test each.
//! For keeping them out of ours.

use domain::calendar::{Calendar, OfficeHours};
use domain::deadline::Term;
use domain::moment::Moment;

use super::{NOTICES, at, day, plain, shipped, told};

#[test]
fn one_hour_leaps_over_lunch_night_weekend_and_tet() {
    let calendar = shipped();
    for (received, due) in [
        ("2023-06-15T16:59", "2023-06-16T08:29"),
        ("2023-06-15T11:29", "2023-06-15T13:59"),
        ("2023-06-15T12:00", "2023-06-15T14:00"),
        ("2023-06-15T17:01", "2023-06-16T08:30"),
        ("2023-06-17T10:00", "2023-06-19T08:30"),
        ("2024-02-07T16:30", "2024-02-15T08:00"),
        // The Friday before a make-up Saturday.
        ("2024-05-03T16:30", "2024-05-04T08:00"),
        ("2024-04-26T16:30", "2024-05-02T08:00"),
    ] {
        assert_eq!(
            plain(received, Term::WorkingHours(1), &calendar).at,
            at(due),
            "{received}"
        );
    }
}

#[test]
fn no_days_mean_the_day_itself_and_no_hours_the_moment_itself() {
    let calendar = shipped();
    for term in [Term::WorkingDays(0), Term::CalendarDays(0)] {
        assert_eq!(
            plain("2023-06-15T09:00", term, &calendar).at,
            at("2023-06-15T17:00")
        );
        assert_eq!(
            plain("2023-06-15T17:30", term, &calendar).at,
            at("2023-06-16T17:00")
        );
        assert_eq!(
            plain("2023-06-17T09:00", term, &calendar).at,
            at("2023-06-19T17:00")
        );
    }
    assert_eq!(
        plain("2023-06-15T09:00", Term::WorkingHours(0), &calendar).at,
        at("2023-06-15T09:00")
    );
    assert_eq!(
        plain("2023-06-17T09:00", Term::WorkingHours(0), &calendar).at,
        at("2023-06-19T07:30")
    );
}

#[test]
fn half_a_day_is_four_hours_and_ends_before_lunch() {
    let calendar = shipped();
    assert_eq!(
        plain("2023-06-15T07:30", Term::WorkingHours(4), &calendar).at,
        at("2023-06-15T11:30")
    );
    assert_eq!(
        plain("2023-06-15T13:00", Term::WorkingHours(4), &calendar).at,
        at("2023-06-15T17:00")
    );
}

#[test]
fn a_short_saturday_is_a_day_for_day_terms_and_four_hours_for_hour_terms() {
    let saturday = NOTICES[4].replace(
        "\"friday\": [\"07:30-11:30\", \"13:00-17:00\"]",
        "\"friday\": [\"07:30-11:30\", \"13:00-17:00\"], \"saturday\": [\"07:30-11:30\"]",
    );
    let calendar = Calendar::from_json(&[NOTICES[0], &saturday]).expect("valid");
    assert!(calendar.is_working_day(day("2023-06-17")));
    assert_eq!(
        plain("2023-06-16T10:00", Term::WorkingDays(1), &calendar).at,
        at("2023-06-17T11:30")
    );
    assert_eq!(
        plain("2023-06-17T07:30", Term::WorkingHours(8), &calendar).at,
        at("2023-06-19T11:30")
    );
    assert_eq!(
        plain("2023-06-17T12:00", Term::SameDay, &calendar).at,
        at("2023-06-19T17:00")
    );
}

#[test]
fn a_calendar_changed_after_receipt_changes_no_date_already_given() {
    let early = Calendar::from_json(&NOTICES[..2]).expect("valid");
    let late = shipped();
    let promised = plain("2025-04-24T09:00", Term::WorkingDays(4), &early);
    let kept = promised.clone();
    let recomputed = plain("2025-04-24T09:00", Term::WorkingDays(4), &late);
    // 25, 28, 29 April and 2 May as proposed; with the notice 26 April is worked.
    assert_eq!(promised.at, at("2025-05-02T17:00"));
    assert!(promised.provisional && told(&promised).contains("lịch dự kiến"));
    assert_eq!(recomputed.at, at("2025-04-29T17:00"));
    assert!(!recomputed.provisional && told(&recomputed).contains("8726/VPCP-KGVX"));
    assert_eq!(promised, kept);
}

#[test]
fn holidays_count_even_before_any_list_is_loaded() {
    let bare = Calendar::new(OfficeHours::default(), Vec::new());
    let found = plain("2023-01-18T09:00", Term::WorkingDays(5), &bare);
    assert_eq!(found.at, at("2023-02-01T17:00"));
    assert!(found.provisional);
}

#[test]
fn half_past_midnight_and_half_past_noon_are_not_confused() {
    let calendar = shipped();
    let night = plain("2023-06-15T00:30", Term::WorkingHours(1), &calendar);
    let noon = plain("2023-06-15T12:30", Term::WorkingHours(1), &calendar);
    assert_eq!(
        (night.at, noon.at),
        (at("2023-06-15T08:30"), at("2023-06-15T14:00"))
    );
    assert_eq!(
        plain("2023-06-15T03:30", Term::SameDay, &calendar).at,
        at("2023-06-15T17:00")
    );
    assert!(told(&plain("2023-06-15T15:30", Term::SameDay, &calendar)).contains("15:30"));
}

#[test]
fn the_date_is_vietnams_and_not_that_of_greenwich() {
    let calendar = shipped();
    // 17:30 on the 14th in UTC is 00:30 on the 15th here.
    let received = Moment::from_millis(1_686_763_800_000);
    assert_eq!(received, at("2023-06-15T00:30"));
    let found = plain("2023-06-15T00:30", Term::WorkingDays(1), &calendar);
    assert_eq!(found.at.date(), day("2023-06-16"));
    assert_eq!(found.at.millis(), 1_686_909_600_000);
}

#[test]
fn absurd_terms_end_with_the_calendar_and_say_so() {
    let calendar = shipped();
    for term in [
        Term::WorkingDays(u32::MAX),
        Term::CalendarDays(u32::MAX),
        Term::WorkingHours(u32::MAX),
        Term::ClockHours(u32::MAX),
    ] {
        let found = plain("2023-06-15T09:00", term, &calendar);
        assert_eq!(found.at, calendar.end(), "{term:?}");
        assert!(told(&found).contains("hết năm 2100"), "{term:?}");
        let beyond = plain("2150-06-15T09:00", term, &calendar);
        assert!(beyond.at >= at("2150-06-15T09:00"), "{term:?}");
    }
}
