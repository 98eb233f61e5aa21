//! The plan from outside: figures against a recount from raw events, pages through the real router.
//! For whoever adds an indicator; the recount knows nothing of facts.

mod histories;
mod office;
mod pages;
mod recount;
mod year;

use domain::moment::Moment;

/// A moment of a test.
pub fn at(text: &str) -> Moment {
    Moment::parse_local(text).expect("a valid time")
}
