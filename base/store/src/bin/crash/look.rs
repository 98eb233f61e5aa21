//! The side that looks afterwards: acknowledged acts once, nothing half done, verify content.
//! For the harness.

use std::collections::BTreeMap;

use store::{Db, Sql as _, StoreError, params};

/// What is wrong after a crash, in a sentence, or how many acts are there.
pub fn judge(db: &Db, acknowledged: &[String]) -> Result<i64, String> {
    let seen = db
        .read_blocking(|reader| {
            let mut times: BTreeMap<String, i64> = BTreeMap::new();
            for row in reader.rows("SELECT id FROM ballot", params![])? {
                times.insert(row.get("id")?, 0);
            }
            for row in reader.rows("SELECT subject FROM event", params![])? {
                let subject: String = row.get("subject")?;
                *times
                    .entry(subject.trim_start_matches("ballot:").to_owned())
                    .or_insert(100) += 1;
            }
            Ok(times)
        })
        .map_err(|error: StoreError| format!("cannot be read: {error}"))?;
    if let Some(lost) = acknowledged.iter().find(|id| !seen.contains_key(*id)) {
        return Err(format!("lost: {lost} was acknowledged"));
    }
    if let Some((id, times)) = seen.iter().find(|(_, times)| **times != 1) {
        return Err(format!(
            "half done: {id} has {times} events (100 more: no ballot)"
        ));
    }
    if let Some(id) = seen.keys().find(|id| id.starts_with("refused")) {
        return Err(format!("refused, but there: {id}"));
    }
    let count = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    sums_agree(db, count)?;
    let report = db
        .verify(&mut |_, _| {}, None)
        .map_err(|error| format!("verify: {error}"))?;
    match report.first_difference {
        Some(difference) => Err(format!("verify: {difference:?}")),
        None => Ok(count),
    }
}

fn sums_agree(db: &Db, count: i64) -> Result<(), String> {
    let sums = [
        ("SELECT COUNT(*) AS n FROM mark", 2 * count),
        ("SELECT COUNT(*) AS n FROM outbox", count),
        (
            "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM tally",
            count,
        ),
        (
            "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM fact",
            count,
        ),
        (
            "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) AS n FROM chain",
            count,
        ),
    ];
    for (sql, expected) in sums {
        let row = db
            .read_blocking(move |reader| reader.row(sql, params![]))
            .map_err(|error: StoreError| format!("cannot be read: {error}"))?;
        let found = row
            .map_or(Ok(-1), |row| row.get::<i64>("n"))
            .map_err(|error| error.to_string())?;
        if found != expected {
            return Err(format!(
                "half done: {sql} gives {found} instead of {expected}"
            ));
        }
    }
    Ok(())
}
