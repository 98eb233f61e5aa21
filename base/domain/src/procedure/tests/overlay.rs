//! Later versions take over on their day, and lose no version before them.
//! For whoever changes how a commune's law is put together.

use super::*;

const CODE: &str = "1.001193";

fn choice(from: Date, is_offered: bool) -> LaterProcedure {
    LaterProcedure {
        code: CODE.to_owned(),
        from,
        edit: ProcedureEdit::Choice {
            is_offered,
            note_vi: None,
        },
    }
}

fn is_offered(catalogue: &Catalogue, day: Date) -> bool {
    catalogue
        .in_force(CODE, day)
        .expect("births are registered on every day")
        .applicable_locally
}

#[test]
fn an_edit_begins_on_its_day_and_the_old_version_is_still_found() {
    let catalogue = catalogue();
    let day = date(2023, 12, 1);
    let old = catalogue.in_force(CODE, day).expect("in force").clone();
    let changed = catalogue.with(vec![choice(day, false)]).expect("good");
    assert!(is_offered(&changed, date(2023, 11, 30)));
    assert!(!is_offered(&changed, day));
    let kept = changed.version(&old.id).expect("dossiers need it");
    assert_eq!(
        (kept.valid_from, &kept.process),
        (old.valid_from, &old.process)
    );
    assert_eq!(
        catalogue.version(&old.id).expect("untouched").valid_to,
        old.valid_to
    );
}

#[test]
fn the_later_first_day_wins_whatever_the_order_and_a_day_may_have_two() {
    let catalogue = catalogue();
    let (first, second) = (
        choice(date(2023, 12, 1), false),
        choice(date(2024, 1, 1), true),
    );
    let one = catalogue
        .with(vec![first.clone(), second.clone()])
        .expect("good");
    let two = catalogue.with(vec![second, first.clone()]).expect("good");
    for day in [date(2023, 12, 31), date(2024, 1, 1)] {
        assert_eq!(is_offered(&one, day), is_offered(&two, day));
    }
    assert!(!is_offered(&one, date(2023, 12, 31)) && is_offered(&one, date(2024, 1, 1)));
    let again = catalogue
        .with(vec![first, choice(date(2023, 12, 1), true)])
        .expect("good");
    let in_force = again.in_force(CODE, date(2023, 12, 1)).expect("in force");
    assert_eq!(in_force.id, format!("{CODE}@2023-12-01.2"));
    assert!(again.version(&format!("{CODE}@2023-12-01")).is_some());
}

#[test]
fn a_version_ends_where_the_next_known_one_begins() {
    let catalogue = catalogue();
    let known: Vec<Date> = catalogue
        .versions()
        .filter(|version| version.code == CODE)
        .map(|version| version.valid_from)
        .collect();
    let last = *known.iter().max().expect("one at least");
    let changed = catalogue
        .with(vec![choice(date(2023, 12, 1), false)])
        .expect("good");
    assert_eq!(
        changed
            .in_force(CODE, last)
            .map(|version| version.valid_from),
        Some(if last > date(2023, 12, 1) {
            last
        } else {
            date(2023, 12, 1)
        })
    );
}

#[test]
fn a_version_without_an_end_yields_to_one_that_begins_later() {
    let catalogue = catalogue();
    let mut version = Procedure::clone(catalogue.in_force(CODE, IN_2023).expect("in force"));
    version.valid_to = None;
    let later = |from| LaterProcedure {
        code: CODE.to_owned(),
        from,
        edit: ProcedureEdit::Version(Box::new(version.clone())),
    };
    let (first, second) = (date(2024, 1, 1), date(2024, 3, 1));
    let changed = catalogue
        .with(vec![later(second), later(first)])
        .expect("good");
    for day in [first, date(2024, 2, 29), second, IN_2026] {
        let held = changed.all_in_force(day).filter(|one| one.code == CODE);
        assert_eq!(held.count(), 1, "{day}");
    }
}

#[test]
fn nothing_is_edited_where_nothing_holds() {
    let early = choice(date(1990, 1, 1), false);
    let (place, reason) = catalogue()
        .with(vec![early])
        .expect_err("nothing held then");
    assert_eq!(place, 0);
    assert!(reason.contains("chưa có bản nào"), "{reason}");
}

#[test]
fn a_choice_holds_in_the_versions_after_it_until_the_next_choice() {
    let catalogue = catalogue();
    let mut version = Procedure::clone(catalogue.in_force(CODE, IN_2023).expect("in force"));
    "Tên mới".clone_into(&mut version.name_vi);
    let later = |from| LaterProcedure {
        code: CODE.to_owned(),
        from,
        edit: ProcedureEdit::Version(Box::new(version.clone())),
    };
    // The version was made first, and knew nothing of the choice.
    let off = catalogue
        .with(vec![
            later(date(2024, 1, 1)),
            choice(date(2023, 12, 1), false),
        ])
        .expect("good");
    assert!(!is_offered(&off, date(2024, 1, 1)));
    assert_eq!(
        off.in_force(CODE, date(2024, 1, 1))
            .map(|one| one.name_vi.as_str()),
        Some("Tên mới")
    );
    assert!(!is_offered(&off, date(2026, 1, 1)), "known versions too");
    assert!(is_offered(&off, date(2023, 11, 30)));
    let on_again = catalogue
        .with(vec![
            later(date(2024, 1, 1)),
            choice(date(2023, 12, 1), false),
            choice(date(2024, 2, 1), true),
        ])
        .expect("good");
    assert!(!is_offered(&on_again, date(2024, 1, 31)));
    assert!(is_offered(&on_again, date(2024, 2, 1)) && is_offered(&on_again, date(2026, 1, 1)));
}

#[test]
fn a_version_of_the_law_that_ends_a_procedure_here_outranks_an_older_choice() {
    let day = date(2024, 1, 1);
    let mut first = Procedure::clone(catalogue().in_force(CODE, IN_2023).expect("in force"));
    let mut second = first.clone();
    first.valid_to = day.yesterday().ok();
    second.valid_from = day;
    second.id = format!("{CODE}@{day}");
    second.applicable_locally = false;
    let law = Catalogue::of(vec![first, second]);
    let chosen = law
        .with(vec![choice(date(2023, 12, 1), true)])
        .expect("good");
    assert!(is_offered(&chosen, date(2023, 12, 1)) && !is_offered(&chosen, day));
}
