//! The second half of the check: rows against their seals, facts counted anew, files hashed.
//! For `verify`.

use std::collections::{BTreeMap, BTreeSet};

use domain::fact::Fact;

use super::{Check, Halt, PAGE, differs};
use crate::{
    error::StoreError,
    files::is_hash,
    ledger::row_digest,
    params,
    sources::weight,
    value::{Row, Value},
};

impl Check<'_> {
    pub(super) fn rows_of(&mut self, table: &str) -> Result<(), Halt> {
        let mut seals = self.seals.remove(table).unwrap_or_default();
        let mut last = String::new();
        // The first page starts at the empty id itself: nothing may hide there.
        let mut from = ">=";
        loop {
            let sql = format!("SELECT * FROM {table} WHERE id {from} $1 ORDER BY id LIMIT $2");
            let rows = self.query(&sql, &params![&last, PAGE])?;
            from = ">";
            for row in &rows {
                last = row.get("id")?;
                let digest = row_digest(table, &last, row);
                self.row_is_sealed(table, &last, &digest, seals.remove(&last))?;
                self.note_files(row);
                self.report.rows += 1;
            }
            self.progress();
            if rows.is_empty() {
                self.seals.insert(table.to_owned(), seals);
                return Ok(());
            }
        }
    }

    fn row_is_sealed(
        &self,
        table: &str,
        id: &str,
        digest: &str,
        seals: Option<BTreeMap<String, Option<String>>>,
    ) -> Result<(), Halt> {
        let place = format!("{table}/{id}");
        let Some(seals) = seals else {
            return differs("row", place, "Dòng dữ liệu không do sự kiện nào ghi");
        };
        if seals.values().any(|seal| seal.as_deref() == Some(digest)) {
            return Ok(());
        }
        if seals.values().any(Option::is_none) {
            return differs(
                "row",
                place,
                "Dòng dữ liệu đã xoá theo quy định nhưng lại xuất hiện",
            );
        }
        differs("row", place, "Dòng dữ liệu không khớp lần ghi cuối cùng")
    }

    fn note_files(&mut self, row: &Row) {
        for (name, value) in row.pairs() {
            if let Value::Text(text) = value
                && (name == "sha256" || name.ends_with("_sha256"))
                && is_hash(text)
            {
                self.named.insert(text.clone());
            }
        }
    }

    /// Rows that were sealed and are gone must have been erased by an event.
    pub(super) fn seals_left(&mut self) -> Result<(), Halt> {
        let mut missing = BTreeSet::new();
        for (table, rows) in &self.seals {
            for (id, seals) in rows {
                if seals.values().any(Option::is_none) {
                    self.report.erased += 1;
                } else {
                    missing.insert(format!("{table}/{id}"));
                }
            }
        }
        match missing.pop_first() {
            Some(place) => differs("row", place, "Dòng dữ liệu bị mất mà không có sự kiện xoá"),
            None => Ok(()),
        }
    }

    pub(super) fn facts(&mut self) -> Result<(), Halt> {
        let mut sums = std::mem::take(&mut self.sums);
        sums.retain(|_, n| *n != 0);
        let sql = "SELECT agency, measure, procedure, channel, day, n FROM fact
            ORDER BY agency, measure, procedure, channel, day";
        for row in self.query(sql, &[])? {
            let key: [String; 5] = [
                row.get("agency")?,
                row.get("measure")?,
                row.get("procedure")?,
                row.get("channel")?,
                row.get("day")?,
            ];
            let place = key.join("/");
            if sums.remove(&key).unwrap_or(0) != row.get::<i64>("n")? {
                return differs("fact", place, "Số liệu không khớp khi đếm lại từ sự kiện");
            }
        }
        match sums.pop_first() {
            Some((key, _)) => differs(
                "fact",
                key.join("/"),
                "Thiếu số liệu so với khi đếm lại từ sự kiện",
            ),
            None => Ok(()),
        }
    }

    pub(super) fn weigh(&mut self, agency: &str, subject: &str, fact: &Fact) {
        let key = [agency, &fact.measure, &fact.day, subject, &fact.channel];
        self.add_weight(key, fact.n);
    }

    fn add_weight(&mut self, key: [&str; 5], n: i64) {
        let [agency, measure, ..] = key.map(str::to_owned);
        let sum = self.weights.entry([agency, measure]).or_default();
        *sum = sum.wrapping_add(weight(key, n));
    }

    /// The subjects behind the facts, compared by what they weigh together: a million of them need
    /// no memory.
    pub(super) fn sources(&mut self) -> Result<(), Halt> {
        let counted = std::mem::take(&mut self.weights);
        let first = "SELECT agency, measure, day, subject, channel, n FROM fact_source
            ORDER BY agency, measure, day, subject, channel LIMIT $1";
        let next = "SELECT agency, measure, day, subject, channel, n FROM fact_source
            WHERE (agency, measure, day, subject, channel) > ($1, $2, $3, $4, $5)
            ORDER BY agency, measure, day, subject, channel LIMIT $6";
        let mut rows = self.query(first, &params![PAGE])?;
        while let Some(last) = rows.last() {
            let [agency, measure, day, subject, channel] = source_key(last)?;
            for row in &rows {
                let key = source_key(row)?;
                self.add_weight(key.each_ref().map(String::as_str), row.get("n")?);
            }
            let after = params![agency, measure, day, subject, channel, PAGE];
            rows = self.query(next, &after)?;
        }
        let kept = std::mem::take(&mut self.weights);
        let places = counted.keys().chain(kept.keys());
        let weigh = |from: &BTreeMap<[String; 2], u128>, place: &[String; 2]| {
            from.get(place).copied().unwrap_or(0)
        };
        match places
            .into_iter()
            .find(|place| weigh(&counted, place) != weigh(&kept, place))
        {
            Some(place) => differs(
                "fact",
                place.join("/"),
                "Danh sách hồ sơ của số liệu không khớp khi đếm lại từ sự kiện",
            ),
            None => Ok(()),
        }
    }

    pub(super) fn files(&mut self) -> Result<(), Halt> {
        let there = self.inner.files.all()?;
        let named = std::mem::take(&mut self.named);
        self.total += named.union(&there).count() as u64;
        for hash in named.union(&there) {
            if !there.contains(hash) {
                return differs("file", hash.clone(), "Thiếu tệp mà dữ liệu nhắc đến");
            }
            if self.inner.files.hash_now(hash)? != *hash {
                return differs("file", hash.clone(), "Nội dung tệp đã bị thay đổi");
            }
            self.report.files += 1;
            self.progress();
        }
        Ok(())
    }
}

fn source_key(row: &Row) -> Result<[String; 5], StoreError> {
    Ok([
        row.get("agency")?,
        row.get("measure")?,
        row.get("day")?,
        row.get("subject")?,
        row.get("channel")?,
    ])
}
