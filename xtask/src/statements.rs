//! Compares which statements the tests ran on SQLite and which on PostgreSQL: one that only one of
//! them ever executed is untested on the other, and fails the run (design: two databases, one text).
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::command::{cargo, run as run_command};

/// Statements that belong to one engine, each with its reason.
const ALLOWED: &str = "xtask/one-engine.txt";

/// Reads what all test processes have noted in `folder`, and says what is missing where.
pub(crate) fn compare(folder: &Path) -> Result<(), String> {
    let allowed = fs::read_to_string(crate::root().join(ALLOWED))
        .map_err(|error| format!("{ALLOWED}: {error}"))?;
    println!("{}", judged(folder, &allowed)?);
    Ok(())
}

/// Statements that may walk a whole table, each with its reason.
const WHOLE_TABLES: &str = "xtask/whole-tables.txt";

/// Looks how each noted statement finds its rows; the store knows the tables.
pub(crate) fn look(folder: &Path) -> Result<(), String> {
    let mut command = cargo(&[
        "run",
        "--quiet",
        "--package",
        "store",
        "--bin",
        "plans",
        "--",
    ]);
    run_command(command.arg(folder).arg(WHOLE_TABLES))
}

/// The sentence about a good run, or what is wrong.
fn judged(folder: &Path, allowed: &str) -> Result<String, String> {
    let sqlite = noted(folder, "sqlite-")?;
    let postgres = noted(folder, "postgres-")?;
    if sqlite.is_empty() || postgres.is_empty() {
        return Err("no test has noted a statement: the comparison itself is broken".to_owned());
    }
    let faults = faults(&sqlite, &postgres, allowed);
    if faults.is_empty() {
        let all = sqlite.union(&postgres).count();
        return Ok(format!(
            "{all} statements, each executed on both engines or named in {ALLOWED}"
        ));
    }
    Err(format!(
        "let the tests of these run on both engines (`kit::testing`, `store::testing::engines`), or \
         name them in {ALLOWED} with a reason:\n{}",
        faults.join("\n")
    ))
}

fn noted(folder: &Path, start: &str) -> Result<BTreeSet<String>, String> {
    let mut lines = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        let entry = entry.map_err(|error| error.to_string())?;
        if entry.file_name().to_string_lossy().starts_with(start) {
            let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
            lines.extend(text.lines().map(str::to_owned));
        }
    }
    Ok(lines)
}

/// What ran on one engine only and is not allowed to; also what is allowed in vain.
fn faults(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>, allowed: &str) -> Vec<String> {
    let rules: Vec<[&str; 3]> = allowed.lines().filter_map(rule).collect();
    let mut faults = Vec::new();
    for line in allowed.lines().filter(|line| !is_blank(line)) {
        match rule(line) {
            None => faults.push(format!("not «engine | start | reason»: {line}")),
            Some([engine, start, _]) => {
                let there = if engine == "sqlite" { sqlite } else { postgres };
                if !there.iter().any(|text| text.starts_with(start)) {
                    faults.push(format!("allowed in vain: {line}"));
                }
            }
        }
    }
    for (engine, executed, here, there) in [
        ("sqlite", "on SQLite, never on PostgreSQL", sqlite, postgres),
        (
            "postgres",
            "on PostgreSQL, never on SQLite",
            postgres,
            sqlite,
        ),
    ] {
        for text in here.difference(there) {
            let is_allowed =
                |[only, start, _]: &[&str; 3]| *only == engine && text.starts_with(start);
            if !rules.iter().any(is_allowed) {
                faults.push(format!("{executed}: {text}"));
            }
        }
    }
    faults
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

/// `engine | start of the statement | reason`.
fn rule(line: &str) -> Option<[&str; 3]> {
    if is_blank(line) {
        return None;
    }
    let (engine, rest) = line.split_once(" | ")?;
    let (start, reason) = rest.rsplit_once(" | ")?;
    (matches!(engine, "sqlite" | "postgres") && reason.len() > 10)
        .then_some([engine, start, reason])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(lines: &[&str]) -> BTreeSet<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn a_statement_of_one_engine_is_a_fault_unless_it_is_named_with_a_reason() {
        let (sqlite, postgres) = (set(&["SELECT 1", "SELECT pragma"]), set(&["SELECT 1"]));
        assert_eq!(
            faults(&sqlite, &postgres, ""),
            ["on SQLite, never on PostgreSQL: SELECT pragma"]
        );
        let named = "# why\nsqlite | SELECT pragma | only SQLite has it\n";
        assert!(faults(&sqlite, &postgres, named).is_empty());
        assert_eq!(
            faults(&postgres, &sqlite, named).len(),
            2,
            "the other way round"
        );
    }

    #[test]
    fn a_rule_without_a_reason_or_without_a_statement_is_a_fault() {
        let both = set(&["SELECT 1"]);
        assert_eq!(faults(&both, &both, "sqlite | SELECT 1").len(), 1);
        assert_eq!(
            faults(&both, &both, "sqlite | SELECT 9 | a reason of length").len(),
            1
        );
    }

    #[test]
    fn a_run_in_which_one_engine_alone_executed_a_statement_fails_and_names_both() {
        let scratch = crate::scratch::Scratch::new().expect("a temporary folder");
        let folder = scratch.path("statements");
        let note = |file: &str, text: &str| fs::write(folder.join(file), text).expect("writable");
        fs::create_dir(&folder).expect("writable");
        note("sqlite-1.txt", "SELECT 1\n");
        assert!(judged(&folder, "").is_err(), "nothing ran on the other");
        note("postgres-2.txt", "SELECT 2\n");
        note("postgres-3.txt", "SELECT 1\n");
        let said = judged(&folder, "").expect_err("SQLite never executed the second");
        assert!(
            said.ends_with("\non PostgreSQL, never on SQLite: SELECT 2"),
            "{said}"
        );
        note("sqlite-4.txt", "SELECT 2\n");
        let said = judged(&folder, "").expect("both executed both");
        assert!(said.starts_with("2 statements"), "{said}");
    }
}
