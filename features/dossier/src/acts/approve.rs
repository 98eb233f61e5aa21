//! The signature: who signs, and in which capacity, stays with the event.
//! For the leaders, also on a telephone; and for the simulator's.

use domain::access::{Act, Actor, Role};
use domain::dossier::Command;
use domain::text::moment_vi;
use kit::{Error, FieldErrors, Labelled, Result};
use serde_json::json;
use store::{Reader, Sql, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted, Words};
use crate::conflict;
use crate::desk::Desk;
use crate::row::DossierRow;

/// The lines above a signature (NĐ 30/2020, Phụ lục I): the chair's own, or for the chair.
pub fn signing_line(actor: &Actor) -> &'static str {
    if actor.is(Role::Chair) {
        "CHỦ TỊCH"
    } else {
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    }
}

/// Signs, without committing; the signing line is kept in the event.
///
/// # Errors
/// Denied, a conflict, or the rule that says no.
pub fn approve(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    words: Words<'_>,
) -> Result<Acted, Error> {
    let mut acted = act::act(tx, desk, actor, id, &Command::Approve, words)?;
    for event in &mut acted.events {
        event.data["signing_line"] = json!(signing_line(actor));
    }
    Ok(acted)
}

/// Ký duyệt.
pub(crate) struct ApproveForm;

impl ActForm for ApproveForm {
    const PATH: &'static str = "/cb/ho-so/{code}/ky";
    const ACT: Act = Act::Approve;
    const TITLE: &'static str = "Ký duyệt";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Approve)
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        Ok(Sheet {
            facts: facts(reader, &seen.row, &seen.actor)?,
            list: ("Kết quả sẽ ký".into(), seen.procedure.results.clone()),
            consequences: vec![
                "Hồ sơ được ký với tên ông, bà và thời điểm này, không sửa lại được trong nhật ký."
                    .into(),
                "Hồ sơ chuyển ngay sang bước tiếp theo ghi ở trên.".into(),
                "Chưa đồng ý thì bấm «Quay lại hồ sơ», rồi «Trả lại bước trước» kèm lý do.".into(),
            ],
            inputs: vec![Input {
                label: "Ý kiến khi ký",
                ..note_input(typed)
            }],
            button: "Ký duyệt",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let acted = approve(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            words(sent, &note),
        )?;
        Ok((acted, "Đã ký duyệt.".into()))
    }
}

fn facts(sql: &mut impl Sql, row: &DossierRow, actor: &Actor) -> Result<Vec<Labelled>> {
    let line = signing_line(actor).replace('\n', " / ");
    let mut facts = vec![Labelled::new(
        "Thể thức ký",
        format!("{line} {}", actor.name),
    )];
    if let Some(by) = &row.machine.prepared_by {
        facts.push(Labelled::new(
            "Người soạn",
            conflict::name_of(sql, &format!("user:{by}"))?,
        ));
    }
    if let Some(due) = row.machine.due.as_ref().and_then(|due| due.at) {
        facts.push(Labelled::new("Hạn trả người dân", moment_vi(due)));
    }
    Ok(facts)
}
