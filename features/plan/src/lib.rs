//! The commune's plan: every target with its live figure, its verdict and the very records behind it.
//! For the leaders and for each post that answers for something; reads facts and writes nothing.

mod behind;
mod book;
mod coverage;
mod item;
mod lists;
mod overview;
mod period;
mod show;
mod standing;
mod target;
mod trend;
mod year;

pub use book::of;
pub use coverage::{Covered, Status, coverage};
pub use standing::{Figure, Standing, standings};
pub use year::Year;

use domain::access::Act;
use kit::Routes;

/// The pages of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get(overview::PATH, Act::SeePlan, overview::page)
        .get("/cb/ke-hoach/nhiem-vu", Act::SeePlan, lists::tasks)
        .get("/cb/ke-hoach/he-thong", Act::SeePlan, lists::systems)
        .get("/cb/ke-hoach/can-cu", Act::SeePlan, lists::bases)
        .get("/cb/ke-hoach/cau-hoi", Act::SeePlan, lists::questions)
        .get("/cb/ke-hoach/{id}", Act::SeePlan, show::page)
        .get("/cb/ke-hoach/{id}/sau-so", Act::SeePlan, behind::page)
}
