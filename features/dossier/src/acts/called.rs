//! The citizen was called to collect a result: when, and what was agreed.
//! For the one-stop officer, beside the list of results that nobody collects.

use domain::access::Act;
use domain::text::moment_vi;
use kit::{FieldErrors, Labelled, Result};
use store::{Reader, Tx};

use super::form::ActForm;
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input};
use crate::act::Acted;
use crate::mark;

/// Đã gọi báo.
pub(crate) struct Called;

impl ActForm for Called {
    const PATH: &'static str = "/cb/ho-so/{code}/da-goi";
    const ACT: Act = Act::Return;
    const TITLE: &'static str = "Đã gọi báo người dân";

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let phone = seen.filer.as_ref().and_then(|filer| filer.phone.clone());
        let phone = seen.owner.phone.clone().or(phone);
        let mut facts = vec![Labelled::new(
            "Điện thoại",
            phone.unwrap_or_else(|| "chưa ghi".into()),
        )];
        if let Some(at) = seen.row.machine.finished_at {
            facts.push(Labelled::new("Có kết quả từ", moment_vi(at)));
        }
        if let Some(at) = seen.row.marks.called_at {
            facts.push(Labelled::new("Đã gọi lần trước", moment_vi(at)));
        }
        Ok(Sheet {
            lead: "Ghi lại sau khi đã gọi. Diễn biến hồ sơ ghi thời điểm này và tên ông, bà."
                .into(),
            facts,
            inputs: vec![Input {
                label: "Người dân hẹn thế nào",
                ..note_input(typed)
            }],
            button: "Đã gọi báo",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let (desk, actor) = (&seen.desk, &seen.actor);
        let acted = mark::called(tx, desk, actor, &seen.row.id, Some(&note))?;
        Ok((acted, "Đã ghi lại cuộc gọi.".into()))
    }
}
