//! Says that a line ends when an answer came before its question was heard to the end.
//! For proxies and programs that keep lines open: one that ends unsaid costs them their next question.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::http::{HeaderValue, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt as _;

/// Adds `Connection: close` where a part of the body was left lying (RFC 9112, 9.6). A body that
/// does not say its length counts as left lying: it is no browser's, and its sender calls again.
pub(crate) async fn told(request: Request, next: Next) -> Response {
    let length = request.body().size_hint().exact().unwrap_or(u64::MAX);
    if length == 0 || request.version() > Version::HTTP_11 {
        return next.run(request).await;
    }
    let left = Arc::new(AtomicU64::new(length));
    let counted = Arc::clone(&left);
    let heard = request.map(|body| {
        Body::new(body.map_frame(move |frame| {
            let bytes = frame.data_ref().map_or(0, |data| data.len());
            let bytes = u64::try_from(bytes).expect("a length in memory fits in 64 bits");
            counted.fetch_sub(bytes, Ordering::Relaxed);
            frame
        }))
    });
    let mut response = next.run(heard).await;
    if left.load(Ordering::Relaxed) > 0 {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}
