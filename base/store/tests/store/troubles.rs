//! A database of another age, and a full disk: said clearly, nothing acknowledged that is not kept,
//! and work goes on afterwards.

use crate::common::{add, engines, ids, sound};
use store::{State, StoreError, params, testing};

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_as_it_is() {
    for db in testing::engines() {
        let before = testing::tables(&db).unwrap();
        testing::tamper(
            &db,
            "INSERT INTO schema(name, sha256) VALUES ('0999_later', 'x')",
        )
        .unwrap();
        assert_eq!(db.state(), Ok(State::Newer(vec!["0999_later".to_owned()])));
        assert_eq!(
            db.migrate(),
            Err(StoreError::Newer("0999_later".to_owned()))
        );
        assert_eq!(testing::tables(&db).unwrap(), before, "{:?}", db.engine());
    }
}

#[test]
fn a_database_of_an_older_program_is_told_apart_and_brought_up_to_date() {
    for db in testing::engines_over(&[], testing::Effects::NONE) {
        let State::Older(missing) = db.state().unwrap() else {
            panic!("{:?} is older", db.engine());
        };
        assert!(missing.contains(&"0030_dossier".to_owned()), "{missing:?}");
        assert_eq!(db.migrate(), Ok(missing));
        assert_eq!(db.state(), Ok(State::Current));
    }
}

#[test]
fn a_full_disk_acknowledges_nothing_and_work_goes_on_when_there_is_room_again() {
    let db = engines().remove(0);
    db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
    testing::fill_disk(&db, true).unwrap();
    let refused = db.write_blocking("xa", |tx| {
        for n in 0..200 {
            let id = format!("{n} {}", "x".repeat(500));
            tx.run("INSERT INTO loose(id) VALUES ($1)", params![&id])?;
            tx.seal("loose", &id);
        }
        add(tx, "b", 2)
    });
    assert!(
        matches!(&refused, Err(StoreError::Unavailable(why)) if why.contains("full")),
        "{refused:?}"
    );
    // Reading goes on, and shows nothing of what was refused.
    assert_eq!(ids(&db), ["a"]);
    testing::fill_disk(&db, false).unwrap();
    db.write_blocking("xa", |tx| add(tx, "c", 3)).unwrap();
    assert_eq!(ids(&db), ["a", "c"]);
    sound(&db);
}
