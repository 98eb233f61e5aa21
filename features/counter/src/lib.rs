//! The counter: one page on which an officer takes a dossier in, in under a minute of typing.
//! For the one-stop officers; it puts together the dossier's receipt and its money in one act.

mod aside;
mod choose;
mod collect;
mod done;
mod draft;
mod duplicate;
mod intake;
mod officer_pages;
mod paper;
mod person;
pub mod program;
mod promise;
mod refuse;
mod save;
mod step;
mod supplement;
pub mod testing;
mod typed;
mod view;

use domain::access::Act;
use kit::Routes;

pub use draft::forget_old as forget_old_drafts;

/// The pages of the counter.
pub fn routes() -> Routes {
    Routes::new()
        .get("/cb/quay", Act::Receive, officer_pages::open)
        .post("/cb/quay", Act::Receive, save::save)
        .post("/cb/quay/tinh", Act::Receive, aside::quote)
        .post("/cb/quay/the", Act::Receive, officer_pages::card)
        .get("/cb/quay/nhap", Act::Receive, draft::list)
        .post("/cb/quay/nhap", Act::Receive, draft::autosave)
        .post("/cb/quay/nhap/{tracking}/bo", Act::Receive, draft::discard)
        .post("/cb/quay/bo-sung", Act::RequestSupplement, supplement::ask)
        .post("/cb/quay/tu-choi", Act::RefuseIntake, refuse::refuse)
        .get("/cb/quay/xong/{code}", Act::Receive, done::show)
        .get("/cb/ho-so/{code}/thu-tien", Act::Collect, collect::show)
        .post("/cb/ho-so/{code}/thu-tien", Act::Collect, collect::collect)
}
