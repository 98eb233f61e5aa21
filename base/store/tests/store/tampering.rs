//! `verify` finds what was changed behind the program's back, and names it.

use store::{Db, Sql as _, StoreError, params, testing::tamper};

use crate::common::{AT, added, changed, engines, insert, sound};

/// Three samples of two agencies, one changed later, one with a file, one part erased.
pub fn filled() -> Vec<(Db, String)> {
    engines()
        .into_iter()
        .map(|db| {
            let file = db
                .put_file(b"scan".as_slice(), 100)
                .expect("the disk has room")
                .sha256;
            let named = file.clone();
            for (agency, id) in [("xa", "a"), ("xa", "b"), ("xb", "c")] {
                db.write_blocking(agency, move |tx| {
                    insert(tx, id, 1)?;
                    tx.commit("user:1", AT, vec![added(id)], ())
                })
                .unwrap_or_else(|error: StoreError| panic!("{error}"));
            }
            db.write_blocking("xa", move |tx| {
                tx.run(
                    "UPDATE sample SET n = 2, file_sha256 = $2 WHERE id = $1",
                    params!["a", named],
                )?;
                tx.seal("sample", "a");
                tx.erase("part", "b.1")?;
                tx.commit(
                    "user:2",
                    AT.plus_minutes(5),
                    vec![changed("a"), changed("b")],
                    (),
                )
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
            sound(&db);
            (db, file)
        })
        .collect()
}

fn found(db: &Db, anchor: Option<&str>) -> (String, String) {
    let report = db.verify(&mut |_, _| {}, anchor).expect("verify can look");
    let difference = report
        .first_difference
        .unwrap_or_else(|| panic!("nothing found on {:?}", db.engine()));
    assert!(!difference.detail_vi.is_empty());
    (difference.what.to_owned(), difference.where_)
}

pub fn finds(sql: &str, what: &str, place: &str) {
    for (db, _) in filled() {
        tamper(&db, sql).expect("the database lets us");
        assert_eq!(
            found(&db, None),
            (what.to_owned(), place.to_owned()),
            "{sql} on {:?}",
            db.engine()
        );
    }
}

#[test]
fn a_byte_in_an_events_data_is_found() {
    finds(
        "UPDATE event SET data = '{\"id\":\"x\"}' WHERE agency = 'xa' AND seq = 2",
        "event",
        "xa/2",
    );
}

#[test]
fn even_a_space_in_an_events_data_is_found() {
    finds(
        "UPDATE event SET data = data || ' ' WHERE agency = 'xb' AND seq = 1",
        "event",
        "xb/1",
    );
}

#[test]
fn an_altered_hash_is_found() {
    finds(
        "UPDATE event SET hash = 'f' || substr(hash, 2) || '0' WHERE agency = 'xa' AND seq = 1",
        "event",
        "xa/1",
    );
}

#[test]
fn an_altered_actor_is_found() {
    finds(
        "UPDATE event SET \"by\" = 'user:9' WHERE agency = 'xa' AND seq = 3",
        "event",
        "xa/3",
    );
}

#[test]
fn an_altered_time_is_found() {
    finds(
        "UPDATE event SET at = at + 1 WHERE agency = 'xa' AND seq = 3",
        "event",
        "xa/3",
    );
}

#[test]
fn an_altered_kind_or_subject_is_found() {
    finds(
        "UPDATE event SET kind = 'sample.changed' WHERE agency = 'xa' AND seq = 1",
        "event",
        "xa/1",
    );
    finds(
        "UPDATE event SET subject = 'sample:b' WHERE agency = 'xa' AND seq = 1",
        "event",
        "xa/1",
    );
}

#[test]
fn the_last_event_deleted_is_found() {
    finds(
        "DELETE FROM event WHERE agency = 'xa' AND seq = 4",
        "chain",
        "xa/4",
    );
}

#[test]
fn an_event_in_the_middle_deleted_is_found() {
    finds(
        "DELETE FROM event WHERE agency = 'xa' AND seq = 2",
        "event",
        "xa/2",
    );
}

#[test]
fn a_whole_chain_deleted_with_its_head_is_found() {
    finds(
        "DELETE FROM event WHERE agency = 'xb'; DELETE FROM chain WHERE agency = 'xb'",
        "row",
        "part/c.0",
    );
}

#[test]
fn an_altered_head_is_found() {
    finds(
        "UPDATE chain SET seq = 3 WHERE agency = 'xa'",
        "chain",
        "xa/3",
    );
    finds("DELETE FROM chain WHERE agency = 'xa'", "chain", "xa/4");
}

#[test]
fn an_altered_row_is_found() {
    finds(
        "UPDATE sample SET note = 'x' WHERE id = 'b'",
        "row",
        "sample/b",
    );
    finds(
        "UPDATE sample SET salt = NULL WHERE id = 'b'",
        "row",
        "sample/b",
    );
}

#[test]
fn a_row_put_back_to_what_it_was_before_is_found() {
    finds(
        "UPDATE sample SET n = 1, file_sha256 = NULL WHERE id = 'a'",
        "row",
        "sample/a",
    );
}

#[test]
fn a_row_deleted_is_found() {
    finds("DELETE FROM sample WHERE id = 'c'", "row", "sample/c");
}

#[test]
fn a_row_without_an_event_is_found() {
    finds(
        "INSERT INTO sample(id, n) VALUES ('z', 1)",
        "row",
        "sample/z",
    );
    finds("INSERT INTO sample(id, n) VALUES ('', 1)", "row", "sample/");
}

#[test]
fn an_erased_row_that_is_back_is_found() {
    finds(
        "INSERT INTO part(id, sample, place) VALUES ('b.1', 'b', 1)",
        "row",
        "part/b.1",
    );
}

#[test]
fn a_row_under_another_id_is_found() {
    finds(
        "UPDATE sample SET id = 'd' WHERE id = 'c'",
        "row",
        "sample/d",
    );
}

#[test]
fn an_altered_a_missing_and_an_invented_fact_are_found() {
    let day = "2023-11-23";
    finds(
        "UPDATE fact SET n = n + 1 WHERE agency = 'xb'",
        "fact",
        &format!("xb/added//counter/{day}"),
    );
    finds(
        "DELETE FROM fact WHERE agency = 'xa'",
        "fact",
        &format!("xa/added//counter/{day}"),
    );
    finds(
        "INSERT INTO fact(agency, measure, procedure, channel, day, n) VALUES ('xa', 'late', '', '', '2023-11-23', 1)",
        "fact",
        &format!("xa/late///{day}"),
    );
}

#[test]
fn an_altered_or_deleted_file_is_found() {
    for (db, file) in filled() {
        let path = db.file_path(&file).unwrap();
        std::fs::write(&path, b"scam").unwrap();
        assert_eq!(found(&db, None), ("file".to_owned(), file.clone()));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(found(&db, None), ("file".to_owned(), file.clone()));
        std::fs::write(&path, b"scan").unwrap();
        sound(&db);
    }
}

/// As someone with the file and this program's source could do: all hashes are right again.
fn rewrite_the_last_event(db: &Db) {
    let events = db
        .read_blocking(|reader| reader.events("sample:b"))
        .unwrap_or_else(|e: StoreError| panic!("{e}"));
    let mut last = events.last().cloned().expect("b was changed");
    last.by = "user:9".into();
    let hash = last.computed_hash();
    let (agency, seq) = (&last.agency, last.seq);
    tamper(
        db,
        &format!(
            "UPDATE event SET \"by\" = 'user:9', hash = '{hash}' WHERE agency = '{agency}' AND seq = {seq};
             UPDATE chain SET hash = '{hash}' WHERE agency = '{agency}'"
        ),
    )
    .expect("the database lets us");
}

fn anchor(db: &Db) -> String {
    db.heads()
        .expect("heads can be read")
        .iter()
        .map(|(agency, seq, hash)| format!("{agency} {seq} {hash}\n"))
        .collect()
}

#[test]
fn a_tail_rewritten_consistently_is_found_by_the_anchor_only() {
    for (db, _) in filled() {
        let anchor = anchor(&db);
        assert_eq!(
            db.verify(&mut |_, _| {}, Some(&anchor))
                .unwrap()
                .first_difference,
            None
        );
        rewrite_the_last_event(&db);
        sound(&db);
        assert_eq!(
            found(&db, Some(&anchor)),
            ("anchor".to_owned(), "xa/4".to_owned())
        );
        let short: String = anchor
            .lines()
            .map(|line| format!("{}\n", &line[..line.len() - 50]))
            .collect();
        assert_eq!(
            found(&db, Some(&short)).0,
            "anchor",
            "the short form of a receipt proves it too"
        );
    }
}

#[test]
fn a_tail_cut_off_consistently_is_found_by_the_anchor_only() {
    for (db, _) in filled() {
        let anchor = anchor(&db);
        tamper(
            &db,
            "DELETE FROM event WHERE agency = 'xb'; DELETE FROM chain WHERE agency = 'xb';
             DELETE FROM sample WHERE id = 'c'; DELETE FROM part WHERE sample = 'c'; DELETE FROM fact WHERE agency = 'xb';
             DELETE FROM fact_source WHERE agency = 'xb'",
        )
        .unwrap();
        sound(&db);
        assert_eq!(
            found(&db, Some(&anchor)),
            ("anchor".to_owned(), "xb/1".to_owned())
        );
    }
}

#[test]
fn an_anchor_that_cannot_be_read_is_no_proof() {
    let (db, _) = filled().swap_remove(0);
    for text in ["xa 4", "xa four 0123456789", "xa 4 0123"] {
        assert!(
            matches!(
                db.verify(&mut |_, _| {}, Some(text)),
                Err(StoreError::Misuse(_))
            ),
            "{text}"
        );
    }
}

#[test]
fn a_byte_changed_in_the_file_itself_is_found() {
    let (db, _) = filled().swap_remove(0);
    // What is still in the log would hide the file's own bytes.
    tamper(&db, "PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let path = store::testing::sqlite_path(&db).expect("the first engine is SQLite");
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes
        .windows(8)
        .rposition(|part| part == b"sample:b")
        .expect("the subject is stored as text");
    bytes[place + 7] = b'q';
    std::fs::write(&path, bytes).unwrap();
    let (what, _) = found(&db, None);
    assert!(what == "event" || what == "database", "{what}");
}

#[test]
fn progress_reaches_its_total() {
    for (db, _) in filled() {
        let mut seen = Vec::new();
        let report = db
            .verify(&mut |done, total| seen.push((done, total)), None)
            .unwrap();
        let last = *seen.last().expect("progress was told");
        assert_eq!(last, (report.events + report.rows + report.files, last.0));
        assert!(seen.is_sorted());
    }
}
