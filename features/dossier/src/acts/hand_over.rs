//! From the one-stop shop to the officer in charge (B1), the same day or at the start of the next.
//! For the one-stop officer.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::colleagues;
use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted};

/// Bàn giao.
pub(crate) struct HandOver;

impl ActForm for HandOver {
    const PATH: &'static str = "/cb/ho-so/{code}/ban-giao";
    const ACT: Act = Act::HandOver;
    const TITLE: &'static str = "Bàn giao hồ sơ";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::HandOver { holder: None })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let post = next_post(seen);
        Ok(Sheet {
            lead: "Giao hồ sơ giấy cùng lúc với thao tác này; người nhận thấy hồ sơ trong «Việc của tôi».".into(),
            inputs: vec![colleagues::holder_input(reader, seen, &post, typed)?, note_input(typed)],
            button: "Bàn giao",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let among = colleagues::holders(tx, seen, &next_post(seen))?;
        let holder = colleagues::chosen(&sent.fields, &mut errors, &among);
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::HandOver {
            holder: holder.as_deref(),
        };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &note),
        )?;
        Ok((acted, "Đã bàn giao hồ sơ.".into()))
    }
}

/// The post of the step that the act leads to.
pub(super) fn next_post(seen: &Seen) -> String {
    let next = seen
        .change
        .as_ref()
        .and_then(|change| change.next.current_step());
    next.map(|step| step.post.clone()).unwrap_or_default()
}
