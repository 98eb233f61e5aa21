//! Dossiers: from receipt to return, with every act between, each in a file of its own name.
//! Used by the counter, which takes dossiers in; by the portal, which follows them; by the simulator.

pub mod act;
mod conflict;
mod desk;
mod list;
mod numbers;
pub mod parties;
pub mod receive;
pub mod result;
pub mod row;
pub mod sentences;
mod show;
pub mod supplement;

pub use act::{Acted, Words};
pub use desk::Desk;
pub use list::{counts, nav};
pub use parties::{Party, PartyRole};
pub use row::DossierRow;
pub use show::offers::{Offer, offers};

use kit::Routes;

/// The pages of this feature.
pub fn routes() -> Routes {
    list::routes_lists()
}
