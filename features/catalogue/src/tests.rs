//! The catalogue's pages as a browser gets them, over a real router and database.
//! For the tests of this feature.

use std::sync::Arc;

use axum::http::StatusCode;
use domain::moment::Moment;
use kit::testing::{Answer, SUPPLIED, TestApp, setup};
use store::testing::Effects;

/// What a citizen's browser loads cold beside the page: styles, script, fonts, icons, gzipped.
const BESIDE_KB: usize = 41;

fn apps() -> Vec<TestApp> {
    TestApp::on_each_engine(Effects::NONE, crate::routes, SUPPLIED)
}

fn app() -> TestApp {
    TestApp::over(store::testing::sqlite(), crate::routes(), SUPPLIED)
}

/// Without the no-break spaces of amounts.
fn plain(answer: &Answer) -> String {
    answer.body.replace('\u{a0}', " ")
}

#[tokio::test]
async fn a_citizen_finds_birth_by_marks_letters_and_code() {
    for app in apps() {
        for typed in [
            "khai+sinh",
            "khai+s%E1%BB%8Bnh",
            "ks",
            "KS",
            "1.001193",
            "l%C3%A0m+gi%E1%BA%A5y+khai+sinh",
        ] {
            let answer = app.get(&format!("/tim?q={typed}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{typed}");
            assert!(
                answer.body.contains("href=\"/thu-tuc/dang-ky-khai-sinh\""),
                "{typed}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_found_says_what_to_do_and_echoes_safely() {
    let app = app();
    let answer = app.get("/tim?q=%3Cscript%3Ealert(1)%3C/script%3Ezzz").await;
    assert!(answer.body.contains("Chưa tìm thấy") && answer.body.contains("Chọn theo lĩnh vực"));
    assert!(!answer.body.contains("<script>alert"));
    let long = app.get(&format!("/tim?q={}", "a".repeat(5000))).await;
    assert_eq!(long.status, StatusCode::OK);
    assert_eq!(app.get("/tim?q=%00%FF").await.status, StatusCode::OK);
    assert_eq!(app.get("/tim").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_procedure_says_papers_time_fee_and_law() {
    let app = app();
    let answer = app.get("/thu-tuc/dang-ky-khai-sinh").await;
    let body = plain(&answer);
    assert_eq!(answer.status, StatusCode::OK);
    for said in [
        "<h1>Đăng ký khai sinh</h1>",
        "Trong ngày làm việc",
        "Nộp 1 bản chính",
        "Xuất trình, cầm về",
        "Chỉ khi: Trẻ bị bỏ rơi",
        "Chưa xác định",
        "8.000 đ/bản",
        "Ai được miễn",
        "Tờ khai đăng ký khai sinh hỏi những gì",
        "60/2014/QH13",
        "1.001193",
        "từ 06/01/2019 đến 30/06/2025",
        "/viec/co-con-moi-sinh",
    ] {
        assert!(body.contains(said), "{said}");
    }
    assert!(!body.contains("không hợp lệ") && !body.contains("Nộp trực tuyến"));
}

#[tokio::test]
async fn a_doubtful_time_is_told_and_a_missing_one_promises_nothing() {
    let app = app();
    let law = app.app.law();
    let today = app.app.law_now().date();
    let open = crate::for_citizens(&law, today);
    let doubtful = open
        .iter()
        .find(|found| found.limit.term.is_some() && crate::words::time(found).is_doubtful)
        .expect("some times are from memory");
    let answer = app.get(&format!("/thu-tuc/{}", doubtful.slug)).await;
    assert!(answer.body.contains("Chưa kiểm chứng"));
    let without = open
        .iter()
        .find(|found| found.limit.term.is_none())
        .expect("some have no limit");
    let answer = app.get(&format!("/thu-tuc/{}", without.slug)).await;
    assert!(answer.body.contains("Chưa có thời hạn"));
}

#[tokio::test]
async fn every_page_of_every_procedure_renders_and_stays_small() {
    let app = app();
    let (law, today) = (app.app.law(), app.app.law_now().date());
    for procedure in crate::for_citizens(&law, today) {
        let answer = app.get(&format!("/thu-tuc/{}", procedure.slug)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", procedure.id);
        // Text of this kind shrinks to less than a third under gzip.
        assert!(
            answer.bytes.len() / 3 + BESIDE_KB * 1024 < 60 * 1024,
            "{} {}",
            procedure.id,
            answer.bytes.len()
        );
    }
}

#[tokio::test]
async fn an_unknown_future_draft_or_foreign_procedure_is_not_there() {
    let app = app();
    for path in [
        "/thu-tuc/khong-co",
        "/thu-tuc/linh-vuc/khong-co",
        "/thu-tuc/ma/9.999999",
        "/thu-tuc/khong-co/in",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("<h1>"), "{path}");
    }
    let law = app.app.law();
    for hidden in law
        .catalogue
        .versions()
        .filter(|version| !crate::is_for_citizens(version))
    {
        let answer = app.get(&format!("/thu-tuc/{}", hidden.slug)).await;
        assert_ne!(answer.status, StatusCode::OK, "{}", hidden.id);
    }
    // Household businesses came to the commune on 1/7/2025 only.
    let business = law
        .catalogue
        .versions()
        .find(|version| version.code == "1.001612")
        .expect("it is known");
    assert_eq!(
        app.get(&format!("/thu-tuc/{}", business.slug)).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_version_is_public_at_once_when_it_takes_effect() {
    let db = store::testing::sqlite();
    let mut setup = setup(db, SUPPLIED);
    setup.clock =
        kit::Clock::held_at(Moment::parse_local("2025-06-30T23:59").expect("a valid time"));
    let app = TestApp::made_of(setup, crate::routes());
    let slug = "/thu-tuc/dang-ky-thanh-lap-ho-kinh-doanh";
    assert_eq!(app.get(slug).await.status, StatusCode::NOT_FOUND);
    app.clock.advance_minutes(1);
    assert_eq!(app.get(slug).await.status, StatusCode::OK);
    // What ended that night says so, and does not vanish.
    let gone = app.get("/thu-tuc/tiep-cong-dan-tai-cap-xa").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains("30/06/2025"));
}

#[tokio::test]
async fn a_code_leads_to_the_page_for_ever() {
    let app = app();
    let answer = app.get("/thu-tuc/ma/1.001193").await;
    assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(answer.location(), "/thu-tuc/dang-ky-khai-sinh");
}

#[tokio::test]
async fn the_guide_prints_and_becomes_a_pdf_where_there_is_a_press() {
    let without = app();
    let answer = without.get("/thu-tuc/dang-ky-khai-sinh/in").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("HƯỚNG DẪN THỦ TỤC") && !answer.body.contains("huong-dan.pdf"));
    assert_eq!(
        without
            .get("/thu-tuc/dang-ky-khai-sinh/huong-dan.pdf")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let mut setup = setup(store::testing::sqlite(), SUPPLIED);
    setup.press = Some(Arc::new(|paper| Ok(paper.title.clone().into_bytes())));
    let with = TestApp::made_of(setup, crate::routes());
    let answer = with.get("/thu-tuc/dang-ky-khai-sinh/huong-dan.pdf").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::OK, "application/pdf")
    );
    assert_eq!(answer.body, "Hướng dẫn: Đăng ký khai sinh");
}

#[tokio::test]
async fn fields_count_what_they_list() {
    let app = app();
    let answer = app.get("/thu-tuc").await;
    assert!(
        answer.body.contains("/thu-tuc/linh-vuc/ho-tich") && answer.body.contains("22 thủ tục")
    );
    let field = app.get("/thu-tuc/linh-vuc/ho-tich").await;
    assert_eq!(field.body.matches("result-list__link").count(), 22);
}

#[tokio::test]
async fn the_administrator_sees_how_sure_each_part_is() {
    let app = app();
    app.sign_in("admin").await;
    let list = app.get("/qt/thu-tuc").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(
        list.body.contains("đã kiểm chứng")
            && list.body.contains("theo trí nhớ")
            && list.body.contains("trang=2")
    );
    let drafts = app.get("/qt/thu-tuc?tinh-trang=nhap").await;
    assert!(drafts.body.contains("draft-") && drafts.body.contains(">4 bản<"));
    let usual = app.get("/qt/thu-tuc?quy-trinh=mac-dinh&trang=999").await;
    assert!(usual.body.contains("mặc định") && !usual.body.contains("rel=\"next\""));
    let none = app.get("/qt/thu-tuc?q=zzzz").await;
    assert!(none.body.contains("Không có bản nào khớp"));
    let one = app.get("/qt/thu-tuc/1.004884@2019-01-06").await;
    assert_eq!(one.status, StatusCode::OK);
    assert!(one.body.contains("Tổng các bước khớp") && one.body.contains("24 giờ"));
    assert_eq!(
        app.get("/qt/thu-tuc/nope").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn strangers_do_not_see_the_working_side() {
    let app = app();
    assert_ne!(app.get("/qt/thu-tuc").await.status, StatusCode::OK);
    app.sign_in("specialist@tu_phap_ho_tich").await;
    assert_eq!(app.get("/qt/thu-tuc").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        app.get("/cb/thu-tuc/goi-y?q=ks").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn the_counter_gets_suggestions_as_json_and_as_options() {
    let app = app();
    app.sign_in("one_stop").await;
    let json = app.get("/cb/thu-tuc/goi-y?q=ctbs").await;
    assert_eq!(json.header("content-type"), "application/json");
    assert!(
        json.body.starts_with("[{\"id\":\"2.000815@"),
        "{}",
        json.body
    );
    let options = app.get("/cb/thu-tuc/goi-y?q=ctbs&dang=html").await;
    assert!(options.body.contains("<option value=\"2.000815\">"));
}
