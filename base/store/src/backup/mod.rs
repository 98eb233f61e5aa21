//! Copies of a database and its files, in one form for both engines: what SQLite gave, PostgreSQL
//! takes, and the other way round. For `motcua backup` and `motcua restore`.
//!
//! A shelf is a folder: `files/` holds each attachment once, under its SHA-256, for all copies on the
//! shelf; each copy is a folder beside it with `rows.jsonl`, `files.txt` and, written last,
//! `manifest.json`.

mod give;
mod manifest;
mod take;

pub use manifest::{Head, Manifest};

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use crate::{
    error::StoreError,
    files::Files,
    scan::{Token, tokens},
    value::Value,
};

/// All rows: a line `["table", name, [columns]]`, then a line a row with its values in that order.
const ROWS: &str = "rows.jsonl";
/// `sha256 size` of each attachment.
const LIST: &str = "files.txt";
/// What the copy holds, and the hashes that prove it.
const MANIFEST: &str = "manifest.json";
/// The attachments of all copies on a shelf.
const FILES: &str = "files";

/// Tables that a copy leaves out: the manifest names the migrations, and whoever was signed in
/// signs in again.
const LEFT_OUT: [&str; 2] = ["schema", "session"];

/// The tables of a copy in the order of their making: what a row refers to comes before it.
fn in_order(migrations: &[(&str, &str)]) -> Result<Vec<String>, StoreError> {
    let mut names = all_tables(migrations)?;
    names.retain(|name| !LEFT_OUT.contains(&name.as_str()));
    Ok(names)
}

/// Every table, also the store's list of migrations, in the order of their making.
pub(crate) fn all_tables(migrations: &[(&str, &str)]) -> Result<Vec<String>, StoreError> {
    let mut names = vec!["schema".to_owned()];
    for (_, text) in migrations {
        let solid: Vec<Token<'_>> = tokens(text)?
            .into_iter()
            .filter(|token| !matches!(token, Token::Blank(_)))
            .collect();
        for three in solid.windows(3) {
            if let [Token::Word(create), Token::Word(table), Token::Word(name)] = three
                && create.eq_ignore_ascii_case("CREATE")
                && table.eq_ignore_ascii_case("TABLE")
            {
                names.push((*name).to_owned());
            }
        }
    }
    Ok(names)
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Int(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => serde_json::json!({ "hex": domain::text::hex(bytes) }),
    }
}

fn from_json(value: serde_json::Value) -> Result<Value, StoreError> {
    let strange = || StoreError::Corrupt("a value in the copy is none of ours".to_owned());
    Ok(match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Number(number) => Value::Int(number.as_i64().ok_or_else(strange)?),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Object(parts) => {
            let text = parts.get("hex").and_then(|hex| hex.as_str());
            Value::Bytes(text.and_then(bytes_of).ok_or_else(strange)?)
        }
        _ => return Err(strange()),
    })
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// The copies on a shelf, oldest first; one that was not finished is none.
///
/// # Errors
/// If the folder cannot be read.
pub fn copies(shelf: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(shelf)? {
        let path = entry?.path();
        if path.join(MANIFEST).is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Removes all copies but the last `keep`, and the attachments that no copy left needs.
///
/// # Errors
/// If the shelf cannot be read or written.
pub fn prune(shelf: &Path, keep: usize) -> Result<usize, StoreError> {
    let found = copies(shelf)?;
    let old = found.len().saturating_sub(keep.max(1));
    for copy in &found[..old] {
        // The manifest first: a copy half removed must not pass for a whole one.
        let manifest = copy.join(MANIFEST);
        std::fs::remove_file(&manifest).map_err(told(&manifest))?;
        std::fs::remove_dir_all(copy).map_err(told(copy))?;
    }
    let mut needed = BTreeSet::new();
    for copy in &found[old..] {
        needed.extend(take::read_list(&copy.join(LIST))?);
    }
    let shelved = Files::of(&shelf.join(FILES));
    // Why a day of grace: another copy may be under way and not yet have its list.
    let before = SystemTime::now() - Duration::from_secs(24 * 3600);
    for sha256 in shelved.older_than(before)?.difference(&needed) {
        shelved.remove(sha256)?;
    }
    Ok(old)
}

fn told(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    move |error| StoreError::File(format!("{}: {error}", path.display()))
}

/// A folder's own entries are on the disk only after this.
fn settle(folder: &Path) -> Result<(), StoreError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(told(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_as_it_was() {
        for value in [
            Value::Null,
            Value::Int(i64::MIN),
            Value::Int(i64::MAX),
            Value::Text("Vũ \"Thị\"\nLan 𝄞".to_owned()),
            Value::Bytes(vec![0, 255, 16]),
            Value::Bytes(vec![]),
        ] {
            let text = to_json(&value).to_string();
            assert!(!text.contains('\n'));
            let read = serde_json::from_str(&text).unwrap();
            assert_eq!(from_json(read), Ok(value));
        }
    }

    #[test]
    fn tables_stand_in_the_order_of_their_making() {
        let order = in_order(crate::migrate::EMBEDDED).unwrap();
        let place = |name: &str| order.iter().position(|table| table == name).unwrap();
        assert!(place("dossier") < place("dossier_party"));
        assert!(place("till") < place("payment"));
        assert!(!order.contains(&"session".to_owned()));
    }
}
