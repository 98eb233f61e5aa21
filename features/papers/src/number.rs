//! Numbers of papers: one series a kind and year, from 1, without gaps; a receipt has its dossier's.
//! Allotted in the transaction of the act that owes the paper, and given back if that fails.

use store::{Sql as _, StoreError, Tx, params};

use crate::model::{Kind, Model};

/// The number of one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// What follows the number: `HDHS`; for fee receipts `01BLP0-001 BI-23T`.
    pub series: String,
    /// The year it begins anew with.
    pub year: i16,
    /// From 1.
    pub number: i64,
    /// As papers write it: `01/HDHS`, `0000001`; `000.21.49.H23-231123-0007, bản số 2`.
    pub written: String,
}

impl Number {
    /// Of a paper that its dossier numbers: the code, and which of the dossier's papers it is.
    pub(crate) fn by_dossier(model: &Model, code: &str, year: i16, number: i64) -> Self {
        Self::of(model, format!("{}/{code}", model.kind.name()), year, number)
    }

    /// The code of the dossier that numbers it.
    pub fn within(&self) -> Option<&str> {
        let (kind, code) = self.series.split_once('/')?;
        Kind::from_name(kind).map(|_| code)
    }

    /// As it stands on a paper that is not issued yet.
    pub fn pending(model: &Model, year: i16) -> Self {
        let symbol = model.symbol(year).filter(|_| model.digits.is_none());
        Self {
            series: String::new(),
            year,
            number: 0,
            written: symbol.map_or_else(|| "…".to_owned(), |symbol| format!("…/{symbol}")),
        }
    }

    pub(crate) fn of(model: &Model, series: String, year: i16, number: i64) -> Self {
        let written = match (model.digits, model.symbol(year)) {
            (Some(digits), _) => format!("{number:0digits$}"),
            (None, Some(symbol)) => format!("{number:02}/{symbol}"),
            (None, None) => match (series.split_once('/'), number) {
                (Some((_, code)), 1) => code.to_owned(),
                (Some((_, code)), _) => format!("{code}, bản số {number}"),
                (None, _) => format!("{number:02}"),
            },
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
