//! Corrections after the receipt: a new receipt supersedes the former, and dates stay.
//! For whoever changes what may be corrected, and until when.

use super::*;

const PARTIES: Command<'static> = Command::Correct {
    parts: &[CorrectedPart::Parties],
    wrong: None,
    reason: "sai tên đệm",
};
const WRONG_PROCEDURE: Command<'static> = Command::Correct {
    parts: &[],
    wrong: Some("1.001193"),
    reason: "nhầm thủ tục",
};

#[test]
fn a_correction_supersedes_the_receipt_and_moves_no_date() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    assert_eq!(walk.dossier.receipt_number(), Some(1));
    let before = walk.dossier.clone();
    walk.must("2023-06-15T09:00", &PARTIES)
        .must("2023-06-16T09:00", &PARTIES);
    assert_eq!(walk.dossier.receipt_number(), Some(3));
    assert_eq!(walk.dossier.due, before.due);
    assert_eq!(walk.dossier.original_due, before.original_due);
    assert_eq!(walk.dossier.step, before.step);
    assert_eq!(walk.dossier.state, State::Processing);
    assert!(matches!(
        walk.log.last(),
        Some((
            _,
            DossierEvent::Corrected {
                receipt: 3,
                recast: None,
                ..
            }
        ))
    ));
}

#[test]
fn a_correction_says_what_and_why_and_needs_a_receipt() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let nothing = Command::Correct {
        parts: &[],
        wrong: None,
        reason: "r",
    };
    assert_eq!(
        walk.refused("2023-06-15T09:00", &nothing),
        Refusal::NothingCorrected
    );
    let without_reason = Command::Correct {
        parts: &[CorrectedPart::Fee],
        wrong: None,
        reason: " ",
    };
    assert_eq!(
        walk.refused("2023-06-15T09:00", &without_reason),
        Refusal::ReasonMissing
    );
    let mut asked = Walk::new(procedure(Some(Term::WorkingDays(5))));
    asked.must(
        "2023-06-14T10:00",
        &Command::RequestSupplement {
            items: 1,
            allowed_by: None,
        },
    );
    assert_eq!(
        asked.refused("2023-06-15T09:00", &PARTIES),
        Refusal::NoReceiptYet
    );
}

#[test]
fn nothing_is_corrected_once_the_work_has_ended() {
    for state in State::ALL {
        let is_under_way = state.is_open() && state != State::Submitted;
        assert_eq!(allows(state, Act::Correct), is_under_way, "{state:?}");
    }
}

#[test]
fn a_correction_in_a_pause_leaves_the_pause_running() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let ask = Command::RequestSupplement {
        items: 1,
        allowed_by: None,
    };
    walk.must("2023-06-15T09:00", &ask)
        .must("2023-06-16T09:00", &PARTIES);
    assert_eq!(walk.dossier.state, State::AwaitingSupplement);
    walk.must("2023-06-19T16:00", &Command::ReceiveSupplement);
    assert_eq!(walk.dossier.counted_due(), Some(at("2023-06-23T17:00")));
}

#[test]
fn another_procedure_counts_from_the_same_receipt_and_says_why() {
    let mut walk = Walk::received("2023-06-14T10:00");
    walk.procedure = procedure(Some(Term::WorkingDays(3)));
    walk.procedure.process.steps.truncate(4);
    // A day later: from here, three days would end on another day.
    walk.must("2023-06-15T10:00", &WRONG_PROCEDURE);
    let dossier = &walk.dossier;
    assert_eq!(dossier.counted_due(), Some(at("2023-06-19T17:00")));
    assert_eq!(dossier.original_due, Some(at("2023-06-19T17:00")));
    assert_eq!(dossier.term, Some(Term::WorkingDays(3)));
    assert_eq!(dossier.steps.len(), 4);
    let because = &dossier.due.as_ref().expect("a promise").because;
    assert_eq!(because[0].rule, "Giấy tiếp nhận số 2 thay giấy trước");
    assert!(
        because[0].text.contains("1.001193 thành 1.004884"),
        "{because:?}"
    );
    assert!(
        because.len() > 1,
        "the law of the right procedure stands below"
    );
}

#[test]
fn without_a_limit_in_the_right_procedure_the_date_told_stays_uncounted() {
    let mut walk = Walk::received("2023-06-14T10:00");
    walk.procedure = procedure(None);
    walk.must("2023-06-14T10:30", &WRONG_PROCEDURE);
    assert_eq!(walk.dossier.counted_due(), None);
    assert_eq!(walk.dossier.original_due, Some(at("2023-06-21T17:00")));
}

#[test]
fn after_hand_over_another_procedure_is_another_dossier() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    assert_eq!(
        walk.refused("2023-06-15T10:00", &WRONG_PROCEDURE),
        Refusal::HandedOverAlready
    );
}
