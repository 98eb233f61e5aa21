//! Dossiers: from receipt to return, with every act between, each in a file of its own name.
//! Used by the counter, which takes dossiers in; by the portal, which follows them; by the simulator.

pub mod act;
mod acts;
mod conflict;
pub mod correct;
mod desk;
pub mod files;
pub mod former;
mod list;
pub mod mark;
mod numbers;
pub mod parties;
mod past;
mod print;
mod readers;
mod readings;
pub mod receive;
pub mod result;
pub mod row;
pub mod sentences;
mod show;
pub mod supplement;
pub mod testing;
mod together;
pub mod urge;
mod words;

pub use act::{Acted, Words};
pub use acts::{approve, program, seal, signing_line};
pub use conflict::of as quicker;
pub use desk::Desk;
pub use list::rows;
pub use list::{counts, nav};
pub use numbers::tracking_code as fresh_tracking;
pub use parties::{Party, PartyRole};
pub use print::{as_kept, cancelled_vi, hand_over_list, issue_receipt, pdf_of};
pub use readers::may_open;
pub use row::DossierRow;
pub use show::offers::{Offer, offers};

use kit::Routes;

/// The pages of this feature.
pub fn routes() -> Routes {
    list::routes_lists()
        .merge(acts::routes_acts())
        .merge(together::routes())
        .merge(readings::routes())
}
