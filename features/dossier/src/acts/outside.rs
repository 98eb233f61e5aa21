//! A step outside the commune: sent to the other agency, and came back from it.
//! For the one-stop officer, who records both.

use domain::access::Act;
use domain::dossier::Command;
use domain::text::moment_vi;
use kit::{FieldErrors, Labelled, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Sent, Sheet, Typed, note, note_input};
use crate::act::{self, Acted};

/// Liên thông.
pub(crate) struct Outside;

impl ActForm for Outside {
    const PATH: &'static str = "/cb/ho-so/{code}/lien-thong";
    const ACT: Act = Act::RecordOutside;
    const TITLE: &'static str = "Ghi nhận liên thông";

    fn trial(seen: &Seen) -> Option<Command<'_>> {
        Some(command(seen))
    }

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let agency = agency_vi(seen);
        let since = seen.row.machine.outside_since;
        let mut facts = vec![Labelled::new("Cơ quan ngoài xã", agency)];
        facts.extend(since.map(|at| Labelled::new("Đã gửi lúc", moment_vi(at))));
        let (lead, button) = if since.is_some() {
            (
                "Ghi nhận đã nhận lại hồ sơ; bước tiếp theo bắt đầu ngay.",
                "Đã nhận lại hồ sơ",
            )
        } else {
            (
                "Ghi nhận đã gửi hồ sơ ra cơ quan ngoài xã. Hạn trả cho người dân vẫn tính.",
                "Đã gửi hồ sơ",
            )
        };
        Ok(Sheet {
            lead: lead.into(),
            facts,
            inputs: vec![
                note_input(typed).hint("Số phiếu chuyển, người giao, người nhận; có thể để trống."),
            ],
            button,
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let acted = act::act(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &command(seen),
            words(sent, &note),
        )?;
        let told = match acted.row.machine.outside_since {
            Some(_) => "Đã ghi nhận gửi hồ sơ ra cơ quan ngoài xã.",
            None => "Đã ghi nhận nhận lại hồ sơ.",
        };
        Ok((acted, told.into()))
    }
}

fn command(seen: &Seen) -> Command<'static> {
    if seen.row.machine.outside_since.is_some() {
        Command::ComeBack
    } else {
        Command::SendOutside
    }
}

/// The agency as the published process names it.
fn agency_vi(seen: &Seen) -> String {
    let index = seen.row.machine.step.as_ref().map_or(0, |step| step.index);
    let published = seen
        .procedure
        .process
        .steps
        .get(index)
        .and_then(|step| step.outside_vi.clone());
    let post = seen
        .row
        .machine
        .current_step()
        .map(|step| step.post.clone())
        .unwrap_or_default();
    published.unwrap_or_else(|| seen.post_vi(&post))
}
