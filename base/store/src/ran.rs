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
    let notes = &mut *notes;
    let file = match engine {
        Engine::Sqlite => &mut notes.sqlite,
        Engine::Postgres => &mut notes.postgres,
    };
    for line in counted(&shape(sql)) {
        if notes.seen.insert((engine == Engine::Sqlite, line.clone())) {
            writeln!(file, "{line}").expect("the folder for statements is writable");
        }
    }
}

/// One line, without what depends on data: spaces are single, a list of parameters or of words is
/// one, and an alternative said again (for each post, for each absent colleague) is said once.
fn shape(sql: &str) -> String {
    let mut groups = vec![Group::default()];
    for token in tokens(sql).unwrap_or_default() {
        let depth = groups.len();
        let group = &mut groups[depth - 1];
        match token {
            Token::Mark('(') => groups.push(Group::default()),
            Token::Mark(')') if depth > 1 => {
                let inner = groups.pop().unwrap_or_default().text();
                groups[depth - 2].now.push_str(&format!("({inner})"));
            }
            Token::Word("OR") => group.or(),
            Token::Blank(_) => group.now.push(' '),
            Token::Parameter(_) => group.now.push('$'),
            Token::Mark(mark) => group.now.push(mark),
            Token::Word(text) | Token::Quoted(text) => group.now.push_str(text),
        }
    }
    groups.swap_remove(0).text()
}

/// What stands between two parentheses: the alternatives said so far, and the one being read.
#[derive(Default)]
struct Group {
    said: Vec<String>,
    now: String,
}

impl Group {
    fn or(&mut self) {
        let next = plain(&std::mem::take(&mut self.now));
        if !self.said.contains(&next) {
            self.said.push(next);
        }
    }

    fn text(mut self) -> String {
        self.or();
        self.said.join(" OR ")
    }
}

/// Single spaces, and one for a whole list of parameters or words.
fn plain(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for list in ["$, $", "($), ($)"] {
        let one = list.split_once(", ").map_or("", |(one, _)| one);
        while line.contains(list) {
            line = line.replace(list, one);
        }
    }
    let is_word = |word: &str| word.len() > 1 && word.starts_with('\'') && word.ends_with('\'');
    if line.split(", ").all(is_word) {
        return "'…'".to_owned();
    }
    line
}

/// Counts asked for together are a line each: which of them one page puts together differs by role
/// and by day, and none of them changes what another counts.
fn counted(line: &str) -> Vec<String> {
    const COUNT: &str = "COUNT(CASE WHEN ";
    const END: &str = " THEN 1 END) AS ";
    let of = |one: &str, from: &str| {
        let (condition, name) = one.rsplit_once(END)?;
        (!name.contains([' ', ',', '(']))
            .then(|| format!("SELECT {COUNT}{condition} THEN 1 END) FROM {from}"))
    };
    let parts = || {
        let (_, from) = line.rsplit_once(END)?.1.split_once(" FROM ")?;
        let list = line.strip_suffix(from)?.strip_suffix(" FROM ")?;
        let conditions = list.strip_prefix("SELECT ")?.strip_prefix(COUNT)?;
        let each = conditions
            .split(", COUNT(CASE WHEN ")
            .map(|one| of(one, from));
        each.collect::<Option<Vec<_>>>()
    };
    parts().unwrap_or_else(|| vec![line.to_owned()])
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
        assert_eq!(
            shape("SELECT n FROM t WHERE state IN ('a', 'b') AND kind = 'c'"),
            "SELECT n FROM t WHERE state IN ('…') AND kind = 'c'"
        );
    }

    #[test]
    fn an_alternative_said_for_each_post_is_said_once() {
        let of_one = shape("SELECT n FROM t WHERE a = $1 AND ((b = $2 OR c IN ($3)))");
        let of_two = shape(
            "SELECT n FROM t WHERE a = $1 AND ((b = $2 OR c IN ($3)) OR (b = $4 OR c IN ($5, $6)))",
        );
        assert_eq!(of_one, of_two);
        let else_too =
            shape("SELECT n FROM t WHERE a = $1 AND ((b = $2 OR c IN ($3)) OR (d = $4))");
        assert_ne!(of_one, else_too);
        assert_eq!(
            shape("SELECT n FROM t WHERE a = '(OR' OR b = ')'"),
            "SELECT n FROM t WHERE a = '(OR' OR b = ')'",
            "what is quoted is no grammar"
        );
    }

    #[test]
    fn counts_put_together_are_a_line_each() {
        let both = counted(&shape(
            "SELECT COUNT(CASE WHEN s IN ('x') AND a < $1 THEN 1 END) AS n0,
                COUNT(CASE WHEN NOT EXISTS (SELECT 1 FROM e WHERE e.id = t.id) THEN 1 END) AS n1
            FROM t WHERE s IN ('x', 'y')",
        ));
        assert_eq!(
            both,
            [
                "SELECT COUNT(CASE WHEN s IN ('…') AND a < $ THEN 1 END) FROM t WHERE s IN ('…')",
                "SELECT COUNT(CASE WHEN NOT EXISTS (SELECT 1 FROM e WHERE e.id = t.id) THEN 1 END) \
                 FROM t WHERE s IN ('…')"
            ]
        );
        for whole in [
            "SELECT COUNT(*) AS n FROM t",
            "SELECT name, COUNT(CASE WHEN a THEN 1 END) AS n FROM t",
            "SELECT COUNT(CASE WHEN a THEN 1 END) AS n, SUM(b) AS b, COUNT(CASE WHEN c THEN 1 END) AS m FROM t",
            "SELECT COUNT(CASE WHEN a THEN 1 END) AS n, SUM(b) AS b FROM t",
        ] {
            assert_eq!(counted(whole), [whole]);
        }
    }
}
