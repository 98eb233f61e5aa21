//! The catalogue: procedures that citizens of this commune may file under today.
//! For everybody, without a token.

use std::sync::Arc;

use domain::procedure::{Handling, Procedure, StepKind};
use kit::{Error, Result};
use serde_json::{Value, json};

use crate::answer::{Answer, Json};
use crate::call::Call;
use crate::endpoint::{Door, Endpoint, Gives, param};
use crate::shape::{Member, Shape, must};

const GROUP: &str = "Danh mục thủ tục";
const LIMIT_MAX: i64 = 200;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let list = Endpoint::get(
        "/api/v1/procedures",
        ("procedures.list", GROUP, "Danh sách, tìm thủ tục"),
        Door::Public,
        Gives::Json(200, crate::shape::page_of(brief())),
        list,
    )
    .with(vec![
        param(
            "q",
            "Tên, mã, hoặc tên tắt như «ks»; kết quả khớp nhất trước",
            Shape::text(100),
        ),
        param(
            "field",
            "Lĩnh vực, đúng như trong danh mục",
            Shape::text(200),
        ),
        param("limit", "Số mục mỗi trang", Shape::between(1, LIMIT_MAX)),
        param("after", "Trang sau, lấy từ next", Shape::text(100)),
    ]);
    let one = Endpoint::get(
        "/api/v1/procedures/{code}",
        (
            "procedures.one",
            GROUP,
            "Một thủ tục: giấy tờ, thời hạn, lệ phí, các bước",
        ),
        Door::Public,
        Gives::Json(200, whole()),
        one,
    );
    vec![list, one]
}

fn brief_members() -> Vec<Member> {
    vec![
        must("code", "Mã thủ tục quốc gia", Shape::text(40)),
        must(
            "id",
            "Bản đang có hiệu lực: mã và ngày bắt đầu",
            Shape::text(80),
        ),
        must("name", "Tên", Shape::text(2_000)),
        must("field", "Lĩnh vực", Shape::text(500)),
        must("time", "Thời hạn bằng lời", Shape::text(500)),
        must("fee", "Mức thu bằng lời", Shape::text(4_000)),
        must(
            "is_doubtful",
            "Thời hạn hoặc mức thu chưa kiểm chứng",
            Shape::flag(),
        ),
        must("on_the_spot", "Làm ngay tại quầy", Shape::flag()),
        must("valid_from", "Có hiệu lực từ", Shape::day()),
        must("page", "Trang cho người dân", Shape::text(500)),
        must("href", "Địa chỉ của thủ tục này", Shape::text(200)),
    ]
}

fn brief() -> Shape {
    Shape::object(brief_members()).named("ProcedureBrief")
}

fn whole() -> Shape {
    let paper = Shape::object(vec![
        must("seq", "Số thứ tự, dùng khi tiếp nhận", Shape::number(1)),
        must("name", "Tên giấy tờ", Shape::text(8_000)),
        must("originals", "Số bản chính", Shape::number(0)),
        must("copies", "Số bản sao", Shape::number(0)),
        must(
            "handling",
            "Nộp hay chỉ xuất trình",
            Shape::one_of(["submit", "show"]),
        ),
        must("condition", "Chỉ cần khi", Shape::text(8_000).or_null()),
        must("required", "Phải có khi điều kiện đúng", Shape::flag()),
        must("form_number", "Số mẫu", Shape::text(500).or_null()),
    ]);
    let step = Shape::object(vec![
        must("kind", "Loại bước", Shape::one_of(STEPS)),
        must("post", "Vị trí phụ trách", Shape::text(100)),
        must("action", "Việc làm ở bước này", Shape::text(2_000)),
    ]);
    let mut members = brief_members();
    members.extend([
        must(
            "limit_text",
            "Thời hạn như văn bản công bố",
            Shape::text(4_000),
        ),
        must(
            "longer_text",
            "Thời hạn khi cần xác minh",
            Shape::text(4_000).or_null(),
        ),
        must("papers", "Thành phần hồ sơ", Shape::all(paper)),
        must("results", "Kết quả", Shape::all(Shape::text(2_000))),
        must(
            "legal_bases",
            "Căn cứ pháp lý",
            Shape::all(Shape::text(2_000)),
        ),
        must("steps", "Các bước giải quyết", Shape::all(step)),
        must("valid_to", "Hết hiệu lực ngày", Shape::day().or_null()),
    ]);
    Shape::object(members).named("Procedure")
}

/// The kinds of steps, by their stored names.
pub(crate) const STEPS: [&str; 8] = [
    "receive",
    "handle",
    "approve",
    "seal",
    "committee",
    "wait",
    "outside",
    "deliver",
];

pub(crate) fn step_name(kind: StepKind) -> &'static str {
    dossier::row::step_kind(kind)
}

async fn list(call: Call) -> Result<Answer> {
    let (law, day) = (call.app.law(), call.app.law_now().date());
    let all: Vec<Arc<Procedure>> = match call.param("q") {
        "" => catalogue::for_citizens(&law, day),
        typed => {
            let hits = law.catalogue.search(typed, day);
            hits.into_iter()
                .map(|hit| hit.procedure)
                .filter(|found| catalogue::is_for_citizens(found))
                .collect()
        }
    };
    let field = call.param("field");
    let of_field = |one: &Arc<Procedure>| field.is_empty() || one.field_vi == field;
    let all: Vec<Arc<Procedure>> = all.into_iter().filter(of_field).collect();
    let from = match call.param("after") {
        "" => 0,
        last => all
            .iter()
            .position(|one| one.id == last)
            .map_or(all.len(), |at| at + 1),
    };
    let limit = usize::try_from(call.number("limit", 50)).unwrap_or(50);
    let rest = all.get(from..).unwrap_or_default();
    let page = &rest[..rest.len().min(limit)];
    let next = page
        .last()
        .filter(|_| rest.len() > limit)
        .map(|last| beside(&call, "after", &last.id));
    let items: Vec<_> = page.iter().map(|one| brief_of(one, &law, day)).collect();
    Ok(Json::page(&items, None, next).public().into())
}

/// The address of the page beside this one: the same query with another place.
pub(crate) fn beside(call: &Call, place: &'static str, at: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &call.query {
        if !["after", "before"].contains(&name.as_str()) {
            query.append_pair(name, value);
        }
    }
    query.append_pair(place, at);
    format!("{}?{}", call.ctx.path(), query.finish())
}

fn brief_of(one: &Procedure, law: &kit::Law, day: jiff::civil::Date) -> Value {
    let entry = catalogue::Entry::of(one, law, day);
    json!({
        "code": one.code,
        "id": one.id,
        "name": one.name_vi,
        "field": one.field_vi,
        "time": entry.time,
        "fee": entry.fee,
        "is_doubtful": entry.is_doubtful,
        "on_the_spot": one.on_the_spot,
        "valid_from": one.valid_from.to_string(),
        "page": entry.href,
        "href": format!("/api/v1/procedures/{}", one.code),
    })
}

/// The procedure in force under a code, if citizens may file under it.
pub(crate) fn in_force(call: &Call, code: &str) -> Result<Arc<Procedure>> {
    let (law, day) = (call.app.law(), call.app.law_now().date());
    law.catalogue
        .in_force(code, day)
        .filter(|found| catalogue::is_for_citizens(found))
        .cloned()
        .ok_or(Error::Missing)
}

async fn one(call: Call) -> Result<Answer> {
    let found = in_force(&call, &call.part("code"))?;
    let (law, day) = (call.app.law(), call.app.law_now().date());
    let mut told = brief_of(&found, &law, day);
    let papers: Vec<Value> = found.papers.iter().map(paper).collect();
    let steps: Vec<Value> = found
        .process
        .steps
        .iter()
        .map(|step| json!({ "kind": step_name(step.kind), "post": step.post, "action": step.action_vi }))
        .collect();
    let more = json!({
        "limit_text": found.limit.text_vi,
        "longer_text": found.limit.longer.as_ref().map(|longer| longer.text_vi.clone()),
        "papers": papers,
        "results": found.results,
        "legal_bases": found.legal_bases,
        "steps": steps,
        "valid_to": found.valid_to.map(|day| day.to_string()),
    });
    if let (Some(told), Value::Object(more)) = (told.as_object_mut(), more) {
        told.extend(more);
    }
    Ok(Json::of(told).public().into())
}

fn paper(item: &domain::procedure::PaperItem) -> Value {
    json!({
        "seq": item.seq,
        "name": item.name_vi,
        "originals": item.originals,
        "copies": item.copies,
        "handling": match item.handling {
            Handling::Submit => "submit",
            Handling::Show => "show",
        },
        "condition": item.condition_vi,
        "required": item.required,
        "form_number": item.form_number,
    })
}
