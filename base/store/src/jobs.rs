//! The outbox: what events cause outside, taken under a lease and done at least once.
//! For the workers; jobs must be idempotent, since a lease may run out while one is at work.

use domain::moment::Moment;

use crate::{
    db::Db,
    dialect,
    error::StoreError,
    params,
    sql::Sql as _,
    tx::{Committed, Tx},
    value::Row,
};

/// Agency under which the machinery takes jobs; it has no chain.
const MACHINERY: &str = "system";
/// First pause after a failure; it doubles with each further one.
const PAUSE_MINUTES: i64 = 1;
/// Longest pause: six hours.
const PAUSE_MINUTES_MAX: i64 = 360;

/// Something to do because of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What to do, a frozen name.
    pub kind: String,
    /// With what.
    pub payload: serde_json::Value,
    /// Not before.
    pub run_at: Moment,
    /// Two jobs with the same key are one.
    pub dedupe: String,
}

/// A job taken by a worker until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenJob {
    /// Its identifier.
    pub id: String,
    /// The agency whose event caused it.
    pub agency: String,
    /// What to do.
    pub kind: String,
    /// With what.
    pub payload: serde_json::Value,
    /// When it was due.
    pub run_at: Moment,
    /// How many times it was taken, this time included.
    pub attempts: i64,
    /// End of the lease; another worker may take it from then on.
    pub taken_until: Moment,
}

impl TakenJob {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            agency: row.get("agency")?,
            kind: row.get("kind")?,
            payload: row.get("payload")?,
            run_at: row.get("run_at")?,
            attempts: row.get("attempts")?,
            taken_until: row.get("taken_until")?,
        })
    }
}

impl Db {
    /// Takes at most `limit` due jobs, the longest due first.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn claim_jobs(
        &self,
        now: Moment,
        lease_minutes: i64,
        limit: u32,
    ) -> Result<Vec<TakenJob>, StoreError> {
        self.write_blocking(MACHINERY, move |tx| {
            let sql = dialect::claim_jobs(tx.engine());
            let rows = tx.rows(sql, params![now, now.plus_minutes(lease_minutes), limit])?;
            let mut jobs = rows
                .iter()
                .map(TakenJob::from_row)
                .collect::<Result<Vec<_>, _>>()?;
            jobs.sort_by(|a, b| (a.run_at, &a.id).cmp(&(b.run_at, &b.id)));
            tx.commit_silently(
                "taking jobs changes nothing that is counted or proved",
                jobs,
            )
        })
    }

    /// Marks a job done. False if the lease had run out and someone else took it.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn finish_job(&self, job: &TakenJob, now: Moment) -> Result<bool, StoreError> {
        let (id, until) = (job.id.clone(), job.taken_until);
        self.write_blocking(MACHINERY, move |tx| {
            let sql = "UPDATE outbox SET done_at = $3, last_error = NULL WHERE id = $1 AND taken_until = $2 AND done_at IS NULL";
            let changed = tx.run(sql, params![id, until, now])?;
            tx.commit_silently("the job's work has its own events", changed == 1)
        })
    }

    /// Puts a failed job back, to be tried again after a pause that doubles each time.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn fail_job(&self, job: &TakenJob, now: Moment, error: &str) -> Result<bool, StoreError> {
        let (id, until, error) = (job.id.clone(), job.taken_until, error.to_owned());
        let doublings = u32::try_from(job.attempts - 1).unwrap_or(0).min(16);
        let pause = (PAUSE_MINUTES << doublings).min(PAUSE_MINUTES_MAX);
        self.write_blocking(MACHINERY, move |tx: &mut Tx<'_>| -> Result<Committed<bool>, StoreError> {
            let sql = "UPDATE outbox SET taken_until = 0, run_at = $3, last_error = $4 WHERE id = $1 AND taken_until = $2 AND done_at IS NULL";
            let changed = tx.run(sql, params![id, until, now.plus_minutes(pause), error])?;
            tx.commit_silently("putting a job back proves nothing", changed == 1)
        })
    }
}
