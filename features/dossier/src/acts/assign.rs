//! Giving a dossier to another officer who holds the post of its step.
//! For the leaders and whoever watches over deadlines.

use domain::access::Act;
use domain::dossier::Command;
use kit::{FieldErrors, Labelled, Result, words as say};
use store::{Reader, Sql, Tx};

use super::colleagues::{self, FIELD};
use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted};
use crate::conflict;

/// Phân công.
pub(crate) struct Assign;

impl ActForm for Assign {
    const PATH: &'static str = "/cb/ho-so/{code}/phan-cong";
    const ACT: Act = Act::Assign;
    const TITLE: &'static str = "Phân công người xử lý";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Assign { holder: STAND_IN })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let input = colleagues::holder_input(reader, seen, &post(seen), typed)?;
        let options = input
            .options
            .into_iter()
            .filter(|choice| !choice.value.is_empty())
            .collect();
        Ok(Sheet {
            lead: "Người được giao thấy hồ sơ trong «Việc của tôi»; hạn của bước không đổi.".into(),
            facts: vec![Labelled::new("Đang giữ", holder_vi(reader, seen)?)],
            inputs: vec![super::sheet::Input { options, ..input }, note_input(typed)],
            button: "Phân công",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let among = colleagues::holders(tx, seen, &post(seen))?;
        let holder = colleagues::chosen(&sent.fields, &mut errors, &among);
        if holder.is_none() {
            errors.add(FIELD, say::choose("Người xử lý"));
        }
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let command = Command::Assign {
            holder: holder.as_deref().unwrap_or_default(),
        };
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command,
            words(sent, &note),
        )?;
        Ok((acted, "Đã phân công hồ sơ.".into()))
    }
}

fn post(seen: &Seen) -> String {
    seen.row
        .machine
        .current_step()
        .map(|step| step.post.clone())
        .unwrap_or_default()
}

fn holder_vi(sql: &mut impl Sql, seen: &Seen) -> Result<String> {
    let holder = seen
        .row
        .machine
        .step
        .as_ref()
        .and_then(|step| step.holder.clone());
    match holder {
        Some(user) => Ok(conflict::name_of(sql, &format!("user:{user}"))?),
        None => Ok(format!("chưa chỉ định ({})", seen.post_vi(&post(seen)))),
    }
}
