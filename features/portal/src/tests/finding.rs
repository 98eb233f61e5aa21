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

#[tokio::test]
async fn guesses_sent_all_at_once_are_slowed_like_guesses_one_by_one() {
    for app in apps() {
        let row = received(&app, BIRTH).await;
        let number = row.machine.code.clone().expect("a receipt has a number");
        let app = std::sync::Arc::new(app);
        let mut asked = Vec::new();
        for guess in 0..60 {
            let (app, number) = (std::sync::Arc::clone(&app), number.clone());
            asked.push(tokio::spawn(async move {
                let four = format!("{guess:04}");
                let code = format!("/t/222222{}{}", 2 + guess / 8, 2 + guess % 8);
                let fields = [("so", number.as_str()), ("bon-so", four.as_str())];
                let by_number = app.post("/tra-cuu/so", &fields).await.status;
                let by_code = app.get(&code).await.status;
                (by_number, by_code)
            }));
        }
        let (mut numbers, mut codes) = (0, 0);
        for one in asked {
            let (by_number, by_code) = one.await.expect("an answer");
            numbers += i32::from(by_number == StatusCode::UNPROCESSABLE_ENTITY);
            codes += i32::from(by_code == StatusCode::NOT_FOUND);
        }
        assert!(
            numbers < 10,
            "{numbers} guesses were told whether they are right"
        );
        // More than of one number: a village shares its address, and nobody hits one code of 31 to the 8th by guessing.
        assert!(codes < 25, "{codes} codes were told whether they exist");
    }
}
