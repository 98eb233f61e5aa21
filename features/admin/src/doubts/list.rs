//! `GET /cb/quan-tri/kiem-chung`: units, fees, days off, regimes, forms and procedures not verified.
//! For the owner, who asks whoever knows and confirms with a document.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::text::{Query as Asked, fold};
use jiff::civil::Date;
use kit::law::{ChangeKind, Fact, FactGroup, facts, of_kind};
use kit::{App, Choice, Ctx, Law, Page, Pager, Result, Tag, html, see};
use store::{Reader, StoreError};

use crate::fees::list::sure_tag;
use crate::history::{Past, past};

/// The list's place.
pub(crate) const PATH: &str = "/cb/quan-tri/kiem-chung";
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "doubts/list.html")]
struct List {
    page: Page,
    q: String,
    groups: Vec<GroupLine>,
    choices: Vec<Choice>,
    shown: Vec<Choice>,
    rows: Vec<Row>,
    pager: Pager,
    history: Vec<Past>,
}

/// One group with its number of doubtful facts.
struct GroupLine {
    href: String,
    name: &'static str,
    doubtful: usize,
    all: usize,
}

struct Row {
    name: String,
    says: String,
    holds: String,
    sure: Tag,
    source: String,
    shown: &'static str,
    href: String,
    confirm: String,
}

fn asked_for<'a>(asked: &'a [(String, String)], name: &str) -> &'a str {
    let found = asked.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}

/// The fact's days reach beyond today; what is over needs no confirmation any more.
fn still_matters(fact: &Fact, law: &Law, today: Date) -> bool {
    let Some(code) = fact.key.strip_prefix("procedure:") else {
        return true;
    };
    let code = code.split(':').next().unwrap_or_default();
    let mut versions = law.catalogue.versions().filter(|one| one.code == code);
    versions.any(|one| one.valid_to.is_none_or(|to| to >= today))
}

/// The facts of the list: doubtful ones, or all of them.
fn chosen(law: &Law, today: Date, all: bool) -> Vec<Fact> {
    let every = facts(law).into_iter();
    every
        .filter(|fact| all || (!fact.sure.is_sure() && still_matters(fact, law, today)))
        .collect()
}

/// How many facts are not verified, for the home page.
pub(crate) fn count(law: &Law, today: Date) -> usize {
    chosen(law, today, false).len()
}

/// `GET /cb/quan-tri/kiem-chung?nhom=…&q=…&xem=het&trang=…`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result {
    let (law, today, agency) = (app.law(), app.law_now().date(), app.agency().to_owned());
    let history = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let changes = of_kind(reader, &agency, ChangeKind::Confirmation)?;
            past(reader, &changes, |change| {
                format!(
                    "xác nhận «{}»",
                    change.body["says"].as_str().unwrap_or_default()
                )
            })
        })
        .await?;
    let all = asked_for(&asked, "xem") == "het";
    let (typed, group) = (asked_for(&asked, "q"), asked_for(&asked, "nhom"));
    let query = Asked::new(typed);
    let every = chosen(&law, today, all);
    let matches = |fact: &&Fact| {
        (group.is_empty() || key_of(fact.group) == group)
            && (query.is_empty()
                || query.matches(&fold(&format!("{} {} {}", fact.name, fact.says, fact.key))))
    };
    let found: Vec<&Fact> = every.iter().filter(matches).collect();
    let nth = asked_for(&asked, "trang")
        .parse()
        .unwrap_or(1)
        .clamp(1, pages(found.len()));
    let rows = found.iter().skip((nth - 1) * PER_PAGE).take(PER_PAGE);
    html(List {
        page: app.page(&ctx, "Điều chưa kiểm chứng"),
        q: typed.to_owned(),
        groups: groups(&law, today),
        choices: group_choices(group),
        shown: vec![
            Choice::new("", "Chỉ điều chưa chắc", asked_for(&asked, "xem")),
            Choice::new("het", "Tất cả", asked_for(&asked, "xem")),
        ],
        rows: rows.map(|fact| row(fact)).collect(),
        pager: pager(&asked, nth, found.len()),
        history,
    })
}

fn row(fact: &Fact) -> Row {
    let may_confirm = fact.can_be_confirmed && !fact.sure.is_sure();
    Row {
        name: fact.name.clone(),
        says: shortened(&fact.says),
        holds: fact.holds.clone(),
        sure: sure_tag(fact.sure),
        source: fact.source.clone(),
        shown: fact.shown,
        href: fact.href.clone(),
        confirm: if may_confirm {
            format!("{PATH}/{}", fact.key)
        } else {
            String::new()
        },
    }
}

fn shortened(text: &str) -> String {
    const MAX: usize = 160;
    if text.chars().count() <= MAX {
        return text.to_owned();
    }
    let start: String = text.chars().take(MAX).collect();
    format!("{start}…")
}

fn key_of(group: FactGroup) -> &'static str {
    FactGroup::ALL
        .iter()
        .find(|(known, ..)| *known == group)
        .map_or("", |(_, key, _)| key)
}

fn group_choices(chosen: &str) -> Vec<Choice> {
    let every = FactGroup::ALL.iter();
    let every = every.map(|(_, key, name)| Choice::new(*key, *name, chosen));
    std::iter::once(Choice::new("", "Mọi nhóm", chosen))
        .chain(every)
        .collect()
}

fn groups(law: &Law, today: Date) -> Vec<GroupLine> {
    let every = facts(law);
    FactGroup::ALL
        .iter()
        .map(|(group, key, name)| {
            let of_group = || every.iter().filter(|fact| fact.group == *group);
            let doubtful =
                of_group().filter(|fact| !fact.sure.is_sure() && still_matters(fact, law, today));
            GroupLine {
                href: format!("{PATH}?nhom={key}"),
                name,
                doubtful: doubtful.count(),
                all: of_group().count(),
            }
        })
        .collect()
}

fn pages(found: usize) -> usize {
    found.div_ceil(PER_PAGE).max(1)
}

fn pager(asked: &[(String, String)], nth: usize, found: usize) -> Pager {
    let pages = pages(found);
    let at = |nth: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in asked.iter().filter(|(name, _)| name != "trang") {
            query.append_pair(name, value);
        }
        query.append_pair("trang", &nth.to_string());
        format!("{PATH}?{}", query.finish())
    };
    Pager {
        prev: if nth > 1 { at(nth - 1) } else { String::new() },
        next: if nth < pages {
            at(nth + 1)
        } else {
            String::new()
        },
        summary: format!("{found} điều, trang {nth}/{pages}"),
    }
}

/// `GET /qt/kiem-chung`: where the list used to be.
pub(crate) async fn old_place() -> Response {
    see(PATH)
}
