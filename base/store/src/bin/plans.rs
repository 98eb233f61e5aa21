//! Looks how each statement that the tests ran would find its rows: one that walks a whole table of
//! the work grows with the years. For `cargo xtask test`, which names the folder of notes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use store::testing::{engines, plan, tables};

/// Tables that stay as small as the commune: its people, posts and covers, the law it changed, and
/// what the store and the demonstration keep about themselves.
const SMALL: [&str; 16] = [
    "account",
    "account_post",
    "account_recovery",
    "agency_choice",
    "api_token",
    "chain",
    "cover",
    "demo",
    "demo_account",
    "law_change",
    "paper_series",
    "number_series",
    "schema",
    "session",
    "sqlite_schema",
    "upkeep",
];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(allowed)) = (args.next(), args.next()) else {
        eprintln!("usage: plans FOLDER-OF-NOTES FILE-OF-WHAT-IS-ALLOWED");
        return ExitCode::FAILURE;
    };
    match faults(Path::new(&folder), Path::new(&allowed)) {
        Ok((0, _)) => {
            eprintln!("no test has noted a statement: the look itself is broken");
            ExitCode::FAILURE
        }
        Ok((looked_at, faults)) if faults.is_empty() => {
            println!(
                "{looked_at} statements, each finds its rows by an index or is named in {allowed}"
            );
            ExitCode::SUCCESS
        }
        Ok((_, faults)) => {
            eprintln!("give these an index, or name them in {allowed} with a reason:");
            for fault in faults {
                eprintln!("{fault}");
            }
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// How many statements were looked at, and what is wrong with which.
fn faults(folder: &Path, allowed: &Path) -> Result<(usize, Vec<String>), String> {
    let told = |at: &Path, error: std::io::Error| format!("{}: {error}", at.display());
    let text = std::fs::read_to_string(allowed).map_err(|error| told(allowed, error))?;
    let allowed: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" | ").map_or(line, |(part, _)| part))
        .collect();
    let db = engines().swap_remove(0);
    let tables = tables(&db).map_err(|error| error.to_string())?;
    let grows =
        |table: &str| tables.iter().any(|(name, _)| name == table) && !SMALL.contains(&table);
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    let statements = noted(folder)?;
    for line in &statements {
        let steps = plan(&db, &numbered(line)).unwrap_or_default();
        let named = names(line);
        // What is no table are rows that the statement itself has put together.
        let walks = |step: &String| {
            walked(step).is_some_and(|name| grows(named.get(name).copied().unwrap_or(name)))
        };
        let Some(step) = steps.iter().find(|step| walks(step)) else {
            continue;
        };
        match allowed.iter().find(|part| line.contains(**part)) {
            Some(part) => _ = used.insert(*part),
            None => faults.push(format!("{step}: {line}")),
        }
    }
    let in_vain = allowed.iter().filter(|part| !used.contains(*part));
    faults.extend(in_vain.map(|part| format!("allowed in vain: {part}")));
    Ok((statements.len(), faults))
}

/// The statements that the tests ran on SQLite, without lists of columns that were shortened.
fn noted(folder: &Path) -> Result<BTreeSet<String>, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut lines = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        if entry.file_name().to_string_lossy().starts_with("sqlite-") {
            let text = std::fs::read_to_string(entry.path()).map_err(told)?;
            let rows = text.lines().filter(|line| !line.starts_with("INSERT"));
            lines.extend(rows.map(str::to_owned));
        }
    }
    Ok(lines)
}

/// The notes leave the numbers of parameters out.
fn numbered(line: &str) -> String {
    let mut parts = line.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (place, part) in parts.enumerate() {
        text.push_str(&format!("${}{part}", place + 1));
    }
    text
}

/// What a step of a plan walks from end to end, by the name that the statement gives it.
fn walked(step: &str) -> Option<&str> {
    step.strip_prefix("SCAN ")?.split(' ').next()
}

/// The tables of a statement by the names it gives them.
fn names(line: &str) -> BTreeMap<&str, &str> {
    let words: Vec<&str> = line
        .split([' ', ',', '(', ')'])
        .filter(|word| !word.is_empty())
        .collect();
    let mut names = BTreeMap::new();
    for three in words.windows(4) {
        if let ["FROM" | "JOIN", table, second, third] = three {
            let name = if *second == "AS" { third } else { second };
            names.insert(*name, *table);
        }
    }
    names
}
