//! Correcting after the receipt what was taken down wrongly, by a receipt that supersedes it.
//! For the one-stop officer: the form as it was taken down, what differs is what is corrected.

mod people;
mod things;

pub use things::lines as paper_lines;

use domain::access::Act;
use domain::dossier::CorrectedPart;
use kit::{FieldErrors, Fields, Result};
use store::{Reader, Tx};

use self::people::Corrected;
use super::form::ActForm;
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, reason, reason_input};
use crate::act::Acted;
use crate::correct::{self, Correction};
use crate::former::{self, Changed};
use crate::parties::PartyRole;
use crate::row::DossierRow;
use crate::{print, receive, row};

/// Sửa giấy tiếp nhận.
pub(crate) struct CorrectReceipt;

impl ActForm for CorrectReceipt {
    const PATH: &'static str = "/cb/ho-so/{code}/sua";
    const ACT: Act = Act::Correct;
    const TITLE: &'static str = "Sửa giấy tiếp nhận";

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let papers = receive::papers_of(reader, &seen.row.id)?;
        let mut inputs = taken_down(seen, &papers, typed);
        inputs.extend(things::inputs(seen, typed));
        inputs.push(reason_input(
            typed,
            "Lý do sửa",
            "Ghi ai phát hiện và sai ở đâu.",
        ));
        Ok(Sheet {
            lead: "Sửa chỗ sai ngay trong các ô dưới đây; ô nào không đổi thì giữ nguyên.".into(),
            consequences: consequences(seen),
            inputs,
            button: "Cấp giấy thay thế",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let known = receive::papers_of(tx, &seen.row.id)?;
        if seen.filer.is_none() {
            people::none_to_correct(PartyRole::Filer, &sent.fields, &mut errors);
        }
        let fields = &filled_up(seen, &known, &sent.fields);
        let owner = people::read(PartyRole::Owner, &seen.owner, fields, &mut errors);
        let filer = seen
            .filer
            .as_ref()
            .map(|filer| people::read(PartyRole::Filer, filer, fields, &mut errors));
        let papers = things::read_papers(fields, &mut errors);
        let things = things::read(seen, fields, &mut errors);
        let right = match &things.procedure {
            Some(right) => seen.desk.procedure(right)?,
            None => &seen.procedure,
        };
        if papers != known || things.procedure.is_some() {
            things::unlisted(right, &papers, &mut errors, things.procedure.is_some());
        }
        let why = reason(fields, &mut errors);
        let fee = match things.procedure {
            Some(_) => Some(things::fee(tx, seen, right, &mut errors)?),
            None => None,
        };
        errors.settled()?;
        let mut found = Found::default();
        found.person(&owner);
        if let Some(filer) = &filer {
            found.person(filer);
        }
        if papers != known {
            let said = |papers: &[receive::PaperGiven]| things::lines(papers).replace('\n', "; ");
            found.add(
                CorrectedPart::Papers,
                "Giấy tờ",
                said(&known),
                said(&papers),
            );
        }
        things.tell(seen, &mut found);
        let (id, before) = (&seen.row.id, seen.row.machine.receipt_number());
        people::write(tx, id, PartyRole::Owner, &owner)?;
        if let Some(filer) = &filer {
            people::write(tx, id, PartyRole::Filer, filer)?;
        }
        if papers != known {
            things::write_papers(tx, id, &papers)?;
        }
        let correction = Correction {
            parts: &found.parts,
            right_procedure: things.procedure.as_deref(),
            reason: &why,
        };
        let mut acted = correct::correct(
            tx,
            &seen.desk,
            &seen.actor,
            id,
            &correction,
            Some(sent.version),
        )?;
        if let Some(fee) = &fee {
            let (desk, actor) = (&seen.desk, &seen.actor);
            let owed = payment::charge(tx, &desk.agency, actor, desk.at, id, fee)?;
            acted.events.extend(owed);
        }
        former::keep(tx, id, before.map_or(1, i64::from), &found.changes)?;
        let corrected = things
            .on_row(&acted.row)
            .unwrap_or_else(|| acted.row.clone());
        // The new receipt has not been printed yet.
        let corrected = DossierRow {
            reprints: 0,
            ..corrected
        };
        if corrected != acted.row {
            acted.row = row::save(tx, &corrected)?
                .ok_or_else(|| kit::Error::fault("a row changed inside its own act"))?;
        }
        print::issue_receipt(tx, &seen.desk, &seen.actor, &mut acted)?;
        let number = acted.row.machine.receipt_number().unwrap_or(1);
        let told = format!("Đã cấp giấy tiếp nhận bản số {number}. Hãy in và đổi cho người dân.");
        Ok((acted, told))
    }
}

/// People and papers as they were taken down, to be corrected where they stand.
fn taken_down(seen: &Seen, papers: &[receive::PaperGiven], typed: &Typed) -> Vec<Input> {
    let mut inputs = people::inputs(PartyRole::Owner, &seen.owner, typed);
    if let Some(filer) = &seen.filer {
        inputs.extend(people::inputs(PartyRole::Filer, filer, typed));
    }
    inputs.push(
        Input::area("giay_to", "Giấy tờ đã nộp", typed.or("giay_to", things::lines(papers)))
            .hint("Mỗi dòng một giấy: tên | bản chính | bản chứng thực | bản chụp. Chỉ xuất trình thì thêm «| xuất trình»."),
    );
    inputs
}

/// What was sent, and what stands for the rest: a page sends every field, a program what it corrects.
fn filled_up(seen: &Seen, papers: &[receive::PaperGiven], sent: &Fields) -> Fields {
    let standing = taken_down(seen, papers, &Typed(None));
    let left_out = standing
        .iter()
        .filter(|input| !sent.iter().any(|(name, _)| name == input.name))
        .map(|input| (input.name, input.value.as_str()));
    Fields::of(sent.iter().chain(left_out).collect::<Vec<_>>())
}

/// What was found to differ.
#[derive(Default)]
struct Found {
    parts: Vec<CorrectedPart>,
    changes: Vec<Changed>,
}

impl Found {
    fn add(&mut self, part: CorrectedPart, label: &str, before: String, after: String) {
        if before == after {
            return;
        }
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
        self.changes.push(Changed {
            label: label.to_owned(),
            before,
            after,
        });
    }

    fn person(&mut self, one: &Corrected) {
        for (part, label, before, after) in one.differences() {
            self.add(part, &label, before, after);
        }
    }
}

fn consequences(seen: &Seen) -> Vec<String> {
    let next = seen.row.machine.receipt_number().unwrap_or(1) + 1;
    let mut all = vec![
        format!(
            "Giấy tiếp nhận đã cấp được thay bằng bản số {next}; mã hồ sơ và mã tra cứu giữ nguyên."
        ),
        "Hạn trả và khoản phải thu không đổi, trừ khi sửa thủ tục.".to_owned(),
        "Cả hai bản đều còn trong hồ sơ; thu lại bản giấy cũ khi đưa bản mới.".to_owned(),
    ];
    if seen.row.machine.step.is_some() {
        all.push("Hồ sơ đã bàn giao nên không đổi thủ tục được nữa.".to_owned());
    }
    all
}
