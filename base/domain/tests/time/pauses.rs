//! Pauses under both policies, each vector worked out by hand.
//! For whoever touches a pause: which days and minutes it takes away.

use domain::deadline::{Pause, PausePolicy, Term, due};

use super::{at, pause, plain, shipped, told};

/// Receipt, term, pauses, due if extended, due if restarted.
type Vector = (
    &'static str,
    Term,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

const VECTORS: [Vector; 21] = [
    // The three checked examples of the ruling.
    (
        "2023-06-14T10:00",
        Term::WorkingDays(5),
        &[("2023-06-15T09:00", "2023-06-19T16:00")],
        "2023-06-23T17:00",
        "2023-06-26T17:00",
    ),
    (
        "2023-08-31T14:00",
        Term::WorkingDays(3),
        &[("2023-09-01T00:00", "2023-09-05T10:00")],
        "2023-09-08T17:00",
        "2023-09-08T17:00",
    ),
    (
        "2023-06-14T15:30",
        Term::WorkingHours(8),
        &[("2023-06-15T08:00", "2023-06-15T14:30")],
        "2023-06-16T11:00",
        "2023-06-16T14:30",
    ),
    // Within one day.
    (
        "2023-06-15T09:00",
        Term::WorkingDays(3),
        &[("2023-06-15T10:00", "2023-06-15T15:00")],
        "2023-06-20T17:00",
        "2023-06-20T17:00",
    ),
    // Friday to Monday.
    (
        "2023-06-15T09:00",
        Term::WorkingDays(3),
        &[("2023-06-16T16:00", "2023-06-19T08:00")],
        "2023-06-21T17:00",
        "2023-06-22T17:00",
    ),
    (
        "2023-06-16T16:00",
        Term::WorkingHours(4),
        &[("2023-06-16T16:30", "2023-06-19T09:30")],
        "2023-06-19T14:30",
        "2023-06-19T15:00",
    ),
    // Across Tết.
    (
        "2023-01-18T10:00",
        Term::WorkingDays(5),
        &[("2023-01-19T08:00", "2023-01-27T09:00")],
        "2023-02-02T17:00",
        "2023-02-03T17:00",
    ),
    // Overlapping pauses count once.
    (
        "2023-06-12T08:00",
        Term::WorkingDays(5),
        &[
            ("2023-06-14T08:00", "2023-06-16T11:00"),
            ("2023-06-13T09:00", "2023-06-15T10:00"),
        ],
        "2023-06-22T17:00",
        "2023-06-23T17:00",
    ),
    // One inside the other is the longer one alone.
    (
        "2023-06-12T08:00",
        Term::WorkingDays(5),
        &[
            ("2023-06-13T09:00", "2023-06-16T11:00"),
            ("2023-06-14T08:00", "2023-06-15T10:00"),
        ],
        "2023-06-22T17:00",
        "2023-06-23T17:00",
    ),
    // Begun before the receipt: only what lies after it counts.
    (
        "2023-06-14T10:00",
        Term::WorkingDays(2),
        &[("2023-06-12T09:00", "2023-06-15T09:00")],
        "2023-06-19T17:00",
        "2023-06-19T17:00",
    ),
    // Two supplements.
    (
        "2023-06-12T08:00",
        Term::WorkingDays(5),
        &[
            ("2023-06-13T09:00", "2023-06-14T09:00"),
            ("2023-06-15T09:00", "2023-06-16T09:00"),
        ],
        "2023-06-21T17:00",
        "2023-06-23T17:00",
    ),
    // The second pause is reached only because the first moved the date.
    (
        "2023-06-12T08:00",
        Term::WorkingDays(1),
        &[
            ("2023-06-13T09:00", "2023-06-15T09:00"),
            ("2023-06-15T14:00", "2023-06-16T09:00"),
        ],
        "2023-06-16T17:00",
        "2023-06-19T17:00",
    ),
    // After the due moment nothing moves.
    (
        "2023-06-12T08:00",
        Term::WorkingDays(2),
        &[("2023-06-15T08:00", "2023-06-20T09:00")],
        "2023-06-14T17:00",
        "2023-06-14T17:00",
    ),
    (
        "2023-06-12T08:00",
        Term::WorkingDays(2),
        &[("2023-06-14T17:00:01", "2023-06-20T09:00")],
        "2023-06-14T17:00",
        "2023-06-14T17:00",
    ),
    // At 15:00.
    (
        "2023-06-15T15:00:00",
        Term::SameDay,
        &[("2023-06-15T15:30", "2023-06-19T10:00")],
        "2023-06-19T17:00",
        "2023-06-19T17:00",
    ),
    (
        "2023-06-15T14:00",
        Term::SameDay,
        &[("2023-06-15T14:30", "2023-06-16T15:00:00")],
        "2023-06-16T17:00",
        "2023-06-16T17:00",
    ),
    (
        "2023-06-15T15:00:01",
        Term::SameDay,
        &[("2023-06-15T16:00", "2023-06-16T15:00:01")],
        "2023-06-19T17:00",
        "2023-06-19T17:00",
    ),
    // Over the lunch break.
    (
        "2023-06-15T09:00",
        Term::WorkingHours(4),
        &[("2023-06-15T11:00", "2023-06-15T13:30")],
        "2023-06-15T15:30",
        "2023-06-16T08:00",
    ),
    // Days of the calendar, hours of the clock.
    (
        "2023-06-01T10:00",
        Term::CalendarDays(10),
        &[("2023-06-02T09:00", "2023-06-06T09:00")],
        "2023-06-15T17:00",
        "2023-06-16T17:00",
    ),
    (
        "2023-06-15T10:00",
        Term::ClockHours(24),
        &[("2023-06-15T12:00", "2023-06-15T18:00")],
        "2023-06-16T16:00",
        "2023-06-17T07:30",
    ),
    // A worked Saturday.
    (
        "2024-04-25T09:00",
        Term::WorkingDays(3),
        &[("2024-04-26T10:00", "2024-05-02T10:00")],
        "2024-05-04T17:00",
        "2024-05-06T17:00",
    ),
];

#[test]
fn pauses_move_the_deadline_as_computed_by_hand() {
    let calendar = shipped();
    for (received, term, pauses, extended, restarted) in VECTORS {
        let pauses: Vec<Pause> = pauses.iter().map(|(from, to)| pause(from, to)).collect();
        let by = |policy| due(at(received), term, &pauses, policy, &calendar).at;
        assert_eq!(
            by(PausePolicy::Extend),
            at(extended),
            "extend {received} {term:?} {pauses:?}"
        );
        assert_eq!(
            by(PausePolicy::Restart),
            at(restarted),
            "restart {received} {term:?} {pauses:?}"
        );
    }
}

#[test]
fn resuming_exactly_at_the_due_minute_counts_the_whole_pause() {
    let calendar = shipped();
    let extend = |received, term, pauses: &[Pause]| {
        due(at(received), term, pauses, PausePolicy::Extend, &calendar).at
    };
    let days = [pause("2023-06-13T09:00", "2023-06-14T17:00")];
    assert_eq!(
        extend("2023-06-12T08:00", Term::WorkingDays(2), &days),
        at("2023-06-15T17:00")
    );
    let hours = [pause("2023-06-15T09:00", "2023-06-15T10:00")];
    assert_eq!(
        extend("2023-06-15T08:00", Term::WorkingHours(2), &hours),
        at("2023-06-15T11:00")
    );
    // A pause that begins at the due moment does not begin after it.
    let at_due = [pause("2023-06-15T10:00", "2023-06-15T11:00")];
    assert_eq!(
        extend("2023-06-15T08:00", Term::WorkingHours(2), &at_due),
        at("2023-06-15T11:00")
    );
}

#[test]
fn empty_and_backward_pauses_and_pauses_before_receipt_move_nothing() {
    let calendar = shipped();
    let unpaused = plain("2023-06-15T09:00", Term::WorkingDays(3), &calendar);
    for (from, to) in [
        ("2023-06-16T09:00", "2023-06-16T09:00"),
        ("2023-06-19T09:00", "2023-06-16T09:00"),
        ("2023-06-12T09:00", "2023-06-15T09:00"),
    ] {
        for policy in [PausePolicy::Extend, PausePolicy::Restart] {
            let paused = due(
                at("2023-06-15T09:00"),
                Term::WorkingDays(3),
                &[pause(from, to)],
                policy,
                &calendar,
            );
            assert_eq!(paused, unpaused, "{from} {to}");
        }
    }
}

#[test]
fn a_standing_pause_is_told_and_moves_nothing_yet() {
    let calendar = shipped();
    let standing = [Pause {
        from: at("2023-06-16T09:00"),
        to: None,
    }];
    let paused = due(
        at("2023-06-15T09:00"),
        Term::WorkingDays(3),
        &standing,
        PausePolicy::Extend,
        &calendar,
    );
    assert_eq!(paused.at, at("2023-06-20T17:00"));
    assert!(
        told(&paused).contains("đang tạm dừng từ 9:00 thứ Sáu 16/06/2023"),
        "{}",
        told(&paused)
    );

    let too_late = [Pause {
        from: at("2023-06-21T09:00"),
        to: None,
    }];
    let over = due(
        at("2023-06-15T09:00"),
        Term::WorkingDays(3),
        &too_late,
        PausePolicy::Extend,
        &calendar,
    );
    assert!(!told(&over).contains("đang tạm dừng"), "{}", told(&over));
}

#[test]
fn each_pause_is_told_with_its_effect() {
    let calendar = shipped();
    let pauses = [pause("2023-06-15T09:00", "2023-06-19T16:00")];
    let by = |policy| {
        told(&due(
            at("2023-06-14T10:00"),
            Term::WorkingDays(5),
            &pauses,
            policy,
            &calendar,
        ))
    };
    let extended = by(PausePolicy::Extend);
    assert!(
        extended.contains(
            "Tạm dừng từ 9:00 thứ Năm 15/06/2023 đến 16:00 thứ Hai 19/06/2023: cộng thêm 2 ngày làm việc; \
             hạn từ 17:00 thứ Tư 21/06/2023 chuyển đến 17:00 thứ Sáu 23/06/2023."
        ),
        "{extended}"
    );
    let restarted = by(PausePolicy::Restart);
    assert!(
        restarted.contains("thời hạn tính lại từ đầu"),
        "{restarted}"
    );
    assert!(restarted.contains("Tính lại lúc 16:00 thứ Hai 19/06/2023: ngày này không tính, ngày thứ nhất là thứ Ba 20/06/2023"), "{restarted}");

    let lunch = [pause("2023-06-15T11:00", "2023-06-15T13:45")];
    let hours = told(&due(
        at("2023-06-15T09:00"),
        Term::WorkingHours(4),
        &lunch,
        PausePolicy::Extend,
        &calendar,
    ));
    assert!(
        hours.contains("cộng thêm 1 giờ 15 phút làm việc"),
        "{hours}"
    );
}
