//! Keeping it alive: what the program measures of itself, what is wrong, and what to do about it.
//! For the commune's administrator (a page) and for a monitoring program (figures as text).

mod alarms;
mod figures;
mod measured;
mod page;
mod watch;

pub use watch::Watch;

use domain::access::Act;
use kit::Routes;

/// The routes; the figures answer only this machine or whoever has the token.
pub fn routes() -> Routes {
    Routes::new()
        .get("/cb/quan-tri/tinh-trang", Act::SeeState, page::page)
        .public_get("/metrics", figures::page)
}
