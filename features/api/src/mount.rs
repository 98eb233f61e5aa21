//! The addresses as routes: each call is paced, read, done, and its answer held against its shape.
//! For the router; a handler sees only calls that fit.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawPathParams, Request, State};
use axum::response::{IntoResponse as _, Response};
use domain::moment::Moment;
use kit::{App, Ctx, Error, FieldErrors, Result, Routes};

use crate::answer::{Answer, Json};
use crate::call::{Call, reaches};
use crate::endpoint::{Door, Endpoint, Gives};
use crate::pace::Pace;
use crate::tokens;

/// Every endpoint as a route.
pub(crate) fn routes(endpoints: Vec<Endpoint>) -> Routes {
    let pace = Arc::new(Pace::default());
    endpoints.into_iter().fold(Routes::new(), |routes, one| {
        let (path, door, is_get) = (one.path, one.door, one.method == axum::http::Method::GET);
        let (one, pace) = (Arc::new(one), Arc::clone(&pace));
        let handler =
            move |State(app): State<App>, ctx: Ctx, parts: RawPathParams, request: Request| {
                answered(
                    Arc::clone(&one),
                    Arc::clone(&pace),
                    app,
                    ctx,
                    parts,
                    request,
                )
            };
        match (door, is_get) {
            (Door::Public, true) => routes.public_get(path, handler),
            (Door::Public, false) => routes.public_post(path, handler),
            (Door::Right(act, _), true) => routes.get(path, act, handler),
            (Door::Right(act, _), false) => routes.post(path, act, handler),
        }
    })
}

async fn answered(
    endpoint: Arc<Endpoint>,
    pace: Arc<Pace>,
    app: App,
    ctx: Ctx,
    parts: RawPathParams,
    request: Request,
) -> Result {
    reaches(&endpoint, &ctx)?;
    paced(&pace, &app, &ctx).await?;
    let path: BTreeMap<String, String> = parts
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let call = Call::read(&endpoint, (app, ctx), path, request).await?;
    Ok(match (endpoint.run)(call).await? {
        Answer::Raw(response) => response,
        Answer::Json(json) => told(&endpoint, json),
    })
}

/// Takes one call from what this caller has left, and notes the use of a token now and then.
async fn paced(pace: &Pace, app: &App, ctx: &Ctx) -> Result<()> {
    let now: Moment = app.clock().real_now();
    let caller = match (ctx.bearer(), ctx.actor()) {
        (Some(bearer), _) => format!("token:{}", bearer.token),
        (None, Some(actor)) => actor.by(),
        (None, None) => format!("ip:{}", ctx.ip()),
    };
    pace.take(&caller, now)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    if let Some(bearer) = ctx.bearer()
        && let Some(calls) = pace.to_note(&caller, now)
    {
        tokens::note_use(app, bearer.token.clone(), now, calls).await?;
    }
    Ok(())
}

/// The answer. In builds for tests it must fit the document word for word.
fn told(endpoint: &Endpoint, json: Json) -> Response {
    if cfg!(debug_assertions) {
        let Gives::Json(status, shape) = &endpoint.gives else {
            panic!("{} gives no JSON by the document", endpoint.id);
        };
        let mut errors = FieldErrors::new();
        let body = serde_json::from_str(&json.body).expect("an answer is JSON");
        shape.check(&body, "", &mut errors);
        assert!(
            errors.is_empty() && json.status.as_u16() == *status,
            "{} {} answers otherwise than the document says: {errors:?}",
            endpoint.id,
            json.status
        );
    }
    json.into_response()
}
