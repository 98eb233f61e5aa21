//! Jobs: each key once, one worker at a time, again after a failure or a lost lease.

use std::collections::BTreeSet;

use store::StoreError;

use crate::common::{AT, add, added, engines, insert, number, sound};

#[test]
fn a_job_is_taken_once_and_again_only_after_its_lease() {
    for db in engines() {
        db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
        assert!(
            db.claim_jobs(AT.plus_minutes(-1), 5, 10)
                .unwrap()
                .is_empty(),
            "not due yet"
        );
        let taken = db.claim_jobs(AT, 5, 10).unwrap();
        assert_eq!(
            (taken.len(), taken[0].attempts, taken[0].agency.as_str()),
            (1, 1, "xa")
        );
        assert_eq!(
            taken[0].payload,
            serde_json::json!({ "subject": "sample:a" })
        );
        assert!(
            db.claim_jobs(AT.plus_minutes(4), 5, 10).unwrap().is_empty(),
            "still leased"
        );
        let late = db.claim_jobs(AT.plus_minutes(5), 5, 10).unwrap();
        assert_eq!(late[0].attempts, 2);
        assert_eq!(
            db.finish_job(&taken[0], AT),
            Ok(false),
            "the first worker lost its lease"
        );
        assert_eq!(db.finish_job(&late[0], AT), Ok(true));
        assert!(
            db.claim_jobs(AT.plus_minutes(999), 5, 10)
                .unwrap()
                .is_empty()
        );
        sound(&db);
    }
}

#[test]
fn a_failed_job_comes_back_later_each_time() {
    for db in engines() {
        db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
        let mut now = AT;
        for pause in [1, 2, 4, 8] {
            let taken = db.claim_jobs(now, 5, 1).unwrap();
            assert_eq!(db.fail_job(&taken[0], now, "no answer"), Ok(true));
            assert!(
                db.claim_jobs(now.plus_minutes(pause - 1), 5, 1)
                    .unwrap()
                    .is_empty()
            );
            now = now.plus_minutes(pause);
        }
        assert_eq!(
            number(
                &db,
                "SELECT COUNT(*) AS n FROM outbox WHERE last_error = 'no answer'"
            ),
            1
        );
    }
}

#[test]
fn the_same_key_leaves_one_job() {
    for db in engines() {
        db.write_blocking("xa", |tx| {
            insert(tx, "a", 1)?;
            tx.commit("system", AT, vec![added("a"), added("a")], ())
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(number(&db, "SELECT COUNT(*) AS n FROM outbox"), 1);
        assert_eq!(number(&db, "SELECT n FROM fact"), 2);
    }
}

#[test]
fn many_workers_take_each_job_exactly_once() {
    for db in engines() {
        for n in 0..40 {
            db.write_blocking("xa", move |tx| add(tx, &format!("s{n}"), 1))
                .unwrap();
        }
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                std::thread::spawn(move || {
                    let mut taken = Vec::new();
                    while let Some(job) = db.claim_jobs(AT, 5, 1).expect("claiming works").pop() {
                        db.finish_job(&job, AT).expect("finishing works");
                        taken.push(job.id);
                    }
                    taken
                })
            })
            .collect();
        let taken: Vec<String> = workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no panic"))
            .collect();
        assert_eq!(taken.len(), 40);
        assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 40);
    }
}
