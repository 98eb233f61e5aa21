//! Many acts at once: exactly what was acknowledged is there, whatever the others do.

use std::sync::{Arc, Barrier, mpsc};

use proptest::prelude::*;
use store::{Db, Engine, StoreError, params, testing::raw};

use crate::common::{AT, add, added, engines, ids, insert, number, sound};

/// What one act does after it has written its rows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Commits,
    Refuses,
    Panics,
    SwallowsAFailure,
    ForgetsASeal,
    GoesOnAfterwards,
    Silent,
}

const WAYS: [Way; 7] = [
    Way::Commits,
    Way::Refuses,
    Way::Panics,
    Way::SwallowsAFailure,
    Way::ForgetsASeal,
    Way::GoesOnAfterwards,
    Way::Silent,
];

fn act(db: &Db, agency: &str, id: String, key: u8, way: Way) -> Result<(), StoreError> {
    db.write_blocking(agency, move |tx| {
        insert(tx, &id, i64::from(key))?;
        // One act per key can win: the others run into the unique constraint.
        let part = tx.new_id();
        tx.run(
            "INSERT INTO part(id, sample, place) VALUES ($1, $2, 0)",
            params![&part, format!("key {key}")],
        )?;
        tx.seal("part", &part);
        if way == Way::ForgetsASeal {
            tx.run("INSERT INTO loose(id) VALUES ($1)", params![&part])?;
        }
        match way {
            Way::Refuses => return Err(StoreError::Misuse("refused".into())),
            Way::Panics => panic!("on purpose"),
            Way::SwallowsAFailure => {
                let _ = tx.run("INSERT INTO sample(id, n) VALUES ($1, 1)", params![&id]);
            }
            Way::Silent => return tx.commit_silently("hiding", ()),
            _ => {}
        }
        let done = tx.commit("system", AT, vec![added(&id)], ())?;
        if way == Way::GoesOnAfterwards {
            let _ = tx.run("UPDATE sample SET n = 0", params![]);
        }
        Ok(done)
    })
}

/// Holds every agency's line until all acts wait in it, so that they share batches.
fn together(
    db: &Db,
    acts: &[(u8, u8, Way)],
    prefix: &str,
) -> Vec<(String, Result<(), StoreError>)> {
    std::thread::scope(|scope| {
        let mut gates = Vec::new();
        for agency in 0..3 {
            let (open, opened) = mpsc::channel::<()>();
            gates.push(open);
            scope.spawn(move || {
                db.write_blocking(&format!("x{agency}"), move |tx| {
                    let _ = opened.recv();
                    tx.commit_silently("only waits", ())
                })
                .unwrap_or_else(|error: StoreError| panic!("{error}"));
            });
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
        let running: Vec<_> = acts
            .iter()
            .enumerate()
            .map(|(place, (agency, key, way))| {
                let id = format!("{prefix} {place}");
                let name = id.clone();
                let key = key.wrapping_add(prefix.len() as u8);
                (
                    id,
                    scope.spawn(move || act(db, &format!("x{agency}"), name, key, *way)),
                )
            })
            .collect();
        std::thread::sleep(std::time::Duration::from_millis(5));
        drop(gates);
        running
            .into_iter()
            .map(|(id, thread)| (id, thread.join().expect("panics are caught")))
            .collect()
    })
}

fn share_a_key(acts: &[(u8, u8, Way)]) -> bool {
    acts.iter()
        .any(|(agency, key, _)| acts.iter().any(|(a, k, _)| k == key && a != agency))
}

fn is_void(outcome: &Result<(), StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Unavailable(_)))
}

fn exactly_the_acknowledged_exist(acts: &[(u8, u8, Way)]) {
    for db in engines() {
        let outcomes = together(&db, acts, "act");
        let mut kept: Vec<String> = outcomes
            .iter()
            .filter(|(_, outcome)| outcome.is_ok())
            .map(|(id, _)| id.clone())
            .collect();
        kept.sort();
        assert_eq!(ids(&db), kept, "{outcomes:?}");
        let count = i64::try_from(kept.len()).expect("few acts");
        assert_eq!(number(&db, "SELECT COUNT(*) AS n FROM part"), 3 * count);
        assert_eq!(number(&db, "SELECT COUNT(*) AS n FROM event"), count);
        assert_eq!(number(&db, "SELECT COUNT(*) AS n FROM outbox"), count);
        assert_eq!(
            number(
                &db,
                "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM fact"
            ),
            count
        );
        // Two agencies' batches that wait for each other's keys: PostgreSQL voids one of them.
        let may_be_voided = db.engine() == Engine::Postgres && share_a_key(acts);
        for ((_, key, way), (_, outcome)) in acts.iter().zip(&outcomes) {
            match way {
                Way::Commits => {
                    let conflict = matches!(outcome, Err(StoreError::Unique { constraint }) if constraint == "part(sample, place)");
                    let voided = may_be_voided && is_void(outcome);
                    assert!(outcome.is_ok() || conflict || voided, "{outcome:?}");
                    let rivals = || acts.iter().zip(&outcomes).filter(|(act, _)| act.1 == *key);
                    let winners = rivals().filter(|(_, (_, won))| won.is_ok()).count();
                    let is_lost = may_be_voided && rivals().any(|(_, (_, told))| is_void(told));
                    assert!(winners == 1 || (is_lost && winners == 0), "key {key}");
                }
                _ => assert!(outcome.is_err(), "{way:?}"),
            }
        }
        sound(&db);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_what_was_acknowledged_is_there(
        acts in proptest::collection::vec((0_u8..3, 0_u8..8, 0..WAYS.len()), 1..24)
    ) {
        let acts: Vec<(u8, u8, Way)> =
            acts.into_iter().map(|(agency, key, way)| (agency, key, WAYS[way])).collect();
        exactly_the_acknowledged_exist(&acts);
    }
}

#[test]
fn of_two_agencies_that_wait_for_each_other_one_is_told_and_leaves_nothing() {
    for db in engines()
        .into_iter()
        .filter(|db| db.engine() == Engine::Postgres)
    {
        let both = Arc::new(Barrier::new(2));
        let crossing = |agency: &str, id: &'static str, keys: [&'static str; 2]| {
            let both = Arc::clone(&both);
            db.write_blocking(agency, move |tx| {
                insert(tx, id, 1)?;
                for key in keys {
                    let part = tx.new_id();
                    tx.run(
                        "INSERT INTO part(id, sample, place) VALUES ($1, $2, 0)",
                        params![&part, key],
                    )?;
                    tx.seal("part", &part);
                    if key == keys[0] {
                        both.wait();
                    }
                }
                tx.commit("system", AT, vec![added(id)], ())
            })
        };
        let outcomes = std::thread::scope(|scope| {
            let one = scope.spawn(|| crossing("x0", "one", ["left", "right"]));
            let other = scope.spawn(|| crossing("x1", "other", ["right", "left"]));
            [one, other].map(|thread| thread.join().expect("no panic"))
        });
        let kept: Vec<&str> = ["one", "other"]
            .into_iter()
            .zip(&outcomes)
            .filter_map(|(id, outcome)| outcome.is_ok().then_some(id))
            .collect();
        assert_eq!(kept.len(), 1, "{outcomes:?}");
        assert!(outcomes.iter().any(is_void), "{outcomes:?}");
        assert_eq!(ids(&db), kept);
        sound(&db);
    }
}

#[test]
fn four_hundred_acts_at_once_fill_several_batches() {
    for db in engines() {
        let acts: Vec<(u8, u8, Way)> = (0..200)
            .map(|n| {
                (
                    n % 3,
                    n,
                    if n % 4 == 3 {
                        Way::Panics
                    } else {
                        Way::Commits
                    },
                )
            })
            .collect();
        let outcomes = together(&db, &acts, "first");
        assert_eq!(
            outcomes
                .iter()
                .filter(|(_, outcome)| outcome.is_ok())
                .count(),
            150
        );
        assert_eq!(ids(&db).len(), 150);
        sound(&db);
    }
}

/// Runs three acts in one batch, in this order, and gives their outcomes.
async fn three(
    db: &Db,
    middle: impl FnOnce(&mut store::Tx<'_>) -> Result<store::Committed<()>, StoreError> + Send + 'static,
) -> [Result<(), StoreError>; 3] {
    let (open, opened) = mpsc::channel::<()>();
    let (begin, begun) = mpsc::channel::<()>();
    let holder = db.clone();
    let gate = std::thread::spawn(move || {
        holder.write_blocking("xa", move |tx| {
            drop(begin);
            let _ = opened.recv();
            tx.commit_silently("only waits", ())
        })
    });
    let _ = begun.recv();
    let (first, second, third, ()) = tokio::join!(
        db.write("xa", |tx| add(tx, "first", 1)),
        db.write("xa", middle),
        db.write("xa", |tx| add(tx, "third", 1)),
        async { drop(open) }
    );
    assert_eq!(gate.join().expect("no panic"), Ok::<_, StoreError>(()));
    [first, second, third]
}

#[tokio::test]
async fn an_act_that_ends_the_whole_transaction_voids_the_batch_and_all_are_told() {
    let db = engines().swap_remove(0);
    raw(&db, "CREATE TRIGGER bang BEFORE INSERT ON sample WHEN NEW.n = -1 BEGIN SELECT RAISE(ROLLBACK, 'bang'); END").unwrap();
    let [first, second, third] = three(&db, |tx| add(tx, "second", -1)).await;
    assert!(
        matches!(first, Err(StoreError::Unavailable(_))),
        "{first:?}"
    );
    assert!(
        matches!(second, Err(StoreError::Unavailable(_))),
        "{second:?}"
    );
    assert_eq!(
        third,
        Ok(()),
        "what had not run yet runs in a batch of its own"
    );
    assert_eq!(ids(&db), ["third"]);
    sound(&db);
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_every_act_of_its_batch() {
    for db in engines() {
        raw(&db, "CREATE TABLE child (id TEXT PRIMARY KEY, sample TEXT REFERENCES sample(id) DEFERRABLE INITIALLY DEFERRED)").unwrap();
        let outcomes = three(&db, |tx| {
            tx.run(
                "INSERT INTO child(id, sample) VALUES ('c', 'nobody')",
                params![],
            )?;
            tx.seal("child", "c");
            tx.commit("system", AT, vec![added("c")], ())
        })
        .await;
        for outcome in outcomes {
            assert!(
                matches!(outcome, Err(StoreError::Uncertain(_))),
                "{outcome:?}"
            );
        }
        assert!(ids(&db).is_empty());
        db.write("xa", |tx| add(tx, "later", 1)).await.unwrap();
        sound(&db);
    }
}

#[tokio::test]
async fn a_swallowed_failure_in_the_middle_of_a_batch_spoils_nobody_else() {
    for db in engines() {
        let [first, second, third] = three(&db, |tx| {
            let _ = tx.run("INSERT INTO sample(id, n) VALUES ('first', 1)", params![]);
            tx.commit_silently("as if nothing had happened", ())
        })
        .await;
        assert_eq!((first, third), (Ok(()), Ok(())));
        assert!(
            matches!(second, Err(StoreError::Unique { .. })),
            "{second:?}"
        );
        assert_eq!(ids(&db), ["first", "third"]);
        sound(&db);
    }
}

#[tokio::test]
async fn a_caller_that_went_away_changes_nothing_for_the_others() {
    for db in engines() {
        let gone = db.write("xa", |tx| add(tx, "gone", 1));
        drop(gone);
        let impatient = tokio::time::timeout(
            std::time::Duration::ZERO,
            db.write("xa", |tx| add(tx, "impatient", 1)),
        );
        let _ = impatient.await;
        db.write("xa", |tx| add(tx, "stays", 1)).await.unwrap();
        assert!(
            !ids(&db).contains(&"gone".to_owned()),
            "a write that nobody awaited was never begun"
        );
        assert!(ids(&db).contains(&"stays".to_owned()));
        sound(&db);
    }
}

#[test]
fn connections_cut_by_the_server_are_made_anew() {
    for db in engines()
        .into_iter()
        .filter(|db| db.engine() == Engine::Postgres)
    {
        let cut = db.clone();
        let outcome = db.write_blocking("xa", move |tx| {
            insert(tx, "cut", 1)?;
            let all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
            raw(&cut, all)?;
            tx.commit("system", AT, vec![added("cut")], ())
        });
        assert!(
            matches!(outcome, Err(StoreError::Unavailable(_))),
            "{outcome:?}"
        );
        db.write_blocking("xa", |tx| add(tx, "later", 1)).unwrap();
        assert_eq!(ids(&db), ["later"]);
        sound(&db);
    }
}
