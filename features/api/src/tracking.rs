//! Following a dossier by its tracking code, as on the citizen's page: no name, no officer, no file.
//! For everybody who holds the code (ruling 29).

use kit::Result;
use serde_json::{Value, json};

use crate::answer::{Answer, Json, maybe_at};
use crate::call::Call;
use crate::endpoint::{Door, Endpoint, Gives};
use crate::shape::{Shape, must};

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get(
            "/api/v1/tracking/{code}",
            (
                "tracking.one",
                "Tra cứu",
                "Hồ sơ đang ở đâu, hẹn ngày nào, cần làm gì tiếp",
            ),
            Door::Public,
            Gives::Json(200, shape()),
            one,
        )
        .about("code là mã tra cứu 8 ký tự in trên giấy hẹn. Không nêu tên người dân hay cán bộ."),
    ]
}

fn shape() -> Shape {
    let point = Shape::object(vec![
        must(
            "state",
            "done, now, late, paused hay ahead",
            Shape::text(20),
        ),
        must("title", "Việc", Shape::text(500)),
        must("when", "Lúc nào, bằng lời", Shape::text(100)),
        must("text", "Thêm một câu", Shape::text(2_000)),
    ]);
    let promise = Shape::object(vec![
        must("label", "Vì sao có ngày này", Shape::text(300)),
        must("when", "Ngày hẹn, bằng lời", Shape::text(200)),
        must("note", "Điều cần biết", Shape::text(1_000)),
    ]);
    Shape::object(vec![
        must("tracking", "Mã tra cứu", Shape::text(8)),
        must(
            "number",
            "Mã hồ sơ, khi đã tiếp nhận",
            Shape::text(60).or_null(),
        ),
        must("procedure", "Tên thủ tục", Shape::text(2_000)),
        must("state", "Trạng thái", Shape::text(40)),
        must("title", "Trạng thái bằng lời", Shape::text(500)),
        must(
            "lines",
            "Nghĩa là gì, cần làm gì",
            Shape::all(Shape::text(2_000)),
        ),
        must(
            "asked",
            "Giấy tờ cần bổ sung",
            Shape::all(Shape::text(2_000)),
        ),
        must("due_at", "Hẹn trả", Shape::moment().or_null()),
        must("promises", "Các lần hẹn", Shape::all(promise)),
        must("points", "Chặng đường", Shape::all(point)),
    ])
    .named("Tracked")
}

async fn one(call: Call) -> Result<Answer> {
    let found = portal::tracked(&call.app, &call.ctx, &call.part("code")).await?;
    let points: Vec<Value> = found
        .points
        .iter()
        .map(|point| json!({ "state": point.state, "title": point.title, "when": point.when, "text": point.text }))
        .collect();
    let promises: Vec<Value> = found
        .promises
        .iter()
        .map(
            |promise| json!({ "label": promise.label, "when": promise.when, "note": promise.note }),
        )
        .collect();
    Ok(Json::of(json!({
        "tracking": found.tracking,
        "number": found.number,
        "procedure": found.procedure,
        "state": found.state.name(),
        "title": found.title,
        "lines": found.lines,
        "asked": found.asked,
        "due_at": maybe_at(found.due_at),
        "promises": promises,
        "points": points,
    }))
    .into())
}
