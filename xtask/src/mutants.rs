//! Breaks the rules one at a time and sees whether a test of their crate notices: `cargo xtask mutants`.
//! For whoever trusts the tests of the law; the breaks themselves stand in `xtask/mutants.txt`.
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use crate::command::cargo;

const TABLE: &str = "xtask/mutants.txt";
/// What the crates with rules need to be built and tested.
const FOLDERS: [&str; 5] = ["base", "features", "simulator", "data", "docs"];
const MEMBERS: &str = "members = [\"data\", \"base/*\", \"features/*\", \"simulator\"]";
/// Why in parts: most breaks are noticed by the tests beside the rule, without building the rest.
const PARTS: [&[&str]; 2] = [&["--lib"], &["--test", "*"]];

/// One break of one rule.
#[derive(Debug, PartialEq, Eq)]
struct Mutation {
    file: String,
    rule: String,
    from: String,
    to: String,
}

impl Mutation {
    /// The folder of the crate whose tests must notice: `base/domain` of `base/domain/src/fee.rs`.
    fn home(&self) -> &str {
        self.file.split_once("/src/").map_or("", |(home, _)| home)
    }
}

/// What the tests made of a break.
enum Verdict {
    /// By this test.
    Caught(String),
    Survived,
    /// The break cannot be put in or built; says why.
    Stale(String),
}

/// Tries all breaks whose file or rule holds `word`; fails if one is not noticed or not found.
pub(crate) fn run(word: &str) -> ExitCode {
    match try_all(word) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("mutants: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn try_all(word: &str) -> Result<bool, String> {
    let root = crate::root();
    let table =
        fs::read_to_string(root.join(TABLE)).map_err(|error| format!("{TABLE}: {error}"))?;
    let mut mutations = read(&table)?;
    mutations.retain(|mutation| mutation.file.contains(word) || mutation.rule.contains(word));
    if mutations.is_empty() {
        return Err(format!("{TABLE} has no mutation with `{word}`"));
    }
    let ground = Ground::prepare(&root).map_err(|error| format!("copying the crates: {error}"))?;
    let homes: BTreeSet<&str> = mutations.iter().map(Mutation::home).collect();
    for home in homes {
        match ground.test(home)? {
            Verdict::Survived => println!("the tests of {home} pass as they are"),
            Verdict::Caught(test) => return Err(format!("without any mutation, {test} fails")),
            Verdict::Stale(how) => return Err(how),
        }
    }
    let mut caught = 0;
    for mutation in &mutations {
        let start = Instant::now();
        let verdict = ground.tried(mutation)?;
        let (word, told) = match verdict {
            Verdict::Caught(test) => {
                caught += 1;
                ("caught", test)
            }
            Verdict::Survived => ("SURVIVED", "no test fails".to_owned()),
            Verdict::Stale(why) => ("STALE", why),
        };
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{word:<8} {seconds:>5.1} s  {}: {}\n{:19}{told}",
            mutation.file, mutation.rule, ""
        );
    }
    println!("{caught} of {} mutations caught", mutations.len());
    Ok(caught == mutations.len())
}

/// Reads the table: blocks of a file, `= rule`, `- original`, `+ replacement`; `#` begins a comment.
fn read(table: &str) -> Result<Vec<Mutation>, String> {
    let mut mutations: Vec<Mutation> = Vec::new();
    let mut file = "";
    for (number, line) in (1..).zip(table.lines()) {
        let (sign, rest) = line.split_at_checked(1).unwrap_or_default();
        let text = rest.trim().to_owned();
        match (sign, mutations.last_mut()) {
            ("" | "#", _) => {}
            ("@", _) => file = rest.trim(),
            ("=", _) => mutations.push(Mutation {
                file: file.to_owned(),
                rule: text,
                from: String::new(),
                to: String::new(),
            }),
            ("-", Some(mutation)) if mutation.from.is_empty() => mutation.from = text,
            ("+", Some(mutation)) if mutation.to.is_empty() => mutation.to = text,
            _ => {
                return Err(format!(
                    "{TABLE}:{number}: expected @, =, - or +, each once"
                ));
            }
        }
    }
    match mutations
        .iter()
        .find(|mutation| mutation.home().is_empty() || mutation.from.is_empty())
    {
        Some(mutation) => Err(format!(
            "{TABLE}: «{}» lacks its file under src or its original",
            mutation.rule
        )),
        None => Ok(mutations),
    }
}

/// The text with the break in it. White space does not count, so that a formatter changes nothing.
fn broken(text: &str, mutation: &Mutation) -> Result<String, String> {
    let dense = |text: &str| {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect::<String>()
    };
    let (hay, needle) = (dense(text), dense(&mutation.from));
    let mut found = hay.match_indices(&needle).map(|(at, _)| at);
    let at = match (found.next(), found.next()) {
        (Some(at), None) => at,
        (None, _) => return Err(format!("not found: {}", mutation.from)),
        (Some(_), Some(_)) => return Err(format!("found more than once: {}", mutation.from)),
    };
    let mut kept = 0;
    let (mut head, mut tail) = (String::new(), String::new());
    for letter in text.chars() {
        let size = if letter.is_whitespace() {
            0
        } else {
            letter.len_utf8()
        };
        if kept < at || (kept == at && size == 0) {
            head.push(letter);
        } else if kept >= at + needle.len() {
            tail.push(letter);
        }
        kept += size;
    }
    Ok(format!("{head}{}{tail}", mutation.to))
}

/// A copy of the crates that may be broken.
struct Ground {
    copy: PathBuf,
    build: PathBuf,
}

impl Ground {
    /// Copies the crates afresh; what was built before is kept, for speed.
    fn prepare(root: &Path) -> io::Result<Self> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let place = root.join(target).join("mutants");
        let ground = Self {
            copy: place.join("crates"),
            build: place.join("build"),
        };
        if ground.copy.exists() {
            fs::remove_dir_all(&ground.copy)?;
        }
        for folder in FOLDERS {
            copy_folder(&root.join(folder), &ground.copy.join(folder))?;
        }
        let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
        fs::write(
            ground.copy.join("Cargo.toml"),
            reduced(&manifest).map_err(io::Error::other)?,
        )?;
        fs::copy(root.join("Cargo.lock"), ground.copy.join("Cargo.lock"))?;
        Ok(ground)
    }

    /// Breaks the rule, runs the tests, mends the rule.
    fn tried(&self, mutation: &Mutation) -> Result<Verdict, String> {
        let path = self.copy.join(&mutation.file);
        let trouble = |error: io::Error| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(trouble)?;
        let broken = match broken(&text, mutation) {
            Ok(broken) => broken,
            Err(how) => return Ok(Verdict::Stale(how)),
        };
        fs::write(&path, broken).map_err(trouble)?;
        let verdict = self.test(mutation.home());
        fs::write(&path, text).map_err(trouble)?;
        verdict
    }

    /// Runs the tests of a crate until one fails.
    fn test(&self, home: &str) -> Result<Verdict, String> {
        // A pattern that names no test is an error for cargo.
        let has_more = fs::read_dir(self.copy.join(home).join("tests"))
            .is_ok_and(|mut tests| tests.next().is_some());
        for part in PARTS.iter().take(if has_more { 2 } else { 1 }) {
            let output = self
                .command(home, part)
                .output()
                .map_err(|error| format!("cargo does not start: {error}"))?;
            if output.status.success() {
                continue;
            }
            let errors = String::from_utf8_lossy(&output.stderr);
            // Anything else, such as a break that does not compile, says nothing about the tests.
            if !errors.contains("error: test failed") {
                let at = errors.find("error").unwrap_or(0);
                let first: Vec<&str> = errors[at..].lines().take(6).collect();
                return Ok(Verdict::Stale(format!("no test ran: {}", first.join(" "))));
            }
            return Ok(Verdict::Caught(first_failed(&output.stdout)));
        }
        Ok(Verdict::Survived)
    }

    fn command(&self, home: &str, part: &[&str]) -> Command {
        let package = home.rsplit('/').next().unwrap_or(home);
        let mut command = cargo(&["test", "--quiet", "--package", package]);
        command
            .args(part)
            .current_dir(&self.copy)
            .env("CARGO_TARGET_DIR", &self.build)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // A break must be noticed always, not by luck; and nobody reads the smallest example.
            .env_remove("MOTCUA_WRITE_DOCS")
            // A rule is the same on either database, and one is quicker.
            .env_remove("MOTCUA_TEST_POSTGRES")
            .env("PROPTEST_RNG_SEED", "1")
            .env("PROPTEST_MAX_SHRINK_ITERS", "0")
            .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true")
            .stdin(Stdio::null());
        command
    }
}

/// The first test that the output reports as failed.
fn first_failed(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let named = text.lines().find_map(|line| {
        line.strip_prefix("---- ")?
            .strip_suffix(" stdout ----")
            .map(str::to_owned)
    });
    named.unwrap_or_else(|| "a test that ended the whole run".to_owned())
}

/// The root's manifest with the copied crates as its only members.
fn reduced(manifest: &str) -> Result<String, String> {
    let mut text = String::with_capacity(manifest.len());
    let (mut named, mut inside) = (false, false);
    for line in manifest.lines() {
        let key = line.split('=').next().unwrap_or_default().trim();
        let is_list = matches!(key, "members" | "default-members");
        if key == "members" {
            named = true;
            text.push_str(MEMBERS);
            text.push('\n');
        }
        if !inside && !is_list {
            text.push_str(line);
            text.push('\n');
        }
        inside = (inside || is_list) && !line.contains(']');
    }
    if named {
        Ok(text)
    } else {
        Err("the root Cargo.toml names no members".to_owned())
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutation(from: &str, to: &str) -> Mutation {
        Mutation {
            file: "base/a/src/a.rs".into(),
            rule: "r".into(),
            from: from.into(),
            to: to.into(),
        }
    }

    #[test]
    fn a_table_is_read_block_by_block() {
        let table = "# words\n\n@ base/a/src/a.rs\n= r\n- x > 1\n+ x > 2\n";
        assert_eq!(read(table), Ok(vec![mutation("x > 1", "x > 2")]));
        for wrong in [
            "= r\n- x\n",
            "@ a.rs\n= r\n- x\n",
            "@ base/a/src/a.rs\n= r\n",
            "@ base/a/src/a.rs\n= r\n- x\n- y\n",
            "@ base/a/src/a.rs\nx\n",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_break_is_put_in_whatever_the_line_ends() {
        let text = "let day =\n    a\n        .plus(1);\nlet other = đ;\n";
        let put = broken(text, &mutation("a.plus(1)", "a.plus(2)"));
        assert_eq!(
            put.as_deref(),
            Ok("let day =\n    a.plus(2);\nlet other = đ;\n")
        );
        let last = broken(text, &mutation("other = đ;", "other = d;"));
        assert_eq!(
            last.as_deref(),
            Ok("let day =\n    a\n        .plus(1);\nlet other = d;\n")
        );
    }

    #[test]
    fn a_snippet_that_is_not_there_exactly_once_is_stale() {
        assert!(
            broken("a a", &mutation("a", "b")).is_err_and(|how| how.contains("more than once"))
        );
        assert!(broken("a a", &mutation("c", "b")).is_err_and(|how| how.contains("not found")));
    }

    /// Says at once, in every test run, what the long command would say late.
    #[test]
    fn every_mutation_of_the_table_fits_the_sources() {
        let root = crate::root();
        let table = fs::read_to_string(root.join(TABLE)).expect("the table is part of the project");
        let mutations = read(&table).expect("our own table is sound");
        assert!(mutations.len() >= 30);
        for mutation in &mutations {
            let text = fs::read_to_string(root.join(&mutation.file)).expect("a source");
            let put =
                broken(&text, mutation).unwrap_or_else(|how| panic!("{}: {how}", mutation.file));
            assert_ne!(put, text, "{} changes nothing", mutation.rule);
        }
    }

    #[test]
    fn the_first_failed_test_is_named() {
        let output = b"running 2 tests\n\n---- a::b stdout ----\n\n---- c stdout ----\n";
        assert_eq!(first_failed(output), "a::b");
        assert!(first_failed(b"").contains("whole run"));
    }

    #[test]
    fn the_copy_has_the_crates_with_rules_as_its_only_members() {
        let manifest =
            "[workspace]\nmembers = [\n  \"a\",\n]\ndefault-members = [\"a\"]\nresolver = \"3\"\n";
        let expected = format!("[workspace]\n{MEMBERS}\nresolver = \"3\"\n");
        assert_eq!(reduced(manifest), Ok(expected));
        assert!(reduced("[package]").is_err());
    }
}
