//! `GET /healthz`: whether the database takes a row and gives it back.
//! For whatever restarts the program or calls somebody when it does not.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use tokio::sync::Mutex;

use crate::app::App;

/// The last answer of the database, kept a moment: whoever asks often must not keep the disk busy.
#[derive(Clone)]
struct Pulse(App, Arc<Mutex<Option<(Instant, bool)>>>);

const PULSE_SECONDS: u64 = 5;

/// The route's answer.
pub(crate) fn route(app: &App) -> MethodRouter<App> {
    get(health).with_state(Pulse(app.clone(), Arc::default()))
}

async fn health(State(Pulse(app, last)): State<Pulse>) -> Response {
    let mut last = last.lock().await;
    let is_well = match *last {
        Some((asked, is_well)) if asked.elapsed().as_secs() < PULSE_SECONDS => is_well,
        _ => match app.db().beat(app.clock().real_now()).await {
            Ok(()) => true,
            Err(why) => {
                tracing::error!(%why, "the database does not pass the health check");
                false
            }
        },
    };
    if last.is_none_or(|(asked, _)| asked.elapsed().as_secs() >= PULSE_SECONDS) {
        *last = Some((Instant::now(), is_well));
    }
    if is_well {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response()
    }
}
