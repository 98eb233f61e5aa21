//! What surrounds every route: who asks, time and size limits, panics, error pages, headers.
//! For `Routes::into_router`; a handler never sees any of it.

use std::any::Any;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use store::{Reader, StoreError};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;

use crate::app::{App, NavCount};
use crate::assets;
use crate::bearer::{self, Brought};
use crate::ctx::{Circumstances, Ctx, is_api, is_office};
use crate::error::{Error, Result, Unrendered};
use crate::form::{FORM_BYTES_MAX, is_multipart};
use crate::headers;
use crate::health;
use crate::message;
use crate::meter;
use crate::peer::ip_of;
use crate::problem;
use crate::session::{self, Needs, SEEN_EVERY_MINUTES, Session};
use crate::unread;
use crate::words;
use domain::access::Actor;

/// Nobody guesses 256 bits; whoever tries waits a moment each time, and is told the same.
const GUESS_DELAY: Duration = Duration::from_millis(100);
/// A page that takes longer is not waited for.
const PAGE_SECONDS_MAX: u64 = 30;
/// A file of 20 MB over a village's slow line takes its time.
const UPLOAD_SECONDS_MAX: u64 = 600;

pub(crate) fn around(router: Router<App>, app: App) -> Router {
    let squeezable = DefaultPredicate::new()
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new(
            "application/vnd.openxmlformats",
        ));
    router
        .fallback(async || Error::Missing)
        .method_not_allowed_fallback(async || Error::WrongMethod)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(in_time))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(
            same_site(app.public_url())
                .with_rejection_response(|_| Error::CrossSite.into_response()),
        )
        .layer(from_fn_with_state(app.clone(), known))
        .merge(assets::router())
        .route("/healthz", health::route(&app))
        .layer(CompressionLayer::new().compress_when(squeezable))
        .layer(from_fn_with_state(app.clone(), headers::protect))
        .layer(from_fn(unread::told))
        .with_state(app)
}

/// Forms come from our own pages only: by `Sec-Fetch-Site`, else by `Origin`. Behind a proxy
/// that rewrites `Host`, the public address is trusted by name.
fn same_site(public_url: &str) -> CsrfLayer {
    let Some((scheme, rest)) = public_url.split_once("://") else {
        return CsrfLayer::new();
    };
    let host = rest.split('/').next().unwrap_or_default();
    CsrfLayer::new()
        .add_trusted_origin(format!("{scheme}://{host}"))
        .unwrap_or_else(|why| {
            tracing::warn!(%why, "the public address is not taken as an origin of forms");
            CsrfLayer::new()
        })
}

fn panicked(payload: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let why = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("of unknown kind");
    Error::Fault(format!("panic: {why}")).into_response()
}

async fn in_time(request: Request, next: Next) -> Response {
    let seconds = if is_multipart(request.headers()) {
        UPLOAD_SECONDS_MAX
    } else {
        PAGE_SECONDS_MAX
    };
    tokio::time::timeout(Duration::from_secs(seconds), next.run(request))
        .await
        .unwrap_or_else(|_| Error::Uncertain(format!("no answer in {seconds} s")).into_response())
}

/// Finds out who asks, lets the request through, and makes a page of every error.
async fn known(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (started, method) = (Instant::now(), request.method().clone());
    // Why the pattern and not the path: logs hold no codes that open a dossier.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let cookie = session::id_from_cookie(request.headers());
    let wants = Wants {
        // A form shown again has the same menu as the page it was sent from.
        counts: !is_part(&request),
        notice: method == Method::GET && !is_part(&request),
    };
    let found = asked(&request);
    let (ctx, trouble) = match bearer::brought(request.headers()) {
        // Why only there: pages ask for no scopes, so a token must open none.
        Brought::Secret(secret) if is_api(&found.path) => program(&app, found, secret).await,
        Brought::Else if is_api(&found.path) => (Ctx::new(found), Some(Error::SignedOut)),
        _ => circumstances(&app, found, cookie, wants).await,
    };
    request.extensions_mut().insert(ctx.clone());
    let response = match trouble {
        Some(error) => error.into_response(),
        // Why here: no address of ours holds U+0000, and the store takes it for a fault.
        None if ctx.path().contains("%00") => Error::Missing.into_response(),
        None => next.run(request).await,
    };
    let response = rendered(&app, &ctx, response);
    meter::note(response.status(), started.elapsed());
    tracing::info!(
        %method,
        route = route.as_ref().map_or("none", MatchedPath::as_str),
        status = response.status().as_u16(),
        ms = started.elapsed().as_millis(),
        "answered"
    );
    response
}

/// What the request itself says, before anybody is recognised.
fn asked(request: &Request) -> Circumstances {
    let uri = request.uri();
    Circumstances {
        path: uri.path().to_owned(),
        target: uri
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string),
        ip: ip_of(request),
        session: None,
        actor: None,
        bearer: None,
        notice: None,
        counts: Vec::new(),
    }
}

/// What the answer's page will show of the session.
#[derive(Clone, Copy)]
struct Wants {
    counts: bool,
    notice: bool,
}

/// Who asks. If the database does not say, the request goes no further, but its page still knows its path.
async fn circumstances(
    app: &App,
    mut found: Circumstances,
    cookie: Option<String>,
    wants: Wants,
) -> (Ctx, Option<Error>) {
    let Some(id) = cookie else {
        return (Ctx::new(found), None);
    };
    match officer(app, id, wants.counts && is_office(&found.path)).await {
        Ok(Some(seen)) => {
            note_seen(app, &seen.session);
            if wants.notice
                && let Some((at, notice)) = &seen.session.notice
            {
                found.notice = app
                    .later()
                    .shown(&seen.session.id, *at)
                    .then(|| notice.clone());
            }
            found.session = Some(seen.session);
            found.actor = seen.actor;
            found.counts = seen.counts;
            (Ctx::new(found), None)
        }
        Ok(None) => (Ctx::new(found), None),
        Err(error) => (Ctx::new(found), Some(error)),
    }
}

/// The program whose token this is, with the rights that its account has now of its own: whoever is
/// absent trusted a person to stand in, not that person's programs. A secret that opens nothing is
/// slowed by address; one that opens is never kept waiting by a stranger's guesses.
async fn program(app: &App, mut found: Circumstances, secret: String) -> (Ctx, Option<Error>) {
    let (supplied, agency) = (*app.supplied(), app.agency().to_owned());
    let (real, law) = (app.clock().real_now(), app.law_now());
    let looked = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let Some(bearer) = (supplied.bearer_of)(reader, &secret, real)? else {
                return Ok(None);
            };
            let actor = (supplied.actor_of)(reader, &bearer.account, law)?;
            Ok(actor
                .filter(|actor| actor.agency == agency)
                .map(|actor| Actor {
                    covers: Vec::new(),
                    ..actor
                })
                .map(|actor| (bearer, actor)))
        })
        .await;
    match looked {
        Ok(Some((bearer, actor))) => {
            found.bearer = Some(bearer);
            found.actor = Some(actor);
            (Ctx::new(found), None)
        }
        Ok(None) => {
            let ctx = Ctx::new(found);
            let attempt = ctx.attempt("api-token");
            if app.throttle().check(&attempt).is_err() {
                tokio::time::sleep(GUESS_DELAY).await;
            }
            app.throttle().failed(&attempt);
            (ctx, Some(Error::SignedOut))
        }
        Err(error) => (Ctx::new(found), Some(error.into())),
    }
}

/// Someone without a session who asks for `path`, for tests.
pub(crate) fn stranger(path: &str) -> Ctx {
    Ctx::new(Circumstances {
        path: path.to_owned(),
        target: path.to_owned(),
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        session: None,
        actor: None,
        bearer: None,
        notice: None,
        counts: Vec::new(),
    })
}

struct Seen {
    session: Session,
    actor: Option<Actor>,
    counts: Vec<NavCount>,
}

async fn officer(app: &App, id: String, with_counts: bool) -> Result<Option<Seen>> {
    let (supplied, agency) = (*app.supplied(), app.agency().to_owned());
    let (real, law) = (app.clock().real_now(), app.law_now());
    app.read(move |reader: &mut Reader<'_>| {
        let Some(session) = session::find(reader, &agency, &id, real)? else {
            return Ok(None);
        };
        let actor = match session.needs {
            Needs::Nothing => (supplied.actor_of)(reader, &session.user, law)?,
            Needs::SecondFactor | Needs::NewPassword | Needs::NewSecondFactor => None,
        };
        let actor = actor.filter(|actor| actor.agency == agency);
        let counts = match &actor {
            Some(actor) if with_counts => (supplied.counts)(reader, actor, law)?,
            _ => Vec::new(),
        };
        Ok(Some(Seen {
            session,
            actor,
            counts,
        }))
    })
    .await
}

fn note_seen(app: &App, session: &Session) {
    let now = app.clock().real_now();
    if now.minutes_since(session.seen_at) >= SEEN_EVERY_MINUTES {
        app.later().seen(&session.id, now);
    }
}

/// Asked for by a script, an image or a frame, not as a page of its own.
fn is_part(request: &Request) -> bool {
    request
        .headers()
        .get("sec-fetch-dest")
        .is_some_and(|value| value != "document")
}

/// Our own errors, and bare ones of the layers below, as pages.
fn rendered(app: &App, ctx: &Ctx, mut response: Response) -> Response {
    if let Some(Unrendered(error)) = response.extensions_mut().remove() {
        if ctx.is_api() {
            return problem::render(app, ctx, &error, response.headers());
        }
        return message::render(app, ctx, error);
    }
    if ctx.is_api() {
        return bare_to_program(app, ctx, response);
    }
    let is_bare = !response.headers().contains_key(header::CONTENT_TYPE)
        || response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "text/plain; charset=utf-8");
    match response.status() {
        status if !is_bare || !(status.is_client_error() || status.is_server_error()) => response,
        StatusCode::PAYLOAD_TOO_LARGE => {
            let sentence = words::form_too_large(FORM_BYTES_MAX / 1024);
            message::render(app, ctx, Error::TooLarge(sentence))
        }
        status if status.is_client_error() => message::render(app, ctx, Error::Missing),
        status => message::render(app, ctx, Error::fault(status)),
    }
}

/// A bare answer of the layers below as a problem; answers of our own pass.
fn bare_to_program(app: &App, ctx: &Ctx, response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_bare = kind.is_none_or(|kind| kind == "text/plain; charset=utf-8");
    if !is_bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let error = match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Error::TooLarge(words::form_too_large(FORM_BYTES_MAX / 1024))
        }
        status if status.is_client_error() => Error::misfit(status, words::unfit_request()),
        status => Error::fault(status),
    };
    problem::render(app, ctx, &error, response.headers())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strange_public_address_does_not_stop_the_program() {
        for url in [
            "",
            "https://xa.example/mot-cua",
            "http://127.0.0.1:8080",
            "https://xã.example",
        ] {
            let _ = same_site(url);
        }
    }
}
