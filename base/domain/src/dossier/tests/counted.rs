//! What the machine's events add to the counts, and take back again.
//! For the tables: nothing is counted twice, on a wrong day, or after it was undone.

use super::*;

/// What stands in the tables of dossiers; what else an end counts for stands in `endings.rs`.
fn counts(walk: &Walk) -> Sums {
    let of_ends = ["index_", "moved_", "result_"];
    let is_of_ends = |fact: &Fact| of_ends.iter().any(|of| fact.measure.starts_with(of));
    sums(walk.facts(&[]).into_iter().filter(|fact| !is_of_ends(fact)))
}

#[test]
fn each_end_is_counted_by_its_day_and_its_timeliness() {
    for (day, timeliness) in [
        ("2023-06-20", "finished_early"),
        ("2023-06-21", "finished_on_time"),
        ("2023-06-22", "finished_late"),
    ] {
        let mut walk = Walk::processing("2023-06-14T10:00");
        walk.finish(&format!("{day}T16:00"));
        walk.must("2023-06-23T08:00", &Command::Return { unpaid_dong: 0 });
        let expected = [
            ("received", "2023-06-14"),
            ("finished", day),
            (timeliness, day),
            ("returned", "2023-06-23"),
        ];
        assert_eq!(counts(&walk), once(&expected));
    }
}

#[test]
fn without_a_limit_an_end_counts_neither_as_on_time_nor_as_late() {
    let mut walk = Walk::new(procedure(None));
    let intake = Intake {
        code: "x".into(),
        appointed: Some(at("2023-06-30T17:00")),
        reason: "theo thông lệ".into(),
        ..Intake::default()
    };
    walk.must("2023-06-14T10:00", &Command::Receive(intake))
        .must("2023-06-14T10:00", &Command::HandOver { holder: None });
    walk.finish("2023-06-30T16:00");
    let expected = [
        ("received", "2023-06-14"),
        ("finished", "2023-06-30"),
        ("finished_no_due", "2023-06-30"),
    ];
    assert_eq!(counts(&walk), once(&expected));
}

#[test]
fn a_void_receipt_is_taken_back_on_the_day_on_which_it_was_counted() {
    let mut walk = Walk::received("2023-06-14T16:55");
    walk.must("2023-06-15T08:00", &Command::Void { reason: "nhầm" });
    assert_eq!(counts(&walk), once(&[("voided", "2023-06-15")]));
}

#[test]
fn a_late_entry_is_counted_on_the_day_on_which_it_came() {
    let walk = Walk::entered_late();
    assert_eq!(counts(&walk), once(&[("received", "2023-06-14")]));
}

#[test]
fn the_last_minute_of_a_day_and_the_first_of_the_next_are_two_days_in_vietnam() {
    for (when, day) in [
        ("2023-06-15T00:00", "2023-06-15"),
        ("2023-06-14T23:59", "2023-06-14"),
        ("2023-06-15T06:59", "2023-06-15"),
        ("2023-12-31T23:59", "2023-12-31"),
    ] {
        let mut walk = Walk::received("2023-06-14T10:00");
        walk.must(when, &Command::Withdraw { reason: "r" });
        let expected = [("received", "2023-06-14"), ("withdrawn", day)];
        assert_eq!(counts(&walk), once(&expected), "{when}");
    }
}

#[test]
fn reopening_takes_the_end_back_and_the_new_end_counts_alone() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.finish("2023-06-15T10:00");
    walk.must("2023-06-16T10:00", &Command::Reopen { reason: "sai tên" });
    assert_eq!(counts(&walk), once(&[("received", "2023-06-14")]));
    walk.finish("2023-06-22T10:00");
    let expected = [
        ("received", "2023-06-14"),
        ("finished", "2023-06-22"),
        ("finished_late", "2023-06-22"),
    ];
    assert_eq!(counts(&walk), once(&expected));
}

#[test]
fn money_is_counted_once_and_by_its_sum_under_its_procedure_and_channel() {
    let when = at("2023-06-14T10:00");
    let data = serde_json::json!({
        "dong": 16_000, "method": "cash", "payment": "p1", "procedure_code": "1.001193", "channel": "online"
    });
    for (kind, times, sum) in [
        ("payment.collected", "paid", "paid_dong"),
        ("payment.refunded", "refunded", "refunded_dong"),
    ] {
        let found = facts(kind, when, &data);
        let told: Vec<_> = found
            .iter()
            .map(|fact| (fact.measure.as_str(), fact.n))
            .collect();
        assert_eq!(told, [(times, 1), (sum, 16_000)]);
        assert!(found.iter().all(|fact| {
            (
                fact.procedure.as_str(),
                fact.channel.as_str(),
                fact.day.as_str(),
            ) == ("1.001193", "online", "2023-06-14")
        }));
    }
    assert_eq!(facts("payment.charged", when, &data), []);
    // As written before events of money named their procedure: counted as then, not at all.
    let old = serde_json::json!({ "dong": 16_000, "method": "cash", "payment": "p1" });
    assert_eq!(facts("payment.collected", when, &old), []);
}

#[test]
fn a_receipt_under_the_wrong_procedure_moves_its_count_to_the_right_one() {
    let mut walk = Walk::received("2023-06-14T10:00");
    let correct = Command::Correct {
        parts: &[],
        wrong: Some("1.001193"),
        reason: "nhầm thủ tục",
    };
    walk.must("2023-06-15T10:00", &correct);
    let (when, event) = walk.log.last().expect("the correction");
    let mut data = event.data();
    data["procedure_code"] = "1.004884".into();
    let told: Vec<(String, String, String, i64)> = facts(event.kind(), *when, &data)
        .into_iter()
        .map(|fact| (fact.measure, fact.procedure, fact.day, fact.n))
        .collect();
    let fact = |measure: &str, procedure: &str, day: &str, n| {
        (measure.to_owned(), procedure.to_owned(), day.to_owned(), n)
    };
    assert_eq!(
        told,
        [
            fact("corrected", "1.004884", "2023-06-15", 1),
            fact("received", "1.001193", "2023-06-14", -1),
            fact("received", "1.004884", "2023-06-14", 1),
        ]
    );
}
