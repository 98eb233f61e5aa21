//! What dossiers look like in answers: in lists, whole, and after an act.
//! For the document, and for every answer that tells of a dossier.

use domain::dossier::State;

use crate::procedures::STEPS;
use crate::shape::{Shape, must};

/// What every act answers: where the dossier stands now; no person is named in it.
pub(crate) fn done_shape() -> Shape {
    Shape::object(vec![
        must(
            "code",
            "Mã hồ sơ, hoặc mã tra cứu khi chưa có",
            Shape::text(60),
        ),
        must("tracking", "Mã tra cứu của người dân", Shape::text(8)),
        must(
            "version",
            "Phiên bản, gửi kèm việc tiếp theo",
            Shape::number(1),
        ),
        must("state", "Trạng thái", state_shape()),
        must("state_text", "Trạng thái bằng lời", Shape::text(100)),
        must("step", "Bước hiện tại", Shape::one_of(STEPS).or_null()),
        must("post", "Vị trí phụ trách bước", Shape::text(100).or_null()),
        must("due_at", "Hẹn trả", Shape::moment().or_null()),
        must("message", "Việc vừa làm, bằng lời", Shape::text(1_000)),
        must("href", "Địa chỉ của hồ sơ", Shape::text(200)),
    ])
    .named("Done")
}

pub(super) fn dossier_shape() -> Shape {
    let offered = Shape::object(vec![
        must("act", "Tên việc", Shape::text(60)),
        must("label", "Việc bằng lời", Shape::text(200)),
        must("href", "Gửi POST đến đây", Shape::text(300)),
    ]);
    let told = Shape::object(vec![
        must("at", "Lúc", Shape::moment()),
        must("kind", "Sự kiện", Shape::text(100)),
        must("label", "Bằng lời", Shape::text(200)),
        must("by", "Ai: user:MÃ, citizen hoặc system", Shape::text(100)),
    ]);
    let asked = Shape::object(vec![
        must("name", "Giấy tờ", Shape::text(2_000)),
        must("why", "Vì sao", Shape::text(2_000)),
        must("how", "Cách bổ sung", Shape::text(2_000)),
    ]);
    let mut members = done_shape().members().to_vec();
    members.retain(|member| member.name != "message");
    members.extend([
        must("procedure", "Mã thủ tục", Shape::text(80)),
        must("procedure_id", "Bản thủ tục áp dụng", Shape::text(80)),
        must(
            "channel",
            "Cách nộp",
            Shape::one_of(["counter", "online", "post"]),
        ),
        must("return_by", "Cách nhận kết quả", Shape::text(20)),
        must("filed_at", "Lúc nộp", Shape::moment()),
        must("received_at", "Lúc tiếp nhận", Shape::moment().or_null()),
        must(
            "original_due_at",
            "Hẹn trả in trên giấy hẹn",
            Shape::moment().or_null(),
        ),
        must(
            "promised_at",
            "Ngày hẹn lại sau khi xin lỗi",
            Shape::moment().or_null(),
        ),
        must("finished_at", "Lúc có kết quả", Shape::moment().or_null()),
        must("returned_at", "Lúc trả kết quả", Shape::moment().or_null()),
        must(
            "holder",
            "Mã tài khoản đang giữ bước",
            Shape::text(60).or_null(),
        ),
        must("number", "Số đã lấy", Shape::text(200).or_null()),
        must(
            "owner",
            "Chủ hồ sơ; null khi đã xóa theo quy định",
            person_shape().or_null(),
        ),
        must("filer", "Người nộp thay", person_shape().or_null()),
        must("papers", "Giấy tờ đã kiểm tra", Shape::all(paper_shape())),
        must(
            "asked",
            "Giấy tờ yêu cầu bổ sung lần gần nhất",
            Shape::all(asked),
        ),
        must(
            "files",
            "Tệp đính kèm",
            Shape::all(crate::files::file_shape()),
        ),
        must("money", "Phí, lệ phí", crate::money::money_shape()),
        must(
            "acts",
            "Việc tài khoản này làm được bây giờ",
            Shape::all(offered),
        ),
        must("history", "Nhật ký", Shape::all(told)),
    ]);
    Shape::object(members).named("Dossier")
}

pub(super) fn listed_shape() -> Shape {
    Shape::object(vec![
        must(
            "code",
            "Mã hồ sơ, hoặc mã tra cứu khi chưa có",
            Shape::text(60),
        ),
        must("procedure", "Mã thủ tục", Shape::text(80)),
        must(
            "procedure_name",
            "Tên thủ tục",
            Shape::text(2_000).or_null(),
        ),
        must(
            "owner",
            "Chủ hồ sơ; null khi đã xóa theo quy định",
            Shape::text(200).or_null(),
        ),
        must(
            "channel",
            "Cách nộp",
            Shape::one_of(["counter", "online", "post"]),
        ),
        must("state", "Trạng thái", state_shape()),
        must("state_text", "Trạng thái bằng lời", Shape::text(100)),
        must("filed_at", "Lúc nộp", Shape::moment()),
        must("received_at", "Lúc tiếp nhận", Shape::moment().or_null()),
        must("due_at", "Hẹn trả", Shape::moment().or_null()),
        must("finished_at", "Lúc có kết quả", Shape::moment().or_null()),
        must("step", "Bước hiện tại", Shape::one_of(STEPS).or_null()),
        must("post", "Vị trí phụ trách bước", Shape::text(100).or_null()),
        must("step_due_at", "Hạn của bước", Shape::moment().or_null()),
        must("holder", "Người đang giữ", Shape::text(200).or_null()),
        must("href", "Địa chỉ của hồ sơ này", Shape::text(200)),
    ])
    .named("ListedDossier")
}

fn state_shape() -> Shape {
    Shape::one_of(State::ALL.into_iter().map(State::name).collect::<Vec<_>>())
}

fn person_shape() -> Shape {
    let text = |max| Shape::text(max).or_null();
    Shape::object(vec![
        must("name", "Họ và tên", Shape::text(200)),
        must("birth", "Ngày hoặc năm sinh", text(20)),
        must("gender", "Giới tính", text(20)),
        must("document_kind", "Loại giấy tờ tùy thân", Shape::text(20)),
        must("document_number", "Số giấy tờ", text(40)),
        must("address", "Nơi cư trú", Shape::text(500)),
        must("phone", "Điện thoại", text(40)),
        must("email", "Thư điện tử", text(200)),
        must("authority", "Quan hệ, giấy ủy quyền", text(500)),
    ])
    .named("Person")
}

fn paper_shape() -> Shape {
    Shape::object(vec![
        must("name", "Tên", Shape::text(8_000)),
        must("originals", "Bản chính", Shape::number(0)),
        must("certified", "Bản chứng thực", Shape::number(0)),
        must("copies", "Bản sao", Shape::number(0)),
        must("shown_only", "Chỉ xuất trình", Shape::flag()),
    ])
}
