//! Copies from the command line: back into either engine, never over what is there; and a database
//! of an earlier program, upgraded and brought back.

mod common;

use std::path::Path;

use common::{motcua, told};
use store::{Db, testing};

fn ok(args: &[&str]) -> String {
    let output = motcua(args);
    assert!(output.status.success(), "{args:?}: {}", told(&output));
    told(&output)
}

fn heads(verified: &str) -> Vec<&str> {
    verified
        .lines()
        .filter(|line| line.starts_with("Dấu sổ"))
        .collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("scratch folders have plain names")
}

/// Empty databases of each engine, with their addresses and folders for files.
fn empty_places() -> Vec<(Db, String, testing::Folder)> {
    testing::unmigrated()
        .into_iter()
        .map(|db| {
            let address = testing::address(&db);
            (db, address, testing::folder())
        })
        .collect()
}

#[test]
fn backup_wipe_restore_verify_agrees_on_both_engines_and_between_them() {
    let shelf = testing::folder();
    let first = testing::folder();
    let file = first.path().join("demo.sqlite");
    ok(&[
        "demo",
        "--file",
        text(&file),
        "--day",
        "2023-01-10",
        "--only-make",
    ]);
    let mut from = (
        format!("sqlite:{}", file.display()),
        text(&file.with_extension("files")).to_owned(),
    );
    let before = ok(&["verify", "--database", &from.0, "--files", &from.1]);
    for (round, (_db, address, files)) in empty_places().iter().enumerate() {
        let to = shelf.path().join(round.to_string());
        let copied = ok(&[
            "backup",
            "--database",
            &from.0,
            "--files",
            &from.1,
            "--to",
            text(&to),
        ]);
        assert_eq!(heads(&copied), heads(&before));
        let place = ["--database", address, "--files", text(files.path())];
        let restored = ok(&[&["restore", "--from", text(&to)][..], &place].concat());
        assert!(restored.contains("Phục hồi xong"), "{restored}");
        let after = ok(&[&["verify"][..], &place].concat());
        assert_eq!(heads(&after), heads(&before));
        let again = motcua(&[&["restore", "--from", text(&to)][..], &place].concat());
        assert_eq!(again.status.code(), Some(2));
        assert!(
            told(&again).contains("Chỉ phục hồi vào nơi trống"),
            "{}",
            told(&again)
        );
        from = (address.clone(), text(files.path()).to_owned());
    }
}

#[test]
fn only_the_last_copies_are_kept_when_asked() {
    let folder = testing::folder();
    let database = format!("sqlite:{}", folder.path().join("x.sqlite").display());
    ok(&[
        "user",
        "add",
        "lan",
        "--name",
        "Lan",
        "--post",
        "mot_cua",
        "--database",
        &database,
    ]);
    let shelf = folder.path().join("shelf");
    for _ in 0..2 {
        ok(&[
            "backup",
            "--database",
            &database,
            "--to",
            text(&shelf),
            "--keep",
            "1",
        ]);
        // Copies are named by the second.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
    }
    assert_eq!(store::backup::copies(&shelf).expect("a shelf").len(), 1);
    let nothing = motcua(&[
        "backup",
        "--database",
        &database,
        "--to",
        text(&shelf),
        "--keep",
        "0",
    ]);
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn what_cannot_be_copied_or_restored_is_told_in_a_sentence() {
    let folder = testing::folder();
    let missing = format!("sqlite:{}", folder.path().join("gone.sqlite").display());
    let shelf = text(folder.path()).to_owned();
    for (args, words) in [
        (
            ["backup", "--database", &missing, "--to", &shelf],
            "Không có tệp",
        ),
        (
            ["restore", "--database", &missing, "--from", &shelf],
            "Không có bản sao lưu nào",
        ),
    ] {
        let output = motcua(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(told(&output).contains(words), "{}", told(&output));
    }
    assert!(!folder.path().join("gone.sqlite").exists());
}

/// The data of an earlier program: fifteen dossiers of January 2023, by the migrations of then.
const OLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/older/20261123-061500");

#[test]
fn a_database_of_an_earlier_program_is_upgraded_and_agrees_on_both_engines() {
    for (_db, address, files) in empty_places() {
        let place = ["--database", &address, "--files", text(files.path())];
        // Restoring makes the tables of then, loads the rows, and upgrades.
        let restored = ok(&[&["restore", "--from", OLDER][..], &place].concat());
        assert!(
            restored.contains("15 hồ sơ bằng đúng chuỗi sự kiện"),
            "{restored}"
        );
    }
}

#[test]
fn an_upgrade_of_a_file_keeps_the_file_of_before_which_is_the_way_back() {
    let folder = testing::folder();
    let file = folder.path().join("x.sqlite");
    let database = format!("sqlite:{}", file.display());
    ok(&["restore", "--from", OLDER, "--database", &database]);
    // As an earlier program left it: without what came after.
    let db = testing::at(&file);
    testing::tamper(
        &db,
        "DELETE FROM schema WHERE name = '0006_upkeep'; DROP TABLE upkeep",
    )
    .expect("made older");
    drop(db);
    let upgraded = ok(&["migrate", "--database", &database]);
    assert!(upgraded.contains("Đã áp dụng 0006_upkeep"), "{upgraded}");
    assert!(upgraded.contains("đã giữ bản cũ"), "{upgraded}");
    ok(&["verify", "--database", &database]);

    let kept: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| text(path).contains(".truoc-"))
        .collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let back = testing::at(&kept[0]);
    let state = back.state().expect("it opens");
    assert_eq!(state, store::State::Older(vec!["0006_upkeep".to_owned()]));
    let events = back
        .verify(&mut |_, _| {}, None)
        .expect("it can be read")
        .events;
    assert_eq!(events, 84);
}

/// As an earlier program left it: without what came after.
fn make_older(db: &Db) {
    let forget = "DELETE FROM schema WHERE name = '0006_upkeep'; DROP TABLE upkeep";
    testing::tamper(db, forget).expect("made older");
}

fn is_older(db: &Db) -> bool {
    db.state() == Ok(store::State::Older(vec!["0006_upkeep".to_owned()]))
}

#[test]
fn an_upgrade_of_postgresql_makes_a_copy_first_which_is_the_way_back() {
    let places = empty_places();
    let servers = places
        .iter()
        .filter(|(db, ..)| db.engine() == store::Engine::Postgres);
    for (db, address, files) in servers {
        let files = files.path().join("tep");
        let place = ["--database", address.as_str(), "--files", text(&files)];
        let with = |words: &[&'static str]| -> Vec<String> {
            let all = words.iter().copied().chain(place);
            all.map(str::to_owned).collect()
        };
        let run = |words: &[&'static str]| {
            let args = with(words);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            motcua(&args)
        };
        assert!(run(&["restore", "--from", OLDER]).status.success());
        make_older(db);

        // A plain file stands where the shelf should be.
        let shelf = files.with_file_name("tep.truoc-nang-cap");
        std::fs::write(&shelf, "").expect("written");
        for command in ["migrate", "serve"] {
            let refused = run(&[command]);
            assert_eq!(refused.status.code(), Some(2), "{command}");
            let said = told(&refused);
            assert!(said.contains("chưa có gì bị thay đổi"), "{said}");
            assert!(said.contains("--without-backup"), "{said}");
            assert!(is_older(db), "nothing is upgraded without a way back");
        }
        std::fs::remove_file(&shelf).expect("removed");

        let upgraded = told(&run(&["migrate"]));
        assert!(upgraded.contains("Đã áp dụng 0006_upkeep"), "{upgraded}");
        assert!(upgraded.contains("Đã sao lưu"), "{upgraded}");
        assert!(run(&["verify"]).status.success());
        let copies = store::backup::copies(&shelf).expect("a shelf");
        assert_eq!(copies.len(), 1, "{copies:?}");
        let again = told(&run(&["migrate"]));
        assert!(again.contains("đã ở bản mới nhất"), "{again}");
        assert_eq!(store::backup::copies(&shelf).expect("a shelf").len(), 1);

        for (_empty, address, files) in &empty_places() {
            let back = ok(&[
                "restore",
                "--from",
                text(&copies[0]),
                "--database",
                address,
                "--files",
                text(files.path()),
            ]);
            assert!(back.contains("15 hồ sơ"), "{back}");
        }

        make_older(db);
        let without = told(&run(&["migrate", "--without-backup"]));
        assert!(without.contains("không tự sao lưu"), "{without}");
        assert!(without.contains("Đã áp dụng 0006_upkeep"), "{without}");
        assert_eq!(store::backup::copies(&shelf).expect("a shelf").len(), 1);
    }
}
