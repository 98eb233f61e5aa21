//! The successor's part: a job of the outbox, done once however often it is taken.
//! The dossier goes on with its code, its tracking code, its date and its procedure version.

use std::sync::Arc;

use domain::dossier::{Dossier, DossierEvent};
use dossier::row::{self, DossierRow};
use dossier::{act, parties};
use kit::{Error, Law};
use serde_json::json;
use store::{Committed, Db, Event, Job, Sql as _, TakenJob, Tx, params};

use crate::copied::{COPIED, copy};
use crate::posts::PostsMap;

/// The job that a passed dossier leaves.
pub const TAKE_OVER: &str = "succession.take_over";

/// The job of an event, if it passes a dossier on.
pub fn job(event: &Event) -> Option<Job> {
    let DossierEvent::PassedOn { to } = DossierEvent::read(&event.kind, &event.data)? else {
        return None;
    };
    let dossier = event.subject.strip_prefix("dossier:")?;
    Some(Job {
        kind: TAKE_OVER.to_owned(),
        payload: json!({ "dossier": dossier, "to": to }),
        run_at: event.at,
        dedupe: format!("{TAKE_OVER}/{}/{dossier}", event.agency),
    })
}

/// Does the job; a second time it finds its work done.
///
/// # Errors
/// A sentence for the administrator: the job is tried again later.
pub fn take_over(db: &Db, law: &Arc<Law>, map: &PostsMap, job: &TakenJob) -> Result<(), String> {
    let said = |key: &str| {
        let text = job.payload.get(key).and_then(|value| value.as_str());
        text.map(str::to_owned)
            .ok_or_else(|| format!("Việc {} thiếu «{key}»", job.id))
    };
    let (old, to, from) = (said("dossier")?, said("to")?, job.agency.clone());
    let (law, map, agency) = (Arc::clone(law), map.clone(), to.clone());
    db.write_blocking(&to, move |tx: &mut Tx<'_>| {
        once(tx, &law, &map, &from, &agency, &old)
    })
    .map_err(|error: Error| format!("{error:?}"))
}

fn once(
    tx: &mut Tx<'_>,
    law: &Law,
    map: &PostsMap,
    from: &str,
    to: &str,
    old: &str,
) -> Result<Committed<()>, Error> {
    let known = "SELECT dossier_id FROM dossier_taken_over WHERE id = $1";
    if tx.row(known, params![old])?.is_some() {
        return Ok(tx.commit_silently("it was taken over before", ())?);
    }
    let before = row::load(tx, from, old)?;
    let (Some(event), Some(at)) = (
        before
            .machine
            .take_over(from, |post| map.post_of(law, post)),
        before.machine.last_at,
    ) else {
        return Err(Error::fault(format!("dossier {old} was not passed on")));
    };
    let mut machine = Dossier::new(before.machine.channel);
    machine.apply(at, &event);
    let next = DossierRow {
        id: tx.new_id(),
        agency: to.to_owned(),
        version: 1,
        // Its row in the register stays in the old commune's book.
        book: None,
        linked_from: None,
        former_readers: domain::access::Readers::default(),
        machine,
        ..before
    };
    row::insert(tx, &next)?;
    for table in COPIED {
        copy(tx, table, old, &next.id, to)?;
    }
    match parties::index(tx, &next) {
        // Erased as the law allows: it is found by its code alone.
        Ok(()) | Err(Error::Missing) => {}
        Err(error) => return Err(error),
    }
    tx.run(
        "INSERT INTO dossier_taken_over(id, agency, from_agency, dossier_id, at)
        VALUES ($1, $2, $3, $4, $5)",
        params![old, to, from, &next.id, at],
    )?;
    tx.seal("dossier_taken_over", old);
    let events = act::told(tx, &next, &[event], None)?;
    Ok(tx.commit("system", at, events, ())?)
}
