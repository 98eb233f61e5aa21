//! What a post gives here: shown before it is saved, in force at once, never for oneself alone.

use axum::http::StatusCode;
use domain::access::Role;
use kit::{Error, Supplied};

use super::*;

const PEOPLE: Supplied = Supplied {
    actor_of: people::actor_of,
    ..SUPPLIED
};

fn roads() -> Routes {
    crate::routes()
        .merge(dossier::routes())
        .merge(people::routes())
}

fn people_apps() -> Vec<TestApp> {
    TestApp::on_each_engine(Effects::NONE, roads, PEOPLE)
}

fn path(post: &str) -> String {
    format!("/cb/quan-tri/chuc-danh/{post}/quyen")
}

/// An account with these posts since the year began.
async fn add(app: &TestApp, username: &str, posts: &[&str]) -> String {
    let name = format!("Bà {username}");
    people::testing::add(&app.app, people::testing::officer(username, &name, posts)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_given_to_a_post_shows_who_gains_and_opens_lists_at_once() {
    for app in people_apps() {
        let boss = add(&app, "quan.tri", &["quan_tri"]).await;
        let mai = add(&app, "mai", &["dia_chinh"]).await;
        let row = received(&app).await;
        let sees = async || {
            app.sign_in(&mai).await;
            let list = app.get("/cb/ho-so").await;
            assert_eq!(list.status, StatusCode::OK);
            let dossier = app.get(&format!("/cb/ho-so/{}", row.address())).await;
            (list.body.contains(row.address()), dossier.status)
        };
        assert_eq!(
            sees().await,
            (false, StatusCode::FORBIDDEN),
            "another field's"
        );
        app.sign_in(&boss).await;
        let typed = [("vai", "controller"), ("tu_ngay", "23/11/2023")];
        let preview = save(&app, &path("dia_chinh"), &typed).await;
        says(
            &preview,
            &[
                "Bà mai",
                "mở hồ sơ của mọi lĩnh vực",
                "Công chức chuyên môn, Kiểm soát thủ tục",
            ],
        );
        assert_eq!(sees().await, (true, StatusCode::OK), "in the same session");
        assert_eq!(events(&app, "law:post:dia_chinh").await.len(), 1);
        app.sign_in(&boss).await;
        let page = app.get("/cb/quan-tri/chuc-danh/dia_chinh").await;
        says(&page, &["Công chức chuyên môn, Kiểm soát thủ tục"]);
        let typed = [("tu_ngay", "24/11/2023")];
        let preview = save(&app, &path("dia_chinh"), &typed).await;
        says(&preview, &["Không còn", "theo dõi toàn bộ"]);
        assert!(sees().await.0, "until its day");
        app.clock.advance_minutes(24 * 60);
        assert_eq!(sees().await, (false, StatusCode::FORBIDDEN));
        verifies(&app);
    }
}

/// The number beside «Quản trị» in the menu of somebody with this role.
async fn in_the_menu(app: &TestApp, role: &str) -> u64 {
    let (actor, now) = (
        kit::testing::officer(role).expect("a role"),
        app.app.law_now(),
    );
    let counts: Result<_, Error> = app
        .app
        .read(move |reader: &mut Reader<'_>| Ok(dossier::counts(reader, &actor, now)?))
        .await;
    let counts = counts.expect("it can be counted");
    let found = counts.iter().find(|count| count.key == "admin");
    found.map_or(0, |count| count.n)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_gives_rights_to_its_own_maker_is_only_asked_for() {
    for app in people_apps() {
        let boss = add(&app, "quan.tri", &["quan_tri", "dia_chinh"]).await;
        let other = add(&app, "qt.hai", &["quan_tri"]).await;
        let now = async |app: &TestApp| {
            let (id, at) = (boss.clone(), app.app.law_now());
            let found: Result<_, Error> = app
                .app
                .read(move |reader: &mut Reader<'_>| Ok(people::actor_of(reader, &id, at)?))
                .await;
            found.expect("the store answers").expect("an officer")
        };
        app.sign_in(&boss).await;
        let typed = [("vai", "one_stop"), ("tu_ngay", "23/11/2023")];
        let preview = save(&app, &path("dia_chinh"), &typed).await;
        says(&preview, &["thêm quyền cho chính bạn", "Bà quan.tri"]);
        assert!(!now(&app).await.roles.contains(&Role::OneStop));
        assert!(events(&app, "law:post:dia_chinh").await.is_empty());
        assert_eq!(events(&app, "law:post_proposal:dia_chinh").await.len(), 1);
        says(&app.get("/cb/quan-tri").await, &["1 đang chờ"]);
        assert_eq!(in_the_menu(&app, "admin").await, 1);
        assert_eq!(in_the_menu(&app, "chair").await, 1);
        assert_eq!(
            in_the_menu(&app, "controller").await,
            0,
            "who may not agree"
        );
        says(
            &app.get(&path("dia_chinh")).await,
            &["đề nghị vai trò: Một cửa, Công chức chuyên môn"],
        );
        let narrower = [("tu_ngay", "23/11/2023")];
        save(
            &app,
            &path("vptk_noi_vu"),
            &[("vai", "controller"), narrower[0]],
        )
        .await;
        assert_eq!(
            events(&app, "law:post:vptk_noi_vu").await.len(),
            1,
            "a post that one does not hold is changed at once"
        );
        app.sign_in(&other).await;
        let page = app.get("/cb/quan-tri/de-nghi-quyen").await;
        let of = |name: &str| page.field(name).expect("a proposal").to_owned();
        let (once, version, seen) = (of("_once"), of("version"), of("ban"));
        let word = [
            ("_once", once.as_str()),
            ("version", &version),
            ("ban", &seen),
            ("tra_loi", "dong_y"),
        ];
        let place = "/cb/quan-tri/de-nghi-quyen/vi-tri/dia_chinh";
        let done = app.post(place, &word).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
        assert!(now(&app).await.roles.contains(&Role::OneStop));
        assert_eq!(in_the_menu(&app, "chair").await, 0);
        verifies(&app);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_law_fixes_and_what_nobody_would_hold_is_refused() {
    for app in people_apps() {
        let boss = add(&app, "quan.tri", &["quan_tri"]).await;
        app.sign_in(&boss).await;
        for fixed in [
            "chu_tich",
            "pho_chu_tich",
            "quan_tri",
            "cong_an",
            "khong-co",
        ] {
            let page = app.get(&path(fixed)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{fixed}");
        }
        let day = ("tu_ngay", "24/11/2023");
        let again = refused(&app, &path("vptk"), &[day, ("ly_do", "bỏ kiểm soát")]).await;
        says(
            &again,
            &[
                "không còn vị trí nào mang vai trò «Kiểm soát thủ tục»",
                "bỏ kiểm soát",
            ],
        );
        let again = refused(&app, &path("van_thu"), &[("vai", "admin"), day]).await;
        says(&again, &["«Quản trị» không giao cho vị trí này được"]);
        let again = refused(&app, &path("van_thu"), &[("vai", "king"), day]).await;
        says(&again, &["Không có vai trò này"]);
        let past = [("vai", "one_stop"), ("tu_ngay", "22/11/2023")];
        let again = refused(&app, &path("van_thu"), &past).await;
        says(
            &again,
            &[
                "Ngày có hiệu lực 22/11/2023 đã qua",
                "vai-one_stop\" name=\"vai\" value=\"one_stop\" checked",
            ],
        );
        assert_eq!(app.app.law().revision, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_administrators_learns_who_changed_the_post() {
    for app in people_apps() {
        let boss = add(&app, "quan.tri", &["quan_tri"]).await;
        app.sign_in(&boss).await;
        let path = path("van_thu");
        let page = app.get(&path).await;
        let typed = [("vai", "one_stop"), ("tu_ngay", "24/11/2023")];
        save(&app, &path, &typed).await;
        let stale = send(&app, &path, &page, ("0", "luu"), &typed).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        says(&stale, &["Bà quan.tri đã sửa quyền của vị trí"]);
        let chair = add(&app, "chu.tich", &["chu_tich"]).await;
        app.sign_in(&chair).await;
        assert_eq!(app.get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            app.get("/cb/quan-tri/chuc-danh/van_thu").await.status,
            StatusCode::OK
        );
    }
}
