//! The body that corrects a receipt: only what was wrong, and why; the rest stands as it was.
//! For the table of acts; papers are a list here and lines of text in the form.

use dossier::program;
use dossier::receive::PaperGiven;
use kit::Fields;
use serde_json::Value;

use crate::shape::{Member, Shape, may, must, to_fields};

const TEXT_MAX: usize = 1_000;
const COUNT_MAX: i64 = 999;

/// The fields of one person in the form: name, birth, number, address, telephone, e-mail.
const OWNER: [&str; 6] = [
    "chu_ten",
    "chu_sinh",
    "chu_so",
    "chu_noi_o",
    "chu_dien_thoai",
    "chu_thu",
];
const FILER: [&str; 6] = [
    "nop_ten",
    "nop_sinh",
    "nop_so",
    "nop_noi_o",
    "nop_dien_thoai",
    "nop_thu",
];

pub(super) fn body() -> Vec<Member> {
    vec![
        must(
            "reason",
            "Ai phát hiện và sai ở đâu",
            Shape::words(TEXT_MAX),
        )
        .fills("ly_do"),
        may("owner", "Chủ hồ sơ: chỉ những ô cần sửa", person(OWNER)),
        may(
            "filer",
            "Người nộp thay: chỉ những ô cần sửa",
            person(FILER),
        ),
        may(
            "papers",
            "Toàn bộ giấy tờ đã nộp, thay danh sách cũ",
            Shape::list(given(), 200),
        )
        .fills("giay_to"),
        may(
            "return_by",
            "Cách nhận kết quả",
            Shape::one_of(["counter", "post", "online"]),
        )
        .fills("tra_qua"),
        may("sets", "Số bộ hồ sơ", Shape::between(1, 99)).fills("so_bo"),
        may(
            "procedure",
            "Mã thủ tục đúng, khi tiếp nhận nhầm; chỉ trước khi bàn giao",
            Shape::words(40).such_as("1.001193"),
        )
        .fills("thu_tuc"),
    ]
}

/// A person's values; an empty text takes a value away.
fn person(fields: [&'static str; 6]) -> Shape {
    let [name, birth, number, address, phone, email] = fields;
    Shape::object(vec![
        may("name", "Họ và tên", Shape::words(150)).fills(name),
        may("birth", "Ngày sinh, hoặc năm sinh", Shape::text(20)).fills(birth),
        may("number", "Số giấy tờ tùy thân", Shape::text(20)).fills(number),
        may("address", "Nơi cư trú", Shape::text(250)).fills(address),
        may("phone", "Số điện thoại", Shape::text(30)).fills(phone),
        may("email", "Thư điện tử", Shape::text(120)).fills(email),
    ])
}

fn given() -> Shape {
    let count = || Shape::between(0, COUNT_MAX);
    Shape::object(vec![
        must("name", "Tên giấy tờ", Shape::words(250)),
        may("originals", "Số bản chính", count()),
        may("certified", "Số bản có chứng thực", count()),
        may("copies", "Số bản chụp", count()),
        may("shown_only", "Chỉ xuất trình để đối chiếu", Shape::flag()),
    ])
}

/// The fields of the form: each paper of the list is a line there.
pub(super) fn fields(shape: &Shape, body: &Value) -> Fields {
    let fields = to_fields(shape, body);
    let Some(list) = body.get("papers").and_then(Value::as_array) else {
        return fields;
    };
    let lines = program::paper_lines(&list.iter().map(paper).collect::<Vec<_>>());
    let papers = [("giay_to", lines.as_str())];
    Fields::of(fields.iter().chain(papers).collect::<Vec<_>>())
}

fn paper(given: &Value) -> PaperGiven {
    let count = |name: &str| given.get(name).and_then(Value::as_i64).unwrap_or_default();
    PaperGiven {
        name: given["name"].as_str().unwrap_or_default().to_owned(),
        originals: count("originals"),
        certified: count("certified"),
        copies: count("copies"),
        shown_only: given
            .get("shown_only")
            .and_then(Value::as_bool)
            .unwrap_or_default(),
    }
}
