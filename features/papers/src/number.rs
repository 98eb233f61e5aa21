//! Numbers of papers: one series a kind and year, from 1, without gaps.
//! Allotted in the transaction of the act that owes the paper, and given back if that fails.

use store::{Sql as _, StoreError, Tx, params};

use crate::model::Model;

/// The number of one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// What follows the number: `HDHS`; for fee receipts `01BLP0-001 BI-23T`.
    pub series: String,
    /// The year it begins anew with.
    pub year: i16,
    /// From 1.
    pub number: i64,
    /// As papers write it: `01/HDHS`, `0000001`.
    pub written: String,
}

impl Number {
    pub(crate) fn of(model: &Model, series: String, year: i16, number: i64) -> Self {
        let written = match (model.digits, model.symbol(year)) {
            (Some(digits), _) => format!("{number:0digits$}"),
            (None, Some(symbol)) => format!("{number:02}/{symbol}"),
            (None, None) => format!("{number:02}"),
        };
        Self {
            series,
            year,
            number,
            written,
        }
    }
}

impl Model {
    /// What follows its number in a year.
    pub fn symbol(&self, year: i16) -> Option<String> {
        let years = format!("{:02}", year % 100);
        self.symbol
            .as_ref()
            .map(|symbol| symbol.replace("{yy}", &years))
    }

    /// The series it counts in: both form sets go on with the same one.
    fn series(&self, year: i16) -> Option<String> {
        let symbol = self.symbol(year)?;
        Some(match &self.form {
            Some(form) => format!("{form} {symbol}"),
            None => symbol,
        })
    }
}

/// The next number of a model's series; locks the series until the act ends.
pub(crate) fn next(
    tx: &mut Tx<'_>,
    agency: &str,
    model: &Model,
    year: i16,
) -> Result<Number, StoreError> {
    let series = model
        .series(year)
        .ok_or_else(|| StoreError::Misuse(format!("{} has no number of its own", model.id)))?;
    let id = format!("{agency}/{series}/{year}");
    let row = tx.row(
        "INSERT INTO paper_series(id, last) VALUES ($1, 1)
        ON CONFLICT (id) DO UPDATE SET last = paper_series.last + 1 RETURNING last",
        params![&id],
    )?;
    tx.seal("paper_series", &id);
    let number = row
        .ok_or_else(|| StoreError::Corrupt(format!("paper_series {id} answered nothing")))?
        .get("last")?;
    Ok(Number::of(model, series, year, number))
}
