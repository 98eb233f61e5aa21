//! Indicators: how a target of the plan is measured from what happened, as data and one exact ratio.
//! For the leader's pages, which show the figure and the very records behind it, and for reports.

mod facts;
mod list;
mod ratio;
#[cfg(test)]
mod tests;

pub use facts::{Facts, procedures};
pub use list::INDICATORS;
pub use ratio::Ratio;

use crate::dossier::Channel;
use crate::plan::{Direction, Unit};

/// One way of measuring a target.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// `T-13`; a target measured by two rules has two, `T-10.766` and `T-10.tt01`.
    pub code: &'static str,
    /// The target it measures.
    pub target: &'static str,
    /// What it is called.
    pub name_vi: &'static str,
    /// What tells it from the target's other rule where there is little room; else `""`.
    pub rule_vi: &'static str,
    /// The rule it is measured by.
    pub law_vi: &'static str,
    /// What its value is in.
    pub unit: Unit,
    /// Which way is good.
    pub direction: Direction,
    /// How it is computed, for people.
    pub formula_vi: &'static str,
    /// What is counted above the line.
    pub numerator: Part,
    /// What is counted below it.
    pub denominator: Part,
    /// The exact value; none when nothing lies below the line or a part is not recorded.
    pub ratio: fn(&Self, &Facts) -> Option<Ratio>,
    /// What the records cannot say yet: then the target has no figure, only the parts counted so far.
    pub lacking_vi: Option<&'static str>,
    /// Why there may be nothing below the line.
    pub empty_vi: &'static str,
    /// What a reader should know beside the figure.
    pub beside: &'static [Part],
}

/// One number of a figure: in words, and as the records it counts.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What is counted.
    pub text_vi: &'static str,
    /// The records counted.
    pub of: Count,
}

/// The records that a number counts; the list behind it asks by the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Dossiers, by what facts say of them in the period; no dossier has two of the measures.
    Dossiers {
        /// The measures counted together.
        measures: &'static [&'static str],
        /// Only dossiers that came in so.
        channel: Option<Channel>,
        /// Which year.
        when: When,
    },
    /// Procedures of the catalogue, as they stand.
    Procedures(ProcedureSet),
    /// No record says it yet.
    NotRecorded,
}

/// The year that a count looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// The period asked for.
    Now,
    /// The same days one year before.
    YearBefore,
}

/// A set of procedures of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProcedureSet {
    /// In force and within the commune's authority.
    InForce,
    /// Of these, published to citizens in the version in force.
    Published,
    /// Published ones for which something is charged.
    Charged,
}

impl Indicator {
    /// The value from these facts; none while something needed is not recorded.
    pub fn value(&self, facts: &Facts) -> Option<Ratio> {
        if self.lacking_vi.is_some() {
            return None;
        }
        (self.ratio)(self, facts)
    }

    /// The parts counted so far, whether or not they make a figure.
    pub fn counted(&self, facts: &Facts) -> (Option<i64>, Option<i64>) {
        (
            facts.count(self.numerator.of),
            facts.count(self.denominator.of),
        )
    }

    /// Why there is no figure, when there is none.
    pub fn why_none(&self) -> &'static str {
        self.lacking_vi.unwrap_or(self.empty_vi)
    }

    /// The indicators of a target, the one to judge by first.
    pub fn of_target(target: &str) -> impl Iterator<Item = &'static Self> {
        INDICATORS
            .iter()
            .filter(move |indicator| indicator.target == target)
    }

    /// The indicator of this code.
    pub fn of_code(code: &str) -> Option<&'static Self> {
        INDICATORS.iter().find(|indicator| indicator.code == code)
    }
}

/// Numerator over denominator.
fn share(indicator: &Indicator, facts: &Facts) -> Option<Ratio> {
    let (numerator, denominator) = indicator.counted(facts);
    Ratio::new(numerator?, denominator?)
}
