//! The missing papers came (B4): the clock runs again, the due date moves.
//! For the one-stop officer, who checks each off.

use domain::access::Act;
use domain::dossier::Command;
use kit::{Choice, Error, FieldErrors, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted};
use crate::supplement;

/// Nhận giấy tờ bổ sung.
pub(crate) struct PapersCame;

impl ActForm for PapersCame {
    const PATH: &'static str = "/cb/ho-so/{code}/nhan-bo-sung";
    const ACT: Act = Act::ReceiveSupplement;
    const TITLE: &'static str = "Nhận giấy tờ bổ sung";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::ReceiveSupplement)
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let asked = supplement::latest(reader, &seen.row.id)?;
        let boxes = (1_usize..).zip(asked).map(|(n, item)| {
            let value = n.to_string();
            let selected = typed.ticked("du", &value, false);
            Choice {
                selected,
                hint: item.how,
                ..Choice::new(value, item.name, "")
            }
        });
        Ok(Sheet {
            lead: "Đối chiếu với phiếu đã đưa người dân. Nhận đủ mới tính hạn tiếp; còn thiếu thì hẹn người dân mang thêm.".into(),
            inputs: vec![
                Input::ticks("du", "Giấy tờ đã nhận đủ", boxes.collect()).hint("Đánh dấu từng giấy tờ"),
                note_input(typed),
            ],
            button: if is_received(seen) {
                "Đã nhận đủ, tính hạn tiếp"
            } else {
                "Đã nhận đủ"
            },
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let asked = supplement::latest(tx, &seen.row.id)?;
        let open: Vec<String> = (1_usize..)
            .zip(asked)
            .filter(|(n, _)| !sent.fields.all("du").any(|ticked| ticked == n.to_string()))
            .map(|(_, item)| item.name)
            .collect();
        if !open.is_empty() {
            let text = format!(
                "Còn thiếu: {}. Đánh dấu khi đã nhận, hoặc hẹn người dân mang thêm",
                open.join("; ")
            );
            errors.add("du", text);
        }
        let note = note(&sent.fields, &mut errors);
        errors.settled().map_err(Error::from)?;
        let command = Command::ReceiveSupplement;
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &note),
        )?;
        let told = if is_received(seen) {
            "Đã nhận đủ giấy tờ bổ sung. Hạn trả được tính tiếp."
        } else {
            "Đã nhận đủ giấy tờ bổ sung. Bấm «Tiếp nhận» để cấp mã và tính hạn trả."
        };
        Ok((acted, told.into()))
    }
}

/// Before receipt there is no date to count on from.
const fn is_received(seen: &Seen) -> bool {
    seen.row.machine.received_at.is_some()
}
