//! The commune's own sentences: on the preview, on papers from their day, and never on older ones.

use axum::http::StatusCode;

use super::*;

const CLOSING: &str = "/cb/quan-tri/cau-chu/receipt/closing";

#[tokio::test]
async fn a_sentence_is_printed_on_what_is_received_from_its_day_on() {
    for app in apps().await {
        let old = received(&app).await;
        let typed = [
            ("cau", "Mang theo giấy này khi nhận kết quả."),
            ("tu_ngay", "24/11/2023"),
        ];
        let preview = save(&app, CLOSING, &typed).await;
        says(
            &preview,
            &[
                "GIẤY TIẾP NHẬN HỒ SƠ",
                "Mang theo giấy này khi nhận kết quả.",
            ],
        );
        app.clock.advance_minutes(24 * 60);
        let new = received(&app).await;
        app.sign_in("one_stop").await;
        let printed = async |row: &DossierRow| {
            let path = format!("/cb/ho-so/{}/in/giay-tiep-nhan", row.address());
            app.get(&path).await.body.contains("Mang theo giấy này")
        };
        assert!(printed(&new).await);
        assert!(!printed(&old).await, "printed again it says what it said");
        assert_eq!(events(&app, "law:wording:receipt/closing").await.len(), 1);
        verifies(&app);
    }
}

#[tokio::test]
async fn a_sentence_too_long_for_the_paper_is_refused_and_kept() {
    let app = app().await;
    let long = "Xin cảm ơn ".repeat(60);
    let again = refused(&app, CLOSING, &[("cau", &long), ("tu_ngay", "24/11/2023")]).await;
    says(&again, &["tối đa 400", "Xin cảm ơn Xin cảm ơn"]);
    let unknown = app.get("/cb/quan-tri/cau-chu/receipt/title").await;
    assert_eq!(
        unknown.status,
        StatusCode::NOT_FOUND,
        "what the circular fixes has no form"
    );
}

#[tokio::test]
async fn the_list_says_which_sentence_each_paper_prints() {
    let app = app().await;
    let typed = [("cau", "Gọi 0220 333 4444"), ("tu_ngay", "23/11/2023")];
    save(&app, "/cb/quan-tri/cau-chu/every/contact", &typed).await;
    let list = app.get("/cb/quan-tri/cau-chu").await;
    says(&list, &["«Gọi 0220 333 4444»", "Theo câu chung"]);
    let slip = save(
        &app,
        "/cb/quan-tri/cau-chu/supplement/header",
        &[("cau", "Tổ một cửa"), ("tu_ngay", "23/11/2023")],
    )
    .await;
    says(
        &slip,
        &["TỔ MỘT CỬA", "PHIẾU YÊU CẦU BỔ SUNG", "Gọi 0220 333 4444"],
    );
}
