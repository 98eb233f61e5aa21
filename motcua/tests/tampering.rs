//! `verify` passes on a commune that has lived, and fails on each of a dozen tamperings.
//! Done on copies of one demonstration file, with plain SQL.

mod common;

use std::path::{Path, PathBuf};
use std::process::Output;

use common::{motcua, told};
use store::testing;

fn make_demo(file: &Path, day: &str, seed: &str) {
    let file = file.display().to_string();
    let made = motcua(&[
        "demo",
        "--file",
        &file,
        "--day",
        day,
        "--seed",
        seed,
        "--only-make",
    ]);
    assert!(made.status.success(), "{}", told(&made));
}

/// A copy beside the original, with the same attachments.
fn copied(original: &Path, name: &str) -> PathBuf {
    let copy = original.with_file_name(format!("{name}.sqlite"));
    std::fs::copy(original, &copy).expect("the file can be copied");
    let files = copy.with_extension("files");
    std::os::unix::fs::symlink(original.with_extension("files"), files)
        .expect("they can be shared");
    copy
}

fn verify(file: &Path, anchor: Option<&Path>) -> Output {
    let database = format!("sqlite:{}", file.display());
    match anchor {
        Some(anchor) => motcua(&[
            "verify",
            "--database",
            &database,
            "--anchor",
            &anchor.display().to_string(),
        ]),
        None => motcua(&["verify", "--database", &database]),
    }
}

/// What was altered, and how somebody with the file in hands would do it.
const TAMPERINGS: &[(&str, &str)] = &[
    (
        "an event's data",
        "UPDATE event SET data = replace(data, '\"channel\":\"counter\"', '\"channel\":\"online\"')
          WHERE seq = (SELECT MIN(seq) FROM event WHERE kind = 'dossier.received')",
    ),
    (
        "an event's hash",
        "UPDATE event SET hash = 'x' || substr(hash, 2) WHERE seq = 41",
    ),
    (
        "an event's actor",
        r#"UPDATE event SET "by" = 'user:khac' WHERE seq = 42"#,
    ),
    (
        "an event's moment",
        "UPDATE event SET at = at - 60000 WHERE seq = 43",
    ),
    ("an event taken out", "DELETE FROM event WHERE seq = 44"),
    ("the tail cut off", "DELETE FROM event WHERE seq > 200"),
    (
        "a due date",
        "UPDATE dossier SET due_at = due_at + 86400000 WHERE due_at IS NOT NULL",
    ),
    (
        "a citizen's name",
        "UPDATE dossier_party SET name = name || 'x' WHERE role = 'owner'",
    ),
    ("a payment gone", "DELETE FROM payment"),
    (
        "an account's password",
        "UPDATE account SET password_hash = 'x' WHERE username = 'bach.hv'",
    ),
    (
        "a figure",
        "UPDATE fact SET n = n + 1 WHERE measure = 'received'",
    ),
    (
        "the machine itself",
        "UPDATE dossier SET machine = replace(machine, '\"supplements\":0', '\"supplements\":1')",
    ),
];

#[test]
fn verify_passes_on_a_lived_commune_and_fails_on_each_tampering() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let original = folder.path().join("demo.sqlite");
    make_demo(&original, "2023-02-10", "7");
    // A copy, as the altered ones are: what copying alone would spoil must not count as noticed.
    let untouched = copied(&original, "untouched");
    let sound = verify(&untouched, None);
    assert!(sound.status.success(), "{}", told(&sound));
    for (place, (what, sql)) in TAMPERINGS.iter().enumerate() {
        let copy = copied(&original, &format!("copy-{place}"));
        testing::tamper(&testing::at(&copy), sql).unwrap_or_else(|error| panic!("{what}: {error}"));
        let output = verify(&copy, None);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{what} went unnoticed: {}",
            told(&output)
        );
        assert!(
            told(&output).contains("KHÔNG KHỚP"),
            "{what}: {}",
            told(&output)
        );
    }
}

#[test]
fn an_anchor_kept_outside_shows_a_rewritten_book() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("demo.sqlite");
    make_demo(&file, "2023-01-10", "7");
    let heads = told(&verify(&file, None));
    let head = heads
        .lines()
        .find_map(|line| line.strip_prefix("Dấu sổ "))
        .expect("a head is printed");
    let anchor = folder.path().join("anchors");
    std::fs::write(&anchor, head).expect("an anchor is kept");
    assert!(verify(&file, Some(&anchor)).status.success());
    let other = folder.path().join("other.sqlite");
    make_demo(&other, "2023-01-10", "8");
    assert!(
        verify(&other, None).status.success(),
        "the other book is sound in itself"
    );
    assert_eq!(
        verify(&other, Some(&anchor)).status.code(),
        Some(1),
        "but it is not the anchored one"
    );
}
