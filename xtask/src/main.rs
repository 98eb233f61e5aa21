//! The commands that people and the build server use: `cargo xtask test`, `lint`, `crash`, `mutants`.
//! For everyone who changes the program; it depends on nothing but the standard library.
mod api;
mod command;
mod journeys;
mod lint;
mod mutants;
mod postgres;
mod report;
mod scratch;
mod stages;
mod statements;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  test                  everything: lint, all tests on SQLite and on PostgreSQL, browser journeys on both
  test --fast           lint and tests on SQLite only: quick, and not the whole
  test --only unit      all tests on both databases, without lint and journeys
  test --only api       build the program and try its interface for programs: a client, schemathesis
  test --only journeys  build the program and run the browser journeys on both databases
  lint                  formatting, clippy without warnings, the house rules for pages
  crash                 the store's long crash run: 150 kills and 150 power cuts on SQLite, 50 on PostgreSQL
  mutants [WORD]        break the rules one by one (those with WORD) and see each noticed by a test

`test` installs what is missing when it runs as root on Debian, and otherwise says what to install.
Set MOTCUA_CHROMIUM to the path of another Chromium, MOTCUA_TEST_POSTGRES_BIN to another PostgreSQL's programs.
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => stages::run(stages::Scope::WHOLE),
        ["test", "--fast"] => stages::run(stages::Scope::FAST),
        ["test", "--only", "unit"] => stages::run(stages::Scope::UNIT),
        ["test", "--only", "api"] => stages::run(stages::Scope::API),
        ["test", "--only", "journeys"] => stages::run(stages::Scope::JOURNEYS),
        ["lint"] => stages::run(stages::Scope::LINT),
        ["mutants"] => return mutants::run(""),
        ["mutants", word] => return mutants::run(word),
        ["crash"] => stages::run(stages::Scope::CRASH),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("unknown command: {}\n\n{HELP}", other.join(" "));
            return ExitCode::from(2);
        }
    };
    if outcome.print() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The repository's root, which is the folder above this crate.
pub(crate) fn root() -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    path.pop();
    path
}
