//! The plans that the program knows, read and checked once.
//! For every page; a commune without a plan gets a sentence instead.

use std::sync::LazyLock;

use domain::plan::Plan;
use domain::post::Posts;

/// The folders of `data/` that hold a plan.
const FOLDERS: [&str; 1] = ["plans/quang-khai-2023"];

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let table = data::text("posts.json").expect("posts.json is embedded by the build");
    let posts = Posts::from_json(table).expect("the embedded table of posts is checked by tests");
    let load = |folder: &&str| {
        Plan::load(data::files(), folder, &posts)
            .unwrap_or_else(|faults| panic!("embedded data is checked by tests: {faults:?}"))
    };
    FOLDERS.iter().map(load).collect()
});

/// The plan of a commune: the latest, when it has several.
pub fn of(agency: &str) -> Option<&'static Plan> {
    PLANS
        .iter()
        .filter(|plan| plan.agency == agency)
        .max_by_key(|plan| plan.year)
}
