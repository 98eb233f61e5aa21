//! Lists every JSON file under this folder, so that the library embeds them all.
//! For the `data` crate: a new file is picked up without touching any code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets it for build scripts"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it for build scripts"));
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    fs::write(out.join("files.rs"), listing(&root, &files))
}

/// Every JSON file under `folder`; Cargo watches the folders, so additions and removals rebuild.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    Ok(())
}

fn listing(root: &Path, files: &[PathBuf]) -> String {
    let mut named: Vec<(String, &PathBuf)> = files
        .iter()
        .map(|file| {
            let inside = file.strip_prefix(root).expect("collected under the root");
            (inside.to_string_lossy().replace('\\', "/"), file)
        })
        .collect();
    // By name, as the library searches; paths would order folders by their parts.
    named.sort();
    let mut code = String::from("&[\n");
    for (name, file) in named {
        let source = file.display().to_string();
        writeln!(code, "    ({name:?}, include_str!({source:?})),")
            .expect("writing to a String cannot fail");
    }
    code.push(']');
    code
}
