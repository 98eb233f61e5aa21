//! Several communes behind one address: each request goes to the commune of its `Host`.
//! For `serve` and `demo`; a stranger to all of them learns the name of none.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use tower::ServiceExt as _;

/// Asked by whatever watches the program, by whatever name it knows the machine.
const WATCHED: [&str; 2] = ["/healthz", "/metrics"];

const UNKNOWN: &str = "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Sai địa chỉ</title></head><body><h1>Sai địa chỉ</h1><p>Ở địa chỉ này không có trang một cửa nào. Hãy xem lại địa chỉ ghi trên giấy hẹn, hoặc hỏi bộ phận một cửa của xã.</p></body></html>";

/// One router for all: by host name. With a single commune any name leads to it.
pub fn router(mut served: Vec<(Option<String>, Router)>) -> Router {
    if served.len() == 1
        && let Some((_, only)) = served.pop()
    {
        return only;
    }
    let served = Arc::new(served);
    Router::new().fallback(move |request: Request| {
        let found = find(&served, request.headers(), request.uri()).cloned();
        async move {
            match found {
                Some(router) => router.oneshot(request).await.into_response(),
                None => unknown(),
            }
        }
    })
}

fn find<'a>(
    served: &'a [(Option<String>, Router)],
    headers: &HeaderMap,
    uri: &Uri,
) -> Option<&'a Router> {
    if WATCHED.contains(&uri.path()) {
        return served.first().map(|(_, router)| router);
    }
    let host = host_of(headers, uri)?;
    let is_it = |name: &Option<String>| name.as_deref().is_some_and(|name| bare(name) == host);
    served
        .iter()
        .find(|(name, _)| is_it(name))
        .map(|(_, router)| router)
}

fn host_of(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let named = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    named.or_else(|| uri.host()).map(bare)
}

/// A host name as it is compared: small letters, without port and final dot.
pub fn bare(host: &str) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn unknown() -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::MISDIRECTED_REQUEST, headers, Html(UNKNOWN)).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::routing::get;

    use super::*;

    fn commune(name: &'static str) -> Router {
        Router::new()
            .route("/", get(move || async move { name }))
            .route("/healthz", get(async || "ok"))
    }

    async fn asked(router: &Router, host: &str, path: &str) -> (StatusCode, String) {
        let request = Request::builder().uri(path).header(header::HOST, host);
        let request = request.body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 10_000)
            .await
            .expect("a body");
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    #[tokio::test]
    async fn each_host_leads_to_its_own_commune_and_a_strange_one_to_none() {
        let both = router(vec![
            (Some("a.example".into()), commune("xã A")),
            (Some("B.example:8080".into()), commune("xã B")),
        ]);
        assert_eq!(asked(&both, "a.example", "/").await.1, "xã A");
        assert_eq!(asked(&both, "A.EXAMPLE.:443", "/").await.1, "xã A");
        assert_eq!(asked(&both, "b.example", "/").await.1, "xã B");
        for strange in ["c.example", "127.0.0.1:8080", "[::1]:8080", ""] {
            let (status, body) = asked(&both, strange, "/").await;
            assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{strange}");
            assert!(
                body.contains("Sai địa chỉ") && !body.contains("xã A"),
                "{body}"
            );
        }
        assert_eq!(asked(&both, "127.0.0.1", "/healthz").await.1, "ok");
    }

    #[tokio::test]
    async fn a_single_commune_answers_by_any_name() {
        let only = router(vec![(Some("a.example".into()), commune("xã A"))]);
        assert_eq!(asked(&only, "10.0.0.7", "/").await.1, "xã A");
    }
}
