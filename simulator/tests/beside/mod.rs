//! What happens beside the way through the process: corrections, urgings, covers, calls, electronic
//! results, issued papers. Each as the officers' own pages would have left it.

use std::collections::{BTreeMap, BTreeSet};

use domain::dossier::{DossierEvent, State};
use jiff::civil::Date;
use people::cover::{Covering, covers};
use serde_json::json;
use store::{Db, Reader, StoreError};

use crate::commune::{self, Entry, WHOLE_YEAR, dossiers, is_citizens, live_on, log, setup};

fn of_kind(log: &[Entry], kind: &str) -> usize {
    log.iter().filter(|one| one.kind == kind).count()
}

/// How much of a measure the log gives; that the tables hold the same is `verify`'s to say.
fn counted(log: &[Entry], measure: &str) -> i64 {
    let facts = log
        .iter()
        .flat_map(|one| domain::fact::facts(&one.kind, one.at, &one.data));
    facts
        .filter(|fact| fact.measure == measure)
        .map(|fact| fact.n)
        .sum()
}

/// How many were returned without ever being handed over: done while the citizen waited.
fn on_the_spot(log: &[Entry]) -> usize {
    let subjects = |kind: &str| -> BTreeSet<&str> {
        let of_kind = log.iter().filter(|one| one.kind == kind);
        of_kind.map(|one| one.subject.as_str()).collect()
    };
    let handed = subjects("dossier.handed_over");
    subjects("dossier.returned").difference(&handed).count()
}

/// The covers of a day.
fn covers_on(db: &Db, day: Date) -> Vec<Covering> {
    let all = db.read_blocking(move |reader: &mut Reader<'_>| covers(reader, "xa_quang_khai", day));
    let all = all.unwrap_or_else(|error: StoreError| panic!("{error}"));
    let lasts = |one: &Covering| one.cover.from <= day && day <= one.cover.to;
    all.into_iter().filter(lasts).collect()
}

#[test]
fn about_one_receipt_in_a_hundred_is_superseded_and_one_moves_to_another_procedure() {
    let log = log(&WHOLE_YEAR.db);
    let corrected: Vec<_> = log
        .iter()
        .filter_map(|one| match DossierEvent::read(&one.kind, &one.data)? {
            DossierEvent::Corrected { recast, .. } => Some(recast),
            _ => None,
        })
        .collect();
    assert!((3..=25).contains(&corrected.len()), "{}", corrected.len());
    let recast: Vec<_> = corrected.into_iter().flatten().collect();
    assert_eq!(recast.len(), 1);
    let under = |code: &str| {
        let facts = log
            .iter()
            .flat_map(|one| domain::fact::facts(&one.kind, one.at, &one.data));
        let of_day = facts.filter(|fact| {
            (
                fact.measure.as_str(),
                fact.day.as_str(),
                fact.procedure.as_str(),
            ) == ("received", "2023-05-24", code)
        });
        of_day.map(|fact| fact.n).collect::<Vec<_>>()
    };
    assert_eq!(recast[0].wrong, "1.001653");
    let wrong = under("1.001653");
    assert!(wrong.contains(&-1), "{wrong:?}");
    assert!(under("1.001699").contains(&1));
}

#[test]
fn citizens_urge_from_home_and_at_the_counter_while_the_commune_is_late() {
    let log = log(&WHOLE_YEAR.db);
    let urged = log.iter().filter(|one| one.kind == "dossier.urged");
    let (online, at_counter): (Vec<_>, Vec<_>) =
        urged.partition(|one| is_citizens(&one.kind, &one.data));
    assert!(
        online.len() >= 5 && at_counter.len() >= 5,
        "{} {}",
        online.len(),
        at_counter.len()
    );
    assert!(online.iter().all(|one| one.by == "citizen"));
    assert!(at_counter.iter().all(|one| one.by.starts_with("user:")));
}

#[test]
fn a_cover_acts_in_a_colleagues_place_on_days_of_leave_only_and_nobody_on_leave_acts() {
    let mut by_day: BTreeMap<Date, Vec<Covering>> = BTreeMap::new();
    let mut done: BTreeMap<String, usize> = BTreeMap::new();
    for one in log(&WHOLE_YEAR.db) {
        let day = one.at.date();
        let covers = by_day
            .entry(day)
            .or_insert_with(|| covers_on(&WHOLE_YEAR.db, day));
        let user = |id: &str| format!("user:{id}");
        let is_away = covers
            .iter()
            .any(|known| user(&known.cover.absent) == one.by);
        assert!(!is_away, "{day} {} {}", one.by, one.kind);
        let Some(absent) = one.data["instead_of"].as_str() else {
            continue;
        };
        let is_arranged = covers
            .iter()
            .any(|known| user(&known.cover.absent) == absent && user(&known.cover.by) == one.by);
        assert!(is_arranged, "{day} {} for {absent}", one.by);
        *done.entry(absent.to_owned()).or_default() += 1;
    }
    assert!(done.len() >= 2, "{done:?}");
    let opens = commune::OPENED.until.date();
    assert_eq!(
        covers_on(&commune::OPENED.db, opens).len(),
        1,
        "somebody is away when the demonstration opens"
    );
}

#[test]
fn most_results_of_longer_work_have_an_electronic_version_and_few_files_hold_them() {
    let log = log(&WHOLE_YEAR.db);
    let on_the_spot = i64::try_from(on_the_spot(&log)).expect("a count");
    let (digitised, issued) = (
        counted(&log, "result_digitised"),
        counted(&log, "result_issued"),
    );
    let share = digitised * 1_000 / (issued - on_the_spot);
    assert!(
        (700..=980).contains(&share),
        "{digitised} of {issued}, {on_the_spot} on the spot"
    );
    let attached = || log.iter().filter(|one| one.kind == "dossier.attached");
    let late = attached().filter(|one| one.data.get("digitises_result_of").is_some());
    assert!(
        late.count() > 20,
        "some are scanned when they are collected"
    );
    let files: BTreeSet<String> = attached()
        .map(|one| one.data["sha256"].to_string())
        .collect();
    assert!(
        (10..=45).contains(&files.len()),
        "{} different files",
        files.len()
    );
}

#[test]
fn results_that_lie_are_called_about() {
    let called = of_kind(&log(&WHOLE_YEAR.db), "dossier.owner_called");
    assert!((20..=160).contains(&called), "{called}");
    let last = WHOLE_YEAR.until.date();
    let lies_long = |at: domain::moment::Moment| {
        commune::LAW.calendar.working_days_between(at.date(), last) > 8
    };
    let mut lying = 0;
    for row in dossiers(&WHOLE_YEAR.db) {
        let waits = row.machine.state == State::Finished && row.return_by == "counter";
        if waits && row.machine.finished_at.is_some_and(lies_long) {
            assert!(row.marks.called_at.is_some(), "{}", row.address());
            lying += 1;
        }
    }
    assert!(lying > 0, "some never come");
}

#[test]
fn each_act_that_owes_a_paper_has_issued_it() {
    let log = log(&WHOLE_YEAR.db);
    let issued = |kind: &str| {
        let of_kind = |one: &&Entry| one.kind == "paper.issued" && one.data["kind"] == json!(kind);
        log.iter().filter(of_kind).count()
    };
    for (event, kind) in [
        ("dossier.apologised", "apology"),
        ("dossier.intake_refused", "refusal"),
        ("dossier.supplement_requested", "supplement"),
        ("dossier.handed_over", "hand_over"),
        ("dossier.returned", "collection"),
    ] {
        assert!(of_kind(&log, event) > 0, "{event}");
        // What is done on the spot is collected without a slip.
        let owed = match kind {
            "collection" => of_kind(&log, event) - on_the_spot(&log),
            _ => of_kind(&log, event),
        };
        assert_eq!(issued(kind), owed, "{event}");
    }
}

#[test]
fn the_commune_beside_lives_with_its_own_people_on_each_engine() {
    for db in store::testing::engines_with(commune::EFFECTS) {
        let beside = simulator::Setup {
            agency: "xa_quang_phuc".to_owned(),
            code_part: "000.22.49.H23".to_owned(),
            per_mille: 400,
            ..setup(8, "2023-03-10T09:20")
        };
        let password = beside.passwords[0].1.clone();
        let people = simulator::team_of(&beside.agency).people.iter();
        let beside = simulator::Setup {
            passwords: people
                .map(|person| (person.username.to_owned(), password.clone()))
                .collect(),
            ..beside
        };
        let smaller = live_on(&db, &beside);
        let usual = live_on(&db, &setup(9, "2023-03-10T09:20"));
        let share = smaller.dossiers * 1_000 / usual.dossiers;
        assert!((250..=600).contains(&share), "{smaller:?} {usual:?}");
        let report = db.verify(&mut |_, _| {}, None).expect("it can be read");
        assert_eq!(report.first_difference, None, "{:?}", db.engine());
    }
}

#[test]
fn a_smaller_year_of_any_seed_breaks_no_rule() {
    for seed in 20..26 {
        let db = store::testing::sqlite_with(commune::EFFECTS);
        let small = simulator::Setup {
            per_mille: 250,
            ..setup(seed, "2023-12-31T23:00")
        };
        let lived = live_on(&db, &small);
        assert!((200..500).contains(&lived.dossiers), "{seed}: {lived:?}");
    }
}
