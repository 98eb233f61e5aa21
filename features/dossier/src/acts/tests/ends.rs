//! How dossiers begin and end by forms: acceptance, refusal, money, hand-over, withdrawal.
//! For whoever changes an act by which a dossier begins or ends.

use domain::dossier::{Outcome, State};
use domain::fee::{FeeKind, FeeLine, FeeQuote};
use domain::money::Dong;
use domain::procedure::StepKind;
use store::Tx;

use super::{again, done, events, path, says, send, to_the_end, verify};
use crate::result;
use crate::row::DossierRow;
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SEAL, actor};

#[tokio::test(flavor = "multi_thread")]
async fn another_person_collects_only_with_a_document_and_proof() {
    for office in Office::on_each_engine() {
        let row = to_the_end(&office, BIRTH).await;
        let refused = send(
            &office,
            CLERK,
            &row,
            "tra",
            &[
                ("ai_nhan", "other"),
                ("nguoi_nhan", "Phạm Văn Thịnh"),
                ("cach", "counter"),
            ],
        )
        .await;
        assert_eq!(refused.status, 422);
        says(
            &refused,
            &[
                "Người khác nhận thay thì phải ghi số giấy tờ",
                "Hãy ghi giấy ủy quyền",
                "value=\"Phạm Văn Thịnh\"",
            ],
        );
        let fields = [
            ("ai_nhan", "other"),
            ("nguoi_nhan", "Phạm Văn Thịnh"),
            ("giay_to", "030090001234"),
            ("chung_minh", "Giấy ủy quyền 12/2023"),
            ("cach", "post"),
        ];
        let row = done(&office, CLERK, &row, "tra", &fields).await;
        let id = row.id.clone();
        let found = office
            .web
            .app
            .db()
            .read_blocking(move |reader| result::of(reader, &id))
            .expect("readable");
        let collector = found
            .and_then(|(_, collector)| collector)
            .expect("who collected is recorded");
        assert_eq!(
            (collector.name.as_str(), collector.how.as_str()),
            ("Phạm Văn Thịnh", "post")
        );
        let told: Vec<String> = events(&office, &row)
            .iter()
            .map(|event| event.data.to_string())
            .collect();
        assert!(!told.concat().contains("Thịnh"), "events name nobody");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_by_portal_is_accepted_with_a_code_or_refused_with_a_reason() {
    for office in Office::on_each_engine() {
        let row = office.submit(BIRTH, "An").await;
        let missing = send(&office, CLERK, &row, "tiep-nhan", &[]).await;
        assert_eq!(missing.status, 422);
        says(&missing, &["Còn thiếu: Tờ khai đăng ký khai sinh theo mẫu"]);
        let seqs: Vec<String> = (1..=20).map(|seq| seq.to_string()).collect();
        let ticked: Vec<(&str, &str)> = seqs.iter().map(|seq| ("giay_to", seq.as_str())).collect();
        let row = done(&office, CLERK, &row, "tiep-nhan", &ticked).await;
        assert_eq!(
            row.machine.code.as_deref(),
            Some("000.21.49.H23-231123-0001")
        );
        assert_eq!(row.book.as_ref().map(|(_, n)| *n), Some(1));
        let refused = office.submit(BIRTH, "Bình").await;
        let refused = done(
            &office,
            CLERK,
            &refused,
            "tu-choi",
            &[("ly_do", "Không thuộc thẩm quyền của xã")],
        )
        .await;
        assert_eq!(refused.machine.state, State::NotAccepted);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_by_portal_owes_the_same_fee_as_at_the_counter() {
    for office in Office::on_each_engine() {
        let row = office.submit(BIRTH, "An").await;
        let form = office.page(CLERK, &path(&row, "tiep-nhan")).await;
        says(&form, &["Phải thu", "Bản sao trích lục", "Diện miễn"]);
        let seqs: Vec<String> = (1..=20).map(|seq| seq.to_string()).collect();
        let mut sent: Vec<(&str, &str)> =
            seqs.iter().map(|seq| ("giay_to", seq.as_str())).collect();
        sent.push(("extra_copies", "hai"));
        let refused = send(&office, CLERK, &row, "tiep-nhan", &sent).await;
        says(&refused, &["phải là số, đang là «hai»", "class=\"count"]);
        sent.pop();
        sent.extend([("extra_copies", "2"), ("exemption", "khong")]);
        sent.extend([("entered_dong", "8.000"), ("entered_basis", "")]);
        let refused = send(&office, CLERK, &row, "tiep-nhan", &sent).await;
        says(&refused, &["Hãy ghi căn cứ của số tiền này"]);
        sent.pop();
        sent.push(("entered_basis", "NQ 12/2023"));
        let row = done(&office, CLERK, &row, "tiep-nhan", &sent).await;
        let id = row.id.clone();
        let owed = office
            .web
            .app
            .db()
            .read_blocking(move |reader| payment::summary(reader, &id))
            .expect("readable");
        assert_eq!((owed.unpaid.0, owed.unknown), (24_000, false));
        let receipt = office.page(CLERK, &path(&row, "in/giay-tiep-nhan")).await;
        says(&receipt, &["Giấy chứng sinh; không có thì", "24.000"]);
        let kinds: Vec<String> = events(&office, &row).into_iter().map(|e| e.kind).collect();
        assert!(
            kinds.iter().any(|kind| kind == payment::CHARGED),
            "{kinds:?}"
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_back_asks_for_money_ends_and_is_reopened() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let row = done(
            &office,
            CHAIR,
            &row,
            "tra-lai",
            &[("ly_do", "Sai ngày sinh")],
        )
        .await;
        assert_eq!(
            row.machine.current_step().map(|step| step.kind),
            Some(StepKind::Handle)
        );
        let zero = send(
            &office,
            REGISTRAR,
            &row,
            "yeu-cau-nop-tien",
            &[("so_tien", "0")],
        )
        .await;
        says(&zero, &["Số tiền phải lớn hơn 0"]);
        let row = done(
            &office,
            REGISTRAR,
            &row,
            "yeu-cau-nop-tien",
            &[
                ("so_tien", "15.000"),
                ("ghi_chu", "Phí xác minh, NQ 3/2023"),
            ],
        )
        .await;
        assert_eq!(row.machine.state, State::AwaitingPayment);
        let fields = [
            ("ket_qua", "not_granted"),
            ("ten", "Văn bản trả lời"),
            ("so", "31/UBND"),
            ("ly_do", "Quá hạn nộp tiền đã báo"),
        ];
        let row = done(&office, CLERK, &row, "ket-thuc", &fields).await;
        assert_eq!(row.machine.outcome, Some(Outcome::NotGranted));
        let row = done(
            &office,
            CHAIR,
            &row,
            "mo-lai",
            &[("ly_do", "Người dân đã nộp tiền")],
        )
        .await;
        let row = done(
            &office,
            CLERK,
            &row,
            "rut",
            &[("ly_do", "Theo đơn ngày 23/11")],
        )
        .await;
        assert_eq!(row.machine.state, State::Withdrawn);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn out_of_waiting_for_money_leads_only_a_written_answer_with_number_and_reason() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let asked = [
            ("so_tien", "15.000"),
            ("ghi_chu", "Phí xác minh, NQ 3/2023"),
        ];
        let row = done(&office, REGISTRAR, &row, "yeu-cau-nop-tien", &asked).await;
        for account in [REGISTRAR, CLERK] {
            let offers = crate::show::offers::offers(&row, &actor(account), &office.desk());
            let ends = offers.iter().find(|offer| offer.slug == "ket-thuc");
            let ends = ends.expect("it may be answered in writing");
            assert!(ends.is_grave(), "{account} is not led to refuse");
            assert_eq!(ends.label, "Kết thúc, không giải quyết");
        }
        let form = office.page(REGISTRAR, &path(&row, "ket-thuc")).await;
        assert!(
            !form.body.contains("value=\"Giấy khai sinh"),
            "nothing granted is proposed"
        );
        let granted = row.procedure_id.clone();
        let granted = office.desk().procedure(&granted).expect("known").results[0].clone();
        let bare = [("ket_qua", "not_granted"), ("ten", granted.as_str())];
        let refused = send(&office, REGISTRAR, &row, "ket-thuc", &bare).await;
        assert_eq!(refused.status, 422);
        says(
            &refused,
            &[
                "là giấy tờ khi giải quyết",
                "Hãy ghi số của văn bản trả lời đã ký",
                "Hãy ghi lý do",
            ],
        );
        assert_eq!(again(&office, &row).machine.state, State::AwaitingPayment);
        let answer = [
            ("ket_qua", "not_granted"),
            ("ten", "Thông báo không giải quyết"),
            ("so", "31/UBND"),
            ("ly_do", "Quá hạn nộp tiền đã báo"),
        ];
        let row = done(&office, REGISTRAR, &row, "ket-thuc", &answer).await;
        assert_eq!(row.machine.outcome, Some(Outcome::NotGranted));
        let page = format!("/cb/ho-so/{}", row.address());
        let shown = office.page(CLERK, &page).await;
        says(
            &shown,
            &[
                "Thông báo không giải quyết",
                "31/UBND",
                "Quá hạn nộp tiền đã báo",
            ],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_by_mistake_is_voided_and_keeps_its_number() {
    for office in Office::on_each_engine() {
        let wrong = office.receive(BIRTH, "Cường").await;
        let wrong = done(
            &office,
            CLERK,
            &wrong,
            "huy-giay",
            &[("ly_do", "Nhầm thủ tục")],
        )
        .await;
        assert_eq!(
            (
                wrong.machine.state,
                again(&office, &wrong).machine.code.is_some()
            ),
            (State::Void, true)
        );
        verify(&office);
    }
}

/// A charge of one line.
fn quote(dong: Option<i64>) -> FeeQuote {
    let dong = dong.map(Dong);
    let line = FeeLine {
        name_vi: "Lệ phí hộ tịch".into(),
        kind: FeeKind::LePhi,
        basis: "Nghị quyết".into(),
        unit_dong: dong,
        unit_vi: "việc".into(),
        quantity: 1,
        dong,
        exempted_by: None,
        note_vi: None,
    };
    FeeQuote {
        lines: vec![line],
        total: dong,
        unverified: false,
        claim_unused: false,
    }
}

/// Charges a dossier, then has it paid.
async fn charge(office: &Office, row: &DossierRow, quote: FeeQuote, is_paid: bool) {
    let (row, desk, by) = (row.clone(), office.desk(), actor(CLERK));
    let done = office
        .web
        .app
        .write(move |tx: &mut Tx<'_>| -> Result<_, kit::Error> {
            let mut events = payment::charge(tx, &desk.agency, &by, desk.at, &row.id, &quote)?;
            if is_paid {
                let paid = payment::collect(
                    tx,
                    (&desk.agency, &desk.commune),
                    &by,
                    desk.at,
                    &row.id,
                    payment::Method::Cash,
                )?;
                events.extend(paid);
            }
            Ok(tx.commit(&by.by(), desk.at, events, ())?)
        });
    done.await.expect("the charge is lawful");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_is_paid_before_the_result_goes_out() {
    for office in Office::on_each_engine() {
        let row = to_the_end(&office, BIRTH).await;
        let fields = [
            ("ai_nhan", "owner"),
            ("giay_to", "030192004217"),
            ("cach", "counter"),
        ];
        charge(&office, &row, quote(None), false).await;
        let unknown = send(&office, CLERK, &row, "tra", &fields).await;
        says(&unknown, &["Mức thu chưa xác định"]);
        let shown = office
            .page(CLERK, &format!("/cb/ho-so/{}", row.address()))
            .await;
        says(&shown, &["/thu-tien\""]);
        charge(&office, &row, quote(Some(8_000)), false).await;
        says(
            &office.page(CLERK, &path(&row, "tra")).await,
            &["Còn phải thu 8.000\u{a0}đ"],
        );
        let unpaid = send(&office, CLERK, &row, "tra", &fields).await;
        assert_eq!(unpaid.status, 422);
        says(
            &unpaid,
            &["Còn phải thu 8.000\u{a0}đ. Thu tiền hoặc ghi lý do miễn trước."],
        );
        charge(&office, &row, quote(Some(8_000)), true).await;
        let row = done(&office, CLERK, &row, "tra", &fields).await;
        assert_eq!(row.machine.state, State::Returned);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_dossier_shows_that_its_result_no_longer_holds() {
    for office in Office::on_each_engine() {
        let row = to_the_end(&office, BIRTH).await;
        let page = format!("/cb/ho-so/{}", row.address());
        let revoked = "Không còn hiệu lực";
        assert!(!office.page(CLERK, &page).await.body.contains(revoked));
        let row = done(&office, CHAIR, &row, "mo-lai", &[("ly_do", "Sai tên")]).await;
        let shown = office.page(CLERK, &page).await.body;
        assert!(shown.contains(revoked));
        let steps = shown.split_once("id=\"steps\"").expect("its steps").1;
        let steps = steps.split_once("</table>").expect("a table").0;
        let last = steps.rsplit_once("<tr").expect("a step").1;
        assert!(
            !last.contains("23/11/2023"),
            "the last step has not begun: {last}"
        );
        let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let row = done(&office, CHAIR, &row, "ky", &[]).await;
        let row = done(&office, SEAL, &row, "lay-so", &[]).await;
        let again = [("ket_qua", "granted"), ("ten", "Giấy khai sinh mới")];
        done(&office, CLERK, &row, "ket-thuc", &again).await;
        let shown = office.page(CLERK, &page).await.body;
        assert_eq!(shown.matches(revoked).count(), 1, "only the first one");
    }
}
