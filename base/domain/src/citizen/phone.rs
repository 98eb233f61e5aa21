//! A telephone number in one form, however it was typed.
//! For telling citizens, and for the second proof of a dossier's number.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Unreadable;

/// A Vietnamese number from its zero on: `0912345678`, or `02203747123` at a desk.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Reads `0912 345 678`, `+84 912…`, `0084…`, `(0220) 3747.123`.
    ///
    /// # Errors
    /// What is missing, with an example.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let joints =
            |letter: &char| letter.is_whitespace() || matches!(letter, '.' | '-' | '(' | ')' | ',');
        let bare: String = text
            .trim()
            .chars()
            .filter(|letter| !joints(letter))
            .collect();
        let rest = bare
            .strip_prefix("+84")
            .or_else(|| bare.strip_prefix("0084"));
        let is_bare_country = bare.starts_with("84") && bare.len() >= 11;
        let number = match rest {
            Some(rest) => format!("0{}", rest.trim_start_matches('0')),
            None if is_bare_country => format!("0{}", &bare[2..]),
            None => bare,
        };
        if let Some(odd) = number.chars().find(|letter| !letter.is_ascii_digit()) {
            return Err(Unreadable::PhoneLetter { odd });
        }
        match (number.get(..2), number.len()) {
            (Some("03" | "05" | "07" | "08" | "09"), 10) | (Some("02"), 11) => Ok(Self(number)),
            (Some("01"), 11) => Err(Unreadable::PhoneRenumbered),
            (Some(prefix), 10 | 11)
                if !matches!(prefix, "02" | "03" | "05" | "07" | "08" | "09") =>
            {
                Err(Unreadable::PhonePrefix {
                    prefix: prefix.to_owned(),
                })
            }
            (_, digits) => Err(Unreadable::PhoneLength { digits }),
        }
    }

    /// The digits, from zero on.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four digits: a citizen's second proof beside a dossier's number.
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }

    /// `0912 345 678`, as read aloud.
    pub fn shown(&self) -> String {
        let tail = self.0.len() - 6;
        format!(
            "{} {} {}",
            &self.0[..tail],
            &self.0[tail..tail + 3],
            &self.0[tail + 3..]
        )
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Phone {
    type Error = Unreadable;

    fn try_from(text: String) -> Result<Self, Unreadable> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_form() {
        for text in [
            "0912345678",
            "0912 345 678",
            "+84912345678",
            "+84 (0)912.345.678",
            "0084912345678",
            "84912345678",
        ] {
            assert_eq!(
                Phone::parse(text).expect("a mobile").as_str(),
                "0912345678",
                "{text}"
            );
        }
        let desk = Phone::parse("(0220) 3747-123").expect("a desk");
        assert_eq!(
            (desk.as_str(), desk.shown().as_str()),
            ("02203747123", "02203 747 123")
        );
    }

    #[test]
    fn a_wrong_number_says_what_is_missing() {
        assert_eq!(
            Phone::parse("091234567"),
            Err(Unreadable::PhoneLength { digits: 9 })
        );
        assert_eq!(
            Phone::parse("01687654321"),
            Err(Unreadable::PhoneRenumbered)
        );
        assert_eq!(
            Phone::parse("0412345678"),
            Err(Unreadable::PhonePrefix {
                prefix: "04".into()
            })
        );
        assert_eq!(
            Phone::parse("O912345678"),
            Err(Unreadable::PhoneLetter { odd: 'O' })
        );
        assert_eq!(
            Phone::parse("8ố"),
            Err(Unreadable::PhoneLetter { odd: 'ố' })
        );
        assert_eq!(Phone::parse(""), Err(Unreadable::PhoneLength { digits: 0 }));
    }

    #[test]
    fn the_last_four_digits_are_the_second_proof() {
        assert_eq!(
            Phone::parse("0912 345 678").expect("a mobile").last_four(),
            "5678"
        );
    }
}
