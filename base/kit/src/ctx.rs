//! Who asks, from where and for which page: known once per request, before any handler.
//! For handlers: `Ctx` for every page, `Officer` where a signed-in officer is needed.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::access::Actor;

use crate::app::{App, NavCount};
use crate::bearer::Bearer;
use crate::error::Error;
use crate::session::{Notice, Session};
use crate::throttle::Attempt;

/// The circumstances of one request; clones are cheap.
#[derive(Clone, Debug)]
pub struct Ctx(Arc<Circumstances>);

#[derive(Debug)]
pub(crate) struct Circumstances {
    pub(crate) path: String,
    /// Path and query, as asked.
    pub(crate) target: String,
    pub(crate) ip: IpAddr,
    pub(crate) session: Option<Session>,
    pub(crate) actor: Option<Actor>,
    pub(crate) bearer: Option<Bearer>,
    pub(crate) notice: Option<Notice>,
    pub(crate) counts: Vec<NavCount>,
}

impl Ctx {
    pub(crate) fn new(circumstances: Circumstances) -> Self {
        Self(Arc::new(circumstances))
    }

    /// The path asked for.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Path and query, as asked.
    pub fn target(&self) -> &str {
        &self.0.target
    }

    /// The address that asks, also behind a proxy on this machine.
    pub fn ip(&self) -> IpAddr {
        self.0.ip
    }

    /// The session of the browser, also one that still needs a second factor.
    pub fn session(&self) -> Option<&Session> {
        self.0.session.as_ref()
    }

    /// The token of the program that asks, under `/api/`.
    pub fn bearer(&self) -> Option<&Bearer> {
        self.0.bearer.as_ref()
    }

    /// Whether a program asks, which reads problem details and no pages.
    pub fn is_api(&self) -> bool {
        is_api(&self.0.path)
    }

    /// The officer, when signed in completely.
    pub fn actor(&self) -> Option<&Actor> {
        self.0.actor.as_ref()
    }

    /// The sentence that the act before left for this page.
    pub fn notice(&self) -> Option<&Notice> {
        self.0.notice.as_ref()
    }

    /// An attempt of this address at `target`, for the throttle.
    pub fn attempt(&self, target: &str) -> Attempt {
        Attempt::new(self.ip(), target)
    }

    /// Whether this is a page for officers, leaders or administrators.
    pub fn is_office(&self) -> bool {
        is_office(&self.0.path)
    }

    pub(crate) fn counts(&self) -> &[NavCount] {
        &self.0.counts
    }
}

/// Whether a path belongs to the interface for programs.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Whether a path belongs to officers (`/cb`), leaders (`/ld`) or administrators (`/qt`).
pub(crate) fn is_office(path: &str) -> bool {
    ["/cb", "/ld", "/qt"].iter().any(|head| {
        path.strip_prefix(head)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::fault("the route was not built by Routes::into_router"))
    }
}

/// The signed-in officer.
#[derive(Clone, Debug)]
pub struct Officer(pub Actor);

impl FromRequestParts<App> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let ctx = Ctx::from_request_parts(parts, app).await?;
        ctx.actor().cloned().map(Self).ok_or(Error::SignedOut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_pages_are_known_by_whole_path_parts() {
        assert!(is_office("/cb") && is_office("/cb/viec") && is_office("/qt/nguoi-dung"));
        assert!(!is_office("/") && !is_office("/cbx") && !is_office("/t/cb"));
    }
}
