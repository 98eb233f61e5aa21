//! Reads the catalogue's files and refuses what does not hold together.
//! For whoever edits the data: each fault names its file, its line and the reason.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use crate::post::Posts;

use super::check::{check_overlaps, check_process, check_record};
use super::record::{ProcedureRecord, ProcessFile, ProcessRecord};
use super::{Catalogue, Procedure};

/// One thing wrong in a data file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct DataFault {
    /// Path under the data folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, in Vietnamese.
    pub reason: String,
}

/// Where a record stands, so that a fault can say so.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub file: &'a str,
    pub line: usize,
}

impl Place<'_> {
    pub fn fault(self, reason: impl Into<String>) -> DataFault {
        DataFault {
            file: self.file.to_owned(),
            line: self.line,
            reason: reason.into(),
        }
    }
}

/// Processes of one set, by procedure code, with their places.
type Processes<'a> = BTreeMap<String, (Place<'a>, ProcessRecord)>;

impl Catalogue {
    /// Reads `procedures*/…json` with the `processes*/…json` of the same set; other
    /// files are passed over. Posts are written by their canonical ids.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of files and lines.
    pub fn load(files: &[(&str, &str)], posts: &Posts) -> Result<Self, Vec<DataFault>> {
        let mut faults = Vec::new();
        let mut procedures: Vec<(Place, Procedure)> = Vec::new();
        for set in sets(files) {
            let processes = read_processes(files, set, &mut faults);
            let mut unused: BTreeSet<&str> = processes.keys().map(String::as_str).collect();
            let folder = format!("procedures{set}/");
            for &(file, text) in files.iter().filter(|(path, _)| path.starts_with(&folder)) {
                for (place, record) in read_procedures(file, text, &mut faults) {
                    check_record(place, &record, posts, &mut faults);
                    // Versions of one code within a set share its process.
                    let code = record.code.as_deref().unwrap_or_default();
                    let process = processes.get(code);
                    if let Some((place, process)) = process {
                        check_process(*place, process, &record.limit, posts, &mut faults);
                        unused.remove(code);
                    }
                    procedures.push((
                        place,
                        record.into_procedure(process.map(|(_, process)| process.clone())),
                    ));
                }
            }
            faults.extend(unused.iter().map(|code| {
                let (place, _) = &processes[*code];
                place.fault(format!(
                    "quy trình của {code}: không có thủ tục mang mã này"
                ))
            }));
        }
        check_overlaps(&procedures, &mut faults);
        if faults.is_empty() {
            return Ok(Self::of(
                procedures
                    .into_iter()
                    .map(|(_, procedure)| procedure)
                    .collect(),
            ));
        }
        faults.sort();
        Err(faults)
    }
}

/// What follows `procedures` in the names of the folders: nothing, `-2025` …
fn sets<'a>(files: &[(&'a str, &str)]) -> Vec<&'a str> {
    let mut sets: Vec<&str> = files
        .iter()
        .filter_map(|(path, _)| {
            let folder = path.split_once('/')?.0;
            folder
                .strip_prefix("procedures")
                .or_else(|| folder.strip_prefix("processes"))
        })
        .collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

fn read_processes<'a>(
    files: &[(&'a str, &'a str)],
    set: &str,
    faults: &mut Vec<DataFault>,
) -> Processes<'a> {
    let folder = format!("processes{set}/");
    let mut processes = Processes::new();
    for &(file, text) in files.iter().filter(|(path, _)| path.starts_with(&folder)) {
        let Some(records) = parse::<ProcessFile>(file, text, faults) else {
            continue;
        };
        for (code, record) in records {
            let place = Place {
                file,
                line: line_of_key(text, &code),
            };
            if processes.contains_key(&code) {
                faults.push(place.fault(format!("quy trình của {code}: đã có trong tệp khác")));
            }
            processes.insert(code, (place, record));
        }
    }
    processes
}

fn read_procedures<'a>(
    file: &'a str,
    text: &str,
    faults: &mut Vec<DataFault>,
) -> Vec<(Place<'a>, ProcedureRecord)> {
    let records = parse::<Vec<ProcedureRecord>>(file, text, faults).unwrap_or_default();
    let lines = text
        .match_indices("\"code\":")
        .map(|(at, _)| line_at(text, at));
    // A file written with other spacing still loads; its faults then point at the top.
    let lines = lines.chain(std::iter::repeat(1));
    records
        .into_iter()
        .zip(lines)
        .map(|(record, line)| (Place { file, line }, record))
        .collect()
}

fn parse<T: DeserializeOwned>(file: &str, text: &str, faults: &mut Vec<DataFault>) -> Option<T> {
    serde_json::from_str(text)
        .map_err(|error| {
            let place = Place {
                file,
                line: error.line().max(1),
            };
            faults.push(place.fault(format!("không đọc được: {error}")));
        })
        .ok()
}

fn line_of_key(text: &str, key: &str) -> usize {
    text.find(&format!("\"{key}\":"))
        .map_or(1, |at| line_at(text, at))
}

fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
