//! Headers that every answer carries, so that a page can neither be framed nor run a stranger's code.
//! For the edge; a handler that sets one of them itself (a file in a frame) keeps its own.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::ctx::is_office;

/// Images may also stand in style sheets (`data:`); all else comes from us.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Addresses of dossiers hold codes, which other sites must not learn.
const REFERRER: &str = "same-origin";
/// In the office an address may also hold the name that was looked for, which a proxy in between
/// would write into its log with the next page. Not `no-referrer`: browsers then send `Origin: null`
/// with forms, and forms of unknown origin are refused.
const REFERRER_OF_OFFICE: &str = "strict-origin";

pub(crate) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_office = is_office(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut unless_set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    for (name, value) in ALWAYS {
        unless_set(name, value);
    }
    let referrer = if is_office {
        REFERRER_OF_OFFICE
    } else {
        REFERRER
    };
    unless_set(header::REFERRER_POLICY, referrer);
    if app.is_https() {
        unless_set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if is_office {
        unless_set(HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
        // Why: counters share computers, and these pages show personal data.
        unless_set(header::CACHE_CONTROL, "no-store");
    } else {
        unless_set(header::CACHE_CONTROL, "no-cache");
    }
    response
}
