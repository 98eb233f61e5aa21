//! Apology and a new date (B7, Mẫu 04): lawful once, at latest one working day before the due date.
//! For the leaders, who sign the letter.

use domain::access::Act;
use domain::dossier::{Command, DossierEvent};
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{FieldErrors, Labelled, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, reason, reason_input};
use super::when;
use crate::act::{self, Acted};

/// Xin lỗi và hẹn lại.
pub(crate) struct Apologise;

impl ActForm for Apologise {
    const PATH: &'static str = "/cb/ho-so/{code}/xin-loi";
    const ACT: Act = Act::Apologise;
    const TITLE: &'static str = "Xin lỗi và hẹn lại ngày trả";

    fn trial(seen: &Seen) -> Option<Command<'_>> {
        Some(Command::Apologise {
            promised: far_off(seen),
            reason: STAND_IN,
        })
    }

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let mut consequences = vec![
            "Người dân tra cứu sẽ thấy ngày hẹn mới. Hãy gửi thư xin lỗi ghi đúng lý do này; chỉ hẹn lại được một lần.".to_owned(),
            "Ngày hẹn mới không đổi cách tính đúng hạn, trễ hạn: hồ sơ vẫn so với hạn ban đầu.".to_owned(),
        ];
        if is_late(seen) {
            consequences.insert(
                0,
                "Thư gửi sau thời điểm luật định (chậm nhất một ngày làm việc trước hạn trả): được ghi là xin lỗi muộn."
                    .to_owned(),
            );
        }
        let due = seen.row.machine.due.as_ref().and_then(|due| due.at);
        let mut inputs = when::inputs(typed, None).to_vec();
        inputs.push(reason_input(
            typed,
            "Lý do chậm",
            "Ghi để có thể chép nguyên văn vào thư xin lỗi.",
        ));
        Ok(Sheet {
            consequences,
            facts: due
                .map(|due| Labelled::new("Hạn trả hiện nay", moment_vi(due)))
                .into_iter()
                .collect(),
            inputs,
            button: "Xin lỗi và hẹn lại",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let promised = when::read(&sent.fields, &mut errors, &seen.desk);
        let reason = reason(&sent.fields, &mut errors);
        errors.settled()?;
        let promised = promised.unwrap_or(seen.desk.at);
        let command = Command::Apologise {
            promised,
            reason: &reason,
        };
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
            format!("Đã xin lỗi và hẹn lại {}.", moment_vi(promised)),
        ))
    }
}

/// A date late enough for any dossier, only to try the act.
fn far_off(seen: &Seen) -> Moment {
    let due = seen.row.machine.due.as_ref().and_then(|due| due.at);
    due.map_or(seen.desk.at, |due| due.max(seen.desk.at))
        .plus_minutes(24 * 60)
}

fn is_late(seen: &Seen) -> bool {
    let events = seen.change.iter().flat_map(|change| &change.events);
    events
        .into_iter()
        .any(|event| matches!(event, DossierEvent::Apologised { late: true, .. }))
}
