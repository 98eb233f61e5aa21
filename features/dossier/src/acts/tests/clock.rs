//! What stops, moves or promises a date: supplements, stops, apologies, the longer branch.
//! For whoever changes an act that touches the legal clock.

use domain::dossier::State;

use super::{done, hold, path, says, send, send_from, verify};
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SINGLE};

/// One paper asked for, with why and how.
const TYPED: [(&str, &str); 3] = [
    ("ten", "Sổ hộ khẩu"),
    ("vi_sao", "Chưa rõ nơi cư trú"),
    ("cach_sua", "Mang bản chính"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_is_one_list_that_grows_and_keeps_what_was_typed() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let path = path(&row, "bo-sung");
        let form = office.page(REGISTRAR, &path).await;
        assert_eq!(form.body.matches("name=\"ten\"").count(), 4);
        let more = send_from(
            &office,
            &form,
            &path,
            &[
                &TYPED[..],
                &[("ten", ""), ("vi_sao", ""), ("cach_sua", ""), ("them", "1")],
            ]
            .concat(),
        )
        .await;
        assert_eq!(more.status, 200);
        assert_eq!(
            more.body.matches("name=\"ten\"").count(),
            5,
            "two that came and three more"
        );
        says(&more, &["value=\"Sổ hộ khẩu\"", "value=\"Mang bản chính\""]);
        let half = send(
            &office,
            REGISTRAR,
            &row,
            "bo-sung",
            &[("ten", "Sổ hộ khẩu"), ("vi_sao", ""), ("cach_sua", "")],
        )
        .await;
        assert_eq!(half.status, 422);
        says(
            &half,
            &[
                "Giấy tờ thứ 1: hãy ghi vì sao cần",
                "href=\"#ten-1\"",
                "value=\"Sổ hộ khẩu\"",
            ],
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_pauses_the_clock_until_all_of_it_came() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let row = done(&office, REGISTRAR, &row, "bo-sung", &TYPED).await;
        assert_eq!(row.machine.state, State::AwaitingSupplement);
        office.web.clock.advance_minutes(60 * 24);
        let open = send(&office, CLERK, &row, "nhan-bo-sung", &[]).await;
        says(&open, &["Còn thiếu: Sổ hộ khẩu"]);
        let form = office.page(CLERK, &super::path(&row, "nhan-bo-sung")).await;
        says(
            &form,
            &[
                "17:00, 28/11/2023 → 17:00, 29/11/2023",
                "Vì sao hạn trả là ngày này",
            ],
        );
        let row = done(&office, CLERK, &row, "nhan-bo-sung", &[("du", "1")]).await;
        assert_eq!(row.machine.state, State::Processing);
        let by_officer = office.page(REGISTRAR, &super::path(&row, "bo-sung")).await;
        assert_eq!(by_officer.status, 422, "nobody types a list in vain");
        says(&by_officer, &["Lần thứ hai cần lãnh đạo cho phép"]);
        let row = done(&office, CHAIR, &row, "bo-sung", &TYPED).await;
        assert_eq!(row.machine.supplements, 2);
        let row = done(
            &office,
            CLERK,
            &row,
            "het-han-bo-sung",
            &[("ly_do", "Gọi hai lần không gặp")],
        )
        .await;
        assert_eq!(row.machine.state, State::Stopped);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaders_stop_and_go_on() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let row = done(
            &office,
            CHAIR,
            &row,
            "dung",
            &[("ly_do", "Chờ Phòng Tư pháp")],
        )
        .await;
        office.web.clock.advance_minutes(60 * 24);
        let form = office.page(CHAIR, &path(&row, "tiep-tuc")).await;
        says(&form, &["17:00, 28/11/2023 → 17:00, 29/11/2023"]);
        let row = done(
            &office,
            CHAIR,
            &row,
            "tiep-tuc",
            &[("ly_do", "Đã có ý kiến")],
        )
        .await;
        assert_eq!(row.machine.state, State::Processing);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaders_apologise_once_with_a_later_working_day() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let early = send(
            &office,
            CHAIR,
            &row,
            "xin-loi",
            &[("ngay", "27/11/2023"), ("ly_do", "Mất điện")],
        )
        .await;
        says(
            &early,
            &[
                "Ngày hẹn phải sau 17:00, 28/11/2023",
                "value=\"27/11/2023\"",
            ],
        );
        let odd = send(
            &office,
            CHAIR,
            &row,
            "xin-loi",
            &[("ngay", "2/12/2023"), ("gio", "x"), ("ly_do", "")],
        )
        .await;
        says(&odd, &["02/12/2023 là ngày nghỉ", "Hãy ghi lý do"]);
        let row = done(
            &office,
            CHAIR,
            &row,
            "xin-loi",
            &[
                ("ngay", "4/12/2023"),
                ("gio", "16h30"),
                ("ly_do", "Mất điện"),
            ],
        )
        .await;
        assert_eq!(
            row.machine.promised.map(|at| at.iso_minute()).as_deref(),
            Some("2023-12-04T16:30")
        );
        let second = office.page(CHAIR, &path(&row, "xin-loi")).await;
        says(&second, &["pháp luật chỉ cho hẹn lại một lần"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaders_assign_a_step_and_a_colleague_then_leaves_it_alone() {
    for office in Office::on_each_engine() {
        hold(&office, "specialist2", "Lê Thị Mai", "tu_phap_ho_tich").await;
        let row = office.at_work(SINGLE, "An").await;
        let nobody = send(&office, CHAIR, &row, "phan-cong", &[]).await;
        says(&nobody, &["Hãy chọn người xử lý"]);
        let row = done(
            &office,
            CHAIR,
            &row,
            "phan-cong",
            &[("nguoi", "specialist2")],
        )
        .await;
        assert_eq!(
            row.machine
                .step
                .as_ref()
                .and_then(|step| step.holder.as_deref()),
            Some("specialist2")
        );
        let held = office.page(REGISTRAR, &path(&row, "chuyen")).await;
        assert_eq!(held.status, 403, "a colleague holds it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apology_after_the_lawful_moment_is_said_to_be_late() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        says(
            &office.page(CHAIR, &path(&row, "xin-loi")).await,
            &["được ghi là xin lỗi muộn"],
        );
        let row = office.at_work(SINGLE, "An").await;
        let page = office.page(CHAIR, &path(&row, "xin-loi")).await;
        assert!(
            !page.body.contains("xin lỗi muộn"),
            "three days before the due date is in time"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opinions_are_asked_and_given_by_whom_was_asked() {
    for office in Office::on_each_engine() {
        hold(&office, CLERK, "Vũ Thị Lan", "mot_cua").await;
        hold(&office, "admin", "Lương Thế Quyền", "quan_tri").await;
        let row = office.at_work(SINGLE, "An").await;
        let form = office.page(REGISTRAR, &path(&row, "xin-y-kien")).await;
        says(&form, &["Vũ Thị Lan"]);
        assert!(
            !form.body.contains("Lương Thế Quyền"),
            "who may not answer is not asked"
        );
        let strange = send(
            &office,
            REGISTRAR,
            &row,
            "xin-y-kien",
            &[("nguoi", "nobody")],
        )
        .await;
        says(
            &strange,
            &[
                "Hãy chọn người cần xin ý kiến",
                "Hãy điền nội dung cần ý kiến",
            ],
        );
        let row = done(
            &office,
            REGISTRAR,
            &row,
            "xin-y-kien",
            &[("nguoi", CLERK), ("cau_hoi", "Địa chỉ nào đúng?")],
        )
        .await;
        let other = office.page(CHAIR, &path(&row, "cho-y-kien")).await;
        assert_eq!(other.status, 422);
        says(
            &office.page(CLERK, &path(&row, "cho-y-kien")).await,
            &["Địa chỉ nào đúng?"],
        );
        let row = done(
            &office,
            CLERK,
            &row,
            "cho-y-kien",
            &[("y_kien", "Thôn Quang Tiền")],
        )
        .await;
        assert!(row.machine.asked.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verifying_shows_the_longer_limit_before_it_is_chosen() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let form = office.page(REGISTRAR, &path(&row, "xac-minh")).await;
        says(
            &form,
            &["Thời hạn khi cần xác minh", "17:00, 28/11/2023 → "],
        );
        let row = done(
            &office,
            REGISTRAR,
            &row,
            "xac-minh",
            &[("ly_do", "Từng ở nơi khác")],
        )
        .await;
        assert!(row.machine.longer);
        assert!(form.body.contains(&domain::text::moment_vi(
            row.machine.counted_due().expect("it counts")
        )));
        says(
            &office.page(REGISTRAR, &path(&row, "xac-minh")).await,
            &["nhánh đó đã được chọn"],
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_limit_in_law_the_date_is_appointed_with_a_reason() {
    for office in Office::on_each_engine() {
        let desk = office.desk();
        let without = desk
            .law
            .catalogue
            .all_in_force(desk.at.date())
            .find(|one| one.limit.term.is_none());
        let code = without.expect("some procedures have no limit").code.clone();
        let row = office.submit(&code, "An").await;
        let seqs: Vec<String> = (1..=30).map(|seq| seq.to_string()).collect();
        let mut fields: Vec<(&str, &str)> =
            seqs.iter().map(|seq| ("giay_to", seq.as_str())).collect();
        let none = send(&office, CLERK, &row, "tiep-nhan", &fields).await;
        says(&none, &["Hãy ghi ngày hẹn trả", "Hãy ghi lý do"]);
        fields.extend([("ngay", "01/12/2023"), ("ly_do", "Cần họp thôn")]);
        let row = done(&office, CLERK, &row, "tiep-nhan", &fields).await;
        let due = row.machine.due.as_ref().expect("a date was appointed");
        assert_eq!(
            (due.at.map(|at| at.iso_minute()).as_deref(), due.counted),
            (Some("2023-12-01T17:00"), false)
        );
    }
}
