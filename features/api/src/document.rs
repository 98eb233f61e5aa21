//! The OpenAPI 3.1 document, made of the same table as the router.
//! For programs that are made from it, and for the tools that try ours against it.

use axum::http::Method;
use serde_json::{Map, Value, json};

use crate::call::{KEY, KEY_PATTERN};
use crate::endpoint::{Door, Endpoint, Gives, Takes};
use crate::scope::Scope;
use crate::shape::{Shape, may, must};

/// The document of these endpoints, of a program with this name at this address.
pub(crate) fn document(endpoints: &[Endpoint], commune: &str, url: &str) -> Value {
    let mut named = std::collections::BTreeMap::new();
    let problem = problem().schema(&mut named);
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in endpoints {
        let operation = operation(endpoint, &problem, &mut named);
        let path = paths
            .entry(endpoint.path.to_owned())
            .or_insert_with(|| json!({}));
        path[endpoint.method.as_str().to_ascii_lowercase()] = operation;
    }
    let mut tags: Vec<&str> = Vec::new();
    for endpoint in endpoints {
        if !tags.contains(&endpoint.group) {
            tags.push(endpoint.group);
        }
    }
    let tags: Vec<Value> = tags
        .into_iter()
        .map(|name| json!({ "name": name }))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("Một cửa {commune}: giao diện cho chương trình"),
            "version": "1",
            "description": "Cùng quyền và cùng sự kiện như các trang của cán bộ. Mọi lỗi là application/problem+json (RFC 9457). Thời điểm theo giờ Việt Nam, tiền là đồng.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": url }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": named,
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": scopes(),
            } },
        },
    })
}

fn scopes() -> String {
    let lines: Vec<String> = Scope::ALL
        .iter()
        .map(|scope| format!("{}: {}", scope.name(), scope.vietnamese()))
        .collect();
    format!("Khóa do quản trị cấp. Phạm vi: {}.", lines.join("; "))
}

fn operation(
    endpoint: &Endpoint,
    problem: &Value,
    named: &mut std::collections::BTreeMap<&'static str, Value>,
) -> Value {
    let mut told = Map::new();
    told.insert("operationId".into(), json!(endpoint.id));
    told.insert("tags".into(), json!([endpoint.group]));
    told.insert("summary".into(), json!(endpoint.title));
    if !endpoint.about.is_empty() {
        told.insert("description".into(), json!(endpoint.about));
    }
    let security = match endpoint.door {
        Door::Public => json!([]),
        Door::Right(_, scope) => json!([{ "token": [scope.name()] }]),
    };
    told.insert("security".into(), security);
    told.insert("parameters".into(), parameters(endpoint, named));
    match &endpoint.takes {
        Takes::Nothing => {}
        Takes::Json(shape) => {
            let content = json!({ "application/json": { "schema": shape.schema(named) } });
            told.insert(
                "requestBody".into(),
                json!({ "required": true, "content": content }),
            );
        }
        Takes::Files => {
            told.insert("requestBody".into(), files_body());
        }
    }
    told.insert("responses".into(), responses(endpoint, problem, named));
    Value::Object(told)
}

fn parameters(
    endpoint: &Endpoint,
    named: &mut std::collections::BTreeMap<&'static str, Value>,
) -> Value {
    let mut all: Vec<Value> = endpoint
        .path_names()
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true,
                "schema": { "type": "string", "pattern": "^[0-9A-Za-z.-]{1,60}$" } })
        })
        .collect();
    for param in &endpoint.query {
        all.push(
            json!({ "name": param.name, "in": "query", "required": false,
            "description": param.about, "schema": param.shape.schema(named) }),
        );
    }
    if endpoint.method == Method::POST {
        all.push(json!({ "name": KEY, "in": "header", "required": true,
            "description": "Mỗi việc một giá trị mới. Gửi lại cùng giá trị và cùng nội dung thì nhận lại câu trả lời cũ, việc không bị làm hai lần; cùng giá trị với nội dung khác là lỗi 422. Giữ 7 ngày.",
            "schema": { "type": "string", "pattern": KEY_PATTERN } }));
    }
    Value::Array(all)
}

fn files_body() -> Value {
    let schema = json!({
        "type": "object",
        "properties": {
            "file": { "type": "array", "minItems": 1, "items": { "type": "string", "contentMediaType": "application/octet-stream" },
                "description": "PDF, JPG hoặc PNG, mỗi tệp tối đa 20 MB" },
            "kind": { "type": "string", "enum": ["citizen", "work", "result"], "description": "Giấy tờ của dân, trong khi giải quyết, hay kết quả" },
            "paper_seq": { "type": "integer", "minimum": 1, "description": "Giấy tờ thứ mấy trong danh sách papers của hồ sơ" },
        },
        "required": ["file"],
    });
    json!({ "required": true, "content": { "multipart/form-data": { "schema": schema } } })
}

fn responses(
    endpoint: &Endpoint,
    problem: &Value,
    named: &mut std::collections::BTreeMap<&'static str, Value>,
) -> Value {
    let mut all = Map::new();
    match &endpoint.gives {
        Gives::Json(status, shape) => {
            let mut headers = Map::new();
            let text = json!({ "schema": { "type": "string" } });
            if *status == 201 {
                headers.insert("Location".into(), text.clone());
            }
            if endpoint.method == Method::POST {
                headers.insert("Idempotency-Replayed".into(), text);
            }
            all.insert(
                status.to_string(),
                json!({ "description": "Xong", "headers": headers,
                    "content": { "application/json": { "schema": shape.schema(named) } } }),
            );
        }
        Gives::Bytes(kinds) => {
            let content: Map<String, Value> = kinds
                .iter()
                .map(|kind| ((*kind).to_owned(), json!({})))
                .collect();
            all.insert(
                "200".into(),
                json!({ "description": "Nội dung tệp", "content": content }),
            );
        }
    }
    for (status, why) in problems(endpoint) {
        all.insert(
            status.to_string(),
            json!({ "description": why, "content": { "application/problem+json": { "schema": problem } } }),
        );
    }
    Value::Object(all)
}

/// What may go wrong there, with the meaning.
pub(crate) fn problems(endpoint: &Endpoint) -> Vec<(u16, &'static str)> {
    let mut all = Vec::new();
    let (is_post, is_public) = (
        endpoint.method == Method::POST,
        endpoint.door == Door::Public,
    );
    all.push((400, "Yêu cầu chưa đọc được"));
    if !is_public {
        all.push((401, "Cần khóa còn hiệu lực"));
        all.push((403, "Tài khoản hoặc khóa không có quyền này"));
    }
    if endpoint.path.contains('{') {
        all.push((404, "Không có, hoặc không thuộc đơn vị này"));
    }
    if is_post {
        all.push((409, "Người khác vừa thay đổi trước: ai, việc gì, lúc nào"));
        all.push((413, "Nội dung quá lớn"));
        all.push((415, "Sai kiểu nội dung"));
    }
    if is_post || !endpoint.query.is_empty() || endpoint.path.contains('{') {
        all.push((422, "Quy tắc không cho, hoặc có chỗ cần sửa (errors)"));
    }
    all.push((429, "Gọi quá nhanh: đợi theo Retry-After"));
    all.push((503, "Cơ sở dữ liệu đang bận"));
    all
}

/// A problem (RFC 9457).
fn problem() -> Shape {
    let field = Shape::object(vec![
        must(
            "pointer",
            "Chỗ cần sửa: con trỏ JSON trong nội dung (#/owner/name), hoặc tên tham số",
            Shape::text(200),
        ),
        must("detail", "Cần làm gì", Shape::text(1_000)),
    ]);
    Shape::object(vec![
        must("type", "Loại lỗi, xem trang /api/v1/", Shape::text(200)),
        must("title", "Loại lỗi bằng lời", Shape::text(200)),
        must("status", "Mã trạng thái HTTP", Shape::between(400, 599)),
        must("detail", "Cần làm gì tiếp", Shape::text(4_000)),
        must("instance", "Địa chỉ đã gọi", Shape::text(8_000)),
        may("errors", "Từng chỗ cần sửa", Shape::all(field)),
        may("who", "Ai đã thay đổi trước", Shape::text(200)),
        may("what", "Việc người đó đã làm", Shape::text(200)),
        may("when", "Lúc nào", Shape::text(60)),
        may("current", "Nơi xem bản mới nhất", Shape::text(300)),
        may("reference", "Mã sự cố, đọc khi gọi điện", Shape::text(20)),
        may("help", "Cách nhờ giúp", Shape::text(1_000)),
    ])
    .named("Problem")
}
