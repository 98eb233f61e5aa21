//! What a closure may do inside its transaction: read, write, seal, and commit with events.
//! For every act of every feature.

use std::collections::{BTreeMap, BTreeSet};

use domain::{fact::Fact, moment::Moment};

use crate::{
    dialect,
    entropy::Source,
    error::StoreError,
    jobs::Job,
    ledger::{ERASED, EVENT_COLUMNS, Event, NewEvent, hex, row_digest},
    link::{Engine, Link},
    tables::is_sealed,
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
        let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE subject = $1 ORDER BY agency, seq");
        self.rows(&sql, crate::params![subject])?.iter().map(Event::from_row).collect()
    }
}

/// The injected, pure parts: what events count and cause.
pub(crate) struct Rules {
    pub facts: fn(&Event) -> Vec<Fact>,
    pub jobs: fn(&Event) -> Vec<Job>,
    pub source: Source,
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
    link: &'a mut dyn Link,
    rules: &'a Rules,
    agency: &'a str,
    heads: &'a mut BTreeMap<String, Head>,
    committed: bool,
    failure: Option<StoreError>,
    written: BTreeSet<String>,
    seals: BTreeMap<(&'static str, String), Mark>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
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
        Committed { value: change(self.value) }
    }
}

impl Sql for Tx<'_> {
    fn rows(&mut self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.guarded(|tx| {
            let statement = tx.admit(sql, &params)?;
            tx.link.query(&statement, &params)
        })
    }

    fn row(&mut self, sql: &str, params: Vec<Value>) -> Result<Option<Row>, StoreError> {
        only(self.rows(sql, params)?, sql)
    }

    fn engine(&self) -> Engine {
        self.link.engine()
    }
}

pub(crate) fn only(mut rows: Vec<Row>, sql: &str) -> Result<Option<Row>, StoreError> {
    if rows.len() > 1 {
        return Err(StoreError::Misuse(format!("{} rows where one was expected: {sql}", rows.len())));
    }
    Ok(rows.pop())
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
            None => Err(StoreError::Misuse("the act returned another transaction's commit".to_owned())),
        }
    }

    /// The agency whose chain this act writes.
    pub fn agency(&self) -> &str {
        self.agency
    }

    /// Writes rows and says how many.
    ///
    /// # Errors
    /// Whatever the database or the store refuses; after that the whole act fails.
    pub fn run(&mut self, sql: &str, params: Vec<Value>) -> Result<u64, StoreError> {
        self.guarded(|tx| {
            let statement = tx.admit(sql, &params)?;
            tx.link.execute(&statement, &params)
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
    pub fn commit_silently<T>(&mut self, why: &'static str, value: T) -> Result<Committed<T>, StoreError> {
        self.guarded(|tx| {
            if let Some(table) = tx.written.first() {
                return Err(StoreError::Misuse(format!("{table} was written without an event ({why})")));
            }
            if !tx.seals.is_empty() {
                return Err(StoreError::Misuse(format!("a seal without an event ({why})")));
            }
            tx.committed = true;
            Ok(())
        })?;
        Ok(Committed { value })
    }

    /// Remembers the first failure: on PostgreSQL a failed statement spoils the transaction even if
    /// the closure goes on, so on both engines the act cannot be kept.
    fn guarded<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let done = if self.committed {
            Err(StoreError::Misuse("the act went on after its commit".to_owned()))
        } else {
            step(self)
        };
        if let Err(error) = &done {
            self.failure = Some(error.clone());
        }
        done
    }

    fn admit(&mut self, sql: &str, params: &[Value]) -> Result<std::sync::Arc<crate::statement::Statement>, StoreError> {
        let statement = self.link.statement(sql)?;
        statement.check(params)?;
        if let Some(table) = statement.deletes.iter().find(|table| is_sealed(table)) {
            return Err(StoreError::Misuse(format!("rows of {table} go by Tx::erase: {sql}")));
        }
        for table in &statement.writes {
            if matches!(table.as_str(), "event" | "chain" | "fact" | "schema") {
                return Err(StoreError::Misuse(format!("only the store writes {table}: {sql}")));
            }
            if is_sealed(table) {
                self.written.insert(table.clone());
            }
        }
        Ok(statement)
    }

    fn sealed_rows(&mut self) -> Result<String, StoreError> {
        let mut list = Vec::with_capacity(self.seals.len());
        let seals: Vec<_> = self.seals.iter().map(|((table, id), mark)| (*table, id.clone(), *mark)).collect();
        for (table, id, mark) in seals {
            let sql = format!("SELECT * FROM {} WHERE id = $1", sealed_name(table)?);
            let row = only(self.own_query(&sql, crate::params![&id])?, &sql)?;
            let digest = match (mark, row) {
                (Mark::Sealed, Some(row)) => row_digest(table, &id, &row),
                (Mark::Erased, None) => ERASED.to_owned(),
                (Mark::Sealed, None) => {
                    return Err(StoreError::Misuse(format!("sealed row is missing: {table} {id}")));
                }
                (Mark::Erased, Some(_)) => {
                    return Err(StoreError::Misuse(format!("erased row is there again: {table} {id}")));
                }
            };
            list.push(serde_json::json!([table, id, digest]));
        }
        Ok(serde_json::Value::Array(list).to_string())
    }

    fn append(&mut self, by: &str, at: Moment, events: Vec<NewEvent>, seals: &str) -> Result<(), StoreError> {
        let mut head = self.head()?;
        let last = events.len() - 1;
        let mut sums: BTreeMap<[String; 4], i64> = BTreeMap::new();
        let mut jobs = Vec::new();
        for (place, new) in events.into_iter().enumerate() {
            let event = chained(self.agency, &head, by, at, new, if place == last { seals } else { "[]" });
            self.insert(&event)?;
            for fact in (self.rules.facts)(&event) {
                *sums.entry([fact.measure, fact.procedure, fact.channel, fact.day]).or_default() += fact.n;
            }
            jobs.extend((self.rules.jobs)(&event));
            head = Head { seq: event.seq, hash: event.hash, moved: true };
        }
        self.heads.insert(self.agency.to_owned(), head);
        self.add_facts(sums)?;
        self.leave_jobs(jobs)
    }

    fn head(&mut self) -> Result<Head, StoreError> {
        if let Some(head) = self.heads.get(self.agency) {
            return Ok(head.clone());
        }
        let sql = "SELECT seq, hash FROM chain WHERE agency = $1";
        let row = only(self.own_query(sql, crate::params![self.agency])?, sql)?;
        Ok(match row {
            Some(row) => Head { seq: row.get("seq")?, hash: row.get("hash")?, moved: false },
            None => Head { seq: 0, hash: String::new(), moved: false },
        })
    }

    fn insert(&mut self, event: &Event) -> Result<(), StoreError> {
        let sql = r#"INSERT INTO event(agency, seq, at, "by", kind, subject, data, seals, prev_hash, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#;
        let params = crate::params![
            &event.agency,
            event.seq,
            event.at,
            &event.by,
            &event.kind,
            &event.subject,
            &event.data,
            &event.seals,
            &event.prev_hash,
            &event.hash
        ];
        self.own_run(sql, params)
    }

    fn add_facts(&mut self, sums: BTreeMap<[String; 4], i64>) -> Result<(), StoreError> {
        let sql = "INSERT INTO fact(agency, measure, procedure, channel, day, n) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (agency, measure, procedure, channel, day) DO UPDATE SET n = fact.n + excluded.n";
        for ([measure, procedure, channel, day], n) in sums {
            if n != 0 {
                self.own_run(sql, crate::params![self.agency, measure, procedure, channel, day, n])?;
            }
        }
        Ok(())
    }

    fn leave_jobs(&mut self, jobs: Vec<Job>) -> Result<(), StoreError> {
        for job in jobs {
            let id = self.new_id();
            let params = crate::params![id, self.agency, job.kind, job.payload, job.run_at, job.dedupe];
            self.own_run(dialect::LEAVE_JOB, params)?;
        }
        Ok(())
    }

    fn own_query(&mut self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let statement = self.link.statement(sql)?;
        statement.check(&params)?;
        self.link.query(&statement, &params)
    }

    fn own_run(&mut self, sql: &str, params: Vec<Value>) -> Result<(), StoreError> {
        let statement = self.link.statement(sql)?;
        statement.check(&params)?;
        self.link.execute(&statement, &params).map(|_| ())
    }
}

fn chained(agency: &str, head: &Head, by: &str, at: Moment, new: NewEvent, seals: &str) -> Event {
    let mut event = Event {
        agency: agency.to_owned(),
        seq: head.seq + 1,
        at,
        by: by.to_owned(),
        kind: new.kind.to_owned(),
        subject: new.subject,
        data: new.data,
        seals: seals.to_owned(),
        prev_hash: head.hash.clone(),
        hash: String::new(),
    };
    event.hash = event.computed_hash();
    event
}

fn sealed_name(table: &'static str) -> Result<&'static str, StoreError> {
    let plain = !table.is_empty() && table.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
    if plain && is_sealed(table) {
        Ok(table)
    } else {
        Err(StoreError::Misuse(format!("{table} is no table of the ledger")))
    }
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
        self.link.query(&statement, &params)
    }

    fn row(&mut self, sql: &str, params: Vec<Value>) -> Result<Option<Row>, StoreError> {
        only(self.rows(sql, params)?, sql)
    }

    fn engine(&self) -> Engine {
        self.link.engine()
    }
}
