//! What a copy says of itself: from which database, how many rows, and the hashes that prove it.
//! For restoring, and for an administrator who reads it with any editor.

use std::{collections::BTreeMap, io::Write as _, path::Path};

use domain::moment::Moment;
use serde_json::{Value, json};

use super::{MANIFEST, told};
use crate::{error::StoreError, private};

/// The form of copies that this program writes and reads.
const FORM: u64 = 1;

/// The last event of one chain: agency, number, hash.
pub type Head = (String, i64, String);

/// What a copy says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// When it was made, by the machine's clock.
    pub made_at: Moment,
    /// The migrations of the database, each with the SHA-256 of its text.
    pub migrations: Vec<(String, String)>,
    /// The head of each chain.
    pub heads: Vec<Head>,
    /// How many rows each table has.
    pub tables: BTreeMap<String, u64>,
    /// SHA-256 of the rows' file.
    pub rows_sha256: String,
    /// How many attachments.
    pub files: u64,
    /// Their bytes in all.
    pub file_bytes: u64,
    /// SHA-256 of the list of attachments.
    pub list_sha256: String,
}

impl Manifest {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.tables.values().sum()
    }

    pub(super) fn write(&self, copy: &Path) -> Result<(), StoreError> {
        let path = copy.join(MANIFEST);
        let text = serde_json::to_string_pretty(&self.json())
            .expect("text, numbers and lists are always JSON");
        let mut file = private::create(&path).map_err(told(&path))?;
        file.write_all(text.as_bytes()).map_err(told(&path))?;
        file.sync_all().map_err(told(&path))
    }

    /// Reads the manifest of a copy.
    ///
    /// # Errors
    /// If there is none, or it is of another form.
    pub fn read(copy: &Path) -> Result<Self, StoreError> {
        let path = copy.join(MANIFEST);
        let text = std::fs::read_to_string(&path).map_err(told(&path))?;
        serde_json::from_str(&text)
            .ok()
            .and_then(|value| Self::from_json(&value))
            .ok_or_else(|| {
                StoreError::Corrupt(format!("{} is no manifest of ours", path.display()))
            })
    }

    fn json(&self) -> Value {
        json!({
            "form": FORM,
            "made_at": self.made_at.millis(),
            "migrations": self.migrations,
            "heads": self.heads,
            "tables": self.tables,
            "rows_sha256": self.rows_sha256,
            "files": self.files,
            "file_bytes": self.file_bytes,
            "list_sha256": self.list_sha256,
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        if value.get("form")?.as_u64()? != FORM {
            return None;
        }
        let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
        let number = |name: &str| value.get(name)?.as_u64();
        let pair = |pair: &Value| {
            let text = |place: usize| pair.get(place)?.as_str().map(str::to_owned);
            Some((text(0)?, text(1)?))
        };
        let head = |head: &Value| {
            let text = |place: usize| head.get(place)?.as_str().map(str::to_owned);
            Some((text(0)?, head.get(1)?.as_i64()?, text(2)?))
        };
        Some(Self {
            made_at: Moment::from_millis(value.get("made_at")?.as_i64()?),
            migrations: value
                .get("migrations")?
                .as_array()?
                .iter()
                .map(pair)
                .collect::<Option<_>>()?,
            heads: value
                .get("heads")?
                .as_array()?
                .iter()
                .map(head)
                .collect::<Option<_>>()?,
            tables: value
                .get("tables")?
                .as_object()?
                .iter()
                .map(|(name, rows)| Some((name.clone(), rows.as_u64()?)))
                .collect::<Option<_>>()?,
            rows_sha256: text("rows_sha256")?,
            files: number("files")?,
            file_bytes: number("file_bytes")?,
            list_sha256: text("list_sha256")?,
        })
    }
}
