//! What the administrator does: add, list, give posts; and nobody else may.
//! Over the real router and a real database, on each engine.

mod common;

use common::{PASSWORD, add, admin, apps, kinds, routes, send, sign_in, told_password, verified};
use jiff::civil::date;
use kit::Result;
use kit::testing::AGENCY;
use store::{Reader, Sql, Tx, params};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_person_gets_a_temporary_password_shown_once() {
    for test in apps() {
        admin(&test).await;
        let page = test.get("/qt/nguoi-dung/moi").await;
        let once = page.field("_once").expect("a token");
        let bad = test
            .post(
                "/qt/nguoi-dung/moi",
                &[
                    ("_once", once),
                    ("name", "Trần <b>Đức</b> Hòa"),
                    ("username", "Hòa"),
                    ("post", "mot_cua"),
                    ("from_mot_cua", "31/2/2023"),
                ],
            )
            .await;
        assert_eq!(bad.status, 422);
        assert!(
            bad.body.contains("31/2/2023")
                && bad.body.contains("&#60;b&#62;")
                && bad.body.contains("Hãy viết như lan.vt"),
            "{}",
            bad.body
        );
        let fields = [
            ("_once", once),
            ("name", "Trần Đức Hòa"),
            ("username", "hoa.td"),
            ("post", "tu_phap_ho_tich"),
            ("post", "van_thu"),
            ("to_van_thu", "30/11/2023"),
        ];
        let told = test.post("/qt/nguoi-dung/moi", &fields).await;
        assert_eq!(
            (told.status.as_u16(), told.header("cache-control")),
            (200, "no-store")
        );
        let secret = told_password(&told);
        let again = test.post("/qt/nguoi-dung/moi", &fields).await;
        assert!(
            again.status == 303 && again.location().starts_with("/qt/nguoi-dung/"),
            "sent twice, made once"
        );
        let taken = test
            .post(
                "/qt/nguoi-dung/moi",
                &[("_once", &"a".repeat(32)), fields[1], fields[2], fields[3]],
            )
            .await;
        assert!(taken.status == 422 && taken.body.contains("đã có người dùng"));
        let list = test.get("/qt/nguoi-dung").await.body;
        assert!(
            list.contains("Trần Đức Hòa")
                && list.contains("Văn thư (từ 23/11/2023 đến 30/11/2023)"),
            "{list}"
        );
        test.forget_cookies();
        assert_eq!(
            sign_in(&test, "hoa.td", &secret).await.location(),
            "/dang-nhap/mat-khau-moi"
        );
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_administrator_manages_people() {
    for test in apps() {
        let lan = add(
            &test,
            "lan.vt",
            &["mot_cua", "chu_tich", "vptk", "tai_chinh", "van_thu"],
            false,
        )
        .await;
        let once = ("_once", "0123456789abcdef0123456789abcdef");
        let managed: Vec<_> = routes()
            .iter()
            .filter(|spec| spec.path.starts_with("/qt/"))
            .cloned()
            .collect();
        assert_eq!(managed.len(), 9);
        for signed_in in [true, false] {
            test.forget_cookies();
            if signed_in {
                test.sign_in(&lan).await;
            }
            for spec in &managed {
                let path = spec.path.replace("{id}", &lan);
                let answer = if spec.method == axum::http::Method::GET {
                    test.get(&path).await
                } else {
                    test.post(&path, &[once, ("version", "1"), ("post", "quan_tri")])
                        .await
                };
                let expected: &[u16] = if signed_in { &[403] } else { &[303, 401] };
                assert!(
                    expected.contains(&answer.status.as_u16()),
                    "{path} {}",
                    answer.status
                );
            }
        }
        assert_eq!(kinds(&test, &lan).await, [people::CREATED]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_count_from_their_first_day_to_their_last() {
    for test in apps() {
        admin(&test).await;
        let id = add(&test, "hoa.td", &["tu_phap_ho_tich"], false).await;
        let done = send(
            &test,
            &id,
            "vi-tri",
            &[
                ("post", "tu_phap_ho_tich"),
                ("from_tu_phap_ho_tich", "01/01/2023"),
                ("post", "van_thu"),
                ("from_van_thu", "24/11/2023"),
                ("to_van_thu", "25/11/2023"),
                ("post", "vptk"),
            ],
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(
            test.get(done.location())
                .await
                .body
                .contains("Đã lưu vị trí")
        );
        let posts = async |now: &str| {
            let (id, now) = (
                id.clone(),
                domain::moment::Moment::parse_local(now).expect("a moment"),
            );
            let actor: Result<_> = test
                .app
                .read(move |reader: &mut Reader<'_>| Ok(people::actor_of(reader, &id, now)?))
                .await;
            actor.expect("the store answers").expect("an officer").posts
        };
        assert_eq!(posts("2023-11-22T08:00").await, ["tu_phap_ho_tich"]);
        assert_eq!(posts("2023-11-23T08:00").await.len(), 2);
        assert_eq!(
            posts("2023-11-25T23:00").await,
            ["tu_phap_ho_tich", "vptk", "van_thu"]
        );
        assert_eq!(posts("2023-11-26T00:00").await, ["tu_phap_ho_tich", "vptk"]);
        let left = send(
            &test,
            &id,
            "vi-tri",
            &[("post", "vptk"), ("from_vptk", "23/11/2023")],
        )
        .await;
        assert_eq!(left.status, 303);
        assert_eq!(posts("2023-11-24T08:00").await, ["vptk"]);
        assert_eq!(
            posts("2023-11-22T08:00").await,
            ["tu_phap_ho_tich"],
            "the past stays"
        );
        let holders = async |post: &'static str, day| {
            let found: Result<Vec<people::Colleague>> = test
                .app
                .read(move |reader: &mut Reader<'_>| {
                    Ok(people::holders_of(reader, AGENCY, post, day)?)
                })
                .await;
            found
                .expect("the store answers")
                .into_iter()
                .map(|one| one.username)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            holders("tu_phap_ho_tich", date(2023, 11, 22)).await,
            ["hoa.td"]
        );
        assert!(
            holders("tu_phap_ho_tich", date(2023, 11, 23))
                .await
                .is_empty()
        );
        assert_eq!(
            holders("van_phong_thong_ke", date(2023, 11, 23)).await,
            ["hoa.td"]
        );
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_no_post_today_does_not_get_in() {
    for test in apps() {
        let id = add(&test, "hoa.td", &["van_thu"], false).await;
        test.sign_in(&id).await;
        assert_eq!(test.get("/cb/viec").await.status, 200);
        let (who, today) = (id.clone(), date(2023, 11, 23));
        let ended: Result<()> = test
            .app
            .write(move |tx: &mut Tx<'_>| {
                let row = tx.row(
                    "SELECT id FROM account_post WHERE account_id = $1",
                    params![&who],
                )?;
                let held: String = row.expect("a post").get("id")?;
                let last = today.yesterday().expect("a day before").to_string();
                tx.run(
                    "UPDATE account_post SET to_day = $1 WHERE id = $2",
                    params![last, &held],
                )?;
                tx.seal("account_post", &held);
                let event = store::NewEvent {
                    kind: people::POSTS_CHANGED,
                    subject: format!("account:{who}"),
                    data: serde_json::json!({}),
                };
                Ok(tx.commit(
                    "system",
                    domain::moment::Moment::from_millis(1),
                    vec![event],
                    (),
                )?)
            })
            .await;
        ended.expect("the post ends");
        assert_eq!(
            test.get("/cb/viec").await.status,
            303,
            "an open session is worth nothing any more"
        );
        test.forget_cookies();
        let refused = sign_in(&test, "hoa.td", PASSWORD).await;
        assert!(refused.status == 422 && refused.body.contains("chưa giữ vị trí nào"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_administrators_learns_who_was_quicker() {
    for test in apps() {
        admin(&test).await;
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        assert_eq!(
            send(&test, &id, "vi-tri", &[("post", "van_thu")])
                .await
                .status,
            303
        );
        let stale = test
            .post(
                &format!("/qt/nguoi-dung/{id}/vi-tri"),
                &[
                    ("_once", &"c".repeat(32)),
                    ("version", "1"),
                    ("post", "vptk"),
                ],
            )
            .await;
        assert_eq!(stale.status, 409);
        assert!(
            stale
                .body
                .contains("Bà quan.tri đã đổi vị trí của tài khoản"),
            "{}",
            stale.body
        );
        let missing = test.get("/qt/nguoi-dung/khong-co").await;
        assert_eq!(missing.status, 404);
    }
}
