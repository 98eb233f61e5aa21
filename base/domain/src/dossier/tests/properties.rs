//! Any history of acts: it folds to its state and keeps the invariants.
//! For rules that must hold whatever officers do, in whatever order.

use proptest::prelude::*;

use super::*;

pub(super) fn command(pick: u8) -> Command<'static> {
    let intake = || Intake {
        code: "x".into(),
        ..Intake::default()
    };
    match pick % 27 {
        0 => Command::Submit,
        1 => Command::Receive(intake()),
        2 => Command::RefuseIntake { reason: "r" },
        3 => Command::RequestSupplement {
            items: 1,
            allowed_by: None,
        },
        4 => Command::RequestSupplement {
            items: 1,
            allowed_by: Some("chair"),
        },
        5 => Command::ReceiveSupplement,
        6 => Command::ExpireSupplement { reason: "r" },
        7 => Command::HandOver { holder: Some("u2") },
        8 | 23 => Command::Forward { holder: None },
        9 => Command::SendBack { reason: "r" },
        10 => Command::Assign { holder: "u3" },
        11 => Command::AskOpinion { of: "u1" },
        12 => Command::GiveOpinion { text: "r" },
        13 => Command::RequestPayment { dong: 8000 },
        14 => Command::SettlePayment { unpaid_dong: 0 },
        15 => Command::Stop { reason: "r" },
        16 => Command::Resume { reason: "r" },
        17 => Command::Withdraw { reason: "r" },
        18 => Command::Verify { reason: "r" },
        19 => Command::Approve,
        20 => Command::Seal { number: "1" },
        21 => Command::Finish {
            outcome: Outcome::Granted,
        },
        24 => Command::Correct {
            parts: &[CorrectedPart::Contact],
            wrong: None,
            reason: "r",
        },
        25 => Command::Urge { by_citizen: true },
        26 => Command::Correct {
            parts: &[],
            wrong: Some("1.001193"),
            reason: "r",
        },
        _ => Command::Return { unpaid_dong: 0 },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_history_folds_to_its_state_and_keeps_the_invariants(
        picks in prop::collection::vec((any::<u8>(), 1_i64..2000), 1..80),
        same_day in any::<bool>(),
    ) {
        let term = if same_day { Term::SameDay } else { Term::WorkingDays(5) };
        let mut walk = Walk::new(procedure(Some(term)));
        let mut now = at("2023-06-14T08:00");
        for (pick, minutes) in picks {
            now = now.plus_minutes(minutes);
            let before = walk.dossier.clone();
            if walk.act(now, &command(pick)).is_ok() {
                prop_assert!(!before.state.is_terminal(), "left {:?}", before.state);
                let act = command(pick).act();
                let stated = act.is_none_or(|act| {
                    TRANSITIONS.contains(&(before.state, act, walk.dossier.state))
                });
                prop_assert!(stated, "{:?} -{:?}-> {:?} is not in the table", before.state, act, walk.dossier.state);
                if let (Some(old), Some(new)) = (before.counted_due(), walk.dossier.counted_due()) {
                    prop_assert!(new >= old, "an act made the date earlier");
                }
            } else {
                prop_assert_eq!(&before, &walk.dossier, "a refusal changed something");
            }
        }
        let folded = Dossier::fold(Channel::Counter, walk.log.iter().map(|(at, event)| (*at, event)));
        prop_assert_eq!(&folded, &walk.dossier);
        let dossier = &walk.dossier;
        if let (Some(received), Some(finished)) = (dossier.received_at, dossier.finished_at) {
            prop_assert!(received <= finished);
            prop_assert!(dossier.returned_at.is_none_or(|returned| finished <= returned));
        }
        prop_assert_eq!(dossier.received_at.is_some(), dossier.code.is_some());
        prop_assert_eq!(dossier.received_at.is_some(), dossier.due.is_some());
        if dossier.state.is_paused() && dossier.received_at.is_some() {
            prop_assert!(dossier.running_pause().is_some());
        }
        for (place, pause) in dossier.pauses.iter().enumerate() {
            prop_assert!(pause.to.is_some() || place + 1 == dossier.pauses.len());
        }
    }

    #[test]
    fn stored_events_are_read_back_the_same(picks in prop::collection::vec((any::<u8>(), 1_i64..2000), 1..60)) {
        let mut walk = Walk::new(procedure(Some(Term::WorkingDays(5))));
        let mut now = at("2023-06-14T08:00");
        for (pick, minutes) in picks {
            now = now.plus_minutes(minutes);
            let _ = walk.act(now, &command(pick));
        }
        for (_, event) in &walk.log {
            let text = event.data().to_string();
            let data: serde_json::Value = serde_json::from_str(&text).expect("JSON of ours");
            let read = DossierEvent::read(event.kind(), &data);
            prop_assert_eq!(read.as_ref(), Some(event));
        }
    }
}
