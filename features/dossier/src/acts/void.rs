//! Voiding a receipt made by mistake, before hand-over: the number stays, nothing counts it.
//! For the one-stop officer.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Hủy giấy tiếp nhận.
pub(crate) struct Void;

impl ActForm for Void {
    const PATH: &'static str = "/cb/ho-so/{code}/huy-giay";
    const ACT: Act = Act::VoidReceipt;
    const TITLE: &'static str = "Hủy giấy tiếp nhận lập nhầm";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Void { reason: STAND_IN })
    }

    fn sheet(_: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            consequences: vec![
                "Giấy tiếp nhận hết hiệu lực: hồ sơ kết thúc, mã hồ sơ được giữ lại và không cấp cho hồ sơ khác.".into(),
                "Hồ sơ này không tính vào số đã tiếp nhận, chỉ còn trong danh sách «Đã hủy giấy».".into(),
                "Người dân tra cứu sẽ thấy giấy tiếp nhận đã hủy. Hãy thu lại giấy hẹn đã đưa.".into(),
            ],
            inputs: vec![reason_input(typed, "Lập nhầm điều gì", "Ví dụ: nhầm thủ tục, nhầm người; mã hồ sơ đúng là …")],
            button: "Hủy giấy tiếp nhận",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Void { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((acted, "Đã hủy giấy tiếp nhận.".into()))
    }
}
