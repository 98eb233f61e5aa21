//! Papers, sets, the way of the result and the procedure in the form of a correction.
//! For the form; another procedure is possible until the dossier is handed over.

use domain::dossier::CorrectedPart;
use domain::fee::FeeQuote;
use domain::money::Dong;
use domain::procedure::{PaperItem, Procedure};
use domain::text::fold;
use kit::{Choice, FieldErrors, Fields, Result};
use payment::asked;
use store::{Sql as _, Tx, params};

use super::super::seen::Seen;
use super::super::sheet::{Input, Typed};
use super::Found;
use crate::receive::{self, PaperGiven};
use crate::row::DossierRow;

const WAYS: [(&str, &str); 3] = [
    ("counter", "Tại Một cửa"),
    ("post", "Qua bưu chính"),
    ("online", "Bản điện tử"),
];
const SHOWN: &str = "xuất trình";

/// What stands in the form beside people and papers.
pub(super) struct Things {
    return_by: String,
    sets: i64,
    /// The version of the right procedure, where another was typed.
    pub(super) procedure: Option<String>,
    procedure_code: String,
}

/// Papers as lines of text, a paper a line, as the form shows and reads them.
pub fn lines(papers: &[PaperGiven]) -> String {
    let line = |paper: &PaperGiven| {
        let shown = if paper.shown_only {
            format!(" | {SHOWN}")
        } else {
            String::new()
        };
        format!(
            "{} | {} | {} | {}{shown}",
            paper.name.split_whitespace().collect::<Vec<_>>().join(" "),
            paper.originals,
            paper.certified,
            paper.copies
        )
    };
    papers.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The papers of the lines, or a sentence about the first that cannot be read.
pub(super) fn read_papers(fields: &Fields, errors: &mut FieldErrors) -> Vec<PaperGiven> {
    let text = fields.lines(errors, "giay_to", "Giấy tờ đã nộp", 20_000);
    let mut papers = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match paper(line) {
            Some(paper) => papers.push(paper),
            None if errors.has("giay_to") => {}
            None => errors.add(
                "giay_to",
                format!("Chưa đọc được dòng «{line}». Hãy viết như: Tờ khai | 1 | 0 | 0"),
            ),
        }
    }
    papers
}

fn paper(line: &str) -> Option<PaperGiven> {
    let mut parts = line.split('|').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let mut count = || -> Option<i64> {
        match parts.next()? {
            "" => Some(0),
            typed => typed.parse().ok().filter(|n| (0..=999).contains(n)),
        }
    };
    let (originals, certified, copies) = (count()?, count()?, count()?);
    let shown_only = match parts.next() {
        None | Some("") => false,
        Some(word) if domain::text::fold(word) == domain::text::fold(SHOWN) => true,
        Some(_) => return None,
    };
    Some(PaperGiven {
        name: name.to_owned(),
        originals,
        certified,
        copies,
        shown_only,
    })
}

/// The other fields.
pub(super) fn inputs(seen: &Seen, typed: &Typed) -> Vec<Input> {
    let chosen = typed.or("tra_qua", seen.row.return_by.as_str());
    let ways = WAYS.map(|(name, label)| Choice::new(name, label, &chosen));
    let mut inputs = vec![
        Input::select("tra_qua", "Trả kết quả", ways.into()),
        Input::line(
            "so_bo",
            "Số bộ",
            typed.or("so_bo", seen.row.sets.to_string()),
        )
        .digits("4"),
    ];
    if seen.row.machine.step.is_none() {
        let code = typed.or("thu_tuc", seen.row.procedure_code.as_str());
        inputs.push(
            Input::line("thu_tuc", "Mã thủ tục", code)
                .wide("12")
                .hint("Chỉ sửa khi tiếp nhận nhầm thủ tục. Hạn trả tính lại theo thủ tục đúng, vẫn từ lúc tiếp nhận."),
        );
    }
    inputs
}

/// What was typed there.
pub(super) fn read(seen: &Seen, fields: &Fields, errors: &mut FieldErrors) -> Things {
    let row = &seen.row;
    let typed = fields.get("tra_qua");
    let return_by = WAYS
        .iter()
        .find(|(name, _)| *name == typed)
        .map_or(row.return_by.as_str(), |(name, _)| name);
    let usual = u32::try_from(row.sets).unwrap_or(1);
    let sets = fields.count(errors, "so_bo", "Số bộ", (usual, 99));
    let code = fields.get("thu_tuc");
    let mut things = Things {
        return_by: return_by.to_owned(),
        sets: i64::from(sets.max(1)),
        procedure: None,
        procedure_code: row.procedure_code.clone(),
    };
    let day = row.machine.received_at.unwrap_or(seen.desk.at).date();
    if !code.is_empty() && code != row.procedure_code {
        match seen.desk.law.catalogue.in_force(code, day) {
            Some(right) => {
                things.procedure = Some(right.id.clone());
                things.procedure_code = right.code.clone();
            }
            None => errors.add(
                "thu_tuc",
                format!(
                    "Không có thủ tục «{code}» vào ngày tiếp nhận. Hãy xem lại mã, ví dụ 1.001193"
                ),
            ),
        }
    }
    things
}

impl Things {
    /// What of it differs.
    pub(super) fn tell(&self, seen: &Seen, found: &mut Found) {
        let way = |name: &str| {
            let known = WAYS.iter().find(|(known, _)| *known == name);
            known.map_or(name, |(_, label)| label).to_owned()
        };
        let (before, after) = (way(&seen.row.return_by), way(&self.return_by));
        found.add(CorrectedPart::Contact, "Trả kết quả", before, after);
        let sets = (seen.row.sets.to_string(), self.sets.to_string());
        found.add(CorrectedPart::Papers, "Số bộ", sets.0, sets.1);
        if self.procedure.is_some() {
            found.changes.push(crate::former::Changed {
                label: "Thủ tục".to_owned(),
                before: seen.row.procedure_code.clone(),
                after: self.procedure_code.clone(),
            });
        }
    }

    /// The row with what stands in its own columns; none where that is as before.
    pub(super) fn on_row(&self, row: &DossierRow) -> Option<DossierRow> {
        let next = DossierRow {
            return_by: self.return_by.clone(),
            sets: self.sets,
            ..row.clone()
        };
        (next != *row).then_some(next)
    }
}

/// What the right procedure always asks for and the list does not hold: a receipt must not leave it
/// out. Of a list that is only mended no more is asked than that it is not emptied.
pub(super) fn unlisted(
    procedure: &Procedure,
    papers: &[PaperGiven],
    errors: &mut FieldErrors,
    is_another: bool,
) {
    let plain = |name: &str| fold(&name.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_listed = |wanted: &PaperItem| {
        papers
            .iter()
            .any(|paper| plain(&paper.name) == plain(&wanted.name_vi))
    };
    let wanted: Vec<&str> = procedure
        .papers
        .iter()
        .filter(|paper| paper.required && paper.condition_vi.is_none() && !is_listed(paper))
        .map(|paper| paper.name_vi.as_str())
        .collect();
    if wanted.is_empty() || errors.has("giay_to") {
        return;
    }
    if is_another {
        let told = format!(
            "Thủ tục {} cần thêm: {}. Đã nộp thì ghi mỗi giấy một dòng, đúng tên, như: Tờ khai | 1 | 0 | 0. Chưa nộp thì chưa sửa thủ tục được",
            procedure.code,
            wanted.join("; ")
        );
        errors.add("giay_to", told);
    } else if papers.is_empty() {
        let told = format!(
            "Danh sách giấy tờ đang trống mà thủ tục cần: {}. Hãy ghi lại giấy tờ đã nộp",
            wanted.join("; ")
        );
        errors.add("giay_to", told);
    }
}

/// What the right procedure costs by the rules of the day of receipt. Money taken under the wrong
/// one is given back first: a charge that was paid is not exchanged for another.
pub(super) fn fee(
    tx: &mut Tx<'_>,
    seen: &Seen,
    right: &Procedure,
    errors: &mut FieldErrors,
) -> Result<FeeQuote> {
    let paid = payment::summary(tx, &seen.row.id)?.paid;
    if paid > Dong::ZERO {
        let told = format!(
            "Đã thu {} theo thủ tục cũ. Hãy hoàn lại tiền ở trang Quỹ rồi mới sửa thủ tục",
            paid.vi()
        );
        errors.add("thu_tuc", told);
    }
    let day = seen.row.machine.received_at.unwrap_or(seen.desk.at).date();
    let (law, channel) = (&seen.desk.law, seen.row.machine.channel);
    let read = asked::read(law, right, day, channel, &Fields::default(), errors);
    Ok(read.quote)
}

/// The papers anew in place of those checked off before.
pub(super) fn write_papers(tx: &mut Tx<'_>, dossier: &str, papers: &[PaperGiven]) -> Result<()> {
    let rows = tx.rows(
        "SELECT id FROM dossier_paper WHERE dossier_id = $1 ORDER BY seq, id",
        params![dossier],
    )?;
    for row in &rows {
        tx.erase("dossier_paper", &row.get::<String>("id")?)?;
    }
    receive::store_papers(tx, dossier, papers)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_read_back_as_the_lines_they_are_shown_in() {
        let papers = vec![
            PaperGiven {
                name: "Tờ khai".into(),
                originals: 1,
                ..PaperGiven::default()
            },
            PaperGiven {
                name: "Căn cước".into(),
                copies: 2,
                shown_only: true,
                ..PaperGiven::default()
            },
        ];
        let fields = Fields::of([("giay_to", lines(&papers).as_str())]);
        let mut errors = FieldErrors::new();
        assert_eq!(read_papers(&fields, &mut errors), papers);
        assert!(errors.is_empty());
        for wrong in ["Tờ khai", "| 1 | 0 | 0", "Tờ khai | một | 0 | 0"] {
            let mut errors = FieldErrors::new();
            read_papers(&Fields::of([("giay_to", wrong)]), &mut errors);
            assert!(errors.has("giay_to"), "{wrong}");
        }
    }
}
