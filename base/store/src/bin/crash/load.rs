//! The side that crashes: many threads write, and say on standard output what was acknowledged.
//! For the harness, which runs it as a child and looks afterwards.

use std::{io::Write as _, path::PathBuf, thread};

use domain::{fact::Fact, moment::Moment};
use store::{
    Committed, DatabaseUrl, Db, Entropy, Event, Job, NewEvent, Options, StoreError, Tx, params,
    testing,
};

/// Tables of the load: each act writes one ballot, two marks, and adds one to its thread's tally.
const TABLES: &str = "
CREATE TABLE ballot (id TEXT PRIMARY KEY, tally TEXT NOT NULL, note TEXT NOT NULL, file_sha256 TEXT, salt TEXT NOT NULL);
CREATE TABLE mark (id TEXT PRIMARY KEY, ballot TEXT NOT NULL);
CREATE TABLE tally (id TEXT PRIMARY KEY, n BIGINT NOT NULL);
";
const THREADS: usize = 6;
const AT: Moment = Moment::from_millis(1_700_705_520_000);

fn facts(event: &Event) -> Vec<Fact> {
    let day = event.at.date().to_string();
    vec![Fact {
        measure: "cast".into(),
        procedure: String::new(),
        channel: String::new(),
        day,
        n: 1,
    }]
}

fn jobs(event: &Event) -> Vec<Job> {
    vec![Job {
        kind: "tell".into(),
        payload: event.data.clone(),
        run_at: event.at,
        dedupe: event.subject.clone(),
    }]
}

/// Opens and migrates, as every start of the program does.
pub fn open(url: DatabaseUrl, files: PathBuf) -> Result<Db, StoreError> {
    let db = Db::open(Options {
        url,
        files,
        entropy: Entropy::Os,
        facts,
        jobs,
        readers: 1,
    })?;
    testing::migrate_over(&db, &[("9000_load", TABLES)])?;
    Ok(db)
}

/// Writes until the process dies, or until the database is gone.
pub fn run(db: &Db, run: &str, with_files: bool) {
    thread::scope(|scope| {
        for number in 0..THREADS {
            scope.spawn(move || {
                for turn in 0.. {
                    if one(db, &format!("{run}-{number}"), turn, with_files).is_err() {
                        return;
                    }
                }
            });
        }
    });
}

/// One act: kept ones are announced; every fifth is refused on purpose and must leave nothing.
fn one(db: &Db, tally: &str, turn: u64, with_files: bool) -> Result<(), StoreError> {
    let refused = turn % 5 == 4;
    let id = if refused {
        format!("refused-{tally}-{turn}")
    } else {
        format!("{tally}-{turn}")
    };
    let file = if with_files && turn.is_multiple_of(7) {
        Some(
            db.put_file(format!("scan of {id}").repeat(50).as_bytes(), 1 << 20)?
                .sha256,
        )
    } else {
        None
    };
    // Threads of one run share two agencies, so that both chains grow within one batch.
    let agency = if tally.ends_with(['0', '2', '4']) {
        "xa"
    } else {
        "xb"
    };
    let (ballot, tally) = (id.clone(), tally.to_owned());
    let outcome = db.write_blocking(agency, move |tx| {
        let done = cast(tx, &ballot, &tally, file.as_deref())?;
        if refused {
            Err(StoreError::Misuse("refused on purpose".to_owned()))
        } else {
            Ok(done)
        }
    });
    match outcome {
        Ok(()) => {
            let mut out = std::io::stdout().lock();
            writeln!(out, "{id}").and_then(|()| out.flush())?;
            Ok(())
        }
        Err(StoreError::Misuse(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn cast(
    tx: &mut Tx<'_>,
    id: &str,
    tally: &str,
    file: Option<&str>,
) -> Result<Committed<()>, StoreError> {
    let salt = tx.salt();
    let note = "ghi chú ".repeat(60);
    tx.run(
        "INSERT INTO ballot(id, tally, note, file_sha256, salt) VALUES ($1, $2, $3, $4, $5)",
        params![id, tally, note, file, salt],
    )?;
    tx.seal("ballot", id);
    for place in 0..2 {
        let mark = format!("{id}.{place}");
        tx.run(
            "INSERT INTO mark(id, ballot) VALUES ($1, $2)",
            params![&mark, id],
        )?;
        tx.seal("mark", &mark);
    }
    tx.run(
        "INSERT INTO tally(id, n) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET n = tally.n + 1",
        params![tally],
    )?;
    tx.seal("tally", tally);
    let event = NewEvent {
        kind: "ballot.cast",
        subject: format!("ballot:{id}"),
        data: serde_json::json!({ "id": id }),
    };
    tx.commit("system", AT, vec![event], ())
}
