//! Compares which statements the tests ran on SQLite and which on PostgreSQL: one that only one of
//! them ever executed is untested on the other, and is named (design: two databases, one text).
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Statements that belong to one engine, each with its reason.
const ALLOWED: &str = "xtask/one-engine.txt";

/// Reads what all test processes have noted in `folder`, and prints what is missing where; fails
/// when nothing was noted at all.
pub(crate) fn compare(folder: &Path) -> Result<(), String> {
    let allowed = fs::read_to_string(crate::root().join(ALLOWED))
        .map_err(|error| format!("{ALLOWED}: {error}"))?;
    let sqlite = noted(folder, "sqlite-")?;
    let postgres = noted(folder, "postgres-")?;
    if sqlite.is_empty() || postgres.is_empty() {
        return Err("no test has noted a statement: the comparison itself is broken".to_owned());
    }
    let faults = faults(&sqlite, &postgres, &allowed);
    if faults.is_empty() {
        println!(
            "{} statements, each executed on both engines or named in {ALLOWED}",
            sqlite.union(&postgres).count()
        );
        return Ok(());
    }
    // Why no failure yet: some lists' counts, put together from conditions, still run on SQLite
    // only. They are printed until each has its test on both; then this becomes an error.
    println!(
        "test these on both engines, or name them in {ALLOWED} with a reason:\n{}",
        faults.join("\n")
    );
    Ok(())
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
    for (engine, here, there) in [("sqlite", sqlite, postgres), ("postgres", postgres, sqlite)] {
        for text in here.difference(there) {
            let is_allowed =
                |[only, start, _]: &[&str; 3]| *only == engine && text.starts_with(start);
            if !rules.iter().any(is_allowed) {
                faults.push(format!("on {engine} only: {text}"));
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
            ["on sqlite only: SELECT pragma"]
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
}
