//! Indicators over given sums: exact values, their parts, and honest silence.
//! For whoever adds an indicator.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::*;
use crate::post::Posts;
use crate::procedure::Catalogue;

fn facts(sums: &[(&str, &str, i64)]) -> Facts {
    let mut facts = Facts::default();
    for (measure, channel, n) in sums {
        facts.add(When::Now, measure, channel, *n);
    }
    facts
}

fn shown(code: &str, facts: &Facts) -> Option<String> {
    let indicator = Indicator::of_code(code).expect("an indicator");
    indicator.value(facts).map(Ratio::percent_vi)
}

#[test]
fn timely_ends_are_measured_by_both_rules_and_undated_ones_by_neither() {
    let facts = facts(&[
        ("index_on_time", "counter", 90),
        ("index_late", "counter", 8),
        ("index_late", "online", 2),
        ("finished_early", "counter", 60),
        ("finished_on_time", "online", 35),
        ("finished_late", "counter", 5),
        ("finished_no_due", "counter", 40),
        ("withdrawn", "counter", 40),
        ("refused", "counter", 40),
    ]);
    assert_eq!(shown("T-10.766", &facts).as_deref(), Some("90,0%"));
    assert_eq!(shown("T-10.tt01", &facts).as_deref(), Some("95,0%"));
}

#[test]
fn online_filing_is_a_share_of_all_receipts() {
    let facts = facts(&[
        ("received", "counter", 600),
        ("received", "online", 300),
        ("received", "post", 100),
    ]);
    assert_eq!(shown("T-23", &facts).as_deref(), Some("30,0%"));
}

#[test]
fn growth_needs_a_year_before() {
    let mut facts = facts(&[("received", "counter", 110)]);
    assert_eq!(shown("T-50", &facts), None);
    facts.add(When::YearBefore, "received", "counter", 100);
    assert_eq!(shown("T-50", &facts).as_deref(), Some("110,0%"));
    assert_eq!(
        shown("T-64", &facts),
        None,
        "nothing came online the year before"
    );
}

#[test]
fn what_is_not_recorded_has_no_figure_but_shows_the_parts_counted() {
    let facts = facts(&[("paid", "counter", 400)]);
    let paid_online = Indicator::of_code("T-16").expect("an indicator");
    assert_eq!(paid_online.value(&facts), None);
    assert_eq!(paid_online.counted(&facts), (None, Some(400)));
    for code in ["T-08", "T-15", "T-16", "T-36"] {
        let indicator = Indicator::of_code(code).expect("an indicator");
        assert!(indicator.lacking_vi.is_some(), "{code}");
    }
}

fn catalogue() -> Catalogue {
    let posts = data::text("posts.json").expect("the table of posts");
    let posts = Posts::from_json(posts).expect("a sound table");
    Catalogue::load(data::files(), &posts).expect("our own data is sound")
}

#[test]
fn what_lacks_a_register_has_no_figure_even_where_both_parts_are_counted() {
    let mut facts = Facts::default();
    facts.take_catalogue(&catalogue(), date(2023, 11, 23));
    let published = Indicator::of_code("T-08").expect("an indicator");
    let (numerator, denominator) = published.counted(&facts);
    assert!(numerator > Some(0) && denominator > Some(0));
    assert_eq!(published.value(&facts), None);
}

#[test]
fn procedures_between_offices_are_not_counted_among_those_for_citizens() {
    let (catalogue, day) = (catalogue(), date(2023, 11, 23));
    let counted = |set| procedures(&catalogue, set, day);
    assert!(counted(ProcedureSet::InForce).all(|one| !one.internal_only));
    assert!(
        catalogue
            .versions()
            .any(|one| one.internal_only && one.applicable_locally && one.holds_on(day))
    );
    assert!(counted(ProcedureSet::Charged).count() > 0);
}

#[test]
fn a_value_is_cut_and_never_rounded_up_to_the_level_it_misses() {
    let shown = |n, d| {
        Ratio::new(n, d)
            .expect("something below the line")
            .percent_vi()
    };
    assert_eq!(shown(9_499, 10_000), "94,9%");
    assert_eq!(shown(2, 3), "66,6%");
    assert_eq!(shown(1, 1), "100,0%");
    assert_eq!(shown(0, 7), "0,0%");
    assert_eq!(shown(3, 2), "150,0%");
}

#[test]
fn codes_are_unique_and_no_part_counts_a_measure_twice() {
    let codes: BTreeSet<&str> = INDICATORS.iter().map(|one| one.code).collect();
    assert_eq!(codes.len(), INDICATORS.len());
    for one in INDICATORS {
        for part in [one.numerator, one.denominator].iter().chain(one.beside) {
            if let Count::Dossiers { measures, .. } = part.of {
                let unique: BTreeSet<&&str> = measures.iter().collect();
                assert!(!measures.is_empty() && unique.len() == measures.len());
            }
        }
        assert!(one.code.starts_with(one.target));
    }
}
