//! On PostgreSQL the program works under a role that cannot alter the ledger nor its protection.

use domain::moment::Moment;
use store::{NewEvent, Sql as _, StoreError, grants, params, testing, upkeep};

use crate::common::{AT, sound};

#[test]
fn under_the_programs_role_work_goes_on_and_the_ledger_cannot_be_altered() {
    for db in testing::engines() {
        let Some(limited) = testing::under_role(&db) else {
            continue;
        };
        assert_eq!(
            limited.migrate(),
            Ok(vec![]),
            "nothing to do needs no right"
        );
        limited
            .write_blocking("xa", |tx| {
                let salt = tx.salt();
                tx.run(
                    "INSERT INTO account(id, agency, version, username, name, name_key, password_hash, must_change,
                        created_at, created_by, salt)
                    VALUES ('a', 'xa', 1, 'lan', 'Lan', 'lan', 'x', 0, 1, 'system', $1)",
                    params![salt],
                )?;
                tx.seal("account", "a");
                let data = serde_json::json!({});
                let event = NewEvent { kind: "test.made", subject: "account:a".to_owned(), data };
                tx.commit("system", AT, vec![event], ())
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        limited
            .write_blocking("xa", |tx| {
                tx.erase("account", "a")?;
                let data = serde_json::json!({});
                let event = NewEvent {
                    kind: "test.erased",
                    subject: "account:a".to_owned(),
                    data,
                };
                tx.commit("system", AT, vec![event], ())
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        limited
            .note_work(upkeep::Work::Backup, Moment::from_millis(1), "ok")
            .unwrap();
        let shelf = testing::folder();
        limited
            .back_up(shelf.path(), "1", AT, &mut |_, _| {})
            .unwrap();
        sound(&limited);
        assert_eq!(limited.may_alter_ledger(), Ok(false));
        assert_eq!(db.may_alter_ledger(), Ok(true));

        for forbidden in [
            "UPDATE event SET at = 0",
            "DELETE FROM event",
            "TRUNCATE event",
            "ALTER TABLE event DISABLE TRIGGER ALL",
            "DROP TABLE event",
            "UPDATE schema SET sha256 = ''",
            "DELETE FROM chain",
            "DELETE FROM reading",
            "UPDATE reading SET why = ''",
            "INSERT INTO demo(id, day, seed, made_at) VALUES ('demo', '', 1, 1)",
            "CREATE TABLE more (id TEXT)",
            "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        ] {
            let refused = testing::raw(&limited, forbidden)
                .expect_err(forbidden)
                .to_string();
            assert!(refused.contains("42501"), "{forbidden}: {refused}");
        }
        let events = db
            .read_blocking(|reader| reader.events("account:a"))
            .unwrap();
        assert_eq!(events.len(), 2);
    }
}

#[test]
fn a_name_that_could_be_more_than_a_name_is_refused() {
    for name in ["", "a b", "x; DROP TABLE event", "A", "1a", "\"a\""] {
        assert!(matches!(grants(name), Err(StoreError::Misuse(_))), "{name}");
    }
    let text = grants("motcua_app").unwrap();
    assert!(
        text.contains("GRANT SELECT, INSERT ON event TO motcua_app;"),
        "{text}"
    );
}
