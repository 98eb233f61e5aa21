//! Lists of dossiers: own work, the worklist, what waits for a signature, and the numbers beside them.
//! For every officer; lists and counts come from the same conditions, so that they agree.

mod bounds;
mod choices;
mod conditions;
mod count;
mod filter;
mod find;
mod item;
mod keys;
mod links;
mod menu;
mod morning;
pub mod rows;
pub(crate) mod saved;
mod search;
mod sign_queue;
#[cfg(test)]
mod tests;
mod ticks;
mod view;
mod walk;
mod work;
mod worklist;

use domain::access::{Act, Actor};
use kit::Routes;
use store::{Sql, StoreError};

use crate::desk::Desk;

pub(crate) use conditions::Asker;
pub(crate) use filter::Filter;
pub(crate) use find::{Neighbours, neighbours};
pub(crate) use item::{href as dossier_href, short_code};
pub use menu::{counts, nav};

/// Addresses of a list's first dossiers.
///
/// # Errors
/// What the store answers.
pub(crate) fn addresses(
    sql: &mut impl Sql,
    filter: &Filter,
    actor: &Actor,
    desk: &Desk,
    limit: usize,
) -> Result<Vec<String>, StoreError> {
    let asker = Asker {
        actor,
        now: desk.at,
        calendar: Some(&desk.law.calendar),
    };
    let found = find::page(sql, filter, &filter::Place::Start, &asker, limit)?;
    found.rows.iter().map(find::address).collect()
}

/// The pages of lists, and the page of one dossier that they lead to.
pub(crate) fn routes_lists() -> Routes {
    Routes::new()
        .get(work::PATH, Act::SeeOwnWork, work::page)
        .get(worklist::PATH, Act::ListDossiers, worklist::page)
        .get(sign_queue::PATH, Act::Approve, sign_queue::page)
        .post(saved::PATH, Act::ListDossiers, saved::save)
        .post("/cb/bo-loc/{id}/bo", Act::ListDossiers, saved::forget)
        .get(morning::PATH, Act::SeeOwnWork, morning::page)
        .get(keys::PATH, Act::SeeOwnWork, keys::page)
        .get("/cb/ho-so/{code}", Act::OpenDossier, crate::show::page)
}
