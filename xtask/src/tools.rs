//! The programs that tests need: found, installed where that is allowed, or named exactly.
//! For a newcomer's machine and for a bare build server.
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;

/// The oldest Node that the browser driver accepts; Debian 12 has this one.
const NODE_MAJOR_MIN: u32 = 18;

/// A program, the names and folders it is looked for under, and the Debian package that brings it.
struct Tool {
    name: &'static str,
    package: &'static str,
    find: fn() -> Option<PathBuf>,
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "PostgreSQL's initdb and postgres",
        package: "postgresql",
        find: postgres,
    },
    Tool {
        name: "Chromium",
        package: "chromium",
        find: chromium,
    },
    Tool {
        name: "Node 18 or newer",
        package: "nodejs",
        find: node,
    },
    Tool {
        name: "npm",
        package: "npm",
        find: || in_path("npm"),
    },
    Tool {
        name: "Python 3 with venv",
        package: "python3-venv",
        find: python,
    },
    Tool {
        name: "pdftotext and pdfinfo",
        package: "poppler-utils",
        find: || in_path("pdftotext"),
    },
];

/// What a run needs beyond Rust.
#[derive(Clone, Copy)]
pub(crate) struct Needs {
    pub(crate) postgres: bool,
    pub(crate) browser: bool,
    /// Tests of the crates read PDF papers back.
    pub(crate) papers: bool,
    /// The interface for programs is tried by programs in Python.
    pub(crate) python: bool,
}

/// Where the programs are, once all of them are there.
#[derive(Default)]
pub(crate) struct Tools {
    /// The folder of initdb, postgres and psql.
    pub(crate) postgres: PathBuf,
    pub(crate) chromium: PathBuf,
    pub(crate) node: PathBuf,
}

/// Finds everything that is needed, and installs the missing as root on Debian.
pub(crate) fn provide(needs: Needs) -> Result<Tools, String> {
    let missing = missing(needs);
    if !missing.is_empty() {
        install(&missing)?;
    }
    let tools = Tools {
        postgres: postgres().unwrap_or_default(),
        chromium: chromium().unwrap_or_default(),
        node: node().unwrap_or_default(),
    };
    if needs.browser {
        install_packages_of_node()?;
    }
    Ok(tools)
}

fn missing(needs: Needs) -> Vec<&'static Tool> {
    TOOLS
        .iter()
        .filter(|tool| match tool.package {
            "postgresql" => needs.postgres,
            "poppler-utils" => needs.papers,
            "python3-venv" => needs.python,
            _ => needs.browser,
        })
        .filter(|tool| (tool.find)().is_none())
        .collect()
}

fn install(missing: &[&Tool]) -> Result<(), String> {
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    let names: Vec<&str> = missing.iter().map(|tool| tool.name).collect();
    let by_hand = format!(
        "missing: {}.\nOn Debian or Ubuntu:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends {}\n\
         Elsewhere, install them and set MOTCUA_TEST_POSTGRES_BIN and MOTCUA_CHROMIUM if they are not in the PATH.",
        names.join(", "),
        packages.join(" ")
    );
    if !is_root() || in_path("apt-get").is_none() {
        return Err(by_hand);
    }
    println!("installing {}", packages.join(", "));
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(words);
        command::run(&mut command).map_err(|error| format!("{error}\n{by_hand}"))
    };
    apt(&["update", "-qq"])?;
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(&packages);
    apt(&words)?;
    match missing.iter().find(|tool| (tool.find)().is_none()) {
        Some(tool) => Err(format!(
            "{} is still not found after installing\n{by_hand}",
            tool.name
        )),
        None => Ok(()),
    }
}

/// Installs the journeys' packages exactly as locked, unless that lock is installed already.
fn install_packages_of_node() -> Result<(), String> {
    let folder = crate::root().join("journeys");
    let lock =
        std::fs::read(folder.join("package-lock.json")).map_err(|error| error.to_string())?;
    let installed = folder.join("node_modules/.installed-lock");
    if std::fs::read(&installed).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    let mut command = Command::new("npm");
    command
        .current_dir(&folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    command::run(&mut command)?;
    std::fs::write(&installed, lock).map_err(|error| error.to_string())
}

/// The newest PostgreSQL of Debian's folders, or the one in the PATH.
fn postgres() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("MOTCUA_TEST_POSTGRES_BIN") {
        return Some(PathBuf::from(folder)).filter(|folder| has_postgres(folder));
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .map(|entry| entry.path())
        .filter(|path| has_postgres(&path.join("bin")))
        .max_by_key(|path| version(&path.to_string_lossy()))
        .map(|path| path.join("bin"));
    newest.or_else(|| {
        let folder = in_path("initdb")?.parent()?.to_owned();
        has_postgres(&folder).then_some(folder)
    })
}

fn has_postgres(folder: &Path) -> bool {
    ["initdb", "postgres", "psql"]
        .iter()
        .all(|name| folder.join(name).exists())
}

fn chromium() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("MOTCUA_CHROMIUM") {
        return Some(PathBuf::from(path)).filter(|path| path.exists());
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(in_path)
}

fn node() -> Option<PathBuf> {
    let path = in_path("node").or_else(|| in_path("nodejs"))?;
    let said = command::output(Command::new(&path).arg("--version")).ok()?;
    (version(&said) >= NODE_MAJOR_MIN).then_some(path)
}

/// A Python that can make places of its own for packages.
fn python() -> Option<PathBuf> {
    let path = in_path("python3")?;
    command::output(Command::new(&path).args(["-c", "import ensurepip, venv"])).ok()?;
    Some(path)
}

/// The first number in a text such as `v18.20.4` or `/usr/lib/postgresql/15`; 0 without one.
fn version(text: &str) -> u32 {
    let digits: String = text
        .chars()
        .skip_while(|letter| !letter.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}

fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// Whether this process has the rights of root.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_the_version() {
        assert_eq!(version("v18.20.4\n"), 18);
        assert_eq!(version("/usr/lib/postgresql/9"), 9);
        assert_eq!(version("none"), 0);
        assert!(version("/usr/lib/postgresql/15") > version("/usr/lib/postgresql/9"));
    }

    #[test]
    fn a_run_without_database_browser_and_papers_needs_nothing() {
        assert!(
            missing(Needs {
                postgres: false,
                browser: false,
                papers: false,
                python: false
            })
            .is_empty()
        );
    }

    #[test]
    fn programs_are_found_in_the_path() {
        assert!(in_path("sh").is_some());
        assert!(in_path("no-such-program-anywhere").is_none());
    }
}
