//! Stopping the work with a reason (B6): the clock stands still.
//! For the leaders.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Dừng giải quyết.
pub(crate) struct Stop;

impl ActForm for Stop {
    const PATH: &'static str = "/cb/ho-so/{code}/dung";
    const ACT: Act = Act::Stop;
    const TITLE: &'static str = "Dừng giải quyết";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Stop { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Đồng hồ tính hạn dừng lại cho đến khi có quyết định giải quyết tiếp.".into(),
                "Người dân tra cứu sẽ thấy hồ sơ «Dừng giải quyết». Hãy báo lý do cho người dân."
                    .into(),
            ],
            inputs: vec![reason_input(
                typed,
                "Lý do và căn cứ",
                "Ghi để có thể nói lại nguyên văn cho người dân.",
            )],
            button: "Dừng giải quyết",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Stop { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Đã dừng giải quyết hồ sơ.".into()))
    }
}
