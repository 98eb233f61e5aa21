//! The citizen urges at the counter or by telephone: recorded, and shown to whoever has the dossier.
//! For the one-stop officer.

use domain::access::Act;
use domain::text::moment_vi;
use kit::{FieldErrors, Labelled, Result};
use store::{Reader, Tx};

use super::form::ActForm;
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input};
use crate::act::Acted;
use crate::urge;

/// Ghi nhận người dân nhắc.
pub(crate) struct UrgedAtCounter;

impl ActForm for UrgedAtCounter {
    const PATH: &'static str = "/cb/ho-so/{code}/nhac";
    const ACT: Act = Act::Urge;
    const TITLE: &'static str = "Ghi nhận người dân nhắc";

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let urges = seen.row.machine.urges;
        let mut facts = Vec::new();
        if let Some(last) = urges.last {
            let told = format!("{} lần, gần nhất {}", urges.count, moment_vi(last));
            facts.push(Labelled::new("Đã nhắc", told));
        }
        Ok(Sheet {
            lead: "Người đang giữ hồ sơ và lãnh đạo thấy ngay trong danh sách và trong diễn biến. Hạn trả không đổi.".into(),
            facts,
            inputs: vec![Input {
                label: "Người dân nói gì",
                ..note_input(typed)
            }],
            button: "Ghi nhận",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let note = Some(note.as_str()).filter(|note| !note.is_empty());
        let acted = urge::at_counter(tx, &seen.desk, &seen.actor, &seen.row.id, note)?;
        Ok((acted, "Đã ghi nhận người dân nhắc.".into()))
    }
}
