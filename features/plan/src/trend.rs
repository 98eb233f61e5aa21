//! A figure beside its level, and month by month: bars drawn as SVG, and the same as a table.
//! For the overview and a target's page; what misses the level is hollow, so that no colour is needed.

use std::fmt::Write as _;

use domain::indicator::{Indicator, Ratio};
use domain::plan::{Target, Unit, Verdict, verdict};
use domain::text::date_vi;

use crate::year::Year;

/// One month.
pub(crate) struct Month {
    pub(crate) number: i8,
    pub(crate) value: Option<Ratio>,
    pub(crate) numerator: i64,
    pub(crate) denominator: i64,
    pub(crate) missed: bool,
}

impl Month {
    /// Its value as shown.
    pub(crate) fn shown(&self) -> String {
        self.value.map_or_else(|| "—".to_owned(), Ratio::percent_vi)
    }
}

/// The months of a year that have begun, by one rule; empty when no month has a figure.
pub(crate) fn months(target: &Target, indicator: &Indicator, year: &Year) -> Vec<Month> {
    let all: Vec<Month> = year
        .months()
        .map(|(number, facts)| {
            let value = indicator.value(facts);
            let (numerator, denominator) = indicator.counted(facts);
            let missed = verdict(target, value, year.today()) == Some(Verdict::NotReached);
            Month {
                number,
                value,
                numerator: numerator.unwrap_or(0),
                denominator: denominator.unwrap_or(0),
                missed,
            }
        })
        .collect();
    if all.iter().any(|month| month.value.is_some()) {
        all
    } else {
        Vec::new()
    }
}

const BAR: i64 = 6;
const STEP: i64 = 8;
const HEIGHT: i64 = 26;

/// The bars; `""` without months. What it says in words goes into its label.
pub(crate) fn bars(target: &Target, months: &[Month], year: &Year) -> String {
    if months.is_empty() {
        return String::new();
    }
    let highest = months
        .iter()
        .filter_map(|month| month.value)
        .map(Ratio::per_mille)
        .chain([1000])
        .max()
        .unwrap_or(1000);
    let y = |per_mille: i64| HEIGHT - 1 - per_mille.max(0) * (HEIGHT - 4) / highest;
    let mut svg = format!(
        "<svg class=\"trend\" viewBox=\"0 0 {} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        12 * STEP,
        label(months, year)
    );
    for month in months {
        let x = i64::from(month.number - 1) * STEP + 1;
        let (class, top) = match month.value {
            None => ("trend__none", HEIGHT - 2),
            Some(value) if month.missed => ("trend__missed", y(value.per_mille())),
            Some(value) => ("trend__bar", y(value.per_mille())),
        };
        let height = (HEIGHT - 1 - top).max(1);
        // Writing to a String cannot fail.
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"{BAR}\" height=\"{height}\"/>"
        );
    }
    if let Some(floor) = target.floor {
        let at = y(floor * 10);
        let _ = write!(
            svg,
            "<line class=\"trend__floor\" x1=\"0\" x2=\"{}\" y1=\"{at}\" y2=\"{at}\"/>",
            12 * STEP
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A bar as long as the value, and a mark where the level stands; `""` where the plan names no share.
/// It says nothing that the number and the verdict beside it do not say, so readers of screens pass over it.
pub(crate) fn beside_level(target: &Target, value: Ratio, stands: Option<Verdict>) -> String {
    let (Some(floor), Unit::Percent) = (target.floor, target.unit) else {
        return String::new();
    };
    let tone = match stands {
        Some(Verdict::NotReached) => " bullet__bar--missed",
        Some(Verdict::Reached | Verdict::Surpassed) => " bullet__bar--reached",
        _ => "",
    };
    format!(
        "<svg class=\"bullet\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"bullet__whole\" y=\"2\" width=\"100\" height=\"6\"/>\
         <rect class=\"bullet__bar{tone}\" y=\"2\" width=\"{}\" height=\"6\"/>\
         <rect class=\"bullet__level\" x=\"{}\" width=\"1.5\" height=\"10\"/></svg>",
        (value.per_mille() / 10).clamp(0, 100),
        floor.clamp(0, 99),
    )
}

fn label(months: &[Month], year: &Year) -> String {
    let told: Vec<String> = months
        .iter()
        .filter(|month| month.value.is_some())
        .map(|month| format!("tháng {} {}", month.number, month.shown()))
        .collect();
    format!(
        "Theo tháng báo cáo, đến {}: {}",
        date_vi(year.today()),
        told.join(", ")
    )
}
