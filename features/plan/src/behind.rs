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
use domain::text::{date_vi, has_nul, moment_vi};
use dossier::may_open;
use jiff::civil::Date;
use kit::{App, Ctx, Error, Law, Officer, Page, Pager, Result, html};
use store::{Reader, Row, Sql, StoreError, Value, params};

use crate::overview::PATH;
use crate::period::{self, asked};
use crate::year::listed;

/// Rows of one page.
const PAGE: usize = 50;

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

/// What is asked: a part of an indicator, over some days.
struct Asked {
    indicator: &'static Indicator,
    part: &'static Part,
    place: usize,
    period: ReportingPeriod,
    after: Option<Place>,
    before: Option<Place>,
}

/// Where a page of the list begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    day: String,
    subject: String,
    measure: String,
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '~').map(str::to_owned);
        let place = Self {
            day: parts.next()?,
            measure: parts.next()?,
            subject: parts.next()?,
        };
        (!has_nul(text)).then_some(place)
    }

    fn query(&self) -> String {
        format!("{}~{}~{}", self.day, self.measure, self.subject)
    }
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
                .map(|one| Procedure {
                    code: one.code.clone(),
                    href: if one.published {
                        format!("/thu-tuc/{}", one.slug)
                    } else {
                        String::new()
                    },
                    name: one.name_vi.clone(),
                    field: one.field_vi.clone(),
                })
                .collect();
            shown.total = format!("{} thủ tục", grouped(count(shown.procedures.len())));
        }
        Count::Dossiers {
            measures, channel, ..
        } => {
            let Some(span) = days else {
                return html(shown);
            };
            let (agency, after, before) = (
                plan.agency.clone(),
                asked.after.clone(),
                asked.before.clone(),
            );
            let found = app
                .read(move |reader: &mut Reader<'_>| {
                    let set = Set {
                        agency: &agency,
                        measures,
                        channel,
                        span,
                    };
                    Ok::<_, StoreError>((set.total(reader)?, set.page(reader, after, before)?))
                })
                .await?;
            let (total, found) = found;
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

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
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

/// The dossiers behind one number.
struct Set<'a> {
    agency: &'a str,
    measures: &'static [&'static str],
    channel: Option<Channel>,
    span: Span,
}

/// One page of them.
struct Found {
    rows: Vec<Row>,
    before: Option<Place>,
    after: Option<Place>,
}

impl Set<'_> {
    /// The condition, its values in their order.
    fn condition(&self) -> (String, Vec<Value>) {
        let mut values = params![
            self.agency,
            self.span.first.to_string(),
            self.span.last.to_string()
        ];
        let measures = listed(&mut values, self.measures.iter().copied());
        let mut text = format!(
            "source.agency = $1 AND source.measure IN ({measures}) AND source.day >= $2
            AND source.day <= $3 AND source.n <> 0"
        );
        if let Some(channel) = self.channel {
            let place = listed(&mut values, [channel.name()]);
            text.push_str(&format!(" AND source.channel = {place}"));
        }
        (text, values)
    }

    /// How often they were counted: the figure itself.
    fn total(&self, sql: &mut impl Sql) -> Result<i64, StoreError> {
        let (condition, values) = self.condition();
        let text = format!(
            "SELECT CAST(COALESCE(SUM(source.n), 0) AS BIGINT) AS n FROM fact_source source WHERE {condition}"
        );
        sql.row(&text, values)?.map_or(Ok(0), |row| row.get("n"))
    }

    fn page(
        &self,
        sql: &mut impl Sql,
        after: Option<Place>,
        before: Option<Place>,
    ) -> Result<Found, StoreError> {
        let backwards = before.is_some();
        let from = before.or(after);
        let (sign, direction) = if backwards {
            (">", "ASC")
        } else {
            ("<", "DESC")
        };
        let (mut condition, mut values) = self.condition();
        if let Some(from) = &from {
            let place = listed(
                &mut values,
                [
                    from.day.as_str(),
                    from.measure.as_str(),
                    from.subject.as_str(),
                ],
            );
            condition.push_str(&format!(
                " AND (source.day, source.measure, source.subject) {sign} ({place})"
            ));
        }
        values.push(count(PAGE + 1).into());
        let limit = values.len();
        let text = format!(
            "SELECT source.day AS day, source.measure AS measure, source.subject AS subject, source.n AS n,
                dossier.code AS code, dossier.tracking AS tracking, dossier.procedure_id AS procedure_id,
                dossier.channel AS channel, dossier.received_at AS received_at, dossier.due_at AS due_at,
                dossier.finished_at AS finished_at, dossier.readers AS readers, dossier.machine AS machine
            FROM fact_source source LEFT JOIN dossier
                ON dossier.id = substr(source.subject, 9) AND dossier.agency = source.agency
            WHERE {condition}
            ORDER BY source.day {direction}, source.measure {direction}, source.subject {direction} LIMIT ${limit}"
        );
        let mut rows = sql.rows(&text, values)?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        if backwards {
            rows.reverse();
        }
        let at = |row: Option<&Row>| -> Result<Option<Place>, StoreError> {
            row.map(|row| {
                Ok(Place {
                    day: row.get("day")?,
                    subject: row.get("subject")?,
                    measure: row.get("measure")?,
                })
            })
            .transpose()
        };
        let has_before = if backwards { more } else { from.is_some() };
        let has_after = backwards || more;
        Ok(Found {
            before: at(rows.first().filter(|_| has_before))?,
            after: at(rows.last().filter(|_| has_after))?,
            rows,
        })
    }
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
    fn a_place_in_the_list_is_kept_in_its_address_and_nonsense_begins_at_the_start() {
        let place = Place {
            day: "2023-11-23".into(),
            measure: "index_on_time".into(),
            subject: "dossier:01hf".into(),
        };
        assert_eq!(Place::parse(&place.query()), Some(place));
        assert_eq!(Place::parse("2023-11-23~x"), None);
        assert_eq!(Place::parse(""), None);
    }

    #[test]
    fn only_parts_of_the_targets_own_rules_can_be_asked_for() {
        assert!(Asked::read("T-10", "cach=T-10.766&phan=1").is_some());
        assert!(Asked::read("T-10", "cach=T-10.766&phan=3").is_some());
        assert!(Asked::read("T-10", "cach=T-10.766&phan=4").is_none());
        assert!(Asked::read("T-10", "cach=T-23&phan=0").is_none());
        assert!(Asked::read("T-10", "").is_none());
    }
}
