//! The ways through the machine: the published process, on the spot, stops, voids, sending back.
//! For whoever changes where an act leads.

use super::*;

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
