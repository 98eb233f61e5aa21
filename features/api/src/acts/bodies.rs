//! What the body of each act holds beside the version, and which field of the act's form it fills.
//! For the table of acts; the rules about the values stand in the forms.

use crate::shape::{Member, Shape, may, must};

const TEXT_MAX: usize = 1_000;

fn note_member() -> Member {
    may("note", "Ghi chú", Shape::text(TEXT_MAX)).fills("ghi_chu")
}

fn account() -> Shape {
    Shape::pattern("^[0-9A-Za-z_@+.-]{1,60}$")
}

pub(super) fn note() -> Vec<Member> {
    vec![note_member()]
}

pub(super) fn instruction() -> Vec<Member> {
    vec![
        must(
            "instruction",
            "Chỉ đạo: ai làm gì, đến bao giờ",
            Shape::words(TEXT_MAX),
        )
        .fills("chi_dao"),
    ]
}

pub(super) fn reason() -> Vec<Member> {
    vec![
        must(
            "reason",
            "Lý do, để người dân và lãnh đạo đọc được",
            Shape::words(TEXT_MAX),
        )
        .fills("ly_do"),
    ]
}

pub(super) fn holder() -> Vec<Member> {
    vec![
        may(
            "holder",
            "Mã tài khoản được giao; bỏ trống là ai giữ vị trí đó cũng làm được",
            account(),
        )
        .fills("nguoi"),
        note_member(),
    ]
}

pub(super) fn assigned() -> Vec<Member> {
    vec![
        must("holder", "Mã tài khoản được giao", account()).fills("nguoi"),
        note_member(),
    ]
}

pub(super) fn question() -> Vec<Member> {
    vec![
        must("of", "Mã tài khoản được hỏi", account()).fills("nguoi"),
        must("question", "Nội dung cần ý kiến", Shape::words(TEXT_MAX)).fills("cau_hoi"),
    ]
}

pub(super) fn opinion() -> Vec<Member> {
    vec![must("opinion", "Ý kiến", Shape::words(TEXT_MAX)).fills("y_kien")]
}

pub(super) fn payment() -> Vec<Member> {
    vec![
        must(
            "dong",
            "Số tiền yêu cầu nộp",
            Shape::between(1, 1_000_000_000),
        )
        .fills("so_tien"),
        note_member(),
    ]
}

pub(super) fn number() -> Vec<Member> {
    vec![
        may(
            "number",
            "Số lấy bằng tay; bỏ trống là số tiếp theo",
            Shape::text(50),
        )
        .fills("so"),
        may("reason", "Lý do lấy số bằng tay", Shape::text(TEXT_MAX)).fills("ly_do"),
    ]
}

pub(super) fn result() -> Vec<Member> {
    vec![
        must(
            "outcome",
            "Kết quả giải quyết",
            Shape::one_of(["granted", "not_granted"]),
        )
        .fills("ket_qua"),
        must("name", "Tên giấy tờ trả cho người dân", Shape::words(200)).fills("ten"),
        may(
            "number",
            "Số của giấy tờ; văn bản trả lời không giải quyết thì phải có số",
            Shape::text(50),
        )
        .fills("so"),
        may(
            "reason",
            "Lý do không giải quyết; bắt buộc khi outcome là not_granted",
            Shape::text(TEXT_MAX),
        )
        .fills("ly_do"),
        note_member(),
    ]
}

pub(super) fn asked() -> Vec<Member> {
    let item = Shape::object(vec![
        must("name", "Giấy tờ cần bổ sung", Shape::words(TEXT_MAX)).fills("ten"),
        must("why", "Vì sao cần", Shape::words(TEXT_MAX)).fills("vi_sao"),
        must("how", "Cách bổ sung", Shape::words(TEXT_MAX)).fills("cach_sua"),
    ]);
    vec![
        must(
            "asked",
            "Mọi giấy tờ còn thiếu, ghi đủ trong một lần",
            Shape::list(item, 20),
        ),
        note_member(),
    ]
}

pub(super) fn came() -> Vec<Member> {
    vec![
        must(
            "came",
            "Số thứ tự (từ 1) của các giấy tờ đã nhận, trong danh sách asked",
            Shape::list(Shape::number(1), 20),
        )
        .fills("du"),
        note_member(),
    ]
}

pub(super) fn collector() -> Vec<Member> {
    vec![
        must(
            "collected_by",
            "Chủ hồ sơ, người nộp, hay người khác",
            Shape::one_of(["owner", "filer", "other"]),
        )
        .fills("ai_nhan"),
        must(
            "how",
            "Trả bằng cách",
            Shape::one_of(["counter", "post", "online"]),
        )
        .fills("cach"),
        may("name", "Họ tên người nhận thay", Shape::text(100)).fills("nguoi_nhan"),
        may("document", "Số giấy tờ của người nhận", Shape::text(40)).fills("giay_to"),
        may(
            "proof",
            "Nhận thay theo giấy ủy quyền, quan hệ nào",
            Shape::text(300),
        )
        .fills("chung_minh"),
        note_member(),
    ]
}

pub(super) fn apology() -> Vec<Member> {
    vec![
        must("day", "Ngày hẹn mới, phải là ngày làm việc", Shape::day()).fills("ngay"),
        may(
            "time",
            "Giờ hẹn, như 16:30; bỏ trống là hết giờ làm việc",
            Shape::text(5),
        )
        .fills("gio"),
        must("reason", "Lý do chậm", Shape::words(TEXT_MAX)).fills("ly_do"),
    ]
}

/// Accepting what came by portal or post: papers by their number in the catalogue, a date where the
/// catalogue has no limit, and what the fee depends on.
pub(super) fn accept() -> Vec<Member> {
    let count = || Shape::between(0, 2_000);
    vec![
        may(
            "papers",
            "Số thứ tự trong danh mục của các giấy tờ bắt buộc đã có",
            Shape::list(Shape::number(1), 200),
        )
        .fills("giay_to"),
        may(
            "day",
            "Ngày hẹn, khi danh mục chưa có thời hạn",
            Shape::day(),
        )
        .fills("ngay"),
        may("time", "Giờ hẹn", Shape::text(5)).fills("gio"),
        may("reason", "Lý do của ngày hẹn", Shape::text(TEXT_MAX)).fills("ly_do"),
        may("pages", "Số trang", count()).fills("pages"),
        may("copies", "Số bản", count()).fills("copies"),
        may("extra_copies", "Số bản sao trích lục xin thêm", count()).fills("extra_copies"),
        may("cases", "Số việc", count()).fills("cases"),
        may("exemption", "Diện miễn, lấy từ quote", Shape::text(100)).fills("exemption"),
        may("evidence", "Giấy tờ chứng minh được miễn", Shape::text(200)).fills("evidence"),
        may(
            "entered_dong",
            "Số tiền, khi mức thu chưa xác định",
            Shape::between(0, 1_000_000_000),
        )
        .fills("entered_dong"),
        may("entered_basis", "Căn cứ của số tiền đó", Shape::text(200)).fills("entered_basis"),
    ]
}
