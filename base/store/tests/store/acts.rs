//! What an act must do to be kept: events, seals, no swallowed failure.

use std::sync::{Arc, Mutex};

use store::{Sql as _, StoreError, params};

use crate::common::{AT, add, added, changed, engines, ids, insert, number, sound};

#[test]
fn an_act_leaves_rows_event_fact_job_and_head_together() {
    for db in engines() {
        db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
        db.write_blocking("xb", |tx| add(tx, "b", 1)).unwrap();
        db.write_blocking("xa", |tx| add(tx, "c", 1)).unwrap();
        assert_eq!(number(&db, "SELECT COUNT(*) AS n FROM event"), 3);
        assert_eq!(number(&db, "SELECT n FROM fact WHERE agency = 'xa'"), 2);
        assert_eq!(number(&db, "SELECT COUNT(*) AS n FROM outbox"), 3);
        let heads = db.heads().unwrap();
        assert_eq!(
            heads
                .iter()
                .map(|head| (head.0.as_str(), head.1))
                .collect::<Vec<_>>(),
            [("xa", 2), ("xb", 1)]
        );
        let events = db
            .read_blocking(|reader| reader.events("sample:c"))
            .unwrap_or_else(|e: StoreError| panic!("{e}"));
        assert_eq!(
            (
                events.len(),
                events[0].seq,
                events[0].by.as_str(),
                events[0].at
            ),
            (1, 2, "user:1", AT)
        );
        assert_eq!(events[0].hash, events[0].computed_hash());
        assert_eq!(events[0].hash, heads[0].2);
        sound(&db);
    }
}

#[test]
fn an_act_without_event_or_with_a_silent_write_is_refused() {
    for db in engines() {
        let no_event = db.write_blocking("xa", |tx| {
            insert(tx, "a", 1)?;
            tx.commit("system", AT, vec![], ())
        });
        assert!(matches!(no_event, Err(StoreError::Misuse(_))));
        let silent = db.write_blocking("xa", |tx| {
            insert(tx, "a", 1)?;
            tx.commit_silently("hiding", ())
        });
        assert!(matches!(silent, Err(StoreError::Misuse(_))));
        let unsealed = db.write_blocking("xa", |tx| {
            tx.run("INSERT INTO sample(id, n) VALUES ($1, $2)", params!["a", 1])?;
            tx.commit("system", AT, vec![added("a")], ())
        });
        assert_eq!(unsealed, Err(StoreError::Unsealed("sample".into())));
        let missing = db.write_blocking("xa", |tx| {
            tx.seal("sample", "nobody");
            tx.commit("system", AT, vec![added("a")], ())
        });
        assert!(matches!(missing, Err(StoreError::Misuse(_))));
        assert!(ids(&db).is_empty());
        sound(&db);
    }
}

#[test]
fn a_failure_that_the_closure_swallows_still_fails_the_act_and_nobody_else() {
    for db in engines() {
        db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
        let swallowed = db.write_blocking("xa", |tx| {
            insert(tx, "b", 1)?;
            let _ = tx.run("INSERT INTO sample(id, n) VALUES ($1, $2)", params!["a", 1]);
            let _ = tx.rows("SELECT * FROM sample", params![]);
            tx.commit("system", AT, vec![added("b")], ())
        });
        assert!(
            matches!(swallowed, Err(StoreError::Unique { .. })),
            "{swallowed:?}"
        );
        let after = db.write_blocking("xa", |tx| {
            let done = add(tx, "c", 1)?;
            let _ = tx.run("UPDATE sample SET n = 9", params![]);
            Ok::<_, StoreError>(done)
        });
        assert!(matches!(after, Err(StoreError::Misuse(_))), "{after:?}");
        db.write_blocking("xa", |tx| add(tx, "d", 1)).unwrap();
        assert_eq!(ids(&db), ["a", "d"]);
        sound(&db);
    }
}

#[test]
fn a_commit_of_another_transaction_is_worth_nothing() {
    for db in engines() {
        let stolen = Arc::new(Mutex::new(None));
        let keep = Arc::clone(&stolen);
        let first = db.write_blocking("xa", move |tx| {
            *keep.lock().unwrap() = Some(add(tx, "a", 1)?);
            Err::<store::Committed<()>, _>(StoreError::Misuse("gave it away".into()))
        });
        assert!(first.is_err());
        let second = db.write_blocking("xa", move |tx| {
            insert(tx, "b", 1)?;
            Ok::<_, StoreError>(stolen.lock().unwrap().take().expect("it was put there"))
        });
        assert!(matches!(second, Err(StoreError::Misuse(_))), "{second:?}");
        assert!(ids(&db).is_empty());
    }
}

#[test]
fn a_panic_undoes_its_act_and_the_database_goes_on() {
    for db in engines() {
        let panicked = db.write_blocking("xa", |tx| {
            insert(tx, "a", 1)?;
            if tx.agency() == "xa" {
                panic!("on purpose");
            }
            tx.commit("system", AT, vec![added("a")], ())
        });
        assert_eq!(panicked, Err(StoreError::Panicked));
        let read = db.read_blocking(|reader| {
            assert!(
                reader.rows("SELECT 1 AS n", params![])?.is_empty(),
                "on purpose"
            );
            Ok::<_, StoreError>(())
        });
        assert_eq!(read, Err(StoreError::Panicked));
        for id in ["b", "c", "d"] {
            db.write_blocking("xa", move |tx| add(tx, id, 1)).unwrap();
        }
        assert_eq!(ids(&db), ["b", "c", "d"]);
        sound(&db);
    }
}

#[test]
fn an_erased_row_leaves_the_chain_whole_and_is_counted() {
    for db in engines() {
        db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
        db.write_blocking("xa", |tx| {
            tx.erase("part", "a.0")?;
            tx.run("UPDATE sample SET n = 5 WHERE id = $1", params!["a"])?;
            tx.seal("sample", "a");
            tx.commit("system", AT, vec![changed("a")], ())
        })
        .unwrap();
        let report = db.verify(&mut |_, _| {}, None).unwrap();
        assert_eq!(
            (
                report.first_difference,
                report.erased,
                report.rows,
                report.events
            ),
            (None, 1, 2, 2)
        );
        let again = db.write_blocking("xa", |tx| {
            tx.erase("part", "a.1")?;
            tx.run(
                "INSERT INTO part(id, sample, place) VALUES ('a.1', 'a', 1)",
                params![],
            )?;
            tx.commit("system", AT, vec![changed("a")], ())
        });
        assert!(matches!(again, Err(StoreError::Misuse(_))), "{again:?}");
    }
}

#[test]
fn a_form_sent_twice_acts_once() {
    for db in engines() {
        let act = |db: &store::Db, id: &'static str| {
            db.write_blocking("xa", move |tx| {
                if let Some(place) = store::once::claimed(tx, "token")? {
                    return tx.commit_silently("the form was sent before", place);
                }
                insert(tx, id, 1)?;
                store::once::settle(tx, "token", "/cb/ho-so/1")?;
                tx.commit("user:1", AT, vec![added(id)], "/cb/ho-so/1".to_owned())
            })
        };
        assert_eq!(act(&db, "a"), Ok::<_, StoreError>("/cb/ho-so/1".to_owned()));
        assert_eq!(act(&db, "b"), Ok::<_, StoreError>("/cb/ho-so/1".to_owned()));
        assert_eq!(ids(&db), ["a"]);
        let kept = db.write_blocking("xa", |tx| {
            let gone = store::once::forget(tx, 1)?;
            tx.commit_silently("tokens are forgotten", gone)
        });
        assert_eq!(kept, Ok::<_, StoreError>(0));
    }
}

#[test]
fn events_cannot_be_changed_through_the_database_either() {
    for db in engines() {
        db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
        for sql in ["UPDATE event SET seq = 9", "DELETE FROM event"] {
            let refused = store::testing::raw(&db, sql);
            assert!(
                refused.is_err_and(|error| error.to_string().contains("append only")),
                "{sql}"
            );
        }
        sound(&db);
    }
}
