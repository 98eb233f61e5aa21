//! A cancelled paper is issued again with the next number, from what is known by then; both stay.
//! For the tests of papers, by the real router on each engine.

use super::*;

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
    says(&form, &["Bản xem trước", "Thay cho "]);
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
        let row = asked_more(&office, &row).await;
        let first = papers_of(&office, &row, Kind::Supplement).remove(0);
        rename(&office, &row, "Tên Đúng", None).await;
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
                Ok(Acted { row, events })
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
        let line = papers_of(&office, &row, Kind::HandOver).remove(0);
        let first = office.page(CLERK, &line.href()).await;
        let row = given_back(&office, &row).await;
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
        listed(&office, &one, &two).await;
        rename(&office, &two, "Trần Văn Bính", None).await;
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
        says(
            &page,
            &["bản số 2", "Thay cho bản số 1 đã hủy", "Người nộp hồ sơ"],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_made_to_be_kept_says_so_and_the_next_one_names_it() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let at = path(&row, "in/phieu-kiem-soat");
        let form = office.page(CLERK, &at).await;
        assert!(!form.body.contains("đã lưu trong hồ sơ"), "{}", form.body);
        let sent = send_from(&office, &form, &at, &[]).await;
        let made = office.web.get(sent.location()).await;
        says(&made, &["Đã lập phiếu. Phiếu lưu trong hồ sơ như lúc này."]);
        let next = office.page(CLERK, &at).await;
        says(
            &next,
            &[sent.location(), "Bản số 1 đã lưu trong hồ sơ lúc 9:12"],
        );
    }
}

/// What the paper says that took the place of the only one of its kind.
fn said_again(office: &Office, row: &DossierRow, kind: Kind) -> String {
    let new = papers_of(office, row, kind).remove(1);
    let db = office.web.app.db();
    let tree = db.read_blocking(move |reader| papers::tree(reader, &new.id));
    let tree = tree.unwrap_or_else(|error: StoreError| panic!("{error}"));
    paper::text(&tree.expect("it was not erased"))
}

fn all_said(text: &str, said: &[&str]) {
    for said in said {
        assert!(text.contains(said), "{said} in:\n{text}");
    }
}

/// Collected by the clerk, and a part of it given back.
async fn paid(office: &Office, row: &DossierRow) -> DossierRow {
    let (id, row) = (row.id.clone(), row.clone());
    let row = office
        .commit(CLERK, move |tx, desk, actor| {
            let owed = (domain::money::Dong(20_000), "NQ 12/2023");
            let mut events = payment::owe(tx, &desk.agency, actor, desk.at, &id, owed)?;
            let house = (desk.agency.as_str(), &*desk.commune);
            let cash = payment::Method::Cash;
            events.extend(payment::collect(tx, house, actor, desk.at, &id, cash)?);
            Ok(Acted { row, events })
        })
        .await;
    office
        .commit("accountant", move |tx, desk, actor| {
            let taken = payment::payments_of(tx, &row.id)?.remove(0);
            let back = domain::money::Dong(5_000);
            let (agency, why) = (&desk.agency, "Thu thừa");
            let events = payment::refund(tx, agency, actor, desk.at, &taken.id, back, why)?;
            Ok(Acted { row, events })
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_issues_it_again_the_paper_tells_who_did_the_act_and_when() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        office.name(CHAIR, "Hoàng Văn Bách").await;
        let row = office.receive(SINGLE, "An").await;
        let row = asked_more(&office, &row).await;
        let row = office.act(CLERK, &row, Command::ReceiveSupplement).await;
        let row = done(&office, CLERK, &row, "ban-giao", &[("nguoi", "")]).await;
        office.web.clock.advance_minutes(60);
        let row = paid(&office, &row).await;
        let row = given_back(&office, &row).await;
        office.web.clock.advance_minutes(24 * 60);
        let cases: [(Kind, &[&str], &str); 4] = [
            (
                Kind::HandOver,
                &[
                    "Bên giao: Vũ Thị Lan, Bộ phận Tiếp nhận và Trả kết quả",
                    "Thời gian bàn giao: 09 giờ 12 phút, ngày 23 tháng 11 năm 2023",
                ],
                "9:12, 23/11/2023",
            ),
            (
                Kind::Supplement,
                &["liên hệ với Vũ Thị Lan"],
                "9:12, 23/11/2023",
            ),
            (
                Kind::Collection,
                &[
                    "Người trả kết quả: Vũ Thị Lan",
                    "Thời gian trả: 10 giờ 12 phút, ngày 23 tháng 11 năm 2023",
                ],
                "10:12, 23/11/2023",
            ),
            (
                Kind::FeeReceipt,
                &[
                    "20.000 đồng",
                    "Thời gian thu tiền: 10 giờ 12 phút, ngày 23 tháng 11 năm 2023",
                    "Đã hoàn lại: 5.000 đ, còn thu 15.000 đ",
                ],
                "10:12, 23/11/2023",
            ),
        ];
        for (kind, of_act, first) in cases {
            issued_again(&office, CHAIR, &row, kind).await;
            let text = said_again(&office, &row, kind).replace('\u{a0}', " ");
            all_said(&text, of_act);
            let mark = format!(
                "Lập lần đầu lúc {first}: Vũ Thị Lan. Lập lại lúc 10:12, 24/11/2023: Hoàng Văn Bách"
            );
            all_said(&text, &[&mark, "ngày 24 tháng 11 năm 2023"]);
            let (marks, names) = (text.matches(&mark), text.matches("Hoàng Văn Bách"));
            assert_eq!(names.count(), marks.count(), "the act was not his:\n{text}");
        }
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apology_is_not_issued_again_once_there_is_nothing_left_to_wait_for() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let fields = [
            ("ngay", "30/11/2023"),
            ("gio", "17:00"),
            ("ly_do", "Chờ xác minh ở xã khác"),
        ];
        let row = done(&office, CHAIR, &row, "xin-loi", &fields).await;
        let line = papers_of(&office, &row, Kind::Apology).remove(0);
        cancel(&office, CHAIR, &line).await;
        let at = format!("{}/lap-lai", line.href());
        let form = office.page(CHAIR, &at).await;
        assert_eq!(form.status, 200, "{}", form.body);
        let row = given_back(&office, &row).await;
        office.page(CHAIR, &line.href()).await;
        let sent = send_from(&office, &form, &at, &[]).await;
        for refused in [sent, office.page(CHAIR, &at).await] {
            assert_eq!(refused.status, 422, "{}", refused.body);
            says(&refused, &["không lập lại phiếu xin lỗi"]);
        }
        assert_eq!(papers_of(&office, &row, Kind::Apology).len(), 1);
        verify(&office);
    }
}
