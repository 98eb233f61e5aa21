//! Choosing the procedure's longer branch, «cần xác minh»: its own limit counts from receipt.
//! For the officer in charge, who sees the new due date before confirming.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Labelled, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted};

/// Cần xác minh.
pub(crate) struct Verify;

impl ActForm for Verify {
    const PATH: &'static str = "/cb/ho-so/{code}/xac-minh";
    const ACT: Act = Act::Verify;
    const TITLE: &'static str = "Chuyển sang nhánh cần xác minh";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Verify { reason: STAND_IN })
    }

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            facts: limits(seen),
            consequences: vec![
                "Thời hạn của nhánh cần xác minh thay cho thời hạn thường, tính từ lúc tiếp nhận; hạn mới ghi ở trên.".into(),
                "Người dân tra cứu sẽ thấy hạn mới. Hãy báo cho người dân kèm lý do này.".into(),
                "Chỉ chọn được một lần cho mỗi hồ sơ.".into(),
            ],
            inputs: vec![reason_input(typed, "Cần xác minh điều gì", "Ghi để có thể nói lại nguyên văn cho người dân.")],
            button: "Chuyển sang xác minh",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Verify { reason: &reason };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &reason),
        )?;
        Ok((
            acted,
            "Đã chuyển sang nhánh cần xác minh. Hạn trả đã đổi.".into(),
        ))
    }
}

/// Both limits side by side, as published.
fn limits(seen: &Seen) -> Vec<Labelled> {
    let limit = &seen.procedure.limit;
    let mut facts = vec![Labelled::new("Thời hạn thường", limit.text_vi.clone())];
    if let Some(longer) = &limit.longer {
        let fact = Labelled::new("Thời hạn khi cần xác minh", longer.text_vi.clone());
        facts.push(Labelled {
            note: longer.when_vi.clone(),
            ..fact
        });
    }
    facts
}
