//! Papers as the commune issues them, and the tools that read a PDF back.
//! For the tests of this crate.

#![allow(dead_code, reason = "each test file uses a part")]

use jiff::civil::date;
use paper::{Component, Copies, Fees, Filing, Hint, Receipt};
use std::fs;
use std::process::Command;

pub fn receipt() -> Receipt {
    Receipt {
        form_no: Some("Mẫu 01".into()),
        agency: vec![
            "UBND XÃ QUANG KHẢI".into(),
            "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ".into(),
        ],
        place: "Quang Khải".into(),
        counter: "Bộ phận Một cửa xã Quang Khải, quầy 2".into(),
        code: "000.21.49.H23-231123-0007".into(),
        tracking: "7KQ2-M9XA".into(),
        link: "https://motcua.example.vn/t/7KQ2M9XA".into(),
        phone: Some("0220 000 0000".into()),
        book: "11/2023".into(),
        book_no: "143".into(),
        owner: "Phạm Văn Thịnh".into(),
        submitter: None,
        address: "Thôn 2, xã Quang Khải, huyện Tứ Kỳ, tỉnh Hải Dương".into(),
        owner_phone: "0000 000 417".into(),
        email: "thinh@example.vn".into(),
        identity: "Căn cước công dân số 000000000417".into(),
        request: "Đăng ký khai sinh (1.001193)".into(),
        components: vec![
            component("Tờ khai đăng ký khai sinh", 1, 0, 0),
            component("Giấy chứng sinh", 1, 0, 0),
            component(
                "Căn cước của người đi đăng ký: xuất trình, đã trả lại",
                0,
                0,
                1,
            ),
        ],
        sets: 1,
        term: "Ngay trong ngày".into(),
        received: date(2023, 11, 23).at(9, 12, 0, 0),
        due: Some(date(2023, 11, 23).at(17, 0, 0, 0)),
        second_phase: None,
        return_at: "Bộ phận Một cửa, quầy 2".into(),
        fees: Fees::Known {
            lines: vec![
                ("Đăng ký khai sinh đúng hạn".into(), 0),
                (
                    "Bản sao trích lục khai sinh, 2 bản × 8.000 đồng".into(),
                    16_000,
                ),
            ],
            paid: "Đã thu, chuyển khoản".into(),
        },
        filing: Filing::Counter,
        officer: "Vũ Thị Lan".into(),
        late_entry: false,
        hints: vec![Hint(
            "Thời gian giải quyết chưa được đối chiếu với quyết định công bố.".into(),
        )],
        chain_head: Some("ab12cd34".into()),
        derivation: vec![
            (
                "Nhận lúc 9:12 thứ Năm 23/11/2023, trước 15 giờ.".into(),
                "NĐ 123/2015/NĐ-CP".into(),
            ),
            (
                "Trả kết quả trong ngày, trước giờ đóng cửa 17:00.".into(),
                "Luật Hộ tịch 2014".into(),
            ),
        ],
        copies: Copies::Citizen,
    }
}

pub fn component(name: &str, originals: u32, certified: u32, photocopies: u32) -> Component {
    Component {
        name: name.into(),
        originals,
        certified,
        photocopies,
    }
}

/// The largest receipt that must still fit one page: eight papers, an address
/// of 200 characters, and another person who brings it.
pub fn full_receipt() -> Receipt {
    let street = "Số nhà 17, ngõ 5, đường Nguyễn Lương Bằng, khu dân cư số 3, ";
    let address: String = street.chars().cycle().take(200).collect();
    Receipt {
        submitter: Some("Nguyễn Thị Quỳnh Ngưỡng".into()),
        address,
        components: (1..=8)
            .map(|n| {
                component(
                    &format!("Bản sao giấy chứng nhận quyền sử dụng đất {n}"),
                    1,
                    0,
                    2,
                )
            })
            .collect(),
        ..receipt()
    }
}

/// The words of a PDF in the order in which they were set, and its pages.
pub fn read(pdf: &[u8]) -> (String, usize) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    fs::write(&path, pdf).unwrap();
    let path = path.to_str().unwrap();
    let info = run("pdfinfo", &[path]);
    let pages = info
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .unwrap();
    (
        run("pdftotext", &["-raw", "-nopgbrk", path, "-"]),
        pages.trim().parse().unwrap(),
    )
}

fn run(tool: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|_| panic!("{tool} is missing: install Debian's package poppler-utils"));
    assert!(
        output.status.success(),
        "{tool}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A page's words as read aloud: tags off, list marks said.
pub fn words_of_html(html: &str) -> String {
    let mut out = String::new();
    let mut lists: Vec<Option<usize>> = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        match tag.split(' ').next().unwrap() {
            "ol" => lists.push(Some(0)),
            "ul" => lists.push(None),
            "/ol" | "/ul" => drop(lists.pop()),
            "li" => match lists.last_mut().unwrap() {
                Some(n) => {
                    *n += 1;
                    out.push_str(&format!("{n}."));
                }
                None => out.push('-'),
            },
            _ => {}
        }
        out.push_str(text);
    }
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, c);
    }
    out
}

/// Without the spaces, which belong to the layout.
pub fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}
