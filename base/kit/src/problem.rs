//! The same reasons as on the page of errors, as problem details for programs (RFC 9457).
//! For the edge, which answers so under `/api/`; sentences stay Vietnamese, `type` is for machines.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::Denied;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;
use crate::message;

/// The media type of a problem.
const MEDIA_TYPE: &str = "application/problem+json";

/// The problem that an error is. `headers` are those of the bare answer, of which `Allow` is kept.
pub(crate) fn render(app: &App, ctx: &Ctx, error: &Error, headers: &HeaderMap) -> Response {
    let status = error.status();
    let mut told = Map::new();
    told.insert("type".into(), json!(format!("/api/v1/#{}", kind(error))));
    told.insert("title".into(), json!(title(error)));
    told.insert("status".into(), json!(status.as_u16()));
    told.insert("detail".into(), json!(detail(error, ctx)));
    told.insert("instance".into(), json!(ctx.path()));
    more(error, &mut told);
    let reference = message::logged(error);
    if !reference.is_empty() {
        told.insert("reference".into(), json!(reference));
        told.insert(
            "help".into(),
            json!(message::next(error, &app.commune().phone)),
        );
    }
    let mut response = (status, Value::Object(told).to_string()).into_response();
    let own = response.headers_mut();
    own.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = message::wait_seconds(error) {
        own.insert(header::RETRY_AFTER, seconds.into());
    }
    if status == StatusCode::UNAUTHORIZED {
        own.insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"motcua\""),
        );
    }
    if let Some(allow) = headers.get(header::ALLOW) {
        own.insert(header::ALLOW, allow.clone());
    }
    response
}

/// Members beyond the usual ones: fields to mend, who was quicker.
fn more(error: &Error, told: &mut Map<String, Value>) {
    match error {
        Error::Invalid(errors) => {
            let each = errors
                .iter()
                .map(|one| json!({ "pointer": pointer(&one.field), "detail": one.text }));
            told.insert("errors".into(), each.collect());
        }
        Error::Conflict(quicker) => {
            told.insert("who".into(), json!(quicker.who));
            told.insert("what".into(), json!(quicker.what));
            told.insert("when".into(), json!(quicker.when));
            if !quicker.place.is_empty() {
                told.insert("current".into(), json!(quicker.place));
            }
        }
        _ => {}
    }
}

/// Where in the body, as RFC 6901 in a fragment; `#` is the whole.
fn pointer(field: &str) -> String {
    if field.is_empty() || field.starts_with('/') {
        format!("#{field}")
    } else {
        field.to_owned()
    }
}

/// The name of the kind, which is also its place on the page of the documentation.
const fn kind(error: &Error) -> &'static str {
    match error {
        Error::Missing | Error::Denied(Denied::OtherAgency) => "khong-co",
        Error::WrongMethod => "sai-phuong-thuc",
        Error::Denied(_) => "khong-co-quyen",
        Error::CrossSite => "tu-trang-khac",
        Error::Refused(_) => "quy-tac-khong-cho",
        Error::Invalid(_) => "can-sua",
        Error::Conflict(_) => "nguoi-khac-vua-thay-doi",
        Error::TooLarge(_) => "qua-lon",
        Error::TooMany { .. } => "qua-nhieu",
        Error::SignedOut => "can-khoa",
        Error::Misfit { .. } => "sai-yeu-cau",
        Error::Uncertain(_) => "chua-biet-da-luu",
        Error::Unavailable(_) => "dang-ban",
        Error::Fault(_) => "su-co",
    }
}

fn title(error: &Error) -> &'static str {
    match error {
        Error::Missing | Error::Denied(Denied::OtherAgency) => "Không có ở địa chỉ này",
        Error::WrongMethod => "Địa chỉ này không nhận phương thức này",
        Error::SignedOut => "Cần khóa API còn hiệu lực",
        other => message::title(other),
    }
}

fn detail(error: &Error, ctx: &Ctx) -> String {
    match error {
        Error::Missing | Error::Denied(Denied::OtherAgency) => {
            "Không có gì ở địa chỉ này, hoặc không thuộc đơn vị này. Xem /api/v1/openapi.json."
                .to_owned()
        }
        Error::WrongMethod => {
            "Xem tiêu đề Allow và /api/v1/openapi.json để biết các phương thức được nhận."
                .to_owned()
        }
        Error::SignedOut => {
            "Gửi khóa còn hiệu lực trong tiêu đề «Authorization: Bearer …». Quản trị của đơn vị cấp khóa."
                .to_owned()
        }
        Error::Denied(denied) if ctx.bearer().is_some() => format!(
            "{} Khóa chỉ làm được việc mà tài khoản của nó được làm.",
            message::sentences(&Error::Denied(denied.clone())).join(" ")
        ),
        Error::Invalid(_) => "Chưa có gì được lưu. Xem «errors» để biết chỗ cần sửa.".to_owned(),
        Error::Conflict(quicker) => format!(
            "{} Chưa có gì bị ghi đè. Đọc lại rồi gửi với «version» mới.",
            quicker.sentence()
        ),
        Error::Uncertain(_) => {
            "Máy chủ trả lời chậm. Gửi lại với cùng Idempotency-Key: việc đã lưu không bị làm hai lần."
                .to_owned()
        }
        other => message::sentences(other).join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_body_is_a_pointer_and_a_parameter_its_name() {
        assert_eq!(pointer("/owner/name"), "#/owner/name");
        assert_eq!(
            (pointer(""), pointer("limit")),
            ("#".into(), "limit".into())
        );
    }
}
