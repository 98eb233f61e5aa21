//! Dossiers carried through their whole lives by the forms alone.

use domain::dossier::{Outcome, State};
use domain::procedure::StepKind;
use kit::testing::Answer;

use super::{again, done, events, hold, last, path, send, send_from, verify};
use crate::fixture::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SEAL, SINGLE};
use crate::result;
use crate::row::DossierRow;

/// Two steps outside the commune.
const OUTSIDE: &str = "1.001731";

fn says(page: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(page.body.contains(text), "{text} is missing in {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_birth_goes_from_the_counter_through_signature_and_seal_to_the_citizen() {
    for office in Office::on_each_engine() {
        hold(&office, REGISTRAR, "Trần Đức Hòa", "tu_phap_ho_tich").await;
        let row = office.receive(BIRTH, "Phạm Minh Khôi").await;
        let form = office.page(CLERK, &path(&row, "ban-giao")).await;
        says(&form, &["Trần Đức Hòa", "Đã tiếp nhận → Đang giải quyết", "Phạm Minh Khôi", row.address()]);
        let row = done(&office, CLERK, &row, "ban-giao", &[("nguoi", REGISTRAR), ("ghi_chu", "Giao bản gốc")]).await;
        assert_eq!(row.machine.step.as_ref().and_then(|step| step.holder.as_deref()), Some(REGISTRAR));
        assert_eq!(last(&office, &row).kind, "dossier.handed_over");
        let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let form = office.page(CHAIR, &path(&row, "ky")).await;
        says(&form, &["CHỦ TỊCH Cán bộ chair@chu_tich", "Người soạn", "Trần Đức Hòa", "Giấy khai sinh"]);
        let row = done(&office, CHAIR, &row, "ky", &[]).await;
        assert_eq!(last(&office, &row).data["signing_line"], "CHỦ TỊCH");
        says(&office.page(SEAL, &path(&row, "lay-so")).await, &["1/2023"]);
        let row = done(&office, SEAL, &row, "lay-so", &[]).await;
        assert_eq!(row.machine.number.as_deref(), Some("1/2023"));
        let form = office.page(CLERK, &path(&row, "ket-thuc")).await;
        says(&form, &["value=\"1/2023\"", "enctype=\"multipart/form-data\""]);
        let fields = [("ket_qua", "granted"), ("ten", "Giấy khai sinh"), ("so", "1/2023")];
        let row = done(&office, CLERK, &row, "ket-thuc", &fields).await;
        assert_eq!(row.machine.state, State::Finished);
        let fields = [("ai_nhan", "owner"), ("giay_to", "030192004217"), ("cach", "counter")];
        let row = done(&office, CLERK, &row, "tra", &fields).await;
        assert_eq!(row.machine.state, State::Returned);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_collects_only_with_a_document_and_proof() {
    for office in Office::on_each_engine() {
        let row = to_the_end(&office, BIRTH).await;
        let refused = send(&office, CLERK, &row, "tra", &[("ai_nhan", "other"), ("nguoi_nhan", "Phạm Văn Thịnh"), ("cach", "counter")]).await;
        assert_eq!(refused.status, 422);
        says(&refused, &["Người khác nhận thay thì phải ghi số giấy tờ", "Hãy ghi giấy ủy quyền", "value=\"Phạm Văn Thịnh\""]);
        let fields = [
            ("ai_nhan", "other"),
            ("nguoi_nhan", "Phạm Văn Thịnh"),
            ("giay_to", "030090001234"),
            ("chung_minh", "Giấy ủy quyền 12/2023"),
            ("cach", "post"),
        ];
        let row = done(&office, CLERK, &row, "tra", &fields).await;
        let id = row.id.clone();
        let found = office.web.app.db().read_blocking(move |reader| result::of(reader, &id)).expect("readable");
        let collector = found.and_then(|(_, collector)| collector).expect("who collected is recorded");
        assert_eq!((collector.name.as_str(), collector.how.as_str()), ("Phạm Văn Thịnh", "post"));
        let told: Vec<String> = events(&office, &row).iter().map(|event| event.data.to_string()).collect();
        assert!(!told.concat().contains("Thịnh"), "events name nobody");
    }
}

/// Finished, with the number of the year.
async fn to_the_end(office: &Office, code: &str) -> DossierRow {
    let row = office.at_work(code, "Phạm Minh Khôi").await;
    let row = done(office, REGISTRAR, &row, "chuyen", &[]).await;
    let row = done(office, CHAIR, &row, "ky", &[]).await;
    let row = done(office, SEAL, &row, "lay-so", &[]).await;
    done(office, CLERK, &row, "ket-thuc", &[("ket_qua", "granted"), ("ten", "Giấy khai sinh")]).await
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
        let taken = send(&office, SEAL, &two, "lay-so", &[("so", "1/2023"), ("ly_do", "Sổ giấy")]).await;
        says(&taken, &["Số 1/2023 đã cấp trong năm nay"]);
        let two = done(&office, SEAL, &two, "lay-so", &[("so", "3/2023"), ("ly_do", "Sổ giấy")]).await;
        assert_eq!(two.machine.number.as_deref(), Some("3/2023"));
        let three = done(&office, SEAL, &three, "lay-so", &[]).await;
        let four = done(&office, SEAL, &four, "lay-so", &[]).await;
        assert_eq!(three.machine.number.as_deref(), Some("2/2023"));
        assert_eq!(four.machine.number.as_deref(), Some("4/2023"), "3 was given by hand");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vice_chair_signs_for_the_chair() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let form = office.page("vice_chair@pho_chu_tich", &path(&row, "ky")).await;
        says(&form, &["KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"]);
        let row = done(&office, "vice_chair@pho_chu_tich", &row, "ky", &[]).await;
        assert_eq!(last(&office, &row).data["signing_line"], "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_is_one_list_that_pauses_the_clock_until_all_of_it_came() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let path = path(&row, "bo-sung");
        let form = office.page(REGISTRAR, &path).await;
        assert_eq!(form.body.matches("name=\"ten\"").count(), 6);
        let typed = [("ten", "Sổ hộ khẩu"), ("vi_sao", "Chưa rõ nơi cư trú"), ("cach_sua", "Mang bản chính")];
        let more = send_from(&office, &form, &path, &[&typed[..], &[("ten", ""), ("vi_sao", ""), ("cach_sua", ""), ("them", "1")]].concat()).await;
        assert_eq!(more.status, 200);
        assert_eq!(more.body.matches("name=\"ten\"").count(), 5, "two that came and three more");
        says(&more, &["value=\"Sổ hộ khẩu\"", "value=\"Mang bản chính\""]);
        let half = send(&office, REGISTRAR, &row, "bo-sung", &[("ten", "Sổ hộ khẩu"), ("vi_sao", ""), ("cach_sua", "")]).await;
        assert_eq!(half.status, 422);
        says(&half, &["Giấy tờ thứ 1: hãy ghi vì sao cần", "href=\"#ten-1\"", "value=\"Sổ hộ khẩu\""]);
        let row = done(&office, REGISTRAR, &row, "bo-sung", &typed).await;
        assert_eq!(row.machine.state, State::AwaitingSupplement);
        office.web.clock.advance_minutes(60 * 24);
        let open = send(&office, CLERK, &row, "nhan-bo-sung", &[]).await;
        says(&open, &["Còn thiếu: Sổ hộ khẩu"]);
        let form = office.page(CLERK, &super::path(&row, "nhan-bo-sung")).await;
        says(&form, &["17:00, 28/11/2023 → 17:00, 29/11/2023", "Vì sao hạn trả là ngày này"]);
        let row = done(&office, CLERK, &row, "nhan-bo-sung", &[("du", "1")]).await;
        assert_eq!(row.machine.state, State::Processing);
        let by_officer = office.page(REGISTRAR, &super::path(&row, "bo-sung")).await;
        assert_eq!(by_officer.status, 200, "the form says who may");
        let refused = send(&office, REGISTRAR, &row, "bo-sung", &typed).await;
        says(&refused, &["Lần thứ hai cần lãnh đạo cho phép", "value=\"Sổ hộ khẩu\""]);
        let row = done(&office, CHAIR, &row, "bo-sung", &typed).await;
        assert_eq!(row.machine.supplements, 2);
        let row = done(&office, CLERK, &row, "het-han-bo-sung", &[("ly_do", "Gọi hai lần không gặp")]).await;
        assert_eq!(row.machine.state, State::Stopped);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaders_stop_go_on_apologise_and_assign() {
    for office in Office::on_each_engine() {
        hold(&office, "specialist2", "Lê Thị Mai", "tu_phap_ho_tich").await;
        let row = office.at_work(SINGLE, "An").await;
        let row = done(&office, CHAIR, &row, "dung", &[("ly_do", "Chờ Phòng Tư pháp")]).await;
        office.web.clock.advance_minutes(60 * 24);
        let form = office.page(CHAIR, &path(&row, "tiep-tuc")).await;
        says(&form, &["17:00, 28/11/2023 → 17:00, 29/11/2023"]);
        let row = done(&office, CHAIR, &row, "tiep-tuc", &[("ly_do", "Đã có ý kiến")]).await;
        let early = send(&office, CHAIR, &row, "xin-loi", &[("ngay", "28/11/2023"), ("ly_do", "Mất điện")]).await;
        says(&early, &["Ngày hẹn phải sau 17:00, 29/11/2023", "value=\"28/11/2023\""]);
        let odd = send(&office, CHAIR, &row, "xin-loi", &[("ngay", "2/12/2023"), ("gio", "x"), ("ly_do", "")]).await;
        says(&odd, &["02/12/2023 là ngày nghỉ", "Hãy ghi lý do"]);
        let row = done(&office, CHAIR, &row, "xin-loi", &[("ngay", "4/12/2023"), ("gio", "16h30"), ("ly_do", "Mất điện")]).await;
        assert_eq!(row.machine.promised.map(|at| at.iso_minute()).as_deref(), Some("2023-12-04T16:30"));
        let second = office.page(CHAIR, &path(&row, "xin-loi")).await;
        says(&second, &["pháp luật chỉ cho hẹn lại một lần"]);
        let nobody = send(&office, CHAIR, &row, "phan-cong", &[]).await;
        says(&nobody, &["Hãy chọn người xử lý"]);
        let row = done(&office, CHAIR, &row, "phan-cong", &[("nguoi", "specialist2")]).await;
        assert_eq!(row.machine.step.as_ref().and_then(|step| step.holder.as_deref()), Some("specialist2"));
        let held = office.page(REGISTRAR, &path(&row, "chuyen")).await;
        assert_eq!(held.status, 403, "a colleague holds it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apology_after_the_lawful_moment_is_said_to_be_late() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        says(&office.page(CHAIR, &path(&row, "xin-loi")).await, &["được ghi là xin lỗi muộn"]);
        let row = office.at_work(SINGLE, "An").await;
        let page = office.page(CHAIR, &path(&row, "xin-loi")).await;
        assert!(!page.body.contains("xin lỗi muộn"), "three days before the due date is in time");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opinions_are_asked_and_given_by_whom_was_asked() {
    for office in Office::on_each_engine() {
        hold(&office, CLERK, "Vũ Thị Lan", "mot_cua").await;
        let row = office.at_work(SINGLE, "An").await;
        let strange = send(&office, REGISTRAR, &row, "xin-y-kien", &[("nguoi", "nobody")]).await;
        says(&strange, &["Hãy chọn người cần xin ý kiến", "Hãy điền nội dung cần ý kiến"]);
        let row = done(&office, REGISTRAR, &row, "xin-y-kien", &[("nguoi", CLERK), ("cau_hoi", "Địa chỉ nào đúng?")]).await;
        let other = office.page(CHAIR, &path(&row, "cho-y-kien")).await;
        assert_eq!(other.status, 422);
        says(&office.page(CLERK, &path(&row, "cho-y-kien")).await, &["Địa chỉ nào đúng?"]);
        let row = done(&office, CLERK, &row, "cho-y-kien", &[("y_kien", "Thôn Quang Tiền")]).await;
        assert!(row.machine.asked.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verifying_shows_the_longer_limit_before_it_is_chosen() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let form = office.page(REGISTRAR, &path(&row, "xac-minh")).await;
        says(&form, &["Thời hạn khi cần xác minh", "17:00, 28/11/2023 → "]);
        let row = done(&office, REGISTRAR, &row, "xac-minh", &[("ly_do", "Từng ở nơi khác")]).await;
        assert!(row.machine.longer);
        assert!(form.body.contains(&domain::text::moment_vi(row.machine.counted_due().expect("it counts"))));
        says(&office.page(REGISTRAR, &path(&row, "xac-minh")).await, &["nhánh đó đã được chọn"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_outside_are_recorded_as_sent_and_as_returned() {
    for office in Office::on_each_engine() {
        let mut row = office.at_work(OUTSIDE, "An").await;
        while row.machine.current_step().is_some_and(|step| step.kind != StepKind::Outside) {
            let step = row.machine.current_step().expect("it is at work").clone();
            let handler = format!("specialist@{}", step.post);
            row = match step.kind {
                StepKind::Approve => done(&office, CHAIR, &row, "ky", &[]).await,
                StepKind::Seal => done(&office, SEAL, &row, "lay-so", &[]).await,
                _ => done(&office, &handler, &row, "chuyen", &[]).await,
            };
        }
        says(&office.page(CLERK, &path(&row, "lien-thong")).await, &["Đã gửi hồ sơ"]);
        let row = done(&office, CLERK, &row, "lien-thong", &[("ghi_chu", "Phiếu 12")]).await;
        assert!(row.machine.outside_since.is_some());
        let at = row.machine.step.as_ref().map(|step| step.index);
        says(&office.page(CLERK, &path(&row, "lien-thong")).await, &["Đã nhận lại hồ sơ", "Đã gửi lúc"]);
        let row = done(&office, CLERK, &row, "lien-thong", &[]).await;
        assert!(row.machine.outside_since.is_none() && row.machine.step.as_ref().map(|step| step.index) > at);
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
        assert_eq!(row.machine.code.as_deref(), Some("000.21.49.H23-231123-0001"));
        assert_eq!(row.book.as_ref().map(|(_, n)| *n), Some(1));
        let refused = office.submit(BIRTH, "Bình").await;
        let refused = done(&office, CLERK, &refused, "tu-choi", &[("ly_do", "Không thuộc thẩm quyền của xã")]).await;
        assert_eq!(refused.machine.state, State::NotAccepted);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn send_back_withdraw_void_ask_for_money_and_reopen() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let row = done(&office, CHAIR, &row, "tra-lai", &[("ly_do", "Sai ngày sinh")]).await;
        assert_eq!(row.machine.current_step().map(|step| step.kind), Some(StepKind::Handle));
        let zero = send(&office, REGISTRAR, &row, "yeu-cau-nop-tien", &[("so_tien", "0")]).await;
        says(&zero, &["Số tiền phải lớn hơn 0"]);
        let row = done(&office, REGISTRAR, &row, "yeu-cau-nop-tien", &[("so_tien", "15.000")]).await;
        assert_eq!(row.machine.state, State::AwaitingPayment);
        let fields = [("ket_qua", "not_granted"), ("ten", "Văn bản trả lời")];
        let row = done(&office, CLERK, &row, "ket-thuc", &fields).await;
        assert_eq!(row.machine.outcome, Some(Outcome::NotGranted));
        let row = done(&office, CHAIR, &row, "mo-lai", &[("ly_do", "Người dân đã nộp tiền")]).await;
        let row = done(&office, CLERK, &row, "rut", &[("ly_do", "Theo đơn ngày 23/11")]).await;
        assert_eq!(row.machine.state, State::Withdrawn);
        let wrong = office.receive(BIRTH, "Cường").await;
        let wrong = done(&office, CLERK, &wrong, "huy-giay", &[("ly_do", "Nhầm thủ tục")]).await;
        assert_eq!((wrong.machine.state, again(&office, &wrong).machine.code.is_some()), (State::Void, true));
        verify(&office);
    }
}
