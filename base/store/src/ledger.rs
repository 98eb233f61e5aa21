//! Events, their hash chain, and the seals that bind rows to events.
//! For the store itself and for whoever wants to recompute a chain independently.

use domain::{moment::Moment, text::hex};
use sha2::{Digest as _, Sha256};

use crate::{
    error::StoreError,
    value::{Row, Value},
};

/// What an act says happened, before the store has numbered and chained it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Frozen wire name, such as `dossier.received`.
    pub kind: &'static str,
    /// What it is about: `dossier:ID`.
    pub subject: String,
    /// The rest, without personal values (they live in rows that can be erased).
    pub data: serde_json::Value,
}

/// One link of an agency's chain, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Whose chain.
    pub agency: String,
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Moment,
    /// Who did it: `user:ID`, `citizen` or `system`.
    pub by: String,
    /// Frozen wire name.
    pub kind: String,
    /// What it is about: `dossier:ID`.
    pub subject: String,
    /// The event's data.
    pub data: serde_json::Value,
    /// JSON list of `[table, id, digest]` for the rows this act wrote, or `"erased"` for a digest.
    pub seals: String,
    /// Hash of the event before, empty for the first.
    pub prev_hash: String,
    /// SHA-256 over all of the above.
    pub hash: String,
}

impl Event {
    /// The hash that these contents must have.
    pub fn computed_hash(&self) -> String {
        self.hash_over(&self.data.to_string())
    }

    pub(crate) fn hash_over(&self, data: &str) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"event/1");
        part(&mut hasher, self.agency.as_bytes());
        part(&mut hasher, &self.seq.to_be_bytes());
        part(&mut hasher, &self.at.millis().to_be_bytes());
        for text in [&self.by, &self.kind, &self.subject] {
            part(&mut hasher, text.as_bytes());
        }
        part(&mut hasher, data.as_bytes());
        part(&mut hasher, self.seals.as_bytes());
        part(&mut hasher, self.prev_hash.as_bytes());
        hex(&hasher.finalize())
    }

    pub(crate) fn from_row(row: &Row) -> Result<Self, StoreError> {
        let data = row.get("data")?;
        Self::with_data(row, data)
    }

    /// For `verify`, which judges the text of the data before it trusts that it is JSON.
    pub(crate) fn with_data(row: &Row, data: serde_json::Value) -> Result<Self, StoreError> {
        Ok(Self {
            agency: row.get("agency")?,
            seq: row.get("seq")?,
            at: row.get("at")?,
            by: row.get("by")?,
            kind: row.get("kind")?,
            subject: row.get("subject")?,
            data,
            seals: row.get("seals")?,
            prev_hash: row.get("prev_hash")?,
            hash: row.get("hash")?,
        })
    }
}

/// The columns of an event, in the order that every statement of the store names them.
pub(crate) const EVENT_COLUMNS: &str =
    r#"agency, seq, at, "by", kind, subject, data, seals, prev_hash, hash"#;

/// Digest in place of which a seal says that its row was erased as the law allows.
pub(crate) const ERASED: &str = "erased";

/// The commitment to one row: every column that is not NULL, by name.
///
/// NULL counts as absent, so that a later migration may add a nullable column without
/// touching the seals of the rows that were there before.
pub(crate) fn row_digest(table: &str, id: &str, row: &Row) -> String {
    let mut columns: Vec<(&str, &Value)> = row
        .pairs()
        .filter(|(_, value)| **value != Value::Null)
        .collect();
    columns.sort_unstable_by_key(|(name, _)| *name);
    let mut hasher = Sha256::new();
    hasher.update(b"row/1");
    part(&mut hasher, table.as_bytes());
    part(&mut hasher, id.as_bytes());
    for (name, value) in columns {
        part(&mut hasher, name.as_bytes());
        match value {
            Value::Null => {}
            Value::Int(number) => {
                hasher.update(b"i");
                part(&mut hasher, &number.to_be_bytes());
            }
            Value::Text(text) => {
                hasher.update(b"t");
                part(&mut hasher, text.as_bytes());
            }
            Value::Bytes(bytes) => {
                hasher.update(b"b");
                part(&mut hasher, bytes);
            }
        }
    }
    hex(&hasher.finalize())
}

fn part(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pairs: &[(&str, Value)]) -> Row {
        Row {
            columns: pairs
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect::<Vec<_>>()
                .into(),
            values: pairs.iter().map(|(_, value)| value.clone()).collect(),
        }
    }

    #[test]
    fn a_digest_ignores_the_order_of_columns_and_columns_added_later() {
        let first = row(&[("id", Value::from("x")), ("n", Value::Int(1))]);
        let later = row(&[
            ("n", Value::Int(1)),
            ("note", Value::Null),
            ("id", Value::from("x")),
        ]);
        assert_eq!(row_digest("t", "x", &first), row_digest("t", "x", &later));
    }

    #[test]
    fn a_digest_tells_apart_what_looks_alike_when_joined() {
        let texts = [
            row(&[("a", Value::from("bc")), ("d", Value::from(""))]),
            row(&[("a", Value::from("b")), ("d", Value::from("c"))]),
            row(&[("a", Value::Bytes(b"bc".to_vec())), ("d", Value::from(""))]),
            row(&[("ab", Value::from("c")), ("d", Value::from(""))]),
        ];
        let digests: std::collections::BTreeSet<String> =
            texts.iter().map(|row| row_digest("t", "x", row)).collect();
        assert_eq!(digests.len(), texts.len());
        assert_ne!(
            row_digest("t", "x", &texts[0]),
            row_digest("u", "x", &texts[0])
        );
    }

    #[test]
    fn every_part_of_an_event_changes_its_hash() {
        let event = Event {
            agency: "xa".into(),
            seq: 3,
            at: Moment::from_millis(5),
            by: "system".into(),
            kind: "k".into(),
            subject: "s:1".into(),
            data: serde_json::json!({"a": 1}),
            seals: "[]".into(),
            prev_hash: String::new(),
            hash: String::new(),
        };
        let changed = [
            Event {
                agency: "xb".into(),
                ..event.clone()
            },
            Event {
                seq: 4,
                ..event.clone()
            },
            Event {
                at: Moment::from_millis(6),
                ..event.clone()
            },
            Event {
                by: "citizen".into(),
                ..event.clone()
            },
            Event {
                kind: "l".into(),
                ..event.clone()
            },
            Event {
                subject: "s:2".into(),
                ..event.clone()
            },
            Event {
                data: serde_json::json!({"a": 2}),
                ..event.clone()
            },
            Event {
                seals: "[[]]".into(),
                ..event.clone()
            },
            Event {
                prev_hash: "0".into(),
                ..event.clone()
            },
        ];
        for other in changed {
            assert_ne!(other.computed_hash(), event.computed_hash(), "{other:?}");
        }
    }
}
