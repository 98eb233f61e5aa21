//! An exact ratio: verdicts compare it, people see it cut to one decimal.
//! For every figure of the plan; never a rounded number decides.

use std::cmp::Ordering;

/// A number over a positive number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

impl Ratio {
    /// The ratio; none without anything below the line.
    pub const fn new(numerator: i64, denominator: i64) -> Option<Self> {
        if denominator > 0 {
            Some(Self {
                numerator,
                denominator,
            })
        } else {
            None
        }
    }

    /// Above the line.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// Below the line.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }

    /// Against a whole number of percent, exactly.
    pub fn cmp_percent(self, percent: i64) -> Ordering {
        let value = i128::from(self.numerator) * 100;
        value.cmp(&(i128::from(self.denominator) * i128::from(percent)))
    }

    /// Against a whole number of the unit itself, exactly.
    pub fn cmp_whole(self, whole: i64) -> Ordering {
        i128::from(self.numerator).cmp(&(i128::from(self.denominator) * i128::from(whole)))
    }

    /// Tenths of a percent, cut: 94,96 % is never shown as the 95,0 % that it misses.
    pub const fn per_mille(self) -> i64 {
        let value = self.numerator as i128 * 1000;
        // Why it fits: a denominator is at least one, and no commune counts past 2^53.
        value.div_euclid(self.denominator as i128) as i64
    }

    /// `97,8%`.
    pub fn percent_vi(self) -> String {
        let tenths = self.per_mille();
        let sign = if tenths < 0 { "-" } else { "" };
        let tenths = tenths.unsigned_abs();
        format!("{sign}{},{}%", tenths / 10, tenths % 10)
    }
}
