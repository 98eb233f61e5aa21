//! The catalogue of procedures: searched and read by citizens, checked by administrators.
//! The counter's page asks `suggest` by its address; the portal's front page asks `life_events`.

mod admin;
mod admin_version;
mod charge;
mod entry;
mod field;
mod guide;
mod index;
pub mod life_events;
mod print;
mod public;
mod results;
mod search;
mod show;
mod suggest;
#[cfg(test)]
mod tests;
mod typed;
mod words;

use domain::access::Act;
use kit::Routes;

pub use entry::Entry;
pub use public::{for_citizens, is_for_citizens};
pub use suggest::{Suggestion, suggest};

/// The routes of the catalogue.
pub fn routes() -> Routes {
    Routes::new()
        .public_get("/thu-tuc", index::page)
        .public_get("/tim", results::page)
        .public_get("/thu-tuc/linh-vuc/{slug}", field::page)
        .public_get("/thu-tuc/ma/{code}", show::by_code)
        .public_get("/thu-tuc/{slug}", show::page)
        .public_get("/thu-tuc/{slug}/in", print::page)
        .public_get("/thu-tuc/{slug}/huong-dan.pdf", print::pdf)
        .get("/cb/thu-tuc/goi-y", Act::Receive, suggest::page)
        .get("/qt/thu-tuc", Act::SeeCatalogue, admin::page)
        .get("/qt/thu-tuc/{id}", Act::SeeCatalogue, admin_version::page)
}
