//! Every act that owes a paper issues it, once, with a number; it stays as it was issued.
//! For the tests of papers, by the real router on each engine.

use super::*;

/// What was issued beside the receipt, which every received dossier has: see the tests of what is kept.
fn kinds(office: &Office, row: &DossierRow) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = papers(office, row).iter().map(Line::kind).collect();
    kinds.retain(|kind| *kind != Kind::Receipt);
    kinds
}

async fn shown(office: &Office, account: &str, row: &DossierRow, kind: Kind) -> Answer {
    let line = papers_of(office, row, kind).pop();
    let line = line.unwrap_or_else(|| panic!("no {kind:?} in {:?}", kinds(office, row)));
    office.page(account, &line.href()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_names_how_the_date_came_about_and_stays_as_it_was_issued() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.receive(SINGLE, "An").await;
        let row = asked_more(&office, &row).await;
        assert_eq!(kinds(&office, &row), [Kind::Supplement]);
        let page = shown(&office, CLERK, &row, Kind::Supplement).await;
        says(
            &page,
            &[
                "Số: 01/HDHS",
                "Vì sao hẹn trả vào ngày này",
                "NGƯỜI HƯỚNG DẪN",
            ],
        );
        assert!(
            !page.body.contains("Mẫu chưa đối chiếu"),
            "its model is known"
        );
        rename(&office, &row, "Tên khác", None).await;
        let later = shown(&office, CLERK, &row, Kind::Supplement).await;
        assert!(later.body.contains(">An<") && !later.body.contains("Tên khác"));
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apology_is_signed_by_the_leader_and_its_doubtful_model_is_told_on_screen_only() {
    for office in Office::on_each_engine() {
        office.name(CHAIR, "Nguyễn Văn Ngưỡng").await;
        let row = office.at_work(SINGLE, "An").await;
        let fields = [
            ("ngay", "30/11/2023"),
            ("gio", "17:00"),
            ("ly_do", "Chờ xác minh {code} ở xã khác"),
        ];
        let row = done(&office, CHAIR, &row, "xin-loi", &fields).await;
        assert!(kinds(&office, &row).contains(&Kind::Apology));
        let page = shown(&office, CHAIR, &row, Kind::Apology).await;
        says(
            &page,
            &[
                "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
                "Số: 01/PXL",
                "Chờ xác minh {code} ở xã khác.",
                "17 giờ 00 phút, ngày 30 tháng 11 năm 2023",
                "CHỦ TỊCH",
                "Nguyễn Văn Ngưỡng",
                "Mẫu chưa đối chiếu",
                "Vì sao hẹn trả",
            ],
        );
        let paper = page.body.split("<article").nth(1).expect("the paper");
        assert!(!paper.contains("chưa đối chiếu"), "it is not on the paper");
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_notice_exists_only_for_dossiers_received_under_the_forms_of_2025() {
    for office in Office::on_each_engine() {
        let old = office.at_work(SINGLE, "An").await;
        let old = done(&office, CHAIR, &old, "dung", &[("ly_do", "Theo bản án")]).await;
        assert!(!kinds(&office, &old).contains(&Kind::Stop));
        office.web.clock.advance_minutes(2 * 366 * 24 * 60);
        let new = office.at_work(SINGLE, "Bình").await;
        let new = done(&office, CHAIR, &new, "dung", &[("ly_do", "Theo bản án")]).await;
        let page = shown(&office, CHAIR, &new, Kind::Stop).await;
        says(
            &page,
            &[
                "DỪNG GIẢI QUYẾT HỒ SƠ",
                "Mẫu số 05 (TT 03/2025/TT-VPCP)",
                "Trung tâm Phục vụ hành chính công",
                "Theo bản án.",
            ],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hand_over_and_return_leave_their_papers_and_the_control_slip_tells_the_whole_way() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        office.name(REGISTRAR, "Đỗ Văn Hùng").await;
        let row = office.receive(SINGLE, "An").await;
        let row = done(&office, CLERK, &row, "ban-giao", &[("nguoi", "")]).await;
        let page = shown(&office, CLERK, &row, Kind::HandOver).await;
        says(
            &page,
            &[
                "PHIẾU BÀN GIAO HỒ SƠ",
                "Số: 01/PBG",
                "Vũ Thị Lan",
                "Tổng số hồ sơ bàn giao",
            ],
        );
        let row = given_back(&office, &row).await;
        let page = shown(&office, CLERK, &row, Kind::Collection).await;
        says(
            &page,
            &[
                "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ",
                "Trần Văn Nhận",
                "Giấy ủy quyền 5",
                "Giấy xác nhận",
            ],
        );
        let control = office.page(CLERK, &path(&row, "in/phieu-kiem-soat")).await;
        says(
            &control,
            &[
                "Mẫu số 05 (TT 01/2018/TT-VPCP)",
                "1. Giao: Người nộp hồ sơ",
                "2. Giao:",
                "Người giao: Đỗ Văn Hùng",
                "Người nhận: Đỗ Văn Hùng",
                "Người nhận: Trần Văn Nhận",
                "rước hạn",
            ],
        );
        let whole = office
            .page(CLERK, path(&row, "").trim_end_matches('/'))
            .await;
        says(
            &whole,
            &[
                "Giấy đã lập",
                "Phiếu bàn giao hồ sơ số 01/PBG",
                "Giấy biên nhận trả kết quả số 01/GBN",
            ],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_cancelled_with_a_reason_once_and_shown_struck_through() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.receive(SINGLE, "An").await;
        let row = done(&office, CLERK, &row, "ban-giao", &[("nguoi", "")]).await;
        let line = papers_of(&office, &row, Kind::HandOver).remove(0);
        let cancel = format!("{}/huy", line.href());
        let denied = office.page(REGISTRAR, &cancel).await;
        assert_eq!(denied.status, 403);
        let form = office.page(CLERK, &cancel).await;
        let empty = send_from(&office, &form, &cancel, &[("ly_do", "")]).await;
        assert_eq!(empty.status, 422);
        says(&empty, &["Hãy ghi lý do hủy"]);
        let sent = send_from(&office, &form, &cancel, &[("ly_do", "Ghi nhầm người")]).await;
        assert_eq!(
            (sent.status.as_u16(), sent.location()),
            (303, line.href().as_str())
        );
        let twice = send_from(&office, &form, &cancel, &[("ly_do", "Ghi nhầm người")]).await;
        assert_eq!(twice.status, 303, "sent twice, cancelled once");
        let page = office.page(CLERK, &line.href()).await;
        says(&page, &["ĐÃ HỦY lúc", "Ghi nhầm người", "Số: 01/PBG"]);
        assert!(!page.body.contains("Ghi in lại"));
        assert_eq!(office.page(CLERK, &cancel).await.status, 422);
        let whole = office
            .page(CLERK, path(&row, "").trim_end_matches('/'))
            .await;
        says(&whole, &["is-struck", "Đã hủy", "Ghi nhầm người"]);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn printing_again_is_counted_and_gives_the_same_words() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let row = done(&office, CLERK, &row, "ban-giao", &[("nguoi", "")]).await;
        let line = papers_of(&office, &row, Kind::HandOver).remove(0);
        let before = office.page(CLERK, &line.href()).await;
        for _ in 0..2 {
            let sent = send_from(&office, &before, &line.href(), &[]).await;
            assert_eq!(sent.status, 303);
        }
        assert_eq!(
            papers_of(&office, &row, Kind::HandOver)[0].reprints,
            1,
            "sent twice, counted once"
        );
        let after = office.page(CLERK, &line.href()).await;
        let paper = |answer: &Answer| answer.body.split("<article").nth(1).map(str::to_owned);
        assert_eq!(paper(&before), paper(&after));
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_holds_the_year_by_field_and_in_parts() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "Nguyễn Văn An").await;
        office.receive(SINGLE, "Trần Thị Bình").await;
        let page = office.page(CLERK, "/cb/so-theo-doi?nam=2023").await;
        says(
            &page,
            &[
                "SỔ THEO DÕI HỒ SƠ",
                "Mẫu số 06 (TT 01/2018/TT-VPCP)",
                "Nguyễn Văn An",
                "Trần Thị Bình",
                "01/2023",
                "2 dòng",
            ],
        );
        let field: String = kit_encoded(&row.field);
        let of_field = office
            .page(
                CLERK,
                &format!("/cb/so-theo-doi?nam=2023&linh-vuc={field}&sau=1"),
            )
            .await;
        assert!(!of_field.body.contains("Nguyễn Văn An"));
        says(&of_field, &["Trần Thị Bình"]);
        let none = office.page(CLERK, "/cb/so-theo-doi?nam=2022").await;
        assert!(!none.body.contains("Trần Thị Bình"));
        assert_eq!(office.page(REGISTRAR, "/cb/so-theo-doi").await.status, 403);
        let pdf = office.page(CLERK, "/cb/so-theo-doi/pdf?nam=2023").await;
        assert_eq!(pdf.status, 503, "the tests have no press");
    }
}

fn kit_encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_many_is_read_by_those_whose_work_it_names_and_the_reading_is_logged() {
    for office in Office::on_each_engine() {
        let one = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let two = office.receive(SINGLE, "Trần Văn Bình").await;
        listed(&office, &one, &two).await;
        let page = shown(&office, REGISTRAR, &one, Kind::HandOver).await;
        says(&page, &["Nguyễn Thị Ánh", "Trần Văn Bình"]);
        let stranger = shown(&office, "specialist@dia_chinh", &one, Kind::HandOver).await;
        assert_eq!(stranger.status, 403, "another field's officer");
        assert!(!stranger.body.contains("Bình"), "{}", stranger.body);
        office.web.app.flush().await.expect("readings are written");
        let read = office.web.app.db().read_blocking(move |reader| {
            reader.rows(
                "SELECT subject FROM reading WHERE read_by = $1",
                store::params![format!("user:{REGISTRAR}")],
            )
        });
        let read = read.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(read.len(), 1, "opening the list is one line of the log");
    }
}
