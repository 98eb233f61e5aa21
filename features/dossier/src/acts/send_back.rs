//! Sending a dossier back to the last step of work, with the reason.
//! For whoever has the dossier and finds it wanting.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Trả lại bước trước.
pub(crate) struct SendBack;

impl ActForm for SendBack {
    const PATH: &'static str = "/cb/ho-so/{code}/tra-lai";
    const ACT: Act = Act::SendBack;
    const TITLE: &'static str = "Trả lại bước trước";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::SendBack { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Hồ sơ trở lại người làm bước trước; chữ ký và số đã có (nếu có) không còn hiệu lực.".into(),
                "Hạn trả cho người dân không thay đổi.".into(),
            ],
            inputs: vec![reason_input(typed, "Cần làm lại việc gì", "Ghi rõ từng chỗ cần sửa, để người nhận không phải hỏi lại.")],
            button: "Trả lại bước trước",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::SendBack { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Đã trả hồ sơ lại bước trước.".into()))
    }
}
