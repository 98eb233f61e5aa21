//! `GET /quyen-rieng-tu`: what is kept about people, why, who reads it, and what they may ask.
//! The law changed on 1/1/2026; the notice follows the day that the law counts.

use askama::Template;
use axum::extract::State;
use jiff::civil::{Date, date};
use kit::{App, Ctx, Link, Page, Result, html};

/// Luật 91/2025/QH15 takes effect.
const LAW_91: Date = date(2026, 1, 1);

#[derive(Template)]
#[template(path = "privacy.html")]
struct Privacy {
    page: Page,
    crumbs: Vec<Link>,
    rules: Rules,
}

/// What differs between the two laws.
struct Rules {
    basis: &'static str,
    answer: &'static str,
}

/// `GET /quyen-rieng-tu`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    html(Privacy {
        page: app.page(&ctx, "Bảo vệ dữ liệu cá nhân"),
        crumbs: vec![Link::new("/", "Trang chủ")],
        rules: rules(app.law_now().date()),
    })
}

fn rules(day: Date) -> Rules {
    if day < LAW_91 {
        return Rules {
            basis: "Nghị định 13/2023/NĐ-CP",
            answer: "72 giờ",
        };
    }
    Rules {
        basis: "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 và Nghị định 356/2025/NĐ-CP",
        answer: "2 ngày làm việc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_follows_the_law_of_the_day() {
        assert_eq!(rules(date(2025, 12, 31)).answer, "72 giờ");
        assert_eq!(rules(date(2026, 1, 1)).answer, "2 ngày làm việc");
    }
}
