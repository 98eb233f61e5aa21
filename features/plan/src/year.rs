//! The counts of a plan's year by reporting month, as facts have them at this moment.
//! For figures of every period and for trends; two questions to the store, whatever is shown.

use std::collections::{BTreeMap, BTreeSet};

use domain::indicator::{Count, Facts, INDICATORS, When};
use domain::moment::Moment;
use domain::plan::{Plan, ReportingPeriod, Span};
use jiff::civil::Date;
use kit::Law;
use store::{Row, Sql, StoreError, Value, params};

/// What was counted, month by month.
#[derive(Clone, Debug)]
pub struct Year {
    /// The year.
    year: i16,
    /// The last day counted.
    today: Date,
    closing_day: i8,
    months: BTreeMap<(i8, String, String), i64>,
    before: Vec<(String, String, i64)>,
    catalogue: Facts,
    /// What each reporting month counts by itself, January first.
    alone: Vec<Facts>,
}

/// The measures that parts of indicators count in a year.
fn measures(when: When) -> BTreeSet<&'static str> {
    let parts = INDICATORS.iter().flat_map(|one| {
        [one.numerator, one.denominator]
            .into_iter()
            .chain(one.beside.iter().copied())
    });
    parts
        .filter_map(|part| match part.of {
            Count::Dossiers {
                measures, when: of, ..
            } if of == when => Some(measures),
            _ => None,
        })
        .flatten()
        .copied()
        .collect()
}

impl Year {
    /// Asks what the facts say now; `period` is what growth is compared over.
    ///
    /// # Errors
    /// What the store answers.
    pub fn read(
        sql: &mut impl Sql,
        plan: &Plan,
        law: &Law,
        period: ReportingPeriod,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let today = now.date();
        let whole = ReportingPeriod::Year.span(plan.year, plan.closing_day);
        let day = today.min(whole.last);
        let mut year = Self {
            year: plan.year,
            today: day,
            closing_day: plan.closing_day,
            months: BTreeMap::new(),
            before: Vec::new(),
            catalogue: Facts::default(),
            alone: vec![Facts::default(); 12],
        };
        year.catalogue.take_catalogue(&law.catalogue, day);
        for row in by_month(sql, plan, whole, day)? {
            let month = reporting_month(&row)?;
            let (measure, channel): (String, String) = (row.get("measure")?, row.get("channel")?);
            let n: i64 = row.get("n")?;
            if let Some(alone) = usize::try_from(month - 1)
                .ok()
                .and_then(|at| year.alone.get_mut(at))
            {
                alone.add(When::Now, &measure, &channel, n);
            }
            *year.months.entry((month, measure, channel)).or_default() += n;
        }
        if let Some(span) = year.span(period) {
            year.before = before(sql, plan, span.year_before())?;
        }
        Ok(year)
    }

    /// The days of a period that have been lived; none when it has not begun.
    pub fn span(&self, period: ReportingPeriod) -> Option<Span> {
        period.span(self.year, self.closing_day).until(self.today)
    }

    /// The last day counted.
    pub fn today(&self) -> Date {
        self.today
    }

    /// What indicators read, of a period; growth compares over the period asked for at reading.
    pub fn facts(&self, period: ReportingPeriod) -> Facts {
        let mut facts = self.catalogue.clone();
        for ((month, measure, channel), n) in &self.months {
            if period.has_month(*month) {
                facts.add(When::Now, measure, channel, *n);
            }
        }
        for (measure, channel, n) in &self.before {
            facts.add(When::YearBefore, measure, channel, *n);
        }
        facts
    }

    /// The months that have begun, each with what it counts by itself: nothing to compare it with.
    pub fn months(&self) -> impl Iterator<Item = (i8, &Facts)> {
        (1_i8..)
            .zip(&self.alone)
            .filter(|(month, _)| self.span(ReportingPeriod::Month(*month)).is_some())
    }
}

/// `$4, $5, …` for a list, after the parameters there are.
pub(crate) fn listed<'a>(
    values: &mut Vec<Value>,
    list: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut places = Vec::new();
    for one in list {
        values.push(one.into());
        places.push(format!("${}", values.len()));
    }
    places.join(", ")
}

fn by_month(
    sql: &mut impl Sql,
    plan: &Plan,
    whole: Span,
    day: Date,
) -> Result<Vec<Row>, StoreError> {
    let mut values = params![
        &plan.agency,
        whole.first.to_string(),
        day.to_string(),
        format!("{:02}", plan.closing_day)
    ];
    let measures = listed(&mut values, measures(When::Now));
    let text = format!(
        "SELECT measure, channel, substr(day, 1, 7) AS month,
            CASE WHEN substr(day, 9, 2) > $4 THEN 1 ELSE 0 END AS closed, CAST(SUM(n) AS BIGINT) AS n
        FROM fact WHERE agency = $1 AND measure IN ({measures}) AND day >= $2 AND day <= $3
        GROUP BY 1, 2, 3, 4"
    );
    sql.rows(&text, values)
}

fn before(
    sql: &mut impl Sql,
    plan: &Plan,
    span: Span,
) -> Result<Vec<(String, String, i64)>, StoreError> {
    let mut values = params![&plan.agency, span.first.to_string(), span.last.to_string()];
    let measures = listed(&mut values, measures(When::YearBefore));
    let text = format!(
        "SELECT measure, channel, CAST(SUM(n) AS BIGINT) AS n FROM fact
        WHERE agency = $1 AND measure IN ({measures}) AND day >= $2 AND day <= $3
        GROUP BY measure, channel"
    );
    let rows = sql.rows(&text, values)?;
    rows.iter()
        .map(|row| Ok((row.get("measure")?, row.get("channel")?, row.get("n")?)))
        .collect()
}

/// The reporting month that a calendar month's days before or after the closing day belong to.
fn reporting_month(row: &Row) -> Result<i8, StoreError> {
    let month: String = row.get("month")?;
    let number: i8 = month
        .get(5..7)
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| StoreError::Corrupt(format!("fact.day {month}")))?;
    let closed = row.get::<i64>("closed")? == 1;
    Ok(if closed { number % 12 + 1 } else { number })
}
