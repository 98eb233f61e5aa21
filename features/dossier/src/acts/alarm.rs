//! A leader has noted that a dossier stands still, and says what is done about it.
//! For the chair, the vice chair and the controller, beside the list of what stands still.

use domain::access::Act;
use domain::dossier::State;
use domain::text::moment_vi;
use kit::{FieldErrors, Labelled, Result};
use store::{Reader, Tx};

use super::form::ActForm;
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, TEXT_MAX, Typed};
use crate::act::Acted;
use crate::mark;

/// Đã nắm, chỉ đạo.
pub(crate) struct AlarmSeen;

impl ActForm for AlarmSeen {
    const PATH: &'static str = "/cb/ho-so/{code}/da-nam";
    const ACT: Act = Act::Oversee;
    const TITLE: &'static str = "Đã nắm hồ sơ đứng yên";

    fn is_allowed(state: State) -> bool {
        matches!(
            state,
            State::Submitted | State::Received | State::Processing
        )
    }

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let machine = &seen.row.machine;
        let mut facts = Vec::new();
        if let Some(last) = machine.last_at {
            facts.push(Labelled::new("Việc gần nhất", moment_vi(last)));
        }
        if let Some(due) = machine.step.as_ref().and_then(|step| step.due) {
            facts.push(Labelled::new("Hạn của bước", moment_vi(due)));
        }
        Ok(Sheet {
            lead: "Hồ sơ rời danh sách «Đứng yên». Nếu sau số ngày đó vẫn không có gì mới thì lại hiện.".into(),
            facts,
            inputs: vec![
                Input::area("chi_dao", "Chỉ đạo", typed.or("chi_dao", ""))
                    .hint("Ai làm gì, đến bao giờ. Người giữ hồ sơ đọc được trong diễn biến."),
            ],
            button: "Đã nắm",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let said = sent
            .fields
            .lines(&mut errors, "chi_dao", "Chỉ đạo", TEXT_MAX);
        if said.is_empty() {
            errors.add(
                "chi_dao",
                "Hãy ghi chỉ đạo, để người giữ hồ sơ biết phải làm gì",
            );
        }
        errors.settled()?;
        let (desk, actor) = (&seen.desk, &seen.actor);
        let acted = mark::alarm_seen(tx, desk, actor, &seen.row.id, &said)?;
        Ok((acted, "Đã ghi chỉ đạo.".into()))
    }
}
