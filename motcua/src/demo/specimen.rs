//! The electronic version of a result as the demonstration shows it: its name, and that nobody has
//! signed it. For the files of dossiers; the same bytes for the same name.

use jiff::civil::date;
use paper::{Block, Header, Line, LineKind, PageNumbers, Paper, Size};

/// The specimen of a result with this name, as PDF.
pub(super) fn of(name: &str) -> Result<Vec<u8>, String> {
    press::pdf(&tree(name)).map_err(|error| error.to_string())
}

fn tree(name: &str) -> Paper {
    let left = vec![
        Line::new(LineKind::Agency, "ỦY BAN NHÂN DÂN"),
        Line::new(LineKind::AgencyRuled, "XÃ TRÌNH DIỄN"),
    ];
    Paper {
        title: format!("{name} (bản trình diễn)"),
        form_no: None,
        issued: date(2023, 1, 3).at(7, 30, 0, 0),
        size: Size::A5Portrait,
        two_up: false,
        page_numbers: PageNumbers::None,
        parts: vec![
            Block::Header(Header::national(left, None)),
            Block::Title {
                lines: vec![name.to_uppercase()],
                subtitle: Some("Bản điện tử để trình diễn, không có giá trị pháp lý".to_owned()),
            },
            Block::paragraph(
                "Ở xã, tệp này là bản chụp hoặc bản ký số của kết quả đã cấp cho công dân. Bản trình diễn dùng chung một tệp cho mỗi loại kết quả và không ghi tên ai.",
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specimen_is_the_same_each_time_and_small() {
        let name = "Quyết định trợ cấp xã hội hàng tháng";
        let (one, again) = (of(name).expect("a PDF"), of(name).expect("a PDF"));
        assert_eq!(one, again);
        assert!(
            one.starts_with(b"%PDF") && one.len() < 60_000,
            "{}",
            one.len()
        );
    }
}
