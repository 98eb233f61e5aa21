//! Which statements of acts and reads the tests have executed, on which engine: one that only one of
//! the two ever ran is untested on the other. For `cargo xtask test`, which compares; nothing else asks.

use std::{
    collections::BTreeSet,
    fs::{File, OpenOptions},
    io::Write as _,
    path::PathBuf,
    sync::{Mutex, OnceLock, PoisonError},
};

use crate::{
    link::Engine,
    scan::{Token, tokens},
};

/// Names the folder into which tests note their statements, a line each.
const FOLDER: &str = "MOTCUA_TEST_STATEMENTS";

static NOTES: OnceLock<Option<Mutex<Notes>>> = OnceLock::new();

struct Notes {
    seen: BTreeSet<(bool, String)>,
    sqlite: File,
    postgres: File,
}

/// Begins noting if a folder is named. Only `testing` calls it: the program at work notes nothing.
pub(crate) fn begin() {
    NOTES.get_or_init(|| {
        let folder = PathBuf::from(std::env::var_os(FOLDER)?);
        let file = |engine: &str| {
            OpenOptions::new()
                .create(true)
                .append(true)
                .open(folder.join(format!("{engine}-{}.txt", std::process::id())))
                .expect("the folder for statements is writable")
        };
        Some(Mutex::new(Notes {
            seen: BTreeSet::new(),
            sqlite: file("sqlite"),
            postgres: file("postgres"),
        }))
    });
}

/// Notes a statement that an engine has executed without refusing it. The store's own, which it makes
/// for any table, are not noted.
pub(crate) fn note(engine: Engine, sql: &str) {
    let Some(Some(notes)) = NOTES.get() else {
        return;
    };
    let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    let line = shape(sql);
    if !notes.seen.insert((engine == Engine::Sqlite, line.clone())) {
        return;
    }
    let file = match engine {
        Engine::Sqlite => &mut notes.sqlite,
        Engine::Postgres => &mut notes.postgres,
    };
    writeln!(file, "{line}").expect("the folder for statements is writable");
}

/// One line, without what depends on data: spaces are single, and a list of parameters is one.
fn shape(sql: &str) -> String {
    let mut line = String::with_capacity(sql.len());
    for token in tokens(sql).unwrap_or_default() {
        match token {
            Token::Blank(_) => line.push(' '),
            Token::Parameter(_) => line.push('$'),
            Token::Mark(mark) => line.push(mark),
            Token::Word(text) | Token::Quoted(text) => line.push_str(text),
        }
    }
    let mut line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    for list in ["$, $", "($), ($)"] {
        let one = list.split_once(", ").map_or("", |(one, _)| one);
        while line.contains(list) {
            line = line.replace(list, one);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_any_length_and_any_spacing_are_one_statement() {
        let one = shape("SELECT n FROM t\n  WHERE id IN ($1)");
        let three = shape("SELECT n FROM t WHERE id IN ($1, $2, $3)");
        assert_eq!(one, three);
        assert_ne!(one, shape("SELECT n FROM t WHERE id = $1"));
        assert_eq!(
            shape("INSERT INTO t(a, b) VALUES ($1, $2), ($3, $4)"),
            "INSERT INTO t(a, b) VALUES ($)"
        );
    }
}
