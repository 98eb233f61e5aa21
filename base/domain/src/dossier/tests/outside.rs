//! A step at an agency outside: sent, waited for, come back; nothing else moves the dossier meanwhile.
//! For whoever changes an act that leaves a step.

use super::*;

const SENT: &str = "2023-06-15T09:00";
const LATER: &str = "2023-06-16T09:00";

/// At the step outside, sent.
fn sent() -> Walk {
    let mut procedure = procedure(Some(Term::WorkingDays(5)));
    procedure
        .process
        .steps
        .insert(2, step(3, "phong_tu_phap", StepKind::Outside, 480));
    let mut walk = Walk::new(procedure);
    walk.must(
        "2023-06-14T10:00",
        &Command::Receive(Intake {
            code: "x".into(),
            ..Intake::default()
        }),
    )
    .must("2023-06-14T14:00", &Command::HandOver { holder: None })
    .must(SENT, &Command::Forward { holder: None })
    .must(SENT, &Command::SendOutside);
    walk
}

#[test]
fn what_is_outside_goes_nowhere_until_it_is_back() {
    let mut walk = sent();
    assert_eq!(
        walk.refused(LATER, &Command::SendBack { reason: "thiếu" }),
        Refusal::OutsideMismatch { is_outside: true },
        "or it would come back into another step"
    );
    assert_eq!(
        walk.refused(LATER, &Command::SendOutside),
        Refusal::OutsideMismatch { is_outside: true }
    );
    walk.must(LATER, &Command::ComeBack);
    assert_eq!(
        walk.dossier.current_step().map(|step| step.kind),
        Some(StepKind::Approve)
    );
    assert_eq!(
        walk.refused(LATER, &Command::ComeBack),
        Refusal::OutsideMismatch { is_outside: false }
    );
}

#[test]
fn a_reopened_dossier_is_no_longer_outside() {
    let mut walk = sent();
    walk.must(LATER, &Command::Stop { reason: "chờ" })
        .must(
            LATER,
            &Command::Finish {
                outcome: Outcome::NotGranted,
            },
        )
        .must(LATER, &Command::Reopen { reason: "nhầm" });
    assert_eq!(walk.dossier.outside_since, None);
    assert_eq!(
        walk.refused(LATER, &Command::ComeBack),
        Refusal::OutsideMismatch { is_outside: false }
    );
}
