//! Accepting what came by portal or post (A3): code, register row, fee, and the due date from now.
//! For the one-stop officer.

use domain::access::Act;
use domain::dossier::due_of;
use domain::procedure::{Handling, PaperItem};
use domain::text::moment_vi;
use kit::{Choice, FieldErrors, Fields, Labelled, Result};
use payment::asked::{self, Fee};
use store::{Reader, Tx};

use super::form::ActForm;
use super::seen::Seen;
use super::sheet::{self, Input, Sent, Sheet, Typed};
use super::when;
use crate::act::Acted;
use crate::print;
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
        inputs.extend(fee_inputs(seen, typed));
        Ok(Sheet {
            lead: "Cấp mã hồ sơ, vào sổ theo dõi, tính phải thu và hạn trả từ lúc tiếp nhận."
                .into(),
            facts: facts(seen, typed),
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
        let fee = fee(seen, &sent.fields, &mut errors);
        errors.settled()?;
        let (desk, actor, id) = (&seen.desk, &seen.actor, &seen.row.id);
        let mut acted = receive::accept(tx, desk, actor, id, &terms, Some(sent.version))?;
        let entered = fee.entered.as_ref();
        let charged =
            payment::charge_entered(tx, &desk.agency, actor, desk.at, id, &fee.quote, entered)?;
        acted.events.extend(charged);
        let known = receive::papers_of(tx, id)?;
        receive::store_papers(tx, id, &newly_given(seen, sent, &known))?;
        print::issue_receipt(tx, desk, actor, &mut acted)?;
        let told = format!(
            "Đã tiếp nhận. Mã hồ sơ: {}. Phải thu: {}.",
            acted.row.address(),
            fee.quote.total_vi()
        );
        Ok((acted, told))
    }
}

/// What is owed by the rules of today, as intake at the counter reckons it.
fn fee(seen: &Seen, fields: &Fields, errors: &mut FieldErrors) -> Fee {
    let (law, at) = (&seen.desk.law, seen.desk.at.date());
    let channel = seen.row.machine.channel;
    asked::read(law, &seen.procedure, at, channel, fields, errors)
}

/// What the fee depends on: counts, an exemption, and the amount where no rule says one.
fn fee_inputs(seen: &Seen, typed: &Typed) -> Vec<Input> {
    let (law, procedure, at) = (&seen.desk.law, &seen.procedure, seen.desk.at.date());
    let fields = typed.0.clone().unwrap_or_default();
    let mut inputs: Vec<Input> = asked::counts(law, procedure, at)
        .into_iter()
        .map(|(name, label, usual)| {
            Input::line(name, label, typed.or(name, usual.to_string())).digits("4")
        })
        .collect();
    let exemptions = asked::exemptions(law, procedure, at, &fields);
    if !exemptions.is_empty() {
        inputs.push(Input::select("exemption", "Diện miễn", exemptions));
        let evidence = typed.or("evidence", "");
        inputs.push(
            Input::line("evidence", "Giấy tờ chứng minh được miễn", evidence)
                .hint("Giấy tờ đã xem; để trống khi không miễn."),
        );
    }
    let reckoned = fee(seen, &fields, &mut FieldErrors::new());
    if reckoned.is_unknown() || reckoned.entered.is_some() {
        let amount = typed.or("entered_dong", "");
        let amount = Input::line("entered_dong", "Số tiền", amount).digits("8");
        inputs.push(amount.hint("Mức thu chưa xác định. Chưa biết thì để trống và thu sau."));
        let basis = typed.or("entered_basis", "");
        inputs.push(Input::line("entered_basis", "Căn cứ thu", basis));
    }
    inputs
}

fn facts(seen: &Seen, typed: &Typed) -> Vec<Labelled> {
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
    let fields = typed.0.clone().unwrap_or_default();
    let reckoned = fee(seen, &fields, &mut FieldErrors::new());
    facts.push(Labelled {
        note: "theo số bản và diện miễn ghi dưới đây".to_owned(),
        ..Labelled::new("Phải thu", reckoned.quote.total_vi())
    });
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

fn is_ticked(sent: &Sent, paper: &PaperItem) -> bool {
    let value = paper.seq.to_string();
    sent.fields.all("giay_to").any(|ticked| ticked == value)
}

fn missing(seen: &Seen, sent: &Sent) -> Vec<String> {
    required(seen)
        .filter(|paper| !is_ticked(sent, paper))
        .map(|paper| paper.name_vi.clone())
        .collect()
}

/// Papers that are there now and were not when it was filed: the receipt must name them too.
fn newly_given(seen: &Seen, sent: &Sent, known: &[PaperGiven]) -> Vec<PaperGiven> {
    let is_new = |paper: &&PaperItem| !known.iter().any(|one| one.name == paper.name_vi);
    required(seen)
        .filter(|paper| is_ticked(sent, paper))
        .filter(is_new)
        .map(given)
        .collect()
}

/// In the form and number that the procedure asks for.
fn given(paper: &PaperItem) -> PaperGiven {
    let is_shown = paper.handling == Handling::Show;
    let (originals, copies) = match (is_shown, paper.originals, paper.copies) {
        (true, _, _) => (0, 0),
        (false, 0, 0) => (1, 0),
        (false, originals, copies) => (originals, copies),
    };
    PaperGiven {
        name: paper.name_vi.clone(),
        originals: i64::from(originals),
        copies: i64::from(copies),
        shown_only: is_shown,
        ..PaperGiven::default()
    }
}
