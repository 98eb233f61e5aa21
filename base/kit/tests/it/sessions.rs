//! Sessions begin, last, end and lose nothing that was typed.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use kit::testing::{AGENCY, SUPPLIED, TestApp, setup};
use kit::{Needs, Setup, session};
use sha2::{Digest, Sha256};
use store::{Reader, Sql, StoreError, params};

use crate::common::{apps, routes, signed_in, supplied};

async fn sessions_stored(of: &TestApp) -> Vec<String> {
    let rows = of
        .app
        .read(|reader: &mut Reader<'_>| -> Result<_, StoreError> {
            reader.rows("SELECT id FROM session ORDER BY id", params![])
        });
    let rows = rows.await.unwrap();
    rows.iter().map(|row| row.get("id").unwrap()).collect()
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_a_request() {
    for test in apps() {
        test.sign_in("one_stop").await;
        for _ in 0..3 {
            test.clock.advance_minutes(session::IDLE_MINUTES - 1);
            assert_eq!(test.get("/cb/viec").await.status, StatusCode::OK);
            test.app.flush().await.unwrap();
        }
        test.clock.advance_minutes(session::IDLE_MINUTES);
        let answer = test.get("/cb/viec?a=1").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location(), "/cb/dang-nhap?ve=%2Fcb%2Fviec%3Fa%3D1");
    }
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_of_work() {
    for test in apps() {
        test.sign_in("one_stop").await;
        for _ in 0..(session::LONGEST_MINUTES / 20 - 1) {
            test.clock.advance_minutes(20);
            assert_eq!(test.get("/cb/viec").await.status, StatusCode::OK);
            test.app.flush().await.unwrap();
        }
        test.clock.advance_minutes(20);
        assert_eq!(test.get("/cb/viec").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn signing_in_again_changes_the_token_and_ends_the_old_session() {
    for test in apps() {
        test.post("/cb/dang-nhap", &[("user", "one_stop")]).await;
        let (token, stored) = (test.token().unwrap(), sessions_stored(&test).await);
        assert_eq!(stored.len(), 1);
        assert_ne!(stored[0], token, "the database holds only a hash");
        test.post("/cb/dang-nhap", &[("user", "chair")]).await;
        assert_ne!(test.token().unwrap(), token);
        let now = sessions_stored(&test).await;
        assert_eq!(now.len(), 1);
        assert_ne!(now, stored);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    for test in apps() {
        test.sign_in("one_stop").await;
        let answer = test.post("/cb/dang-xuat", &[]).await;
        assert_eq!(answer.location(), "/");
        assert_eq!(test.token(), None);
        assert!(sessions_stored(&test).await.is_empty());
    }
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    for test in apps() {
        let answer = test.post("/cb/dang-nhap", &[("user", "one_stop")]).await;
        let cookie = answer.header("set-cookie");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Secure"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        let plain = Setup {
            public_url: "http://127.0.0.1:8080".to_owned(),
            ..setup(test.app.db().clone(), supplied())
        };
        let plain = TestApp::made_of(plain, routes());
        let answer = plain.post("/cb/dang-nhap", &[("user", "one_stop")]).await;
        assert!(!answer.header("set-cookie").contains("Secure"));
    }
}

#[tokio::test]
async fn a_session_that_needs_a_second_factor_reaches_nothing_else() {
    for test in apps() {
        test.begin("chair", Needs::SecondFactor).await;
        let answer = test.get("/cb/ky").await;
        assert_eq!(answer.location(), "/cb/dang-nhap/xac-thuc?ve=%2Fcb%2Fky");
        let answer = test.post("/cb/luu", &[("ho_ten", "A")]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn an_officer_of_another_commune_is_nobody_here() {
    for test in apps() {
        let supplied = kit::Supplied {
            actor_of: |_, user, _| {
                Ok(
                    kit::testing::officer(user).map(|actor| domain::access::Actor {
                        agency: format!("{AGENCY}_khac"),
                        ..actor
                    }),
                )
            },
            ..SUPPLIED
        };
        let test = TestApp::over(test.app.db().clone(), routes(), supplied);
        test.sign_in("one_stop").await;
        assert_eq!(test.get("/cb/viec").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_keeps_what_was_typed() {
    for (test, token) in signed_in().await {
        test.clock.advance_minutes(session::IDLE_MINUTES);

        let typed = [("ho_ten", "Phạm Văn Thịnh & vợ"), ("_once", token.as_str())];
        let asked = test.post("/cb/luu?tu=quay", &typed).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
        assert!(asked.body.contains("phần vừa nhập vẫn còn"));
        let (to, body) = (asked.field("ve").unwrap(), asked.field("giu").unwrap());
        assert_eq!(to, "/cb/luu?tu=quay");

        let signed = [("user", "one_stop"), ("ve", to), ("giu", body)];
        let again = test.post("/cb/dang-nhap", &signed).await;
        assert!(again.body.contains("Gửi lại") && again.body.contains("Phạm Thị Hà"));
        assert!(again.body.contains(r#"action="/cb/luu?tu=quay""#));
        assert_eq!(again.field("ho_ten"), Some("Phạm Văn Thịnh &#38; vợ"));
        assert_eq!(again.field("_once"), Some(token.as_str()));

        let saved = test.post("/cb/luu?tu=quay", &typed).await;
        assert!(saved.location().starts_with("/cb/viec?ten="));
    }
}

#[tokio::test]
async fn a_form_with_files_keeps_its_texts_and_says_that_files_are_gone() {
    for test in apps() {
        let answer = test
            .post_files(
                "/cb/tep",
                &[("ghi_chu", "bản sao")],
                &[("tep", "a.pdf", b"%PDF-1.7")],
            )
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("riêng tệp cần chọn lại"));
        assert_eq!(answer.field("giu"), Some("ghi_chu=b%E1%BA%A3n+sao"));
    }
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    for test in apps() {
        for to in [
            "//evil.example/",
            "https://evil.example/",
            "/\\evil.example",
        ] {
            let answer = test
                .post("/cb/dang-nhap", &[("user", "one_stop"), ("ve", to)])
                .await;
            assert_eq!(answer.location(), "/cb/viec");
        }
    }
}

#[tokio::test]
async fn a_notice_is_shown_once_and_on_the_next_page() {
    for (test, token) in signed_in().await {
        test.post("/cb/luu", &[("ho_ten", "An"), ("_once", &token)])
            .await;
        let part = test.request(Method::GET, "/cb/viec");
        let part = strip_dest(part).header("sec-fetch-dest", "image");
        assert!(!test.send(part, Body::empty()).await.body.contains("Đã lưu"));
        assert!(test.get("/cb/viec").await.body.contains("Đã lưu"));
        assert!(!test.get("/cb/viec").await.body.contains("Đã lưu"));
        test.app.flush().await.unwrap();
        assert!(!test.get("/cb/viec").await.body.contains("Đã lưu"));
    }
}

fn strip_dest(mut request: axum::http::request::Builder) -> axum::http::request::Builder {
    request.headers_mut().unwrap().remove("sec-fetch-dest");
    request
}

#[tokio::test]
async fn closing_an_account_ends_all_its_sessions_and_a_new_password_the_others() {
    for test in apps() {
        for user in ["chair", "one_stop", "one_stop"] {
            test.sign_in(user).await;
        }
        let kept = stored_id(&test.token().unwrap());
        test.app
            .write(move |tx| {
                assert_eq!(session::end_others(tx, "one_stop", &kept)?, 1);
                tx.commit_silently("a test", ())
            })
            .await
            .map_err(|error: StoreError| error)
            .unwrap();
        assert_eq!(test.get("/cb/viec").await.status, StatusCode::OK);
        test.app
            .write(|tx| {
                assert_eq!(session::end_all(tx, "one_stop")?, 1);
                tx.commit_silently("a test", ())
            })
            .await
            .map_err(|error: StoreError| error)
            .unwrap();
        assert_eq!(test.get("/cb/viec").await.status, StatusCode::SEE_OTHER);
        assert_eq!(sessions_stored(&test).await.len(), 1, "the chair's own");
    }
}

fn stored_id(token: &str) -> String {
    let hash = Sha256::digest(token.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
