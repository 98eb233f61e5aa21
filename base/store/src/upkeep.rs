//! When the data was last copied and last checked, so that the administrator's page can say so.
//! For the commands that do it, and for whoever watches.

use domain::moment::Moment;

use crate::{
    db::Db,
    entropy::millis_now,
    error::StoreError,
    link::Engine,
    params,
    sql::{Reader, Sql as _},
    tx::{Committed, Tx},
    value::FromValue,
};

/// Agency under which such work is noted; it has no chain.
const MACHINERY: &str = "system";

/// Work that keeps data safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A copy was made.
    Backup,
    /// Everything was recomputed.
    Verify,
    /// The data came from a copy.
    Restore,
    /// The database took a row, as the health check asks now and then.
    Beat,
}

impl Work {
    /// Its frozen name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Verify => "verify",
            Self::Restore => "restore",
            Self::Beat => "beat",
        }
    }
}

/// When a kind of work was last done, and with what result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// When, by the machine's clock.
    pub at: Moment,
    /// `ok`, a place, or what was found.
    pub detail: String,
}

impl Db {
    /// Notes that it was done.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn note_work(&self, work: Work, at: Moment, detail: &str) -> Result<(), StoreError> {
        let detail = detail.to_owned();
        self.write_blocking(MACHINERY, move |tx| note(tx, work, at, &detail))
    }

    /// Proves that the database still takes a row and gives it back.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn beat(&self, at: Moment) -> Result<(), StoreError> {
        self.write(MACHINERY, move |tx| note(tx, Work::Beat, at, "ok"))
            .await?;
        match self.read(|reader| last(reader, Work::Beat)).await? {
            Some(_) => Ok(()),
            None => Err(StoreError::Unavailable(
                "a row just written is not there".to_owned(),
            )),
        }
    }
}

fn note(
    tx: &mut Tx<'_>,
    work: Work,
    at: Moment,
    detail: &str,
) -> Result<Committed<()>, StoreError> {
    tx.run(
        "INSERT INTO upkeep(id, at, detail) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET at = excluded.at, detail = excluded.detail",
        params![work.name(), at, detail],
    )?;
    tx.commit_silently("copies and checks are no acts of the commune", ())
}

impl Db {
    /// How much room the database takes on its disk.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn size_bytes(&self) -> Result<u64, StoreError> {
        if let Some(file) = self.0.url.path() {
            let size = |end: &str| {
                let mut name = file.as_os_str().to_owned();
                name.push(end);
                std::fs::metadata(name).map_or(0, |file| file.len())
            };
            return Ok(size("") + size("-wal"));
        }
        self.number("SELECT pg_database_size(current_database()) AS n")
    }

    /// How far the clock of PostgreSQL's machine is ahead of this one's; none on SQLite.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn clock_ahead_ms(&self) -> Result<Option<i64>, StoreError> {
        if self.engine() == Engine::Sqlite {
            return Ok(None);
        }
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS n";
        let theirs: i64 = self.number(sql)?;
        Ok(Some(theirs - millis_now()))
    }

    fn number<T: FromValue + Send + 'static>(&self, sql: &'static str) -> Result<T, StoreError> {
        self.read_blocking(move |reader| match reader.row(sql, params![])? {
            Some(row) => row.get("n"),
            None => Err(StoreError::Corrupt(format!("no answer to {sql}"))),
        })
    }
}

/// When it was last done.
///
/// # Errors
/// Whatever the database refuses.
pub fn last(reader: &mut Reader<'_>, work: Work) -> Result<Option<Done>, StoreError> {
    reader
        .row(
            "SELECT at, detail FROM upkeep WHERE id = $1",
            params![work.name()],
        )?
        .map(|row| {
            Ok(Done {
                at: row.get("at")?,
                detail: row.get("detail")?,
            })
        })
        .transpose()
}
