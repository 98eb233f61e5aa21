//! Asking the citizen to pay first (A6, B5): the clock stands still until the money is there.
//! For the one-stop officer and the officer in charge.

use domain::access::Act;
use domain::dossier::Command;
use domain::money::{Dong, grouped};
use kit::{FieldErrors, Labelled, Result};
use payment::Summary;
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted};

/// Yêu cầu nộp tiền.
pub(crate) struct AskPayment;

impl ActForm for AskPayment {
    const PATH: &'static str = "/cb/ho-so/{code}/yeu-cau-nop-tien";
    const ACT: Act = Act::RequestPayment;
    const TITLE: &'static str = "Yêu cầu nộp tiền";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::RequestPayment { dong: 1 })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let money = payment::summary(reader, &seen.row.id)?;
        let proposed = if money.unpaid.0 > 0 {
            grouped(money.unpaid.0)
        } else {
            String::new()
        };
        Ok(Sheet {
            consequences: vec![
                "Đồng hồ tính hạn dừng lại cho đến khi người dân nộp đủ tiền.".into(),
                "Người dân tra cứu sẽ thấy hồ sơ chờ nộp tiền. Hãy báo số tiền cho người dân."
                    .into(),
            ],
            facts: vec![
                Labelled::new("Phí, lệ phí của hồ sơ", money.total_vi()),
                Labelled::new("Còn phải thu", money.unpaid.vi()),
            ],
            inputs: vec![
                Input::line(
                    "so_tien",
                    "Số tiền yêu cầu nộp",
                    typed.or("so_tien", proposed),
                )
                .digits("12")
                .hint("Đơn vị: đồng, ví dụ 15.000"),
                note_input(typed).hint(
                    "Khoản gì, theo văn bản nào. Phải ghi khi yêu cầu nhiều hơn số còn phải thu.",
                ),
            ],
            button: "Yêu cầu nộp tiền",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let dong = errors.check("so_tien", asked(sent.fields.get("so_tien")));
        let note = note(&sent.fields, &mut errors);
        let (desk, actor, id) = (&seen.desk, &seen.actor, &seen.row.id);
        let money = payment::summary(tx, id)?;
        let more = dong.map_or(Dong::ZERO, |dong| more(&money, dong, &note, &mut errors));
        errors.settled()?;
        let dong = dong.unwrap_or_default();
        let command = Command::RequestPayment { dong: dong.0 };
        let mut acted = act::act(tx, desk, actor, id, &command, words(sent, &note))?;
        if more > Dong::ZERO {
            let owed = payment::owe(tx, &desk.agency, actor, desk.at, id, (more, &note))?;
            acted.events.extend(owed);
        }
        Ok((
            acted,
            format!("Đã yêu cầu nộp {}. Hạn trả tạm dừng.", dong.vi()),
        ))
    }
}

/// What is asked beyond what is owed already: the counter could not take it without a line of it.
fn more(money: &Summary, asked: Dong, note: &str, errors: &mut FieldErrors) -> Dong {
    if asked < money.unpaid {
        let text = format!(
            "Hồ sơ còn phải thu {}. Hãy yêu cầu nộp đủ số đó",
            money.unpaid.vi()
        );
        errors.add("so_tien", text);
    } else if asked > money.unpaid && note.is_empty() {
        let text =
            "Số tiền nhiều hơn số còn phải thu. Hãy ghi khoản thu thêm là gì, theo văn bản nào";
        errors.add("ghi_chu", text);
    }
    Dong(asked.0 - money.unpaid.0)
}

fn asked(typed: &str) -> Result<Dong, String> {
    match Dong::parse(typed)? {
        dong if dong.0 > 0 => Ok(dong),
        _ => Err("Số tiền phải lớn hơn 0. Không phải thu thì không cần yêu cầu nộp".to_owned()),
    }
}
