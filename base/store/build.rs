//! Lists the migrations folder into the program, so that a new file needs no code.
//! For whoever adds a table: put NNNN_name.sql beside the others.

use std::{env, fs, io::Write as _, path::PathBuf};

fn main() {
    let folder =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the migrations folder is part of the crate")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|end| end == "sql"))
        .collect();
    names.sort();
    let target = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("migrations.rs");
    let mut list = fs::File::create(target).expect("OUT_DIR is writable");
    writeln!(list, "&[").expect("OUT_DIR is writable");
    for path in names {
        let name = path
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        writeln!(
            list,
            "    ({name:?}, include_str!({:?})),",
            path.display().to_string()
        )
        .expect("OUT_DIR is writable");
    }
    writeln!(list, "]").expect("OUT_DIR is writable");
}
