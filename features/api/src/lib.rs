//! The interface for programs: `/api/v1`, its tokens and its document; and lists as CSV and XLSX.
//! For other systems of the commune and the district, with the rights and events of the pages.

mod acts;
mod answer;
mod call;
mod document;
mod dossiers;
mod endpoint;
mod export;
mod facts;
mod files;
mod guide;
mod intake;
mod money;
mod mount;
mod pace;
mod procedures;
mod quote;
mod repeat;
mod scope;
mod shape;
mod targets;
mod tokens;
mod tracking;

use axum::extract::State;
use kit::{App, Result, Routes};

pub use repeat::forget_answers;
pub use tokens::{NewToken, bearer_of, counts, end_tokens, make, scopes, secret};

use answer::Json;
use endpoint::Endpoint;

/// Every address of the interface.
fn endpoints() -> Vec<Endpoint> {
    let mut all = procedures::endpoints();
    all.extend(tracking::endpoints());
    all.extend(quote::endpoints());
    all.extend(intake::endpoints());
    all.extend(dossiers::endpoints());
    all.extend(acts::endpoints());
    all.extend(files::endpoints());
    all.extend(money::endpoints());
    all.extend(facts::endpoints());
    all.extend(targets::endpoints());
    all.extend(export::endpoints());
    all
}

/// The routes of this feature.
pub fn routes() -> Routes {
    mount::routes(endpoints())
        .public_get("/api/v1/", guide::page)
        .public_get("/api/v1", guide::page)
        .public_get("/api/v1/openapi.json", openapi)
        .merge(tokens::routes())
        .merge(export::routes())
}

/// `GET /api/v1/openapi.json`
async fn openapi(State(app): State<App>) -> Result {
    let document = document::document(&endpoints(), &app.commune().name, app.public_url());
    Ok(axum::response::IntoResponse::into_response(
        Json::of(document).public(),
    ))
}
