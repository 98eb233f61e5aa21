//! Papers as a neutral tree, rendered as a page here and as PDF by `press`.
//! For every feature that hands an official paper to somebody.

#![forbid(unsafe_code)]

mod html;
mod qr;
mod receipt;
mod sheet;
mod slip;
mod text;
mod tree;
mod words;

pub use html::html;
pub use receipt::{Component, Copies, Fees, Filing, Hint, Receipt, receipt};
pub use sheet::Sheet;
pub use slip::{Says, Slip, slip};
pub use text::text;
pub use tree::*;
pub use words::{date, dong, moment, place_date};

/// The style sheet of every page that shows a paper, on screen and in print.
pub const CSS: &str = include_str!("paper.css");
