//! The paper by which a person is known, and its number.
//! For intake, where not everybody has a card of twelve digits.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{BirthDate, Gender, Unreadable};

/// The twelve digits of a citizen (Luật Căn cước 2023 Đ12, before it Luật CCCD 2014 Đ12).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonalNumber(String);

/// A paper of identity, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IdDocument {
    /// An identity card with the personal number.
    Cccd {
        /// Twelve digits.
        number: PersonalNumber,
    },
    /// The old identity card of nine digits.
    Cmnd {
        /// Nine digits.
        number: String,
    },
    /// A passport.
    Passport {
        /// Capitals and digits.
        number: String,
    },
    /// No paper at all: a newborn child, papers lost.
    None {
        /// Why, in the officer's words.
        reason: String,
    },
}

impl PersonalNumber {
    /// Reads twelve digits, whatever spaces or dots stand between.
    ///
    /// # Errors
    /// How many digits there are, or which character is none.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let digits = digits_of(text).map_err(|odd| Unreadable::PersonalNumberLetter { odd })?;
        match digits.len() {
            12 => Ok(Self(digits)),
            digits => Err(Unreadable::PersonalNumberLength { digits }),
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The century and sex in the fourth digit, the year in the next two (NĐ 137/2015 Đ13).
    pub fn says(&self) -> (i16, Gender) {
        let digit = |at: usize| i16::from(self.0.as_bytes()[at] - b'0');
        let gender = if digit(3) % 2 == 0 {
            Gender::Male
        } else {
            Gender::Female
        };
        (1900 + digit(3) / 2 * 100 + digit(4) * 10 + digit(5), gender)
    }

    /// What a careful officer would ask: the number says another year or sex.
    pub fn doubt(&self, birth: Option<BirthDate>, gender: Option<Gender>) -> Option<String> {
        let (year, sex) = self.says();
        if birth.is_some_and(|birth| birth.year() != year) {
            return Some(format!(
                "Số định danh cho biết sinh năm {year}, khác năm sinh đã nhập. Hãy xem lại thẻ"
            ));
        }
        if gender.is_some_and(|gender| gender != sex) {
            return Some(format!(
                "Số định danh cho biết giới tính {sex}, khác giới tính đã nhập. Hãy xem lại thẻ"
            ));
        }
        None
    }
}

impl fmt::Display for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PersonalNumber {
    type Error = Unreadable;

    fn try_from(text: String) -> Result<Self, Unreadable> {
        Self::parse(&text)
    }
}

impl From<PersonalNumber> for String {
    fn from(number: PersonalNumber) -> Self {
        number.0
    }
}

/// From so many digits on a number with a letter is read as a personal number.
const CARD_LIKE_DIGITS: usize = 10;

impl IdDocument {
    /// A card with the personal number.
    ///
    /// # Errors
    /// As [`PersonalNumber::parse`].
    pub fn cccd(text: &str) -> Result<Self, Unreadable> {
        PersonalNumber::parse(text).map(|number| Self::Cccd { number })
    }

    /// An old card of nine digits.
    ///
    /// # Errors
    /// How many digits there are, or which character is none.
    pub fn cmnd(text: &str) -> Result<Self, Unreadable> {
        let number = digits_of(text).map_err(|odd| Unreadable::OldNumberLetter { odd })?;
        match number.len() {
            9 => Ok(Self::Cmnd { number }),
            digits => Err(Unreadable::OldNumberLength { digits }),
        }
    }

    /// A passport of any country.
    ///
    /// # Errors
    /// The form that is expected.
    pub fn passport(text: &str) -> Result<Self, Unreadable> {
        let number: String = text.split_whitespace().collect::<String>().to_uppercase();
        let is_number = (6..=12).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_alphanumeric())
            && number.bytes().any(|b| b.is_ascii_digit());
        if is_number {
            Ok(Self::Passport { number })
        } else {
            Err(Unreadable::Passport)
        }
    }

    /// No paper, with the reason.
    ///
    /// # Errors
    /// That a reason is missing.
    pub fn none(reason: &str) -> Result<Self, Unreadable> {
        match reason.trim() {
            "" => Err(Unreadable::ReasonMissing),
            reason => Ok(Self::None {
                reason: reason.to_owned(),
            }),
        }
    }

    /// Reads a number typed without its kind: twelve digits, nine, or a passport.
    ///
    /// # Errors
    /// What is missing for the kind that it resembles most.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        match digits_of(text) {
            Ok(digits) if digits.len() == 9 => Self::cmnd(&digits),
            Ok(digits) => Self::cccd(&digits),
            // No passport has so many digits: it is a card with a slip of the finger.
            Err(odd) if text.bytes().filter(u8::is_ascii_digit).count() >= CARD_LIKE_DIGITS => {
                Err(Unreadable::PersonalNumberLetter { odd })
            }
            Err(_) => Self::passport(text),
        }
    }

    /// The number, where there is one.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Cccd { number } => Some(number.as_str()),
            Self::Cmnd { number } | Self::Passport { number } => Some(number),
            Self::None { .. } => None,
        }
    }

    /// The kind as papers call it.
    pub fn kind_vi(&self) -> &'static str {
        match self {
            Self::Cccd { .. } => "Căn cước",
            Self::Cmnd { .. } => "Chứng minh nhân dân",
            Self::Passport { .. } => "Hộ chiếu",
            Self::None { .. } => "Không có giấy tờ tùy thân",
        }
    }

    /// Code of the kind in national synchronisation: 1 card, 2 old card; others have none.
    pub fn sync_kind(&self) -> Option<u8> {
        match self {
            Self::Cccd { .. } => Some(1),
            Self::Cmnd { .. } => Some(2),
            Self::Passport { .. } | Self::None { .. } => None,
        }
    }
}

/// The digits of a typed number without spaces, dots and dashes, or the first odd character.
pub(super) fn digits_of(text: &str) -> Result<String, char> {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '.' | '-'))
        .map(|letter| {
            if letter.is_ascii_digit() {
                Ok(letter)
            } else {
                Err(letter)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_number_has_twelve_digits() {
        let number = PersonalNumber::parse(" 030 192 004 217\r").expect("twelve digits");
        assert_eq!(number.as_str(), "030192004217");
        assert_eq!(
            PersonalNumber::parse("03019200421"),
            Err(Unreadable::PersonalNumberLength { digits: 11 })
        );
        assert_eq!(
            PersonalNumber::parse("03019200421O"),
            Err(Unreadable::PersonalNumberLetter { odd: 'O' })
        );
        assert_eq!(
            PersonalNumber::parse(""),
            Err(Unreadable::PersonalNumberLength { digits: 0 })
        );
    }

    #[test]
    fn the_number_tells_year_and_sex() {
        let says = |text: &str| PersonalNumber::parse(text).expect("twelve digits").says();
        assert_eq!(says("030192004217"), (1992, Gender::Female));
        assert_eq!(says("030092004217"), (1992, Gender::Male));
        assert_eq!(says("030312004217"), (2012, Gender::Female));
        let number = PersonalNumber::parse("030192004217").expect("twelve digits");
        assert_eq!(
            number.doubt(Some(BirthDate::Year(1992)), Some(Gender::Female)),
            None
        );
        assert!(
            number
                .doubt(Some(BirthDate::Year(1991)), None)
                .is_some_and(|said| said.contains("1992"))
        );
        assert!(
            number
                .doubt(None, Some(Gender::Male))
                .is_some_and(|said| said.contains("Nữ"))
        );
    }

    #[test]
    fn the_kind_is_guessed_from_the_number() {
        assert_eq!(
            IdDocument::parse("030192004217").map(|d| d.kind_vi()),
            Ok("Căn cước")
        );
        assert_eq!(
            IdDocument::parse("142 567 890").map(|d| d.kind_vi()),
            Ok("Chứng minh nhân dân")
        );
        assert_eq!(
            IdDocument::parse("c1234567").expect("a passport").number(),
            Some("C1234567")
        );
        assert_eq!(
            IdDocument::parse("0301920042").expect_err("ten digits"),
            Unreadable::PersonalNumberLength { digits: 10 }
        );
        assert_eq!(
            IdDocument::cmnd("1425678901").expect_err("ten digits"),
            Unreadable::OldNumberLength { digits: 10 }
        );
    }

    #[test]
    fn a_card_with_one_letter_is_no_passport() {
        for text in ["03018000422A", "O30180004225", "0301 8000 422l"] {
            assert!(
                matches!(
                    IdDocument::parse(text),
                    Err(Unreadable::PersonalNumberLetter { .. })
                ),
                "{text}"
            );
        }
        for text in ["C1234567", "X01234567", "123456789A"] {
            let read = IdDocument::parse(text);
            assert!(matches!(read, Ok(IdDocument::Passport { .. })), "{text}");
        }
    }

    #[test]
    fn a_newborn_has_no_paper_but_a_reason() {
        let child = IdDocument::none("trẻ mới sinh").expect("a reason");
        assert_eq!((child.number(), child.sync_kind()), (None, None));
        assert_eq!(IdDocument::none("  "), Err(Unreadable::ReasonMissing));
    }

    #[test]
    fn a_stored_paper_is_checked_when_it_is_read() {
        let paper = IdDocument::cccd("030192004217").expect("twelve digits");
        let json = serde_json::to_string(&paper).expect("text");
        assert_eq!(json, r#"{"kind":"cccd","number":"030192004217"}"#);
        assert_eq!(
            serde_json::from_str::<IdDocument>(&json).expect("the same"),
            paper
        );
        assert!(serde_json::from_str::<IdDocument>(r#"{"kind":"cccd","number":"0301"}"#).is_err());
    }
}
