//! The real data loads, answers searches, and bad data is refused.
//! For whoever edits the data or the rules of loading.

mod first;
mod overlay;
mod real;
mod refused;
mod search;
mod sound;

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use crate::post::Posts;

use super::*;

const IN_2023: Date = date(2023, 11, 23);
const IN_2026: Date = date(2026, 3, 2);

static POSTS: LazyLock<Posts> = LazyLock::new(|| {
    let table = data::text("posts.json").expect("the table of posts");
    Posts::from_json(table).expect("a sound table")
});

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| match Catalogue::load(data::files(), &POSTS) {
        Ok(catalogue) => catalogue,
        Err(faults) => panic!(
            "{}",
            faults
                .iter()
                .map(|fault| format!("\n{fault}"))
                .collect::<String>()
        ),
    });

fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}
