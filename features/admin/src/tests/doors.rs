//! Who may open what: readers read, only the administrator changes.

use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn the_leader_reads_and_only_the_administrator_changes() {
    let app = app().await;
    let home = app.get("/cb/quan-tri").await;
    says(
        &home,
        &[
            "Lịch làm việc",
            "Người dùng và vị trí",
            "Điều chưa kiểm chứng",
        ],
    );
    app.sign_in("chair").await;
    let home = app.get("/cb/quan-tri").await;
    says(&home, &["Ngày hẹn khác lịch"]);
    assert!(!home.body.contains("Người dùng và vị trí"));
    for path in [
        "/cb/quan-tri/lich",
        "/cb/quan-tri/phi",
        "/cb/quan-tri/kiem-chung",
        "/cb/quan-tri/lich/anh-huong",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in [
        "/cb/quan-tri/lich/2024",
        "/cb/quan-tri/phi/moi",
        "/cb/quan-tri/cau-chu/every/closing",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    app.sign_in("specialist@tu_phap_ho_tich").await;
    assert_eq!(app.get("/cb/quan-tri").await.status, StatusCode::FORBIDDEN);
}
