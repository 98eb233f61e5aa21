//! The files in deploy/ hold what they promise: settings that pass, units that systemd accepts.
//! For whoever copies them onto a machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use motcua::config_check::faults;

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy")
}

#[test]
fn the_settings_of_the_example_are_right() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let text = std::fs::read_to_string(deploy().join("motcua.toml")).expect("it is there");
    let here = text.replace("/var/lib/motcua", &folder.path().display().to_string());
    assert_ne!(here, text);
    assert_eq!(faults(&here), []);
}

#[test]
fn systemd_accepts_the_units() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut units = Vec::new();
    for entry in std::fs::read_dir(deploy()).expect("it is there") {
        let path = entry.expect("a file").path();
        let is_unit = path
            .extension()
            .is_some_and(|end| end == "service" || end == "timer");
        if !is_unit {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it is there");
        // The program is not installed where tests run; the rest is judged as it stands.
        let here = text.replace("/usr/local/bin/motcua", env!("CARGO_BIN_EXE_motcua"));
        let unit = folder
            .path()
            .join(path.file_name().expect("a file has a name"));
        std::fs::write(&unit, here).expect("written");
        units.push(unit);
    }
    assert_eq!(units.len(), 5);
    let Ok(judged) = Command::new("systemd-analyze")
        .arg("verify")
        .args(&units)
        .output()
    else {
        eprintln!("skipped: systemd-analyze is not on this machine");
        return;
    };
    let said = String::from_utf8_lossy(&judged.stderr);
    for unit in &units {
        let name = unit
            .file_name()
            .expect("a file has a name")
            .to_string_lossy();
        let complaints: Vec<&str> = said
            .lines()
            .filter(|line| line.contains(&*name) && !line.contains("Failed to create"))
            .collect();
        assert!(complaints.is_empty(), "{complaints:?}");
    }
}
