//! How an act ends: its rows sealed, its events numbered and chained, facts added, jobs left.
//! For `Tx::commit` alone.

use std::collections::BTreeMap;

use domain::moment::Moment;

use crate::{
    dialect,
    error::StoreError,
    jobs::Job,
    ledger::{ERASED, Event, NewEvent, row_digest},
    params,
    sources::{self, Sources},
    sql::only,
    tables::is_sealed,
    tx::{Head, Mark, Tx},
    value::{Row, Value},
};

impl Tx<'_> {
    pub(crate) fn sealed_rows(&mut self) -> Result<String, StoreError> {
        let mut list = Vec::with_capacity(self.seals.len());
        let seals: Vec<_> = self
            .seals
            .iter()
            .map(|((table, id), mark)| (*table, id.clone(), *mark))
            .collect();
        for (table, id, mark) in seals {
            let sql = format!("SELECT * FROM {} WHERE id = $1", sealed_name(table)?);
            let row = only(self.own_query(&sql, params![&id])?, &sql)?;
            let digest = match (mark, row) {
                (Mark::Sealed, Some(row)) => row_digest(table, &id, &row),
                (Mark::Erased, None) => ERASED.to_owned(),
                (Mark::Sealed, None) => {
                    return Err(StoreError::Misuse(format!(
                        "sealed row is missing: {table} {id}"
                    )));
                }
                (Mark::Erased, Some(_)) => {
                    return Err(StoreError::Misuse(format!(
                        "erased row is there again: {table} {id}"
                    )));
                }
            };
            list.push(serde_json::json!([table, id, digest]));
        }
        Ok(serde_json::Value::Array(list).to_string())
    }

    pub(crate) fn append(
        &mut self,
        by: &str,
        at: Moment,
        events: Vec<NewEvent>,
        seals: &str,
    ) -> Result<(), StoreError> {
        let mut head = self.head()?;
        let last = events.len() - 1;
        let mut sums: BTreeMap<[String; 4], i64> = BTreeMap::new();
        let mut sources = Sources::new();
        let mut jobs = Vec::new();
        for (place, new) in events.into_iter().enumerate() {
            let event = chained(
                self.agency,
                &head,
                by,
                at,
                new,
                if place == last { seals } else { "[]" },
            );
            self.insert(&event)?;
            for fact in (self.rules.facts)(&event) {
                sources::note(&mut sources, &event.subject, &fact);
                *sums
                    .entry([fact.measure, fact.procedure, fact.channel, fact.day])
                    .or_default() += fact.n;
            }
            jobs.extend((self.rules.jobs)(&event));
            head = Head {
                seq: event.seq,
                hash: event.hash,
                moved: true,
            };
        }
        self.heads.insert(self.agency.to_owned(), head);
        self.add_facts(sums)?;
        self.add_sources(sources)?;
        self.leave_jobs(jobs)
    }

    pub(crate) fn head(&mut self) -> Result<Head, StoreError> {
        if let Some(head) = self.heads.get(self.agency) {
            return Ok(head.clone());
        }
        let sql = "SELECT seq, hash FROM chain WHERE agency = $1";
        let row = only(self.own_query(sql, params![self.agency])?, sql)?;
        Ok(match row {
            Some(row) => Head {
                seq: row.get("seq")?,
                hash: row.get("hash")?,
                moved: false,
            },
            None => Head {
                seq: 0,
                hash: String::new(),
                moved: false,
            },
        })
    }

    fn insert(&mut self, event: &Event) -> Result<(), StoreError> {
        let sql = r#"INSERT INTO event(agency, seq, at, "by", kind, subject, data, seals, prev_hash, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#;
        let params = params![
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
        for ([measure, procedure, channel, day], n) in sums {
            if n != 0 {
                self.own_run(
                    sources::ADD_SUM,
                    params![self.agency, measure, procedure, channel, day, n],
                )?;
            }
        }
        Ok(())
    }

    fn add_sources(&mut self, sources: Sources) -> Result<(), StoreError> {
        for ([measure, day, subject, channel], n) in sources {
            if n != 0 {
                let values = params![self.agency, measure, day, subject, channel, n];
                self.own_run(sources::ADD, values)?;
            }
        }
        Ok(())
    }

    fn leave_jobs(&mut self, jobs: Vec<Job>) -> Result<(), StoreError> {
        for job in jobs {
            let id = self.new_id();
            let params = params![
                id,
                self.agency,
                job.kind,
                job.payload,
                job.run_at,
                job.dedupe
            ];
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

pub(crate) fn sealed_name(table: &'static str) -> Result<&'static str, StoreError> {
    let plain = !table.is_empty()
        && table
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
    if plain && is_sealed(table) {
        Ok(table)
    } else {
        Err(StoreError::Misuse(format!(
            "{table} is no table of the ledger"
        )))
    }
}
