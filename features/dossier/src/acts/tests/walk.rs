//! Dossiers carried from step to step by the forms alone.
//! For whoever changes the way through a process.

use domain::dossier::State;
use domain::procedure::StepKind;

use super::{done, hold, last, path, says, send, to_the_end, verify};
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SEAL};

/// Two steps outside the commune.
const OUTSIDE: &str = "1.001731";

#[tokio::test(flavor = "multi_thread")]
async fn a_birth_goes_from_the_counter_through_signature_and_seal_to_the_citizen() {
    for office in Office::on_each_engine() {
        hold(&office, REGISTRAR, "Trần Đức Hòa", "tu_phap_ho_tich").await;
        let row = office.receive(BIRTH, "Phạm Minh Khôi").await;
        let form = office.page(CLERK, &path(&row, "ban-giao")).await;
        says(
            &form,
            &[
                "Trần Đức Hòa",
                "Đã tiếp nhận → Đang giải quyết",
                "Phạm Minh Khôi",
                row.address(),
            ],
        );
        let row = done(
            &office,
            CLERK,
            &row,
            "ban-giao",
            &[("nguoi", REGISTRAR), ("ghi_chu", "Giao bản gốc")],
        )
        .await;
        assert_eq!(
            row.machine
                .step
                .as_ref()
                .and_then(|step| step.holder.as_deref()),
            Some(REGISTRAR)
        );
        assert_eq!(last(&office, &row).kind, "dossier.handed_over");
        let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let form = office.page(CHAIR, &path(&row, "ky")).await;
        says(
            &form,
            &[
                "CHỦ TỊCH Cán bộ chair@chu_tich",
                "Người soạn",
                "Trần Đức Hòa",
                "Giấy khai sinh",
            ],
        );
        let row = done(&office, CHAIR, &row, "ky", &[]).await;
        assert_eq!(last(&office, &row).data["signing_line"], "CHỦ TỊCH");
        says(&office.page(SEAL, &path(&row, "lay-so")).await, &["1/2023"]);
        let row = done(&office, SEAL, &row, "lay-so", &[]).await;
        assert_eq!(row.machine.number.as_deref(), Some("1/2023"));
        let form = office.page(CLERK, &path(&row, "ket-thuc")).await;
        says(
            &form,
            &["value=\"1/2023\"", "enctype=\"multipart/form-data\""],
        );
        let fields = [
            ("ket_qua", "granted"),
            ("ten", "Giấy khai sinh"),
            ("so", "1/2023"),
        ];
        let row = done(&office, CLERK, &row, "ket-thuc", &fields).await;
        assert_eq!(row.machine.state, State::Finished);
        let fields = [
            ("ai_nhan", "owner"),
            ("giay_to", "030192004217"),
            ("cach", "counter"),
        ];
        let row = done(&office, CLERK, &row, "tra", &fields).await;
        assert_eq!(row.machine.state, State::Returned);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_follow_one_another_and_a_number_by_hand_needs_a_reason() {
    for office in Office::on_each_engine() {
        to_the_end(&office, BIRTH).await;
        let at_seal = async || {
            let row = office.at_work(BIRTH, "An").await;
            let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
            done(&office, CHAIR, &row, "ky", &[]).await
        };
        let (two, three, four) = (at_seal().await, at_seal().await, at_seal().await);
        let refused = send(&office, SEAL, &two, "lay-so", &[("so", "3/2023")]).await;
        assert_eq!(refused.status, 422);
        says(&refused, &["Hãy ghi lý do", "value=\"3/2023\""]);
        let taken = send(
            &office,
            SEAL,
            &two,
            "lay-so",
            &[("so", "1/2023"), ("ly_do", "Sổ giấy")],
        )
        .await;
        says(&taken, &["Số 1/2023 đã cấp trong năm nay"]);
        let two = done(
            &office,
            SEAL,
            &two,
            "lay-so",
            &[("so", "3/2023"), ("ly_do", "Sổ giấy")],
        )
        .await;
        assert_eq!(two.machine.number.as_deref(), Some("3/2023"));
        let three = done(&office, SEAL, &three, "lay-so", &[]).await;
        let four = done(&office, SEAL, &four, "lay-so", &[]).await;
        assert_eq!(three.machine.number.as_deref(), Some("2/2023"));
        assert_eq!(
            four.machine.number.as_deref(),
            Some("4/2023"),
            "3 was given by hand"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vice_chair_signs_for_the_chair() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let form = office
            .page("vice_chair@pho_chu_tich", &path(&row, "ky"))
            .await;
        says(&form, &["KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"]);
        let row = done(&office, "vice_chair@pho_chu_tich", &row, "ky", &[]).await;
        assert_eq!(
            last(&office, &row).data["signing_line"],
            "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_outside_are_recorded_as_sent_and_as_returned() {
    for office in Office::on_each_engine() {
        let mut row = office.at_work(OUTSIDE, "An").await;
        while row
            .machine
            .current_step()
            .is_some_and(|step| step.kind != StepKind::Outside)
        {
            let step = row.machine.current_step().expect("it is at work").clone();
            let handler = format!("specialist@{}", step.post);
            row = match step.kind {
                StepKind::Approve => done(&office, CHAIR, &row, "ky", &[]).await,
                StepKind::Seal => done(&office, SEAL, &row, "lay-so", &[]).await,
                _ => done(&office, &handler, &row, "chuyen", &[]).await,
            };
        }
        says(
            &office.page(CLERK, &path(&row, "lien-thong")).await,
            &["Đã gửi hồ sơ"],
        );
        let row = done(
            &office,
            CLERK,
            &row,
            "lien-thong",
            &[("ghi_chu", "Phiếu 12")],
        )
        .await;
        assert!(row.machine.outside_since.is_some());
        let at = row.machine.step.as_ref().map(|step| step.index);
        says(
            &office.page(CLERK, &path(&row, "lien-thong")).await,
            &["Đã nhận lại hồ sơ", "Đã gửi lúc"],
        );
        let row = done(&office, CLERK, &row, "lien-thong", &[]).await;
        assert!(
            row.machine.outside_since.is_none()
                && row.machine.step.as_ref().map(|step| step.index) > at
        );
    }
}
