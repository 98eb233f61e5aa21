//! The receipt is kept as it was handed out, whatever is renamed, reworded or corrected afterwards.
//! For the tests of papers, by the real router on each engine.

use super::*;

fn receipts(office: &Office, row: &DossierRow) -> Vec<Line> {
    papers_of(office, row, Kind::Receipt)
}

/// The paper itself, without the bar and what officers are told.
fn paper_in(answer: &Answer) -> String {
    answer
        .body
        .split_once("<article")
        .and_then(|(_, rest)| rest.split_once("</main>"))
        .map(|(paper, _)| paper.to_owned())
        .unwrap_or_else(|| panic!("no paper: {}", answer.body))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_handed_out_stays_though_people_are_renamed_and_dates_move() {
    for office in Office::on_each_engine() {
        let row = full(&office).await;
        let path = path(&row, "in/giay-tiep-nhan");
        let four = format!("{path}?kho=a4");
        let before = office.page(CLERK, &path).await;
        says(
            &before,
            &["Vũ Thị Lan", "Dấu sổ: ", "motcua.test/t/7KQ2M9XA"],
        );
        let before_a4 = office.page(CLERK, &four).await;
        rename(&office, &row, "Tên Khác", Some("Lan Mới")).await;
        let fields = [("ngay", "30/11/2023"), ("gio", "17:00"), ("ly_do", "Chờ")];
        let row = office
            .act(CLERK, &row, Command::HandOver { holder: None })
            .await;
        done(&office, CHAIR, &row, "xin-loi", &fields).await;
        let after = office.page(CLERK, &path).await;
        assert_eq!(paper_in(&before), paper_in(&after));
        says(&after, &["Đã xin lỗi và hẹn lại"]);
        assert!(!paper_in(&after).contains("xin lỗi"));
        let after_a4 = office.page(CLERK, &four).await;
        assert_eq!(paper_in(&before_a4), paper_in(&after_a4));
        assert_eq!(receipts(&office, &row).len(), 1);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_superseding_receipt_leaves_the_first_as_it_was_and_each_names_the_other() {
    for office in Office::on_each_engine() {
        let row = full(&office).await;
        let at = path(&row, "in/giay-tiep-nhan");
        let first = office.page(CLERK, &at).await;
        send_from(&office, &first, &at, &[]).await;
        let fields = [("chu_ten", "Nguyễn Thị Ảnh"), ("ly_do", "Gõ nhầm dấu")];
        let correction = crate::acts::tests::send(&office, CLERK, &row, "sua", &[]).await;
        assert_eq!(correction.status, 422, "a reason is asked for");
        let now = corrected(&office, &row, &fields).await;
        let [one, two] = &receipts(&office, &row)[..] else {
            panic!("two receipts")
        };
        assert_eq!(one.number.written, row.address());
        assert_eq!(two.number.written, format!("{}, bản số 2", row.address()));
        assert_eq!(two.replaces.as_ref(), Some(&one.id));
        let second = office.page(CLERK, &at).await;
        says(&second, &["Nguyễn Thị Ảnh", "Bản thay thế lần 1"]);
        assert!(
            !second.body.contains("(bản in lại lần"),
            "nobody has printed this one before"
        );
        let old = office.page(CLERK, &one.href()).await;
        says(
            &old,
            &[
                "Giấy này đã thay bằng bản số 2",
                &format!("/cb/giay-to/{}", two.id),
            ],
        );
        assert_eq!(paper_in(&old), paper_in(&first), "it is as it was");
        assert!(
            !old.body.contains("/huy\""),
            "it is corrected, never cancelled"
        );
        let cancel = office.page(CLERK, &format!("{}/huy", one.href())).await;
        assert_eq!(cancel.status, 422);
        says(&cancel, &["Sửa giấy tiếp nhận"]);
        let current = office.page(CLERK, &two.href()).await;
        assert_eq!(
            (current.status.as_u16(), current.location()),
            (303, at.as_str())
        );
        let whole = office
            .page(CLERK, path(&now, "").trim_end_matches('/'))
            .await;
        says(&whole, &[&one.href(), "thay bằng bản số 2"]);
        verify(&office);
    }
}

/// Sends the form of the correction as it stands, with what is to be corrected.
async fn corrected(office: &Office, row: &DossierRow, fields: &[(&str, &str)]) -> DossierRow {
    let standing = [
        ("chu_so", "030192004217"),
        ("chu_noi_o", "Thôn Quang Tiền"),
        ("chu_dien_thoai", "0912345678"),
        ("chu_thu", "anh@example.vn"),
        ("nop_ten", "Nguyễn Văn Bảo"),
        ("nop_noi_o", "Thôn Quang Tiền"),
        ("tra_qua", "counter"),
        ("so_bo", "1"),
    ];
    done(office, CLERK, row, "sua", &[&standing[..], fields].concat()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voided_receipt_is_still_read_and_says_across_its_head_that_it_is_void() {
    for office in Office::on_each_engine() {
        let row = full(&office).await;
        done(
            &office,
            CLERK,
            &row,
            "huy-giay",
            &[("ly_do", "Nhập nhầm người")],
        )
        .await;
        let line = receipts(&office, &row).remove(0);
        let page = office.page(CLERK, &line.href()).await;
        says(&page, &["ĐÃ HỦY lúc", "Nhập nhầm người", "Nguyễn Thị Ánh"]);
        let again = office
            .page(CLERK, &format!("{}/lap-lai", line.href()))
            .await;
        assert_eq!(again.status, 422, "a receipt is not issued again by itself");
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_without_a_kept_receipt_says_so_and_keeps_the_one_that_is_issued() {
    for office in Office::on_each_engine() {
        let filing = office.filing(SINGLE, "Trần Văn Cũ", Channel::Counter);
        let row = office
            .commit(CLERK, move |tx, desk, actor| {
                receive::receive(tx, desk, actor, &filing, &Terms::default())
            })
            .await;
        assert!(receipts(&office, &row).is_empty());
        let at = path(&row, "in/giay-tiep-nhan");
        let drawn = office.page(CLERK, &at).await;
        says(&drawn, &["chưa lưu giấy đã giao", "Lập và lưu giấy này"]);
        for _ in 0..2 {
            send_from(&office, &drawn, &at, &[]).await;
        }
        assert_eq!(receipts(&office, &row).len(), 1, "sent twice, kept once");
        assert_eq!(again(&office, &row).reprints, 0, "the first is no reprint");
        let kept = office.page(CLERK, &at).await;
        says(&kept, &["Trần Văn Cũ", "Cấp bản in lại lần 1"]);
        assert!(!kept.body.contains("chưa lưu giấy"));
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_slip_is_kept_as_it_stood_and_the_next_one_supersedes_it() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.receive(SINGLE, "An").await;
        let at = path(&row, "in/phieu-kiem-soat");
        let form = office.page(CLERK, &at).await;
        says(&form, &["Lập phiếu để lưu hồ sơ"]);
        let sent = send_from(&office, &form, &at, &[]).await;
        let twice = send_from(&office, &form, &at, &[]).await;
        assert_eq!(sent.location(), twice.location());
        let first = office.page(CLERK, sent.location()).await;
        says(&first, &["bản số 1", "1. Giao: Người nộp hồ sơ"]);
        assert!(!paper_in(&first).contains("2. Giao:"));
        office
            .act(CLERK, &row, Command::HandOver { holder: None })
            .await;
        let form = office.page(CLERK, &at).await;
        let next = send_from(&office, &form, &at, &[]).await;
        let later = office.page(CLERK, next.location()).await;
        says(&later, &["bản số 2", "2. Giao:"]);
        let still = office.page(CLERK, sent.location()).await;
        assert_eq!(paper_in(&first), paper_in(&still));
        says(&still, &["Giấy này đã thay bằng bản số 2"]);
        let stranger = office.page("specialist@dia_chinh", &at).await;
        assert_eq!(stranger.status, 403);
        verify(&office);
    }
}
