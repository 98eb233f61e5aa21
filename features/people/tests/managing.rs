//! What the administrator does: add, posts, reset, lost factor, leavers; and nobody else may.
//! Over the real router and a real database, on each engine.

mod common;

use common::{PASSWORD, add, apps, column, kinds, routes, sign_in, turn_on, verified};
use jiff::civil::date;
use kit::testing::{AGENCY, Answer, TestApp};
use kit::{Needs, Result};
use store::{Reader, Sql, Tx, params};

/// An administrator at work.
async fn admin(test: &TestApp) -> String {
    let id = add(test, "quan.tri", &["quan_tri"], false).await;
    test.sign_in(&id).await;
    id
}

/// Sends a form of the person's page with the token and the version that the page shows.
async fn send(test: &TestApp, id: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let page = test.get(&format!("/qt/nguoi-dung/{id}")).await;
    let (once, version) = (
        page.field("_once").expect("a token"),
        page.field("version").expect("a version"),
    );
    let mut fields = vec![("_once", once), ("version", version)];
    fields.extend_from_slice(more);
    test.post(&format!("/qt/nguoi-dung/{id}/{what}"), &fields)
        .await
}

fn told_password(answer: &Answer) -> String {
    let (_, after) = answer
        .body
        .split_once("<code class=\"strong\">")
        .expect("the page tells a password");
    after
        .split_once("</code>")
        .expect("the element ends")
        .0
        .to_owned()
}

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
async fn a_reset_ends_sessions_and_forces_a_change() {
    for test in apps() {
        let admin = admin(&test).await;
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        let lans = test.token();
        test.sign_in(&admin).await;
        let told = send(&test, &id, "mat-khau", &[]).await;
        let secret = told_password(&told);
        assert!(lans.is_some());
        assert_eq!(sessions(&test, &id).await, 0);
        test.forget_cookies();
        assert_eq!(sign_in(&test, "lan.vt", PASSWORD).await.status, 422);
        assert_eq!(
            sign_in(&test, "lan.vt", &secret).await.location(),
            "/dang-nhap/mat-khau-moi"
        );
        assert!(
            kinds(&test, &id)
                .await
                .contains(&people::PASSWORD_RESET.to_owned())
        );
        verified(&test);
    }
}

async fn sessions(test: &TestApp, id: &str) -> i64 {
    let id = id.to_owned();
    let found: Result<i64> = test
        .app
        .read(move |reader: &mut Reader<'_>| {
            let row = reader.row(
                "SELECT COUNT(*) AS n FROM session WHERE user_id = $1",
                params![id],
            )?;
            Ok(row.expect("a count").get("n")?)
        })
        .await;
    found.expect("the store answers")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_second_factor_is_taken_off_with_its_recovery_codes() {
    for test in apps() {
        let admin = admin(&test).await;
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        test.sign_in(&id).await;
        turn_on(&test, "/cb/tai-khoan/xac-thuc").await;
        test.sign_in(&admin).await;
        assert_eq!(send(&test, &id, "xac-thuc", &[]).await.status, 303);
        assert_eq!(
            send(&test, &id, "xac-thuc", &[]).await.status,
            422,
            "there is none any more"
        );
        assert_eq!(column(&test, &id, "totp_secret").await, None);
        test.forget_cookies();
        assert_eq!(
            sign_in(&test, "lan.vt", PASSWORD).await.location(),
            "/cb/viec"
        );
        assert!(test.get("/cb/tai-khoan").await.body.contains("Chưa bật"));
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leavers_session_ends_at_once_and_dossiers_are_told() {
    for test in apps() {
        let admin = admin(&test).await;
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        assert_eq!(test.get("/cb/viec").await.status, 200);
        let lans = test.token().expect("a session");
        test.sign_in(&admin).await;
        let page = test.get(&format!("/qt/nguoi-dung/{id}/ket-thuc")).await;
        assert!(page.body.contains("không giữ hồ sơ nào chưa xong"));
        let done = send(&test, &id, "ket-thuc", &[]).await;
        assert_eq!(done.location(), "/qt/nguoi-dung");
        assert!(
            test.get("/qt/nguoi-dung")
                .await
                .body
                .contains("Đã kết thúc tài khoản của Bà lan.vt")
        );
        test.forget_cookies();
        let request = test
            .request(axum::http::Method::GET, "/cb/viec")
            .header("cookie", format!("mc={lans}"));
        assert_eq!(test.send(request, String::new().into()).await.status, 303);
        assert_eq!(sign_in(&test, "lan.vt", PASSWORD).await.status, 422);
        assert_eq!(
            kinds(&test, &id).await.last().map(String::as_str),
            Some(people::ENDED)
        );
        test.begin(&id, Needs::SecondFactor).await;
        assert_eq!(
            test.get("/dang-nhap/xac-thuc").await.location(),
            "/dang-nhap"
        );
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_and_nobody_ends_themselves() {
    for test in apps() {
        let one = admin(&test).await;
        let take_away = [("post", "van_thu")];
        let refused = send(&test, &one, "vi-tri", &take_away).await;
        assert!(
            refused.status == 422 && refused.body.contains("ít nhất một người"),
            "{}",
            refused.body
        );
        let own = test
            .post(
                &format!("/qt/nguoi-dung/{one}/ket-thuc"),
                &[("_once", &"b".repeat(32)), ("version", "1")],
            )
            .await;
        assert!(own.status == 422 && own.body.contains("nhờ một quản trị khác"));
        assert_eq!(kinds(&test, &one).await, [people::CREATED]);
        let two = add(&test, "ha.pt", &["quan_tri"], false).await;
        assert_eq!(send(&test, &two, "ket-thuc", &[]).await.status, 303);
        verified(&test);
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
