//! The receipt for fees (biên lai thu tiền phí, lệ phí): number in its series, sum in figures and words.
//! For the citizen who paid, and for the accountant (NĐ 123/2020/NĐ-CP Điều 30–36).

use jiff::civil::DateTime;

use crate::Office;
use crate::office::sign;
use crate::tree::*;
use crate::words::{dong, moment};

/// What a fee receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeReceipt {
    /// Who collects.
    pub office: Office,
    /// Its tax code; empty leaves a line.
    pub tax_code: String,
    /// "01BLP0-001".
    pub form: String,
    /// "BI-23E".
    pub symbol: String,
    /// "0000001".
    pub number: String,
    /// Name of the paper in capitals.
    pub title: Vec<String>,
    /// When the paper was made.
    pub issued: DateTime,
    /// When it was paid: earlier, where the paper is issued once more.
    pub paid: DateTime,
    /// Who paid.
    pub payer: String,
    /// Where they live.
    pub address: String,
    /// Dossier code.
    pub code: String,
    /// Each fee: its name, phí or lệ phí, its amount in đồng.
    pub lines: Vec<(String, String, i64)>,
    /// The sum in đồng.
    pub total: i64,
    /// The sum in words.
    pub words: String,
    /// Cash or transfer.
    pub method: String,
    /// What of it was given back since, and what is left; empty for nothing.
    pub given_back: String,
    /// Who took it.
    pub officer: String,
    /// What it is not, where the house has no electronic receipts of the tax office.
    pub remark: String,
}

/// The receipt as a paper: one copy stays, one goes with the payer.
pub fn fee_receipt(receipt: &FeeReceipt) -> Paper {
    let mut parts = of_copy(receipt, "Liên 1: Lưu tại cơ quan thu");
    parts.push(Block::NextCopy);
    parts.extend(of_copy(receipt, "Liên 2: Giao người nộp tiền"));
    Paper {
        title: format!(
            "{} {} {}",
            receipt.title.join(" "),
            receipt.symbol,
            receipt.number
        ),
        form_no: None,
        issued: receipt.issued,
        size: Size::A5Portrait,
        two_up: false,
        page_numbers: PageNumbers::Foot,
        parts,
    }
}

fn of_copy(receipt: &FeeReceipt, copy: &str) -> Vec<Block> {
    let rows = receipt
        .lines
        .iter()
        .map(|(name, kind, amount)| vec![name.clone(), kind.clone(), dong(*amount)])
        .chain([vec!["Cộng".to_owned(), String::new(), dong(receipt.total)]]);
    let mut parts = vec![
        receipt.office.of_counter(None, receipt.issued.date()),
        Block::Title {
            lines: receipt.title.clone(),
            subtitle: Some(copy.to_owned()),
        },
        Block::Boxed {
            fields: vec![
                Field::strong("Số", &receipt.number),
                Field::new("Mẫu số", &receipt.form),
                Field::new("Ký hiệu", &receipt.symbol),
            ],
            qr: None,
        },
        Block::field(
            "Đơn vị thu",
            format!("Ủy ban nhân dân {}", receipt.office.commune),
        ),
        Block::field("Mã số thuế", &receipt.tax_code),
        Block::Field(Field::strong(
            "Tên đơn vị hoặc người nộp tiền",
            &receipt.payer,
        )),
        Block::field("Địa chỉ", &receipt.address),
        Block::field("Mã hồ sơ", &receipt.code),
        Block::Table(Table {
            columns: vec![
                Column::new("Tên loại phí, lệ phí", 0, Align::Start),
                Column::new("Loại", 15, Align::Center),
                Column::new("Số tiền", 25, Align::End),
            ],
            rows: rows.collect(),
            total: true,
        }),
        Block::KeepTogether {
            parts: how_it_was_paid(receipt),
        },
    ];
    if !receipt.remark.is_empty() {
        parts.push(Block::note(&receipt.remark));
    }
    parts
}

fn how_it_was_paid(receipt: &FeeReceipt) -> Vec<Block> {
    let mut parts = vec![
        Block::Field(Field::strong("Viết bằng chữ", &receipt.words)),
        Block::field("Hình thức thanh toán", &receipt.method),
    ];
    if receipt.paid != receipt.issued {
        parts.push(Block::field("Thời gian thu tiền", moment(receipt.paid)));
    }
    if !receipt.given_back.is_empty() {
        parts.push(Block::field("Đã hoàn lại", &receipt.given_back));
    }
    parts.push(Block::Signatures {
        left: Some(sign("NGƯỜI NỘP TIỀN", &receipt.payer)),
        right: Some(sign("NGƯỜI THU TIỀN", &receipt.officer)),
    });
    parts
}
