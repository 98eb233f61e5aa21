//! What a filing would cost and when it would be due, without filing anything.
//! For programs at the counter; the rules are those of intake.

use domain::access::Act;
use domain::dossier::{Channel, due_of};
use domain::moment::Moment;
use kit::{FieldErrors, Fields, Result};
use payment::asked;
use serde_json::{Value, json};

use crate::answer::{Answer, Json, at, maybe_at};
use crate::call::Call;
use crate::endpoint::{Door, Endpoint, Gives, param};
use crate::procedures::in_force;
use crate::scope::Scope;
use crate::shape::{Shape, must, read_moment};

/// What the form asks and the query says, under the same names.
const FIELDS: [&str; 8] = [
    "pages",
    "copies",
    "extra_copies",
    "cases",
    "exemption",
    "evidence",
    "entered_dong",
    "entered_basis",
];

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let count = || Shape::between(0, 2_000);
    vec![
        Endpoint::get(
            "/api/v1/procedures/{code}/quote",
            (
                "procedures.quote",
                "Danh mục thủ tục",
                "Tính thử hạn trả và mức thu, không lưu gì",
            ),
            Door::Right(Act::Receive, Scope::Intake),
            Gives::Json(200, shape()),
            quote,
        )
        .with(vec![
            param(
                "channel",
                "Cách nộp",
                Shape::one_of(["counter", "online", "post"]),
            ),
            param(
                "at",
                "Tính như tiếp nhận vào lúc này; bỏ trống là bây giờ",
                Shape::moment(),
            ),
            param("pages", "Số trang", count()),
            param("copies", "Số bản", count()),
            param("extra_copies", "Số bản sao trích lục xin thêm", count()),
            param("cases", "Số việc", count()),
            param(
                "exemption",
                "Diện miễn, lấy từ exemptions; «khong» là không miễn",
                Shape::text(100),
            ),
            param("evidence", "Giấy tờ chứng minh được miễn", Shape::text(200)),
            param(
                "entered_dong",
                "Số tiền, khi mức thu chưa xác định",
                Shape::between(0, 1_000_000_000),
            ),
            param("entered_basis", "Căn cứ của số tiền đó", Shape::text(200)),
        ]),
    ]
}

fn shape() -> Shape {
    let ground = Shape::object(vec![
        must("text", "Một bước của cách tính", Shape::text(4_000)),
        must("rule", "Căn cứ", Shape::text(1_000)),
    ]);
    let line = Shape::object(vec![
        must("name", "Khoản thu", Shape::text(1_000)),
        must("basis", "Căn cứ", Shape::text(1_000)),
        must("quantity", "Số lượng", Shape::number(0)),
        must("unit_dong", "Đơn giá", Shape::number(0).or_null()),
        must(
            "dong",
            "Thành tiền; null là chưa xác định, không phải bằng không",
            Shape::number(0).or_null(),
        ),
        must("exempted_by", "Được miễn vì", Shape::text(2_000).or_null()),
    ]);
    let exemption = Shape::object(vec![
        must("id", "Gửi lại ở tham số exemption", Shape::text(100)),
        must("name", "Diện miễn", Shape::text(2_000)),
    ]);
    Shape::object(vec![
        must("procedure", "Mã thủ tục", Shape::text(40)),
        must("counted_from", "Tính từ lúc", Shape::moment()),
        must(
            "due_at",
            "Hẹn trả; null khi danh mục chưa có thời hạn",
            Shape::moment().or_null(),
        ),
        must("is_provisional", "Theo lịch nghỉ dự kiến", Shape::flag()),
        must("because", "Cách tính hạn trả", Shape::all(ground)),
        must(
            "total_dong",
            "Phải thu; null là chưa xác định",
            Shape::number(0).or_null(),
        ),
        must("total_text", "Phải thu bằng lời", Shape::text(500)),
        must("is_unverified", "Mức thu chưa kiểm chứng", Shape::flag()),
        must("lines", "Từng khoản", Shape::all(line)),
        must(
            "exemptions",
            "Các diện miễn có thể chọn",
            Shape::all(exemption),
        ),
    ])
    .named("Quote")
}

async fn quote(call: Call) -> Result<Answer> {
    let procedure = in_force(&call, &call.part("code"))?;
    let (law, now) = (call.app.law(), call.app.law_now());
    let from = read_moment(call.param("at")).unwrap_or(now);
    let channel = Channel::from_name(call.param("channel")).unwrap_or(Channel::Counter);
    let fields = Fields::of(FIELDS.iter().map(|name| (*name, call.param(name))));
    let mut errors = FieldErrors::new();
    let fee = asked::read(&law, &procedure, from.date(), channel, &fields, &mut errors);
    errors.settled()?;
    let due = procedure.limit.term.map(|term| {
        let limit = procedure.limit.of(term);
        due_of(from, limit, procedure.pause_policy, &[], &law.calendar)
    });
    let because: Vec<Value> = due
        .iter()
        .flat_map(|due| &due.because)
        .map(|ground| json!({ "text": ground.text, "rule": ground.rule }))
        .collect();
    let exemptions: Vec<Value> = asked::exemptions(&law, &procedure, from.date(), &fields)
        .into_iter()
        .map(|choice| json!({ "id": choice.value, "name": choice.label }))
        .collect();
    let due_at: Option<Moment> = due.as_ref().and_then(|due| due.at);
    Ok(Json::of(json!({
        "procedure": procedure.code,
        "counted_from": at(from),
        "due_at": maybe_at(due_at),
        "is_provisional": due.as_ref().is_some_and(|due| due.provisional),
        "because": because,
        "total_dong": fee.quote.total.map(|total| total.0),
        "total_text": fee.quote.total_vi(),
        "is_unverified": fee.quote.unverified,
        "lines": fee.quote.lines.iter().map(line).collect::<Vec<_>>(),
        "exemptions": exemptions,
    }))
    .into())
}

fn line(line: &domain::fee::FeeLine) -> Value {
    json!({
        "name": line.name_vi,
        "basis": line.basis,
        "quantity": line.quantity,
        "unit_dong": line.unit_dong.map(|dong| dong.0),
        "dong": line.dong.map(|dong| dong.0),
        "exempted_by": line.exempted_by,
    })
}
