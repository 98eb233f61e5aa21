//! Rights are those of the pages, narrowed by the token's scopes and by nothing else.
//! For the promise that a program may what its officer may.

use axum::http::{Method, StatusCode};
use domain::access::Role;
use kit::Access;
use kit::testing::SUPPLIED;
use serde_json::json;

use crate::office::{self, CHAIR, DESK, JUSTICE};

const OFFICERS: [(Role, &str); 8] = [
    (Role::OneStop, DESK),
    (Role::Specialist, JUSTICE),
    (Role::Chair, CHAIR),
    (Role::ViceChair, "vice_chair@pho_chu_tich"),
    (Role::Clerk, "clerk@van_thu"),
    (Role::Controller, "controller@vptk"),
    (Role::Accountant, "accountant@tai_chinh"),
    (Role::Admin, "admin@quan_tri"),
];

fn filled(path: &str) -> String {
    path.replace("{code}", "khong-co")
        .replace("{id}", "khong-co")
}

#[tokio::test]
async fn every_address_turns_away_whose_posts_lack_the_right() {
    let app = office::offices().swap_remove(0);
    let mut checked = 0;
    for (role, account) in OFFICERS {
        let token = office::token(&app, account).await;
        for route in api::routes()
            .iter()
            .filter(|route| route.path.starts_with("/api/"))
        {
            let Access::Act(act) = route.access else {
                continue;
            };
            let path = filled(route.path);
            let answer = if route.method == Method::GET {
                office::get(&app, &token, &path).await
            } else {
                office::post(&app, &token, &path, &json!({})).await
            };
            let what = format!("{} {path} as {role:?}: {}", route.method, answer.body);
            let is_denied = answer.status == StatusCode::FORBIDDEN;
            assert_eq!(is_denied, !act.roles().contains(&role), "{what}");
            assert!(answer.status.as_u16() < 500, "{what}");
            checked += 1;
        }
    }
    assert!(checked > 300, "only {checked} were tried");
}

#[tokio::test]
async fn each_act_asks_for_the_right_of_its_page() {
    let mut checked = 0;
    for act in &dossier::program::ALL {
        let page = dossier::routes()
            .iter()
            .find(|route| route.path == act.path && route.method == Method::POST)
            .map(|route| route.access);
        let ours = api::routes()
            .iter()
            .filter(|route| route.path.contains("/acts/"))
            .any(|route| Some(route.access) == page);
        assert!(ours, "{} asks otherwise than its page", act.path);
        checked += 1;
    }
    assert!(checked > 20);
    let (law, day) = (
        kit::Law::embedded().expect("our data"),
        jiff::civil::date(2023, 11, 23),
    );
    let officer = kit::testing::officer(DESK).expect("an officer");
    assert!((SUPPLIED.nav)(&officer, &law, day).is_empty());
}

#[tokio::test]
async fn a_token_reaches_no_further_than_its_scopes() {
    for app in office::offices() {
        let token = office::token_of(&app, DESK, &["dossiers:read"]).await;
        let read = office::get(&app, &token, "/api/v1/dossiers").await;
        assert_eq!(read.status, 200, "{}", read.body);
        let act = office::post(
            &app,
            &token,
            "/api/v1/intake/receive",
            &office::birth("Nguyễn Thị Ánh"),
        )
        .await;
        assert_eq!(act.status, 403);
        let told = office::told(&act);
        assert!(
            told["detail"]
                .as_str()
                .expect("a sentence")
                .contains("intake"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_token_opens_no_page() {
    let app = office::offices().swap_remove(0);
    let token = office::token(&app, DESK).await;
    let page = office::get(&app, &token, "/cb/ho-so").await;
    assert!(
        page.location().starts_with("/cb/dang-nhap"),
        "{}",
        page.status
    );
}

#[tokio::test]
async fn another_communes_dossier_does_not_exist() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let done = office::received(&app, &token, "Nguyễn Thị Ánh").await;
        let code = office::code(&done);
        give_away(&app, &code).await;
        let mut checked = 0;
        for route in api::routes().iter() {
            // Files are sent as a form; their rights are asked in the same way as for one file.
            let is_form = route.path.ends_with("/files") && route.method == Method::POST;
            if !route.path.starts_with("/api/v1/dossiers/{code}") || is_form {
                continue;
            }
            let path = route
                .path
                .replace("{code}", &code)
                .replace("{id}", "khong-co");
            let answer = if route.method == Method::GET {
                office::get(&app, &token, &path).await
            } else {
                fitting(&app, &token, &path).await
            };
            let what = format!("{path}: {} {}", answer.status, answer.body);
            assert!([403, 404].contains(&answer.status.as_u16()), "{what}");
            assert!(!answer.body.contains("Ánh"), "{what}");
            checked += i32::from(answer.status == 404);
        }
        assert!(checked >= 15, "{checked}");
    }
}

/// The answer to the first body that fits the address.
async fn fitting(app: &kit::testing::TestApp, token: &str, path: &str) -> kit::testing::Answer {
    let bodies = [
        json!({ "version": 1 }),
        json!({ "version": 1, "reason": "thử" }),
        json!({ "version": 1, "instruction": "thử" }),
        json!({ "version": 1, "method": "cash" }),
        json!({ "version": 1, "came": [1] }),
        json!({ "version": 1, "collected_by": "owner", "how": "counter" }),
        json!({ "version": 1, "outcome": "granted", "name": "Giấy khai sinh" }),
        json!({ "version": 1, "opinion": "đồng ý" }),
        json!({ "version": 1, "dong": 8_000 }),
        json!({ "version": 1, "asked": [{ "name": "Sổ", "why": "thiếu", "how": "mang" }] }),
    ];
    let mut last = None;
    for body in bodies {
        let answer = office::post(app, token, path, &body).await;
        if answer.status != 422 {
            return answer;
        }
        last = Some(answer);
    }
    last.expect("at least one was tried")
}

async fn give_away(app: &kit::testing::TestApp, code: &str) {
    let (code, at) = (code.to_owned(), app.app.law_now());
    let done: kit::Result<()> = app
        .app
        .write(move |tx: &mut store::Tx<'_>| {
            let row = dossier::row::find(tx, kit::testing::AGENCY, &code)?;
            tx.run(
                "UPDATE dossier SET agency = 'xa_khac' WHERE id = $1",
                store::params![&row.id],
            )?;
            tx.seal("dossier", &row.id);
            let event = store::NewEvent {
                kind: "test.given",
                subject: row.subject(),
                data: json!({}),
            };
            Ok(tx.commit("system", at, vec![event], ())?)
        })
        .await;
    done.expect("the dossier changes hands");
}
