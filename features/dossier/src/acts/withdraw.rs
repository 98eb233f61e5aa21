//! The citizen takes the dossier back (B8).
//! For the one-stop officer, who has the request before them.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Rút hồ sơ.
pub(crate) struct Withdraw;

impl ActForm for Withdraw {
    const PATH: &'static str = "/cb/ho-so/{code}/rut";
    const ACT: Act = Act::Withdraw;
    const TITLE: &'static str = "Rút hồ sơ theo yêu cầu của người dân";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Withdraw { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Hồ sơ kết thúc ở trạng thái «Đã rút», không mở lại được; muốn làm tiếp phải nộp hồ sơ mới.".into(),
                "Giấy tờ đã nộp được trả lại cho người dân. Phí, lệ phí đã thu được hoàn theo quy định ở trang thu tiền.".into(),
                "Hồ sơ rút không tính đúng hạn, cũng không tính trễ hạn.".into(),
            ],
            inputs: vec![reason_input(typed, "Lý do rút", "Theo đơn hoặc lời người dân trình bày; đối chiếu giấy tờ của người yêu cầu.")],
            button: "Ghi nhận rút hồ sơ",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Withdraw { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Đã ghi nhận người dân rút hồ sơ.".into()))
    }
}
