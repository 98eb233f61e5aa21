//! Procedures: a new version from a day on, tried on last year's dossiers; the commune's own choice.
//! For the form, its preview and what follows from saving it.

use axum::http::StatusCode;
use domain::deadline::Term;
use jiff::civil::{Date, date};
use kit::testing::TestApp;

use super::*;
use crate::procedures::fields;

mod choice;
mod dry_run;
mod first;

const NEW: &str = "/cb/quan-tri/thu-tuc/1.004873/ban-moi";
const CHOICE: &str = "/cb/quan-tri/thu-tuc/1.004873/nhan";
const PAGE: &str = "/cb/quan-tri/thu-tuc/1.004873";
const PUBLIC: &str = "/thu-tuc/cap-giay-xac-nhan-tinh-trang-hon-nhan";
const RENAMED: &str = "Cấp Giấy xác nhận tình trạng hôn nhân theo mẫu mới";
const TOMORROW: Date = date(2023, 11, 24);

/// A day and a night.
const DAY: i64 = 24 * 60;

/// The form of the version in force with its document, as a browser would send it.
struct Form(Vec<(String, String)>);

impl Form {
    fn of(app: &TestApp) -> Self {
        let law = app.app.law();
        let today = app.app.law_now().date();
        let version = law.catalogue.in_force(SINGLE, today).expect("in force");
        let form = fields::of(version, today.tomorrow().ok());
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self(BASIS.into_iter().chain(form.iter()).map(owned).collect())
    }

    fn set(self, name: &str, value: &str) -> Self {
        self.set_nth(name, 1, value)
    }

    fn set_nth(mut self, name: &str, nth: usize, value: &str) -> Self {
        let mut same = self.0.iter_mut().filter(|(known, _)| known == name);
        let field = same.nth(nth - 1).expect("the form has it");
        value.clone_into(&mut field.1);
        self
    }

    fn add(mut self, pairs: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.0.extend(pairs.iter().map(owned));
        self
    }

    fn typed(&self) -> Vec<(&str, &str)> {
        let pairs = self.0.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// Another name, and five working days in place of three.
    fn renamed(app: &TestApp) -> Self {
        Self::of(app).set("ten", RENAMED).set("han_so", "5")
    }

    /// One working day, its eight hours shared out among the five steps.
    fn of_one_day(app: &TestApp) -> Self {
        let steps = (1..=5).zip(["1", "4", "1", "1", "1"]);
        steps.fold(Self::of(app).set("han_so", "1"), |form, (nth, hours)| {
            form.set_nth("b_gio", nth, hours)
        })
    }
}

async fn finds(app: &TestApp, name: &str) -> bool {
    let found = app.get("/tim?q=tình+trạng+hôn+nhân").await;
    text(&found).contains(name)
}

#[tokio::test]
async fn a_new_version_holds_from_its_day_for_what_is_received_from_then_on() {
    for app in apps().await {
        let old = received(&app).await;
        let preview = save(&app, NEW, &Form::renamed(&app).typed()).await;
        says(
            &preview,
            &[
                "03 ngày làm việc",
                "05 ngày làm việc",
                "Sửa",
                "Như cũ",
                RENAMED,
            ],
        );
        says(
            &app.get(PAGE).await,
            &["Sắp áp dụng", "Từ 24/11/2023", "TB 12/TB-UBND"],
        );

        let same_day = received(&app).await;
        assert_eq!(same_day.procedure_id, old.procedure_id);
        assert!(!finds(&app, RENAMED).await);
        assert!(!text(&app.get(PUBLIC).await).contains("05 ngày làm việc"));

        app.clock.advance_minutes(DAY);
        app.sign_in("admin").await;
        let new = received(&app).await;
        assert_eq!(new.procedure_id, "1.004873@2023-11-24");
        assert_eq!(
            (old.machine.term, new.machine.term),
            (Some(Term::WorkingDays(3)), Some(Term::WorkingDays(5)))
        );
        let kept = loaded(&app, &old).await;
        assert_eq!(
            (&kept.procedure_id, &kept.machine),
            (&old.procedure_id, &old.machine)
        );
        assert!(finds(&app, RENAMED).await);
        let public = app.get(PUBLIC).await;
        says(&public, &[RENAMED, "5 ngày làm việc"]);
        says(
            &app.get(PAGE).await,
            &["Đang áp dụng", "Từ 06/01/2019 đến 23/11/2023"],
        );
        assert_eq!(
            events(&app, "law:procedure_version:1.004873").await.len(),
            1
        );
        verifies(&app);
    }
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_who_was_quicker() {
    let app = app().await;
    let (mine, theirs) = (app.get(NEW).await, app.get(NEW).await);
    let first = send(
        &app,
        NEW,
        &theirs,
        ("0", "luu"),
        &Form::renamed(&app).typed(),
    )
    .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let again = Form::renamed(&app);
    let twice = send(&app, NEW, &theirs, ("0", "luu"), &again.typed()).await;
    assert_eq!(twice.location(), PAGE, "a double click is one act");
    let other = Form::of(&app).set("han_so", "4");
    let beaten = send(&app, NEW, &mine, ("0", "luu"), &other.typed()).await;
    assert_eq!(beaten.status, StatusCode::CONFLICT);
    says(&beaten, &["Cán bộ admin đã sửa thủ tục «1.004873»"]);
    assert_eq!(app.app.law().revision, 1);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_everything_typed_is_kept() {
    let app = app().await;
    let form = Form::of(&app)
        .set("ngay_van_ban", "32/1/2023")
        .set("han_so", "ba")
        .set("ck_so", "9")
        .set("ck_dv", "ngay_lam_viec")
        .set_nth("b_loai", 5, "tham_tra")
        .set_nth("b_cd", 3, "tu_phap_ho_tich")
        .set_nth("b_gio", 2, "tám giờ")
        .set_nth("g_chinh", 1, "nhiều")
        .add(&[
            ("g_tt", "1,5"),
            ("g_ten", ""),
            ("g_khi", "Khi người nộp ở nơi khác"),
            ("b_tt", "cuối"),
            ("b_viec", "Gọi điện báo người dân"),
        ]);
    let again = refused(&app, NEW, &form.typed()).await;
    says(
        &again,
        &[
            "Ngày «32/1/2023» chưa đọc được",
            "Thời hạn phải là số, đang là «ba»",
            "Số giờ «tám giờ» chưa đọc được",
            "Số bản chính «nhiều» phải là số",
            "Giấy tờ thứ 2 chưa có tên",
            "không có quyền ký duyệt",
            "Thứ tự «cuối» phải là số",
            "Bước 6 chưa chọn loại việc",
            "value=\"tám giờ\"",
            "value=\"nhiều\"",
            "Khi người nộp ở nơi khác",
            "Gọi điện báo người dân",
            "value=\"cuối\"",
            "value=\"ba\"",
            "href=\"#b_viec-3\"",
            "id=\"b_viec-3\"",
        ],
    );
    let over = Form::of(&app)
        .set("ck_so", "2")
        .set("ck_dv", "ngay_lam_viec");
    says(
        &refused(&app, NEW, &over.typed()).await,
        &[
            "Các bước cộng lại 24 giờ, quá cam kết 02 ngày làm việc (16 giờ)",
            "id=\"quy_trinh\"",
        ],
    );
    let past = Form::renamed(&app).set("tu_ngay", "1/11/2023");
    says(
        &refused(&app, NEW, &past.typed()).await,
        &["Ngày có hiệu lực 01/11/2023 đã qua", RENAMED],
    );
    says(
        &refused(&app, NEW, &Form::of(&app).typed()).await,
        &["giống hệt bản áp dụng ngày 24/11/2023"],
    );
    assert_eq!(app.app.law().revision, 0);
}

#[tokio::test]
async fn rows_are_added_dropped_and_put_in_order_without_saving() {
    let app = app().await;
    let page = app.get(NEW).await;
    let form = Form::of(&app).add(&[
        ("b_tt", "2,5"),
        ("b_viec", "Xác minh tại thôn"),
        ("b_cd", "tu_phap_ho_tich"),
        ("b_loai", "tham_tra"),
        ("b_gio", "1:30"),
        ("b_dai", "4"),
        ("b_bo", "4"),
    ]);
    let again = send(&app, NEW, &page, ("0", "xep"), &form.typed()).await;
    assert_eq!(again.status, StatusCode::OK);
    let body = text(&again);
    let at = |words: &str| body.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(
        at("Xác minh tại thôn") < at("id=\"b_viec-4\"")
            && at("id=\"b_viec-3\"") < at("Xác minh tại thôn")
    );
    assert_eq!(
        body.matches("name=\"b_viec\"").count(),
        5 + 3,
        "one dropped, one added, three spare"
    );
    assert_eq!(app.app.law().revision, 0);
    let broken = send(&app, NEW, &again, ("0", "xem"), &form.typed()).await;
    assert_eq!(
        broken.status,
        StatusCode::OK,
        "a process need not be sealed: {}",
        text(&broken)
    );
    says(&broken, &["Thêm", "Bỏ", "1:30 giờ"]);
}

#[tokio::test]
async fn papers_may_be_said_to_be_none() {
    let app = app().await;
    let mut form = Form::of(&app).set("giay", "khong");
    form.0.retain(|(name, _)| !name.starts_with("g_"));
    let preview = save(&app, NEW, &form.typed()).await;
    says(&preview, &["Không yêu cầu giấy tờ nào", "Bỏ"]);
    app.clock.advance_minutes(DAY);
    says(&app.get(PUBLIC).await, &["Không phải nộp giấy tờ nào"]);
}

#[tokio::test]
async fn the_leader_reads_the_list_and_only_the_administrator_changes() {
    let app = app().await;
    let list = app.get("/cb/quan-tri/thu-tuc?q=1.004873").await;
    says(
        &list,
        &["1 thủ tục", "Cấp Giấy xác nhận tình trạng hôn nhân", PAGE],
    );
    says(
        &app.get("/cb/quan-tri/thu-tuc?q=zzzz").await,
        &["Không có thủ tục nào khớp"],
    );
    says(
        &app.get(PAGE).await,
        &["Sửa thành bản mới", "Ngừng nhận tại xã", "Các bản"],
    );
    for (path, status) in [
        ("/cb/quan-tri/thu-tuc/9.999999", StatusCode::NOT_FOUND),
        (
            "/cb/quan-tri/thu-tuc/9.999999/ban-moi",
            StatusCode::NOT_FOUND,
        ),
        (
            "/cb/quan-tri/thu-tuc/1.004873?ban=khong-co",
            StatusCode::NOT_FOUND,
        ),
        (
            "/cb/quan-tri/thu-tuc?trang=99999999999999999999",
            StatusCode::OK,
        ),
        ("/cb/quan-tri/thu-tuc?xem=het&trang=2", StatusCode::OK),
        ("/cb/quan-tri/thu-tuc?xem=xa", StatusCode::OK),
    ] {
        assert_eq!(app.get(path).await.status, status, "{path}");
    }
    app.sign_in("chair").await;
    let page = app.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Sửa thành bản mới"));
    for path in [NEW, CHOICE] {
        assert_eq!(app.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        let token = "0".repeat(32);
        let sent = app
            .post(
                path,
                &[("_once", &token), ("version", "0"), ("buoc", "luu")],
            )
            .await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path}");
    }
    app.sign_in("specialist@tu_phap_ho_tich").await;
    assert_eq!(app.get(PAGE).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_procedure_of_the_catalogue_has_its_page() {
    let app = app().await;
    let law = app.app.law();
    let today = app.app.law_now().date();
    for version in law.catalogue.all_in_force(today).step_by(17) {
        let page = app
            .get(&format!("/cb/quan-tri/thu-tuc/{}", version.code))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", version.id);
        let form = app
            .get(&format!("/cb/quan-tri/thu-tuc/{}/ban-moi", version.code))
            .await;
        assert_eq!(form.status, StatusCode::OK, "{}", version.id);
    }
}
