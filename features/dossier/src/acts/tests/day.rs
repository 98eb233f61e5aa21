//! What corrects, marks and records, by HTTP on each engine: receipts, urgings, calls, alarms.
//! For whoever changes those forms or the lists that they feed.

use domain::dossier::{Command, State};

use super::*;
use crate::testing::{BIRTH, SINGLE};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_name_gives_a_receipt_that_supersedes_and_both_are_seen() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
        let form = office.page(CLERK, &path(&row, "sua")).await;
        says(
            &form,
            &[
                "value=\"Nguyễn Thị Ánh\"",
                "bản số 2",
                "Tờ khai | 1 | 0 | 0",
            ],
        );
        assert!(
            !form.body.contains("name=\"thu_tuc\""),
            "it was handed over"
        );
        let typed = [
            ("chu_ten", "Nguyễn Thị Ảnh"),
            ("chu_so", "030192004217"),
            ("chu_noi_o", "Thôn Quang Tiền"),
            ("chu_dien_thoai", "0912 345 999"),
            ("giay_to", "Tờ khai | 1 | 0 | 0\nĐơn | 1 | 0 | 1"),
            ("tra_qua", "post"),
            ("so_bo", "1"),
        ];
        let unsaid = send(&office, CLERK, &row, "sua", &typed).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&unsaid, &["Hãy ghi lý do", "value=\"Nguyễn Thị Ảnh\""]);
        let full = [&typed[..], &[("ly_do", "Gõ nhầm dấu")]].concat();
        let now = done(&office, CLERK, &row, "sua", &full).await;
        assert_eq!(now.machine.receipt_number(), Some(2));
        assert_eq!(now.machine.due, row.machine.due, "no date moves");
        assert_eq!(now.return_by, "post");
        let event = last(&office, &now);
        assert_eq!(event.kind, "dossier.corrected");
        assert!(!event.data.to_string().contains("Ảnh"), "{}", event.data);
        let page = office
            .page(CLERK, &format!("/cb/ho-so/{}", now.address()))
            .await;
        says(
            &page,
            &[
                "<del>Bản số 1</del> thay bằng bản số 2",
                "<del>Nguyễn Thị Ánh</del>",
                "0912345999",
                "Đơn",
                "Gõ nhầm dấu",
            ],
        );
        let receipt = office.page(CLERK, &path(&now, "in/giay-tiep-nhan")).await;
        says(
            &receipt,
            &["Bản thay thế lần 1 của giấy tiếp nhận", "Nguyễn Thị Ảnh"],
        );
        let found = |telephone| format!("/cb/ho-so?trang-thai=tat-ca&q={telephone}");
        let by_new = office.page(CLERK, &found("0912345999")).await;
        says(&by_new, &["<b>1 hồ sơ</b>"]);
        let by_old = office.page(CLERK, &found("0912345678")).await;
        says(&by_old, &["<b>0 hồ sơ</b>"]);
        assert_eq!(kept_under(&office, "0912345678"), 0, "nothing old is kept");
        assert_eq!(kept_under(&office, "0912345999"), 1);
        verify(&office);
    }
}

/// The fields with another value for one of them.
fn with<'a>(
    fields: &[(&'a str, &'a str)],
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let others = fields.iter().filter(|(known, _)| *known != name);
    others.copied().chain([(name, value)]).collect()
}

/// What a birth registration always asks for, as lines of the form.
fn birth_papers(office: &Office, row: &DossierRow) -> String {
    let day = row.machine.received_at.expect("received").date();
    let desk = office.desk();
    let birth = desk.law.catalogue.in_force(BIRTH, day).expect("in force");
    let always = birth.papers.iter();
    let always = always.filter(|paper| paper.required && paper.condition_vi.is_none());
    let lines: Vec<String> = always
        .map(|paper| format!("{} | 1 | 0 | 0", paper.name_vi))
        .collect();
    lines.join("\n")
}

/// How many dossiers are kept under a word for searches.
fn kept_under(office: &Office, word: &'static str) -> usize {
    use store::Sql as _;
    let found = office.web.app.db().read_blocking(move |reader| {
        reader.rows(
            "SELECT begins FROM dossier_word WHERE begins LIKE $1",
            store::params![format!("{word}%")],
        )
    });
    found.expect("the words can be read").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changed_is_no_correction_and_an_unknown_procedure_is_told() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let same = [
            ("chu_ten", "An"),
            ("chu_so", "030192004217"),
            ("chu_noi_o", "Thôn Quang Tiền"),
            ("chu_dien_thoai", "0912345678"),
            ("giay_to", "Tờ khai | 1 | 0 | 0"),
            ("tra_qua", "counter"),
            ("so_bo", "1"),
            ("ly_do", "Xem lại"),
        ];
        let answer = send(&office, CLERK, &row, "sua", &same).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&answer, &["Chưa có gì được sửa"]);
        let unknown = [&same[..], &[("thu_tuc", "9.999999")]].concat();
        let answer = send(&office, CLERK, &row, "sua", &unknown).await;
        says(&answer, &["Không có thủ tục «9.999999»"]);
        let emptied = with(&same, "giay_to", "");
        let answer = send(&office, CLERK, &row, "sua", &emptied).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&answer, &["Danh sách giấy tờ đang trống"]);
        let right = [&same[..], &[("thu_tuc", BIRTH)]].concat();
        let answer = send(&office, CLERK, &row, "sua", &right).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&answer, &["cần thêm", "Tờ khai đăng ký khai sinh theo mẫu"]);
        assert_eq!(again(&office, &row).procedure_code, SINGLE);
        let papers = birth_papers(&office, &row);
        let right = with(&right, "giay_to", &papers);
        let now = done(&office, CLERK, &row, "sua", &right).await;
        assert_eq!(now.procedure_code, BIRTH);
        let id = now.id.clone();
        let read = office.web.app.db();
        let money = read
            .read_blocking(move |reader| payment::summary(reader, &id))
            .expect("readable");
        assert_eq!(money.total_vi(), "Không thu", "as a birth in time costs");
        assert!(money.lines.iter().any(|line| line.exempted_by.is_some()));
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urging_at_the_counter_marks_the_dossier_for_its_holder_and_the_chair() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let now = done(
            &office,
            CLERK,
            &row,
            "nhac",
            &[("ghi_chu", "Bà hỏi hai lần")],
        )
        .await;
        assert_eq!(now.version, row.version, "no open form grows stale");
        assert!(now.marks.urged_at.is_some());
        let event = last(&office, &now);
        assert_eq!(
            (event.kind.as_str(), event.by.as_str()),
            ("dossier.urged", "user:one_stop@mot_cua")
        );
        for account in [REGISTRAR, CHAIR] {
            let list = office.page(account, "/cb/ho-so?xem=dan-nhac").await;
            says(&list, &["Dân nhắc 23/11", "<b>1 hồ sơ</b>"]);
        }
        let page = office
            .page(REGISTRAR, &format!("/cb/ho-so/{}", now.address()))
            .await;
        says(&page, &["Người dân nhắc", "Bà hỏi hai lần"]);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_lies_there_is_listed_by_age_and_the_call_is_kept() {
    for office in Office::on_each_engine() {
        let row = to_the_end(&office, SINGLE).await;
        let none = office.page(CLERK, "/cb/ho-so?xem=chua-den-nhan").await;
        says(&none, &["<b>0 hồ sơ</b>"]);
        office.web.clock.advance_minutes(4 * 24 * 60);
        let list = office.page(CLERK, "/cb/ho-so?xem=chua-den-nhan").await;
        says(&list, &["<b>1 hồ sơ</b>", "15 ngày"]);
        let older = office
            .page(CLERK, "/cb/ho-so?xem=chua-den-nhan&lau=15")
            .await;
        says(&older, &["<b>0 hồ sơ</b>"]);
        let now = done(
            &office,
            CLERK,
            &row,
            "da-goi",
            &[("ghi_chu", "Hẹn thứ Hai")],
        )
        .await;
        let event = last(&office, &now);
        assert_eq!(event.kind, "dossier.owner_called");
        assert!(!event.data.to_string().contains("Hẹn"), "{}", event.data);
        let list = office.page(CLERK, "/cb/ho-so?xem=chua-den-nhan").await;
        says(&list, &["Đã gọi 27/11"]);
        let page = office
            .page(CLERK, &format!("/cb/ho-so/{}", now.address()))
            .await;
        says(
            &page,
            &["Gọi báo người dân đến nhận kết quả", "Hẹn thứ Hai"],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_still_reaches_the_chair_until_a_word_is_said() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let list = "/cb/ho-so?xem=dung-yen";
        says(&office.page(CHAIR, list).await, &["<b>0 hồ sơ</b>"]);
        office.web.clock.advance_minutes(8 * 24 * 60);
        let page = office.page(CHAIR, list).await;
        says(&page, &["<b>1 hồ sơ</b>", "Quá hạn bước"]);
        let home = office.page(CHAIR, "/cb/viec").await;
        says(&home, &["Đứng yên, quá hạn bước<b>1</b>"]);
        let unsaid = send(&office, CHAIR, &row, "da-nam", &[]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        let now = done(
            &office,
            CHAIR,
            &row,
            "da-nam",
            &[("chi_dao", "Xong trong mai")],
        )
        .await;
        assert_eq!(last(&office, &now).kind, "dossier.alarm_seen");
        says(&office.page(CHAIR, list).await, &["<b>0 hồ sơ</b>"]);
        let denied = office.page(CLERK, &path(&row, "da-nam")).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let reader = office
            .page(REGISTRAR, &format!("/cb/ho-so/{}", now.address()))
            .await;
        says(&reader, &["Xong trong mai"]);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_sent_back_says_so_until_it_goes_on() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let row = office
            .act(REGISTRAR, &row, Command::Forward { holder: None })
            .await;
        let row = office
            .act(CHAIR, &row, Command::SendBack { reason: "Thiếu" })
            .await;
        let home = office.page(REGISTRAR, "/cb/viec").await;
        says(&home, &["Bị trả lại"]);
        let row = office
            .act(REGISTRAR, &row, Command::Forward { holder: None })
            .await;
        assert_eq!(row.machine.state, State::Processing);
        assert_eq!(again(&office, &row).marks.sent_back_at, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_act_one_goes_on_to_the_next_of_the_same_list() {
    for office in Office::on_each_engine() {
        let one = office.receive(SINGLE, "An").await;
        let two = office.receive(SINGLE, "Bình").await;
        let form = office
            .page(
                CLERK,
                &format!("{}?tu=xem%3Dchua-ban-giao", path(&one, "ban-giao")),
            )
            .await;
        says(&form, &["Xong, mở hồ sơ tiếp theo"]);
        let fields = [("tu", "xem=chua-ban-giao"), ("tiep", "1")];
        let answer = send_from(&office, &form, &path(&one, "ban-giao"), &fields).await;
        assert_eq!(
            answer.location(),
            format!("/cb/ho-so/{}?tu=xem%3Dchua-ban-giao", two.address())
        );
    }
}
