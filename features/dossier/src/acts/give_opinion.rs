//! Answering a colleague who asked for an opinion.
//! For whoever was asked, and nobody else.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result, words as say};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Input, Sent, Sheet, TEXT_MAX, Typed};
use crate::act::{self, Acted};

/// Cho ý kiến.
pub(crate) struct GiveOpinion;

impl ActForm for GiveOpinion {
    const PATH: &'static str = "/cb/ho-so/{code}/cho-y-kien";
    const ACT: Act = Act::GiveOpinion;
    const TITLE: &'static str = "Cho ý kiến";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::GiveOpinion { text: STAND_IN })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            lead: "Ý kiến lưu vào hồ sơ cùng tên ông, bà; người xử lý thấy ngay.".into(),
            list: (
                "Nội dung được hỏi".into(),
                crate::act::notes_of(reader, &seen.row.id, "dossier.opinion_asked")?,
            ),
            inputs: vec![Input::area(
                "y_kien",
                "Ý kiến của tôi",
                typed.or("y_kien", ""),
            )],
            button: "Gửi ý kiến",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let text = sent.fields.lines(&mut errors, "y_kien", "Ý kiến", TEXT_MAX);
        if text.is_empty() {
            errors.add("y_kien", say::fill_in("Ý kiến"));
        }
        errors.settled()?;
        let command = Command::GiveOpinion { text: &text };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &text),
        )?;
        Ok((acted, "Đã gửi ý kiến.".into()))
    }
}
