//! A procedure that the catalogue does not know: entered from its document, then received, paid and
//! read as any other. For the form of a new procedure.

use super::*;
use domain::fee::FeeInput;
use domain::procedure::{Catalogue, Procedure};
use std::sync::Arc;

const FIRST: &str = "/cb/quan-tri/thu-tuc/moi";
const CODE: &str = "1.999001";
const NAME: &str = "Cấp giấy xác nhận hộ làm nghề muối";
const STEPS: [(&str, &str, &str, &str); 5] = [
    ("Tiếp nhận", "mot_cua", "tiep_nhan", "2"),
    ("Thẩm tra tại ruộng muối", "dia_chinh", "tham_tra", "14"),
    ("Ký giấy", "chu_tich", "ky", "4"),
    ("Lấy số, đóng dấu", "van_thu", "dong_dau", "2"),
    ("Trả giấy", "mot_cua", "tra", "2"),
];

/// As an administrator fills it in: three working days, a fee, two papers, five steps.
fn typed() -> Vec<(&'static str, &'static str)> {
    let mut typed = with_basis(&[
        ("tu_ngay", "24/11/2023"),
        ("ma", CODE),
        ("linh_vuc", "Nghề muối"),
        ("ten", NAME),
        ("cap", "UBND cấp xã"),
        ("viet_tat", "XNNM, muối"),
        ("han_so", "3"),
        ("han_dv", "ngay_lam_viec"),
        ("can_cu", "Nghị định 40/2017/NĐ-CP"),
        (
            "ket_qua",
            "Giấy xác nhận hộ làm nghề muối\nBản sao giấy xác nhận",
        ),
        ("doi_tuong", "ca_nhan"),
        ("doi_tuong", "hop_tac_xa"),
        ("thu", "le_phi"),
        ("thu_muc", "20.000"),
        ("thu_dv", "giấy"),
        ("giay", "danh_sach"),
    ]);
    for (name, needed) in [("Đơn đề nghị", "co"), ("Sơ đồ ruộng muối", "khong")] {
        typed.extend([
            ("g_ten", name),
            ("g_chinh", "1"),
            ("g_sao", "0"),
            ("g_cach", "nop"),
            ("g_can", needed),
        ]);
    }
    for (work, post, kind, hours) in STEPS {
        typed.extend([
            ("b_viec", work),
            ("b_cd", post),
            ("b_loai", kind),
            ("b_gio", hours),
        ]);
    }
    typed
}

fn set(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut typed = typed();
    let field = typed.iter_mut().find(|(known, _)| *known == name);
    field.expect("the form has it").1 = value;
    typed
}

fn all(catalogue: &Catalogue) -> Vec<Procedure> {
    let known = catalogue.versions().map(Arc::as_ref);
    known.filter(|one| one.code != CODE).cloned().collect()
}

/// Looked at, then saved: a version and its fee in one act.
async fn entered(app: &TestApp, typed: &[(&str, &str)], changes: i64) -> Answer {
    let page = app.get(FIRST).await;
    assert_eq!(page.status, StatusCode::OK);
    let before = app.app.law().revision;
    let preview = send(app, FIRST, &page, ("0", "xem"), typed).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", text(&preview));
    says(&preview, &["chưa lưu gì"]);
    assert_eq!(app.app.law().revision, before, "a look changes nothing");
    let saved = send(app, FIRST, &preview, ("0", "luu"), typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", text(&saved));
    assert_eq!(saved.location(), format!("/cb/quan-tri/thu-tuc/{CODE}"));
    assert_eq!(app.app.law().revision, before + changes);
    preview
}

#[tokio::test]
async fn a_new_procedure_is_entered_received_and_charged_and_nothing_else_changes() {
    for app in apps().await {
        let old = received(&app).await;
        let before = all(&app.app.law().catalogue);
        let preview = entered(&app, &typed(), 2).await;
        says(
            &preview,
            &[
                NAME,
                CODE,
                "Nghề muối",
                "Người dân, Hợp tác xã",
                "xnnm, muối",
                "Lệ phí 20.000 đồng/giấy",
                "03 ngày làm việc",
                "Sơ đồ ruộng muối. Nộp 1 bản chính, 0 bản sao; tùy trường hợp",
                "chưa có hồ sơ nào để chạy thử",
            ],
        );
        assert_eq!(all(&app.app.law().catalogue), before);
        assert_eq!(loaded(&app, &old).await.machine, old.machine);
        says(
            &app.get("/cb/quan-tri/thu-tuc/1.999001").await,
            &[
                "Sắp áp dụng",
                "Từ 24/11/2023",
                "Giấy xác nhận hộ làm nghề muối; Bản sao",
            ],
        );
        let public = "/thu-tuc/cap-giay-xac-nhan-ho-lam-nghe-muoi";
        assert_eq!(app.get(public).await.status, StatusCode::NOT_FOUND);

        app.clock.advance_minutes(DAY);
        app.sign_in("admin").await;
        says(&app.get(public).await, &[NAME, "3 ngày làm việc", "20.000"]);
        let found = app.get("/tim?q=nghề+muối").await;
        says(&found, &[NAME]);
        let law = app.app.law();
        let by_short = law.catalogue.search("xnnm", TOMORROW);
        assert_eq!(by_short[0].procedure.code, CODE, "found at the counter");
        let quote = law.fees.quote(CODE, TOMORROW, &FeeInput::default());
        assert_eq!(
            (quote.total_vi().as_str(), quote.unverified),
            ("20.000\u{a0}đ", false)
        );
        let new = received_of(&app, CODE).await;
        assert_eq!(new.procedure_id, "1.999001@2023-11-24");
        assert_eq!(new.machine.term, Some(Term::WorkingDays(3)));
        let version = law
            .catalogue
            .version(&new.procedure_id)
            .expect("it is there");
        assert_eq!(version.handling_post, "dia_chinh");
        assert_eq!(version.process.steps.len(), 5);
        assert_eq!(
            events(&app, "law:procedure_version:1.999001").await.len(),
            1
        );
        assert_eq!(events(&app, "law:fee:thu_tuc_1_999001").await.len(), 1);
        verifies(&app);
    }
}

#[tokio::test]
async fn a_new_procedure_becomes_another_version_as_any_other() {
    let app = app().await;
    let mut free = set("thu", "khong");
    free.retain(|(name, _)| !name.starts_with("thu_"));
    entered(&app, &free, 2).await;
    let law = app.app.law();
    let quote = law.fees.quote(CODE, TOMORROW, &FeeInput::default());
    assert_eq!(quote.total_vi(), "Không thu");
    let next = "/cb/quan-tri/thu-tuc/1.999001/ban-moi";
    let version = law.catalogue.in_force(CODE, TOMORROW).expect("in force");
    let form = fields::of(version, Some(date(2023, 12, 1)));
    let longer = form.iter().map(|(name, value)| match name {
        "ket_qua" => (name, "Giấy xác nhận mẫu mới"),
        _ => (name, value),
    });
    let typed: Vec<(&str, &str)> = BASIS
        .into_iter()
        .chain(longer)
        .chain([("doi_tuong", "to_chuc")])
        .collect();
    let preview = save(&app, next, &typed).await;
    says(
        &preview,
        &[
            "Giấy xác nhận mẫu mới",
            "Người dân, Tổ chức, Hợp tác xã",
            "Số chỗ khác</dt><dd>2",
        ],
    );
    let law = app.app.law();
    let on = |day: Date| {
        law.catalogue
            .in_force(CODE, day)
            .expect("in force")
            .results
            .len()
    };
    assert_eq!((on(date(2023, 11, 30)), on(date(2023, 12, 1))), (2, 1));
}

#[tokio::test]
async fn whose_fee_is_not_known_is_entered_without_one() {
    let app = app().await;
    let mut unknown = set("thu", "chua_ro");
    unknown.retain(|(name, _)| !name.starts_with("thu_"));
    let preview = entered(&app, &unknown, 1).await;
    says(&preview, &["Chưa rõ"]);
    let law = app.app.law();
    let quote = law.fees.quote(CODE, TOMORROW, &FeeInput::default());
    assert_eq!(quote.total_vi(), "chưa xác định");
}

#[tokio::test]
async fn what_is_wrong_in_a_new_procedure_is_told_at_its_field_and_everything_is_kept() {
    let app = app().await;
    let empty = refused(&app, FIRST, &[("thu_muc", "hai chục")]).await;
    says(
        &empty,
        &[
            "Hãy điền mã thủ tục",
            "Hãy điền lĩnh vực",
            "Hãy điền tên thủ tục",
            "Hãy chọn ít nhất một đối tượng",
            "Hãy ghi kết quả",
            "Hãy chọn phí, lệ phí",
            "Hãy chọn giấy tờ của hồ sơ",
            "Quy trình chưa có bước nào",
            "href=\"#doi_tuong\"",
            "href=\"#ma\"",
            "value=\"hai chục\"",
        ],
    );
    for (name, value, words) in [
        ("ma", "1.00487", "cần có dạng 1.001193"),
        ("ma", "1.004873", "Mã 1.004873 đã có"),
        ("thu_muc", "hai chục", "Số tiền «hai chục» chưa đọc được"),
        ("b_cd", "chu_tich", "Bước 1 không ai làm được"),
        ("han_so", "2", "Các bước cộng lại 24 giờ, quá"),
        (
            "viet_tat",
            "nm, KS",
            "đang là viết tắt của «Đăng ký khai sinh»",
        ),
        ("tu_ngay", "22/11/2023", "đã qua"),
    ] {
        says(
            &refused(&app, FIRST, &set(name, value)).await,
            &[words, NAME],
        );
    }
    assert_eq!(app.app.law().revision, 0);
}

#[tokio::test]
async fn a_new_procedure_may_be_done_on_the_spot() {
    let app = app().await;
    let spot: Vec<_> = set("han_dv", "trong_ngay")
        .into_iter()
        .map(|(name, value)| match name {
            "b_gio" => (name, "1"),
            _ => (name, value),
        })
        .chain([("lam_ngay", "co")])
        .collect();
    let preview = entered(&app, &spot, 2).await;
    says(&preview, &["Làm ngay tại quầy"]);
    let law = app.app.law();
    let version = law.catalogue.in_force(CODE, TOMORROW).expect("in force");
    assert!(version.on_the_spot);
    let page = format!("/cb/quan-tri/thu-tuc/{CODE}");
    says(
        &app.get(&page).await,
        &["Làm ngay tại quầy</dt><dd>Có", "xnnm, muối"],
    );
    let next = app.get(&format!("{page}/ban-moi")).await;
    says(&next, &["value=\"co\" checked", "value=\"xnnm, muối\""]);
}

#[tokio::test]
async fn what_takes_days_is_not_done_on_the_spot() {
    let app = app().await;
    let days: Vec<_> = typed().into_iter().chain([("lam_ngay", "co")]).collect();
    let told = refused(&app, FIRST, &days).await;
    says(
        &told,
        &[
            "thời hạn là 03 ngày làm việc",
            "href=\"#lam_ngay\"",
            "id=\"lam_ngay-error\"",
            "value=\"co\" checked",
        ],
    );
}

/// The fields that the list of faults leads to, in its order, and the page after the list.
fn told_in_order(answer: &Answer) -> (Vec<String>, String) {
    let body = text(answer);
    let (_, from) = body.split_once("data-error-summary").expect("a list");
    let (list, page) = from.split_once("</ul>").expect("a list ends");
    let leads = list.split("href=\"#").skip(1);
    let leads = leads.map(|lead| lead.split('"').next().unwrap_or_default().to_owned());
    (leads.collect(), page.to_owned())
}

fn stand_in_order<S: AsRef<str>>(page: &str, fields: &[S]) {
    let mut before = 0;
    for field in fields {
        let id = format!("id=\"{}\"", field.as_ref());
        let at = page.find(&id).unwrap_or_else(|| panic!("no {id}"));
        assert!(at >= before, "{id} stands before the one told earlier");
        before = at;
    }
}

#[tokio::test]
async fn faults_are_told_in_the_order_in_which_their_fields_stand() {
    let app = app().await;
    let nothing = refused(&app, FIRST, &[("thu_muc", "hai chục")]).await;
    let (told, page) = told_in_order(&nothing);
    assert!(told.len() >= 11, "{told:?}");
    stand_in_order(&page, &told);
    let every = fields::ON_PAGE.map(|field| match field.strip_suffix('-') {
        Some(column) => format!("{column}-1"),
        None => field.to_owned(),
    });
    stand_in_order(&page, &every);

    let mut spoilt = typed();
    for (name, value) in &mut spoilt {
        *value = match *name {
            "tu_ngay" => "1/1/2020",
            "ma" => "khai sinh",
            "viet_tat" => "ks",
            "han_so" => "ba",
            "thu_muc" => "hai chục",
            "g_chinh" => "nhiều",
            "b_gio" => "lâu",
            _ => value,
        };
    }
    spoilt.extend([("dai_so", "9"), ("ck_so", "9"), ("b_viec", "Thêm")]);
    let (told, page) = told_in_order(&refused(&app, FIRST, &spoilt).await);
    for field in ["viet_tat", "ck_so", "dai_so", "g_ten-2", "b_viec-6"] {
        assert!(told.iter().any(|one| one == field), "{field}: {told:?}");
    }
    stand_in_order(&page, &told);
}

#[tokio::test]
async fn of_two_who_enter_the_same_code_the_second_is_told() {
    let app = app().await;
    let (mine, theirs) = (app.get(FIRST).await, app.get(FIRST).await);
    let first = send(&app, FIRST, &theirs, ("0", "luu"), &typed()).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", text(&first));
    let second = send(&app, FIRST, &mine, ("0", "luu"), &typed()).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&second, &["Mã 1.999001 đã có", "Sửa thành bản mới"]);
    let twice = send(&app, FIRST, &theirs, ("0", "luu"), &typed()).await;
    assert_eq!(
        twice.location(),
        first.location(),
        "a double click is one act"
    );
    assert_eq!(app.app.law().revision, 2);
}

#[tokio::test]
async fn a_name_that_another_procedure_bears_gets_an_address_of_its_own() {
    let app = app().await;
    entered(&app, &set("ten", "Đăng ký khai sinh"), 2).await;
    app.clock.advance_minutes(DAY);
    let both = [
        "/thu-tuc/dang-ky-khai-sinh",
        "/thu-tuc/dang-ky-khai-sinh-1-999001",
    ];
    for path in both {
        assert_eq!(app.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn only_the_administrator_enters_a_procedure() {
    let app = app().await;
    let list = "/cb/quan-tri/thu-tuc";
    says(&app.get(list).await, &["Thêm thủ tục"]);
    app.sign_in("chair").await;
    assert!(!text(&app.get(list).await).contains("Thêm thủ tục"));
    assert_eq!(app.get(FIRST).await.status, StatusCode::FORBIDDEN);
}
