//! `GET /robots.txt`: search engines read the procedures, never a dossier's page.
//! For search engines.

use axum::http::header;
use axum::response::IntoResponse;

const TEXT: &str = "User-agent: *\nDisallow: /cb\nDisallow: /ld\nDisallow: /qt\nDisallow: /t/\nDisallow: /tra-cuu\nDisallow: /tim\n";

/// `GET /robots.txt`
pub(crate) async fn text() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], TEXT)
}
