//! The control slip (Mẫu 05, in the set of 2025 Mẫu 06): every hand-over of one dossier.
//! For whoever checks where time went; it is drawn from the event log, never written by hand.

use jiff::civil::DateTime;

use crate::Office;
use crate::tree::*;
use crate::words::moment;

/// What a control slip says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlSlip {
    /// "Mẫu số 05 (…)".
    pub form_no: String,
    /// Name of the paper in capitals.
    pub title: Vec<String>,
    /// Who issues it.
    pub office: Office,
    /// When it was drawn up.
    pub issued: DateTime,
    /// Quyển số of the register.
    pub book: String,
    /// Số thứ tự in that book.
    pub book_no: String,
    /// Whose dossier it is.
    pub owner: String,
    /// Dossier code.
    pub code: String,
    /// What is asked for.
    pub request: String,
    /// When it was received.
    pub received: DateTime,
    /// When the result is promised.
    pub due: Option<DateTime>,
    /// Who answers for it.
    pub in_charge: String,
    /// Who works on it beside.
    pub partners: String,
    /// The hand-overs, in their order.
    pub handings: Vec<Handing>,
}

/// One hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handing {
    /// Unit and name of who gives.
    pub from: (String, String),
    /// Unit and name of who takes.
    pub to: (String, String),
    /// When.
    pub at: DateTime,
    /// "Trước hạn", "Đúng hạn", "Quá hạn" for the step that ends; empty where it has no limit.
    pub verdict: String,
    /// What happened.
    pub note: String,
}

/// The control slip as a paper.
pub fn control_slip(slip: &ControlSlip) -> Paper {
    let due = slip.due.map_or_else(|| "chưa có thời hạn".into(), moment);
    let mut parts = vec![
        slip.office.of_counter(None, slip.issued.date()),
        Block::Title {
            lines: slip.title.clone(),
            subtitle: None,
        },
        Block::Row {
            fields: vec![
                Field::new("Quyển số", &slip.book),
                Field::new("Số thứ tự", &slip.book_no),
            ],
        },
        Block::Field(Field::strong("Kèm theo hồ sơ của", &slip.owner)),
        Block::Field(Field::strong("Mã hồ sơ", &slip.code)),
        Block::field("Nội dung yêu cầu giải quyết", &slip.request),
        Block::field("Ngày nhận", moment(slip.received)),
        Block::field("Ngày, giờ hẹn trả kết quả", due),
        Block::field("Cơ quan (bộ phận) giải quyết hồ sơ", &slip.in_charge),
        Block::field("Cơ quan phối hợp giải quyết hồ sơ", &slip.partners),
        Block::Table(Table {
            columns: vec![
                Column::new("TÊN CƠ QUAN", 25, Align::Start),
                Column::new("THỜI GIAN GIAO, NHẬN HỒ SƠ", 0, Align::Start),
                Column::new(
                    "KẾT QUẢ GIẢI QUYẾT HỒ SƠ (Trước hạn/đúng hạn/quá hạn)",
                    20,
                    Align::Center,
                ),
                Column::new("GHI CHÚ", 20, Align::Start),
            ],
            rows: (1..).zip(&slip.handings).map(row).collect(),
            total: false,
        }),
    ];
    parts.push(Block::note(
        "Phiếu lập từ nhật ký của phần mềm: mỗi lần giao, nhận ghi đúng người, đúng giờ đã bấm.",
    ));
    Paper {
        title: format!("{} {}", slip.title.join(" "), slip.code),
        form_no: Some(slip.form_no.clone()),
        issued: slip.issued,
        size: Size::A4Portrait,
        two_up: false,
        page_numbers: PageNumbers::TopFromSecond,
        parts,
    }
}

fn row((place, one): (usize, &Handing)) -> Vec<String> {
    let lines = |lines: [String; 2]| lines.join(&LINE_END.to_string());
    vec![
        lines([
            format!("{place}. Giao: {}", one.from.0),
            format!("Nhận: {}", one.to.0),
        ]),
        [
            moment(one.at),
            format!("Người giao: {}", one.from.1),
            format!("Người nhận: {}", one.to.1),
        ]
        .join(&LINE_END.to_string()),
        one.verdict.clone(),
        one.note.clone(),
    ]
}
