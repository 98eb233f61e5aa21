//! Whatever goes wrong is told as a problem that says what to do.
//! For programs that must react, and the people who read their logs.

use axum::body::Body;
use axum::http::{Method, header};
use kit::testing::Answer;
use serde_json::{Value, json};

use crate::office::{self, DESK};

fn problem(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let told = office::told(answer);
    assert_eq!(told["status"], status);
    assert!(
        told["type"]
            .as_str()
            .is_some_and(|kind| kind.starts_with("/api/v1/#"))
    );
    assert!(!told["detail"].as_str().unwrap_or_default().is_empty());
    told
}

#[tokio::test]
async fn every_kind_of_mistake_is_a_problem() {
    let app = office::offices().swap_remove(0);
    let token = office::token(&app, DESK).await;
    problem(&app.get("/api/v1/khong-co").await, 404);
    problem(&app.get("/api/v2").await, 404);
    let method = app
        .send(
            app.request(Method::DELETE, "/api/v1/procedures"),
            Body::empty(),
        )
        .await;
    problem(&method, 405);
    assert!(
        method.header("allow").contains("GET"),
        "{:?}",
        method.headers
    );
    problem(&app.get("/api/v1/dossiers").await, 401);
    assert!(
        app.get("/api/v1/dossiers")
            .await
            .header("www-authenticate")
            .starts_with("Bearer")
    );
    problem(
        &office::get(&app, &token, "/api/v1/dossiers/000.21.49.H23-231123-0001").await,
        404,
    );
    problem(
        &office::get(&app, &token, "/api/v1/dossiers?limit=0").await,
        422,
    );
    let unknown = problem(
        &office::get(&app, &token, "/api/v1/dossiers?trang=2").await,
        422,
    );
    assert_eq!(unknown["errors"][0]["pointer"], "trang");
    for (lost, name) in [
        ("after=abc", "after"),
        ("before=x.y", "before"),
        ("sort=due&after=ten.1", "after"),
    ] {
        let path = format!("/api/v1/dossiers?{lost}");
        let told = problem(&office::get(&app, &token, &path).await, 422);
        assert_eq!(told["errors"][0]["pointer"], name, "{lost}");
    }

    let path = "/api/v1/intake/receive";
    let with = |kind: &str| {
        app.request(Method::POST, path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, kind)
            .header("idempotency-key", "p1")
    };
    problem(&app.send(with("text/plain"), "{}".into()).await, 415);
    problem(&app.send(with("application/json"), "{".into()).await, 400);
    problem(
        &app.send(with("application/json"), vec![b' '; 1_100_000].into())
            .await,
        413,
    );
    let keyless = app
        .request(Method::POST, path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json");
    problem(&app.send(keyless, "{}".into()).await, 400);
}

#[tokio::test]
async fn each_wrong_field_is_pointed_at_in_vietnamese() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let mut body = office::birth("Nguyễn Thị Ánh");
        body["filer"]["birth"] = json!("32/13/1992");
        body["filer"]["phone"] = json!("12");
        let told = problem(
            &office::post(&app, &token, "/api/v1/intake/receive", &body).await,
            422,
        );
        let at: Vec<&str> = told["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .filter_map(|one| one["pointer"].as_str())
            .collect();
        assert!(
            at.contains(&"#/filer/birth") && at.contains(&"#/filer/phone"),
            "{told}"
        );
        let body = json!({ "procedure": 7, "filer": { "name": "" }, "x": 1 });
        let told = problem(
            &office::post(&app, &token, "/api/v1/intake/receive", &body).await,
            422,
        );
        let text = told.to_string();
        for place in ["#/x", "#/procedure", "#/filer/name", "#/filer/address"] {
            assert!(text.contains(place), "{place}: {text}");
        }
        assert!(!text.contains("không hợp lệ"), "{text}");
    }
}

#[tokio::test]
async fn the_document_and_the_routes_are_one_table() {
    let app = office::offices().swap_remove(0);
    let document = office::told(&app.get("/api/v1/openapi.json").await);
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    let mut told = 0;
    for route in api::routes()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
    {
        if ["/api/v1/", "/api/v1/openapi.json"].contains(&route.path) {
            continue;
        }
        let method = route.method.as_str().to_ascii_lowercase();
        assert!(
            paths[route.path][&method].is_object(),
            "{} {} is not told",
            route.method,
            route.path
        );
        told += 1;
    }
    let written: usize = paths
        .values()
        .filter_map(Value::as_object)
        .map(serde_json::Map::len)
        .sum();
    assert_eq!(told, written);
    let text = document.to_string();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap_or_default();
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name} is named and not told"
        );
    }
    let page = app.get("/api/v1/").await;
    assert!(page.status == 200 && page.body.contains("/api/v1/dossiers/{code}/acts/approve"));
    assert!(!page.body.contains("<script src=\"http"));
}

#[tokio::test]
async fn tracking_and_the_catalogue_are_for_everybody_and_name_nobody() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let done = office::received(&app, &token, "Nguyễn Thị Ánh").await;
        let tracking = done["tracking"].as_str().expect("a code").to_owned();
        let answer = app.get(&format!("/api/v1/tracking/{tracking}")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(office::told(&answer)["state"], "received");
        for secret in ["Ánh", "030192004217", "0912345678", "Thôn 3", "Cán bộ"] {
            assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
        }
        problem(&app.get("/api/v1/tracking/22222222").await, 404);
        let list = office::told(&app.get("/api/v1/procedures?q=ks&limit=1").await);
        assert_eq!(list["items"][0]["code"], "1.001193");
        let one = office::told(&app.get("/api/v1/procedures/1.001193").await);
        assert!(
            one["papers"]
                .as_array()
                .is_some_and(|papers| !papers.is_empty())
        );
        let quote = office::get(
            &app,
            &token,
            "/api/v1/procedures/1.001193/quote?extra_copies=2",
        )
        .await;
        assert_eq!(office::told(&quote)["total_dong"], 16_000, "{}", quote.body);
    }
}
