//! The command line as an administrator meets it: the documented example, help, and wrong input.
//! Nothing here opens a port.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{motcua, told};

#[test]
fn a_deadline_prints_its_date_and_derivation_as_json() {
    let output = motcua(&[
        "deadline",
        "--received",
        "2028-01-20T15:30",
        "--working-days",
        "5",
        "--json",
    ]);
    assert!(output.status.success(), "{}", told(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["due"], "2028-02-03T17:00");
    assert_eq!(answer["provisional"], true);
    assert!(
        answer["because"]
            .as_array()
            .is_some_and(|steps| steps.len() > 2),
        "{answer}"
    );
}

#[test]
fn pauses_move_a_deadline_under_both_policies() {
    for (policy, due) in [
        ("extend", "2023-06-23T17:00"),
        ("restart", "2023-06-26T17:00"),
    ] {
        let output = motcua(&[
            "deadline",
            "--received",
            "2023-06-14T10:00",
            "--working-days",
            "5",
            "--pause",
            "2023-06-15T09:00..2023-06-19T16:00",
            "--policy",
            policy,
            "--json",
        ]);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(answer["due"], due, "{policy}");
    }
}

#[test]
fn wrong_input_gets_a_sentence_that_says_what_to_write() {
    let output = motcua(&["deadline", "--received", "20/1/2028", "--working-days", "5"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("Hãy viết như 2023-06-15T09:30"),
        "{}",
        told(&output)
    );
    let output = motcua(&["deadline", "--received", "2028-01-20T15:30"]);
    assert_eq!(output.status.code(), Some(2), "a term is needed");
    assert!(told(&output).contains("Còn thiếu"), "{}", told(&output));
    let output = motcua(&["verify", "--database", "mysql://x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("sqlite:TỆP"), "{}", told(&output));
    for (wrong, said) in [
        (&["xin-chao"][..], "Không có lệnh xin-chao"),
        (&["verify", "--tep", "x"], "Không có tùy chọn --tep"),
        (
            &["deadline", "--policy", "x"],
            "Chọn một trong: extend, restart",
        ),
        (
            &["deadline", "--received"],
            "cần một giá trị. Cách viết: motcua deadline --help",
        ),
    ] {
        let output = motcua(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(told(&output).contains(said), "{}", told(&output));
    }
}

#[test]
fn a_database_that_does_not_open_is_told_in_vietnamese_what_to_do() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("junk.sqlite");
    std::fs::write(&file, "junk").expect("written");
    let junk = format!("sqlite:{}", file.display());
    for (database, said) in [
        (junk.as_str(), "không phải cơ sở dữ liệu"),
        ("postgres://nobody@127.0.0.1:1/x", "không trả lời"),
    ] {
        let output = motcua(&["verify", "--database", database]);
        assert_eq!(output.status.code(), Some(2), "{database}");
        assert!(told(&output).contains(said), "{}", told(&output));
    }
}

#[test]
fn verifying_a_file_that_is_not_there_neither_passes_nor_makes_it() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("gone.sqlite");
    let output = motcua(&[
        "verify",
        "--database",
        &format!("sqlite:{}", file.display()),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("Không có tệp"), "{}", told(&output));
    assert!(!file.exists());
}

/// What lies in a folder, with what is in the files.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.insert(path.clone(), Vec::new());
            found.extend(contents(&path));
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            found.insert(path, bytes);
        }
    }
    found
}

#[test]
fn a_command_that_only_reads_makes_nothing_and_serve_leaves_another_file_alone() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("letter.txt"), "Kính gửi Ủy ban nhân dân xã").expect("written");
    std::fs::write(at("short"), "x").expect("written");
    std::fs::write(at("empty.sqlite"), "").expect("written");
    std::fs::create_dir(at("folder")).expect("made");
    let before = contents(folder.path());
    let shelf = at("shelf").display().to_string();
    let reading: [&[&str]; 4] = [
        &["verify"],
        &["coverage"],
        &["user", "list"],
        &["backup", "--to", &shelf],
    ];
    let serving: &[&str] = &["serve", "--listen", "127.0.0.1:0"];
    let mut tried = vec![(serving, "letter.txt", "không phải cơ sở dữ liệu SQLite")];
    for command in reading.into_iter().chain([serving]) {
        tried.push((command, "short", "không phải cơ sở dữ liệu SQLite"));
        tried.push((command, "folder", "là thư mục"));
    }
    for command in reading {
        tried.push((command, "letter.txt", "không phải cơ sở dữ liệu SQLite"));
        tried.push((command, "empty.sqlite", "còn trống"));
        tried.push((command, "gone.sqlite", "Không có tệp"));
        tried.push((command, "gone/x.sqlite", "Không có tệp"));
    }
    for (command, file, words) in tried {
        let database = format!("sqlite:{}", at(file).display());
        let output = motcua(&[command, &["--database", &database]].concat());
        let said = told(&output);
        assert_eq!(output.status.code(), Some(2), "{command:?} {file}: {said}");
        assert!(said.contains(words), "{command:?} {file}: {said}");
        assert!(said.contains("--database"), "{command:?} {file}: {said}");
        assert_eq!(contents(folder.path()), before, "{command:?} {file}");
    }
}

#[test]
fn a_folder_of_files_that_is_not_there_is_not_made_by_verifying() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("x.sqlite");
    let database = format!("sqlite:{}", file.display());
    let made = motcua(&["migrate", "--database", &database]);
    assert!(made.status.success(), "{}", told(&made));
    assert!(file.with_extension("files").exists(), "ready for work");
    let elsewhere = folder.path().join("elsewhere");
    let files = elsewhere.display().to_string();
    let verified = motcua(&["verify", "--database", &database, "--files", &files]);
    assert!(verified.status.success(), "{}", told(&verified));
    assert!(!elsewhere.exists());
}

#[test]
fn every_command_explains_itself() {
    for command in [
        "serve", "demo", "migrate", "verify", "backup", "restore", "check", "grants", "user",
        "deadline", "coverage", "succeed", "bench",
    ] {
        let output = motcua(&[command, "--help"]);
        assert!(output.status.success());
        assert!(
            told(&output).len() > 300,
            "{command} --help says too little"
        );
        for english in ["Usage:", "Options:", "Print help", "default:"] {
            assert!(
                !told(&output).contains(english),
                "{command}: {}",
                told(&output)
            );
        }
        let asked = motcua(&["help", command]);
        assert_eq!(told(&asked), told(&output), "{command}");
    }
    let version = motcua(&["--version"]);
    assert!(version.status.success() && told(&version).starts_with("motcua "));
}

#[test]
fn accounts_are_made_listed_and_ended_from_the_command_line() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let database = format!("sqlite:{}", folder.path().join("x.sqlite").display());
    let user = |args: &[&str]| motcua(&[&["user", "--database", &database], args].concat());
    let added = user(&["add", "lan", "--name", "Vũ Thị Lan", "--post", "mot_cua"]);
    assert!(added.status.success(), "{}", told(&added));
    assert!(told(&added).contains("Mật khẩu tạm"));
    let again = user(&["add", "lan", "--name", "Vũ Thị Lan", "--post", "mot_cua"]);
    assert_eq!(again.status.code(), Some(2), "the same name twice");
    let listed = user(&["list"]);
    assert!(told(&listed).contains("Vũ Thị Lan"), "{}", told(&listed));
    let after = motcua(&["user", "reset", "lan", "--database", &database]);
    assert!(
        after.status.success(),
        "options also after the act: {}",
        told(&after)
    );
    let missing = user(&["reset", "ai_do"]);
    assert!(
        told(&missing).contains("motcua user list"),
        "{}",
        told(&missing)
    );
    assert!(user(&["end", "lan"]).status.success());
    let verified = motcua(&["verify", "--database", &database]);
    assert!(verified.status.success(), "{}", told(&verified));
}

#[test]
fn a_check_names_each_stored_change_that_makes_no_law_with_this_program() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("x.sqlite");
    let settings = folder.path().join("motcua.toml");
    std::fs::write(
        &settings,
        format!("database = \"sqlite:{}\"\n", file.display()),
    )
    .expect("written");
    let settings = settings.display().to_string();
    let check = || motcua(&["check", "--config", &settings]);
    let before = check();
    assert!(
        before.status.success() && told(&before).contains("Chưa thử được"),
        "{}",
        told(&before)
    );
    let database = format!("sqlite:{}", file.display());
    assert!(
        motcua(&["migrate", "--database", &database])
            .status
            .success()
    );
    let whole = check();
    assert!(
        whole.status.success() && told(&whole).contains("ghép được"),
        "{}",
        told(&whole)
    );
    let insert = "INSERT INTO law_change VALUES ('c1', 'xa_quang_khai', 'fee', 'chung-thuc', 1, '2026-01-01', \
        '{\"dong\": \"nhiều\"}', '', '', 'user:x', 0)";
    store::testing::tamper(&store::testing::at(&file), insert).expect("the row is written");
    let faulty = check();
    assert_eq!(faulty.status.code(), Some(1), "{}", told(&faulty));
    for words in [
        "phí, lệ phí «chung-thuc»",
        "01/01/2026",
        "mã c1",
        "không ghép được",
    ] {
        assert!(told(&faulty).contains(words), "{words}: {}", told(&faulty));
    }
}
