//! What a closure may do inside its transaction: read, write, seal, and commit with events.
//! For every act of every feature.

use std::collections::{BTreeMap, BTreeSet};

use domain::{fact::Fact, moment::Moment, text::hex};

use crate::{
    append::sealed_name,
    entropy::Source,
    error::StoreError,
    jobs::Job,
    ledger::{Event, NewEvent},
    link::{Engine, Link},
    ran,
    sql::{Sql, only},
    tables::is_sealed,
    value::{Row, Value},
};

/// The injected, pure parts: what events count and cause.
pub(crate) struct Rules {
    pub facts: fn(&Event) -> Vec<Fact>,
    pub jobs: fn(&Event) -> Vec<Job>,
    pub source: Source,
    pub meter: std::sync::Arc<crate::meter::Meter>,
}

/// Head of one agency's chain inside a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub seq: i64,
    pub hash: String,
    /// Whether it moved since the batch began.
    pub moved: bool,
}

/// One act's transaction. It becomes durable together with the acts beside it, or not at all.
pub struct Tx<'a> {
    pub(crate) link: &'a mut dyn Link,
    pub(crate) rules: &'a Rules,
    pub(crate) agency: &'a str,
    pub(crate) heads: &'a mut BTreeMap<String, Head>,
    committed: bool,
    failure: Option<StoreError>,
    written: BTreeSet<String>,
    pub(crate) seals: BTreeMap<(&'static str, String), Mark>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Sealed,
    Erased,
}

/// Proof that an act committed with events (or silently, with a reason). Only the store makes it.
#[derive(Debug)]
#[must_use = "an act must return what commit gave it"]
pub struct Committed<T> {
    pub(crate) value: T,
}

impl<T> Committed<T> {
    /// The same proof around another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Committed<U> {
        Committed {
            value: change(self.value),
        }
    }
}

impl Sql for Tx<'_> {
    fn rows(&mut self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.guarded(|tx| {
            let statement = tx.admit(sql, &params)?;
            let rows = tx.link.query(&statement, &params)?;
            ran::note(tx.link.engine(), sql);
            Ok(rows)
        })
    }

    fn row(&mut self, sql: &str, params: Vec<Value>) -> Result<Option<Row>, StoreError> {
        only(self.rows(sql, params)?, sql)
    }

    fn engine(&self) -> Engine {
        self.link.engine()
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        link: &'a mut dyn Link,
        rules: &'a Rules,
        agency: &'a str,
        heads: &'a mut BTreeMap<String, Head>,
    ) -> Self {
        Self {
            link,
            rules,
            agency,
            heads,
            committed: false,
            failure: None,
            written: BTreeSet::new(),
            seals: BTreeMap::new(),
        }
    }

    /// Why this act cannot be kept although its closure returned normally.
    pub(crate) fn verdict(self) -> Result<(), StoreError> {
        match self.failure {
            Some(failure) => Err(failure),
            None if self.committed => Ok(()),
            None => Err(StoreError::Misuse(
                "the act returned another transaction's commit".to_owned(),
            )),
        }
    }

    /// The first statement or step that was refused.
    pub(crate) const fn failure(&self) -> Option<&StoreError> {
        self.failure.as_ref()
    }

    /// The agency whose chain this act writes.
    pub fn agency(&self) -> &str {
        self.agency
    }

    /// Where this agency's ledger stands before this act: place and hash of its last event.
    ///
    /// # Errors
    /// As [`Tx::run`].
    pub fn ledger_head(&mut self) -> Result<Option<(i64, String)>, StoreError> {
        let head = self.guarded(Self::head)?;
        Ok((head.seq > 0).then_some((head.seq, head.hash)))
    }

    /// Writes rows and says how many.
    ///
    /// # Errors
    /// Whatever the database or the store refuses; after that the whole act fails.
    pub fn run(&mut self, sql: &str, params: Vec<Value>) -> Result<u64, StoreError> {
        self.guarded(|tx| {
            let statement = tx.admit(sql, &params)?;
            let changed = tx.link.execute(&statement, &params)?;
            ran::note(tx.link.engine(), sql);
            Ok(changed)
        })
    }

    /// A new identifier: 26 characters that sort by age.
    pub fn new_id(&mut self) -> String {
        self.rules.source.id()
    }

    /// Random bytes, for tokens.
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rules.source.fill(&mut bytes);
        bytes
    }

    /// 128 random bits in hexadecimal, for the `salt` column of rows with personal values.
    pub fn salt(&mut self) -> String {
        hex(&self.random::<16>())
    }

    /// Binds the row's content at commit to this act's last event. Call it for every row written.
    pub fn seal(&mut self, table: &'static str, id: &str) {
        self.seals.insert((table, id.to_owned()), Mark::Sealed);
    }

    /// Deletes a row as the law allows; the ledger keeps that it was erased, and no trace of its content.
    ///
    /// # Errors
    /// As [`Tx::run`].
    pub fn erase(&mut self, table: &'static str, id: &str) -> Result<(), StoreError> {
        self.guarded(|tx| {
            let sql = format!("DELETE FROM {} WHERE id = $1", sealed_name(table)?);
            let params = crate::params![id];
            let statement = tx.link.statement(&sql)?;
            statement.check(&params)?;
            tx.link.execute(&statement, &params)
        })?;
        self.seals.insert((table, id.to_owned()), Mark::Erased);
        Ok(())
    }

    /// Ends the act with its events: numbers and chains them, seals the rows, counts facts, leaves jobs.
    ///
    /// # Errors
    /// If there is no event, a written table is not sealed, or a statement of the act had failed.
    pub fn commit<T>(
        &mut self,
        by: &str,
        at: Moment,
        events: Vec<NewEvent>,
        value: T,
    ) -> Result<Committed<T>, StoreError> {
        self.guarded(|tx| {
            if events.is_empty() {
                return Err(StoreError::Misuse("an act without an event".to_owned()));
            }
            let sealed = |table: &String| tx.seals.keys().any(|(name, _)| name == table);
            if let Some(table) = tx.written.iter().find(|table| !sealed(table)) {
                return Err(StoreError::Unsealed(table.clone()));
            }
            let seals = tx.sealed_rows()?;
            tx.append(by, at, events, &seals)?;
            tx.committed = true;
            Ok(())
        })?;
        Ok(Committed { value })
    }

    /// Ends an act that is no business of the ledger (sessions, once-tokens, claims of jobs).
    ///
    /// # Errors
    /// If a table of the ledger was written, or a statement of the act had failed.
    pub fn commit_silently<T>(
        &mut self,
        why: &'static str,
        value: T,
    ) -> Result<Committed<T>, StoreError> {
        self.guarded(|tx| {
            if let Some(table) = tx.written.first() {
                return Err(StoreError::Misuse(format!(
                    "{table} was written without an event ({why})"
                )));
            }
            if !tx.seals.is_empty() {
                return Err(StoreError::Misuse(format!(
                    "a seal without an event ({why})"
                )));
            }
            tx.committed = true;
            Ok(())
        })?;
        Ok(Committed { value })
    }

    /// Remembers the first failure: on PostgreSQL a failed statement spoils the transaction even if
    /// the closure goes on, so on both engines the act cannot be kept.
    fn guarded<T>(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let done = if self.committed {
            Err(StoreError::Misuse(
                "the act went on after its commit".to_owned(),
            ))
        } else {
            step(self)
        };
        if let Err(error) = &done {
            self.failure = Some(error.clone());
        }
        done
    }

    fn admit(
        &mut self,
        sql: &str,
        params: &[Value],
    ) -> Result<std::sync::Arc<crate::statement::Statement>, StoreError> {
        let statement = self.link.statement(sql)?;
        statement.check(params)?;
        if let Some(table) = statement.deletes.iter().find(|table| is_sealed(table)) {
            return Err(StoreError::Misuse(format!(
                "rows of {table} go by Tx::erase: {sql}"
            )));
        }
        for table in &statement.writes {
            if matches!(
                table.as_str(),
                "event" | "chain" | "fact" | "fact_source" | "schema"
            ) {
                return Err(StoreError::Misuse(format!(
                    "only the store writes {table}: {sql}"
                )));
            }
            if is_sealed(table) {
                self.written.insert(table.clone());
            }
        }
        Ok(statement)
    }
}
