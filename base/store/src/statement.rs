//! One SQL text for both engines: `$n` becomes `?n` for SQLite, and what it writes is known.
//! For `Tx` and `Reader`, which refuse whatever would differ between the engines.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

use crate::{
    error::StoreError,
    scan::{Token, tokens},
    value::Value,
};

/// A statement, looked at once and kept.
#[derive(Debug)]
pub(crate) struct Statement {
    /// As written, for PostgreSQL.
    pub dollar: String,
    /// With `?n`, for SQLite: `$2, $1` there would be numbered by first appearance.
    pub question: String,
    /// How many parameters it takes.
    pub parameters: usize,
    /// Tables it inserts into or updates.
    pub writes: Vec<String>,
    /// Tables it deletes from.
    pub deletes: Vec<String>,
    /// Names of the columns it answers, once the engine has told them.
    pub columns: OnceLock<Arc<[String]>>,
}

impl Statement {
    pub(crate) fn parse(sql: &str) -> Result<Self, StoreError> {
        let tokens = tokens(sql)?;
        let mut question = String::with_capacity(sql.len());
        let mut used = BTreeSet::new();
        for token in &tokens {
            match token {
                Token::Parameter(number) => {
                    used.insert(*number);
                    question.push('?');
                    question.push_str(&number.to_string());
                }
                Token::Mark(mark) => question.push(*mark),
                Token::Word(text) | Token::Quoted(text) | Token::Blank(text) => {
                    question.push_str(text)
                }
            }
        }
        let parameters = used.len();
        if used.last().is_some_and(|last| *last != parameters) {
            return Err(StoreError::Parameters(format!(
                "not every number up to the last is used in: {sql}"
            )));
        }
        let words = solid(&tokens);
        check_kind(&words, sql)?;
        let (writes, deletes) = targets(&words);
        Ok(Self {
            dollar: sql.to_owned(),
            question,
            parameters,
            writes,
            deletes,
            columns: OnceLock::new(),
        })
    }

    pub(crate) const fn is_read(&self) -> bool {
        self.writes.is_empty() && self.deletes.is_empty()
    }

    /// Checks the parameters given against those the statement uses.
    pub(crate) fn check(&self, params: &[Value]) -> Result<(), StoreError> {
        if params.len() != self.parameters {
            return Err(StoreError::Parameters(format!(
                "{} given, {} used in: {}",
                params.len(),
                self.parameters,
                self.dollar
            )));
        }
        let nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
        if params.iter().any(nul) {
            Err(StoreError::Nul)
        } else {
            Ok(())
        }
    }
}

/// The tokens without spaces and comments.
fn solid<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    tokens
        .iter()
        .copied()
        .filter(|token| !matches!(token, Token::Blank(_)))
        .collect()
}

/// Only reading and writing of rows: a closure must not end its transaction nor change settings.
fn check_kind(words: &[Token<'_>], sql: &str) -> Result<(), StoreError> {
    let first = match words.first() {
        Some(Token::Word(word)) => word.to_ascii_uppercase(),
        _ => String::new(),
    };
    if !matches!(
        first.as_str(),
        "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "WITH" | "VALUES"
    ) {
        return Err(StoreError::Misuse(format!(
            "not a statement on rows: {sql}"
        )));
    }
    let end = words.iter().position(|token| *token == Token::Mark(';'));
    if end.is_some_and(|place| place + 1 < words.len()) {
        return Err(StoreError::Misuse(format!(
            "more than one statement: {sql}"
        )));
    }
    Ok(())
}

fn targets(words: &[Token<'_>]) -> (Vec<String>, Vec<String>) {
    let mut writes = Vec::new();
    let mut deletes = Vec::new();
    let word = |place: usize| match words.get(place) {
        Some(Token::Word(word)) => word.to_ascii_uppercase(),
        _ => String::new(),
    };
    for place in 0..words.len() {
        match (word(place).as_str(), word(place + 1).as_str()) {
            ("INTO", _) => writes.extend(name(words.get(place + 1))),
            ("DELETE", "FROM") => deletes.extend(name(words.get(place + 2))),
            ("UPDATE", next)
                if next != "SET"
                    && (place == 0 || !matches!(word(place - 1).as_str(), "DO" | "FOR")) =>
            {
                writes.extend(name(words.get(place + 1)));
            }
            _ => {}
        }
    }
    (writes, deletes)
}

fn name(token: Option<&Token<'_>>) -> Option<String> {
    match token {
        Some(Token::Word(word)) => Some(word.to_ascii_lowercase()),
        Some(Token::Quoted(text)) => Some(text.trim_matches('"').to_owned()),
        _ => None,
    }
}

/// Statements seen before on one connection.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<String, Arc<Statement>>);

/// Texts are constants of the program; more of them than this means that someone builds SQL from data.
const KEPT: usize = 2_000;

impl Seen {
    pub(crate) fn get(&mut self, sql: &str) -> Result<Arc<Statement>, StoreError> {
        crate::trace::note(sql);
        if let Some(statement) = self.0.get(sql) {
            return Ok(Arc::clone(statement));
        }
        let statement = Arc::new(Statement::parse(sql)?);
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        self.0.insert(sql.to_owned(), Arc::clone(&statement));
        Ok(statement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_for_sqlite_and_left_alone_in_text_and_comments() {
        let sql =
            "SELECT '$1 ''$9', \"a$3\" -- $4\n FROM t /* $5 */ WHERE a = $2 AND b = $1 AND c = $2";
        let statement = Statement::parse(sql).unwrap();
        assert_eq!(
            statement.question,
            "SELECT '$1 ''$9', \"a$3\" -- $4\n FROM t /* $5 */ WHERE a = ?2 AND b = ?1 AND c = ?2"
        );
        assert_eq!((statement.parameters, statement.dollar.as_str()), (2, sql));
    }

    #[test]
    fn a_gap_in_the_numbers_or_a_wrong_count_is_refused() {
        assert!(matches!(
            Statement::parse("SELECT $2"),
            Err(StoreError::Parameters(_))
        ));
        let statement = Statement::parse("SELECT $1").unwrap();
        assert!(matches!(
            statement.check(&[]),
            Err(StoreError::Parameters(_))
        ));
        assert!(matches!(
            statement.check(&[Value::Null, Value::Null]),
            Err(StoreError::Parameters(_))
        ));
        assert_eq!(
            statement.check(&[Value::from("a\0b")]),
            Err(StoreError::Nul)
        );
        assert_eq!(statement.check(&[Value::from("ab")]), Ok(()));
    }

    #[test]
    fn only_single_statements_on_rows_are_let_through() {
        for sql in [
            "COMMIT",
            "ROLLBACK",
            "PRAGMA synchronous=OFF",
            "SELECT 1; DELETE FROM t",
            "DROP TABLE t",
            "",
            "SELECT ?",
        ] {
            assert!(
                matches!(Statement::parse(sql), Err(StoreError::Misuse(_))),
                "{sql}"
            );
        }
        assert!(Statement::parse("SELECT 1;").is_ok());
    }

    #[test]
    fn what_a_statement_writes_is_known() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("SELECT * FROM t FOR UPDATE", &[], &[]),
            (
                "INSERT INTO t(a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = $1",
                &["t"],
                &[],
            ),
            ("update T set a = 'DELETE FROM u'", &["t"], &[]),
            ("DELETE FROM \"u\" WHERE a = 1", &[], &["u"]),
            (
                "WITH x AS (SELECT 1) INSERT INTO v SELECT * FROM x",
                &["v"],
                &[],
            ),
        ];
        for (sql, writes, deletes) in cases {
            let statement = Statement::parse(sql).unwrap();
            assert_eq!(
                (statement.writes.as_slice(), statement.deletes.as_slice()),
                (
                    writes
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .as_slice(),
                    deletes
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .as_slice(),
                ),
                "{sql}"
            );
        }
    }
}
