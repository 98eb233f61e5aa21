//! Going on with a stopped dossier: the clock runs again, the due date moves.
//! For the leaders.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Giải quyết tiếp.
pub(crate) struct Resume;

impl ActForm for Resume {
    const PATH: &'static str = "/cb/ho-so/{code}/tiep-tuc";
    const ACT: Act = Act::Resume;
    const TITLE: &'static str = "Giải quyết tiếp";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Resume { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Đồng hồ tính hạn chạy tiếp; thời gian dừng được cộng vào hạn trả như ghi ở trên."
                    .into(),
                "Người dân thấy hạn trả mới khi tra cứu.".into(),
            ],
            inputs: vec![reason_input(
                typed,
                "Lý do giải quyết tiếp",
                "Ví dụ: đã có ý kiến của Phòng Tư pháp.",
            )],
            button: "Giải quyết tiếp",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Resume { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Hồ sơ được giải quyết tiếp.".into()))
    }
}
