//! `GET /cb/quan-tri/tinh-trang`: what is wrong with the program and its data, and what to do.
//! For the administrator; nothing on it names a citizen.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{App, Ctx, Labelled, Page, Result, html};
use store::upkeep::Done;

use crate::alarms::{Alarm, alarms, size};
use crate::measured::{Measured, measure};
use crate::watch::Watch;

#[derive(Template)]
#[template(path = "page.html")]
struct StatePage {
    page: Page,
    alarms: Vec<Alarm>,
    rows: Vec<Labelled>,
    /// What is said where nothing is wrong: title and text.
    quiet: (&'static str, &'static str),
}

/// `GET /cb/quan-tri/tinh-trang`
pub(crate) async fn page(
    State(app): State<App>,
    watch: Option<Extension<Watch>>,
    ctx: Ctx,
) -> Result {
    let watched = watch.as_ref().map(|Extension(watch)| &*watch.0);
    let found = measure(&app, watched).await?;
    html(StatePage {
        page: app.page(&ctx, "Tình trạng hệ thống"),
        alarms: alarms(&found),
        rows: rows(&app, &found),
        quiet: quiet(&found),
    })
}

/// A demonstration is not asked for copies, so that silence there says less.
fn quiet(found: &Measured) -> (&'static str, &'static str) {
    if found.is_demo {
        return (
            "Bản trình diễn: chưa thấy lỗi",
            "Bản trình diễn không nhắc sao lưu và kiểm tra sổ; khi dùng thật, trang này nhắc cả hai. Trang này đo lại mỗi lần mở.",
        );
    }
    (
        "Mọi thứ bình thường",
        "Không có gì phải làm. Trang này đo lại mỗi lần mở.",
    )
}

fn rows(app: &App, found: &Measured) -> Vec<Labelled> {
    let at = |ms: i64| moment_vi(Moment::from_millis(ms));
    let done = |done: &Option<Done>| {
        done.as_ref()
            .map_or_else(|| "chưa có".to_owned(), |done| moment_vi(done.at))
    };
    let mut rows = vec![
        Labelled::new("Giờ của máy chủ", moment_vi(found.now())),
        Labelled::new("Bản sao lưu mới nhất", done(&found.backup)),
        Labelled::new("Lần kiểm tra sổ gần nhất", done(&found.verify)),
        Labelled::new(
            "Dấu sổ mới nhất",
            found.anchored_ms.map_or_else(|| "chưa có".to_owned(), at),
        ),
        Labelled::new("Cơ sở dữ liệu", size(found.database_bytes)),
    ];
    rows.extend(found.disks.iter().map(|disk| {
        Labelled::new(
            format!("Ổ đĩa của {}", disk.what.to_lowercase()),
            format!("còn {} trên {}", size(disk.free), size(disk.total)),
        )
    }));
    let figures = app.db().figures();
    rows.extend([
        Labelled::new("Bộ nhớ đang dùng", size(found.memory_bytes)),
        Labelled::new(
            "Đang chờ ghi và chờ đọc",
            format!("{} và {}", figures.waiting_acts, figures.waiting_reads),
        ),
        Labelled::new(
            "Lần ghi không thành từ lúc khởi động",
            figures.failed_batches.to_string(),
        ),
        Labelled::new("Phiên bản chương trình", env!("CARGO_PKG_VERSION")),
    ]);
    if found.started_ms > 0 {
        rows.push(Labelled::new("Chạy từ", at(found.started_ms)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_does_not_say_that_nothing_is_to_be_done() {
        let of = |is_demo| Measured {
            is_demo,
            ..Measured::default()
        };
        assert!(quiet(&of(true)).1.contains("không nhắc sao lưu"));
        assert!(quiet(&of(false)).1.contains("Không có gì phải làm"));
    }
}
