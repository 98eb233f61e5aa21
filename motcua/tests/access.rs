//! Every route is called as every role: whoever lacks the right is turned away, and nobody gets a
//! fault. Public routes are an explicit list that should only shrink.

use axum::http::{Method, StatusCode};
use domain::access::Role;
use kit::testing::{SUPPLIED, TestApp};
use kit::{Access, RouteSpec};
use motcua::routes;

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
    let app = TestApp::over(store::testing::sqlite(), routes::all(), SUPPLIED);
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
            let what = format!("{} {} as {role:?}", route.method, route.path);
            assert_eq!(status == StatusCode::FORBIDDEN, !may, "{what}: {status}");
            assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
            checked += 1;
        }
    }
    assert!(checked > 100, "the table of routes was walked");
}

#[tokio::test]
async fn a_stranger_reaches_public_routes_only() {
    let app = TestApp::over(store::testing::sqlite(), routes::all(), SUPPLIED);
    for route in routes::all()
        .iter()
        .filter(|route| route.access != Access::Public)
    {
        let path = filled(route.path);
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
