//! One commune succeeds others (1/7/2025): what citizens still wait for goes on in the new one, the
//! rest stays where it was. For `motcua succeed`; ruling 7 rehearsed.
//!
//! What stayed is the archive: the successor's officers read it, each reading is logged, nobody changes it.
//!
//! An act writes one commune's chain only (ruling 2). So the old commune passes a dossier on
//! (`dossier.passed_on`), that event leaves a job in the outbox, and the job writes
//! `dossier.taken_over` in the successor's chain. A crash between the two leaves the job.

mod archive;
mod copied;
mod pass;
mod plan;
mod posts;
mod take;

pub use archive::{nav, routes};
pub use copied::{COPIED, LEFT};
pub use pass::pass_on;
pub use plan::{Plan, plan};
pub use posts::PostsMap;
pub use take::{TAKE_OVER, job, take_over};
