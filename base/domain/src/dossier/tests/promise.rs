//! What the citizen is promised: supplements, apologies, the longer branch, dates that count neither way.
//! For whoever changes what moves a date.

use super::*;

#[test]
fn a_supplement_moves_the_promise_and_a_second_one_needs_the_leader() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let ask = Command::RequestSupplement {
        items: 1,
        allowed_by: None,
    };
    walk.must("2023-06-15T09:00", &ask)
        .must("2023-06-19T16:00", &Command::ReceiveSupplement);
    assert_eq!(
        walk.dossier.due.as_ref().and_then(|due| due.at),
        Some(at("2023-06-23T17:00"))
    );
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-21T17:00")));
    assert_eq!(
        walk.refused("2023-06-19T16:30", &ask),
        Refusal::SecondSupplementNeedsLeader
    );
    walk.must(
        "2023-06-19T16:30",
        &Command::RequestSupplement {
            items: 1,
            allowed_by: Some("chair"),
        },
    )
    .must("2023-06-21T09:00", &Command::ReceiveSupplement);
    assert_eq!(walk.dossier.supplements, 2);
    assert_eq!(
        is_on_time_766(&walk.dossier, at("2023-06-21T10:00")),
        Some(false),
        "two supplements are late for 766"
    );
    assert_eq!(
        walk.dossier.due.as_ref().and_then(|due| due.for_index),
        Some(at("2023-06-23T17:00")),
        "the index subtracts the first supplement only"
    );
}

#[test]
fn an_unanswered_supplement_ends_by_whether_the_dossier_was_received() {
    let mut received = Walk::processing("2023-06-14T10:00");
    received
        .must(
            "2023-06-15T09:00",
            &Command::RequestSupplement {
                items: 1,
                allowed_by: None,
            },
        )
        .must(
            "2023-07-20T09:00",
            &Command::ExpireSupplement {
                reason: "không bổ sung",
            },
        );
    assert_eq!(received.dossier.state, State::Stopped);
    let answer = Command::Finish {
        outcome: Outcome::NotGranted,
    };
    received.must("2023-07-20T10:00", &answer);
    let timeliness = received.dossier.timeliness;
    assert_eq!(
        timeliness,
        Some(Timeliness::Early),
        "the wait was the citizen's, not the commune's"
    );
    let mut before = Walk::new(procedure(Some(Term::WorkingDays(5))));
    before
        .must(
            "2023-06-15T09:00",
            &Command::RequestSupplement {
                items: 2,
                allowed_by: None,
            },
        )
        .must(
            "2023-07-20T09:00",
            &Command::ExpireSupplement {
                reason: "không bổ sung",
            },
        );
    assert_eq!(before.dossier.state, State::NotAccepted);
    assert_eq!(before.dossier.code, None);
}

#[test]
fn a_dossier_completed_before_receipt_counts_from_its_receipt() {
    let mut walk = Walk::new(procedure(Some(Term::WorkingDays(5))));
    walk.must(
        "2023-06-05T09:00",
        &Command::RequestSupplement {
            items: 1,
            allowed_by: None,
        },
    )
    .must("2023-06-14T09:00", &Command::ReceiveSupplement);
    assert_eq!(walk.dossier.state, State::Submitted);
    walk.must(
        "2023-06-14T10:00",
        &Command::Receive(Intake {
            code: "x".into(),
            ..Intake::default()
        }),
    );
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-21T17:00")));
    assert!(walk.dossier.pauses.is_empty());
}

#[test]
fn an_apology_comes_once_and_changes_no_count() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let apology = |to: &str| Command::Apologise {
        promised: at(to),
        reason: "chờ xác minh",
    };
    assert!(matches!(
        walk.refused("2023-06-19T10:00", &apology("2023-06-20T17:00")),
        Refusal::DateTooEarly { .. }
    ));
    walk.must("2023-06-19T10:00", &apology("2023-06-26T17:00"));
    assert_eq!(
        walk.refused("2023-06-20T10:00", &apology("2023-06-28T17:00")),
        Refusal::AlreadyReappointed
    );
    assert_eq!(walk.dossier.counted_due(), Some(at("2023-06-21T17:00")));
    assert!(matches!(
        walk.log.last(),
        Some((_, DossierEvent::Apologised { late: false, .. }))
    ));
    let mut tardy = Walk::processing("2023-06-14T10:00");
    tardy.must("2023-06-21T16:00", &apology("2023-06-26T17:00"));
    assert!(matches!(
        tardy.log.last(),
        Some((_, DossierEvent::Apologised { late: true, .. }))
    ));
}

#[test]
fn the_longer_branch_counts_from_receipt() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    // Days later: from here, 25 days would end on another day.
    walk.must(
        "2023-06-20T10:00",
        &Command::Verify {
            reason: "thiếu sổ gốc",
        },
    );
    // 25 calendar days from receipt end on Sunday 9 July and roll to Monday.
    assert_eq!(walk.dossier.counted_due(), Some(at("2023-07-10T17:00")));
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-21T17:00")));
    assert_eq!(
        walk.refused(
            "2023-06-20T11:00",
            &Command::Verify {
                reason: "lần nữa"
            }
        ),
        Refusal::NoLongerBranch
    );
}

#[test]
fn without_a_limit_the_officer_appoints_a_date_that_counts_neither_way() {
    let mut walk = Walk::new(procedure(None));
    let intake = Intake {
        code: "x".into(),
        ..Intake::default()
    };
    assert_eq!(
        walk.refused("2023-06-14T10:00", &Command::Receive(intake.clone())),
        Refusal::DateMissing
    );
    let dated = Intake {
        appointed: Some(at("2023-06-30T17:00")),
        ..intake
    };
    assert_eq!(
        walk.refused("2023-06-14T10:00", &Command::Receive(dated.clone())),
        Refusal::ReasonMissing
    );
    walk.must(
        "2023-06-14T10:00",
        &Command::Receive(Intake {
            reason: "theo thông lệ".into(),
            ..dated
        }),
    );
    assert_eq!(walk.dossier.counted_due(), None);
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-30T17:00")));
    assert_eq!(
        classify_tt01(at("2023-08-01T10:00"), walk.dossier.counted_due()),
        Timeliness::NoDue
    );
}

#[test]
fn a_late_entry_counts_from_when_it_truly_came() {
    let walk = Walk::entered_late();
    assert!(walk.dossier.late_entry);
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-21T17:00")));
}
