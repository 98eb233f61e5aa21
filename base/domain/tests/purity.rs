//! The core stays pure: no clock, no input or output, no async, and few dependencies.
//! For whoever adds to the core: the same question must get the same answer for ever.

use std::path::Path;

const ALLOWED: &[&str] = &[
    "jiff",
    "serde",
    "serde_json",
    "thiserror",
    "unicode-normalization",
];
const FORBIDDEN: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::time",
    "SystemTime",
    "Instant",
    "async fn",
    "tokio",
];

#[test]
fn the_core_depends_on_an_allow_list_only() {
    let manifest = include_str!("../Cargo.toml");
    let section = manifest
        .split("[dependencies]")
        .nth(1)
        .expect("a section of dependencies");
    let section = section
        .split("\n[")
        .next()
        .expect("split gives one part at least");
    for line in section.lines().filter(|line| line.contains('=')) {
        let name = line
            .split('=')
            .next()
            .expect("split gives one part at least")
            .trim();
        assert!(
            ALLOWED.contains(&name),
            "{name} is not on the allow-list of the core"
        );
    }
}

#[test]
fn the_core_has_no_clock_and_touches_nothing_outside() {
    let mut seen = 0;
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut |path, text| {
            seen += 1;
            for word in FORBIDDEN {
                assert!(!text.contains(word), "{} uses {word}", path.display());
            }
        },
    );
    assert!(seen > 20, "the walk found the sources");
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).expect("the sources can be listed") {
        let path = entry.expect("a listed entry").path();
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            visit(
                &path,
                &std::fs::read_to_string(&path).expect("a source can be read"),
            );
        }
    }
}
