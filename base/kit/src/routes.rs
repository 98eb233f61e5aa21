//! Routes as data: path, method and who may come in; the router and the role check come from it.
//! For every feature's `routes()`, and for the test that calls every route as every role.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use domain::access::{Act, Subject, may};

use crate::app::App;
use crate::ctx::Ctx;
use crate::edge;
use crate::error::Error;
use crate::resend;

/// Who may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody: an explicit list that should only shrink.
    Public,
    /// Any signed-in officer.
    Signed,
    /// Officers whose roles hold this right in the commune served.
    Act(Act),
}

/// One route, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteSpec {
    /// `GET` or `POST`; `HEAD` follows `GET`.
    pub method: Method,
    /// The path, with `{name}` for its parts.
    pub path: &'static str,
    /// Who may come in.
    pub access: Access,
}

/// A table of routes.
#[derive(Clone, Default)]
pub struct Routes {
    specs: Vec<RouteSpec>,
    handlers: Vec<MethodRouter<App>>,
}

impl Routes {
    /// No route yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page for everybody.
    #[must_use]
    pub fn public_get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, Access::Public, get(handler))
    }

    /// A form that everybody may send.
    #[must_use]
    pub fn public_post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, Access::Public, post(handler))
    }

    /// A page for any signed-in officer.
    #[must_use]
    pub fn signed_get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, Access::Signed, get(handler))
    }

    /// A form that any signed-in officer may send.
    #[must_use]
    pub fn signed_post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, Access::Signed, post(handler))
    }

    /// A page for officers with a right.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, act: Act, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, Access::Act(act), get(handler))
    }

    /// A form that officers with a right may send.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, act: Act, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, Access::Act(act), post(handler))
    }

    /// Another feature's routes after these.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.specs.extend(other.specs);
        self.handlers.extend(other.handlers);
        self
    }

    /// The table.
    pub fn iter(&self) -> std::slice::Iter<'_, RouteSpec> {
        self.specs.iter()
    }

    /// The router: every route behind its check, every answer through the edge.
    pub fn into_router(self, app: App) -> Router {
        let mut router = Router::new();
        for (spec, handler) in self.specs.into_iter().zip(self.handlers) {
            let guarded = match spec.access {
                Access::Public => handler,
                Access::Signed | Access::Act(_) => {
                    let door = Arc::new((app.clone(), spec.access));
                    handler.route_layer(from_fn_with_state(door, check))
                }
            };
            router = router.route(spec.path, guarded);
        }
        edge::around(router, app)
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        handler: MethodRouter<App>,
    ) -> Self {
        self.specs.push(RouteSpec {
            method,
            path,
            access,
        });
        self.handlers.push(handler);
        self
    }
}

/// Session, then officer, then right; only then the handler. What concerns one
/// dossier (whose step it is) is asked in the handler, which has loaded it.
async fn check(
    State(door): State<Arc<(App, Access)>>,
    ctx: Ctx,
    request: Request,
    next: Next,
) -> Response {
    let (app, access) = (&door.0, door.1);
    let Some(actor) = ctx.actor() else {
        if ctx.is_api() {
            return Error::SignedOut.into_response();
        }
        return resend::ask_to_sign_in(app, &ctx, request).await;
    };
    if let Access::Act(act) = access
        && let Err(denied) = may(actor, act, &Subject::agency(app.agency()))
    {
        return Error::Denied(denied).into_response();
    }
    next.run(request).await
}
