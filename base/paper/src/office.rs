//! The head of every paper of the commune: who issues it, where, under which number.
//! For the papers of this crate, so that all begin alike (NĐ 30/2020, Phụ lục I).

use jiff::civil::Date;

use crate::tree::*;
use crate::words::place_date;

/// Who issues a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// "xã Quang Khải".
    pub commune: String,
    /// "Quang Khải".
    pub place: String,
    /// "Bộ phận Tiếp nhận và Trả kết quả".
    pub counter: String,
    /// Telephone for questions; empty where there is none.
    pub phone: String,
}

impl Office {
    /// The head of a paper that the one-stop shop issues.
    pub fn of_counter(&self, number: Option<&str>, day: Date) -> Block {
        let left = vec![
            Line::new(
                LineKind::Parent,
                format!("UBND {}", self.commune.to_uppercase()),
            ),
            Line::new(LineKind::AgencyRuled, self.counter.to_uppercase()),
        ];
        self.head(left, number, day)
    }

    /// The head of a letter that the commune's leader signs.
    pub fn of_committee(&self, number: Option<&str>, day: Date) -> Block {
        let left = vec![
            Line::new(LineKind::Agency, "ỦY BAN NHÂN DÂN"),
            Line::new(LineKind::AgencyRuled, self.commune.to_uppercase()),
        ];
        self.head(left, number, day)
    }

    fn head(&self, mut left: Vec<Line>, number: Option<&str>, day: Date) -> Block {
        if let Some(number) = number {
            left.push(Line::new(LineKind::Number, format!("Số: {number}")));
        }
        let day = place_date(&self.place, day);
        Block::Header(Header::national(left, Some(day)))
    }
}

/// A place to sign with its hint and the name below.
pub(crate) fn sign(role: &str, name: &str) -> Signature {
    Signature {
        role: vec![role.to_owned()],
        hint: Some("(Ký và ghi rõ họ tên)".into()),
        name: Some(name.to_owned()),
    }
}

/// The second part of a paper that names a date: how the date came about.
pub(crate) fn derived(code: &str, derivation: &[(String, String)]) -> Vec<Block> {
    if derivation.is_empty() {
        return Vec::new();
    }
    let items = derivation.iter().map(|(sentence, rule)| {
        let mut runs = vec![Run::plain(sentence)];
        if !rule.is_empty() {
            runs.push(Run::italic(format!(" ({rule})")));
        }
        runs
    });
    vec![
        Block::PageBreak,
        Block::heading("Vì sao hẹn trả vào ngày này"),
        Block::field("Mã hồ sơ", code),
        Block::List {
            ordered: true,
            items: items.collect(),
        },
    ]
}
