//! Lists, page by page to the end, and as tables.
//! For lists of any length.

use serde_json::Value;

use crate::office::{self, DESK};

#[tokio::test]
async fn paging_to_the_end_and_back_gives_the_whole_list() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let mut received = Vec::new();
        for name in ["Ánh", "Bình", "Cúc", "Dung", "Em", "Giang", "Hoa"] {
            received.push(office::code(
                &office::received(&app, &token, &format!("Nguyễn Thị {name}")).await,
            ));
        }
        for sort in ["due", "-due", "received", "-received", "name", "-name"] {
            let mut path = format!("/api/v1/dossiers?limit=2&sort={sort}");
            let mut forth = Vec::new();
            let mut last = loop {
                let answer = office::get(&app, &token, &path).await;
                let page = office::told(&answer);
                forth.extend(codes(&page));
                let Some(next) = page["next"].as_str().map(str::to_owned) else {
                    break page;
                };
                assert!(answer.header("link").contains("rel=\"next\""));
                path = next;
            };
            let mut sorted = forth.clone();
            sorted.sort();
            assert_eq!(sorted, received, "by {sort}");
            let mut back = codes(&last);
            while let Some(prev) = last["prev"].as_str().map(str::to_owned) {
                last = office::told(&office::get(&app, &token, &prev).await);
                back.splice(0..0, codes(&last));
            }
            assert_eq!(back, forth, "back by {sort}");
        }
        let table = office::get(&app, &token, "/api/v1/dossiers.csv").await.body;
        assert_eq!(table.lines().count(), 1 + received.len());
        assert!(table.starts_with('\u{feff}'));
        assert!(received.iter().all(|code| table.contains(code.as_str())));
        // Compression asks a body once more after its end.
        let squeezed = app
            .request(axum::http::Method::GET, "/api/v1/dossiers.csv")
            .header("authorization", format!("Bearer {token}"))
            .header("accept-encoding", "gzip");
        let squeezed = app.send(squeezed, axum::body::Body::empty()).await;
        assert_eq!(squeezed.header("content-encoding"), "gzip");
        assert!(squeezed.bytes.starts_with(&[0x1f, 0x8b]));
    }
}

fn codes(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(office::code).collect()
}

#[tokio::test]
async fn a_table_runs_nothing_that_was_typed_and_its_reading_is_logged() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        office::received(&app, &token, "=HYPERLINK(A1) Ánh").await;
        app.sign_in(DESK).await;
        let csv = app.get("/cb/ho-so/xuat.csv?trang-thai=tat-ca").await;
        assert_eq!(csv.status, 200);
        assert!(csv.header("content-type").starts_with("text/csv"));
        assert!(
            csv.header("content-disposition")
                .contains("ho-so-2023-11-23.csv")
        );
        assert!(csv.body.contains("\"'=HYPERLINK(A1) Ánh\""), "{}", csv.body);
        for path in [
            "/cb/ho-so/xuat.xlsx",
            "/cb/so-theo-doi/xuat.xlsx",
            "/cb/so-lieu/xuat.xlsx",
        ] {
            let sheet = app.get(path).await;
            assert!(sheet.bytes.starts_with(b"PK"), "{path}: {}", sheet.status);
        }
        let register = app.get("/cb/so-theo-doi/xuat.csv?nam=2023").await.body;
        assert_eq!(register.lines().count(), 2, "{register}");
        assert_eq!(app.get("/cb/nhat-ky-doc/xuat.csv").await.status, 403);
        app.sign_in(office::CHAIR).await;
        assert_eq!(app.get("/cb/nhat-ky-doc/xuat.csv").await.status, 200);
        app.app.flush().await.expect("readings are written");
        let logged = office::ask(&app, "SELECT why AS it FROM reading").await;
        assert!(
            ["xuất danh sách", "xuất nhật ký đọc"]
                .iter()
                .all(|why| logged.iter().any(|known| known == why)),
            "{logged:?}"
        );
        app.forget_cookies();
        app.sign_in("controller@vptk").await;
        let log = app.get("/cb/nhat-ky-doc/xuat.csv").await.body;
        assert!(log.contains("xuất danh sách"), "{log}");
        app.forget_cookies();
        app.sign_in("admin@quan_tri").await;
        assert_eq!(app.get("/cb/ho-so/xuat.csv").await.status, 403);
    }
}

#[tokio::test]
async fn an_officer_exports_only_what_the_list_shows_to_that_officer() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        office::received(&app, &token, "Nguyễn Thị Ánh").await;
        let stranger = office::token(&app, "specialist@dia_chinh").await;
        let list = office::told(&office::get(&app, &stranger, "/api/v1/dossiers?state=all").await);
        let table = office::get(&app, &stranger, "/api/v1/dossiers.csv?state=all")
            .await
            .body;
        assert_eq!(
            list["items"].as_array().map(Vec::len),
            Some(table.lines().count() - 1)
        );
    }
}

#[tokio::test]
async fn facts_by_pages_are_the_facts_stored() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        office::received(&app, &token, "Nguyễn Thị Ánh").await;
        office::received(&app, &token, "Trần Văn Bình").await;
        let stored = office::ask(
            &app,
            "SELECT measure AS it FROM fact ORDER BY measure, procedure, channel, day",
        )
        .await;
        let (mut path, mut measures) = ("/api/v1/facts?limit=1".to_owned(), Vec::new());
        loop {
            let page = office::told(&office::get(&app, &token, &path).await);
            for item in page["items"].as_array().expect("items") {
                measures.push(item["measure"].as_str().expect("a name").to_owned());
            }
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => break,
            }
        }
        assert_eq!(measures, stored);
        assert!(measures.contains(&"received".to_owned()));
        let none = office::told(&office::get(&app, &token, "/api/v1/facts?from=2030-01-01").await);
        assert_eq!(none["items"].as_array().map(Vec::len), Some(0));
    }
}

#[tokio::test]
async fn targets_are_told_with_their_exact_parts() {
    for app in office::offices() {
        let token = office::token(&app, "controller@vptk").await;
        let all = office::told(&office::get(&app, &token, "/api/v1/targets").await);
        assert_eq!(all["items"].as_array().map(Vec::len), Some(65));
        let one =
            office::told(&office::get(&app, &token, "/api/v1/targets/T-10?period=quy-4").await);
        assert_eq!(one["figures"].as_array().map(Vec::len), Some(2), "{one}");
        assert_eq!(
            office::get(&app, &token, "/api/v1/targets/T-99")
                .await
                .status,
            404
        );
        assert_eq!(
            office::get(&app, &token, "/api/v1/targets?period=mai")
                .await
                .status,
            422
        );
    }
}
