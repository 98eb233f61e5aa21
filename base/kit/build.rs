//! Joins the style sheets, hashes all assets and lists them for the program to embed.
//! For `assets.rs`, which serves them under one address that changes with any of them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// One file as browsers get it: its name and where its bytes lie at build time.
struct Asset {
    name: String,
    path: PathBuf,
}

fn main() {
    let assets = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join("assets");
    let out = PathBuf::from(variable("OUT_DIR"));
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=templates");

    let mut found = Vec::new();
    for folder in ["", "fonts", "images", "js"] {
        found.extend(
            files_of(&assets.join(folder))
                .into_iter()
                .map(|path| Asset {
                    name: file_name(&path),
                    path,
                }),
        );
    }
    for sheet in ["citizen", "officer"] {
        let name = format!("{sheet}.css");
        let path = out.join(&name);
        fs::write(&path, joined(&assets.join("css"), sheet))
            .expect("the output folder takes files");
        found.push(Asset { name, path });
    }
    // The look of papers belongs to the paper crate; pages that show one need it beside ours.
    let paper = assets.join("../../paper/src/paper.css");
    println!("cargo:rerun-if-changed={}", paper.display());
    found.push(Asset {
        name: "paper.css".to_owned(),
        path: paper,
    });
    found.sort_by(|a, b| a.name.cmp(&b.name));
    fs::write(out.join("assets.rs"), listing(&found)).expect("the output folder takes files");
}

fn variable(name: &str) -> String {
    std::env::var(name).expect("cargo sets this variable for build scripts")
}

/// The shared parts of the look, then the parts of one kind of page, in the order of their numbers.
fn joined(css: &Path, sheet: &str) -> String {
    let mut parts = files_of(css);
    parts.extend(files_of(&css.join(sheet)));
    parts.sort_by_key(|path| file_name(path));
    parts.iter().map(|path| text(path) + "\n").collect()
}

fn listing(assets: &[Asset]) -> String {
    let mut hasher = Sha256::new();
    let mut list = String::new();
    for asset in assets {
        let bytes = fs::read(&asset.path).expect("a listed file can be read");
        hasher.update((asset.name.len() as u64).to_be_bytes());
        hasher.update(&asset.name);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(&bytes);
        let path = asset.path.display().to_string();
        writeln!(list, "    ({:?}, include_bytes!({path:?})),", asset.name)
            .expect("a string takes text");
    }
    let hash: String = hasher
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("const HASH: &str = {hash:?};\nconst FILES: &[(&str, &[u8])] = &[\n{list}];\n")
}

/// The files directly in a folder, which may be absent.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file() && !file_name(path).ends_with(".md"))
        .collect();
    files.sort();
    files
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("style sheets are UTF-8")
}
