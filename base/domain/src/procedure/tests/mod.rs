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

/// One that is in force in 2023, as an administrator would give it out again.
fn given_out_again() -> Procedure {
    let known = catalogue()
        .in_force("1.004873", IN_2023)
        .expect("in force in 2023");
    Procedure {
        valid_from: date(2023, 12, 1),
        ..Procedure::clone(known)
    }
}

fn parts(faults: Vec<Unsound>) -> Vec<(Part, String)> {
    let faults = faults.into_iter();
    faults.map(|fault| (fault.part, fault.sentence)).collect()
}

/// One sentence, at its place, with these words.
#[track_caller]
fn only(said: &[(Part, String)], part: Part, words: &str) {
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(said[0].0, part, "{said:#?}");
    assert!(said[0].1.contains(words), "{}", said[0].1);
    assert!(!said[0].1.ends_with('.'), "{}", said[0].1);
}
