//! Mẫu 02 and 03 (TT 01/2018/TT-VPCP): what is still missing, and why a dossier is not taken in.
//! For the citizen who goes home with it.

use jiff::civil::DateTime;

use crate::Office;
use crate::office::{derived, sign};
use crate::tree::*;

/// What both slips say of the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// "Mẫu số 02 …", as the form set in force calls it.
    pub form_no: String,
    /// Name of the paper in capitals.
    pub title: Vec<String>,
    /// Its number: "01/HDHS".
    pub number: Option<String>,
    /// Who issues it.
    pub office: Office,
    /// When it was made.
    pub issued: DateTime,
    /// Dossier code, once there is one.
    pub code: Option<String>,
    /// The code for following the dossier.
    pub tracking: String,
    /// Address of the tracking page; becomes the QR code.
    pub link: String,
    /// Whose matter it is.
    pub owner: String,
    /// Who handed it in, if another person.
    pub submitter: Option<String>,
    /// Where the owner lives.
    pub address: String,
    /// Telephone of whoever can be reached.
    pub contact_phone: String,
    /// Their e-mail.
    pub email: String,
    /// What is asked for, with the procedure's code.
    pub request: String,
    /// The officer who wrote it.
    pub officer: String,
    /// How the promised date came about, where there is one: a sentence and its rule, each.
    pub derivation: Vec<(String, String)>,
    /// What it tells.
    pub says: Says,
}

/// What a slip tells the citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Mẫu 02: each paper with why and how, in one complete list.
    Supplement(Vec<[String; 3]>),
    /// Mẫu 03: the reason and its ground, line by line.
    Refusal(Vec<String>),
}

/// The slip as a paper.
pub fn slip(slip: &Slip) -> Paper {
    let mut parts = vec![
        slip.office
            .of_counter(slip.number.as_deref(), slip.issued.date()),
        Block::Title {
            lines: slip.title.clone(),
            subtitle: None,
        },
        code_box(slip),
    ];
    parts.extend(people(slip));
    match &slip.says {
        Says::Supplement(items) => parts.extend(supplement(slip, items)),
        Says::Refusal(lines) => parts.extend(refusal(slip, lines)),
    }
    let code = slip.code.as_ref().unwrap_or(&slip.tracking);
    parts.extend(derived(code, &slip.derivation));
    Paper {
        title: format!("{} {}", slip.title.join(" "), slip.tracking),
        form_no: Some(slip.form_no.clone()),
        issued: slip.issued,
        size: Size::A5Portrait,
        two_up: false,
        page_numbers: PageNumbers::Foot,
        parts,
    }
}

fn code_box(slip: &Slip) -> Block {
    let mut fields = Vec::new();
    if let Some(code) = &slip.code {
        fields.push(Field::new("Mã hồ sơ", code));
    }
    fields.push(Field::strong("Mã tra cứu", &slip.tracking));
    fields.push(Field::new("Tra cứu tại", &slip.link));
    if !slip.office.phone.is_empty() {
        fields.push(Field::new("Điện thoại hỗ trợ", &slip.office.phone));
    }
    Block::Boxed {
        fields,
        qr: Some(Qr {
            text: slip.link.clone(),
            label: "Mã QR để tra cứu hồ sơ".into(),
        }),
    }
}

fn people(slip: &Slip) -> Vec<Block> {
    let mut parts = vec![Block::Field(Field::strong("Hồ sơ của", &slip.owner))];
    if let Some(submitter) = &slip.submitter {
        parts.push(Block::field("Người nộp", submitter));
    }
    parts.extend([
        Block::field("Địa chỉ", &slip.address),
        Block::Row {
            fields: vec![
                Field::new("Số điện thoại", &slip.contact_phone),
                Field::new("Email", &slip.email),
            ],
        },
        Block::Field(Field::strong("Nội dung yêu cầu giải quyết", &slip.request)),
    ]);
    parts
}

fn supplement(slip: &Slip, items: &[[String; 3]]) -> Vec<Block> {
    let rows = (1..).zip(items).map(|(place, item)| {
        let place: usize = place;
        std::iter::once(place.to_string())
            .chain(item.iter().cloned())
            .collect()
    });
    let ask = format!(
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với {}, số điện thoại {}.",
        slip.officer,
        if slip.office.phone.is_empty() {
            "của bộ phận tiếp nhận"
        } else {
            &slip.office.phone
        },
    );
    vec![
        Block::paragraph("Yêu cầu Ông/Bà hoàn thiện hồ sơ gồm những nội dung như sau:"),
        Block::Table(Table {
            columns: vec![
                Column::new("TT", 5, Align::Center),
                Column::new("Giấy tờ", 0, Align::Start),
                Column::new("Lý do", 30, Align::Start),
                Column::new("Cách hoàn thiện", 25, Align::Start),
            ],
            rows: rows.collect(),
            total: false,
        }),
        Block::KeepTogether {
            parts: vec![
                Block::paragraph(ask),
                Block::Signatures {
                    left: None,
                    right: Some(sign("NGƯỜI HƯỚNG DẪN", &slip.officer)),
                },
            ],
        },
    ]
}

fn refusal(slip: &Slip, lines: &[String]) -> Vec<Block> {
    let mut parts = vec![Block::paragraph(format!(
        "Qua xem xét, {} {} thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
        slip.office.counter, slip.office.commune
    ))];
    parts.extend(lines.iter().map(Block::paragraph));
    let submitter = slip.submitter.as_ref().unwrap_or(&slip.owner);
    parts.push(Block::KeepTogether {
        parts: vec![
            Block::paragraph("Xin thông báo cho Ông/Bà được biết và thực hiện."),
            Block::Signatures {
                left: Some(sign("NGƯỜI NỘP HỒ SƠ", submitter)),
                right: Some(sign("NGƯỜI TIẾP NHẬN HỒ SƠ", &slip.officer)),
            },
        ],
    });
    parts
}
