//! Corrections after the receipt on each engine: the receipt's number grows, the procedure may change.
//! For the page that will ask for them.

use domain::dossier::CorrectedPart;

use super::*;
use crate::correct::{self, Correction};
use crate::testing::{BIRTH, SINGLE};

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_part_gives_a_new_receipt_and_the_same_date() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let id = row.id.clone();
        let now = office
            .commit(CLERK, move |tx, desk, actor| {
                let correction = Correction {
                    parts: &[CorrectedPart::Parties],
                    right_procedure: None,
                    reason: "Sai tên đệm",
                };
                correct::correct(tx, desk, actor, &id, &correction, None)
            })
            .await;
        assert_eq!(now.machine.receipt_number(), Some(2));
        assert_eq!(now.machine.due, row.machine.due);
        assert_eq!(now.version, row.version + 1);
        let event = last(&office, &again(&office, &row));
        assert_eq!(event.kind, "dossier.corrected");
        assert!(
            !event.data.to_string().contains("tên đệm"),
            "{}",
            event.data
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_procedure_replaces_the_wrong_one_before_hand_over() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let right = office.filing(BIRTH, "An", row.machine.channel).procedure_id;
        let (id, procedure) = (row.id.clone(), right.clone());
        let now = office
            .commit(CLERK, move |tx, desk, actor| {
                let correction = Correction {
                    parts: &[],
                    right_procedure: Some(&procedure),
                    reason: "Nhầm thủ tục",
                };
                correct::correct(tx, desk, actor, &id, &correction, None)
            })
            .await;
        assert_eq!(
            (&now.procedure_id, now.procedure_code.as_str()),
            (&right, BIRTH)
        );
        let why = &now.machine.due.as_ref().expect("a promise").because[0].text;
        assert!(why.contains(&format!("{SINGLE} thành {BIRTH}")), "{why}");
        again(&office, &row);
        verify(&office);
    }
}
