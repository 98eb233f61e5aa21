//! A step done: on to the next of the process (B2).
//! For whoever has the dossier.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::colleagues;
use super::form::{ActForm, words};
use super::hand_over::next_post;
use super::seen::Seen;
use super::sheet::{Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted};

/// Chuyển bước.
pub(crate) struct Forward;

impl ActForm for Forward {
    const PATH: &'static str = "/cb/ho-so/{code}/chuyen";
    const ACT: Act = Act::Forward;
    const TITLE: &'static str = "Chuyển bước tiếp theo";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Forward { holder: None })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let post = next_post(seen);
        Ok(Sheet {
            lead: "Việc của bước này đã xong; hồ sơ sang bước tiếp theo và người nhận thấy ngay trong «Việc của tôi».".into(),
            inputs: vec![colleagues::holder_input(reader, seen, &post, typed)?, note_input(typed)],
            button: "Chuyển bước",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let among = colleagues::holders(tx, seen, &next_post(seen))?;
        let holder = colleagues::chosen(&sent.fields, &mut errors, &among);
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Forward {
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
        Ok((acted, "Đã chuyển hồ sơ sang bước tiếp theo.".into()))
    }
}
