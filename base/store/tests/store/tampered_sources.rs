//! `verify` finds what was changed among the sources of facts; a database from before they were kept
//! gets them.

use store::testing::tamper;

use crate::common::start_again;
use crate::tampering::{filled, finds};

#[test]
fn an_altered_a_missing_and_an_invented_source_of_a_fact_are_found() {
    for (sql, place) in [
        (
            "UPDATE fact_source SET n = n + 1 WHERE agency = 'xb'",
            "xb/added",
        ),
        (
            "UPDATE fact_source SET subject = 'sample:z' WHERE agency = 'xb'",
            "xb/added",
        ),
        ("DELETE FROM fact_source WHERE agency = 'xa'", "xa/added"),
        (
            "INSERT INTO fact_source(agency, measure, day, subject, channel, n)
             VALUES ('xa', 'late', '2023-11-23', 'sample:a', '', 1)",
            "xa/late",
        ),
    ] {
        finds(sql, "fact", place);
    }
}

#[test]
fn sources_are_filled_for_a_database_that_was_counted_before_they_were_kept() {
    for (db, _) in filled() {
        tamper(&db, "DELETE FROM fact_source").expect("the database lets us");
        let lost = db.verify(&mut |_, _| {}, None).expect("it can be read");
        assert_eq!(lost.first_difference.map(|found| found.what), Some("fact"));
        start_again(&db);
        let found = db.verify(&mut |_, _| {}, None).expect("it can be read");
        assert_eq!(found.first_difference, None, "{:?}", db.engine());
    }
}
