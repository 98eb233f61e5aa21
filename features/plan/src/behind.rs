//! `GET /cb/ke-hoach/{id}/sau-so`: the very dossiers or procedures that a number counts.
//! For whoever doubts a figure; asked by the same measures and days as the figure itself.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use domain::access::Actor;
use domain::dossier::{Channel, Dossier};
use domain::indicator::{Count, Indicator, Part, When, procedures};
use domain::moment::Moment;
use domain::money::grouped;
use domain::plan::{Plan, ReportingPeriod, Span};
use domain::text::{date_vi, moment_vi};
use dossier::may_open;
use jiff::civil::Date;
use kit::{App, Ctx, Error, Law, Officer, Page, Pager, Result, html};
use store::{Reader, Row, StoreError};

use crate::overview::PATH;
use crate::period::{self, asked};

use set::{Place, Set, count};

mod set;

#[derive(Template)]
#[template(path = "behind.html")]
struct Behind {
    page: Page,
    back: String,
    rule: &'static str,
    formula: &'static str,
    what: &'static str,
    days: String,
    when: String,
    total: String,
    dossiers: Vec<Item>,
    procedures: Vec<Procedure>,
    pager: Pager,
}

/// One dossier that was counted.
struct Item {
    day: String,
    code: String,
    href: String,
    procedure: String,
    channel: &'static str,
    received: String,
    due: String,
    finished: String,
    /// What the rule sees that the dates beside it do not say.
    note: String,
    times: i64,
}

/// One procedure that was counted.
struct Procedure {
    code: String,
    href: String,
    name: String,
    field: String,
}

impl Procedure {
    fn of(one: &domain::procedure::Procedure) -> Self {
        let href = match one.published {
            true => format!("/thu-tuc/{}", one.slug),
            false => String::new(),
        };
        Self {
            code: one.code.clone(),
            href,
            name: one.name_vi.clone(),
            field: one.field_vi.clone(),
        }
    }
}

/// What is asked: a part of an indicator, over some days.
struct Asked {
    indicator: &'static Indicator,
    part: &'static Part,
    place: usize,
    period: ReportingPeriod,
    after: Option<Place>,
    before: Option<Place>,
}

impl Asked {
    fn read(target: &str, query: &str) -> Option<Self> {
        let indicator =
            Indicator::of_code(&asked(query, "cach")).filter(|one| one.target == target)?;
        let place: usize = asked(query, "phan").parse().ok()?;
        let part = match place {
            0 => &indicator.numerator,
            1 => &indicator.denominator,
            other => indicator.beside.get(other - 2)?,
        };
        Some(Self {
            indicator,
            part,
            place,
            period: period::of(query),
            after: Place::parse(&asked(query, "sau")),
            before: Place::parse(&asked(query, "truoc")),
        })
    }

    fn href(&self, target: &str, way: &str, place: Option<&Place>) -> String {
        place.map_or_else(String::new, |place| {
            format!(
                "{PATH}/{target}/sau-so?cach={}&phan={}&ky={}&{way}={}",
                self.indicator.code,
                self.place,
                self.period.name(),
                place.query()
            )
        })
    }
}

/// `GET /cb/ke-hoach/{id}/sau-so`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    let plan = crate::of(app.agency()).ok_or(Error::Missing)?;
    plan.target(&id).ok_or(Error::Missing)?;
    let asked = Asked::read(&id, query.as_deref().unwrap_or_default()).ok_or(Error::Missing)?;
    let (law, now) = (app.law(), app.law_now());
    let days = days(plan, &asked, now.date());
    let back = period::address(&format!("{PATH}/{id}"), asked.period);
    let page = app.page(&ctx, format!("{id}: {}", asked.part.text_vi));
    let mut shown = Behind {
        page,
        rule: asked.indicator.name_vi,
        formula: asked.indicator.formula_vi,
        what: asked.part.text_vi,
        days: days.map_or_else(String::new, |span| {
            format!("{} đến {}", date_vi(span.first), date_vi(span.last))
        }),
        when: moment_vi(now),
        total: String::new(),
        dossiers: Vec::new(),
        procedures: Vec::new(),
        pager: Pager::default(),
        back,
    };
    match asked.part.of {
        Count::NotRecorded => return Err(Error::Missing),
        Count::Procedures(set) => {
            let day = days.map_or(now.date(), |span| span.last);
            shown.procedures = procedures(&law.catalogue, set, day)
                .map(Procedure::of)
                .collect();
            shown.total = format!("{} thủ tục", grouped(count(shown.procedures.len())));
        }
        Count::Dossiers {
            measures, channel, ..
        } => {
            let Some(span) = days else {
                return html(shown);
            };
            let (after, before) = (asked.after.clone(), asked.before.clone());
            let (total, found) = app
                .read(move |reader: &mut Reader<'_>| {
                    let set = Set {
                        agency: &plan.agency,
                        measures,
                        channel,
                        span,
                    };
                    Ok::<_, StoreError>((set.total(reader)?, set.page(reader, after, before)?))
                })
                .await?;
            shown.dossiers = found
                .rows
                .iter()
                .map(|row| item(row, &law, &actor, asked.indicator))
                .collect::<Result<_, StoreError>>()?;
            shown.total = grouped(total);
            shown.pager = Pager {
                prev: asked.href(&id, "truoc", found.before.as_ref()),
                next: asked.href(&id, "sau", found.after.as_ref()),
                summary: format!("{} trong {}", shown.dossiers.len(), grouped(total)),
            };
        }
    }
    html(shown)
}

/// The days of the figure: the period so far, or the same of the year before.
fn days(plan: &Plan, asked: &Asked, today: Date) -> Option<Span> {
    let span = asked
        .period
        .span(plan.year, plan.closing_day)
        .until(today)?;
    let is_before = matches!(
        asked.part.of,
        Count::Dossiers {
            when: When::YearBefore,
            ..
        }
    );
    Some(if is_before { span.year_before() } else { span })
}

/// A line in words. What the officer may not open keeps its code to itself, and is counted all the same.
fn item(row: &Row, law: &Law, actor: &Actor, rule: &Indicator) -> Result<Item, StoreError> {
    let day: String = row.get("day")?;
    let code: Option<String> = row.get("code")?;
    let tracking: Option<String> = row.get("tracking")?;
    let procedure: Option<String> = row.get("procedure_id")?;
    let channel: Option<String> = row.get("channel")?;
    let moment = |name: &str| -> Result<String, StoreError> {
        let at: Option<Moment> = row.get(name)?;
        Ok(at.map_or_else(|| "—".to_owned(), moment_vi))
    };
    let readers: Option<String> = row.get("readers")?;
    let is_theirs = may_open(actor, readers.as_deref());
    let there = code.or(tracking);
    let hidden = if there.is_some() {
        "(lĩnh vực khác)"
    } else {
        "(đã xoá)"
    };
    let address = there.filter(|_| is_theirs);
    Ok(Item {
        day: day.parse::<Date>().map_or(day, date_vi),
        href: address
            .as_ref()
            .map_or_else(String::new, |address| format!("/cb/ho-so/{address}")),
        code: address.map_or_else(|| hidden.to_owned(), |address| short(&address)),
        note: if rule.code == BY_INDEX {
            by_index(row)?
        } else {
            String::new()
        },
        procedure: procedure.map_or_else(String::new, |id| {
            let known = law.catalogue.version(&id);
            known.map_or(id, |known| known.name_vi.clone())
        }),
        channel: channel
            .and_then(|name| Channel::from_name(&name))
            .map_or("", Channel::vietnamese),
        received: moment("received_at")?,
        due: moment("due_at")?,
        finished: moment("finished_at")?,
        times: row.get("n")?,
    })
}

/// The rule whose due date and supplements differ from what people were told.
const BY_INDEX: &str = "T-10.766";

/// What the live index sees of a dossier: more than one request, or another due date.
fn by_index(row: &Row) -> Result<String, StoreError> {
    let Some(machine) = row.get::<Option<String>>("machine")? else {
        return Ok(String::new());
    };
    let machine: Dossier = serde_json::from_str(&machine)
        .map_err(|error| StoreError::Corrupt(format!("dossier.machine: {error}")))?;
    if machine.supplements > 1 {
        return Ok(format!("yêu cầu bổ sung {} lần", machine.supplements));
    }
    let due = machine.due.filter(|due| due.for_index != due.at);
    let due = due.and_then(|due| due.for_index);
    Ok(due.map_or_else(String::new, |due| {
        format!("theo cách này: {}", moment_vi(due))
    }))
}

/// The part of a code that differs within the commune.
fn short(address: &str) -> String {
    let rest = address.split_once('-').map_or(address, |(_, rest)| rest);
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parts_of_the_targets_own_rules_can_be_asked_for() {
        assert!(Asked::read("T-10", "cach=T-10.766&phan=1").is_some());
        assert!(Asked::read("T-10", "cach=T-10.766&phan=3").is_some());
        assert!(Asked::read("T-10", "cach=T-10.766&phan=4").is_none());
        assert!(Asked::read("T-10", "cach=T-23&phan=0").is_none());
        assert!(Asked::read("T-10", "").is_none());
    }
}
