//! Asking the citizen to pay: what is asked is what the counter then takes.
//! For whoever changes how money is asked for.

use super::{done, events, send, verify};
use crate::row::DossierRow;
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR};

fn owed(office: &Office, row: &DossierRow) -> payment::Summary {
    let id = row.id.clone();
    let read = office.web.app.db();
    read.read_blocking(move |reader| payment::summary(reader, &id))
        .expect("readable")
}

#[tokio::test(flavor = "multi_thread")]
async fn money_asked_for_is_owed_with_what_it_rests_on() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let act = "yeu-cau-nop-tien";
        let before = owed(&office, &row).unpaid.0;
        let unfounded = send(&office, REGISTRAR, &row, act, &[("so_tien", "15.000")]).await;
        assert!(unfounded.body.contains("Hãy ghi khoản thu thêm là gì"));
        let asked = [
            ("so_tien", "15.000"),
            ("ghi_chu", "Phí xác minh, NQ 3/2023"),
        ];
        let row = done(&office, REGISTRAR, &row, act, &asked).await;
        let money = owed(&office, &row);
        assert_eq!((before, money.unpaid.0), (0, 15_000));
        assert!(!money.unknown);
        assert!(
            money
                .lines
                .iter()
                .any(|line| line.basis.contains("NQ 3/2023"))
        );
        let kinds: Vec<String> = events(&office, &row).into_iter().map(|e| e.kind).collect();
        assert!(kinds.ends_with(&["dossier.payment_requested".into(), payment::CHARGED.into()]));
        let page = office
            .page(CLERK, &format!("/cb/ho-so/{}", row.address()))
            .await;
        assert!(page.body.contains("15.000\u{a0}đ") && page.body.contains("/thu-tien"));
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn less_than_what_is_owed_is_not_asked_for() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let act = "yeu-cau-nop-tien";
        let asked = [("so_tien", "15.000"), ("ghi_chu", "Phí xác minh")];
        let row = done(&office, REGISTRAR, &row, act, &asked).await;
        let over = [
            ("ket_qua", "not_granted"),
            ("ten", "Văn bản trả lời"),
            ("so", "31/UBND"),
            ("ly_do", "Quá hạn nộp tiền đã báo"),
        ];
        let row = done(&office, CLERK, &row, "ket-thuc", &over).await;
        let row = done(&office, CHAIR, &row, "mo-lai", &[("ly_do", "Đã nộp")]).await;
        let less = send(&office, REGISTRAR, &row, act, &[("so_tien", "5.000")]).await;
        assert!(
            less.body.contains("Hãy yêu cầu nộp đủ số đó"),
            "{}",
            less.body
        );
        let row = done(&office, REGISTRAR, &row, act, &[("so_tien", "15.000")]).await;
        assert_eq!(
            owed(&office, &row).unpaid.0,
            15_000,
            "asked again, owed once"
        );
    }
}
