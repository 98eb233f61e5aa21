//! Copies: made while acts go on, brought back into either engine, refused where they would harm.

use std::{fs, path::Path};

use domain::moment::Moment;
use store::{
    DatabaseUrl, Db, Entropy, NewEvent, Options, StoreError, backup, params, testing, upkeep,
};

use crate::common::{AT, sound};

/// A note with an attachment, in tables that every database has.
fn add(db: &Db, id: &'static str, text: &'static str) -> String {
    let file = db
        .put_file(text.as_bytes(), 1_000)
        .expect("the disk has room");
    let sha256 = file.sha256.clone();
    db.write_blocking("xa", move |tx| {
        let salt = tx.salt();
        tx.run(
            "INSERT INTO dossier(id, agency, version, tracking, procedure_id, procedure_code, field, channel, state,
                filed_at, due_counts, due_sort, return_by, sets, reprints, asked, machine)
            VALUES ($1, 'xa', 1, $1, 'p', 'p', 'f', 'counter', 'received', 1, 0, 1, 'counter', 1, 0, '', '{}')",
            params![id],
        )?;
        tx.seal("dossier", id);
        tx.run(
            "INSERT INTO dossier_file(id, dossier_id, kind, name, sha256, size, mime, added_by, added_at, salt)
            VALUES ($1, $1, 'paper', $2, $3, $4, 'text/plain', 'user:1', 1, $5)",
            params![id, text, &sha256, file.size, salt],
        )?;
        tx.seal("dossier_file", id);
        let data = serde_json::json!({});
        let event = NewEvent { kind: "test.noted", subject: format!("dossier:{id}"), data };
        tx.commit("user:1", AT, vec![event], ())
    })
    .unwrap_or_else(|error: StoreError| panic!("{error}"));
    file.sha256
}

fn copy(db: &Db, shelf: &Path, name: &str) -> std::path::PathBuf {
    let (copy, _) = db
        .back_up(shelf, name, AT, &mut |_, _| {})
        .expect("a sound database can be copied");
    copy
}

fn rows(copy: &Path) -> String {
    fs::read_to_string(copy.join("rows.jsonl")).expect("a copy has rows")
}

#[test]
fn a_copy_of_either_engine_comes_back_in_either_and_gives_the_same_copy_again() {
    for source in testing::engines() {
        let shelf = testing::folder();
        let sha256 = add(&source, "a", "Giấy chứng sinh \"số 1\"\n𝄞");
        add(&source, "b", "Đơn");
        let first = copy(&source, shelf.path(), "1");
        for target in testing::unmigrated() {
            let restored = target.restore(&first, &mut |_, _| {}).unwrap();
            assert_eq!(restored.heads, source.heads().unwrap());
            assert_eq!(target.heads(), source.heads());
            sound(&target);
            assert_eq!(target.read_file(&sha256), source.read_file(&sha256));
            let name = format!("2-{:?}-{:?}", source.engine(), target.engine());
            assert_eq!(rows(&copy(&target, shelf.path(), &name)), rows(&first));
            add(&target, "c", "work goes on");
            sound(&target);
        }
    }
}

#[test]
fn a_copy_is_one_moment_although_acts_go_on_meanwhile() {
    for db in testing::engines() {
        let shelf = testing::folder();
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let writer = {
            let db = db.clone();
            std::thread::spawn(move || {
                let mut acts = 0;
                while stopped.try_recv().is_err() {
                    add(&db, Box::leak(format!("w{acts}").into_boxed_str()), "đơn");
                    acts += 1;
                }
                acts
            })
        };
        let copies: Vec<_> = (0..3)
            .map(|n| copy(&db, shelf.path(), &n.to_string()))
            .collect();
        stop.send(()).unwrap();
        assert!(writer.join().unwrap() > 0);
        for copy in copies {
            let target = testing::unmigrated().remove(0);
            target.restore(&copy, &mut |_, _| {}).unwrap();
            sound(&target);
        }
    }
}

#[test]
fn nothing_is_restored_over_rows_or_beside_files_of_others() {
    for db in testing::engines() {
        let shelf = testing::folder();
        add(&db, "a", "đơn");
        let copy = copy(&db, shelf.path(), "1");
        let heads = db.heads();
        assert!(matches!(
            db.restore(&copy, &mut |_, _| {}),
            Err(StoreError::Misuse(_))
        ));
        assert_eq!(db.heads(), heads);

        for target in testing::unmigrated() {
            target.put_file(&b"someone else's"[..], 100).unwrap();
            assert!(matches!(
                target.restore(&copy, &mut |_, _| {}),
                Err(StoreError::Misuse(_))
            ));
        }
    }
}

#[test]
fn a_damaged_copy_is_refused_and_leaves_no_row() {
    let source = testing::sqlite();
    let shelf = testing::folder();
    let sha256 = add(&source, "a", "đơn");
    let copy = copy(&source, shelf.path(), "1");
    let file = shelf
        .path()
        .join("files")
        .join(&sha256[..2])
        .join(&sha256[2..]);
    for damaged in [copy.join("rows.jsonl"), copy.join("files.txt"), file] {
        let whole = fs::read(&damaged).unwrap();
        let mut bytes = whole.clone();
        bytes[3] ^= 1;
        fs::write(&damaged, &bytes).unwrap();
        for target in testing::unmigrated() {
            let refused = target.restore(&copy, &mut |_, _| {});
            assert!(
                matches!(refused, Err(StoreError::Corrupt(_))),
                "{damaged:?}: {refused:?}"
            );
            fs::write(&damaged, &whole).unwrap();
            target
                .restore(&copy, &mut |_, _| {})
                .expect("the place is still empty");
            fs::write(&damaged, &bytes).unwrap();
        }
        fs::write(&damaged, &whole).unwrap();
    }
}

#[test]
fn a_copy_of_a_newer_program_is_refused() {
    let source = testing::sqlite();
    let shelf = testing::folder();
    add(&source, "a", "đơn");
    let copy = copy(&source, shelf.path(), "1");
    let manifest = copy.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("0070_demo", "0999_later")).unwrap();
    let target = testing::unmigrated().remove(0);
    assert_eq!(
        target.restore(&copy, &mut |_, _| {}).err(),
        Some(StoreError::Newer("0999_later".to_owned()))
    );
}

#[test]
fn an_attachment_is_shelved_once_for_all_copies_and_a_broken_one_stops_the_copy() {
    let db = testing::sqlite();
    let shelf = testing::folder();
    let sha256 = add(&db, "a", "đơn");
    copy(&db, shelf.path(), "1");
    copy(&db, shelf.path(), "2");
    let found = backup::copies(shelf.path()).unwrap();
    assert_eq!(found, [shelf.path().join("1"), shelf.path().join("2")]);

    let other = testing::folder();
    fs::write(db.file_path(&sha256).unwrap(), "khác").unwrap();
    let broken = db.back_up(other.path(), "3", AT, &mut |_, _| {});
    assert!(matches!(broken, Err(StoreError::Corrupt(_))), "{broken:?}");
    assert!(backup::copies(other.path()).unwrap().is_empty());
    assert!(!other.path().join("3.partial").exists());
}

#[test]
fn old_copies_go_and_their_attachments_with_them_unless_another_copy_needs_them() {
    let db = testing::sqlite();
    let shelf = testing::folder();
    let sha256 = add(&db, "a", "đơn");
    for name in ["1", "2", "3"] {
        copy(&db, shelf.path(), name);
    }
    let file = |sha256: &str| {
        shelf
            .path()
            .join("files")
            .join(&sha256[..2])
            .join(&sha256[2..])
    };
    let unneeded = file(&"ab".repeat(32));
    fs::create_dir_all(unneeded.parent().unwrap()).unwrap();
    for (path, days) in [(&unneeded, 2), (&file(&sha256), 2)] {
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 86_400);
        let touched = fs::File::options()
            .create(true)
            .append(true)
            .open(path)
            .unwrap();
        touched.set_modified(old).unwrap();
    }
    assert_eq!(backup::prune(shelf.path(), 2), Ok(1));
    let left = [shelf.path().join("2"), shelf.path().join("3")];
    assert_eq!(backup::copies(shelf.path()).unwrap(), left);
    assert!(file(&sha256).exists() && !unneeded.exists());
    let target = testing::unmigrated().remove(0);
    target.restore(&left[0], &mut |_, _| {}).unwrap();
    sound(&target);
}

#[test]
fn the_last_copy_and_the_last_check_are_remembered() {
    for db in testing::engines() {
        let asked = |db: &Db| db.read_blocking(|reader| upkeep::last(reader, upkeep::Work::Backup));
        assert_eq!(asked(&db), Ok(None));
        for (millis, detail) in [(5, "first"), (9, "second")] {
            let at = Moment::from_millis(millis);
            db.note_work(upkeep::Work::Backup, at, detail).unwrap();
            let done = upkeep::Done {
                at,
                detail: detail.to_owned(),
            };
            assert_eq!(asked(&db), Ok(Some(done)));
        }
    }
}

/// What a path and all below it grant to others than the owner.
#[cfg(unix)]
fn granted(path: &Path) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let rights = fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777;
    let mut found = Vec::new();
    if rights & 0o077 != 0 {
        found.push(format!("{} {rights:o}", path.display()));
    }
    if path.is_dir() {
        for one in fs::read_dir(path).expect("a folder") {
            found.extend(granted(&one.expect("an entry").path()));
        }
    }
    found
}

#[cfg(unix)]
#[test]
fn nobody_but_the_owner_reads_database_attachments_and_copies() {
    let place = testing::folder();
    let (data, shelf) = (place.path().join("data"), place.path().join("shelf"));
    let db = Db::open(Options {
        url: DatabaseUrl::sqlite(data.join("x.sqlite")),
        files: data.join("files"),
        entropy: Entropy::Os,
        facts: |_| Vec::new(),
        jobs: |_| Vec::new(),
        readers: 1,
    })
    .expect("a new place");
    db.migrate().expect("the migrations apply");
    add(&db, "a", "Giấy chứng sinh");
    copy(&db, &shelf, "1");
    db.copy_file(&data.join("before.sqlite"))
        .expect("room on the disk");
    assert_eq!(granted(&data), Vec::<String>::new());
    assert_eq!(granted(&shelf), Vec::<String>::new());
}
