//! A date of birth as people know it: a day, or only a year.
//! For intake and every form that names a person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::text::date_vi;

/// When somebody was born, as exactly as the papers say. Stored as `1992-02-05` or `1992`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum BirthDate {
    /// The whole date.
    Full(Date),
    /// Only the year; many papers of the elderly have no more.
    Year(i16),
}

const YEAR_MIN: i16 = 1890;
const YEAR_MAX: i16 = 2199;

impl BirthDate {
    /// Reads `5/2/1992`, `05-02-1992`, `05021992`, `1992-02-05` or `1992`: the day comes first.
    ///
    /// # Errors
    /// What is wrong with the date and how to write it.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let typed = text.trim();
        let shape = || Unreadable::DateShape {
            typed: typed.to_owned(),
        };
        if typed.is_empty()
            || !typed
                .chars()
                .all(|letter| letter.is_ascii_digit() || is_joint(letter))
        {
            return Err(shape());
        }
        let parts: Vec<&str> = typed
            .split(is_joint)
            .filter(|part| !part.is_empty())
            .collect();
        match parts.as_slice() {
            [year] if year.len() == 4 => year_of(year).map(Self::Year),
            [joined] if joined.len() == 8 => full(&joined[..2], &joined[2..4], &joined[4..]),
            [year, month, day] if year.len() == 4 && day.len() <= 2 => full(day, month, year),
            [day, month, year] if day.len() <= 2 && month.len() <= 2 => full(day, month, year),
            _ => Err(shape()),
        }
    }

    /// The year, always known.
    pub fn year(self) -> i16 {
        match self {
            Self::Full(date) => date.year(),
            Self::Year(year) => year,
        }
    }

    /// `05/02/1992` or `1992`.
    pub fn vi(self) -> String {
        match self {
            Self::Full(date) => date_vi(date),
            Self::Year(year) => year.to_string(),
        }
    }

    /// The same, unless it lies after `today`.
    ///
    /// # Errors
    /// That nobody is born tomorrow.
    pub fn not_after(self, today: Date) -> Result<Self, Unreadable> {
        let is_later = match self {
            Self::Full(date) => date > today,
            Self::Year(year) => year > today.year(),
        };
        if is_later {
            Err(Unreadable::BornLater { shown: self.vi() })
        } else {
            Ok(self)
        }
    }

    /// Whole years of age on a day; with only a year known, the least it can be.
    pub fn age_at_least(self, day: Date) -> i16 {
        let had_birthday = match self {
            Self::Full(date) => (day.month(), day.day()) >= (date.month(), date.day()),
            Self::Year(_) => (day.month(), day.day()) == (12, 31),
        };
        (day.year() - self.year() - i16::from(!had_birthday)).max(0)
    }
}

impl TryFrom<String> for BirthDate {
    type Error = Unreadable;

    fn try_from(text: String) -> Result<Self, Unreadable> {
        Self::parse(&text)
    }
}

impl From<BirthDate> for String {
    fn from(birth: BirthDate) -> Self {
        match birth {
            BirthDate::Full(date) => date.to_string(),
            BirthDate::Year(year) => year.to_string(),
        }
    }
}

fn is_joint(letter: char) -> bool {
    matches!(letter, '/' | '-' | '.' | ' ' | '\u{a0}')
}

/// Reads day, month and year; cards and papers write 00 for what is unknown.
fn full(day: &str, month: &str, year: &str) -> Result<BirthDate, Unreadable> {
    let year_read = year_of(year)?;
    let number = |part: &str| {
        part.parse::<i8>().map_err(|_| Unreadable::DateShape {
            typed: format!("{day}/{month}/{year}"),
        })
    };
    let (day, month) = (number(day)?, number(month)?);
    if (day, month) == (0, 0) {
        return Ok(BirthDate::Year(year_read));
    }
    Date::new(year_read, month, day)
        .map(BirthDate::Full)
        .map_err(|_| Unreadable::DateNotInCalendar {
            day,
            month,
            year: year_read,
        })
}

fn year_of(text: &str) -> Result<i16, Unreadable> {
    let refuse = || Unreadable::Year {
        typed: text.to_owned(),
    };
    if text.len() != 4 {
        return Err(refuse());
    }
    let year = text.parse().map_err(|_| refuse())?;
    if (YEAR_MIN..=YEAR_MAX).contains(&year) {
        Ok(year)
    } else {
        Err(refuse())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_is_read_however_it_is_typed() {
        let expected = Ok(BirthDate::Full(date(1992, 2, 5)));
        for text in [
            "5/2/1992",
            "05-02-1992",
            "05021992",
            " 05/02/1992 ",
            "5.2.1992",
            "05 02 1992",
            "1992-02-05",
        ] {
            assert_eq!(BirthDate::parse(text), expected, "{text}");
        }
        for text in ["1992", "00001992", "00/00/1992"] {
            assert_eq!(BirthDate::parse(text), Ok(BirthDate::Year(1992)), "{text}");
        }
    }

    #[test]
    fn a_wrong_date_says_what_is_wrong() {
        assert_eq!(
            BirthDate::parse("31/2/1992"),
            Err(Unreadable::DateNotInCalendar {
                day: 31,
                month: 2,
                year: 1992
            })
        );
        assert_eq!(
            BirthDate::parse("5/2/92"),
            Err(Unreadable::Year { typed: "92".into() })
        );
        assert_eq!(
            BirthDate::parse("1789"),
            Err(Unreadable::Year {
                typed: "1789".into()
            })
        );
        for text in [
            "",
            "2/1992",
            "mùng 5",
            "5/2/1992/1",
            "050292",
            "👶",
            "0005/02/1992",
        ] {
            assert!(
                matches!(BirthDate::parse(text), Err(Unreadable::DateShape { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let today = date(2023, 11, 23);
        assert!(BirthDate::Full(today).not_after(today).is_ok());
        assert!(
            BirthDate::Full(date(2023, 11, 24))
                .not_after(today)
                .is_err()
        );
        assert!(BirthDate::Year(2023).not_after(today).is_ok());
        assert!(BirthDate::Year(2024).not_after(today).is_err());
    }

    #[test]
    fn an_age_is_never_guessed_too_high() {
        let birth = BirthDate::Full(date(2009, 11, 23));
        assert_eq!(
            (
                birth.age_at_least(date(2023, 11, 22)),
                birth.age_at_least(date(2023, 11, 23))
            ),
            (13, 14)
        );
        assert_eq!(BirthDate::Year(2009).age_at_least(date(2023, 11, 23)), 13);
    }

    #[test]
    fn a_stored_birth_reads_back() {
        for birth in [BirthDate::Full(date(1992, 2, 5)), BirthDate::Year(1950)] {
            let json = serde_json::to_string(&birth).expect("text");
            assert_eq!(
                serde_json::from_str::<BirthDate>(&json).expect("the same"),
                birth
            );
        }
    }
}
