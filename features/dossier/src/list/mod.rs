//! Lists of dossiers: own work, the worklist, what waits for a signature, and the numbers beside them.
//! For every officer; lists and counts come from the same conditions, so that they agree.

mod choices;
mod conditions;
mod filter;
mod find;
mod item;
mod keys;
mod menu;
mod sign_queue;
#[cfg(test)]
mod tests;
mod view;
mod work;
mod worklist;

use domain::access::Act;
use kit::Routes;

pub(crate) use conditions::Asker;
pub(crate) use filter::Filter;
pub(crate) use find::{Neighbours, neighbours};
pub(crate) use item::{href as dossier_href, short_code};
pub use menu::{counts, nav};

/// The pages of lists, and the page of one dossier that they lead to.
pub(crate) fn routes_lists() -> Routes {
    Routes::new()
        .get(work::PATH, Act::SeeOwnWork, work::page)
        .get(worklist::PATH, Act::ListDossiers, worklist::page)
        .get(sign_queue::PATH, Act::Approve, sign_queue::page)
        .get(keys::PATH, Act::SeeOwnWork, keys::page)
        .get("/cb/ho-so/{code}", Act::OpenDossier, crate::show::page)
}
