//! Papers of a dossier: issued by the acts that owe them, shown for printing, as PDF, counted.
//! For the counter; looking at a paper changes nothing.

mod again;
mod cancel;
mod control;
mod handing;
mod issued;
mod kept;
mod letters;
mod pages;
mod receipt;
mod register;
mod slips;
#[cfg(test)]
mod tests;

use domain::access::{Act, Actor};
use domain::moment::Moment;
use domain::regime::{FormSet, form_set_at};
use kit::{Error, Routes};
use paper::Paper;
use papers::{Kind, NewPaper, Number};
use store::Tx;

pub(crate) use handing::collection_slip;
pub use handing::hand_over_list;
pub use issued::{as_kept, cancelled_vi};
pub use kept::issue_receipt;
pub(crate) use letters::owed;
pub use pages::pdf_of;
pub(crate) use receipt::{Printed, paper_of};
pub(crate) use slips::supplement_slip;

use crate::act::Acted;
use crate::desk::Desk;
use crate::row::DossierRow;

/// A receipt was printed again.
pub(crate) const PRINTED: &str = "dossier.printed";

/// When an act was done and by whom, as its paper tells it: also where it is issued again by another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Done {
    at: Moment,
    /// `user:ID`.
    by: String,
}

impl Done {
    fn now(desk: &Desk, actor: &Actor) -> Self {
        let (at, by) = (desk.at, actor.by());
        Self { at, by }
    }
}

/// What a paper says, waiting for its model and its number.
type Made = Box<dyn FnOnce(&'static papers::Model, &Number) -> Paper>;

/// The pages of papers.
pub(crate) fn routes() -> Routes {
    of_dossier(Routes::new())
        .get("/cb/giay-to/{id}", Act::OpenDossier, issued::page)
        .post("/cb/giay-to/{id}", Act::OpenDossier, issued::print_again)
        .get("/cb/giay-to/{id}/pdf", Act::OpenDossier, issued::pdf)
        .get("/cb/giay-to/{id}/huy", Act::CancelPaper, cancel::ask)
        .post("/cb/giay-to/{id}/huy", Act::CancelPaper, cancel::cancel)
        .get("/cb/giay-to/{id}/lap-lai", Act::CancelPaper, again::ask)
        .post("/cb/giay-to/{id}/lap-lai", Act::CancelPaper, again::issue)
        .get("/cb/so-theo-doi", Act::ReadEveryDossier, register::page)
        .get("/cb/so-theo-doi/pdf", Act::ReadEveryDossier, register::pdf)
}

/// The papers that have an address by the dossier's code.
fn of_dossier(routes: Routes) -> Routes {
    routes
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
        .get(
            "/cb/ho-so/{code}/in/phieu-kiem-soat",
            Act::Print,
            control::page,
        )
        .post(
            "/cb/ho-so/{code}/in/phieu-kiem-soat",
            Act::Print,
            control::issue,
        )
        .get(
            "/cb/ho-so/{code}/in/phieu-kiem-soat.pdf",
            Act::Print,
            control::pdf,
        )
}

/// The forms of a dossier: those of the day it was received, or of today before that.
fn forms_of(desk: &Desk, row: &DossierRow) -> FormSet {
    form_set_at(row.machine.received_at.unwrap_or(desk.at).date())
}

/// Issues a paper about one dossier with the commune's own sentences, if its form set has it.
fn issue(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    row: &DossierRow,
    kind: Kind,
    made: impl FnOnce(&'static papers::Model, &Number) -> Paper,
) -> Result<Option<papers::Issued>, Error> {
    let Some(model) = papers::model(kind, forms_of(desk, row)) else {
        return Ok(None);
    };
    let new = NewPaper {
        agency: &desk.agency,
        model,
        dossiers: &[&row.id],
        of_id: None,
        within: None,
        replaces: None,
        at: desk.at,
        by: actor,
    };
    let worded = |number: &Number| worded(desk, kind, made(model, number));
    Ok(Some(papers::issue(tx, &new, worded)?))
}

/// The paper with the commune's own sentences of today.
fn worded(desk: &Desk, kind: Kind, paper: Paper) -> Paper {
    let said = desk.law.wording.of(kind.wording(), desk.at.date());
    paper::worded(paper, receipt::own_words(&said))
}

/// The event of a paper beside those of its act.
fn add(acted: &mut Acted, issued: Option<papers::Issued>) {
    acted.events.extend(issued.map(|issued| issued.event));
}
