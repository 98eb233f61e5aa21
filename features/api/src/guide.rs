//! The page that tells people who write programs what there is; made of the same table.
//! For whoever begins to write a program, before reading the document.

use askama::Template;
use axum::extract::State;
use kit::{App, Ctx, Page, Result, html};

use crate::endpoint::{Door, Endpoint, Gives, Takes};
use crate::scope::Scope;

#[derive(Template)]
#[template(path = "guide.html")]
struct Guide {
    page: Page,
    url: String,
    groups: Vec<Group>,
    scopes: Vec<(&'static str, &'static str)>,
    problems: [(&'static str, &'static str, &'static str); 12],
}

struct Group {
    name: &'static str,
    calls: Vec<Line>,
}

struct Line {
    method: String,
    path: &'static str,
    title: &'static str,
    about: &'static str,
    needs: &'static str,
    takes: &'static str,
    gives: &'static str,
}

impl Line {
    fn of(endpoint: &Endpoint) -> Self {
        Self {
            method: endpoint.method.to_string(),
            path: endpoint.path,
            title: endpoint.title,
            about: endpoint.about,
            needs: match endpoint.door {
                Door::Public => "không cần khóa",
                Door::Right(_, scope) => scope.name(),
            },
            takes: match endpoint.takes {
                Takes::Nothing => "",
                Takes::Json(_) => "JSON",
                Takes::Files => "tệp (multipart)",
            },
            gives: match endpoint.gives {
                Gives::Json(..) => "JSON",
                Gives::Bytes(_) => "tệp",
            },
        }
    }
}

/// Each kind of problem: place on this page, status, what it means.
const PROBLEMS: [(&str, &str, &str); 12] = [
    (
        "can-khoa",
        "401",
        "Thiếu khóa, hoặc khóa đã hết hạn, bị thu hồi, chưa được chủ tài khoản đồng ý.",
    ),
    (
        "khong-co-quyen",
        "403",
        "Vị trí của tài khoản không có quyền này.",
    ),
    (
        "sai-yeu-cau",
        "400, 403, 415, 422",
        "Yêu cầu chưa đúng cách: JSON hỏng, thiếu Idempotency-Key hay dùng lại cho việc khác, sai Content-Type, khóa thiếu phạm vi.",
    ),
    ("khong-co", "404", "Không có, hoặc thuộc đơn vị khác."),
    ("sai-phuong-thuc", "405", "Xem tiêu đề Allow."),
    (
        "nguoi-khac-vua-thay-doi",
        "409",
        "Có người làm trước: who, what, when cho biết ai, việc gì, lúc nào. Đọc lại hồ sơ, lấy version mới, rồi quyết định.",
    ),
    (
        "qua-lon",
        "413",
        "Nội dung JSON trên 1 MB, hoặc tệp trên 20 MB.",
    ),
    ("can-sua", "422", "errors chỉ từng chỗ cần sửa và cách sửa."),
    (
        "quy-tac-khong-cho",
        "422",
        "Pháp luật hoặc quy trình chưa cho làm việc này ở trạng thái này; detail nói phải làm gì trước.",
    ),
    ("qua-nhieu", "429", "Gọi quá nhanh; đợi theo Retry-After."),
    (
        "chua-biet-da-luu",
        "503",
        "Chưa biết đã lưu hay chưa: gửi lại với cùng Idempotency-Key.",
    ),
    (
        "su-co",
        "500",
        "Sự cố của hệ thống; đọc mã reference khi gọi điện.",
    ),
];

/// `GET /api/v1/`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let endpoints = crate::endpoints();
    let mut groups: Vec<Group> = Vec::new();
    for endpoint in &endpoints {
        match groups.iter_mut().find(|group| group.name == endpoint.group) {
            Some(group) => group.calls.push(Line::of(endpoint)),
            None => groups.push(Group {
                name: endpoint.group,
                calls: vec![Line::of(endpoint)],
            }),
        }
    }
    html(Guide {
        page: app.page(&ctx, "Giao diện cho chương trình"),
        url: app.public_url().to_owned(),
        groups,
        scopes: Scope::ALL
            .iter()
            .map(|scope| (scope.name(), scope.vietnamese()))
            .collect(),
        problems: PROBLEMS,
    })
}
