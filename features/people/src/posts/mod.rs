//! The commune's posts: who holds each from when to when, what it lets its holder do, who agreed.
//! For the administrator, who gives and ends them, and for the leaders, who look and agree.

mod give;
mod list;
mod matrix;
mod one;
mod proposals;
mod tenure;

use domain::access::{Act, Actor, Subject, may};
use kit::Routes;

pub use list::PATH;
pub use proposals::PATH as PROPOSALS;

/// The pages of posts and rights.
pub(crate) fn routes() -> Routes {
    let (see, manage, agree) = (Act::SeeLaw, Act::ManagePeople, Act::ConfirmRights);
    Routes::new()
        .get(list::PATH, see, list::page)
        .get(matrix::PATH, see, matrix::page)
        .get(proposals::PATH, agree, proposals::page)
        .post(
            "/cb/quan-tri/de-nghi-quyen/nguoi/{id}",
            agree,
            proposals::answer_person,
        )
        .post(
            "/cb/quan-tri/de-nghi-quyen/vi-tri/{post}",
            agree,
            proposals::answer_post,
        )
        .get("/cb/quan-tri/chuc-danh/{post}", see, one::page)
        .post("/cb/quan-tri/chuc-danh/{post}/giao", manage, give::give)
        .post("/cb/quan-tri/chuc-danh/{post}/thoi", manage, give::end)
}

/// Whether an officer holds a right in the own commune.
fn can(actor: &Actor, act: Act) -> bool {
    may(actor, act, &Subject::agency(&actor.agency)).is_ok()
}

/// Where one post is.
fn address(post: &str) -> String {
    format!("{PATH}/{post}")
}
