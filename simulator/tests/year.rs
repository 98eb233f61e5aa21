//! The simulated year from outside: repeatable, lawful, plausible, and whole under `verify`.

mod beside;
mod commune;

use std::collections::BTreeMap;

use domain::dossier::{DossierEvent, State, Timeliness};
use dossier::row::{self, DossierRow};
use simulator::{PEOPLE, Setup, live};
use store::{Db, Reader, StoreError, params};

use commune::{
    EFFECTS, LAW, OPENED, OPENING, WHOLE_YEAR, asks, dossiers, events, is_citizens, live_on, lived,
    number, setup,
};

fn states(rows: &[DossierRow]) -> BTreeMap<&'static str, usize> {
    let mut states = BTreeMap::new();
    for row in rows {
        *states.entry(row.machine.state.name()).or_default() += 1;
    }
    states
}

#[test]
fn the_same_seed_and_day_give_the_same_events() {
    let (first, second) = (lived(3, "2023-03-20T09:20"), lived(3, "2023-03-20T09:20"));
    assert_eq!(
        first.db.heads().expect("heads"),
        second.db.heads().expect("heads")
    );
    assert_eq!(first.lived, second.lived);
    let other = lived(4, "2023-03-20T09:20");
    assert_ne!(
        first.db.heads().expect("heads"),
        other.db.heads().expect("heads")
    );
}

#[test]
fn any_day_of_the_year_can_be_opened() {
    for until in [
        "2023-01-01T09:20",
        "2023-01-03T09:20",
        "2023-01-24T09:20",
        "2023-02-04T23:00",
    ] {
        let commune = lived(5, until);
        let events = commune.events();
        assert!(
            events.iter().all(|(at, _, _)| *at <= commune.until),
            "{until}"
        );
        assert!(events.len() >= PEOPLE.len(), "{until}");
    }
}

#[test]
fn the_first_weeks_are_whole_on_each_engine() {
    for db in store::testing::engines_with(EFFECTS) {
        let lived = live_on(&db, &setup(9, "2023-02-10T09:20"));
        assert!(lived.dossiers > 60, "{lived:?}");
        let report = db.verify(&mut |_, _| {}, None).expect("it can be read");
        assert_eq!(report.first_difference, None, "{:?}", db.engine());
        only_in_office_hours(&db);
        let received = dossiers(&db)
            .iter()
            .filter(|row| row.machine.received_at.is_some() && row.machine.state != State::Void)
            .count();
        assert_eq!(counted_received(&db), received, "{:?}", db.engine());
        signed_by_leaders_only(&db);
        assert!(cash_adds_up(&db, ["2023-02-10", "2023-02-09"]) > 0);
        assert_eq!(
            short_tills(&db),
            0,
            "the short till comes later in the year"
        );
    }
}

#[test]
fn verify_finds_the_year_whole_and_recounts_its_facts() {
    let report = WHOLE_YEAR
        .db
        .verify(&mut |_, _| {}, None)
        .expect("it can be read");
    assert_eq!(report.first_difference, None);
    assert!(
        report.events > WHOLE_YEAR.lived.acts && report.rows > 5_000,
        "{report:?}"
    );
}

#[test]
fn about_twelve_hundred_dossiers_nearly_half_of_them_certifications() {
    let rows = WHOLE_YEAR.rows();
    assert_eq!(
        u64::try_from(rows.len()).expect("a count"),
        WHOLE_YEAR.lived.dossiers
    );
    assert!((1_100..=1_400).contains(&rows.len()), "{}", rows.len());
    let certified = rows.iter().filter(|row| row.field == "Chứng thực").count();
    assert!(
        (400..=560).contains(&(certified * 1_000 / rows.len())),
        "{certified} of {}",
        rows.len()
    );
    let online = rows
        .iter()
        .filter(|row| row.machine.channel.name() == "online")
        .count();
    assert!(
        (80..=250).contains(&(online * 1_000 / rows.len())),
        "{online}"
    );
}

#[test]
fn nothing_happens_on_a_day_off_or_outside_office_hours() {
    only_in_office_hours(&WHOLE_YEAR.db);
}

fn only_in_office_hours(db: &Db) {
    // Citizens urge from home, in the evening too; no officer acts then.
    for (at, kind, data) in events(db) {
        if is_citizens(&kind, &data) {
            continue;
        }
        assert!(
            LAW.calendar.is_working_day(at.date()),
            "{kind} {}",
            at.iso_minute()
        );
        let open = LAW.calendar.is_open(at) || at == LAW.calendar.closing(at.date());
        assert!(
            open || at == LAW.calendar.next_opening(at),
            "{kind} {}",
            at.iso_minute()
        );
        if let Some(DossierEvent::Received(receipt)) = DossierEvent::read(&kind, &data) {
            assert!(LAW.calendar.is_working_day(receipt.received_at.date()));
        }
    }
}

#[test]
fn what_was_received_is_what_was_finished_and_what_is_open() {
    let rows = OPENED.rows();
    let received = rows
        .iter()
        .filter(|row| row.machine.received_at.is_some())
        .count();
    let in_state = |state: State| rows.iter().filter(|row| row.machine.state == state).count();
    let ended = in_state(State::Finished)
        + in_state(State::Returned)
        + in_state(State::Void)
        + rows
            .iter()
            .filter(|row| row.machine.state == State::Withdrawn)
            .count();
    let open = rows
        .iter()
        .filter(|row| row.machine.state.is_open() && row.machine.received_at.is_some())
        .count();
    assert_eq!(received, ended + open, "{:?}", states(&rows));
    assert_eq!(
        counted_received(&OPENED.db),
        received - in_state(State::Void)
    );
    for row in &rows {
        let agrees = {
            let row = row.clone();
            OPENED
                .db
                .read_blocking(move |reader: &mut Reader<'_>| row::agrees_with_events(reader, &row))
                .unwrap_or_else(|error: StoreError| panic!("{error}"))
        };
        assert!(agrees, "{}", row.address());
    }
}

/// What the tables say was received.
fn counted_received(db: &Db) -> usize {
    let sum =
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM fact WHERE measure = 'received'";
    usize::try_from(number(db, sum, params![])).expect("a count")
}

#[test]
fn about_ninety_seven_of_a_hundred_are_on_time_and_the_late_ones_cluster() {
    let rows = WHOLE_YEAR.rows();
    let of = |timeliness: Timeliness| {
        rows.iter()
            .filter(move |row| row.machine.timeliness == Some(timeliness))
    };
    let late: Vec<_> = of(Timeliness::Late).collect();
    let counted = late.len() + of(Timeliness::OnTime).count() + of(Timeliness::Early).count();
    let share = late.len() * 1_000 / counted;
    assert!((15..=50).contains(&share), "{} of {counted}", late.len());
    let social = late.iter().filter(|row| {
        matches!(
            row.field.as_str(),
            "Bảo trợ xã hội" | "Người có công" | "Giảm nghèo"
        )
    });
    let summer = social.filter(|row| {
        row.machine
            .received_at
            .is_some_and(|at| matches!(at.date().month(), 7 | 8))
    });
    assert!(summer.count() >= 2, "the slow summer shows");
}

#[test]
fn every_kind_of_act_of_a_year_happens() {
    let kinds = WHOLE_YEAR.kinds();
    let times = |kind: &str| kinds.get(kind).copied().unwrap_or_default();
    for kind in [
        "dossier.submitted",
        "dossier.received",
        "dossier.intake_refused",
        "dossier.supplement_requested",
        "dossier.supplement_received",
        "dossier.handed_over",
        "dossier.forwarded",
        "dossier.sent_back",
        "dossier.opinion_asked",
        "dossier.opinion_given",
        "dossier.withdrawn",
        "dossier.sent_outside",
        "dossier.came_back",
        "dossier.approved",
        "dossier.sealed",
        "dossier.finished",
        "dossier.returned",
        "dossier.voided",
        "dossier.apologised",
        "dossier.printed",
        "dossier.stopped",
        "dossier.resumed",
        "dossier.branched_longer",
        "dossier.corrected",
        "dossier.urged",
        "dossier.alarm_seen",
        "dossier.owner_called",
        "dossier.attached",
        "paper.issued",
        "people.covered",
        "payment.charged",
        "payment.collected",
        "payment.till_closed",
        "payment.till_accepted",
        "people.account_created",
    ] {
        assert!(times(kind) > 0, "{kind}: {kinds:?}");
    }
    assert_eq!(times("dossier.voided"), 3);
    let asked = times("dossier.supplement_requested") * 1_000 / WHOLE_YEAR.rows().len();
    assert!(
        (35..=90).contains(&asked),
        "{asked} of a thousand are asked for more"
    );
    let late_entries = WHOLE_YEAR
        .rows()
        .iter()
        .filter(|row| row.machine.late_entry)
        .count();
    assert!(
        late_entries >= 5,
        "the afternoon without power: {late_entries}"
    );
}

#[test]
fn whoever_signs_did_not_draft_and_nobody_else_signs() {
    signed_by_leaders_only(&OPENED.db);
}

fn signed_by_leaders_only(db: &Db) {
    let posts =
        "SELECT account_id AS id FROM account_post WHERE post IN ('chu_tich', 'pho_chu_tich')";
    let leaders: Vec<String> = asks(db, posts, params![])
        .iter()
        .map(|row| row.get("id").expect("an id"))
        .collect();
    for row in dossiers(db) {
        if let Some(mark) = &row.machine.approved {
            assert!(leaders.contains(&mark.by), "{}", row.address());
            assert_ne!(
                row.machine.prepared_by.as_ref(),
                Some(&mark.by),
                "{}",
                row.address()
            );
        }
    }
}

#[test]
fn every_evening_the_cash_is_closed_and_adds_up() {
    let paid = cash_adds_up(&OPENED.db, ["2023-11-23", "2023-11-22"]);
    assert!(paid > 1_000_000, "{paid}");
    let short = short_tills(&OPENED.db);
    assert!((1..=2).contains(&short), "{short}");
}

/// The cash of all closed tills. Before `today` every till is closed, and accepted before `yesterday`.
fn cash_adds_up(db: &Db, [today, yesterday]: [&str; 2]) -> i64 {
    let open = "SELECT COUNT(*) AS n FROM till WHERE closed_at IS NULL AND day < $1";
    assert_eq!(number(db, open, params![today]), 0);
    let kept = "SELECT COUNT(*) AS n FROM till WHERE accepted_at IS NULL AND day < $1";
    assert_eq!(number(db, kept, params![yesterday]), 0);
    let tills = "SELECT CAST(COALESCE(SUM(expected_dong), 0) AS BIGINT) AS n FROM till
        WHERE closed_at IS NOT NULL";
    let paid = "SELECT CAST(COALESCE(SUM(dong), 0) AS BIGINT) AS n FROM payment
        WHERE method = 'cash' AND till_id IN (SELECT id FROM till WHERE closed_at IS NOT NULL)";
    let paid = number(db, paid, params![]);
    assert_eq!(number(db, tills, params![]), paid);
    paid
}

/// Tills in which money was missing or too much.
fn short_tills(db: &Db) -> i64 {
    let short = "SELECT COUNT(*) AS n FROM till WHERE difference_reason IS NOT NULL";
    number(db, short, params![])
}

#[test]
fn the_day_opens_on_desks_with_something_on_each() {
    let rows = OPENED.rows();
    let open = |row: &&DossierRow| row.machine.state.is_open() && row.machine.received_at.is_some();
    let running = |row: &&DossierRow| open(row) && !row.machine.state.is_paused();
    let due = |row: &DossierRow| row.machine.counted_due();
    let overdue = rows
        .iter()
        .filter(running)
        .filter(|row| due(row).is_some_and(|due| due < OPENED.until))
        .count();
    assert!((2..=5).contains(&overdue), "{overdue} overdue");
    let today = rows
        .iter()
        .filter(running)
        .filter(|row| due(row).is_some_and(|due| due.date() == OPENED.until.date()));
    assert!(today.count() >= 3, "due today");
    let at_step = |kind: domain::procedure::StepKind| {
        rows.iter()
            .filter(running)
            .filter(|row| {
                row.machine
                    .current_step()
                    .is_some_and(|step| step.kind == kind)
            })
            .count()
    };
    assert!(
        at_step(domain::procedure::StepKind::Approve) >= 4,
        "to sign"
    );
    let states = states(&rows);
    for (state, least) in [
        ("submitted", 1),
        ("received", 1),
        ("awaiting_supplement", 2),
        ("finished", 6),
        ("processing", 10),
    ] {
        assert!(
            states.get(state).copied().unwrap_or_default() >= least,
            "{state}: {states:?}"
        );
    }
}

#[test]
fn a_missing_password_is_told_before_anything_is_lived() {
    for db in store::testing::engines() {
        let setup = Setup {
            passwords: Vec::new(),
            ..setup(1, OPENING)
        };
        let said = live(&db, &LAW, &setup, &mut |_, _| {}).expect_err("no passwords");
        assert!(said.contains("lan.vt"), "{said}");
        assert!(events(&db).is_empty());
    }
}
