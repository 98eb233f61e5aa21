//! `GET /cb/quan-tri/thu-tuc`: every procedure once, with what holds today and what comes.
//! For the administrator, who looks one up to set a new version.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use domain::access::{Act, Subject, may};
use domain::procedure::Procedure;
use domain::text::{Query as Wanted, Title, fold, sort_key};
use jiff::civil::Date;
use kit::law::{ChangeKind, of_kind};
use kit::{App, Choice, Ctx, Fields, Law, Officer, Page, Pager, Result, Tag, Tone, html};
use store::{Reader, StoreError};

use super::said::{self, Standing};
use super::show;

/// The list's place.
pub(crate) const PATH: &str = "/cb/quan-tri/thu-tuc";
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "procedures/list.html")]
struct List {
    page: Page,
    q: String,
    shown: Vec<Choice>,
    rows: Vec<Row>,
    found: usize,
    pager: Pager,
    may_add: bool,
}

struct Row {
    href: String,
    code: String,
    name: String,
    field: String,
    state: Tag,
    offered: Tag,
    limit: String,
    promise: String,
    coming: String,
    doubtful: usize,
}

/// What the list can be narrowed to.
const SHOWN: [(&str, &str); 6] = [
    ("", "Đang áp dụng"),
    ("nhan", "Xã đang nhận"),
    ("khong", "Xã không nhận"),
    ("sap", "Có bản sắp áp dụng"),
    ("xa", "Xã đã sửa"),
    ("het", "Tất cả, cả đã hết và nháp"),
];

fn asked_for<'a>(asked: &'a [(String, String)], name: &str) -> &'a str {
    let found = asked.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}

/// `GET /cb/quan-tri/thu-tuc?q=…&xem=…&trang=…`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let (typed, shown) = (asked_for(&asked, "q"), asked_for(&asked, "xem"));
    let own = if shown == "xa" {
        changed_here(&app).await?
    } else {
        Vec::new()
    };
    let query = Wanted::new(typed);
    let mut found: Vec<&Arc<Procedure>> = one_each(&law, today)
        .into_values()
        .filter(|one| is_shown(&law, one, (shown, &own), today) && answers(one, &query))
        .collect();
    found.sort_by_cached_key(|one| (sort_key(&one.name_vi), one.code.clone()));
    let pages = found.len().div_ceil(PER_PAGE).max(1);
    let nth = asked_for(&asked, "trang")
        .parse()
        .unwrap_or(1)
        .clamp(1, pages);
    let rows = found.iter().skip((nth - 1) * PER_PAGE).take(PER_PAGE);
    html(List {
        page: app.page(&ctx, "Thủ tục và quy trình"),
        q: typed.to_owned(),
        shown: SHOWN
            .map(|(value, label)| Choice::new(value, label, shown))
            .into(),
        rows: rows.map(|one| row(&law, one, today)).collect(),
        found: found.len(),
        pager: pager((typed, shown), nth, pages),
        may_add: may(&actor, Act::ChangeLaw, &Subject::agency(app.agency())).is_ok(),
    })
}

/// The codes of which the commune changed something.
async fn changed_here(app: &App) -> Result<Vec<String>> {
    let agency = app.agency().to_owned();
    let codes = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let mut codes = Vec::new();
            for kind in [
                ChangeKind::ProcedureVersion,
                ChangeKind::ProcessVersion,
                ChangeKind::ProcedureChoice,
            ] {
                let changes = of_kind(reader, &agency, kind)?;
                codes.extend(changes.into_iter().map(|change| change.subject));
            }
            Ok(codes)
        })
        .await?;
    Ok(codes)
}

/// Of each code the version that says most about today: in force, else to come, else the last.
fn one_each(law: &Law, today: Date) -> BTreeMap<&str, &Arc<Procedure>> {
    let rank = |one: &Procedure| match Standing::of(one, today) {
        Standing::InForce => 0,
        Standing::Future => 1,
        Standing::Draft => 2,
        Standing::Ended => 3,
        Standing::Never => 4,
    };
    let mut best: BTreeMap<&str, &Arc<Procedure>> = BTreeMap::new();
    for version in law.catalogue.versions() {
        let known = best.entry(version.code.as_str()).or_insert(version);
        let (new, old) = (rank(version), rank(known));
        // Of several to come the first, of several that were the last.
        let is_better = match new {
            1 => version.valid_from < known.valid_from,
            _ => version.valid_from > known.valid_from,
        };
        if new < old || (new == old && is_better) {
            *known = version;
        }
    }
    best
}

fn is_shown(law: &Law, one: &Procedure, (shown, own): (&str, &[String]), today: Date) -> bool {
    let is_in_force = Standing::of(one, today) == Standing::InForce;
    match shown {
        "het" => true,
        "nhan" => is_in_force && one.applicable_locally,
        "khong" => is_in_force && !one.applicable_locally,
        "sap" => show::next_begins(law, &one.code, today).is_some(),
        "xa" => own.contains(&one.code),
        _ => is_in_force,
    }
}

fn answers(one: &Procedure, query: &Wanted) -> bool {
    if query.is_empty() {
        return true;
    }
    let others = format!(
        "{} {} {}",
        one.code,
        one.abbreviations.join(" "),
        one.field_vi
    );
    query
        .rank(&Title::new(&one.name_vi), &fold(&others))
        .is_some()
}

fn row(law: &Law, one: &Procedure, today: Date) -> Row {
    let promise = one.process.promise_term;
    Row {
        href: show::address(&one.code),
        code: one.code.clone(),
        name: one.name_vi.clone(),
        field: one.field_vi.clone(),
        state: Standing::of(one, today).tag(),
        offered: if one.applicable_locally {
            Tag::new(Tone::Ok, "Nhận")
        } else {
            Tag::plain("Không nhận")
        },
        limit: said::term(one.limit.term),
        promise: promise.map_or_else(String::new, |term| format!("cam kết {}", term.vietnamese())),
        coming: show::next_begins(law, &one.code, today)
            .map_or_else(String::new, |day| format!("Bản mới từ {day}")),
        doubtful: said::doubtful(one),
    }
}

fn pager((typed, shown): (&str, &str), nth: usize, pages: usize) -> Pager {
    let at = |nth: usize| {
        let number = nth.to_string();
        let pairs = [("q", typed), ("xem", shown), ("trang", number.as_str())];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        format!("{PATH}?{}", Fields::of(said).encoded())
    };
    Pager {
        prev: if nth > 1 { at(nth - 1) } else { String::new() },
        next: if nth < pages {
            at(nth + 1)
        } else {
            String::new()
        },
        summary: format!("Trang {nth}/{pages}"),
    }
}
