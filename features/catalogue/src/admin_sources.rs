//! `GET /qt/kiem-chung`: units, fees, days off and regimes with how sure each is and its source.
//! For the administrator and the controller: what is not verified is here to be checked and asked.

use askama::Template;
use axum::extract::State;
use domain::fee::{Amount, FeeRule};
use domain::regime::{Confidence, Regime, national};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{App, Ctx, Page, Result, Tag, Tone, html};

#[derive(Template)]
#[template(path = "admin_sources.html")]
struct Sources {
    page: Page,
    code_doubtful: bool,
    code_part: String,
    tables: Vec<Table>,
}

struct Table {
    id: &'static str,
    title: &'static str,
    rows: Vec<Row>,
}

/// One record: what it is, what it says, when it holds, how sure it is, where it comes from.
struct Row {
    name: String,
    says: String,
    holds: String,
    sure: Tag,
    source: String,
}

/// `GET /qt/kiem-chung`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let law = app.law();
    let units = law.agencies.all().iter().map(|unit| Row {
        name: unit.name_vi.clone(),
        says: unit.code_part.as_ref().map_or_else(String::new, |code| {
            let doubt = if unit.code_unverified {
                ", chưa kiểm chứng"
            } else {
                ""
            };
            format!("Phần đầu mã hồ sơ {}{doubt}", code.old_order())
        }),
        holds: span(unit.valid_from, unit.valid_to),
        sure: sure_tag(unit.confidence),
        source: unit.note_vi.clone().unwrap_or_default(),
    });
    let notices = law.notices.iter().map(|notice| Row {
        name: format!("Ngày nghỉ năm {}", notice.year),
        says: format!("{} ngày được nêu", notice.days.len()),
        holds: if notice.official {
            "Thông báo chính thức"
        } else {
            "Dự kiến"
        }
        .to_owned(),
        sure: sure_tag(match notice.confidence.as_str() {
            "V" => Confidence::Verified,
            "WK" => Confidence::WellKnown,
            "M" => Confidence::Memory,
            _ => Confidence::Unknown,
        }),
        source: notice.source.clone(),
    });
    let tables = vec![
        Table {
            id: "don-vi",
            title: "Đơn vị",
            rows: units.collect(),
        },
        Table {
            id: "phi",
            title: "Phí, lệ phí",
            rows: law.fees.as_slice().iter().map(fee).collect(),
        },
        Table {
            id: "lich",
            title: "Lịch nghỉ",
            rows: notices.collect(),
        },
        Table {
            id: "che-do",
            title: "Chế độ pháp lý theo thời gian",
            rows: national().all().iter().map(regime).collect(),
        },
    ];
    html(Sources {
        page: app.page(&ctx, "Luật và số liệu nền: mức kiểm chứng"),
        code_doubtful: app.commune().is_code_unverified,
        code_part: app.commune().code_part.clone(),
        tables,
    })
}

fn fee(rule: &FeeRule) -> Row {
    let amount = match &rule.amount {
        Amount::Free => "Không thu".to_owned(),
        Amount::Unknown { .. } => "Chưa xác định".to_owned(),
        Amount::Flat { dong, unit_vi, .. } => format!("{}/{unit_vi}", dong.vi()),
        Amount::PagesCopies { max_per_copy, .. } => {
            format!("Theo trang, tối đa {}/bản", max_per_copy.vi())
        }
    };
    Row {
        name: rule.name_vi.clone(),
        says: amount,
        holds: span(rule.valid_from, rule.valid_to),
        sure: sure_tag(rule.confidence),
        source: rule.basis.clone(),
    }
}

fn regime(regime: &Regime) -> Row {
    Row {
        name: regime.name_vi.clone(),
        says: regime.switches_vi.clone(),
        holds: span(regime.from, None),
        sure: sure_tag(regime.confidence),
        source: regime.source.clone(),
    }
}

fn span(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (None, None) => "Không ghi ngày".to_owned(),
        (Some(from), None) => format!("Từ {}", date_vi(from)),
        (None, Some(to)) => format!("Đến {}", date_vi(to)),
        (Some(from), Some(to)) => format!("{} – {}", date_vi(from), date_vi(to)),
    }
}

fn sure_tag(confidence: Confidence) -> Tag {
    let tone = match confidence {
        Confidence::Verified | Confidence::WellKnown => Tone::Ok,
        Confidence::Memory => Tone::Warning,
        Confidence::Unknown => Tone::Error,
    };
    Tag::new(tone, confidence.vi())
}
