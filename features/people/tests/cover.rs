//! Standing in for an absent colleague: arranged, in force for its days, called off, over by itself.

mod common;

use axum::http::StatusCode;
use common::{add, admin, apps, kinds, verified};
use kit::testing::{Answer, TestApp};
use store::Reader;

async fn send(test: &TestApp, fields: &[(&str, &str)]) -> Answer {
    let page = test.get("/cb/lam-thay").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let once = page.field("_once").expect("a token").to_owned();
    let mut all = vec![("_once", once.as_str())];
    all.extend_from_slice(fields);
    test.post("/cb/lam-thay", &all).await
}

/// The posts that an account may act for today, and whom it covers.
async fn covered(test: &TestApp, user: &str) -> Vec<(String, Vec<String>)> {
    let (user, now) = (user.to_owned(), test.app.law_now());
    let found: kit::Result<_> = test
        .app
        .read(move |reader: &mut Reader<'_>| Ok(people::actor_of(reader, &user, now)?))
        .await;
    let actor = found.expect("it can be read").expect("an officer");
    actor
        .covers
        .into_iter()
        .map(|absent| (absent.name, absent.posts))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_names_who_stands_in_and_it_ends_by_itself() {
    for test in apps() {
        let hoa = add(&test, "hoa", &["tu_phap_ho_tich"], false).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        test.sign_in(&hoa).await;
        let days = [("from", "23/11/2023"), ("to", "24/11/2023")];
        let oneself = send(&test, &[&days[..], &[("by", &hoa)]].concat()).await;
        assert_eq!(oneself.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(oneself.body.contains("Không ai làm thay chính mình"));
        let backwards = [
            ("from", "24/11/2023"),
            ("to", "23/11/2023"),
            ("by", mai.as_str()),
        ];
        let backwards = send(&test, &backwards).await;
        assert!(backwards.body.contains("Ngày cuối ở trước ngày đầu"));
        let done = send(&test, &[&days[..], &[("by", &mai)]].concat()).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(
            kinds(&test, &hoa).await.last().map(String::as_str),
            Some("people.covered")
        );
        let now = covered(&test, &mai).await;
        assert_eq!(
            now,
            [("Bà hoa".to_owned(), vec!["tu_phap_ho_tich".to_owned()])]
        );
        assert!(covered(&test, &hoa).await.is_empty());
        let twice = send(&test, &[&days[..], &[("by", &mai)]].concat()).await;
        assert!(
            twice.body.contains("đã có Bà mai làm thay"),
            "{}",
            twice.body
        );
        test.clock.advance_minutes(2 * 24 * 60);
        assert!(covered(&test, &mai).await.is_empty(), "it ended by itself");
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_arranged_for_by_leaders_and_the_administrator_only() {
    for test in apps() {
        let hoa = add(&test, "hoa", &["tu_phap_ho_tich"], false).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        let lan = add(&test, "lan", &["mot_cua"], false).await;
        let fields = [
            ("absent", hoa.as_str()),
            ("by", &mai),
            ("from", ""),
            ("to", "30/11/2023"),
        ];
        test.sign_in(&lan).await;
        let denied = send(&test, &fields).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        test.forget_cookies();
        let boss = admin(&test).await;
        let done = send(&test, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let of_admin = [
            ("absent", boss.as_str()),
            ("by", &mai),
            ("to", "30/11/2023"),
        ];
        let refused = send(&test, &of_admin).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Việc quản trị hệ thống không giao"));
        let vice = add(&test, "dung", &["pho_chu_tich"], false).await;
        let chair = add(&test, "bach", &["chu_tich"], false).await;
        for leader in [&chair, &vice] {
            let fields = [
                ("absent", leader.as_str()),
                ("by", &mai),
                ("to", "30/11/2023"),
            ];
            let refused = send(&test, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("chỉ lãnh đạo khác làm thay được"));
        }
        let now = covered(&test, &mai).await;
        assert_eq!(
            now.len(),
            1,
            "neither managing people nor a signature is handed on: {now:?}"
        );
        let by_vice = [
            ("absent", chair.as_str()),
            ("by", &vice),
            ("to", "30/11/2023"),
        ];
        assert_eq!(send(&test, &by_vice).await.status, StatusCode::SEE_OTHER);
        let now = covered(&test, &vice).await;
        assert_eq!(now, [("Bà bach".to_owned(), vec!["chu_tich".to_owned()])]);
        let page = test.get("/cb/lam-thay").await;
        let (_, rest) = page
            .body
            .split_once("action=\"/cb/lam-thay/")
            .expect("it can be ended");
        let id = rest.split_once('/').expect("the address goes on").0;
        let once = page.field("_once").expect("a token").to_owned();
        let path = format!("/cb/lam-thay/{id}/ket-thuc");
        test.forget_cookies();
        test.sign_in(&lan).await;
        let denied = test.post(&path, &[("_once", &once)]).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        test.forget_cookies();
        test.sign_in(&hoa).await;
        let ended = test.post(&path, &[("_once", &once)]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        assert!(covered(&test, &mai).await.is_empty());
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_does_not_name_themselves_as_anybodys_cover() {
    for test in apps() {
        let boss = admin(&test).await;
        let hoa = add(&test, "hoa", &["mot_cua"], false).await;
        let fields = [
            ("absent", hoa.as_str()),
            ("by", &boss),
            ("to", "30/11/2023"),
        ];
        let refused = send(&test, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.body.contains("Không ai tự mở rộng quyền của mình"),
            "{}",
            refused.body
        );
        assert!(covered(&test, &boss).await.is_empty());
        assert_eq!(kinds(&test, &hoa).await, [people::CREATED]);
    }
}
