//! One target: its words in the plan, its figures by each rule, its months, its tasks and open questions.
//! For whoever must explain a number or doubt it.

use askama::Template;
use domain::indicator::{Count, Part};
use domain::money::grouped;
use domain::plan::{Plan, Proof, ReportingPeriod, Target};
use domain::text::{date_vi, moment_vi};
use kit::{App, Ctx, Labelled, Link, Page, Result, Tag, html};
use store::Reader;

use crate::overview::PATH;
use crate::period::{self, Offered};
use crate::show::{self, Question};
use crate::standing::{Figure, Standing};
use crate::trend::{self, Month};
use crate::year::Year;

#[derive(Template)]
#[template(path = "target.html")]
struct TargetPage {
    page: Page,
    target: &'static Target,
    tag: Tag,
    lines: String,
    facts: Vec<Labelled>,
    questions: Vec<Question>,
    periods: Vec<Offered>,
    days: String,
    when: String,
    measures: Vec<Measure>,
    is_evidence: bool,
    tasks: Vec<Link>,
}

/// One rule with its figure.
struct Measure {
    name: &'static str,
    law: &'static str,
    formula: &'static str,
    value: String,
    bullet: String,
    tag: Tag,
    /// Why there is no figure.
    why_none: &'static str,
    parts: Vec<Number>,
    bars: String,
    months: Vec<Month>,
}

/// One number and the way to the records it counts.
struct Number {
    role: &'static str,
    text: &'static str,
    n: String,
    href: String,
}

pub(crate) async fn page(
    app: &App,
    ctx: &Ctx,
    plan: &'static Plan,
    target: &'static Target,
    query: &str,
) -> Result {
    let wanted = period::of(query);
    let (law, now) = (app.law(), app.law_now());
    let year = {
        let law = law.clone();
        app.read(move |reader: &mut Reader<'_>| Year::read(reader, plan, &law, wanted, now))
            .await?
    };
    let facts = year.facts(wanted);
    let standing = Standing::of(target, &facts, year.today());
    let path = format!("{PATH}/{}", target.id);
    let measure = |figure: &Figure| measure(target, figure, &facts, &year, wanted);
    let due = target
        .deadline
        .map_or_else(|| target.period.vietnamese().to_owned(), date_vi);
    html(TargetPage {
        page: app.page(ctx, format!("{} {}", target.id, target.name_vi)),
        target,
        tag: show::tag(standing.verdict),
        lines: show::lines(&target.lines),
        facts: vec![
            Labelled::new("Mức của kế hoạch", show::level(target)),
            Labelled::new("Hạn", due),
            Labelled::new("Phụ trách", show::owners(&target.owners, &law)),
            Labelled::new(
                "Mục của kế hoạch",
                format!("{} {}", target.section, plan.section_name(&target.section)),
            ),
        ],
        questions: plan.notes_about(&target.id).map(Question::of).collect(),
        periods: period::offered(&path, &year, wanted),
        days: period::days(&year, wanted),
        when: moment_vi(now),
        measures: standing.figures.iter().map(measure).collect(),
        is_evidence: target.proof == Proof::Evidence,
        tasks: target
            .tasks
            .iter()
            .filter_map(|id| plan.task(id))
            .map(|task| {
                Link::new(
                    format!("{PATH}/{}", task.id),
                    format!("{}: {}", task.id, task.quote),
                )
            })
            .collect(),
    })
}

fn measure(
    target: &Target,
    figure: &Figure,
    facts: &domain::indicator::Facts,
    year: &Year,
    period: ReportingPeriod,
) -> Measure {
    let rule = figure.indicator;
    let roles = ["Tử số", "Mẫu số"]
        .into_iter()
        .chain(std::iter::repeat("Xem thêm"));
    let all = [&rule.numerator, &rule.denominator];
    let parts = roles
        .zip(all.into_iter().chain(rule.beside))
        .enumerate()
        .map(|(place, (role, part))| number(role, part, place, rule.code, target, facts, period))
        .collect();
    let months = trend::months(target, rule, year);
    Measure {
        name: rule.name_vi,
        law: rule.law_vi,
        formula: rule.formula_vi,
        value: figure
            .value
            .map_or_else(String::new, |value| value.percent_vi()),
        bullet: figure.value.map_or_else(String::new, |value| {
            trend::beside_level(target, value, figure.verdict)
        }),
        tag: show::tag(figure.verdict),
        why_none: if figure.value.is_some() {
            ""
        } else {
            rule.why_none()
        },
        parts,
        bars: trend::bars(target, &months, year),
        months,
    }
}

fn number(
    role: &'static str,
    part: &'static Part,
    place: usize,
    rule: &str,
    target: &Target,
    facts: &domain::indicator::Facts,
    period: ReportingPeriod,
) -> Number {
    let n = facts.count(part.of);
    let opens = part.of != Count::NotRecorded && n.is_some_and(|n| n != 0);
    let href = format!(
        "{PATH}/{}/sau-so?cach={rule}&phan={place}&ky={}",
        target.id,
        period.name()
    );
    Number {
        role,
        text: part.text_vi,
        n: n.map_or_else(|| "chưa ghi".to_owned(), grouped),
        href: if opens { href } else { String::new() },
    }
}
