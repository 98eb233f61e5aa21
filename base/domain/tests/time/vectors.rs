//! Published and computed examples: receipt, term, due moment.
//! For comparing the rules with the tables that people checked by hand.

use domain::deadline::{
    Limit, PausePolicy, Standing, Term, due, explain_json, standing, transfer_by,
};

use super::{at, plain, shipped, told};

#[test]
fn working_days_fall_due_as_computed_by_hand() {
    let calendar = shipped();
    for (received, days, due) in [
        ("2023-04-26T09:00", 3, "2023-05-04T17:00"),
        ("2023-04-28T09:00", 1, "2023-05-04T17:00"),
        ("2023-01-18T09:00", 5, "2023-02-01T17:00"),
        ("2023-08-31T09:00", 1, "2023-09-05T17:00"),
        ("2023-08-30T09:00", 3, "2023-09-06T17:00"),
        ("2023-12-29T09:00", 2, "2024-01-03T17:00"),
        ("2024-04-26T09:00", 3, "2024-05-04T17:00"),
        ("2024-02-07T09:00", 1, "2024-02-15T17:00"),
        ("2023-06-15T09:00", 7, "2023-06-26T17:00"),
        ("2023-06-15T09:00", 15, "2023-07-06T17:00"),
        // After closing time the day of receipt is still the day before day one.
        ("2023-06-15T23:59", 1, "2023-06-16T17:00"),
        // A receipt on Saturday or Sunday: Monday is day one.
        ("2023-06-17T09:00", 1, "2023-06-19T17:00"),
        ("2023-06-18T09:00", 1, "2023-06-19T17:00"),
    ] {
        let found = plain(received, Term::WorkingDays(days), &calendar);
        assert_eq!(found.at, at(due), "{received} + {days}");
        assert!(!found.provisional, "{received}");
    }
}

#[test]
fn working_hours_fall_due_as_computed_by_hand() {
    let calendar = shipped();
    for (received, hours, due) in [
        ("2023-04-28T15:30", 8, "2023-05-04T15:30"),
        ("2023-04-28T16:30", 4, "2023-05-04T11:00"),
        ("2023-06-15T09:00", 8, "2023-06-16T09:00"),
        ("2023-06-15T18:00", 8, "2023-06-16T17:00"),
        ("2023-06-17T09:00", 8, "2023-06-19T17:00"),
        ("2023-06-15T09:00:30", 8, "2023-06-16T09:00:30"),
    ] {
        assert_eq!(
            plain(received, Term::WorkingHours(hours), &calendar).at,
            at(due),
            "{received} + {hours}"
        );
    }
}

#[test]
fn the_same_day_ends_at_15_00_00() {
    let calendar = shipped();
    for (received, due) in [
        ("2023-06-15T06:00", "2023-06-15T17:00"),
        ("2023-06-15T12:00", "2023-06-15T17:00"),
        ("2023-06-15T14:59:59", "2023-06-15T17:00"),
        ("2023-06-15T15:00:00", "2023-06-15T17:00"),
        ("2023-06-15T15:00:01", "2023-06-16T17:00"),
        ("2023-06-15T20:00", "2023-06-16T17:00"),
        ("2023-06-16T15:00:01", "2023-06-19T17:00"),
        ("2023-06-17T16:00", "2023-06-19T17:00"),
        ("2023-01-19T15:30", "2023-01-27T17:00"),
    ] {
        let found = plain(received, Term::SameDay, &calendar);
        assert_eq!(found.at, at(due), "{received}");
        assert!(told(&found).contains("15 giờ"), "{received}");
    }
}

#[test]
fn only_the_same_day_knows_15_00() {
    let calendar = shipped();
    let before = plain("2023-06-15T14:00", Term::WorkingDays(2), &calendar);
    let after = plain("2023-06-15T16:00", Term::WorkingDays(2), &calendar);
    assert_eq!(before.at, after.at);
    assert!(!told(&after).contains("15 giờ"));
}

#[test]
fn calendar_days_roll_forward_over_days_off() {
    let calendar = shipped();
    for (received, days, due) in [
        ("2023-06-01T10:00", 10, "2023-06-12T17:00"),
        ("2023-06-01T10:00", 7, "2023-06-08T17:00"),
        ("2023-01-15T10:00", 5, "2023-01-27T17:00"),
        ("2024-04-25T10:00", 9, "2024-05-04T17:00"),
    ] {
        assert_eq!(
            plain(received, Term::CalendarDays(days), &calendar).at,
            at(due),
            "{received} + {days}"
        );
    }
    let rolled = told(&plain("2023-01-15T10:00", Term::CalendarDays(5), &calendar));
    assert!(
        rolled.contains("[BLDS 2015 Điều 148 khoản 5] Ngày cuối thứ Sáu 20/01/2023"),
        "{rolled}"
    );
    let exact = told(&plain("2023-06-01T10:00", Term::CalendarDays(7), &calendar));
    assert!(!exact.contains("148"), "{exact}");
}

#[test]
fn a_term_in_calendar_days_says_that_days_off_count() {
    let calendar = shipped();
    let found = plain("2023-11-03T07:43", Term::CalendarDays(15), &calendar);
    assert_eq!(found.at, at("2023-11-20T17:00"));
    assert_eq!(
        told(&found),
        "[Thời hạn của thủ tục] Thời hạn là 15 ngày.\n\
         [BLDS 2015 Điều 147 khoản 2] Nhận lúc 7:43 thứ Sáu 03/11/2023: ngày này không tính, ngày thứ nhất là thứ Bảy 04/11/2023.\n\
         [Thời hạn của thủ tục] Tính theo ngày thường, không phải ngày làm việc: ngày nghỉ hằng tuần, ngày lễ ở giữa vẫn tính.\n\
         [BLDS 2015 Điều 148 khoản 5] Ngày cuối thứ Bảy 18/11/2023 là ngày nghỉ: lùi đến ngày làm việc tiếp theo, thứ Hai 20/11/2023.\n\
         [Giờ làm việc của cơ quan] Hết hạn khi hết giờ làm việc, 17:00 thứ Hai 20/11/2023.\n"
    );
    for (received, days) in [("2023-01-15T10:00", 5), ("2024-04-25T10:00", 9)] {
        let text = told(&plain(received, Term::CalendarDays(days), &calendar));
        assert!(
            !text.contains("Không tính") && !text.contains("Có tính"),
            "{text}"
        );
    }
    let tet = told(&plain("2023-01-15T10:00", Term::CalendarDays(5), &calendar));
    assert!(
        tet.contains("[BLLĐ 2019 Điều 112] Nghỉ thứ Sáu 20/01/2023"),
        "{tet}"
    );
    let short = told(&plain("2023-06-05T10:00", Term::CalendarDays(3), &calendar));
    assert!(
        !short.contains("vẫn tính"),
        "no day off on the way: {short}"
    );
}

#[test]
fn the_same_day_cites_the_law_of_its_procedure_or_none() {
    let calendar = shipped();
    let of = |same_day_law| {
        let limit = Limit {
            term: Term::SameDay,
            same_day_law,
        };
        let found = due(
            at("2023-11-22T09:13"),
            limit,
            &[],
            PausePolicy::Extend,
            &calendar,
        );
        found
            .because
            .iter()
            .find(|b| b.text.contains("15 giờ"))
            .expect("told")
            .rule
            .clone()
    };
    assert_eq!(of(Some("Luật Hộ tịch 2014")), "Luật Hộ tịch 2014");
    assert_eq!(of(None), "Cài đặt của xã, danh mục chưa nêu luật");
}

#[test]
fn clock_hours_run_through_nights_and_days_off() {
    let calendar = shipped();
    for (received, hours, due) in [
        ("2023-06-15T10:00", 24, "2023-06-16T10:00"),
        ("2023-06-16T16:00", 24, "2023-06-17T16:00"),
        ("2023-06-15T18:00", 24, "2023-06-17T07:30"),
    ] {
        assert_eq!(
            plain(received, Term::ClockHours(hours), &calendar).at,
            at(due),
            "{received} + {hours}"
        );
    }
}

#[test]
fn tet_2028_is_computed_on_a_provisional_calendar() {
    let found = plain("2028-01-20T15:30", Term::WorkingDays(5), &shipped());
    assert_eq!(found.at, at("2028-02-03T17:00"));
    assert!(found.provisional);
    let json = explain_json(&found);
    assert_eq!(json["due"], "2028-02-03T17:00");
    assert_eq!(json["provisional"], true);
    assert_eq!(json["because"][1]["rule"], "BLDS 2015 Điều 147 khoản 2");
    assert_eq!(
        told(&found),
        "[Thời hạn của thủ tục] Thời hạn là 05 ngày làm việc.\n\
         [BLDS 2015 Điều 147 khoản 2] Nhận lúc 15:30 thứ Năm 20/01/2028: ngày này không tính, ngày thứ nhất là thứ Sáu 21/01/2028.\n\
         [BLLĐ 2019 Điều 112] Không tính thứ Hai 24/01/2028 đến thứ Sáu 28/01/2028: Tết Nguyên đán (dự kiến theo Điều 111, 112 BLLĐ 2019).\n\
         [BLLĐ 2019 Điều 111 khoản 1] Không tính 4 ngày nghỉ hằng tuần ở giữa.\n\
         [Giờ làm việc của cơ quan] Hết hạn khi hết giờ làm việc, 17:00 thứ Năm 03/02/2028.\n\
         [Theo lịch dự kiến] Năm 2028 chưa có thông báo lịch nghỉ chính thức: tính theo lịch dự kiến.\n"
    );
}

#[test]
fn each_holiday_and_swapped_day_is_named_with_its_notice() {
    let calendar = shipped();
    let text = told(&plain("2024-04-26T09:00", Term::WorkingDays(3), &calendar));
    for part in [
        "Không tính thứ Hai 29/04/2024: Nghỉ hoán đổi, làm bù 04/5 (Công văn 2450/VPCP-KGVX ngày 12/4/2024)",
        "[BLLĐ 2019 Điều 112] Không tính thứ Ba 30/04/2024: Ngày Chiến thắng",
        "Có tính thứ Bảy 04/05/2024: Làm bù cho 29/4",
        "Không tính 2 ngày nghỉ hằng tuần",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let text = told(&plain("2023-01-18T09:00", Term::WorkingDays(5), &calendar));
    assert!(
        text.contains(
            "[BLLĐ 2019 Điều 111 khoản 3] Không tính thứ Tư 25/01/2023 đến thứ Năm 26/01/2023"
        ),
        "{text}"
    );
}

#[test]
fn a_date_is_provisional_if_any_year_on_the_way_is() {
    let calendar = shipped();
    assert!(!plain("2026-12-20T09:00", Term::WorkingDays(5), &calendar).provisional);
    assert!(plain("2026-12-29T09:00", Term::WorkingDays(5), &calendar).provisional);
    assert!(
        !plain("2026-12-31T09:00", Term::ClockHours(24), &calendar).provisional,
        "no calendar is asked"
    );
}

#[test]
fn dossiers_change_hands_the_same_day_or_in_the_next_first_hour() {
    let calendar = shipped();
    for (received, by) in [
        ("2023-06-15T09:00", "2023-06-15T17:00"),
        ("2023-06-15T15:00:00", "2023-06-15T17:00"),
        ("2023-06-15T15:00:01", "2023-06-16T08:30"),
        ("2023-06-16T16:00", "2023-06-19T08:30"),
        ("2023-06-17T16:00", "2023-06-19T17:00"),
        ("2023-06-19T06:00", "2023-06-19T17:00"),
    ] {
        assert_eq!(transfer_by(at(received), &calendar), at(by), "{received}");
    }
}

#[test]
fn a_dossier_stands_in_one_of_six_ways() {
    let calendar = shipped();
    let due = Some(at("2023-06-20T17:00"));
    for (now, expected) in [
        ("2023-06-13T09:00", Standing::Ahead { working_days: 5 }),
        ("2023-06-16T09:00", Standing::Ahead { working_days: 2 }),
        ("2023-06-18T09:00", Standing::Ahead { working_days: 2 }),
        ("2023-06-19T09:00", Standing::Soon { working_days: 1 }),
        ("2023-06-20T09:00", Standing::Today),
        ("2023-06-20T17:00", Standing::Today),
        ("2023-06-20T17:00:01", Standing::Overdue { working_days: 0 }),
        ("2023-06-24T09:00", Standing::Overdue { working_days: 3 }),
    ] {
        assert_eq!(standing(due, false, at(now), &calendar), expected, "{now}");
        assert_eq!(standing(due, true, at(now), &calendar), Standing::Paused);
        assert_eq!(standing(None, false, at(now), &calendar), Standing::NoDue);
    }
}

#[test]
fn terms_are_named_as_receipts_print_them() {
    for (term, words) in [
        (Term::WorkingDays(3), "03 ngày làm việc"),
        (Term::CalendarDays(30), "30 ngày"),
        (Term::WorkingHours(8), "08 giờ làm việc"),
        (Term::ClockHours(24), "24 giờ"),
        (Term::SameDay, "Trong ngày làm việc"),
    ] {
        assert_eq!(term.vietnamese(), words);
    }
}
