//! How each target stands: its figures from the facts, and the verdict.
//! For the pages, for programs that ask, and for `motcua coverage`.

use domain::indicator::{Facts, Indicator, Ratio};
use domain::moment::Moment;
use domain::plan::{Plan, ReportingPeriod, Target, Verdict, overall, verdict};
use jiff::civil::Date;
use kit::Law;
use store::{Sql, StoreError};

use crate::year::Year;

/// One figure of a target, by one rule.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The rule.
    pub indicator: &'static Indicator,
    /// Above the line; none where nothing is recorded.
    pub numerator: Option<i64>,
    /// Below it.
    pub denominator: Option<i64>,
    /// The exact value, when there is one.
    pub value: Option<Ratio>,
    /// How the target stands by this rule; none when the plan sets no level.
    pub verdict: Option<Verdict>,
}

/// One target as it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The target.
    pub target: &'static Target,
    /// Its figures; none when no record of the program proves it.
    pub figures: Vec<Figure>,
    /// The strictest of them; none when the plan sets no level to judge by.
    pub verdict: Option<Verdict>,
}

impl Standing {
    /// How a target stands by these facts on a day.
    pub fn of(target: &'static Target, facts: &Facts, day: Date) -> Self {
        let figures: Vec<Figure> = Indicator::of_target(&target.id)
            .map(|indicator| {
                let value = indicator.value(facts);
                let (numerator, denominator) = indicator.counted(facts);
                Figure {
                    indicator,
                    numerator,
                    denominator,
                    value,
                    verdict: verdict(target, value, day),
                }
            })
            .collect();
        let verdict = if figures.is_empty() {
            verdict(target, None, day)
        } else {
            overall(figures.iter().map(|figure| figure.verdict))
        };
        Self {
            target,
            figures,
            verdict,
        }
    }
}

/// Every target of a commune's plan as it stands at a moment.
///
/// # Errors
/// What the store answers.
pub fn standings(
    sql: &mut impl Sql,
    plan: &'static Plan,
    law: &Law,
    period: ReportingPeriod,
    now: Moment,
) -> Result<Vec<Standing>, StoreError> {
    let year = Year::read(sql, plan, law, period, now)?;
    Ok(of_year(plan, &year, period))
}

pub(crate) fn of_year(plan: &'static Plan, year: &Year, period: ReportingPeriod) -> Vec<Standing> {
    let facts = year.facts(period);
    plan.targets
        .iter()
        .map(|target| Standing::of(target, &facts, year.today()))
        .collect()
}
