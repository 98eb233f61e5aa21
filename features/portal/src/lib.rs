//! The citizen's pages: front page, life events, following a dossier, hours, help, privacy.
//! Reads what other features wrote; writes nothing. No page here names a person (ruling 29).

mod dates;
mod find;
mod help;
mod home;
mod hours;
mod ledger_heads;
mod life_event;
mod outcome;
mod privacy;
mod program;
mod robots;
#[cfg(test)]
mod tests;
mod timeline;
mod today;
mod track;
mod urge;

use kit::Routes;

pub use program::{Promised, Tracked, Way, tracked};

/// The routes of the portal.
pub fn routes() -> Routes {
    Routes::new()
        .public_get("/", home::page)
        .public_get("/viec/{slug}", life_event::page)
        .public_get("/tra-cuu", find::page)
        .public_post("/tra-cuu/so", find::by_number)
        .public_get("/t/{code}", track::page)
        .public_post("/t/{code}/nhac", urge::submit)
        .public_get("/gio-lam-viec", hours::page)
        .public_get("/quyen-rieng-tu", privacy::page)
        .public_get("/tro-giup", help::page)
        .public_get("/cong-khai/dau-so", ledger_heads::page)
        .public_get("/cong-khai/dau-so.txt", ledger_heads::lines)
        .public_get("/robots.txt", robots::text)
}
