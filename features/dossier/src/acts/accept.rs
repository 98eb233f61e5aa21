//! Accepting what came by portal or post (A3): code, register row, and the due date from now.
//! For the one-stop officer.

use domain::access::Act;
use domain::dossier::due_of;
use domain::procedure::PaperItem;
use domain::text::moment_vi;
use kit::{Choice, FieldErrors, Labelled, Result};
use store::{Reader, Tx};

use super::form::ActForm;
use super::seen::Seen;
use super::sheet::{self, Input, Sent, Sheet, Typed};
use super::when;
use crate::act::Acted;
use crate::receive::{self, PaperGiven, Terms};

/// Tiếp nhận.
pub(crate) struct Accept;

impl ActForm for Accept {
    const PATH: &'static str = "/cb/ho-so/{code}/tiep-nhan";
    const ACT: Act = Act::Receive;
    const TITLE: &'static str = "Tiếp nhận hồ sơ đã nộp";

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let given = receive::papers_of(reader, &seen.row.id)?;
        let mut inputs = Vec::new();
        let papers = paper_choices(seen, &given, typed);
        if !papers.is_empty() {
            let hint = "Đánh dấu giấy tờ đã kiểm tra. Thiếu thì lập phiếu yêu cầu bổ sung, ghi đủ trong một lần.";
            inputs.push(Input::ticks("giay_to", "Giấy tờ bắt buộc đã có", papers).hint(hint));
        }
        if seen.procedure.limit.term.is_none() {
            inputs.extend(when::inputs(typed, None));
            inputs.push(sheet::reason_input(
                typed,
                "Lý do của ngày hẹn",
                "Thủ tục này chưa có thời hạn trong danh mục.",
            ));
        }
        Ok(Sheet {
            lead: "Cấp mã hồ sơ, vào sổ theo dõi và tính hạn trả từ lúc tiếp nhận.".into(),
            facts: facts(seen),
            list: (
                "Giấy tờ đã nộp".into(),
                given.into_iter().map(|paper| paper.name).collect(),
            ),
            inputs,
            button: "Tiếp nhận và cấp mã",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let mut terms = Terms {
            missing: missing(seen, sent),
            ..Terms::default()
        };
        if seen.procedure.limit.term.is_none() {
            terms.appointed = when::read(&sent.fields, &mut errors, &seen.desk);
            terms.reason = sheet::reason(&sent.fields, &mut errors);
        }
        errors.settled()?;
        let acted = receive::accept(
            tx,
            &seen.desk,
            &seen.actor,
            &seen.row.id,
            &terms,
            Some(sent.version),
        )?;
        let told = format!("Đã tiếp nhận. Mã hồ sơ: {}.", acted.row.address());
        Ok((acted, told))
    }
}

fn facts(seen: &Seen) -> Vec<Labelled> {
    let mut facts = vec![Labelled::new(
        "Cách nộp",
        seen.row.machine.channel.vietnamese(),
    )];
    if let Some(term) = seen.procedure.limit.term {
        let due = due_of(
            seen.desk.at,
            term,
            seen.procedure.pause_policy,
            &[],
            &seen.desk.law.calendar,
        );
        let at = due.at.map_or_else(String::new, moment_vi);
        facts.push(Labelled {
            note: term.vietnamese(),
            ..Labelled::new("Hẹn trả nếu tiếp nhận lúc này", at)
        });
    }
    facts
}

/// What must be there in every case; papers that depend on a condition are the officer's to judge.
fn required(seen: &Seen) -> impl Iterator<Item = &PaperItem> {
    seen.procedure
        .papers
        .iter()
        .filter(|paper| paper.required && paper.condition_vi.is_none())
}

fn paper_choices(seen: &Seen, given: &[PaperGiven], typed: &Typed) -> Vec<Choice> {
    required(seen)
        .map(|paper| {
            let value = paper.seq.to_string();
            let is_given = given.iter().any(|given| given.name == paper.name_vi);
            let selected = typed.ticked("giay_to", &value, is_given);
            Choice {
                selected,
                ..Choice::new(value, paper.name_vi.clone(), "")
            }
        })
        .collect()
}

fn missing(seen: &Seen, sent: &Sent) -> Vec<String> {
    required(seen)
        .filter(|paper| {
            !sent
                .fields
                .all("giay_to")
                .any(|ticked| ticked == paper.seq.to_string())
        })
        .map(|paper| paper.name_vi.clone())
        .collect()
}
