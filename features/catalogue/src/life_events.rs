//! Life events (việc trong nhà): what people come for, in their words, as lists of procedures.
//! For the front page, for search by everyday words and for "còn phải làm" beside a procedure.

use std::sync::{Arc, LazyLock};

use domain::procedure::Procedure;
use jiff::civil::Date;
use kit::Law;
use serde::Deserialize;

use crate::public::is_for_citizens;

const FILE: &str = "life-events.json";

/// One life event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// Its address: `/viec/{slug}`.
    pub slug: String,
    /// What people call it: `Có con mới sinh`.
    pub title: String,
    /// Name of the icon.
    pub icon: String,
    /// One or two sentences.
    pub intro: String,
    /// What belongs to it, most asked for first; versions of law side by side.
    pub procedures: Vec<Everyday>,
}

/// A procedure under its everyday name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Everyday {
    /// National code.
    pub code: String,
    /// `Xác nhận độc thân`.
    pub short: String,
    /// Other words that people type for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Asked for so often that the front page names it.
    #[serde(default)]
    pub common: bool,
}

/// A procedure in force under its everyday name.
#[derive(Clone, Debug)]
pub struct Offered {
    /// `Xác nhận độc thân`.
    pub short: String,
    /// The version in force.
    pub procedure: Arc<Procedure>,
}

static EVENTS: LazyLock<Vec<LifeEvent>> = LazyLock::new(|| {
    let text = data::text(FILE).expect("the file is embedded; a test reads it");
    serde_json::from_str(text).expect("the file is read by a test")
});

/// Every life event, in the order of the front page.
pub fn all() -> &'static [LifeEvent] {
    &EVENTS
}

/// The life event at this address.
pub fn by_slug(slug: &str) -> Option<&'static LifeEvent> {
    all().iter().find(|event| event.slug == slug)
}

/// The first life event that a procedure belongs to.
pub(crate) fn of(code: &str) -> Option<&'static LifeEvent> {
    all().iter().find(|event| {
        event
            .procedures
            .iter()
            .any(|everyday| everyday.code == code)
    })
}

/// What people call a procedure; none where it has no everyday name, or several.
pub fn everyday_name(code: &str) -> Option<&'static str> {
    let every = all().iter().flat_map(|event| &event.procedures);
    let mut names: Vec<&str> = every
        .filter(|everyday| everyday.code == code)
        .map(|everyday| everyday.short.as_str())
        .collect();
    names.dedup();
    match names[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The procedures that the front page names: asked for most.
pub fn common(law: &Law, date: Date) -> Vec<Offered> {
    let every = all().iter().flat_map(|event| &event.procedures);
    every
        .filter(|everyday| everyday.common)
        .filter_map(|everyday| everyday.offered(law, date))
        .collect()
}

impl LifeEvent {
    /// What of it can be asked for on `date`.
    pub fn offered(&self, law: &Law, date: Date) -> Vec<Offered> {
        self.procedures
            .iter()
            .filter_map(|everyday| everyday.offered(law, date))
            .collect()
    }
}

impl Everyday {
    /// The procedure in force, if citizens may ask for it.
    pub(crate) fn offered(&self, law: &Law, date: Date) -> Option<Offered> {
        let procedure = law
            .catalogue
            .in_force(&self.code, date)
            .filter(|found| is_for_citizens(found))?;
        Some(Offered {
            short: self.short.clone(),
            procedure: Arc::clone(procedure),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    const ICONS: &str = include_str!("../../../base/kit/assets/images/icons.svg");

    #[test]
    fn every_event_offers_something_before_the_reform_of_2025_and_most_do_after() {
        let law = Law::embedded().expect("the embedded law is sound");
        for event in all() {
            assert!(
                !event.offered(&law, date(2023, 11, 23)).is_empty(),
                "{}",
                event.slug
            );
        }
        let still = all()
            .iter()
            .filter(|event| !event.offered(&law, date(2026, 11, 23)).is_empty());
        assert!(still.count() >= 10);
    }

    #[test]
    fn every_code_is_known_and_every_icon_is_drawn() {
        let law = Law::embedded().expect("the embedded law is sound");
        for event in all() {
            assert!(
                ICONS.contains(&format!("id=\"{}\"", event.icon)),
                "{}",
                event.icon
            );
            for everyday in &event.procedures {
                let known = law
                    .catalogue
                    .versions()
                    .any(|version| version.code == everyday.code);
                assert!(known, "{} of {}", everyday.code, event.slug);
            }
        }
    }

    #[test]
    fn addresses_are_unique_and_words_end_properly() {
        let slugs: BTreeSet<&str> = all().iter().map(|event| event.slug.as_str()).collect();
        assert_eq!(slugs.len(), all().len());
        assert!(all().iter().all(|event| event.intro.ends_with('.')));
    }
}
