//! What the machine's events add to the counts, and take back again.
//! For the tables: nothing is counted twice, on a wrong day, or after it was undone.

use std::collections::BTreeMap;

use super::*;
use crate::fact::facts;

/// The sums by measure and day, without those that come to nothing.
fn counts(walk: &Walk) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for (at, event) in &walk.log {
        for fact in facts(event.kind(), *at, &event.data()) {
            *sums.entry((fact.measure, fact.day)).or_default() += fact.n;
        }
    }
    sums.retain(|_, n| *n != 0);
    sums
}

fn once(expected: &[(&str, &str)]) -> BTreeMap<(String, String), i64> {
    expected
        .iter()
        .map(|(measure, day)| (((*measure).to_owned(), (*day).to_owned()), 1))
        .collect()
}

fn finish(walk: &mut Walk, when: &str) {
    walk.must(when, &Command::Forward { holder: None })
        .must(when, &Command::Approve)
        .must(when, &Command::Seal { number: "1" })
        .must(
            when,
            &Command::Finish {
                outcome: Outcome::Granted,
            },
        );
}

#[test]
fn each_end_is_counted_by_its_day_and_its_timeliness() {
    for (day, timeliness) in [
        ("2023-06-20", "finished_early"),
        ("2023-06-21", "finished_on_time"),
        ("2023-06-22", "finished_late"),
    ] {
        let mut walk = Walk::processing("2023-06-14T10:00");
        finish(&mut walk, &format!("{day}T16:00"));
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
    finish(&mut walk, "2023-06-30T16:00");
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
    let mut walk = Walk::new(procedure(Some(Term::WorkingDays(5))));
    let intake = Intake {
        code: "x".into(),
        received_at: Some(at("2023-06-14T10:00")),
        reason: "mất điện".into(),
        ..Intake::default()
    };
    walk.must("2023-06-15T08:00", &Command::Receive(intake));
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
    finish(&mut walk, "2023-06-15T10:00");
    walk.must("2023-06-16T10:00", &Command::Reopen { reason: "sai tên" });
    assert_eq!(counts(&walk), once(&[("received", "2023-06-14")]));
    finish(&mut walk, "2023-06-22T10:00");
    let expected = [
        ("received", "2023-06-14"),
        ("finished", "2023-06-22"),
        ("finished_late", "2023-06-22"),
    ];
    assert_eq!(counts(&walk), once(&expected));
}
