//! A simulated year: each computed target equals a recount from the raw events, in every period.

use domain::plan::ReportingPeriod;
use kit::Law;
use simulator::{PEOPLE, Person, Setup, live};
use store::testing::Effects;
use store::{DatabaseUrl, Db, Entropy, Options, Reader, StoreError};

use crate::at;
use crate::recount::recount;

#[test]
fn each_computed_target_of_a_simulated_year_equals_a_recount_from_raw_events() {
    let scratch = store::testing::folder();
    let folder = scratch.path();
    let db = Db::open(Options {
        url: DatabaseUrl::sqlite(folder.join("year.sqlite")),
        files: folder.join("files"),
        entropy: Entropy::Seeded(7),
        facts: Effects::COUNTED.facts,
        jobs: Effects::COUNTED.jobs,
        readers: 1,
    })
    .expect("a temporary file can be opened");
    db.migrate().expect("the migrations apply");
    let law = Law::embedded().expect("the embedded data is checked by tests");
    let password = people::hash_password("con cò bay lả bay la").expect("random bytes");
    let of = |person: &Person| (person.username.to_owned(), password.clone());
    let now = at("2023-11-23T09:20");
    let setup = Setup {
        agency: "xa_quang_khai".to_owned(),
        code_part: "000.21.49.H23".to_owned(),
        seed: 7,
        until: now,
        passwords: PEOPLE.iter().map(of).collect(),
        per_mille: 1_000,
        scan: simulator::plain_scan,
    };
    live(&db, &law, &setup, &mut |_, _| {}).unwrap_or_else(|why| panic!("{why}"));
    let plan = plan::of("xa_quang_khai").expect("the commune has a plan");
    let mut compared = 0;
    for period in [
        ReportingPeriod::Year,
        ReportingPeriod::Quarter(1),
        ReportingPeriod::Quarter(2),
        ReportingPeriod::Quarter(3),
        ReportingPeriod::Quarter(4),
        ReportingPeriod::FirstHalf,
        ReportingPeriod::NineMonths,
    ] {
        let law = law.clone();
        let standings = db
            .read_blocking(move |reader: &mut Reader<'_>| {
                plan::standings(reader, plan, &law, period, now)
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        let span = period.span(plan.year, plan.closing_day);
        let expected = recount(&db, span.until(now.date()).expect("it has begun"));
        for figure in standings.iter().flat_map(|standing| &standing.figures) {
            let Some(expected) = expected.get(figure.indicator.code) else {
                continue;
            };
            let found = (figure.numerator, figure.denominator);
            let what = format!("{} {period:?}", figure.indicator.code);
            assert_eq!(found, (Some(expected.0), Some(expected.1)), "{what}");
            assert!(expected.1 > 0, "{what} counts something");
            compared += 1;
        }
    }
    assert_eq!(compared, 6 * 7, "six rules in seven periods");
    let report = db.verify(&mut |_, _| {}, None).expect("it can be read");
    assert_eq!(report.first_difference, None);
}
