//! The end of the work (C1): a result, or a written answer why not.
//! For whoever closes the last step.

use domain::access::Act;
use domain::dossier::{Command, Outcome, State};
use kit::{Choice, FieldErrors, Result, words as say};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input, reason, reason_input};
use crate::act::Acted;
use crate::files;
use crate::result::{self, ResultPaper};

const NAME_MAX: usize = 200;
const NUMBER_MAX: usize = 60;
const REASON: &str = "Lý do không giải quyết";
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
        if !may_grant(seen) {
            return Ok(answer_sheet(seen, typed));
        }
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
                Input::line("so", "Số của giấy tờ", typed.or("so", number)).wide("12").hint("Để trống nếu không có; văn bản trả lời thì phải có số."),
                reason_input(typed, REASON, "Chỉ ghi khi không giải quyết."),
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
        let mut note = note(&sent.fields, &mut errors);
        if outcome == Outcome::NotGranted {
            let why = answered(seen, sent, (&name, &number), &mut errors);
            note = [why, note].join("\n").trim_end().to_owned();
        }
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

/// The form where only a written answer can end it: nothing of what was asked for is proposed.
fn answer_sheet(seen: &Seen, typed: &Typed) -> Sheet {
    Sheet {
        consequences: vec![
            "Hồ sơ kết thúc mà không giải quyết việc người dân đề nghị. Nếu còn giải quyết được thì đừng dùng việc này."
                .into(),
            "Hồ sơ được tính đúng hạn hay trễ hạn theo thời điểm này.".into(),
            "Người dân tra cứu sẽ thấy đã có văn bản trả lời; hồ sơ vào danh sách chờ trả.".into(),
        ],
        inputs: vec![
            Input::radios("ket_qua", "Kết quả giải quyết", outcomes(seen, typed)),
            Input::line("ten", "Tên văn bản trả lời", typed.or("ten", ""))
                .hint("Ví dụ: Thông báo về việc không giải quyết hồ sơ"),
            Input::line("so", "Số của văn bản trả lời", typed.or("so", ""))
                .wide("12")
                .hint("Số của văn bản đã được lãnh đạo ký."),
            reason_input(typed, REASON, "Ghi như trong văn bản trả lời."),
            Input::file("tep", "Bản chụp văn bản trả lời")
                .hint("PDF, JPG hoặc PNG, tối đa 20 MB. Có thể để trống và thêm sau ở mục Tệp đính kèm."),
            note_input(typed),
        ],
        takes_file: true,
        button: "Kết thúc, không giải quyết",
        ..Sheet::default()
    }
}

/// What a written answer needs (C1, "trả hồ sơ không đủ điều kiện"): a number, a reason, and a name
/// that is not the paper which was refused. Gives the reason.
fn answered(
    seen: &Seen,
    sent: &Sent,
    (name, number): (&str, &str),
    errors: &mut FieldErrors,
) -> String {
    let wanted = seen.procedure.results.iter();
    if wanted
        .map(|paper| paper.to_lowercase())
        .any(|paper| paper == name.to_lowercase())
    {
        let told = format!("«{name}» là giấy tờ khi giải quyết. Hãy ghi tên văn bản trả lời");
        errors.add("ten", told);
    }
    if number.is_empty() {
        errors.add("so", "Hãy ghi số của văn bản trả lời đã ký");
    }
    reason(&sent.fields, errors)
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
