//! Dossiers: from receipt to return, with every act between, each in a file of its own name.
//! Used by the counter, which takes dossiers in; by the portal, which follows them; by the simulator.

pub mod act;
mod acts;
mod conflict;
mod desk;
pub mod files;
#[cfg(test)]
mod fixture;
mod list;
mod numbers;
pub mod parties;
mod print;
pub mod receive;
pub mod result;
pub mod row;
pub mod sentences;
mod show;
pub mod supplement;

pub use act::{Acted, Words};
pub use acts::{approve, seal, signing_line};
pub use desk::Desk;
pub use list::{counts, nav};
pub use parties::{Party, PartyRole};
pub use print::{Printed, paper_of};
pub use row::DossierRow;
pub use show::offers::{Offer, offers};

use kit::Routes;

/// The pages of this feature.
pub fn routes() -> Routes {
    list::routes_lists().merge(acts::routes_acts())
}
