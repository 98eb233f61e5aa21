//! The outbox at work: what events cause elsewhere is done here, at least once, under a lease.
//! For `serve` and `demo`, which do so for ever, and for `succeed`, which waits for the end of it.

use std::sync::Arc;
use std::time::Duration;

use domain::moment::Moment;
use kit::{Clock, Law};
use store::{Db, Sql as _, StoreError, TakenJob, params};
use succession::PostsMap;

use crate::wiring;

const POLL: Duration = Duration::from_secs(2);
/// Longer than any job takes; a process that died gives its jobs back then.
const LEASE_MINUTES: i64 = 5;
const AT_ONCE: u32 = 20;

/// What jobs are done with.
pub struct Hands {
    law: Arc<Law>,
    posts: PostsMap,
}

impl Hands {
    /// Reads what comes with the program.
    ///
    /// # Errors
    /// A sentence with the fault in the data.
    pub fn new() -> Result<Self, String> {
        let law = Arc::new(wiring::law()?);
        let posts = PostsMap::embedded(&law)?;
        Ok(Self { law, posts })
    }

    /// Does one job.
    fn run(&self, db: &Db, job: &TakenJob) -> Result<(), String> {
        match job.kind.as_str() {
            succession::TAKE_OVER => succession::take_over(db, &self.law, &self.posts, job),
            other => Err(format!(
                "Bản chương trình này không biết làm việc «{other}»"
            )),
        }
    }

    /// Does all jobs that are due; answers how many were done and how many failed.
    ///
    /// # Errors
    /// What the store answers.
    pub fn run_due(&self, db: &Db, now: Moment) -> Result<(u64, u64), StoreError> {
        let (mut done, mut failed) = (0, 0);
        // Why looked first: taking jobs writes, and most of the time there is none.
        while is_any_due(db, now)? {
            for job in db.claim_jobs(now, LEASE_MINUTES, AT_ONCE)? {
                match self.run(db, &job) {
                    Ok(()) => {
                        db.finish_job(&job, now)?;
                        done += 1;
                    }
                    Err(why) => {
                        tracing::error!(kind = job.kind, attempts = job.attempts, %why, "a job failed; it is tried again");
                        db.fail_job(&job, now, &why)?;
                        failed += 1;
                    }
                }
            }
        }
        Ok((done, failed))
    }
}

fn is_any_due(db: &Db, now: Moment) -> Result<bool, StoreError> {
    db.read_blocking(move |reader| {
        let due = reader.row(
            "SELECT id FROM outbox WHERE done_at IS NULL AND run_at <= $1 AND taken_until <= $1 LIMIT 1",
            params![now],
        )?;
        Ok(due.is_some())
    })
}

/// Does what is due, again and again, for as long as the program runs.
pub async fn for_ever(db: Db) {
    let hands = match Hands::new() {
        Ok(hands) => Arc::new(hands),
        Err(why) => {
            tracing::error!(%why, "jobs of the outbox are not done");
            return;
        }
    };
    let mut ticks = tokio::time::interval(POLL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (hands, db) = (Arc::clone(&hands), db.clone());
        let now = Clock::real().real_now();
        let ran = tokio::task::spawn_blocking(move || hands.run_due(&db, now)).await;
        if let Ok(Err(why)) = ran {
            tracing::error!(%why, "jobs of the outbox wait, because the database does not answer");
        }
    }
}
