//! Events as the log keeps them for ever.
//! For whoever touches an event: what is frozen stays as it stands here.

use super::*;

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

#[test]
fn a_correction_and_an_urging_keep_their_wire_form() {
    let plain = DossierEvent::Corrected {
        receipt: 2,
        parts: vec![CorrectedPart::Parties, CorrectedPart::Contact],
        recast: None,
    };
    assert_eq!(
        plain.data().to_string(),
        r#"{"machine":{"event":"corrected","receipt":2,"parts":["parties","contact"],"recast":null}}"#
    );
    let recast = Recast {
        wrong: "1.001193".into(),
        received_at: Moment::from_millis(1),
        term: Some(Term::WorkingDays(5)),
        policy: PausePolicy::Extend,
        due: DueDate {
            at: Some(Moment::from_millis(2)),
            for_index: None,
            counted: true,
            provisional: false,
            because: Vec::new(),
        },
        steps: Vec::new(),
        calendar_days: false,
    };
    let other = DossierEvent::Corrected {
        receipt: 3,
        parts: Vec::new(),
        recast: Some(recast),
    };
    assert_eq!(
        other.data()["machine"]["recast"].to_string(),
        r#"{"wrong":"1.001193","received_at":1,"term":{"working_days":5},"policy":"extend","due":{"at":2,"for_index":null,"counted":true,"provisional":false,"because":[]},"steps":[],"calendar_days":false}"#
    );
    let urged = DossierEvent::Urged { by_citizen: true };
    assert_eq!(
        urged.data().to_string(),
        r#"{"machine":{"event":"urged","by_citizen":true}}"#
    );
    for event in [plain, other, urged] {
        let read = DossierEvent::read(event.kind(), &event.data());
        assert_eq!(read, Some(event));
    }
}

#[test]
fn a_dossier_stored_before_corrections_and_urgings_is_read_and_folds_to_the_same() {
    let walk = Walk::processing("2023-06-14T10:00");
    let mut stored = serde_json::to_value(&walk.dossier).expect("a dossier is JSON");
    let fields = stored.as_object_mut().expect("an object");
    for later in ["corrections", "urges"] {
        assert!(fields.remove(later).is_some(), "{later}");
    }
    let read: Dossier = serde_json::from_value(stored).expect("old rows are read for ever");
    assert_eq!(read, walk.dossier);
}
