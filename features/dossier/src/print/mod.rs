//! Papers of a dossier: shown for printing, as PDF, and counted when printed again.
//! For the counter; looking at a paper changes nothing.

mod pages;
mod receipt;
mod slips;
#[cfg(test)]
mod tests;

use domain::access::Act;
use kit::Routes;

pub use receipt::{Printed, paper_of};

/// A paper was printed again.
pub(crate) const PRINTED: &str = "dossier.printed";

/// The pages of papers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(
            "/cb/ho-so/{code}/in/giay-tiep-nhan",
            Act::Print,
            pages::page,
        )
        .post(
            "/cb/ho-so/{code}/in/giay-tiep-nhan",
            Act::Print,
            pages::print_again,
        )
        .get(
            "/cb/ho-so/{code}/in/giay-tiep-nhan.pdf",
            Act::Print,
            pages::pdf,
        )
        .get(
            "/cb/ho-so/{code}/in/phieu-bo-sung",
            Act::Print,
            slips::supplement,
        )
        .get(
            "/cb/ho-so/{code}/in/phieu-bo-sung.pdf",
            Act::Print,
            slips::supplement_pdf,
        )
        .get(
            "/cb/ho-so/{code}/in/phieu-tu-choi",
            Act::Print,
            slips::refusal,
        )
        .get(
            "/cb/ho-so/{code}/in/phieu-tu-choi.pdf",
            Act::Print,
            slips::refusal_pdf,
        )
}
