//! Style sheets, script, fonts and images, embedded and served under an address that never lies.
//! For layouts: `page.asset("citizen.css")` gives `/a/<hash>/citizen.css`, kept by browsers for ever.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The address of an asset. One hash covers all, so that a style sheet's own
/// relative addresses (fonts, images) lead to the matching files.
pub fn address(name: &str) -> String {
    debug_assert!(find(name).is_some(), "there is no asset named {name}");
    format!("/a/{HASH}/{name}")
}

/// The names of all assets.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

fn find(name: &str) -> Option<&'static [u8]> {
    FILES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, bytes)| *bytes)
}

pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/a/{hash}/{name}", get(serve)).route(
        "/favicon.ico",
        get(|| serve(Path((HASH.to_owned(), "icon.svg".to_owned())))),
    )
}

/// A page of the version before may still ask by the old hash: it gets the present file, uncached.
async fn serve(Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(bytes) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if hash == HASH { FOR_EVER } else { ASK_AGAIN };
    let kind = HeaderValue::from_static(media_type(&name));
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)],
        bytes,
    )
        .into_response()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
