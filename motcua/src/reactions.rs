//! What an event causes elsewhere: the one page that shows how features affect one another.
//! Read by the store at every commit; what stands here runs later, from the outbox.

use store::{Event, Job};

/// The jobs of one event; `jobs.rs` does them.
pub fn jobs(event: &Event) -> Vec<Job> {
    succession::job(event).into_iter().collect()
}
