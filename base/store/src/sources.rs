//! Where counts come from: beside each sum of facts, the subjects that were counted.
//! For `append`, which writes them with the facts, and for `verify` and the first start after an upgrade.

use std::collections::BTreeMap;

use domain::fact::Fact;
use sha2::{Digest as _, Sha256};

use crate::{
    dialect,
    error::StoreError,
    ledger::{EVENT_COLUMNS, Event},
    link::Link,
    params,
};

/// The migration that made the table.
pub(crate) const MIGRATION: &str = "0003_fact_source";

/// Adds to what one subject counted for.
pub(crate) const ADD: &str =
    "INSERT INTO fact_source(agency, measure, day, subject, channel, n) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (agency, measure, day, subject, channel) DO UPDATE SET n = fact_source.n + excluded.n";

/// Adds to a sum of facts.
pub(crate) const ADD_SUM: &str =
    "INSERT INTO fact(agency, measure, procedure, channel, day, n) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (agency, measure, procedure, channel, day) DO UPDATE SET n = fact.n + excluded.n";

/// Rows read at a time.
const PAGE: i64 = 500;

/// Counts by measure, day, subject and channel.
pub(crate) type Sources = BTreeMap<[String; 4], i64>;

/// Notes what an event counts, under its subject.
pub(crate) fn note(sources: &mut Sources, subject: &str, fact: &Fact) {
    let key = [&fact.measure, &fact.day, subject, &fact.channel].map(|part: &str| part.to_owned());
    *sources.entry(key).or_default() += fact.n;
}

/// What one source weighs in a sum that two countings must share, whatever their order.
pub(crate) fn weight(key: [&str; 5], n: i64) -> u128 {
    let mut hasher = Sha256::new();
    for part in key {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    let (mark, _) = digest.split_at(16);
    let mark: [u8; 16] = mark.try_into().expect("split at sixteen bytes");
    // Two's complement: what is taken back weighs exactly what was added.
    u128::from_be_bytes(mark).wrapping_mul(i128::from(n).cast_unsigned())
}

/// Fills the sources of a database whose facts were counted before they were kept.
pub(crate) fn fill_if_missing(
    link: &mut dyn Link,
    facts: fn(&Event) -> Vec<Fact>,
) -> Result<(), StoreError> {
    if is_empty(link, "fact_source")? && !is_empty(link, "fact")? {
        return recount(link, facts);
    }
    Ok(())
}

/// Counts all facts and their sources anew: a newer program may count more than the one before.
pub(crate) fn recount(
    link: &mut dyn Link,
    facts: fn(&Event) -> Vec<Fact>,
) -> Result<(), StoreError> {
    link.control(dialect::begin_writing(link.engine()))?;
    let counted = recount_inside(link, facts);
    link.control(if counted.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    })?;
    counted
}

fn is_empty(link: &mut dyn Link, table: &str) -> Result<bool, StoreError> {
    let any = link.statement(&format!("SELECT n FROM {table} LIMIT 1"))?;
    Ok(link.query(&any, &[])?.is_empty())
}

pub(crate) fn recount_inside(
    link: &mut dyn Link,
    facts: fn(&Event) -> Vec<Fact>,
) -> Result<(), StoreError> {
    for table in ["fact", "fact_source"] {
        let forget = link.statement(&format!("DELETE FROM {table}"))?;
        link.execute(&forget, &[])?;
    }
    let page = link.statement(&format!(
        "SELECT {EVENT_COLUMNS} FROM event WHERE agency > $1 OR (agency = $1 AND seq > $2)
         ORDER BY agency, seq LIMIT $3"
    ))?;
    let add = link.statement(ADD)?;
    let mut sums: BTreeMap<[String; 5], i64> = BTreeMap::new();
    let (mut agency, mut seq) = (String::new(), i64::MIN);
    loop {
        let rows = link.query(&page, &params![&agency, seq, PAGE])?;
        if rows.is_empty() {
            return add_sums(link, sums);
        }
        for row in &rows {
            let event = Event::from_row(row)?;
            let mut sources = Sources::new();
            for fact in facts(&event) {
                note(&mut sources, &event.subject, &fact);
                let key = [
                    event.agency.clone(),
                    fact.measure,
                    fact.procedure,
                    fact.channel,
                    fact.day,
                ];
                *sums.entry(key).or_default() += fact.n;
            }
            for ([measure, day, subject, channel], n) in sources {
                if n != 0 {
                    let values = params![&event.agency, measure, day, subject, channel, n];
                    link.execute(&add, &values)?;
                }
            }
            (agency, seq) = (event.agency, event.seq);
        }
    }
}

fn add_sums(link: &mut dyn Link, sums: BTreeMap<[String; 5], i64>) -> Result<(), StoreError> {
    let add = link.statement(ADD_SUM)?;
    for ([agency, measure, procedure, channel, day], n) in sums {
        if n != 0 {
            let values = params![agency, measure, procedure, channel, day, n];
            link.execute(&add, &values)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_back_weighs_what_was_added() {
        let key = ["xa", "finished", "2023-11-23", "dossier:1", "counter"];
        assert_eq!(weight(key, 1).wrapping_add(weight(key, -1)), 0);
        assert_eq!(weight(key, 3).wrapping_add(weight(key, -1)), weight(key, 2));
        let other = ["xa", "finished", "2023-11-23", "dossier:2", "counter"];
        assert_ne!(weight(key, 1), weight(other, 1));
    }
}
