//! `GET /cb/quan-tri/don-vi?ngay=…`: the units of a day as a tree, and those that have ended or will begin.
//! For the administrator.

use askama::Template;
use axum::extract::{Query, State};
use domain::agency::Agency;
use domain::text::{date_vi, sort_key};
use jiff::civil::Date;
use kit::law::{ChangeKind, of_kind};
use kit::{App, Ctx, FieldErrors, Law, Page, Result, Tag, Tone, html_with};
use store::{Reader, StoreError};

use crate::form::day;
use crate::history::{Past, past};

/// The place of the tree.
pub(crate) const PATH: &str = "/cb/quan-tri/don-vi";

#[derive(Template)]
#[template(path = "agencies/tree.html")]
struct Tree {
    page: Page,
    errors: FieldErrors,
    typed: String,
    on: String,
    tree: String,
    others: Vec<Other>,
    history: Vec<Past>,
}

#[derive(Template)]
#[template(path = "agencies/branch.html")]
struct Branch<'a> {
    page: &'a Page,
    units: Vec<Unit>,
}

struct Unit {
    href: String,
    name: String,
    is_ours: bool,
    days: String,
    tags: Vec<Tag>,
    below: String,
}

/// A unit that does not exist on the day.
struct Other {
    href: String,
    name: String,
    days: String,
    heirs: String,
}

/// `GET /cb/quan-tri/don-vi`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result {
    let (law, agency) = (app.law(), app.agency().to_owned());
    let typed = asked.iter().find(|(name, _)| name == "ngay");
    let typed = typed.map_or("", |(_, value)| value.trim()).to_owned();
    let mut errors = FieldErrors::new();
    let on = errors
        .check("ngay", day(&typed))
        .flatten()
        .unwrap_or_else(|| app.law_now().date());
    let history = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let changes = of_kind(reader, &agency, ChangeKind::Agency)?;
            past(reader, &changes, |change| {
                change.body["name_vi"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned()
            })
        })
        .await?;
    let page = app.page(&ctx, "Đơn vị hành chính").with_errors(&errors);
    html_with(
        errors.status(),
        Tree {
            tree: branch(&page, &law, None, (on, app.agency()))?,
            page,
            on: date_vi(on),
            typed,
            others: others(&law, on),
            errors,
            history,
        },
    )
}

/// The units below one on a day, as nested lists.
fn branch(page: &Page, law: &Law, above: Option<&str>, (on, ours): (Date, &str)) -> Result<String> {
    let mut units: Vec<&Agency> = law
        .agencies
        .all()
        .iter()
        .filter(|unit| unit.is_valid_on(on) && parent_on(law, unit, on) == above)
        .collect();
    units.sort_by_cached_key(|unit| (unit.parent.is_none(), sort_key(&unit.place_vi)));
    if units.is_empty() {
        return Ok(String::new());
    }
    let units = units
        .into_iter()
        .map(|unit| {
            Ok(Unit {
                href: format!("{PATH}/{}", unit.id),
                name: unit.name_vi.clone(),
                is_ours: unit.id.as_str() == ours,
                days: days(unit),
                tags: tags(unit),
                below: branch(page, law, Some(unit.id.as_str()), (on, ours))?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Branch { page, units }.render()?)
}

/// The unit above on a day; one whose superior has ended stands at the top.
fn parent_on<'a>(law: &Law, unit: &'a Agency, on: Date) -> Option<&'a str> {
    let parent = unit.parent.as_ref()?.as_str();
    law.agencies
        .get(parent)
        .filter(|above| above.is_valid_on(on))
        .map(|_| parent)
}

/// The days of a unit in words; empty for one that always was and has no end.
pub(crate) fn days(unit: &Agency) -> String {
    match (unit.valid_from, unit.valid_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("từ {}", date_vi(from)),
        (None, Some(to)) => format!("đến hết {}", date_vi(to)),
        (Some(from), Some(to)) => format!("{} – {}", date_vi(from), date_vi(to)),
    }
}

fn tags(unit: &Agency) -> Vec<Tag> {
    let mut tags = Vec::new();
    if unit.code_unverified && unit.code_part.is_some() {
        tags.push(Tag::new(Tone::Warning, "Mã chưa kiểm chứng"));
    }
    if !unit.confidence.is_sure() {
        tags.push(Tag::new(Tone::Warning, "Chưa kiểm chứng"));
    }
    tags
}

fn others(law: &Law, on: Date) -> Vec<Other> {
    let mut others: Vec<&Agency> = law
        .agencies
        .all()
        .iter()
        .filter(|unit| !unit.is_valid_on(on))
        .collect();
    others.sort_by_cached_key(|unit| sort_key(&unit.place_vi));
    let heirs = |unit: &Agency| {
        let names: Vec<String> = unit
            .successors
            .iter()
            .filter_map(|heir| law.agencies.get(heir.as_str()))
            .map(|heir| heir.name_vi.clone())
            .collect();
        names.join(", ")
    };
    let rows = others.into_iter().map(|unit| Other {
        href: format!("{PATH}/{}", unit.id),
        name: unit.name_vi.clone(),
        days: days(unit),
        heirs: heirs(unit),
    });
    rows.collect()
}
