//! The register book (Mẫu 06, in the set of 2025 Mẫu 07): a cover, then a row a dossier.
//! For the counter's shelf, and for whoever inspects it.

use jiff::civil::DateTime;

use crate::Office;
use crate::tree::*;

/// What a register, or a part of one, says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// "Mẫu số 06 (…)".
    pub form_no: String,
    /// "SỔ THEO DÕI HỒ SƠ".
    pub title: Vec<String>,
    /// Whose book it is.
    pub office: Office,
    /// Field of the procedures, where the book is of one field.
    pub field: Option<String>,
    /// Quyển số.
    pub book: String,
    /// The year.
    pub year: i16,
    /// Which part of how many, where one file does not hold the year.
    pub part: Option<(usize, usize)>,
    /// When it was drawn up.
    pub issued: DateTime,
    /// The rows, in their order.
    pub rows: Vec<RegisterRow>,
}

/// One row of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterRow {
    /// Number in the book.
    pub number: i64,
    /// Dossier code.
    pub code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Sets of papers.
    pub sets: i64,
    /// Whose dossier it is.
    pub owner: String,
    /// Address and telephone.
    pub reached: String,
    /// Who answers for it.
    pub in_charge: String,
    /// Day of receipt.
    pub received: String,
    /// Day promised.
    pub due: String,
    /// Day of return.
    pub returned: String,
    /// How the result goes out.
    pub return_by: String,
    /// Who took it.
    pub signed: String,
    /// Withdrawn, voided, late entry.
    pub note: String,
}

/// The register as a paper: its cover, then its rows.
pub fn register(book: &Register) -> Paper {
    let mut cover = vec![
        book.office.of_counter(None, book.issued.date()),
        Block::Title {
            lines: book.title.clone(),
            subtitle: None,
        },
        line(
            "Lĩnh vực",
            book.field.as_deref().unwrap_or("Tất cả lĩnh vực"),
        ),
        line("Quyển số", &book.book),
        line("Năm", &book.year.to_string()),
        line("Số dòng", &crate::words::grouped(book.rows.len())),
    ];
    if let Some((part, parts)) = book.part {
        cover.push(line("Phần", &format!("{part}/{parts}")));
    }
    cover.push(Block::PageBreak);
    cover.push(Block::Table(Table {
        columns: columns(),
        rows: book.rows.iter().map(row).collect(),
        total: false,
    }));
    Paper {
        title: format!("{} {}", book.title.join(" "), book.book),
        form_no: Some(book.form_no.clone()),
        issued: book.issued,
        size: Size::A4Landscape,
        two_up: false,
        page_numbers: PageNumbers::TopFromSecond,
        parts: cover,
    }
}

/// A line of the cover, in its middle.
fn line(label: &str, value: &str) -> Block {
    Block::Paragraph {
        runs: vec![Run::plain(format!("{label}: ")), Run::bold(value)],
        align: Align::Center,
    }
}

fn columns() -> Vec<Column> {
    use Align::{Center, Start};
    vec![
        Column::new("TT", 4, Center),
        Column::new("Mã hồ sơ", 10, Start),
        Column::new("Tên thủ tục hành chính", 12, Start),
        Column::new("Số bộ", 4, Center),
        Column::new("Tên cá nhân, tổ chức", 11, Start),
        Column::new("Địa chỉ, số điện thoại", 12, Start),
        Column::new("Cơ quan chủ trì giải quyết", 8, Start),
        Column::new("Nhận hồ sơ", 7, Center),
        Column::new("Hẹn trả kết quả", 7, Center),
        Column::new("Trả kết quả", 7, Center),
        Column::new("Phương thức nhận", 6, Start),
        Column::new("Ký nhận", 6, Start),
        Column::new("Ghi chú", 6, Start),
    ]
}

fn row(one: &RegisterRow) -> Vec<String> {
    vec![
        one.number.to_string(),
        one.code.clone(),
        one.procedure.clone(),
        one.sets.to_string(),
        one.owner.clone(),
        one.reached.clone(),
        one.in_charge.clone(),
        one.received.clone(),
        one.due.clone(),
        one.returned.clone(),
        one.return_by.clone(),
        one.signed.clone(),
        one.note.clone(),
    ]
}
