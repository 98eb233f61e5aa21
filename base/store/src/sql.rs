//! Reading, the same inside an act and outside of one.
//! For every feature: `use store::Sql as _`.

use domain::moment::Moment;

use crate::{
    error::StoreError,
    ledger::{EVENT_COLUMNS, Event},
    link::{Engine, Link},
    ran,
    value::{Row, Value},
};

/// Reading, in a transaction or outside of one.
pub trait Sql {
    /// All rows of the answer.
    ///
    /// # Errors
    /// Whatever the database or the store refuses.
    fn rows(&mut self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>, StoreError>;

    /// The only row of the answer, if there is one.
    ///
    /// # Errors
    /// As [`Sql::rows`]; also if there are several.
    fn row(&mut self, sql: &str, params: Vec<Value>) -> Result<Option<Row>, StoreError>;

    /// Which engine answers. Business code has no reason to ask.
    fn engine(&self) -> Engine;

    /// The events about one subject, oldest first within each agency.
    ///
    /// # Errors
    /// As [`Sql::rows`].
    fn events(&mut self, subject: &str) -> Result<Vec<Event>, StoreError> {
        let sql =
            format!("SELECT {EVENT_COLUMNS} FROM event WHERE subject = $1 ORDER BY agency, seq");
        self.rows(&sql, crate::params![subject])?
            .iter()
            .map(Event::from_row)
            .collect()
    }

    /// The same without their data and hashes, for whoever only lists them.
    ///
    /// # Errors
    /// As [`Sql::rows`].
    fn happenings(&mut self, subject: &str) -> Result<Vec<Happening>, StoreError> {
        self.rows(
            r#"SELECT at, kind, "by" FROM event WHERE subject = $1 ORDER BY agency, seq"#,
            crate::params![subject],
        )?
        .iter()
        .map(|row| {
            Ok(Happening {
                at: row.get("at")?,
                kind: row.get("kind")?,
                by: row.get("by")?,
            })
        })
        .collect()
    }
}

/// An event without its data: what happened, when, and who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Moment,
    /// Frozen wire name.
    pub kind: String,
    /// `user:ID`, `citizen` or `system`.
    pub by: String,
}

pub(crate) fn only(mut rows: Vec<Row>, sql: &str) -> Result<Option<Row>, StoreError> {
    if rows.len() > 1 {
        return Err(StoreError::Misuse(format!(
            "{} rows where one was expected: {sql}",
            rows.len()
        )));
    }
    Ok(rows.pop())
}

/// Reading outside of acts: one consistent view of the database, without writing.
pub struct Reader<'a> {
    link: &'a mut dyn Link,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(link: &'a mut dyn Link) -> Self {
        Self { link }
    }
}

impl Sql for Reader<'_> {
    fn rows(&mut self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let statement = self.link.statement(sql)?;
        statement.check(&params)?;
        if !statement.is_read() {
            return Err(StoreError::Misuse(format!("a reader cannot write: {sql}")));
        }
        let rows = self.link.query(&statement, &params)?;
        ran::note(self.link.engine(), sql);
        Ok(rows)
    }

    fn row(&mut self, sql: &str, params: Vec<Value>) -> Result<Option<Row>, StoreError> {
        only(self.rows(sql, params)?, sql)
    }

    fn engine(&self) -> Engine {
        self.link.engine()
    }
}
