//! The tables that people who know the law read are written from the code, so they cannot lie.
//! After a deliberate change: `MOTCUA_WRITE_DOCS=1 cargo test -p domain --test documents`.

use std::path::{Path, PathBuf};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn check(name: &str, title: &str, table: &str) {
    let path = docs().join(name);
    let text = format!(
        "# {title}\n\nWritten by `base/domain/tests/documents.rs`; do not edit.\n\n{table}"
    );
    if std::env::var_os("MOTCUA_WRITE_DOCS").is_some() {
        std::fs::write(&path, &text).expect("docs/ takes files");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/{name} no longer tells what the code does; read the change, then write it anew"
    );
}

#[test]
fn the_access_matrix_is_the_printed_one() {
    check("access.md", "Who may do what", &domain::access::matrix());
}

#[test]
fn the_transitions_are_the_printed_ones() {
    check(
        "transitions.md",
        "Which act leads where",
        &domain::dossier::transitions_table(),
    );
}
