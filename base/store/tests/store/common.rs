//! A small ledger of samples with parts, as a feature would write it.
//! For the tests beside it.

use domain::{fact::Fact, moment::Moment};
use store::{
    Committed, Db, Event, Job, NewEvent, Sql as _, StoreError, Tx, params,
    testing::{Effects, engines_over, migrate_over},
};

const TABLES: &str = "
CREATE TABLE sample (id TEXT PRIMARY KEY, n BIGINT NOT NULL, note TEXT, raw BYTES, file_sha256 TEXT, salt TEXT);
CREATE TABLE part (id TEXT PRIMARY KEY, sample TEXT NOT NULL, place BIGINT NOT NULL, UNIQUE (sample, place));
CREATE TABLE loose (id TEXT PRIMARY KEY);
";

pub const AT: Moment = Moment::from_millis(1_700_705_520_000);

pub fn facts(event: &Event) -> Vec<Fact> {
    let n = if event.kind == "sample.added" { 1 } else { 0 };
    vec![Fact {
        measure: "added".into(),
        procedure: String::new(),
        channel: "counter".into(),
        day: event.at.date().to_string(),
        n,
    }]
}

pub fn jobs(event: &Event) -> Vec<Job> {
    if event.kind != "sample.added" {
        return Vec::new();
    }
    vec![Job {
        kind: "tell".into(),
        payload: serde_json::json!({ "subject": event.subject }),
        run_at: event.at,
        dedupe: format!("tell {}", event.subject),
    }]
}

pub fn engines() -> Vec<Db> {
    engines_over(&[("9000_sample", TABLES)], Effects { facts, jobs })
}

/// What every start does: applies migrations not yet applied.
pub fn start_again(db: &Db) {
    migrate_over(db, &[("9000_sample", TABLES)]).expect("nothing new to apply");
}

/// Writes one sample with two parts and its event.
pub fn add(tx: &mut Tx<'_>, id: &str, n: i64) -> Result<Committed<()>, StoreError> {
    insert(tx, id, n)?;
    tx.commit("user:1", AT, vec![added(id)], ())
}

pub fn insert(tx: &mut Tx<'_>, id: &str, n: i64) -> Result<(), StoreError> {
    let salt = tx.salt();
    tx.run(
        "INSERT INTO sample(id, n, salt) VALUES ($1, $2, $3)",
        params![id, n, salt],
    )?;
    tx.seal("sample", id);
    for place in 0..2 {
        let part = format!("{id}.{place}");
        tx.run(
            "INSERT INTO part(id, sample, place) VALUES ($1, $2, $3)",
            params![&part, id, place],
        )?;
        tx.seal("part", &part);
    }
    Ok(())
}

pub fn added(id: &str) -> NewEvent {
    NewEvent {
        kind: "sample.added",
        subject: format!("sample:{id}"),
        data: serde_json::json!({ "id": id }),
    }
}

pub fn changed(id: &str) -> NewEvent {
    NewEvent {
        kind: "sample.changed",
        subject: format!("sample:{id}"),
        data: serde_json::json!({ "id": id }),
    }
}

pub fn ids(db: &Db) -> Vec<String> {
    db.read_blocking(|reader| {
        let rows = reader.rows("SELECT id FROM sample ORDER BY id", params![])?;
        rows.iter()
            .map(|row| row.get("id"))
            .collect::<Result<Vec<String>, StoreError>>()
    })
    .expect("a plain read works")
}

pub fn number(db: &Db, sql: &'static str) -> i64 {
    db.read_blocking(move |reader| {
        reader
            .row(sql, params![])?
            .expect("a count has a row")
            .get("n")
    })
    .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// Nothing differs, as the store itself sees it.
pub fn sound(db: &Db) {
    let report = db.verify(&mut |_, _| {}, None).expect("verify can look");
    assert_eq!(report.first_difference, None, "{:?}", db.engine());
}
