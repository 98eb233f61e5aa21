//! Tables out of rows: CSV and XLSX, a row at a time, so that a long list needs no more memory.
//! For lists that officers take to a spreadsheet; it knows nothing of ours.

pub mod csv;
pub mod xlsx;

use jiff::civil::{Date, DateTime};

/// What one cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, never read as a formula.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Date),
    /// A moment on the local clock.
    Time(DateTime),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<DateTime> for Cell {
    fn from(time: DateTime) -> Self {
        Self::Time(time)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(maybe: Option<T>) -> Self {
        maybe.map_or(Self::Empty, Into::into)
    }
}

/// One column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// What it is called.
    pub title: &'static str,
    /// How many letters wide.
    pub width: f64,
}

impl Column {
    /// A column.
    pub const fn new(title: &'static str, width: f64) -> Self {
        Self { title, width }
    }
}
