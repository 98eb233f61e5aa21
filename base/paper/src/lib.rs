//! Papers as a neutral tree, rendered as a page here and as PDF by `press`.
//! For every feature that hands an official paper to somebody.

#![forbid(unsafe_code)]

mod control;
mod fee_receipt;
mod handing;
mod html;
mod letter;
mod office;
mod qr;
mod reached;
mod receipt;
mod register;
mod sheet;
mod slip;
mod text;
mod tree;
mod worded;
mod words;

pub use control::{ControlSlip, Handing, control_slip};
pub use fee_receipt::{FeeReceipt, fee_receipt};
pub use handing::{CollectionSlip, HandOverList, HandedDossier, collection_slip, hand_over_list};
pub use html::html;
pub use letter::{Letter, letter};
pub use office::Office;
pub use reached::{as_issued, cancelled, in_place_of, reached_at};
pub use receipt::{Component, Copies, Fees, Filing, Hint, Receipt, in_copies, receipt, reprinted};
pub use register::{Register, RegisterRow, register};
pub use sheet::Sheet;
pub use slip::{Says, Slip, slip};
pub use text::text;
pub use tree::*;
pub use worded::{OwnWords, worded};
pub use words::{date, dong, moment, place_date};

/// The style sheet of every page that shows a paper, on screen and in print.
pub const CSS: &str = include_str!("paper.css");
