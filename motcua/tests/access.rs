//! Every route is called as every role: whoever lacks the right is turned away, and nobody gets a
//! fault. Public routes are an explicit list that should only shrink.

use axum::http::{Method, StatusCode};
use counter::testing::{birth, saved};
use domain::access::Role;
use kit::testing::{SUPPLIED, TestApp};
use kit::{Access, RouteSpec};
use motcua::routes;
use store::testing::Effects;
use store::{NewEvent, Sql as _, StoreError, Tx, params};

const OFFICERS: [(Role, &str); 8] = [
    (Role::OneStop, "one_stop@mot_cua"),
    (Role::Specialist, "specialist@tu_phap_ho_tich"),
    (Role::Chair, "chair@chu_tich"),
    (Role::ViceChair, "vice_chair@pho_chu_tich"),
    (Role::Clerk, "clerk@van_thu"),
    (Role::Controller, "controller@vptk"),
    (Role::Accountant, "accountant@tai_chinh"),
    (Role::Admin, "admin@quan_tri"),
];

fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') {
            "khong-co"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The program on each engine.
fn programs() -> Vec<TestApp> {
    TestApp::on_each_engine(Effects::NONE, routes::all, SUPPLIED)
}

async fn call(app: &TestApp, route: &RouteSpec) -> StatusCode {
    let path = filled(route.path);
    if route.method == Method::GET {
        app.get(&path).await.status
    } else {
        app.post(&path, &[]).await.status
    }
}

#[tokio::test]
async fn every_route_turns_away_whoever_lacks_the_right() {
    for app in programs() {
        let engine = app.app.db().engine();
        let mut checked = 0;
        for (role, user) in OFFICERS {
            app.forget_cookies();
            app.sign_in(user).await;
            for route in routes::all().iter() {
                let Access::Act(act) = route.access else {
                    continue;
                };
                let status = call(&app, route).await;
                let may = act.roles().contains(&role);
                let what = format!("{} {} as {role:?} {engine:?}", route.method, route.path);
                assert_eq!(status == StatusCode::FORBIDDEN, !may, "{what}: {status}");
                assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
                checked += 1;
            }
        }
        assert!(checked > 100, "the table of routes was walked");
    }
}

#[tokio::test]
async fn a_stranger_reaches_public_routes_only() {
    for app in programs() {
        for route in routes::all()
            .iter()
            .filter(|route| route.access != Access::Public)
        {
            let path = filled(route.path);
            if path.starts_with("/api/") {
                assert_eq!(call(&app, route).await, StatusCode::UNAUTHORIZED, "{path}");
                continue;
            }
            if route.method == Method::GET {
                let answer = app.get(&path).await;
                assert!(
                    answer.location().starts_with("/cb/dang-nhap"),
                    "{path} led to {}",
                    answer.location()
                );
            } else {
                let answer = app.post(&path, &[("ly_do", "đã gõ")]).await;
                assert!(
                    answer.body.contains("đã gõ") || answer.body.contains("%C4%91"),
                    "{path} loses what was typed"
                );
            }
        }
    }
}

async fn give_to_another_commune(app: &TestApp, code: &str) {
    let code = code.to_owned();
    let given: Result<(), StoreError> = app
        .app
        .write(move |tx: &mut Tx<'_>| {
            let row = tx.row("SELECT id FROM dossier WHERE code = $1", params![&code])?;
            let id: String = row.expect("it was registered").get("id")?;
            tx.run(
                "UPDATE dossier SET agency = 'xa_khac' WHERE id = $1",
                params![&id],
            )?;
            tx.seal("dossier", &id);
            let event = NewEvent {
                kind: "test.given",
                subject: format!("dossier:{id}"),
                data: serde_json::json!({}),
            };
            let at = kit::Clock::real().law_now();
            tx.commit("system", at, vec![event], ())
        })
        .await;
    given.expect("the dossier changes hands");
}

#[tokio::test]
async fn another_communes_dossier_does_not_exist_on_any_page() {
    for app in programs() {
        app.sign_in("one_stop@mot_cua").await;
        let code = saved(&app, "luu", &[&birth()]).await;
        let own = app.get(&format!("/cb/ho-so/{code}")).await;
        assert!(own.status == StatusCode::OK && own.body.contains("Nguyễn Thị Ánh"));
        give_to_another_commune(&app, &code).await;
        let mut checked = 0;
        for (_, user) in OFFICERS {
            app.forget_cookies();
            app.sign_in(user).await;
            for route in routes::all().iter() {
                // Programs send no forms; the interface has its own test of this.
                let is_api = route.path.starts_with("/api/");
                if route.access == Access::Public || is_api || !route.path.contains("{code}") {
                    continue;
                }
                let path = filled(&route.path.replace("{code}", &code));
                let answer = if route.method == Method::GET {
                    app.get(&path).await
                } else {
                    let once = [
                        ("_once", "0123456789abcdef0123456789abcdef"),
                        ("version", "1"),
                    ];
                    app.post(&path, &once).await
                };
                let what = format!("{} {path} as {user}: {}", route.method, answer.status);
                assert!(
                    [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status),
                    "{what}"
                );
                assert!(
                    !answer.body.contains("Ánh") && !answer.body.contains("Khôi"),
                    "{what}"
                );
                checked += 1;
            }
            let found = app.get("/cb/ho-so?trang-thai=tat-ca&q=Nguyễn").await;
            assert!(!found.body.contains("Nguyễn Thị Ánh"), "{user} found it");
        }
        assert!(checked > 100, "the table of routes was walked");
    }
}

#[test]
fn public_routes_are_the_listed_ones() {
    let table = routes::all();
    let mut public: Vec<String> = table
        .iter()
        .filter(|route| route.access == Access::Public)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    public.sort();
    let listed: Vec<&str> = include_str!("public-routes.txt").lines().collect();
    assert_eq!(
        public, listed,
        "a public route appeared or went; the list should only shrink"
    );
}
