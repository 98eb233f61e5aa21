//! What may be written a second later in one batch: readings, last-seen times, shown notices.
//! For the kit, so that opening a page never waits for the disk (ruling 6).

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::access::Actor;
use domain::moment::Moment;
use store::{Committed, Db, StoreError, Tx, params};

/// What waits to be written.
#[derive(Default)]
pub(crate) struct Later(Mutex<Vec<Note>>);

#[derive(Clone)]
enum Note {
    Reading {
        by: String,
        token: Option<String>,
        subject: String,
        why: &'static str,
        at: Moment,
    },
    Seen {
        session: String,
        at: Moment,
    },
    Shown {
        session: String,
        notice_at: Moment,
    },
}

impl Later {
    pub(crate) fn reading(
        &self,
        actor: &Actor,
        token: Option<&str>,
        subject: &str,
        why: &'static str,
        at: Moment,
    ) {
        self.waiting().push(Note::Reading {
            by: actor.by(),
            token: token.map(str::to_owned),
            subject: subject.to_owned(),
            why,
            at,
        });
    }

    pub(crate) fn seen(&self, session: &str, at: Moment) {
        let session = session.to_owned();
        self.waiting().push(Note::Seen { session, at });
    }

    /// Marks a notice as shown; false when it already was and only waits to be cleared.
    pub(crate) fn shown(&self, session: &str, notice_at: Moment) -> bool {
        let mut waiting = self.waiting();
        let is_known = waiting.iter().any(|note| {
            matches!(note, Note::Shown { session: s, notice_at: n } if s == session && *n == notice_at)
        });
        if !is_known {
            waiting.push(Note::Shown {
                session: session.to_owned(),
                notice_at,
            });
        }
        !is_known
    }

    /// Writes all that waits; on failure it waits on, in front of what came meanwhile.
    pub(crate) async fn flush(&self, db: &Db, agency: &str) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut *self.waiting());
        if batch.is_empty() {
            return Ok(());
        }
        let (kept, owner) = (batch.clone(), agency.to_owned());
        let done = db
            .write(agency, move |tx| write_all(tx, &owner, batch))
            .await;
        if done.is_err() {
            self.waiting().splice(0..0, kept);
        }
        done
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Note>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_all(tx: &mut Tx<'_>, agency: &str, batch: Vec<Note>) -> Result<Committed<()>, StoreError> {
    for note in batch {
        match note {
            Note::Reading {
                by,
                token,
                subject,
                why,
                at,
            } => {
                let id = tx.new_id();
                tx.run(
                    "INSERT INTO reading (id, agency, at, read_by, subject, why, token)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    params![id, agency, at, by, subject, why, token],
                )?;
            }
            Note::Seen { session, at } => {
                tx.run(
                    "UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $3",
                    params![at, session, at],
                )?;
            }
            Note::Shown { session, notice_at } => {
                tx.run(
                    "UPDATE session SET notice_text = NULL WHERE id = $1 AND notice_at = $2",
                    params![session, notice_at],
                )?;
            }
        }
    }
    tx.commit_silently(
        "readings, last-seen times and shown notices carry no act",
        (),
    )
}
