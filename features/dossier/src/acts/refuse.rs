//! Refusing what came by portal or post (A4, Mẫu 03), with the reason in writing.
//! For the one-stop officer.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Từ chối tiếp nhận.
pub(crate) struct Refuse;

impl ActForm for Refuse {
    const PATH: &'static str = "/cb/ho-so/{code}/tu-choi";
    const ACT: Act = Act::RefuseIntake;
    const TITLE: &'static str = "Từ chối tiếp nhận";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::RefuseIntake { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Hồ sơ kết thúc ở trạng thái «Không tiếp nhận», không mở lại được; muốn làm tiếp phải nộp hồ sơ mới.".into(),
                "Hãy đưa người dân phiếu từ chối ghi đúng lý do này.".into(),
            ],
            inputs: vec![reason_input(typed, "Lý do và căn cứ", "Nêu điều khoản không đáp ứng và việc người dân cần làm.")],
            button: "Từ chối tiếp nhận",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::RefuseIntake { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Đã từ chối tiếp nhận hồ sơ.".into()))
    }
}
