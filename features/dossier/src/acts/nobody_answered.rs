//! Ending a supplement request that nobody answered in time.
//! For the one-stop officer and the officer in charge.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Hết hạn bổ sung.
pub(crate) struct NobodyAnswered;

impl ActForm for NobodyAnswered {
    const PATH: &'static str = "/cb/ho-so/{code}/het-han-bo-sung";
    const ACT: Act = Act::ExpireSupplement;
    const TITLE: &'static str = "Kết thúc chờ bổ sung vì quá hạn";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::ExpireSupplement { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Đã tiếp nhận thì hồ sơ chuyển sang «Dừng giải quyết», chờ lãnh đạo quyết định; chưa tiếp nhận thì kết thúc ở «Không tiếp nhận».".into(),
                "Hãy báo người dân; người dân có thể nộp hồ sơ mới.".into(),
            ],
            inputs: vec![reason_input(typed, "Lý do", "Ví dụ: đã gọi hai lần ngày 05/11 và 12/11, quá thời hạn ghi trên phiếu.")],
            button: "Kết thúc chờ bổ sung",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::ExpireSupplement { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Đã kết thúc chờ bổ sung.".into()))
    }
}
