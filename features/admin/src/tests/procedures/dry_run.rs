//! Last year's dossiers under a new version: who would have been late, page by page, nothing written.
//! For the preview.

use super::*;

#[tokio::test]
async fn the_dry_run_tells_who_would_have_been_late_and_writes_nothing() {
    for app in apps().await {
        let waiting = received(&app).await;
        // Friday and the week-end pass: the second of three working days.
        app.clock.advance_minutes(4 * DAY);
        app.sign_in("admin").await;
        let before = loaded(&app, &waiting).await;
        let page = app.get(NEW).await;
        let version = page.field("version").expect("a number").to_owned();
        let stricter = Form::of_one_day(&app);
        let preview = send(&app, NEW, &page, (&version, "xem"), &stricter.typed()).await;
        says(
            &preview,
            &[
                "Chạy thử trên hồ sơ năm qua",
                "Tính lại 1 hồ sơ nhận 27/11/2022 – 27/11/2023",
                "thêm 1 hồ sơ quá hạn",
                "1 hồ sơ quá hạn nếu theo bản mới",
                &format!("/cb/ho-so/{}", waiting.address()),
                "17:00, 28/11/2023",
                "17:00, 24/11/2023",
                "Thành quá hạn",
            ],
        );
        assert_eq!(loaded(&app, &waiting).await, before);
        assert_eq!(
            events(&app, "law:procedure_version:1.004873").await.len(),
            0
        );

        // Late by the law of today, and not by a longer limit.
        app.clock.advance_minutes(4 * DAY);
        app.sign_in("admin").await;
        let page = app.get(NEW).await;
        let longer = Form::of(&app).set("han_so", "20");
        let preview = send(&app, NEW, &page, (&version, "xem"), &longer.typed()).await;
        let told = text(&preview);
        assert!(told.contains("Thôi quá hạn<b>1</b>") && !told.contains("quá hạn nếu theo"));
        // It lay at the counter longer than the half day that reception has, before and after.
        let reception = told
            .split("<th scope=\"row\">1. ")
            .nth(1)
            .expect("the first step");
        let cells = reception.split("cell--number").skip(1).take(3);
        let numbers: Vec<&str> = cells
            .filter_map(|cell| cell.split(['>', '<']).nth(1))
            .collect();
        assert_eq!(
            numbers,
            ["1", "1", "1"],
            "came through, late then, late under it"
        );
        verifies(&app);
    }
}

#[tokio::test]
async fn the_dry_run_lists_page_by_page_and_the_form_goes_along() {
    let app = app().await;
    for _ in 0..23 {
        received(&app).await;
    }
    app.clock.advance_minutes(4 * DAY);
    app.sign_in("admin").await;
    let page = app.get(NEW).await;
    let codes = |answer: &Answer| text(answer).matches("class=\"dossier-code\"").count();
    let first = send(
        &app,
        NEW,
        &page,
        ("0", "xem"),
        &Form::of_one_day(&app).typed(),
    )
    .await;
    says(&first, &["23 hồ sơ quá hạn nếu theo bản mới", "Trang 1/2"]);
    assert_eq!(codes(&first), 20);
    let next = Form::of_one_day(&app).add(&[("trang", "2")]);
    let second = send(&app, NEW, &first, ("0", "xem"), &next.typed()).await;
    says(&second, &["Trang 2/2", "name=\"b_gio\" value=\"4\""]);
    assert_eq!(codes(&second), 3);
    assert!(!second.body.contains("name=\"trang\" value=\"2\""));
}
