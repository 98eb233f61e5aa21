//! Papers that were issued: numbered without gaps, kept as they were, cancelled with a reason.
//! For every feature whose act owes somebody a paper; the pages that show them are the dossier's.

mod cancel;
mod issue;
mod model;
mod number;
mod stored;

pub use cancel::{cancel, count_reprint};
pub use issue::{Issued, NewPaper, issue, name_of, office};
pub use model::{Kind, Model, counter_name, model};
pub use number::Number;
pub use stored::{Line, count, find, latest, listed, of_dossier, tree};

/// A paper was issued, with its number.
pub const ISSUED: &str = "paper.issued";
/// A paper was cancelled; its number is not used again.
pub const CANCELLED: &str = "paper.cancelled";
/// A paper was printed once more.
pub const PRINTED: &str = "paper.printed";
