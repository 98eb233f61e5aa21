//! What every answer carries, and what happens when something breaks.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use kit::asset_address;
use store::{Reader, Sql, StoreError, params};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::common::{apps, reasons, routes};

#[tokio::test]
async fn a_panic_gives_a_page_with_a_reference_and_no_detail() {
    for test in apps() {
        for path in ["/panic", "/fault"] {
            let answer = test.get(path).await;
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
            assert!(!answer.body.contains("secret"));
            assert!(answer.body.contains("0220 000 0000"), "whom to call");
            let (_, after) = answer.body.split_once("Mã sự cố").unwrap();
            let reference: String = after
                .split_once('>')
                .map(|(_, rest)| {
                    rest.chars()
                        .take_while(char::is_ascii_alphanumeric)
                        .collect()
                })
                .unwrap();
            assert_eq!(reference.len(), 8, "{after}");
        }
        assert_eq!(
            test.get("/").await.status,
            StatusCode::OK,
            "it goes on serving"
        );
    }
}

#[tokio::test]
async fn an_unknown_address_or_method_gets_a_page_that_says_what_to_do() {
    for test in apps() {
        let answer = test.get("/khong-co").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains("Không tìm thấy trang này"));
        assert!(answer.body.contains("gọi 0220 000 0000"));
        assert_eq!(
            test.post("/", &[]).await.status,
            StatusCode::METHOD_NOT_ALLOWED
        );
        assert!(!answer.body.contains("không hợp lệ"));
    }
}

#[tokio::test]
async fn an_address_with_nul_is_unknown_and_no_fault() {
    for test in apps() {
        test.sign_in("one_stop").await;
        for path in ["/loi/%00", "/cb/%00", "/%00"] {
            assert_eq!(test.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_protecting_headers() {
    for test in apps() {
        for path in [
            "/",
            "/khong-co",
            "/panic",
            &asset_address("app.js"),
            "/cb/viec",
            "/healthz",
        ] {
            let answer = test.get(path).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("default-src 'self'"), "{path}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'"));
            assert!(!policy.contains("unsafe"));
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            let referrer = if path.starts_with("/cb") {
                "strict-origin"
            } else {
                "same-origin"
            };
            assert_eq!(answer.header("referrer-policy"), referrer, "{path}");
            assert!(!answer.header("strict-transport-security").is_empty());
        }
    }
}

#[tokio::test]
async fn office_pages_are_neither_indexed_nor_kept() {
    for test in apps() {
        test.sign_in("one_stop").await;
        let office = test.get("/cb/viec").await;
        assert_eq!(office.header("x-robots-tag"), "noindex, nofollow");
        assert_eq!(office.header("cache-control"), "no-store");
        let public = test.get("/").await;
        assert_eq!(public.header("x-robots-tag"), "");
    }
}

#[tokio::test]
async fn the_layouts_show_the_frame_of_the_page() {
    for test in apps() {
        let public = test.get("/").await.body;
        assert!(public.contains("<title>Trang chủ – UBND xã Quang Khải</title>"));
        assert!(public.contains(r#"href="/thu-tuc""#));
        test.sign_in("one_stop+clerk").await;
        let office = test.get("/cb/viec").await.body;
        assert!(office.contains("Cán bộ one_stop+clerk") && office.contains("Một cửa, Văn thư"));
        assert!(office.contains(r#"aria-current="page""#));
        assert!(office.contains("count--urgent"));
        assert!(!office.contains("style=\""), "the policy forbids it");
    }
}

#[tokio::test]
async fn assets_never_change_under_their_address() {
    for test in apps() {
        let address = asset_address("citizen.css");
        let answer = test.get(&address).await;
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
        assert!(answer.body.contains("Inter VN"));
        let older = test.get("/a/0000000000000000/citizen.css").await;
        assert_eq!(
            (older.status, older.header("cache-control")),
            (StatusCode::OK, "no-cache")
        );
        assert_eq!(
            test.get("/a/0000000000000000/x.css").await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn every_address_in_a_style_sheet_leads_to_an_asset() {
    for test in apps() {
        for sheet in ["citizen.css", "officer.css", "paper.css"] {
            let body = test.get(&asset_address(sheet)).await.body;
            for part in body.split("url(").skip(1) {
                let name = part.split(')').next().unwrap().trim_matches(['"', '\'']);
                let is_known = kit::asset_names().any(|known| known == name);
                assert!(
                    is_known || name.starts_with("data:"),
                    "{sheet} asks for {name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn pages_are_compressed_and_fonts_are_not_compressed_again() {
    for test in apps() {
        for (path, expected) in [
            (asset_address("citizen.css"), "gzip"),
            (asset_address("inter-vn-a.woff2"), ""),
        ] {
            let request = test
                .request(Method::GET, &path)
                .header("accept-encoding", "gzip");
            let answer = test.send(request, Body::empty()).await;
            assert_eq!(answer.header("content-encoding"), expected, "{path}");
        }
    }
}

#[tokio::test]
async fn health_asks_the_database() {
    for test in apps() {
        let answer = test.get("/healthz").await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "ok\n")
        );
    }
}

#[tokio::test]
async fn serving_ends_in_order_and_writes_the_readings_that_wait() {
    for test in apps() {
        test.sign_in("one_stop").await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let router = routes().into_router(test.app.clone());
        let serving = tokio::spawn(kit::serve_until(
            test.app.clone(),
            router,
            listener,
            async {
                ended.await.unwrap();
            },
        ));
        let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
        let token = test.token().unwrap();
        let request = format!(
            "GET /cb/viec HTTP/1.1\r\nHost: x\r\nCookie: mc={token}\r\nConnection: close\r\n\r\n"
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        end.send(()).unwrap();
        serving.await.unwrap().unwrap();
        let rows = test
            .app
            .read(|reader: &mut Reader<'_>| -> Result<_, StoreError> {
                reader.rows(
                    "SELECT agency, read_by, subject, why FROM reading",
                    params![],
                )
            });
        let rows = rows.await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].get::<String>("read_by").unwrap(), "user:one_stop");
        assert_eq!(rows[0].get::<String>("subject").unwrap(), "dossier:d1");
    }
}

/// What a line that is kept open answers to two questions, one after the other.
async fn asked_twice(address: std::net::SocketAddr, first: &str) -> String {
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let second = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    socket.write_all(first.as_bytes()).await.unwrap();
    // Why its failure passes: a line that was told to end may be gone by now.
    let _ = socket.write_all(second.as_bytes()).await;
    let mut answers = String::new();
    let _ = socket.read_to_string(&mut answers).await;
    answers
}

#[tokio::test]
async fn a_line_whose_question_was_not_heard_to_the_end_is_said_to_close() {
    for test in apps() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = routes().into_router(test.app.clone());
        let serving = tokio::spawn(kit::serve_until(
            test.app.clone(),
            router,
            listener,
            std::future::pending(),
        ));
        let post = |path: &str, body: &str| {
            format!(
                "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        let unheard = asked_twice(address, &post("/healthz", &"a=b&".repeat(50_000))).await;
        assert!(unheard.starts_with("HTTP/1.1 405"), "{unheard}");
        assert!(unheard.contains("\r\nconnection: close\r\n"), "{unheard}");
        let get = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        let both = asked_twice(address, get).await;
        assert_eq!(both.matches("HTTP/1.1 200").count(), 2, "{both}");
        serving.abort();
    }
}

#[tokio::test]
async fn every_reason_has_its_status_and_a_page_that_says_what_to_do() {
    for test in apps() {
        for (n, reason) in reasons().into_iter().enumerate() {
            let answer = test.get(&format!("/loi/{n}")).await;
            assert_eq!(answer.status, reason.status(), "{reason:?}");
            assert!(answer.body.contains("<h1>"), "{reason:?}");
            assert!(!answer.body.contains("secret"), "{reason:?}");
            assert!(!answer.body.contains("không hợp lệ"), "{reason:?}");
            let says_what_to_do = [
                "gọi 0220 000 0000",
                "Hãy xem bản mới nhất",
                "Hãy mở trang của xã",
            ];
            let is_said = says_what_to_do
                .iter()
                .any(|next| answer.body.contains(next));
            assert!(is_said, "{reason:?}: {}", answer.body);
        }
        let wait = reasons()
            .iter()
            .position(|r| matches!(r, kit::Error::TooMany { .. }));
        let answer = test.get(&format!("/loi/{}", wait.unwrap())).await;
        assert_eq!(answer.header("retry-after"), "64");
        assert!(answer.body.contains("64 giây"));
        assert_eq!(test.get("/loi/x").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn templates_write_moments_and_money_as_people_do() {
    for test in apps() {
        let expected = "17:00, 23/11/2023|—|2023-11-23T17:00|23/11/2023|23/11/2023|17:00|\
                        8.000\u{a0}đ|1.204|0301******17|0301******17";
        assert_eq!(test.get("/dinh-dang").await.body, expected);
    }
}
