//! Many acts in one transaction, each in its own savepoint, answered only after the real commit.
//! For both engines: the same rules of what is kept, what is undone and who is told.

use std::{
    collections::{BTreeMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::{
    dialect,
    error::StoreError,
    link::{Engine, Link},
    params,
    tx::{Committed, Head, Rules, Tx},
};

/// One caller's closure, without its types.
pub(crate) trait Act: Send {
    fn agency(&self) -> &str;
    /// Runs the closure; an error if what it wrote is not to be kept, with what the database had
    /// refused, if it was that.
    fn run(&mut self, tx: Tx<'_>) -> Result<(), Option<StoreError>>;
    /// Takes the result back although the closure was content.
    fn revoke(&mut self, why: StoreError);
    /// Tells the caller, once the fate of the batch is known.
    fn answer(self: Box<Self>, fate: Result<(), StoreError>);
}

/// A closure with its types and the way back to its caller.
pub(crate) struct Closure<T, E, F, R> {
    pub agency: String,
    pub act: Option<F>,
    pub outcome: Option<Result<T, E>>,
    pub reply: R,
}

impl<T, E, F, R> Act for Closure<T, E, F, R>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnOnce(&mut Tx<'_>) -> Result<Committed<T>, E> + Send,
    R: FnOnce(Result<T, E>) + Send,
{
    fn agency(&self) -> &str {
        &self.agency
    }

    fn run(&mut self, mut tx: Tx<'_>) -> Result<(), Option<StoreError>> {
        let Some(act) = self.act.take() else {
            return Err(None);
        };
        let ended = catch_unwind(AssertUnwindSafe(|| act(&mut tx)));
        let failure = tx.failure().cloned();
        let outcome = match ended {
            Err(_) => Err(E::from(StoreError::Panicked)),
            Ok(Err(refusal)) => Err(refusal),
            Ok(Ok(committed)) => tx.verdict().map(|()| committed.value).map_err(E::from),
        };
        let kept = outcome.as_ref().map(|_| ()).map_err(|_| failure);
        self.outcome = Some(outcome);
        kept
    }

    fn revoke(&mut self, why: StoreError) {
        self.outcome = Some(Err(E::from(why)));
    }

    fn answer(self: Box<Self>, fate: Result<(), StoreError>) {
        let Self { outcome, reply, .. } = *self;
        let lost = || {
            Err(E::from(StoreError::Unavailable(
                "the act was not run".to_owned(),
            )))
        };
        reply(match fate {
            Ok(()) => outcome.unwrap_or_else(lost),
            // A refusal may rest on what another act of the void batch had written: told as void too.
            Err(error) => Err(E::from(error)),
        });
    }
}

/// Runs acts until all are done or the batch is void; answers every act that it took.
pub(crate) fn run(link: &mut dyn Link, rules: &Rules, acts: &mut VecDeque<Box<dyn Act>>) {
    let mut taken = Vec::with_capacity(acts.len());
    let fate = attempt(link, rules, acts, &mut taken);
    if fate.is_err() && link.in_transaction() {
        // If even this fails the connection is of no use, and the next BEGIN will say so.
        let _ = link.control("ROLLBACK");
    }
    rules.meter.batch(taken.len(), fate.is_ok());
    for act in taken {
        act.answer(fate.clone());
    }
}

fn attempt(
    link: &mut dyn Link,
    rules: &Rules,
    acts: &mut VecDeque<Box<dyn Act>>,
    taken: &mut Vec<Box<dyn Act>>,
) -> Result<(), StoreError> {
    let mut heads = BTreeMap::new();
    let begun = begin(link, acts, &mut heads);
    if begun.is_err() {
        taken.extend(acts.drain(..));
        return begun;
    }
    while let Some(act) = acts.pop_front() {
        taken.push(act);
        let act = taken.last_mut().expect("one was just put there");
        one(link, rules, act.as_mut(), &mut heads)?;
    }
    store_heads(link, &heads)?;
    link.control("COMMIT")
        .map_err(|error| StoreError::Uncertain(format!("commit: {error}")))
}

fn begin(
    link: &mut dyn Link,
    acts: &VecDeque<Box<dyn Act>>,
    heads: &mut BTreeMap<String, Head>,
) -> Result<(), StoreError> {
    link.control(dialect::begin_writing(link.engine()))?;
    // On PostgreSQL other processes may write the same chain: its row is the agency's lock.
    // All acts of a batch are then of one agency.
    if link.engine() == Engine::Postgres
        && let Some(agency) = acts.front().map(|act| act.agency())
    {
        heads.insert(agency.to_owned(), lock_chain(link, agency)?);
    }
    Ok(())
}

fn lock_chain(link: &mut dyn Link, agency: &str) -> Result<Head, StoreError> {
    let lock = link.statement("SELECT seq, hash FROM chain WHERE agency = $1 FOR UPDATE")?;
    let mut rows = link.query(&lock, &params![agency])?;
    if rows.is_empty() {
        let first = link.statement("INSERT INTO chain(agency, seq, hash) VALUES ($1, 0, '') ON CONFLICT (agency) DO NOTHING")?;
        link.execute(&first, &params![agency])?;
        rows = link.query(&lock, &params![agency])?;
    }
    let row = rows
        .first()
        .ok_or_else(|| StoreError::Corrupt(format!("no chain for {agency}")))?;
    Ok(Head {
        seq: row.get("seq")?,
        hash: row.get("hash")?,
        moved: false,
    })
}

/// One act in its savepoint. An error means that the whole batch is void.
fn one(
    link: &mut dyn Link,
    rules: &Rules,
    act: &mut dyn Act,
    heads: &mut BTreeMap<String, Head>,
) -> Result<(), StoreError> {
    let agency = act.agency().to_owned();
    let before = heads.get(&agency).cloned();
    link.control("SAVEPOINT act")?;
    let kept = act.run(Tx::new(link, rules, &agency, heads));
    if !link.in_transaction() {
        let why = kept.err().flatten().map(|why| format!(": {why}"));
        return Err(StoreError::Unavailable(format!(
            "the whole transaction was ended by one of its acts{}",
            why.unwrap_or_default()
        )));
    }
    if kept.is_ok() {
        match link.control("RELEASE act") {
            Ok(()) => return Ok(()),
            Err(error) => act.revoke(error),
        }
    }
    match before {
        Some(head) => heads.insert(agency, head),
        None => heads.remove(&agency),
    };
    link.control("ROLLBACK TO act")?;
    link.control("RELEASE act")
}

fn store_heads(link: &mut dyn Link, heads: &BTreeMap<String, Head>) -> Result<(), StoreError> {
    let statement = link.statement(
        "INSERT INTO chain(agency, seq, hash) VALUES ($1, $2, $3)
         ON CONFLICT (agency) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
    )?;
    for (agency, head) in heads.iter().filter(|(_, head)| head.moved) {
        link.execute(&statement, &params![agency, head.seq, &head.hash])?;
    }
    Ok(())
}
