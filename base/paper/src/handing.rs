//! What changes hands: the list of dossiers handed over, and the slip for a result collected.
//! For the one-stop shop, the officer in charge, and the citizen who signs.

use jiff::civil::DateTime;

use crate::Office;
use crate::office::sign;
use crate::tree::*;
use crate::words::moment;

/// Dossiers handed over together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverList {
    /// Who issues it.
    pub office: Office,
    /// "01/PBG".
    pub number: String,
    /// Name of the paper in capitals.
    pub title: Vec<String>,
    /// When the paper was made.
    pub issued: DateTime,
    /// When they were handed over: earlier, where the paper is issued once more.
    pub handed: DateTime,
    /// Unit and name of who gives.
    pub from: (String, String),
    /// Units that take, and the name where one person takes all.
    pub to: (String, String),
    /// The dossiers.
    pub dossiers: Vec<HandedDossier>,
}

/// One dossier of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedDossier {
    /// Dossier code.
    pub code: String,
    /// What is asked for.
    pub request: String,
    /// Whose it is.
    pub owner: String,
    /// Day of receipt.
    pub received: String,
    /// Day and hour promised.
    pub due: String,
    /// Sets of papers.
    pub sets: i64,
    /// Who takes this one.
    pub taker: String,
}

/// A result that was collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionSlip {
    /// Who issues it.
    pub office: Office,
    /// "01/GBN".
    pub number: String,
    /// Name of the paper in capitals.
    pub title: Vec<String>,
    /// When the paper was made.
    pub issued: DateTime,
    /// When the result was handed out: earlier, where the paper is issued once more.
    pub given: DateTime,
    /// Dossier code.
    pub code: String,
    /// Name of the procedure, with its code.
    pub procedure: String,
    /// Whose dossier it is.
    pub owner: String,
    /// Who hands out.
    pub giver: String,
    /// Who collects, with the document shown and on what authority.
    pub taker: String,
    /// Number of the document shown.
    pub taker_document: String,
    /// On what authority, when it is not the owner; else empty.
    pub taker_proof: String,
    /// Telephone of whoever can be reached.
    pub taker_phone: String,
    /// What the result is.
    pub result: String,
    /// Its number, where it has one.
    pub result_number: String,
    /// How it was handed out.
    pub how: String,
}

/// The list as a paper.
pub fn hand_over_list(list: &HandOverList) -> Paper {
    let rows = (1..).zip(&list.dossiers).map(|(place, one)| {
        let place: usize = place;
        vec![
            place.to_string(),
            one.code.clone(),
            one.request.clone(),
            one.owner.clone(),
            one.received.clone(),
            one.due.clone(),
            one.sets.to_string(),
            one.taker.clone(),
        ]
    });
    let parts = vec![
        list.office
            .of_counter(Some(&list.number), list.issued.date()),
        Block::Title {
            lines: list.title.clone(),
            subtitle: None,
        },
        Block::field("Bên giao", between(&list.from)),
        Block::field("Bên nhận", between(&list.to)),
        Block::field("Thời gian bàn giao", moment(list.handed)),
        Block::Table(Table {
            columns: vec![
                Column::new("TT", 4, Align::Center),
                Column::new("Mã hồ sơ", 12, Align::Start),
                Column::new("Nội dung yêu cầu giải quyết", 0, Align::Start),
                Column::new("Chủ hồ sơ", 15, Align::Start),
                Column::new("Ngày nhận", 10, Align::Center),
                Column::new("Hẹn trả", 10, Align::Center),
                Column::new("Số bộ", 5, Align::Center),
                Column::new("Người nhận", 15, Align::Start),
            ],
            rows: rows.collect(),
            total: false,
        }),
        Block::KeepTogether {
            parts: vec![
                Block::Field(Field::strong(
                    "Tổng số hồ sơ bàn giao",
                    format!("{:02}", list.dossiers.len()),
                )),
                Block::Signatures {
                    left: Some(sign("NGƯỜI GIAO", &list.from.1)),
                    right: Some(sign("NGƯỜI NHẬN", &list.to.1)),
                },
            ],
        },
    ];
    Paper {
        title: format!("{} {}", list.title.join(" "), list.number),
        form_no: None,
        issued: list.issued,
        size: Size::A4Landscape,
        two_up: false,
        page_numbers: PageNumbers::TopFromSecond,
        parts,
    }
}

fn between((unit, name): &(String, String)) -> String {
    if name.is_empty() {
        unit.clone()
    } else {
        format!("{name}, {unit}")
    }
}

/// The slip as a paper: one copy for each side.
pub fn collection_slip(slip: &CollectionSlip) -> Paper {
    let mut parts = of_copy(slip, "Liên 1: Lưu cùng hồ sơ");
    parts.push(Block::NextCopy);
    parts.extend(of_copy(slip, "Liên 2: Giao người nhận"));
    Paper {
        title: format!("{} {}", slip.title.join(" "), slip.number),
        form_no: None,
        issued: slip.issued,
        size: Size::A5Portrait,
        two_up: false,
        page_numbers: PageNumbers::Foot,
        parts,
    }
}

fn of_copy(slip: &CollectionSlip, copy: &str) -> Vec<Block> {
    let mut parts = vec![
        slip.office
            .of_counter(Some(&slip.number), slip.issued.date()),
        Block::Title {
            lines: slip.title.clone(),
            subtitle: Some(copy.to_owned()),
        },
        Block::Field(Field::strong("Mã hồ sơ", &slip.code)),
        Block::field("Thủ tục", &slip.procedure),
        Block::Field(Field::strong("Chủ hồ sơ", &slip.owner)),
        Block::field("Người trả kết quả", &slip.giver),
        Block::Field(Field::strong("Người nhận kết quả", &slip.taker)),
        Block::Row {
            fields: vec![
                Field::new("Số giấy tờ", &slip.taker_document),
                Field::new("Số điện thoại", &slip.taker_phone),
            ],
        },
    ];
    if !slip.taker_proof.is_empty() {
        parts.push(Block::field("Nhận thay theo", &slip.taker_proof));
    }
    parts.extend([
        Block::Field(Field::strong("Kết quả", &slip.result)),
        Block::field("Số", &slip.result_number),
        Block::KeepTogether {
            parts: vec![
                Block::field("Cách trả", &slip.how),
                Block::field("Thời gian trả", moment(slip.given)),
                Block::Signatures {
                    left: Some(sign("NGƯỜI NHẬN", &slip.taker)),
                    right: Some(sign("NGƯỜI TRẢ", &slip.giver)),
                },
            ],
        },
    ]);
    parts
}
