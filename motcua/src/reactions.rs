//! What an event causes elsewhere: the one page that shows how features affect one another.
//! Read by the store at every commit; what stands here runs later, from the outbox.

use store::{Event, Job};

/// The jobs of one event. Nothing outside is told yet: notices to citizens, synchronisation and
/// the like each bring their arm here when they come.
pub fn jobs(_event: &Event) -> Vec<Job> {
    Vec::new()
}
