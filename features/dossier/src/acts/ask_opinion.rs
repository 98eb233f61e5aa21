//! Asking a colleague for an opinion; the dossier stays where it is and the clock runs.
//! For the officer in charge and the leaders.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Result, words as say};
use store::{Reader, Tx};

use super::colleagues::{self, FIELD};
use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, TEXT_MAX, Typed};
use crate::act::{self, Acted};

/// Xin ý kiến.
pub(crate) struct AskOpinion;

impl ActForm for AskOpinion {
    const PATH: &'static str = "/cb/ho-so/{code}/xin-y-kien";
    const ACT: Act = Act::AskOpinion;
    const TITLE: &'static str = "Xin ý kiến đồng nghiệp";

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let chosen = typed.or(FIELD, "");
        let options = colleagues::choices(&colleagues::advisers(reader, seen)?, &chosen);
        Ok(Sheet {
            lead: "Hồ sơ vẫn ở bước này và hạn vẫn tính. Người được hỏi thấy hồ sơ trong «Việc của tôi» cho đến khi trả lời.".into(),
            inputs: vec![
                Input::select(FIELD, "Xin ý kiến của", options),
                Input::area("cau_hoi", "Nội dung cần ý kiến", typed.or("cau_hoi", "")),
            ],
            button: "Gửi xin ý kiến",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let among = colleagues::advisers(tx, seen)?;
        let of = sent.fields.get(FIELD).to_owned();
        if !among.iter().any(|one| one.id == of) {
            errors.add(FIELD, say::choose("Người cần xin ý kiến"));
        } else if seen.row.machine.asked.contains(&of) {
            errors.add(
                FIELD,
                "Người này đang được hỏi và chưa trả lời. Hãy chờ, hoặc chọn người khác",
            );
        }
        let question = sent
            .fields
            .lines(&mut errors, "cau_hoi", "Nội dung cần ý kiến", TEXT_MAX);
        if question.is_empty() {
            errors.add("cau_hoi", say::fill_in("Nội dung cần ý kiến"));
        }
        errors.settled()?;
        let command = Command::AskOpinion { of: &of };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &question),
        )?;
        Ok((acted, "Đã gửi xin ý kiến.".into()))
    }
}
