//! The pages without a dossier: front page, hours, help, notices, the ledger's heads.
//! For the tests of this feature.

use super::*;

#[tokio::test]
async fn the_front_page_shows_what_can_be_done_and_nothing_else() {
    let app = app();
    let answer = app.get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    let procedures = catalogue::for_citizens(&app.app.law(), app.app.law_now().date()).len();
    says(&answer, &[&format!("Tất cả {procedures} thủ tục")]);
    says(
        &answer,
        &[
            "Ông, bà cần làm việc gì với xã?",
            "/viec/co-con-moi-sinh",
            "/thu-tuc/dang-ky-khai-sinh",
            "Đang mở cửa",
            "0220 000 0000",
        ],
    );
    for absent in ["English", "Nộp trực tuyến", "Lấy số", "Hộ kinh doanh"] {
        assert!(!answer.body.contains(absent), "{absent}");
    }
    let event = app.get("/viec/ket-hon").await;
    says(
        &event,
        &["Xác nhận độc thân", "Cấp Giấy xác nhận tình trạng hôn nhân"],
    );
    assert_eq!(
        app.get("/viec/khong-co").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn hours_tell_the_holidays_of_two_months() {
    let app = app();
    says(
        &app.get("/gio-lam-viec").await,
        &[
            "Thứ Hai",
            "7:30–11:30 và 13:00–17:00",
            "không có ngày nghỉ lễ",
            "31/12/2023",
        ],
    );
    app.clock.advance_minutes(30 * 24 * 60);
    says(
        &app.get("/gio-lam-viec").await,
        &["Tết Dương lịch", "Thứ Hai, 01/01/2024"],
    );
}

#[tokio::test]
async fn notices_help_robots_and_the_ledger_are_there() {
    let app = app();
    says(
        &app.get("/quyen-rieng-tu").await,
        &["13/2023", "72 giờ", "chưa đối chiếu"],
    );
    says(
        &app.get("/tro-giup").await,
        &["mat-ma", "qua-hen", "ket-qua"],
    );
    says(&app.get("/robots.txt").await, &["Disallow: /t/"]);
    says(&app.get("/cong-khai/dau-so").await, &["chưa có việc nào"]);
    received(&app, BIRTH).await;
    let heads = app.app.db().heads().expect("the heads");
    let (agency, seq, hash) = heads.first().expect("one chain");
    let answer = app.get("/cong-khai/dau-so").await;
    says(&answer, &[hash.as_str()]);
    nobody_is_named(&answer);
    assert_eq!(
        app.get("/cong-khai/dau-so.txt").await.body,
        format!("{agency} {seq} {hash}\n")
    );
}
