//! The second factor from turning on to turning off, and one's own account.
//! Over the real router and a real database, on each engine.

mod common;

use common::{PASSWORD, add, apps, code, column, kinds, right_codes, sign_in, turn_on, verified};
use kit::Needs;

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_needs_a_second_factor_and_then_its_codes() {
    for test in apps() {
        let id = add(&test, "quan.tri", &["quan_tri"], false).await;
        assert_eq!(
            sign_in(&test, "quan.tri", PASSWORD).await.location(),
            "/dang-nhap/xac-thuc-moi"
        );
        assert!(
            test.get("/cb/viec")
                .await
                .location()
                .starts_with("/dang-nhap/xac-thuc-moi")
        );
        let page = test.get("/dang-nhap/xac-thuc-moi").await;
        assert!(page.body.contains("<path d=\"M") && !page.body.contains(" style="));
        let (secret, _) = turn_on(&test, "/dang-nhap/xac-thuc-moi").await;
        assert_eq!(test.get("/cb/viec").await.status, 200);

        test.forget_cookies();
        test.clock.advance_minutes(2);
        assert_eq!(
            sign_in(&test, "quan.tri", PASSWORD).await.location(),
            "/dang-nhap/xac-thuc"
        );
        assert!(
            test.get("/cb/viec")
                .await
                .location()
                .starts_with("/dang-nhap/xac-thuc?")
        );
        let wrong = test
            .post("/dang-nhap/xac-thuc", &[("code", "000000")])
            .await;
        assert!(wrong.status == 422 && wrong.body.contains("chờ ứng dụng hiện mã mới"));
        let code = code(&secret, test.clock.real_now());
        let done = test
            .post(
                "/dang-nhap/xac-thuc",
                &[("code", &code), ("ve", "/cb/viec")],
            )
            .await;
        assert_eq!(done.location(), "/cb/viec");
        assert_eq!(test.get("/cb/viec").await.status, 200);

        test.forget_cookies();
        sign_in(&test, "quan.tri", PASSWORD).await;
        assert_eq!(
            test.post("/dang-nhap/xac-thuc", &[("code", &code)])
                .await
                .status,
            422,
            "a code counts once"
        );
        assert_eq!(
            kinds(&test, &id).await,
            [
                people::CREATED,
                people::SIGNED_IN,
                people::FACTOR_ON,
                people::SIGNED_IN
            ]
        );
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_opens_once_and_guessing_codes_is_slowed() {
    for test in apps() {
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        let (_, codes) = turn_on(&test, "/cb/tai-khoan/xac-thuc").await;
        test.forget_cookies();
        sign_in(&test, "lan.vt", PASSWORD).await;
        let typed = codes[3].to_uppercase().replace('-', " ");
        assert_eq!(
            test.post("/dang-nhap/xac-thuc", &[("recovery", &typed)])
                .await
                .location(),
            "/cb/viec"
        );
        assert!(
            test.get("/cb/tai-khoan")
                .await
                .body
                .contains("còn 9 mã dự phòng")
        );
        test.forget_cookies();
        sign_in(&test, "lan.vt", PASSWORD).await;
        let again = test
            .post("/dang-nhap/xac-thuc", &[("recovery", &codes[3])])
            .await;
        assert!(again.status == 422 && again.body.contains("đã dùng"));
        let short = test
            .post("/dang-nhap/xac-thuc", &[("code", "k7mq-2fhx")])
            .await;
        assert!(short.status == 422 && short.body.contains("gồm 16 ký tự"));
        for _ in 0..3 {
            test.post("/dang-nhap/xac-thuc", &[("code", "123456")])
                .await;
        }
        assert_eq!(
            test.post("/dang-nhap/xac-thuc", &[("recovery", &codes[4])])
                .await
                .status,
            429
        );
        assert!(
            kinds(&test, &id)
                .await
                .contains(&people::RECOVERY_USED.to_owned())
        );
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_in_the_field_of_six_digits_is_taken_for_what_it_is() {
    for test in apps() {
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        let (_, codes) = turn_on(&test, "/cb/tai-khoan/xac-thuc").await;
        test.forget_cookies();
        sign_in(&test, "lan.vt", PASSWORD).await;
        let wrong = test
            .post("/dang-nhap/xac-thuc", &[("code", "aaaa-bbbb-cccc-dddd")])
            .await;
        assert!(wrong.status == 422 && wrong.body.contains("Mã dự phòng chưa đúng"));
        let right = test
            .post("/dang-nhap/xac-thuc", &[("code", &codes[0])])
            .await;
        assert_eq!(right.location(), "/cb/viec", "{}", right.body);
        assert!(
            kinds(&test, &id)
                .await
                .contains(&people::RECOVERY_USED.to_owned())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_sent_all_at_once_are_slowed_like_guesses_one_by_one() {
    for test in apps() {
        add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        let (secret, _) = turn_on(&test, "/cb/tai-khoan/xac-thuc").await;
        test.forget_cookies();
        test.clock.advance_minutes(2);
        sign_in(&test, "lan.vt", PASSWORD).await;
        let right = right_codes(&secret, test.clock.real_now());
        let test = std::sync::Arc::new(test);
        let mut guessing = tokio::task::JoinSet::new();
        let all = (0..).map(|n| format!("{n:06}"));
        for code in all.filter(|code| !right.contains(code)).take(100) {
            let test = test.clone();
            guessing.spawn(async move {
                test.post("/dang-nhap/xac-thuc", &[("code", &code)])
                    .await
                    .status
                    .as_u16()
            });
        }
        let answers = guessing.join_all().await;
        let looked_at = answers.iter().filter(|&&status| status != 429).count();
        assert!(looked_at <= 6, "{looked_at} of 100 guesses were looked at");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_password_second_factor_and_new_password() {
    for test in apps() {
        add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        let (secret, _) = turn_on(&test, "/cb/tai-khoan/xac-thuc").await;
        test.clock.advance_minutes(31);
        let ended = test.post("/cb/viec", &[("ten", "Đỗ \"Văn\" & Tuấn")]).await;
        assert_eq!(ended.status, 401);
        let body = kit::Fields::of([("ten", "Đỗ \"Văn\" & Tuấn")]).encoded();
        assert!(ended.body.contains("phần vừa nhập vẫn còn"));
        let fields = [
            ("username", "lan.vt"),
            ("password", PASSWORD),
            ("ve", "/cb/viec"),
            ("giu", body.as_str()),
        ];
        let asked = test.post("/dang-nhap", &fields).await;
        assert_eq!(
            (asked.status.as_u16(), asked.field("ve")),
            (200, Some("/cb/viec"))
        );
        assert!(asked.body.contains("name=\"giu\"") && asked.body.contains("name=\"code\""));
        let code = code(&secret, test.clock.real_now());
        let resend = test
            .post(
                "/dang-nhap/xac-thuc",
                &[("code", &code), ("ve", "/cb/viec"), ("giu", &body)],
            )
            .await;
        assert!(
            resend.body.contains("Gửi lại")
                && resend.body.contains("name=\"ten\"")
                && resend.body.contains("Văn")
        );
        assert_eq!(test.post("/cb/viec", &[("ten", "x")]).await.body, "saved");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changes_ones_own_password_and_factor_and_ends_other_sessions() {
    for test in apps() {
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        test.begin(&id, Needs::Nothing).await;
        let page = test.get("/cb/tai-khoan").await;
        assert!(
            page.status == 200 && page.body.contains("Đăng xuất các nơi khác"),
            "{}",
            page.body
        );
        let change = [
            ("password", "sai"),
            ("new_password", "Mưa rào tháng 6"),
            ("again", "Mưa rào tháng 6"),
        ];
        assert_eq!(
            test.post("/cb/tai-khoan/mat-khau", &change).await.status,
            422
        );
        let change = [("password", PASSWORD), change[1], change[2]];
        assert_eq!(
            test.post("/cb/tai-khoan/mat-khau", &change)
                .await
                .location(),
            "/cb/tai-khoan"
        );
        let after = test.get("/cb/tai-khoan").await.body;
        assert!(after.contains("Đã đổi mật khẩu") && !after.contains("Đăng xuất các nơi khác"));
        let page = test.get("/cb/tai-khoan/xac-thuc").await;
        let (secret, once) = (
            page.field("secret").expect("a secret"),
            page.field("_once").expect("a token"),
        );
        let code = code(secret, test.clock.real_now());
        let on = [
            ("secret", secret),
            ("_once", once),
            ("code", code.as_str()),
            ("password", "Mưa rào tháng 6"),
        ];
        assert!(
            test.post("/cb/tai-khoan/xac-thuc", &on)
                .await
                .body
                .contains("Mã dự phòng")
        );
        assert_eq!(
            test.post("/cb/tai-khoan/xac-thuc", &on).await.location(),
            "/cb/tai-khoan",
            "sent twice, done once"
        );
        assert!(column(&test, &id, "totp_secret").await.is_some());
        let off = test
            .post(
                "/cb/tai-khoan/xac-thuc/tat",
                &[("password", "Mưa rào tháng 6")],
            )
            .await;
        assert_eq!(off.location(), "/cb/tai-khoan");
        assert_eq!(column(&test, &id, "totp_secret").await, None);
        let told = kinds(&test, &id).await;
        assert_eq!(
            told[2..],
            [
                people::PASSWORD_CHANGED,
                people::FACTOR_ON,
                people::FACTOR_OFF
            ]
        );
        verified(&test);
    }
}
