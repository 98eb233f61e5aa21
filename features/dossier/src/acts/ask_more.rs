//! Asking the citizen for more (A5, B3, Mẫu 02): everything that is missing, in one list.
//! For the one-stop officer and the officer in charge; a second list is the leader's own act.

use domain::access::{self, Act, Subject};
use domain::dossier::Refusal;
use kit::{Error, FieldErrors, Fields, Result};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{AskedRow, Sent, Sheet, Typed, note, note_input};
use crate::act::Acted;
use crate::sentences;
use crate::supplement::{self, Asked};

const ROWS_AT_FIRST: usize = 4;
const ROWS_MORE: usize = 3;
const ROWS_MAX: usize = 30;
const TEXT_MAX: usize = 300;

/// Yêu cầu bổ sung.
pub(crate) struct AskMore;

impl ActForm for AskMore {
    const PATH: &'static str = "/cb/ho-so/{code}/bo-sung";
    const ACT: Act = Act::RequestSupplement;
    // The leader, whose act a second request is, has no other right to ask for papers.
    const DOOR: Act = Act::OpenDossier;
    const TITLE: &'static str = "Phiếu yêu cầu bổ sung";

    fn may(seen: &Seen) -> Result<()> {
        let subject = Subject::agency(&seen.desk.agency);
        let leads = access::may(&seen.actor, Act::AllowSecondSupplement, &subject).is_ok();
        if seen.row.machine.supplements > 0 && leads {
            return Ok(());
        }
        access::may(&seen.actor, Self::ACT, &seen.row.access_subject())?;
        if seen.row.machine.supplements > 0 {
            // Said before a whole list is typed in vain.
            let refusal = Refusal::SecondSupplementNeedsLeader;
            return Err(Error::refused(sentences::refusal(&refusal)));
        }
        Ok(())
    }

    fn sheet(seen: &Seen, _: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let mut consequences = vec![
            "Đồng hồ tính hạn dừng lại cho đến khi nhận đủ giấy tờ.".to_owned(),
            "Người dân chỉ nhận một danh sách: mỗi giấy tờ kèm lý do và cách bổ sung. Hãy ghi đủ trong một lần.".to_owned(),
        ];
        if seen.row.machine.supplements > 0 {
            consequences.push(
                "Hồ sơ đã được yêu cầu bổ sung một lần: lần này do lãnh đạo cho phép, và hồ sơ tính là chậm khi chấm điểm.".into(),
            );
        }
        Ok(Sheet {
            lead: "Ghi mọi giấy tờ còn thiếu hoặc sai. Dòng không dùng thì để trống.".into(),
            consequences,
            rows: rows(typed.0.as_ref()),
            inputs: vec![note_input(typed).hint("Lời dặn thêm, có thể để trống.")],
            button: "Lập phiếu yêu cầu bổ sung",
            ..Sheet::default()
        })
    }

    fn is_redraw(sent: &Sent) -> bool {
        sent.fields.has("them")
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let asked = asked(&sent.fields, &mut errors);
        let note = note(&sent.fields, &mut errors);
        errors.settled()?;
        let id = &seen.row.id;
        let acted =
            supplement::request(tx, &seen.desk, &seen.actor, id, &asked, words(sent, &note))?;
        let told = format!(
            "Đã lập phiếu yêu cầu bổ sung {} giấy tờ. Hạn trả tạm dừng.",
            asked.len()
        );
        Ok((acted, told))
    }
}

/// What was typed, with empty rows after it.
fn rows(typed: Option<&Fields>) -> Vec<AskedRow> {
    let mut rows = typed.map(typed_rows).unwrap_or_default();
    let wanted = match typed {
        None => ROWS_AT_FIRST,
        Some(fields) if fields.has("them") => rows.len() + ROWS_MORE,
        Some(_) => rows.len().max(ROWS_AT_FIRST),
    };
    while rows.len() < wanted.min(ROWS_MAX) {
        rows.push(AskedRow {
            n: rows.len() + 1,
            ..AskedRow::default()
        });
    }
    rows
}

fn typed_rows(fields: &Fields) -> Vec<AskedRow> {
    let (mut whys, mut hows) = (fields.all("vi_sao"), fields.all("cach_sua"));
    let row = |(place, name): (usize, &str)| AskedRow {
        n: place + 1,
        name: name.to_owned(),
        why: whys.next().unwrap_or_default().to_owned(),
        how: hows.next().unwrap_or_default().to_owned(),
    };
    fields
        .all("ten")
        .take(ROWS_MAX)
        .enumerate()
        .map(row)
        .collect()
}

fn asked(fields: &Fields, errors: &mut FieldErrors) -> Vec<Asked> {
    let mut asked = Vec::new();
    for row in typed_rows(fields) {
        if row.name.is_empty() && row.why.is_empty() && row.how.is_empty() {
            continue;
        }
        let n = row.n;
        if [&row.name, &row.why, &row.how]
            .iter()
            .any(|text| text.chars().count() > TEXT_MAX)
        {
            errors.add(
                row.id(),
                format!("Giấy tờ thứ {n} có ô dài quá {TEXT_MAX} ký tự. Hãy viết ngắn lại"),
            );
        }
        if row.name.is_empty() {
            errors.add(row.id(), format!("Giấy tờ thứ {n}: hãy ghi tên giấy tờ"));
        } else if row.why.is_empty() {
            errors.add(
                row.id(),
                format!("Giấy tờ thứ {n}: hãy ghi vì sao cần, để người dân hiểu"),
            );
        } else if row.how.is_empty() {
            errors.add(row.id(), format!("Giấy tờ thứ {n}: hãy ghi cách bổ sung"));
        }
        asked.push(Asked {
            name: row.name,
            why: row.why,
            how: row.how,
        });
    }
    if asked.is_empty() {
        errors.add("ten-1", "Hãy ghi ít nhất một giấy tờ còn thiếu");
    }
    asked
}
