//! `GET /cb/phim-tat`: every key that works, and the switch that turns letters off.
//! For officers who work without a mouse, and for those whom stray letters disturb.

use askama::Template;
use axum::extract::State as FromState;
use kit::{App, Ctx, Page, Result, html};

/// Where the list of keys is.
pub(super) const PATH: &str = "/cb/phim-tat";

/// Keys of one place, each with what it does.
struct Keys {
    title: &'static str,
    rows: &'static [(&'static [&'static str], &'static str)],
}

const ALL: [Keys; 3] = [
    Keys {
        title: "Mọi trang",
        rows: &[
            (&["?"], "Mở trang này"),
            (&["G", "H"], "Đến danh sách hồ sơ"),
            (&["G", "Q"], "Đến quầy tiếp nhận"),
            (&["G", "V"], "Đến việc của tôi"),
            (&["Esc"], "Rời ô đang gõ"),
            (&["Ctrl+Enter"], "Lưu biểu mẫu chính"),
        ],
    },
    Keys {
        title: "Danh sách",
        rows: &[
            (&["J"], "Xuống dòng dưới (hoặc mũi tên xuống)"),
            (&["K"], "Lên dòng trên (hoặc mũi tên lên)"),
            (&["Enter"], "Mở dòng đang chọn"),
            (&["/"], "Vào ô tìm"),
            (&["N"], "Tiếp nhận hồ sơ mới"),
        ],
    },
    Keys {
        title: "Một hồ sơ",
        rows: &[
            (&["J"], "Hồ sơ sau trong danh sách"),
            (&["K"], "Hồ sơ trước trong danh sách"),
            (&["B"], "Yêu cầu bổ sung giấy tờ"),
            (&["C"], "Chuyển bước"),
            (&["T"], "Trả kết quả"),
            (&["F9"], "In hoặc xem giấy tiếp nhận"),
        ],
    },
];

#[derive(Template)]
#[template(path = "list/keys.html")]
struct KeysPage {
    page: Page,
    all: &'static [Keys],
}

/// The page.
pub(super) async fn page(FromState(app): FromState<App>, ctx: Ctx) -> Result {
    html(KeysPage {
        page: app.page(&ctx, "Phím tắt"),
        all: &ALL,
    })
}
