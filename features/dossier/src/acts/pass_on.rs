//! A dossier passed on to the post of the next step: to a named officer of it, or to nobody yet.
//! For the two acts that do so, the hand-over from the counter and a step done.

use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::colleagues;
use super::form::words;
use super::seen::Seen;
use super::sheet::{Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted};

/// The form: who of the next post gets it.
pub(super) fn sheet(
    seen: &Seen,
    reader: &mut Reader<'_>,
    typed: &Typed,
    lead: &str,
    button: &'static str,
) -> Result<Sheet> {
    let holder = colleagues::holder_input(reader, seen, &next_post(seen), typed)?;
    Ok(Sheet {
        lead: lead.to_owned(),
        inputs: vec![holder, note_input(typed)],
        button,
        ..Sheet::default()
    })
}

/// The act, as the command says it for whoever was chosen.
pub(super) fn perform(
    tx: &mut Tx<'_>,
    seen: &Seen,
    sent: &Sent,
    command: impl for<'a> Fn(Option<&'a str>) -> Command<'a>,
) -> Result<Acted> {
    let mut errors = FieldErrors::new();
    let among = colleagues::holders(tx, seen, &next_post(seen))?;
    let holder = colleagues::chosen(&sent.fields, &mut errors, &among);
    let note = note(&sent.fields, &mut errors);
    errors.settled()?;
    let (command, words) = (command(holder.as_deref()), words(sent, &note));
    act::act(tx, &seen.desk, &seen.actor, &seen.row.id, &command, words)
}

/// The post of the step that the act leads to.
fn next_post(seen: &Seen) -> String {
    let next = seen
        .change
        .as_ref()
        .and_then(|change| change.next.current_step());
    next.map(|step| step.post.clone()).unwrap_or_default()
}
