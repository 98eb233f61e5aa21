//! `GET /cb/ke-hoach`: every target with its figure now, its trend, its verdict and who answers for it.
//! For the leaders, and for each post that answers for targets.

use askama::Template;
use axum::extract::{RawQuery, State};
use domain::plan::{EVERY_FIELD, Plan, ReportingPeriod, Target, Verdict};
use domain::text::{date_vi, moment_vi};
use kit::{App, Choice, Ctx, Law, Officer, Page, Result, Tag, html};
use store::Reader;

use crate::period::{self, Offered};
use crate::show::{self, owners};
use crate::standing::{self, Standing};
use crate::trend;
use crate::year::Year;

/// Where the plan is.
pub(crate) const PATH: &str = "/cb/ke-hoach";

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    page: Page,
    plan: &'static Plan,
    when: String,
    days: String,
    periods: Vec<Offered>,
    counts: Vec<Counted>,
    sections: Vec<Choice>,
    verdicts: Vec<Choice>,
    owners: Vec<Choice>,
    period: String,
    groups: Vec<Group>,
    shown: usize,
    clear: String,
}

#[derive(Template)]
#[template(path = "no_plan.html")]
struct NoPlan {
    page: Page,
}

/// How many targets stand so.
struct Counted {
    label: &'static str,
    n: usize,
    tone: &'static str,
    href: String,
}

/// The targets of one section.
struct Group {
    name: String,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    href: String,
    name: String,
    level: String,
    values: Vec<Value>,
    /// What record will prove it, where nothing is measured.
    record: String,
    trend: String,
    tag: Tag,
    owners: String,
    due: String,
}

/// A value and by which rule.
struct Value {
    text: String,
    bullet: String,
    rule: &'static str,
}

/// What the list is narrowed to.
#[derive(Default)]
struct Filter {
    period: ReportingPeriod,
    section: String,
    verdict: Option<Verdict>,
    owner: String,
}

impl Filter {
    fn read(query: &str) -> Self {
        Self {
            period: period::of(query),
            section: period::asked(query, "muc"),
            verdict: Verdict::from_name(&period::asked(query, "ket-qua")),
            owner: period::asked(query, "phu-trach"),
        }
    }

    fn holds(&self, standing: &Standing, law: &Law) -> bool {
        let target = standing.target;
        (self.section.is_empty() || target.section == self.section)
            && (self.verdict.is_none() || standing.verdict == self.verdict)
            && (self.owner.is_empty() || is_owned(target, &self.owner, law))
    }
}

/// Whether a post answers for the target; some are every field's own.
fn is_owned(target: &Target, post: &str, law: &Law) -> bool {
    target
        .owners
        .iter()
        .any(|owner| owner == post || (owner == EVERY_FIELD && law.posts.resolve(post).is_some()))
}

/// `GET /cb/ke-hoach`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(_actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let Some(plan) = crate::of(app.agency()) else {
        return html(NoPlan {
            page: app.page(&ctx, "Kế hoạch"),
        });
    };
    let filter = Filter::read(query.as_deref().unwrap_or_default());
    let (law, now) = (app.law(), app.law_now());
    let year = {
        let (law, period) = (law.clone(), filter.period);
        app.read(move |reader: &mut Reader<'_>| Year::read(reader, plan, &law, period, now))
            .await?
    };
    let standings = standing::of_year(plan, &year, filter.period);
    let chosen: Vec<&Standing> = standings
        .iter()
        .filter(|standing| filter.holds(standing, &law))
        .collect();
    html(Overview {
        page: app.page(&ctx, "Kế hoạch cải cách hành chính"),
        plan,
        when: moment_vi(now),
        days: period::days(&year, filter.period),
        periods: period::offered(PATH, &year, filter.period),
        counts: counts(&standings, &filter),
        sections: sections(plan, &filter),
        verdicts: verdicts(&filter),
        owners: posts(plan, &law, &filter),
        period: filter.period.name(),
        shown: chosen.len(),
        groups: groups(plan, &chosen, &year, &law, filter.period),
        clear: period::address(PATH, filter.period),
    })
}

fn counts(standings: &[Standing], filter: &Filter) -> Vec<Counted> {
    let of = |verdict: Verdict, tone: &'static str| Counted {
        label: verdict.vietnamese(),
        n: standings
            .iter()
            .filter(|standing| standing.verdict == Some(verdict))
            .count(),
        tone,
        href: format!(
            "{PATH}?ky={}&ket-qua={}",
            filter.period.name(),
            verdict.name()
        ),
    };
    vec![
        of(Verdict::Surpassed, "figure--ok"),
        of(Verdict::Reached, "figure--ok"),
        of(Verdict::NotReached, "figure--late"),
        of(Verdict::NoFigure, ""),
        of(Verdict::NotDue, ""),
    ]
}

fn sections(plan: &Plan, filter: &Filter) -> Vec<Choice> {
    let used = |id: &str| plan.targets.iter().any(|target| target.section == id);
    let all = Choice::new("", "Tất cả", &filter.section);
    let each = plan
        .sections
        .iter()
        .filter(|section| used(&section.id))
        .map(|section| {
            let label = format!("{} {}", section.id, section.name_vi);
            Choice::new(section.id.clone(), label, &filter.section)
        });
    std::iter::once(all).chain(each).collect()
}

fn verdicts(filter: &Filter) -> Vec<Choice> {
    let now = filter.verdict.map_or("", Verdict::name);
    let all = Choice::new("", "Tất cả", now);
    let each = Verdict::ALL
        .into_iter()
        .map(|verdict| Choice::new(verdict.name(), verdict.vietnamese(), now));
    std::iter::once(all).chain(each).collect()
}

fn posts(plan: &Plan, law: &Law, filter: &Filter) -> Vec<Choice> {
    let all = Choice::new("", "Tất cả", &filter.owner);
    let each = plan.posts.iter().map(|one| {
        Choice::new(
            one.post.clone(),
            owners(std::slice::from_ref(&one.post), law),
            &filter.owner,
        )
    });
    std::iter::once(all).chain(each).collect()
}

/// What is measured comes first; the rest follows the plan, section by section.
fn groups(
    plan: &Plan,
    chosen: &[&Standing],
    year: &Year,
    law: &Law,
    period: ReportingPeriod,
) -> Vec<Group> {
    let is_measured =
        |standing: &Standing| standing.figures.iter().any(|figure| figure.value.is_some());
    let group = |name: String, holds: &dyn Fn(&Standing) -> bool| Group {
        name,
        rows: chosen
            .iter()
            .filter(|standing| holds(standing))
            .map(|standing| row(standing, year, law, period))
            .collect(),
    };
    let measured = group("Đang đo từ hồ sơ".to_owned(), &is_measured);
    let sections = plan.sections.iter().map(|section| {
        group(
            format!("{}. {}", section.id, section.name_vi),
            &|standing| standing.target.section == section.id && !is_measured(standing),
        )
    });
    std::iter::once(measured)
        .chain(sections)
        .filter(|group| !group.rows.is_empty())
        .collect()
}

fn row(standing: &Standing, year: &Year, law: &Law, period: ReportingPeriod) -> Row {
    let target = standing.target;
    let values: Vec<Value> = standing
        .figures
        .iter()
        .filter_map(|figure| {
            let value = figure.value?;
            Some(Value {
                text: value.percent_vi(),
                bullet: trend::beside_level(target, value, figure.verdict),
                rule: figure.indicator.rule_vi,
            })
        })
        .collect();
    let first = standing.figures.first();
    let bars = first.map_or_else(String::new, |figure| {
        let months = trend::months(target, figure.indicator, year);
        trend::bars(target, &months, year)
    });
    Row {
        id: target.id.clone(),
        href: period::address(&format!("{PATH}/{}", target.id), period),
        name: target.name_vi.clone(),
        level: show::level(target),
        record: match (values.is_empty(), first) {
            (false, _) => String::new(),
            (true, Some(figure)) => figure.indicator.why_none().to_owned(),
            (true, None) => format!("Cần: {}", target.record_vi),
        },
        values,
        trend: bars,
        tag: show::tag(standing.verdict),
        owners: owners(&target.owners, law),
        due: due(target),
    }
}

fn due(target: &Target) -> String {
    target
        .deadline
        .map_or_else(|| target.period.vietnamese().to_owned(), date_vi)
}
