//! Reporting periods as NĐ 09/2019 Đ12 closes them: from the 15th before to the 14th of the last month.
//! For figures of the plan and for reports; the closing day is data of the plan.

use jiff::civil::{Date, date};

/// Days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Span {
    /// The same days, but none after `today`; none when the span has not begun.
    pub fn until(self, today: Date) -> Option<Self> {
        (self.first <= today).then(|| Self {
            last: self.last.min(today),
            ..self
        })
    }

    /// The same days one year before.
    pub fn year_before(self) -> Self {
        Self {
            first: a_year_before(self.first),
            last: a_year_before(self.last),
        }
    }
}

fn a_year_before(day: Date) -> Date {
    day.checked_sub(jiff::Span::new().years(1))
        .unwrap_or(Date::MIN)
}

/// A period that reports are made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportingPeriod {
    /// The year.
    #[default]
    Year,
    /// The first six months.
    FirstHalf,
    /// The last six months.
    SecondHalf,
    /// Nine months.
    NineMonths,
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A month, 1 to 12.
    Month(i8),
}

impl ReportingPeriod {
    /// Those that reports ask for, in the order offered; months serve trends.
    pub const OFFERED: [Self; 8] = [
        Self::Year,
        Self::Quarter(1),
        Self::Quarter(2),
        Self::Quarter(3),
        Self::Quarter(4),
        Self::FirstHalf,
        Self::NineMonths,
        Self::SecondHalf,
    ];

    /// The first and the last month.
    const fn months(self) -> (i8, i8) {
        match self {
            Self::Year => (1, 12),
            Self::FirstHalf => (1, 6),
            Self::SecondHalf => (7, 12),
            Self::NineMonths => (1, 9),
            Self::Quarter(n) => (n * 3 - 2, n * 3),
            Self::Month(n) => (n, n),
        }
    }

    /// Whether a month, 1 to 12, lies in it.
    pub const fn has_month(self, month: i8) -> bool {
        let (from, to) = self.months();
        from <= month && month <= to
    }

    /// Its days in a year whose months close on `closing_day`.
    pub fn span(self, year: i16, closing_day: i8) -> Span {
        let (from, to) = self.months();
        let (before, before_in) = if from == 1 {
            (12, year - 1)
        } else {
            (from - 1, year)
        };
        let closed = date(before_in, before, closing_day);
        Span {
            first: closed.tomorrow().unwrap_or(closed),
            last: date(year, to, closing_day),
        }
    }

    /// Its name in addresses.
    pub fn name(self) -> String {
        match self {
            Self::Year => "nam".to_owned(),
            Self::FirstHalf => "6-thang-dau".to_owned(),
            Self::SecondHalf => "6-thang-cuoi".to_owned(),
            Self::NineMonths => "9-thang".to_owned(),
            Self::Quarter(n) => format!("quy-{n}"),
            Self::Month(n) => format!("thang-{n}"),
        }
    }

    /// The period of a name; months too.
    pub fn from_name(name: &str) -> Option<Self> {
        let months = (1..=12).map(Self::Month);
        Self::OFFERED
            .into_iter()
            .chain(months)
            .find(|period| period.name() == name)
    }

    /// As people say it.
    pub fn vietnamese(self) -> String {
        match self {
            Self::Year => "Cả năm".to_owned(),
            Self::FirstHalf => "6 tháng đầu năm".to_owned(),
            Self::SecondHalf => "6 tháng cuối năm".to_owned(),
            Self::NineMonths => "9 tháng".to_owned(),
            Self::Quarter(n) => format!("Quý {n}"),
            Self::Month(n) => format!("Tháng {n}"),
        }
    }
}
