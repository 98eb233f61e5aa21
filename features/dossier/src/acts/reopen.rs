//! Opening a finished dossier again, before its result is handed over.
//! For the leaders.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Mở lại hồ sơ.
pub(crate) struct Reopen;

impl ActForm for Reopen {
    const PATH: &'static str = "/cb/ho-so/{code}/mo-lai";
    const ACT: Act = Act::Reopen;
    const TITLE: &'static str = "Mở lại hồ sơ đã có kết quả";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Reopen { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Kết quả đã ghi bị thay: hồ sơ trở lại bước xử lý, phải ký, lấy số và kết thúc lại từ đầu.".into(),
                "Số liệu đúng hạn, trễ hạn đã tính cho lần kết thúc này được rút lại.".into(),
                "Việc mở lại có tên ông, bà và lý do trong nhật ký. Hãy báo người dân hồ sơ đang làm lại.".into(),
            ],
            inputs: vec![reason_input(typed, "Lý do mở lại", "Ví dụ: kết quả ghi sai ngày sinh.")],
            button: "Mở lại hồ sơ",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Reopen { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Đã mở lại hồ sơ.".into()))
    }
}
