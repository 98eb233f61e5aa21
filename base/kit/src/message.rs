//! The page that says why a request was not done and what to do next (template T11).
//! For the edge, which turns every `Error` into it and logs faults once.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;
use crate::field_errors::FieldErrors;
use crate::page::{Page, html_with};
use crate::words;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    page: Page,
    sentences: Vec<String>,
    errors: FieldErrors,
    /// What to tell on the telephone; empty unless something broke.
    reference: String,
    next: String,
    /// Where what somebody else changed now stands, and what was typed in vain.
    latest: String,
    typed: Vec<String>,
    home: &'static str,
    home_label: &'static str,
}

/// The page of an error. Faults get a reference number, and only it is shown.
pub(crate) fn render(app: &App, ctx: &Ctx, error: Error) -> Response {
    let status = error.status();
    let (reference, wait) = (logged(&error), wait_seconds(&error));
    let (home, home_label) = if ctx.is_office() {
        ("/cb/viec", "Về trang việc của tôi")
    } else {
        ("/", "Về trang chủ")
    };
    let (latest, typed) = match &error {
        Error::Conflict(conflict) => (conflict.place.clone(), conflict.typed.clone()),
        _ => (String::new(), Vec::new()),
    };
    let page = MessagePage {
        latest,
        typed,
        page: app.page(ctx, title(&error)),
        sentences: sentences(&error),
        reference,
        next: next(&error, &app.commune().phone),
        errors: match error {
            Error::Invalid(errors) => errors,
            _ => FieldErrors::new(),
        },
        home,
        home_label,
    };
    let mut response = html_with(status, page).unwrap_or_else(|broken| {
        tracing::error!(?broken, "the message page itself cannot be rendered");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    });
    if let Some(seconds) = wait {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

pub(crate) const fn wait_seconds(error: &Error) -> Option<u64> {
    match error {
        Error::TooMany { wait_seconds } => Some(*wait_seconds),
        _ => None,
    }
}

/// Logs what somebody must act upon, and gives it a number that leads there.
pub(crate) fn logged(error: &Error) -> String {
    let (Error::Fault(why) | Error::Unavailable(why) | Error::Uncertain(why)) = error else {
        return String::new();
    };
    let reference = reference();
    tracing::error!(reference, why, "{reference}: a request failed");
    reference
}

/// Eight letters and digits that are not mistaken for one another when read aloud.
fn reference() -> String {
    const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut bytes = [0_u8; 8];
    // Why a failure is let pass: a reference of equal letters is better than no page.
    let _ = getrandom::fill(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 31)]))
        .collect()
}

pub(crate) fn title(error: &Error) -> &'static str {
    match error {
        Error::Missing | Error::WrongMethod => "Không tìm thấy trang này",
        Error::Denied(domain::access::Denied::OtherAgency) => "Không tìm thấy trang này",
        Error::Denied(_) => "Ông, bà chưa có quyền làm việc này",
        Error::CrossSite => "Yêu cầu đến từ trang khác",
        Error::Refused(_) => "Chưa thực hiện được",
        Error::Invalid(_) => "Có chỗ cần sửa",
        Error::Conflict(_) => "Người khác vừa thay đổi trước",
        Error::TooLarge(_) => "Nội dung gửi lên quá lớn",
        Error::TooMany { .. } => "Đã thử quá nhiều lần",
        Error::SignedOut => "Cần đăng nhập lại",
        Error::Misfit { .. } => "Yêu cầu chưa đúng cách",
        Error::Uncertain(_) | Error::Unavailable(_) => "Hệ thống đang bận",
        Error::Fault(_) => "Hệ thống gặp sự cố",
    }
}

pub(crate) fn sentences(error: &Error) -> Vec<String> {
    let sentence = match error {
        Error::Missing | Error::WrongMethod => {
            "Địa chỉ có thể gõ thiếu, hoặc nội dung đã được chuyển đi.".to_owned()
        }
        Error::Denied(denied) => words::denied(denied),
        Error::CrossSite => {
            "Vì an toàn, hệ thống không nhận nội dung gửi từ trang khác. Chưa có gì được lưu."
                .to_owned()
        }
        Error::Refused(sentence) | Error::TooLarge(sentence) | Error::Misfit { sentence, .. } => {
            sentence.clone()
        }
        Error::Invalid(_) => "Chưa có gì được lưu. Những chỗ cần sửa:".to_owned(),
        Error::Conflict(conflict) => format!("{} Chưa có gì bị ghi đè.", conflict.sentence()),
        Error::TooMany { wait_seconds } => {
            format!("Hãy thử lại sau {}.", words::wait(*wait_seconds))
        }
        Error::SignedOut => {
            "Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác rồi thử lại.".to_owned()
        }
        Error::Uncertain(why) | Error::Unavailable(why) | Error::Fault(why) if is_full(why) => {
            "Máy chủ hết chỗ lưu dữ liệu. Việc vừa gửi chưa được lưu; xem thì vẫn được. Hãy báo ngay cho người giữ máy chủ."
                .to_owned()
        }
        Error::Uncertain(_) => "Máy chủ trả lời chậm. Việc vừa gửi có thể đã được lưu.".to_owned(),
        Error::Unavailable(_) => {
            "Cơ sở dữ liệu chưa trả lời. Việc vừa gửi chưa được lưu.".to_owned()
        }
        Error::Fault(_) => "Việc vừa gửi chưa được lưu. Lỗi này đã được ghi lại.".to_owned(),
    };
    vec![sentence]
}

/// Whether the disk took no more: SQLite's words, and the system's, which PostgreSQL passes on.
/// Neither keeps anything of such an act.
fn is_full(why: &str) -> bool {
    why.contains("database or disk is full") || why.contains("No space left on device")
}

pub(crate) fn next(error: &Error, phone: &str) -> String {
    let call = if phone.is_empty() {
        "hỏi Bộ phận Một cửa".to_owned()
    } else {
        format!("gọi {phone}")
    };
    match error {
        Error::Missing | Error::WrongMethod | Error::Misfit { .. } => {
            format!("Kiểm tra lại địa chỉ, hoặc {call} trong giờ làm việc.")
        }
        Error::Denied(_) | Error::TooMany { .. } | Error::SignedOut => {
            format!("Cần giúp thì {call} trong giờ làm việc.")
        }
        Error::CrossSite => "Hãy mở trang của xã rồi làm lại từ đó.".to_owned(),
        Error::Refused(_) | Error::Invalid(_) | Error::TooLarge(_) => format!(
            "Bấm nút Quay lại của trình duyệt để sửa, nội dung đã gõ thường vẫn còn. Cần giúp thì {call}."
        ),
        Error::Conflict(_) => "Hãy xem bản mới nhất, rồi làm tiếp từ đó.".to_owned(),
        Error::Uncertain(_) => {
            format!("Đợi vài phút, xem lại danh sách trước khi gửi lần nữa. Nếu vẫn vậy, {call}.")
        }
        Error::Unavailable(_) | Error::Fault(_) => {
            format!("Hãy thử lại sau vài phút. Nếu vẫn vậy, {call} và đọc mã sự cố này.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such_and_not_as_slowness() {
        let full = Error::Uncertain("commit: database or disk is full, in: COMMIT".to_owned());
        let said = sentences(&full).concat();
        assert!(
            said.contains("hết chỗ lưu") && said.contains("chưa được lưu"),
            "{said}"
        );
        let slow = sentences(&Error::Uncertain("no answer in 30 s".to_owned())).concat();
        assert!(slow.contains("có thể đã được lưu"), "{slow}");
    }
}
