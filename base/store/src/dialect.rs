//! Everything that the two engines spell differently, on one page.
//! For `migrate`, `jobs` and `verify`; business code never needs it.

use crate::{
    error::StoreError,
    link::Engine,
    scan::{Token, tokens},
};

/// Leaves a job; one with the same key is left only once.
pub(crate) const LEAVE_JOB: &str =
    "INSERT INTO outbox(id, agency, kind, payload, run_at, attempts, taken_until, dedupe)
    VALUES ($1, $2, $3, $4, $5, 0, 0, $6) ON CONFLICT (dedupe) DO NOTHING";

/// Takes due jobs under a lease: `$1` now, `$2` end of the lease, `$3` how many.
pub(crate) const fn claim_jobs(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "UPDATE outbox SET taken_until = $2, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM outbox WHERE done_at IS NULL AND run_at <= $1 AND taken_until <= $1
                ORDER BY run_at, id LIMIT $3)
            RETURNING id, agency, kind, payload, run_at, attempts, taken_until"
        }
        Engine::Postgres => {
            "UPDATE outbox SET taken_until = $2, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM outbox WHERE done_at IS NULL AND run_at <= $1 AND taken_until <= $1
                ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING id, agency, kind, payload, run_at, attempts, taken_until"
        }
    }
}

/// Begins a transaction that writes. SQLite takes the writer's lock at once, so that nobody is
/// refused half-way; PostgreSQL reads what is committed at each statement.
pub(crate) const fn begin_writing(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    }
}

/// Begins a transaction that sees one state of the database throughout.
pub(crate) const fn begin_reading(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "BEGIN DEFERRED",
        Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }
}

/// Names of all tables, in order, as column `name`.
pub(crate) const fn table_names(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        }
        Engine::Postgres => {
            "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema()
             ORDER BY tablename"
        }
    }
}

/// Names of a table's columns in the order of their making, as column `name`.
pub(crate) const fn column_names(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT name FROM pragma_table_info($1) ORDER BY cid",
        Engine::Postgres => {
            "SELECT CAST(column_name AS TEXT) AS name FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
        }
    }
}

/// Turns a migration into the statements of one engine.
///
/// Types are written BIGINT, TEXT and BYTES. `APPEND ONLY name;` forbids changes to a table's rows.
///
/// # Errors
/// If the text cannot be cut into statements.
pub(crate) fn migration(engine: Engine, text: &str) -> Result<Vec<String>, StoreError> {
    let tokens = tokens(text)?;
    let mut statements = Vec::new();
    for part in tokens.split(|token| *token == Token::Mark(';')) {
        let solid: Vec<Token<'_>> = part
            .iter()
            .copied()
            .filter(|token| !matches!(token, Token::Blank(_)))
            .collect();
        let words: Vec<String> = solid
            .iter()
            .map(|token| match token {
                Token::Word(word) => word.to_ascii_uppercase(),
                _ => String::new(),
            })
            .collect();
        let word = |place: usize| words.get(place).map_or("", String::as_str);
        match (word(0), word(1), solid.get(2)) {
            ("", ..) if solid.is_empty() => {}
            ("APPEND", "ONLY", Some(Token::Word(table))) => {
                statements.extend(append_only(engine, table))
            }
            ("CREATE", "TABLE", _) => {
                let strict = if engine == Engine::Sqlite {
                    " STRICT"
                } else {
                    ""
                };
                statements.push(typed(engine, part) + strict);
            }
            ("ALTER", "TABLE", _) => statements.push(typed(engine, part)),
            _ => statements.push(joined(part)),
        }
    }
    Ok(statements)
}

fn joined(part: &[Token<'_>]) -> String {
    part.iter().map(|token| written(*token)).collect()
}

fn written(token: Token<'_>) -> String {
    match token {
        Token::Word(text) | Token::Quoted(text) => text.to_owned(),
        Token::Blank(_) => " ".to_owned(),
        Token::Parameter(number) => format!("${number}"),
        Token::Mark(mark) => mark.to_string(),
    }
}

/// Spells the three type words. In PostgreSQL text is compared bytewise, as SQLite does.
fn typed(engine: Engine, part: &[Token<'_>]) -> String {
    let mut text = String::new();
    let mut before = "";
    for token in part {
        let word = if let Token::Word(word) = token {
            *word
        } else {
            ""
        };
        let cast = before.eq_ignore_ascii_case("AS");
        let spelled = match (engine, word) {
            (Engine::Sqlite, "BIGINT") => "INTEGER",
            (Engine::Sqlite, "BYTES") => "BLOB",
            (Engine::Postgres, "BYTES") => "BYTEA",
            (Engine::Postgres, "TEXT") if !cast => "TEXT COLLATE \"C\"",
            _ => "",
        };
        if spelled.is_empty() {
            text.push_str(&written(*token));
        } else {
            text.push_str(spelled);
        }
        if !matches!(token, Token::Blank(_)) {
            before = word;
        }
    }
    text.trim().to_owned()
}

fn append_only(engine: Engine, table: &str) -> Vec<String> {
    match engine {
        Engine::Sqlite => ["UPDATE", "DELETE"]
            .iter()
            .map(|act| {
                format!(
                    "CREATE TRIGGER {table}_no_{} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END",
                    act.to_ascii_lowercase()
                )
            })
            .collect(),
        Engine::Postgres => vec![
            "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME; END $$"
                .to_owned(),
            format!("CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only()"),
        ],
    }
}

/// Takes away what [`migration`] put up for `APPEND ONLY`: for tests that tamper.
pub(crate) fn unprotect(engine: Engine, table: &str) -> String {
    match engine {
        Engine::Sqlite => format!(
            "DROP TRIGGER IF EXISTS {table}_no_update; DROP TRIGGER IF EXISTS {table}_no_delete"
        ),
        Engine::Postgres => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "-- first; a comment\nCREATE TABLE t (id TEXT PRIMARY KEY, n BIGINT, b BYTES, c TEXT CHECK (c <> 'TEXT;'));\nCREATE INDEX i ON t(n);\n";

    #[test]
    fn each_engine_gets_its_own_type_words() {
        assert_eq!(
            migration(Engine::Sqlite, TEXT).unwrap(),
            [
                "CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER, b BLOB, c TEXT CHECK (c <> 'TEXT;')) STRICT",
                " CREATE INDEX i ON t(n)",
            ]
        );
        assert_eq!(
            migration(Engine::Postgres, TEXT).unwrap(),
            [
                "CREATE TABLE t (id TEXT COLLATE \"C\" PRIMARY KEY, n BIGINT, b BYTEA, c TEXT COLLATE \"C\" CHECK (c <> 'TEXT;'))",
                " CREATE INDEX i ON t(n)",
            ]
        );
    }
}
