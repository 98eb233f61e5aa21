//! The plan from outside: figures against a recount from raw events, pages through the real router.
//! For whoever adds an indicator; the recount knows nothing of facts.

mod histories;
mod office;
mod pages;
mod recount;
mod year;

use domain::fact::Fact;
use domain::moment::Moment;
use store::Event;
use store::testing::Effects;

/// What the program counts.
pub const EFFECTS: Effects = Effects {
    facts,
    jobs: |_| Vec::new(),
};

fn facts(event: &Event) -> Vec<Fact> {
    domain::fact::facts(&event.kind, event.at, &event.data)
}

/// A moment of a test.
pub fn at(text: &str) -> Moment {
    Moment::parse_local(text).expect("a valid time")
}
