//! The administrator's page and the figures: who may see them, and what they say of a real database.

use std::path::PathBuf;

use axum::Extension;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::moment::Moment;
use kit::Error;
use kit::testing::TestApp;
use motcua::{reactions, routes, wiring};
use people::testing::{add, officer};
use store::Tx;
use store::testing::Effects;
use store::upkeep::Work;
use upkeep::Watch;

const PAGE: &str = "/cb/quan-tri/tinh-trang";

async fn account(test: &TestApp, post: &'static str) -> String {
    let username = post.replace('_', "-");
    add(&test.app, officer(&username, "Lương Thế Quyền", &[post])).await
}

fn programs() -> Vec<TestApp> {
    let effects = Effects {
        jobs: reactions::jobs,
        ..Effects::COUNTED
    };
    TestApp::on_each_engine(effects, routes::all, wiring::SUPPLIED)
}

#[tokio::test]
async fn the_administrator_reads_what_is_wrong_and_others_are_refused() {
    for test in programs() {
        let admin = account(&test, "quan_tri").await;
        let clerk = account(&test, "mot_cua").await;
        test.sign_in(&clerk).await;
        assert_eq!(test.get(PAGE).await.status, StatusCode::FORBIDDEN);
        test.sign_in(&admin).await;
        let page = test.get(PAGE).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        for words in [
            "Chưa có bản sao lưu nào",
            "motcua backup",
            "Chưa kiểm tra sổ",
            "Số đo lúc này",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }

        let (db, at) = (test.app.db().clone(), test.app.clock().real_now());
        let noted = tokio::task::spawn_blocking(move || {
            db.note_work(Work::Backup, at, "x")?;
            db.note_work(Work::Verify, at, "ok")
        });
        noted.await.expect("no panic").expect("noted");
        let page = test.get(PAGE).await;
        assert!(
            !page.body.contains("Chưa có bản sao lưu nào"),
            "{}",
            page.body
        );

        // Somebody sets the machine's clock back by an hour.
        test.clock.advance_minutes(-60);
        test.sign_in(&admin).await;
        let page = test.get(PAGE).await;
        assert!(
            page.body.contains("Đồng hồ máy chủ đang chậm"),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn figures_are_for_this_machine_alone_unless_a_token_is_brought() {
    for test in programs() {
        let admin = account(&test, "quan_tri").await;
        let ask = |host: &'static str, forwarded: Option<&'static str>| {
            let mut request = test.request(Method::GET, "/metrics");
            if let Some(headers) = request.headers_mut() {
                headers.insert("host", host.parse().expect("a header"));
                if let Some(from) = forwarded {
                    headers.insert("x-forwarded-for", from.parse().expect("a header"));
                }
            }
            test.send(request, Body::empty())
        };
        let here = ask("127.0.0.1:8080", None).await;
        assert_eq!(here.status, StatusCode::OK, "{}", here.body);
        for name in [
            "motcua_requests_total{status=\"2xx\"}",
            "motcua_request_seconds_bucket{le=\"+Inf\"}",
            "motcua_batch_acts_count",
            "motcua_waiting{queue=\"acts\"} 0",
            "motcua_database_bytes",
            "process_resident_memory_bytes",
            "motcua_alarms{tone=\"error\"} 1",
        ] {
            assert!(here.body.contains(name), "{name}: {}", here.body);
        }
        assert!(!here.body.contains(&admin) && !here.body.contains("Quyền"));
        assert!(
            here.header("content-type")
                .starts_with("text/plain; version=0.0.4")
        );
        for (host, forwarded) in [
            ("127.0.0.1:8080", Some("203.0.113.5")),
            ("127.0.0.1:8080", Some("127.0.0.1")),
            ("motcua.example.vn", None),
        ] {
            let answer = ask(host, forwarded).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{host} {forwarded:?}");
        }
    }
}

#[tokio::test]
async fn a_collector_on_another_machine_needs_the_token_of_the_settings() {
    let token = "0123456789abcdef";
    let watch = Watch::new(
        None,
        PathBuf::from("."),
        PathBuf::from("none"),
        Some(token.to_owned()),
    );
    let test = &programs()[0];
    let router = routes::all()
        .into_router(test.app.clone())
        .layer(Extension(watch));
    for (brought, status) in [
        (format!("Bearer {token}"), StatusCode::OK),
        ("Bearer 0123456789abcdeX".to_owned(), StatusCode::NOT_FOUND),
        (token.to_owned(), StatusCode::NOT_FOUND),
    ] {
        let request = axum::http::Request::get("/metrics")
            .header("host", "motcua.example.vn")
            .header("x-forwarded-for", "203.0.113.5")
            .header("authorization", &brought)
            .body(Body::empty())
            .expect("a request");
        let answer = tower::ServiceExt::oneshot(router.clone(), request).await;
        assert_eq!(answer.expect("it answers").status(), status, "{brought}");
    }
}

#[tokio::test]
async fn the_health_check_writes_and_reads_and_asks_the_disk_at_most_now_and_then() {
    for test in programs() {
        let before = test.app.db().figures().acts;
        for _ in 0..10 {
            let answer = test.get("/healthz").await;
            assert_eq!(
                (answer.status, answer.body.as_str()),
                (StatusCode::OK, "ok\n")
            );
        }
        assert_eq!(test.app.db().figures().acts - before, 1);
        let beat = test
            .app
            .read(|reader| store::upkeep::last(reader, Work::Beat))
            .await;
        let beat: Result<_, store::StoreError> = beat;
        assert_eq!(beat.expect("read").map(|done| done.at), Some(held(&test)));
    }
}

fn held(test: &TestApp) -> Moment {
    test.app.clock().real_now()
}

#[tokio::test]
async fn a_full_disk_refuses_an_act_as_unavailable_and_the_health_check_passes_when_there_is_room()
{
    let test = &programs()[0];
    let db = test.app.db().clone();
    let fill = move |is_full| {
        let db = db.clone();
        tokio::task::spawn_blocking(move || store::testing::fill_disk(&db, is_full))
    };
    fill(true).await.expect("no panic").expect("full");
    let large = "x".repeat(100_000);
    let refused: Result<(), Error> = test
        .app
        .write(move |tx: &mut Tx<'_>| {
            tx.run(
                "INSERT INTO once(token, location, at) VALUES ($1, $2, 1)",
                store::params!["t", large],
            )?;
            Ok(tx.commit_silently("a test of a full disk", ())?)
        })
        .await;
    assert!(matches!(refused, Err(Error::Unavailable(why)) if why.contains("full")));
    fill(false).await.expect("no panic").expect("room");
    assert_eq!(test.get("/healthz").await.status, StatusCode::OK);
}
