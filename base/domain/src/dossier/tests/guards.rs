//! What the rules refuse, one by one, and the moments on which they turn.
//! For whoever loosens a rule: one of these must then change with it.

use super::*;

fn intake() -> Intake {
    Intake {
        code: "x".into(),
        ..Intake::default()
    }
}

fn new() -> Walk {
    Walk::new(procedure(Some(Term::WorkingDays(5))))
}

fn late(walk: &Walk) -> Option<bool> {
    match walk.log.last() {
        Some((_, DossierEvent::Apologised { late, .. })) => Some(*late),
        _ => None,
    }
}

impl Walk {
    /// The same walk, at its end.
    fn finished(mut self, when: &str) -> Self {
        self.finish(when);
        self
    }

    fn step_due(&self) -> Option<Moment> {
        self.dossier.step.as_ref().and_then(|step| step.due)
    }
}

#[test]
fn no_receipt_without_its_papers_and_its_fee() {
    let missing = Intake {
        missing: vec!["Tờ khai".into()],
        ..intake()
    };
    assert_eq!(
        new().refused("2023-06-14T10:00", &Command::Receive(missing)),
        Refusal::PapersMissing {
            names: vec!["Tờ khai".into()]
        }
    );
    let unpaid = Intake {
        unpaid_dong: 8_000,
        ..intake()
    };
    assert_eq!(
        new().refused("2023-06-14T10:00", &Command::Receive(unpaid)),
        Refusal::FeeUnpaid { due_dong: 8_000 }
    );
}

#[test]
fn a_late_entry_needs_its_reason_and_lies_in_the_past() {
    let entry = |received: &str, reason: &str| {
        Command::Receive(Intake {
            received_at: Some(at(received)),
            reason: reason.into(),
            ..intake()
        })
    };
    assert_eq!(
        new().refused("2023-06-15T08:00", &entry("2023-06-14T10:00", " ")),
        Refusal::ReasonMissing
    );
    assert_eq!(
        new().refused("2023-06-15T08:00", &entry("2023-06-15T08:01", "mất điện")),
        Refusal::BeforeLast {
            last: at("2023-06-15T08:01")
        }
    );
}

#[test]
fn nothing_happens_before_what_has_happened() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let last = at("2023-06-14T10:00");
    let forward = Command::Forward { holder: None };
    assert_eq!(
        walk.refused("2023-06-14T09:59", &forward),
        Refusal::BeforeLast { last }
    );
    walk.must("2023-06-14T10:00", &forward);
}

#[test]
fn a_supplement_request_says_what_is_missing() {
    let nothing = Command::RequestSupplement {
        items: 0,
        allowed_by: Some("chair"),
    };
    assert_eq!(
        Walk::processing("2023-06-14T10:00").refused("2023-06-14T11:00", &nothing),
        Refusal::NothingAskedFor
    );
}

#[test]
fn an_opinion_comes_from_who_was_asked_and_once() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let answer = Command::GiveOpinion { text: "đồng ý" };
    walk.must("2023-06-14T10:10", &Command::AskOpinion { of: "u2" });
    assert_eq!(walk.refused("2023-06-14T10:20", &answer), Refusal::NotAsked);
    walk.must("2023-06-14T10:30", &Command::AskOpinion { of: "u1" })
        .must("2023-06-14T10:40", &answer);
    assert_eq!(walk.dossier.asked, ["u2"]);
    assert_eq!(walk.refused("2023-06-14T10:50", &answer), Refusal::NotAsked);
}

#[test]
fn whoever_stands_in_answers_for_the_absent_colleague_who_was_asked() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.must("2023-06-14T10:10", &Command::AskOpinion { of: "u2" });
    let absent = Absent {
        user: "u2".into(),
        name: "Bùi Văn Khoát".into(),
        posts: Vec::new(),
        roles: std::collections::BTreeSet::new(),
    };
    let with = Context {
        at: at("2023-06-14T10:20"),
        by: "u1",
        covers: &[absent],
        calendar: &walk.calendar,
        procedure: &walk.procedure,
    };
    let change = walk
        .dossier
        .decide(&Command::GiveOpinion { text: "đồng ý" }, with)
        .expect("the cover answers");
    assert_eq!(
        change.events,
        [DossierEvent::OpinionGiven { by: "u2".into() }]
    );
    assert!(change.next.asked.is_empty());
}

#[test]
fn nobody_forwards_past_a_signature_and_who_forwards_has_prepared() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.must("2023-06-14T11:00", &Command::Forward { holder: None });
    assert_eq!(walk.dossier.prepared_by.as_deref(), Some("u1"));
    assert_eq!(
        walk.refused("2023-06-14T11:10", &Command::Forward { holder: None }),
        Refusal::WrongStep {
            at: Some(StepKind::Approve),
            act: Act::Forward
        }
    );
}

#[test]
fn an_apology_is_in_time_until_one_working_day_before_the_due_date() {
    // Due on Wednesday 21 June.
    for (when, expected) in [
        ("2023-06-20T23:59", false),
        ("2023-06-21T00:00", true),
        ("2023-06-26T09:00", true),
    ] {
        let mut walk = Walk::processing("2023-06-14T10:00");
        let apology = Command::Apologise {
            promised: at("2023-06-30T17:00"),
            reason: "chờ xác minh",
        };
        walk.must(when, &apology);
        assert_eq!(late(&walk), Some(expected), "{when}");
    }
}

#[test]
fn a_process_may_end_with_the_seal() {
    let mut short = procedure(Some(Term::WorkingDays(5)));
    short.process.steps.truncate(4);
    let mut walk = Walk::new(short);
    walk.must("2023-06-14T10:00", &Command::Receive(intake()))
        .must("2023-06-14T10:00", &Command::HandOver { holder: None });
    let walk = walk.finished("2023-06-15T10:00");
    assert_eq!(walk.dossier.state, State::Finished);
}

#[test]
fn a_dossier_with_an_appointed_date_ends_neither_on_time_nor_late() {
    let mut walk = Walk::new(procedure(None));
    let dated = Intake {
        appointed: Some(at("2023-06-30T17:00")),
        reason: "theo thông lệ".into(),
        ..intake()
    };
    walk.must("2023-06-14T10:00", &Command::Receive(dated))
        .must("2023-06-14T10:00", &Command::HandOver { holder: None });
    let walk = walk.finished("2023-06-15T10:00");
    assert_eq!(walk.dossier.timeliness, Some(Timeliness::NoDue));
    assert_eq!(is_on_time_766(&walk.dossier, at("2023-06-15T10:00")), None);
}

#[test]
fn no_result_is_handed_over_while_money_is_owed() {
    let mut walk = Walk::processing("2023-06-14T10:00").finished("2023-06-15T10:00");
    assert_eq!(
        walk.refused("2023-06-15T11:00", &Command::Return { unpaid_dong: 8_000 }),
        Refusal::FeeUnpaid { due_dong: 8_000 }
    );
}

#[test]
fn a_reopened_dossier_is_worked_on_and_signed_anew() {
    let mut walk = Walk::processing("2023-06-14T10:00").finished("2023-06-15T10:00");
    walk.must("2023-06-16T10:00", &Command::Reopen { reason: "sai tên" });
    let dossier = &walk.dossier;
    assert_eq!(dossier.state, State::Processing);
    assert_eq!(
        dossier.current_step().map(|step| step.kind),
        Some(StepKind::Handle)
    );
    assert_eq!(
        (&dossier.approved, &dossier.number, dossier.outcome),
        (&None, &None, None)
    );
}

#[test]
fn withdrawal_is_possible_while_the_commune_owes_work() {
    for state in State::ALL {
        assert_eq!(allows(state, Act::Withdraw), state.is_open(), "{state:?}");
    }
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.must("2023-06-15T10:00", &Command::Stop { reason: "r" })
        .must("2023-06-16T10:00", &Command::Withdraw { reason: "r" });
    assert_eq!(walk.dossier.state, State::Withdrawn);
}

#[test]
fn the_clock_stands_in_the_states_5_6_and_8() {
    let codes = State::ALL.map(State::national_code);
    assert_eq!(codes[0], None, "a draft is never sent");
    assert_eq!(codes[11], None, "nor a void receipt");
    assert!(codes[1..11].iter().copied().eq((1..=10).map(Some)));
    assert_eq!(State::Stopped.national_code(), Some(8));
    let paused = State::ALL.into_iter().filter(|state| state.is_paused());
    assert!(
        paused
            .map(State::national_code)
            .eq([Some(5), Some(6), Some(8)])
    );
}

#[test]
fn only_a_supplement_moves_the_date_of_the_index() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let on_time = |walk: &Walk, end: &str| is_on_time_766(&walk.dossier, at(end));
    assert_eq!(on_time(&walk, "2023-06-21T17:00"), Some(true));
    assert_eq!(on_time(&walk, "2023-06-21T17:01"), Some(false));
    walk.must("2023-06-15T09:00", &Command::Stop { reason: "r" })
        .must("2023-06-19T16:00", &Command::Resume { reason: "r" });
    assert_eq!(walk.dossier.counted_due(), Some(at("2023-06-23T17:00")));
    assert_eq!(on_time(&walk, "2023-06-21T17:00"), Some(true));
    assert_eq!(on_time(&walk, "2023-06-22T09:00"), Some(false));
}

#[test]
fn a_step_ends_with_its_minutes_and_never_after_its_dossier() {
    assert_eq!(
        Walk::processing("2023-06-14T10:00").step_due(),
        Some(at("2023-06-19T10:00"))
    );
    for (handed_over, due) in [
        ("2023-06-20T10:00", "2023-06-21T17:00"),
        ("2023-06-22T10:00", "2023-06-22T10:00"),
    ] {
        let mut walk = Walk::received("2023-06-14T10:00");
        walk.must(handed_over, &Command::HandOver { holder: None });
        assert_eq!(walk.step_due(), Some(at(due)), "{handed_over}");
    }
}

#[test]
fn a_step_moves_with_a_pause_by_its_working_time() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let ask = Command::RequestSupplement {
        items: 1,
        allowed_by: None,
    };
    walk.must("2023-06-15T09:00", &ask)
        .must("2023-06-19T16:00", &Command::ReceiveSupplement);
    // 21 hours and a half of office time were waited.
    assert_eq!(walk.step_due(), Some(at("2023-06-21T17:00")));
}
