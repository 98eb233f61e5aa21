//! The end of the work (C1): a result, or a written answer why not.
//! For whoever closes the last step.

use domain::access::Act;
use domain::dossier::{Command, Outcome, State};
use kit::{Choice, FieldErrors, Result, words as say};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input};
use crate::act::Acted;
use crate::files;
use crate::result::{self, ResultPaper};

const NAME_MAX: usize = 200;
const NUMBER_MAX: usize = 60;
const GRANTED: &str = "granted";
const NOT_GRANTED: &str = "not_granted";

/// Kết thúc.
pub(crate) struct Finish;

impl ActForm for Finish {
    const PATH: &'static str = "/cb/ho-so/{code}/ket-thuc";
    const ACT: Act = Act::Finish;
    const TITLE: &'static str = "Kết thúc với kết quả";

    fn trial(seen: &Seen) -> Option<Command<'_>> {
        let outcome = if may_grant(seen) {
            Outcome::Granted
        } else {
            Outcome::NotGranted
        };
        Some(Command::Finish { outcome })
    }

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let name = seen.procedure.results.first().cloned().unwrap_or_default();
        let number = seen.row.machine.number.clone().unwrap_or_default();
        Ok(Sheet {
            consequences: vec![
                "Hồ sơ được tính đúng hạn hay trễ hạn theo thời điểm này.".into(),
                "Người dân tra cứu sẽ thấy đã có kết quả; hồ sơ vào danh sách chờ trả.".into(),
            ],
            inputs: vec![
                Input::radios("ket_qua", "Kết quả giải quyết", outcomes(seen, typed)),
                Input::line("ten", "Tên giấy tờ trả cho người dân", typed.or("ten", name)).hint("Ví dụ: Giấy khai sinh"),
                Input::line("so", "Số của giấy tờ", typed.or("so", number)).wide("12").hint("Để trống nếu không có."),
                Input::file("tep", "Bản chụp kết quả")
                    .hint("PDF, JPG hoặc PNG, tối đa 20 MB. Có thể để trống và thêm sau ở mục Tệp đính kèm."),
                note_input(typed),
            ],
            takes_file: true,
            button: "Kết thúc với kết quả",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = sent.file_errors.clone();
        let outcome = chosen(sent, &mut errors);
        let name = sent
            .fields
            .required(&mut errors, "ten", "Tên giấy tờ", NAME_MAX);
        let number = sent.fields.text(&mut errors, "so", "Số", NUMBER_MAX);
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let paper = ResultPaper {
            name,
            number: Some(number).filter(|number| !number.is_empty()),
        };
        let id = &seen.row.id;
        let mut acted = result::finish(
            tx,
            &seen.desk,
            &seen.actor,
            id,
            outcome,
            &paper,
            words(sent, &note),
        )?;
        for file in &sent.files {
            let event = files::keep(
                tx,
                &seen.desk,
                &seen.actor,
                &acted.row,
                file,
                files::Kind::Result,
                None,
            )?;
            acted.events.push(event);
        }
        Ok((acted, "Hồ sơ đã có kết quả, chờ trả cho người dân.".into()))
    }
}

/// From a pause only a written refusal leads out (ruling 11).
fn may_grant(seen: &Seen) -> bool {
    seen.row.machine.state == State::Processing
}

fn outcomes(seen: &Seen, typed: &Typed) -> Vec<Choice> {
    let chosen = typed.or(
        "ket_qua",
        if may_grant(seen) {
            GRANTED
        } else {
            NOT_GRANTED
        },
    );
    let mut outcomes = Vec::new();
    if may_grant(seen) {
        outcomes.push(Choice::new(GRANTED, "Giải quyết theo đề nghị", &chosen));
    }
    outcomes.push(Choice::new(
        NOT_GRANTED,
        "Không giải quyết, có văn bản trả lời nêu lý do",
        &chosen,
    ));
    outcomes
}

fn chosen(sent: &Sent, errors: &mut FieldErrors) -> Outcome {
    match sent.fields.get("ket_qua") {
        GRANTED => Outcome::Granted,
        NOT_GRANTED => Outcome::NotGranted,
        _ => {
            errors.add("ket_qua", say::choose("Kết quả giải quyết"));
            Outcome::NotGranted
        }
    }
}
