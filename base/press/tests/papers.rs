//! A paper says the same as a page and as a PDF, and is never cut off.
//! Needs Debian's poppler-utils.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod sample;

use paper::{
    Align, Block, Column, Copies, Fees, Field, Filing, Header, Line, LineKind, PageNumbers, Paper,
    Receipt, Run, Signature, Size, Table, html, receipt, text,
};
use sample::{full_receipt, read, squeezed, words_of_html};

fn check_same_text(paper: &Paper) -> usize {
    let expected = squeezed(&text(paper));
    assert!(expected.len() > 100, "the sample says something");
    assert_eq!(squeezed(&words_of_html(&html(paper))), expected);
    let (words, pages) = read(&press::pdf(paper).unwrap());
    let words: String = words.lines().filter(|line| !is_page_number(line)).collect();
    assert_eq!(squeezed(&words), expected);
    pages
}

fn is_page_number(line: &str) -> bool {
    line.starts_with("Trang ") || line.parse::<u8>().is_ok_and(|page| page > 1)
}

#[test]
fn a_receipt_says_the_same_as_page_and_as_pdf() {
    for copies in [
        Copies::Citizen,
        Copies::Office,
        Copies::Both,
        Copies::BothOnA4,
    ] {
        let pages = check_same_text(&receipt(&Receipt {
            copies,
            ..sample::receipt()
        }));
        let expected = match copies {
            Copies::Office => 1,
            Copies::Citizen | Copies::BothOnA4 => 2,
            Copies::Both => 3,
        };
        assert_eq!(pages, expected, "{copies:?}");
    }
}

#[test]
fn the_labels_of_the_model_form_stand_in_its_order() {
    let phase = (sample::receipt().received, sample::receipt().received);
    let one = Receipt {
        submitter: Some("Lan".into()),
        second_phase: Some(phase),
        ..sample::receipt()
    };
    let words = text(&receipt(&one));
    let labels = [
        "Mẫu 01",
        "Liên 2:",
        "Mã hồ sơ:",
        "Quyển số:",
        "Số thứ tự:",
        "Bộ phận tiếp nhận và trả kết quả:",
        "Mã tra cứu:",
        "Điện thoại hỗ trợ:",
        "Tiếp nhận hồ sơ của:",
        "Người nộp:",
        "Địa chỉ:",
        "Số điện thoại:",
        "Email:",
        "Số giấy tờ:",
        "Nội dung yêu cầu giải quyết:",
        "1. Thành phần hồ sơ",
        "Bản chính",
        "Bản chứng thực",
        "Bản photo",
        "2. Số lượng hồ sơ: 01 (bộ)",
        "3. Thời gian giải quyết hồ sơ theo quy định là:",
        "4. Thời gian nhận hồ sơ: 09 giờ 12 phút, ngày 23 tháng 11 năm 2023",
        "5. Thời gian trả kết quả: 17 giờ 00 phút, ngày 23 tháng 11 năm 2023",
        "6. Thời gian nhận",
        "7. Thời gian trả",
        "Đăng ký nhận kết quả tại:",
        "16.000 đồng",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Dấu sổ: ab12cd34",
        "Vì sao hẹn trả",
    ];
    let mut rest = words.as_str();
    for label in labels {
        let at = rest
            .find(label)
            .unwrap_or_else(|| panic!("{label} is missing or out of order"));
        rest = &rest[at + label.len()..];
    }
}

#[test]
fn eight_papers_and_a_long_address_fit_one_page() {
    let one = Receipt {
        derivation: Vec::new(),
        ..full_receipt()
    };
    assert_eq!(check_same_text(&receipt(&one)), 1);
    assert_eq!(
        check_same_text(&receipt(&Receipt {
            copies: Copies::BothOnA4,
            ..one
        })),
        1
    );
}

#[test]
fn an_unusual_receipt_says_so() {
    let mut one = Receipt {
        filing: Filing::Online,
        fees: Fees::Unknown,
        due: None,
        late_entry: true,
        ..sample::receipt()
    };
    let again = paper::reprinted(receipt(&one), 2);
    check_same_text(&again);
    let words = text(&again);
    for part in [
        "chưa xác định",
        "chưa có thời hạn",
        "bản in lại lần 2",
        "nhập bù sau sự cố",
    ] {
        assert!(words.contains(part), "{part}");
    }
    assert!(!words.contains("NGƯỜI NỘP HỒ SƠ"));
    one.filing = Filing::Counter;
    assert!(text(&receipt(&one)).contains("NGƯỜI NỘP HỒ SƠ"));
}

#[test]
fn a_long_list_flows_on_and_loses_nothing() {
    let mut one = Receipt {
        derivation: Vec::new(),
        copies: Copies::Office,
        ..sample::receipt()
    };
    one.components = (1..=60)
        .map(|n| sample::component(&format!("Giấy tờ thứ {n}ờ"), 1, 0, 0))
        .collect();
    let (words, pages) = read(&press::pdf(&receipt(&one)).unwrap());
    assert!((2..=3).contains(&pages), "{pages} pages");
    let words = squeezed(&words);
    for n in 1..=60 {
        assert!(words.contains(&format!("Giấytờthứ{n}ờ")), "component {n}");
    }
    assert!(
        words.matches("Têngiấytờ").count() >= 2,
        "the heading row repeats"
    );
    assert!(words.contains(&format!("Trang1/{pages}")));
    let signed = words.find("NGƯỜITIẾPNHẬNHỒSƠ").unwrap();
    assert!(words.find("4.Thờigiannhận").unwrap() < signed);
}

#[test]
fn two_long_copies_on_a4_flow_on_side_by_side() {
    let mut one = Receipt {
        copies: Copies::BothOnA4,
        derivation: Vec::new(),
        ..sample::receipt()
    };
    one.components = (1..=60)
        .map(|n| sample::component(&format!("Giấy tờ thứ {n}ờ"), 1, 0, 0))
        .collect();
    let (words, pages) = read(&press::pdf(&receipt(&one)).unwrap());
    assert!((2..=3).contains(&pages), "{pages} pages");
    let words = squeezed(&words);
    for n in 1..=60 {
        assert_eq!(
            words.matches(&format!("Giấytờthứ{n}ờ")).count(),
            2,
            "component {n}"
        );
    }
}

#[test]
fn hostile_text_is_printed_as_it_is_written() {
    for hostile in [
        "#panic()",
        "#sys.inputs #read(\"/etc/passwd\")",
        "$x$ *đậm* _nghiêng_ `mã` <b>đậm</b> @nhãn <nhãn>",
        "</p><script>alert(1)</script> &amp; \"'",
        "= Tiêu đề",
        "- mục \\ // chú thích /* x */ [ ] { }",
        "--- ... ' \" 1. ~",
    ] {
        let one = Receipt {
            owner: hostile.into(),
            address: hostile.into(),
            officer: hostile.into(),
            request: hostile.into(),
            ..sample::receipt()
        };
        check_same_text(&receipt(&one));
    }
}

#[test]
fn a_name_of_five_hundred_characters_breaks_nothing() {
    for name in ["Ư".repeat(500), "Nguyễn ".repeat(71)] {
        let one = Receipt {
            owner: name.clone(),
            officer: name,
            ..sample::receipt()
        };
        check_same_text(&receipt(&one));
    }
}

#[test]
fn what_the_fonts_lack_is_named_by_number_in_the_pdf() {
    let one = Receipt {
        owner: "Thịnh 😀".into(),
        ..sample::receipt()
    };
    let paper = receipt(&one);
    assert!(html(&paper).contains("Thịnh 😀"));
    let (words, _) = read(&press::pdf(&paper).unwrap());
    assert!(words.contains("Thịnh [U+1F600]"));
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let paper = receipt(&sample::receipt());
    assert_eq!(press::pdf(&paper).unwrap(), press::pdf(&paper).unwrap());
}

#[test]
fn the_archive_format_and_the_language_are_declared() {
    let pdf = press::pdf(&receipt(&sample::receipt())).unwrap();
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("pdfaid:part>2<") && raw.contains("pdfaid:conformance>B<"));
    assert!(raw.contains("/Lang (vi") || raw.contains("/Lang(vi"));
    assert!(raw.contains("/MarkInfo"));
}

fn letter() -> Paper {
    let left = vec![
        Line::new(LineKind::Parent, "UBND HUYỆN TỨ KỲ"),
        Line::new(LineKind::AgencyRuled, "ỦY BAN NHÂN DÂN XÃ QUANG KHẢI"),
        Line::new(LineKind::Number, "Số: 01/PYC-UBND"),
    ];
    let date = Some("Quang Khải, ngày 05 tháng 01 năm 2023".into());
    let runs = vec![
        Run::plain("Đề nghị bổ sung "),
        Run::bold("một lần"),
        Run::italic(" (Mẫu 02)."),
    ];
    let body = Block::Paragraph {
        runs: vec![Run::plain(
            "Ủy ban nhân dân xã xin thông báo để Ông/Bà được biết. ".repeat(9),
        )],
        align: Align::Justify,
    };
    let mut parts = vec![
        Block::Header(Header::national(left, date)),
        Block::Title {
            lines: vec!["PHIẾU YÊU CẦU".into(), "BỔ SUNG HỒ SƠ".into()],
            subtitle: Some("Về việc cấp bản sao".into()),
        },
        Block::Field(Field::new("Kính gửi", "")),
        Block::Row {
            fields: vec![Field::new("Điện thoại", "1"), Field::new("Email", "a@b")],
        },
        Block::Rule,
        Block::Paragraph {
            runs,
            align: Align::Center,
        },
        Block::List {
            ordered: false,
            items: vec![vec![Run::plain("Giấy chứng sinh")]],
        },
        Block::List {
            ordered: true,
            items: vec![vec![Run::plain("Tờ khai")], vec![Run::plain("Căn cước")]],
        },
        Block::Cut,
    ];
    parts.extend(std::iter::repeat_n(body, 3));
    parts.push(Block::Table(Table {
        columns: vec![
            Column::new("Mục", 0, Align::Start),
            Column::new("Tiền", 30, Align::End),
        ],
        rows: vec![
            vec!["Lệ phí".into(), "8.000".into()],
            vec!["Cộng".into(), "8.000".into()],
        ],
        total: true,
    }));
    parts.push(Block::Closing {
        recipients: vec!["Như trên".into(), "Lưu: VT".into()],
        right: Signature {
            role: vec!["TM. ỦY BAN NHÂN DÂN".into(), "CHỦ TỊCH".into()],
            hint: None,
            name: Some("Nguyễn Văn Ngưỡng".into()),
        },
    });
    Paper {
        title: "Phiếu yêu cầu bổ sung".into(),
        form_no: None,
        issued: jiff::civil::date(2023, 1, 5).at(8, 0, 0, 0),
        size: Size::A4Portrait,
        two_up: false,
        page_numbers: PageNumbers::TopFromSecond,
        parts,
    }
}

#[test]
fn a_letter_with_every_kind_of_block_says_the_same() {
    assert_eq!(check_same_text(&letter()), 2);
}
