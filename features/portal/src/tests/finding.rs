//! Tracking codes, numbers with a second proof, and the patience of the throttle.
//! For the tests of this feature.

use super::*;

#[tokio::test]
async fn an_unknown_code_says_what_to_do_and_guessing_is_slowed() {
    for app in apps() {
        let row = received(&app, BIRTH).await;
        let malformed = app.get("/t/abc").await;
        assert_eq!(malformed.status, StatusCode::NOT_FOUND);
        says(
            &malformed,
            &["đang có 3", "Mang căn cước đến Bộ phận Một cửa"],
        );
        let unknown = app.get("/t/22222222").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        says(&unknown, &["2222-2222", "Mất giấy hẹn", "<title>Lỗi: "]);
        let mut slowed = false;
        for _ in 0..6 {
            slowed |= app.get("/t/33333333").await.status == StatusCode::TOO_MANY_REQUESTS;
        }
        assert!(slowed, "guessing went on");
        app.clock.advance_minutes(1);
        assert_eq!(
            app.get(&format!("/t/{}", row.tracking)).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn the_number_alone_opens_nothing_and_with_the_phone_it_does() {
    for app in apps() {
        let row = received(&app, BIRTH).await;
        let number = row.machine.code.clone().expect("a receipt has a number");
        let by_number = app.get(&format!("/t/{number}")).await;
        assert_eq!(by_number.status, StatusCode::NOT_FOUND);
        let asked = app.get(&format!("/tra-cuu?ma={number}")).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&asked, &["điền thêm 4 số cuối", &number]);
        let to = format!("/t/{}", row.tracking);
        for four in ["5678", "0001"] {
            let found = app
                .post("/tra-cuu/so", &[("so", &number), ("bon-so", four)])
                .await;
            assert_eq!(
                (found.status, found.location()),
                (StatusCode::SEE_OTHER, to.as_str())
            );
        }
        let short = app
            .post("/tra-cuu/so", &[("so", "231123-0001"), ("bon-so", "5678")])
            .await;
        assert_eq!(short.location(), to);
        let wrong = app
            .post("/tra-cuu/so", &[("so", &number), ("bon-so", "1234")])
            .await;
        let nobody = app
            .post("/tra-cuu/so", &[("so", "231123-0999"), ("bon-so", "1234")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for answer in [&wrong, &nobody] {
            says(answer, &["Không có hồ sơ nào khớp cả"]);
            nobody_is_named(answer);
        }
        let mut slowed = false;
        for guess in 0..8 {
            let four = format!("{guess:04}");
            let answer = app
                .post("/tra-cuu/so", &[("so", &number), ("bon-so", &four)])
                .await;
            slowed |= answer.status == StatusCode::TOO_MANY_REQUESTS;
        }
        assert!(slowed, "guessing went on");
    }
}

#[tokio::test]
async fn what_is_typed_wrong_is_kept_and_told() {
    let app = app();
    let answer = app
        .post("/tra-cuu/so", &[("so", "abc<b>"), ("bon-so", "56a8")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(
        &answer,
        &[
            "Số hồ sơ có dạng",
            "đúng 4 chữ số cuối",
            "56a8",
            "Có 2 chỗ cần sửa",
        ],
    );
    assert!(!answer.body.contains("abc<b>") && !answer.body.contains("không hợp lệ"));
    let empty = app.get("/tra-cuu?ma=").await;
    says(&empty, &["Hãy điền mã tra cứu"]);
    let code = app.get("/tra-cuu?ma=7kq2-m9xa").await;
    assert_eq!(code.location(), "/t/7KQ2M9XA");
    assert_eq!(app.get("/tra-cuu").await.status, StatusCode::OK);
}
