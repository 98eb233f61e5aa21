//! A cancelled paper is issued again with the next number, from what is known by then; both stay.
//! For the tests of papers, by the real router on each engine.

use domain::dossier::{Command, Outcome};
use kit::testing::Answer;
use papers::{Kind, Line};
use store::StoreError;

use super::*;
use crate::result::{self, Collector, ResultPaper};
use crate::testing::{CHAIR, REGISTRAR, SEAL};

fn papers_of(office: &Office, row: &DossierRow, kind: Kind) -> Vec<Line> {
    let id = row.id.clone();
    let lines = office.web.app.db().read_blocking(move |reader| {
        let mut lines = papers::of_dossier(reader, &id)?;
        lines.retain(|line| line.kind() == kind);
        Ok::<_, StoreError>(lines)
    });
    lines.unwrap_or_else(|error| panic!("{error}"))
}

async fn rename(office: &Office, row: &DossierRow, name: &'static str) {
    let row = row.clone();
    office
        .commit(CLERK, move |tx, _, _| {
            let party = store::Sql::row(
                tx,
                "SELECT id FROM dossier_party WHERE dossier_id = $1 AND role = 'owner'",
                store::params![&row.id],
            )?
            .expect("an owner");
            let party: String = party.get("id")?;
            tx.run(
                "UPDATE dossier_party SET name = $2 WHERE id = $1",
                store::params![&party, name],
            )?;
            tx.seal("dossier_party", &party);
            let data = serde_json::json!({});
            let events = vec![crate::act::side_event(&row, "test.renamed", data)];
            Ok(crate::act::Acted { row, events })
        })
        .await;
}

async fn cancel(office: &Office, account: &str, line: &Line) {
    let at = format!("{}/huy", line.href());
    let form = office.page(account, &at).await;
    let sent = send_from(office, &form, &at, &[("ly_do", "Ghi sai tên")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
}

/// Cancels the only paper of a kind, and issues it again; the new paper's page.
async fn issued_again(office: &Office, account: &str, row: &DossierRow, kind: Kind) -> Answer {
    let line = papers_of(office, row, kind).remove(0);
    let at = format!("{}/lap-lai", line.href());
    let early = office.page(account, &at).await;
    assert_eq!(early.status, 422, "it holds still: {}", early.body);
    cancel(office, account, &line).await;
    let cancelled = office.page(account, &line.href()).await;
    says(&cancelled, &["ĐÃ HỦY lúc", "/lap-lai"]);
    let form = office.page(account, &at).await;
    says(&form, &["Bản xem trước", "Thay cho giấy số"]);
    assert_eq!(
        papers_of(office, row, kind).len(),
        1,
        "looking issues nothing"
    );
    let sent = send_from(office, &form, &at, &[]).await;
    let twice = send_from(office, &form, &at, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(sent.location(), twice.location(), "sent twice, issued once");
    let [old, new] = &papers_of(office, row, kind)[..] else {
        panic!("two papers of {kind:?}")
    };
    assert_eq!((old.id == line.id, new.number.number), (true, 2));
    assert_eq!(new.replaces.as_ref(), Some(&old.id));
    let old = office.page(account, &old.href()).await;
    says(&old, &["ĐÃ HỦY lúc", "thay bằng"]);
    assert!(!old.body.contains("/lap-lai"), "it was replaced already");
    let refused = office.page(account, &at).await;
    assert_eq!(refused.status, 422);
    office.page(account, sent.location()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_with_a_wrong_name_is_issued_again_with_the_right_one() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.receive(SINGLE, "Tên Sai").await;
        let id = row.id.clone();
        let asked = vec![Asked {
            name: "Trích lục ly hôn".into(),
            why: "Đã ly hôn năm 2019".into(),
            how: "Nộp bản sao".into(),
        }];
        let row = office
            .commit(CLERK, move |tx, desk, actor| {
                supplement::request(tx, desk, actor, &id, &asked, Words::default())
            })
            .await;
        let first = papers_of(&office, &row, Kind::Supplement).remove(0);
        rename(&office, &row, "Tên Đúng").await;
        let page = issued_again(&office, CLERK, &row, Kind::Supplement).await;
        says(
            &page,
            &[
                "Số: 02/HDHS",
                "Thay cho giấy số 01/HDHS đã hủy",
                "Tên Đúng",
                "Đã ly hôn năm 2019",
                "Vũ Thị Lan",
            ],
        );
        assert!(!page.body.contains("Tên Sai"));
        let old = office.page(CLERK, &first.href()).await;
        says(&old, &["Tên Sai", "thay bằng số 02/HDHS"]);
        let whole = office
            .page(CLERK, path(&row, "").trim_end_matches('/'))
            .await;
        says(&whole, &["Đã thay bằng số 02/HDHS"]);
        // And once more: the third tells of the same request.
        let line = papers_of(&office, &row, Kind::Supplement).remove(1);
        cancel(&office, CLERK, &line).await;
        let at = format!("{}/lap-lai", line.href());
        let form = office.page(CLERK, &at).await;
        let sent = send_from(&office, &form, &at, &[]).await;
        let third = office.page(CLERK, sent.location()).await;
        says(
            &third,
            &["Số: 03/HDHS", "Thay cho giấy số 02/HDHS", "Đã ly hôn"],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_a_fee_receipt_are_issued_again_and_say_what_they_said() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.submit(SINGLE, "Bình").await;
        let reason = [("ly_do", "Không thuộc thẩm quyền của xã")];
        let row = done(&office, CLERK, &row, "tu-choi", &reason).await;
        let page = issued_again(&office, CLERK, &row, Kind::Refusal).await;
        says(
            &page,
            &["Số: 02/PTC", "Không thuộc thẩm quyền của xã", "Bình"],
        );

        let row = office.receive(SINGLE, "Chi").await;
        let id = row.id.clone();
        let row = office
            .commit(CLERK, move |tx, desk, actor| {
                let owed = (domain::money::Dong(16_000), "NQ 12/2023");
                let mut events = payment::owe(tx, &desk.agency, actor, desk.at, &id, owed)?;
                let house = (desk.agency.as_str(), &*desk.commune);
                let cash = payment::Method::Cash;
                events.extend(payment::collect(tx, house, actor, desk.at, &id, cash)?);
                Ok(crate::act::Acted { row, events })
            })
            .await;
        let page = issued_again(&office, CLERK, &row, Kind::FeeReceipt).await;
        says(
            &page,
            &["0000002", "16.000", "Mười sáu nghìn đồng", "Chi", "0000001"],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leaders_letter_is_issued_again_by_a_leader_alone() {
    for office in Office::on_each_engine() {
        office.name(CHAIR, "Nguyễn Văn Ngưỡng").await;
        let row = office.at_work(SINGLE, "An").await;
        let fields = [
            ("ngay", "30/11/2023"),
            ("gio", "17:00"),
            ("ly_do", "Chờ xác minh ở xã khác"),
        ];
        let row = done(&office, CHAIR, &row, "xin-loi", &fields).await;
        let line = papers_of(&office, &row, Kind::Apology).remove(0);
        let page = issued_again(&office, CHAIR, &row, Kind::Apology).await;
        says(
            &page,
            &[
                "Số: 02/PXL",
                "Chờ xác minh ở xã khác.",
                "17 giờ 00 phút, ngày 30 tháng 11 năm 2023",
                "Nguyễn Văn Ngưỡng",
            ],
        );
        let clerk = office
            .page(CLERK, &format!("{}/lap-lai", line.href()))
            .await;
        assert_eq!(clerk.status, 403, "{}", clerk.body);
        verify(&office);

        office.web.clock.advance_minutes(2 * 366 * 24 * 60);
        let row = office.at_work(SINGLE, "Bình").await;
        let row = done(&office, CHAIR, &row, "dung", &[("ly_do", "Theo bản án")]).await;
        let page = issued_again(&office, CHAIR, &row, Kind::Stop).await;
        says(&page, &["Theo bản án.", "DỪNG GIẢI QUYẾT"]);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_list_says_again_who_took_it_then_and_a_collection_slip_who_took_the_result() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let row = done(&office, CLERK, &row, "ban-giao", &[("nguoi", "")]).await;
        let listed = papers_of(&office, &row, Kind::HandOver).remove(0);
        let first = office.page(CLERK, &listed.href()).await;
        let row = office
            .act(REGISTRAR, &row, Command::Forward { holder: None })
            .await;
        let row = office.act(CHAIR, &row, Command::Approve).await;
        let row = office.act(SEAL, &row, Command::Seal { number: "12" }).await;
        let id = row.id.clone();
        let row = office
            .commit(CLERK, move |tx, desk, actor| {
                let paper = ResultPaper {
                    name: "Giấy xác nhận".into(),
                    number: Some("12".into()),
                };
                let granted = Outcome::Granted;
                result::finish(tx, desk, actor, &id, granted, &paper, Words::default())
            })
            .await;
        let id = row.id.clone();
        let row = office
            .commit(CLERK, move |tx, desk, actor| {
                let collector = Collector {
                    name: "Trần Văn Nhận".into(),
                    document: "030192004217".into(),
                    proof: "Giấy ủy quyền 5".into(),
                    how: "counter".into(),
                };
                result::hand_over(tx, desk, actor, &id, 0, &collector, Words::default())
            })
            .await;
        let page = issued_again(&office, CLERK, &row, Kind::HandOver).await;
        says(&page, &["Số: 02/PBG", "Tư pháp"]);
        assert!(first.body.contains("Tư pháp"), "it went to that post then");
        let page = issued_again(&office, CLERK, &row, Kind::Collection).await;
        says(
            &page,
            &[
                "Số: 02/GBN",
                "Trần Văn Nhận",
                "Giấy ủy quyền 5",
                "Giấy xác nhận",
            ],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_list_of_two_dossiers_is_issued_again_for_both() {
    for office in Office::on_each_engine() {
        let one = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let two = office.receive(SINGLE, "Trần Văn Bình").await;
        let rows = [one.clone(), two.clone()];
        office
            .commit(CLERK, move |tx, desk, actor| {
                let both: Vec<&DossierRow> = rows.iter().collect();
                let list = crate::print::hand_over_list(tx, desk, actor, &both)?;
                let events = vec![list.event];
                Ok(crate::act::Acted {
                    row: rows[0].clone(),
                    events,
                })
            })
            .await;
        rename(&office, &two, "Trần Văn Bính").await;
        let page = issued_again(&office, CLERK, &one, Kind::HandOver).await;
        says(&page, &["Số: 02/PBG", "Nguyễn Thị Ánh", "Trần Văn Bính"]);
        assert_eq!(papers_of(&office, &two, Kind::HandOver).len(), 2);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_control_slip_is_issued_again_as_it_stands_now() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let at = path(&row, "in/phieu-kiem-soat");
        let form = office.page(CLERK, &at).await;
        send_from(&office, &form, &at, &[]).await;
        let page = issued_again(&office, CLERK, &row, Kind::Control).await;
        says(&page, &["bản số 2", "Thay cho giấy số", "Người nộp hồ sơ"]);
        verify(&office);
    }
}
