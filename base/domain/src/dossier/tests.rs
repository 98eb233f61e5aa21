//! The dossier machine walked through its acts, as the law wants them.
//! For whoever changes a rule of a dossier; the helpers serve the files beside.

mod counted;
mod guards;
mod outside;
mod properties;

use super::*;
use crate::access::Act;
use crate::calendar::{Calendar, OfficeHours};
use crate::procedure::{
    Confidence, FeeKind, FeeNote, Longer, Procedure, Process, ProcessSource, ProcessStep, Sure,
    TimeLimit,
};

fn calendar() -> Calendar {
    Calendar::new(OfficeHours::default(), Vec::new())
}

fn step(seq: u32, post: &str, kind: StepKind, minutes: i64) -> ProcessStep {
    ProcessStep {
        seq,
        post: post.into(),
        kind,
        action_vi: format!("bước {seq}"),
        minutes,
        output_vi: None,
        outside_vi: None,
    }
}

fn procedure(term: Option<Term>) -> Procedure {
    let sure = Sure::Verified;
    Procedure {
        id: "1.004884@2019-01-06".into(),
        code: "1.004884".into(),
        name_vi: "Đăng ký lại khai sinh".into(),
        slug: "dang-ky-lai-khai-sinh".into(),
        field_vi: "Hộ tịch".into(),
        abbreviations: Vec::new(),
        handling_post: "tu_phap_ho_tich".into(),
        decision_level_vi: "UBND cấp xã".into(),
        inter_agency: Vec::new(),
        internal_only: false,
        applicable_locally: true,
        applicability_note_vi: None,
        limit: TimeLimit {
            term,
            text_vi: "05 ngày làm việc".into(),
            note_vi: None,
            longer: Some(Longer {
                term: Term::CalendarDays(25),
                text_vi: "25 ngày".into(),
                when_vi: "Phải xác minh".into(),
            }),
        },
        fee: FeeNote {
            kind: FeeKind::None,
            dong: Some(0),
            unit_vi: None,
            notes_vi: None,
        },
        papers: Vec::new(),
        sets: 1,
        results: vec!["Giấy khai sinh".into()],
        audience: Vec::new(),
        legal_bases: Vec::new(),
        valid_from: jiff::civil::date(2019, 1, 6),
        valid_to: None,
        confidence: Confidence {
            identity: sure,
            time_limit: sure,
            fee: sure,
            documents: sure,
            legal_bases: sure,
            process: sure,
        },
        grade: 'A',
        published: true,
        source_note: None,
        pause_policy: PausePolicy::Extend,
        process: Process {
            steps: vec![
                step(1, "mot_cua", StepKind::Receive, 240),
                step(2, "tu_phap_ho_tich", StepKind::Handle, 1440),
                step(3, "chu_tich", StepKind::Approve, 240),
                step(4, "van_thu", StepKind::Seal, 240),
                step(5, "mot_cua", StepKind::Deliver, 240),
            ],
            longer_minutes: None,
            calendar_days: false,
            source: ProcessSource::Published,
            total_minutes: 2400,
            promise_term: None,
            note_vi: None,
            source_note: None,
        },
        on_the_spot: false,
        replaced_note_vi: None,
    }
}

fn at(text: &str) -> Moment {
    Moment::parse_local(text).expect("a test time")
}

/// Walks a dossier through commands, keeping its events, as the store does.
struct Walk {
    calendar: Calendar,
    procedure: Procedure,
    dossier: Dossier,
    log: Vec<(Moment, DossierEvent)>,
}

impl Walk {
    fn new(procedure: Procedure) -> Self {
        Self {
            calendar: calendar(),
            procedure,
            dossier: Dossier::new(Channel::Counter),
            log: Vec::new(),
        }
    }

    fn act(&mut self, when: Moment, command: &Command<'_>) -> Result<(), Refusal> {
        let with = Context {
            at: when,
            by: "u1",
            calendar: &self.calendar,
            procedure: &self.procedure,
        };
        let change = self.dossier.decide(command, with)?;
        self.log
            .extend(change.events.into_iter().map(|event| (when, event)));
        self.dossier = change.next;
        Ok(())
    }

    fn must(&mut self, when: &str, command: &Command<'_>) -> &mut Self {
        self.act(at(when), command).expect("a lawful act");
        self
    }

    fn refused(&mut self, when: &str, command: &Command<'_>) -> Refusal {
        self.act(at(when), command).expect_err("an unlawful act")
    }

    fn received(when: &str) -> Self {
        let mut walk = Self::new(procedure(Some(Term::WorkingDays(5))));
        walk.must(
            when,
            &Command::Receive(Intake {
                code: "000.21.49.H23-230614-0001".into(),
                ..Intake::default()
            }),
        );
        walk
    }

    fn processing(when: &str) -> Self {
        let mut walk = Self::received(when);
        walk.must(when, &Command::HandOver { holder: None });
        walk
    }
}

#[test]
fn a_dossier_goes_through_its_published_process() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-21T17:00")));
    walk.must("2023-06-15T09:00", &Command::Forward { holder: None });
    assert_eq!(
        walk.refused(
            "2023-06-15T09:30",
            &Command::Finish {
                outcome: Outcome::Granted
            }
        ),
        Refusal::StepsOpen {
            action: "bước 3".into()
        }
    );
    walk.must("2023-06-15T10:00", &Command::Approve)
        .must("2023-06-15T14:00", &Command::Seal { number: "12/GKS" })
        .must(
            "2023-06-15T15:00",
            &Command::Finish {
                outcome: Outcome::Granted,
            },
        )
        .must("2023-06-16T08:00", &Command::Return { unpaid_dong: 0 });
    assert_eq!(walk.dossier.state, State::Returned);
    assert_eq!(walk.dossier.timeliness, Some(Timeliness::Early));
    assert_eq!(
        is_on_time_766(&walk.dossier, at("2023-06-15T15:00")),
        Some(true)
    );
}

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
fn a_stopped_dossier_goes_on_or_ends_without_granting() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.must(
        "2023-06-15T10:00",
        &Command::Stop {
            reason: "tranh chấp",
        },
    );
    assert_eq!(
        walk.refused(
            "2023-06-16T10:00",
            &Command::Finish {
                outcome: Outcome::Granted
            }
        ),
        Refusal::OnlyNotGranted {
            state: State::Stopped
        }
    );
    assert!(matches!(
        walk.refused("2023-06-16T10:00", &Command::Return { unpaid_dong: 0 }),
        Refusal::NotFrom {
            state: State::Stopped,
            act: Act::Return
        }
    ));
    walk.must("2023-06-19T10:00", &Command::Resume { reason: "đã rõ" });
    assert_eq!(walk.dossier.counted_due(), Some(at("2023-06-23T17:00")));
}

#[test]
fn a_receipt_is_voided_only_before_hand_over() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    assert!(matches!(
        walk.refused("2023-06-14T11:00", &Command::Void { reason: "nhầm" }),
        Refusal::NotFrom { .. }
    ));
    let mut fresh = Walk::received("2023-06-14T10:00");
    assert_eq!(
        fresh.refused("2023-06-14T10:05", &Command::Void { reason: "  " }),
        Refusal::ReasonMissing
    );
    fresh.must(
        "2023-06-14T10:05",
        &Command::Void {
            reason: "nhầm thủ tục",
        },
    );
    assert_eq!(fresh.dossier.state, State::Void);
    assert!(fresh.dossier.code.is_some(), "it keeps its number");
}

#[test]
fn a_late_entry_counts_from_when_it_truly_came() {
    let mut walk = Walk::new(procedure(Some(Term::WorkingDays(5))));
    let intake = Intake {
        code: "x".into(),
        received_at: Some(at("2023-06-14T10:00")),
        reason: "mất điện".into(),
        ..Intake::default()
    };
    walk.must("2023-06-15T08:00", &Command::Receive(intake));
    assert!(walk.dossier.late_entry);
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-21T17:00")));
}

#[test]
fn what_is_done_on_the_spot_is_returned_at_once() {
    let mut walk = Walk::new(Procedure {
        on_the_spot: true,
        ..procedure(Some(Term::SameDay))
    });
    walk.must(
        "2023-06-14T10:00",
        &Command::ReceiveAndReturn(Intake {
            code: "x".into(),
            ..Intake::default()
        }),
    );
    assert_eq!(walk.dossier.state, State::Returned);
    assert_eq!(walk.dossier.timeliness, Some(Timeliness::OnTime));
    let mut other = Walk::new(procedure(Some(Term::WorkingDays(5))));
    assert_eq!(
        other.refused(
            "2023-06-14T10:00",
            &Command::ReceiveAndReturn(Intake::default())
        ),
        Refusal::NotOnTheSpot
    );
}

#[test]
fn sending_back_takes_the_signature_away() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.must("2023-06-15T09:00", &Command::Forward { holder: None })
        .must("2023-06-15T10:00", &Command::Approve);
    walk.must("2023-06-15T11:00", &Command::SendBack { reason: "sai tên" });
    assert_eq!(walk.dossier.approved, None);
    assert_eq!(
        walk.dossier.current_step().map(|step| step.kind),
        Some(StepKind::Handle)
    );
}

#[test]
fn no_transition_leaves_a_terminal_state_and_every_other_state_has_a_way_on() {
    for state in State::ALL {
        let ways = TRANSITIONS
            .iter()
            .filter(|(from, ..)| *from == state)
            .count();
        assert_eq!(ways == 0, state.is_terminal(), "{state:?}");
    }
    assert!(!TRANSITIONS.contains(&(State::Stopped, Act::Return, State::Returned)));
}

#[test]
fn events_keep_their_wire_form() {
    let event = DossierEvent::Apologised {
        promised: Moment::from_millis(1),
        late: true,
    };
    let data = event.data();
    assert_eq!(
        data.to_string(),
        r#"{"machine":{"event":"apologised","promised":1,"late":true}}"#
    );
    assert_eq!(DossierEvent::read("dossier.apologised", &data), Some(event));
    assert_eq!(
        DossierEvent::read("dossier.stopped", &data),
        None,
        "kind and content must agree"
    );
}
