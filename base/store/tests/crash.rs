//! A short run of the crashes; the whole is `cargo run -p store --bin crash -- --kills 150 --power-cuts 150 --postgres 50`.
//! For every change of the store.

use std::process::{Command, Output};

fn crash(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crash"))
        .args(arguments)
        .output()
        .expect("the harness can be run")
}

fn passes(arguments: &[&str]) {
    let output = crash(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn killed_at_random_moments_sqlite_keeps_its_word() {
    passes(&["--kills", "6"]);
}

#[test]
fn when_the_power_goes_sqlite_keeps_its_word() {
    passes(&["--power-cuts", "12"]);
}

#[test]
fn without_waiting_for_the_disk_acknowledged_acts_are_lost_and_the_harness_sees_it() {
    let output = crash(&["--careless", "30"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "the harness found nothing wrong");
    assert!(
        [
            "lost",
            "half done",
            "does not open",
            "verify",
            "cannot be read"
        ]
        .iter()
        .any(|word| told.contains(word)),
        "{told}"
    );
}

#[test]
fn stopped_and_killed_postgresql_keeps_its_word() {
    let installed = std::env::var_os("MOTCUA_TEST_POSTGRES_BIN").is_some()
        || std::path::Path::new("/usr/lib/postgresql").exists();
    if installed {
        passes(&["--postgres", "2"]);
    }
}
