//! Dossiers: from receipt to return, with every act between, each in a file of its own name.
//! Used by the counter, which takes dossiers in; by the portal, which follows them; by the simulator.

pub mod act;
mod conflict;
mod desk;
mod numbers;
pub mod parties;
pub mod receive;
pub mod result;
pub mod row;
pub mod sentences;
pub mod supplement;

pub use act::{Acted, Words};
pub use desk::Desk;
pub use parties::{Party, PartyRole};
pub use row::DossierRow;
