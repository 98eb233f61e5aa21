//! The neutral tree of a paper: what it says and in what order, not how it looks.
//! For features that issue papers; the page and the PDF are both made from it.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// The language of every paper; officers and the law know only this one.
pub const LANG: &str = "vi";

/// Ends a line inside a table's cell.
pub const LINE_END: char = '\u{2028}';

/// One official paper: a receipt, a slip, a letter, a page of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Name of the document, for the window's title and the PDF's metadata.
    pub title: String,
    /// Number of the model form, such as "Mẫu 01"; printed at the top right.
    pub form_no: Option<String>,
    /// When it is issued, in Vietnam's time: the date of the PDF as a document.
    pub issued: DateTime,
    /// Sheet and orientation.
    pub size: Size,
    /// Puts copies side by side in pairs; wants [`Size::A4Landscape`].
    pub two_up: bool,
    /// Where page numbers stand.
    pub page_numbers: PageNumbers,
    /// The content, in reading order.
    pub parts: Vec<Block>,
}

/// Sheet sizes in use at a commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// Receipts and slips.
    A5Portrait,
    /// Letters and reports (NĐ 30/2020).
    A4Portrait,
    /// Registers, wide tables, and two A5 copies on one sheet.
    A4Landscape,
}

/// Where page numbers stand. They are furniture: no renderer's text has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageNumbers {
    /// Nowhere.
    None,
    /// "Trang 1/2" at the foot of a copy that has more than one page.
    Foot,
    /// Top centre from page 2 on (NĐ 30/2020, Phụ lục I).
    TopFromSecond,
}

/// A stretch of text in one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// A line of the header; its kind decides size, weight and the rule below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What this line is.
    pub kind: LineKind,
    /// The words, already in the case in which they are printed.
    pub text: String,
}

/// The kinds of header lines that NĐ 30/2020, Phụ lục I, mục V tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// Quốc hiệu: 12–13, bold.
    Nation,
    /// Tiêu ngữ: 13–14, bold, a rule below as long as its text.
    Motto,
    /// Cơ quan chủ quản: 12–13, not bold.
    Parent,
    /// Cơ quan ban hành: 12–13, bold.
    Agency,
    /// The last line of the agency: as `Agency`, a short rule below.
    AgencyRuled,
    /// Số, ký hiệu: 13.
    Number,
    /// "V/v …": 12–13.
    About,
}

/// The two columns at the head of every official paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Agency, unit, number.
    pub left: Vec<Line>,
    /// Quốc hiệu and tiêu ngữ.
    pub right: Vec<Line>,
    /// "Quang Khải, ngày 05 tháng 01 năm 2023".
    pub place_date: Option<String>,
}

/// A label and its value: "Địa chỉ: Thôn 2".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The label, without its colon.
    pub label: String,
    /// The value; an empty one leaves a dotted line to write on.
    pub value: String,
    /// Prints the value in bold.
    pub strong: bool,
}

/// A QR code, printed at least 24 mm wide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// What the code says; at most about 1,000 bytes.
    pub text: String,
    /// What it is for, told to those who cannot see it.
    pub label: String,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Percent of the table, up to 13 or a multiple of 5; 0 takes a share of the rest.
    pub width: u8,
    /// How its cells stand.
    pub align: Align,
}

/// How text stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// From the left.
    Start,
    /// In the middle.
    Center,
    /// To the right: amounts.
    End,
    /// Both edges: the body of a letter.
    Justify,
}

/// A table with a heading row that repeats on each page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The columns; no titles at all means no heading row.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Prints the last row in bold: a total.
    pub total: bool,
}

/// One place to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Lines such as "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"; in bold.
    pub role: Vec<String>,
    /// "(Ký, ghi rõ họ tên)".
    pub hint: Option<String>,
    /// The printed name below the space for ink.
    pub name: Option<String>,
}

/// A piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// Agency on the left, quốc hiệu on the right.
    Header(Header),
    /// Name of the paper in capitals, one or two lines, and what stands below.
    Title {
        /// The lines of the name.
        lines: Vec<String>,
        /// Copy, subject: in italics below.
        subtitle: Option<String>,
    },
    /// A frame for what people look for first, with a QR code at its right.
    Boxed {
        /// What stands in the frame.
        fields: Vec<Field>,
        /// The code.
        qr: Option<Qr>,
    },
    /// One label and value on a line of its own.
    Field(Field),
    /// Labels and values side by side on one line.
    Row {
        /// Two or three of them.
        fields: Vec<Field>,
    },
    /// A small heading inside the paper.
    Heading {
        /// The words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// The text.
        runs: Vec<Run>,
        /// How it stands.
        align: Align,
    },
    /// A list.
    List {
        /// Numbered 1. 2. 3., else with dashes.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Run>>,
    },
    /// A table.
    Table(Table),
    /// Places to sign, at the left and at the right half.
    Signatures {
        /// At the left.
        left: Option<Signature>,
        /// At the right.
        right: Option<Signature>,
    },
    /// The end of a letter: "Nơi nhận:" in small type, the signature at its right.
    Closing {
        /// One receiver each, without dash and semicolon.
        recipients: Vec<String>,
        /// Who signs.
        right: Signature,
    },
    /// A solid line across.
    Rule,
    /// A dashed line: cut here.
    Cut,
    /// Small print.
    Note {
        /// The text.
        runs: Vec<Run>,
    },
    /// What follows starts a new page of the same copy.
    PageBreak,
    /// What follows is another copy: a new page, numbered from 1 again.
    NextCopy,
    /// Is not torn apart by the end of a page, if it fits on one.
    KeepTogether {
        /// What belongs together.
        parts: Vec<Block>,
    },
}

impl Run {
    /// Ordinary text.
    pub fn plain(text: impl Into<String>) -> Run {
        Run {
            text: text.into(),
            bold: false,
            italic: false,
        }
    }

    /// Text in bold.
    pub fn bold(text: impl Into<String>) -> Run {
        Run {
            bold: true,
            ..Run::plain(text)
        }
    }

    /// Text in italics.
    pub fn italic(text: impl Into<String>) -> Run {
        Run {
            italic: true,
            ..Run::plain(text)
        }
    }
}

impl Line {
    /// A header line of this kind.
    pub fn new(kind: LineKind, text: impl Into<String>) -> Line {
        Line {
            kind,
            text: text.into(),
        }
    }
}

impl Header {
    /// A header with quốc hiệu and tiêu ngữ at the right.
    pub fn national(left: Vec<Line>, place_date: Option<String>) -> Header {
        let right = vec![
            Line::new(LineKind::Nation, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            Line::new(LineKind::Motto, "Độc lập - Tự do - Hạnh phúc"),
        ];
        Header {
            left,
            right,
            place_date,
        }
    }
}

impl Field {
    /// A label with an ordinary value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Field {
        Field {
            label: label.into(),
            value: value.into(),
            strong: false,
        }
    }

    /// A label with a value in bold.
    pub fn strong(label: impl Into<String>, value: impl Into<String>) -> Field {
        Field {
            strong: true,
            ..Field::new(label, value)
        }
    }
}

impl Column {
    /// A column; `width` in percent, up to 13 or a multiple of 5, or 0 for a share of the rest.
    pub fn new(title: impl Into<String>, width: u8, align: Align) -> Column {
        Column {
            title: title.into(),
            width,
            align,
        }
    }
}

impl Block {
    /// A label and value on a line of its own.
    pub fn field(label: impl Into<String>, value: impl Into<String>) -> Block {
        Block::Field(Field::new(label, value))
    }

    /// A small heading.
    pub fn heading(text: impl Into<String>) -> Block {
        Block::Heading { text: text.into() }
    }

    /// A paragraph of ordinary text.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph {
            runs: vec![Run::plain(text)],
            align: Align::Start,
        }
    }

    /// Small print.
    pub fn note(text: impl Into<String>) -> Block {
        Block::Note {
            runs: vec![Run::plain(text)],
        }
    }
}
