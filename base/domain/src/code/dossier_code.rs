//! The number of a dossier: agency, day of receipt, order within the day.
//! For the receipt, and for dossiers that come from elsewhere.

use std::fmt;

use jiff::civil::Date;

use super::{AgencyCode, as_text};

/// `000.21.49.H23-231123-0007` (TT 01/2018/TT-VPCP), or another system's own form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DossierCode(String);

/// The parts of a code in the national form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Who received the dossier.
    pub agency: AgencyCode,
    /// The day of receipt.
    pub received: Date,
    /// The order of receipt within that day.
    pub sequence: u32,
}

/// Five digits, the most that the national form takes.
const SEQUENCE_MAX: u32 = 99_999;
const IMPORTED_MAX: usize = 100;

impl DossierCode {
    /// The code of the `sequence`-th dossier that an agency received on a day.
    ///
    /// # Errors
    /// A sentence in Vietnamese where the day's numbers are used up.
    pub fn new(agency: &AgencyCode, received: Date, sequence: u32) -> Result<Self, String> {
        if sequence == 0 || sequence > SEQUENCE_MAX {
            return Err(format!(
                "Số thứ tự hồ sơ trong ngày phải từ 1 đến {SEQUENCE_MAX}"
            ));
        }
        // Every part has a fixed width: without padding, 11/1 and 1/11 would give one code.
        let (year, month, day) = (received.year() % 100, received.month(), received.day());
        Ok(Self(format!(
            "{agency}-{year:02}{month:02}{day:02}-{sequence:04}"
        )))
    }

    /// Reads the national form only.
    ///
    /// # Errors
    /// A sentence in Vietnamese showing the form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().to_uppercase();
        match parts_of(&text) {
            Some(_) => Ok(Self(text)),
            None => Err(format!(
                "Mã hồ sơ «{text}» cần có dạng 000.21.49.H23-231123-0007"
            )),
        }
    }

    /// Takes another system's code as it is; its form is none of our business.
    ///
    /// # Errors
    /// A sentence in Vietnamese where it is empty, too long or unprintable.
    pub fn imported(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 || length > IMPORTED_MAX || text.chars().any(char::is_control) {
            return Err(format!(
                "Mã hồ sơ nhập từ hệ thống khác phải có từ 1 đến {IMPORTED_MAX} ký tự in được"
            ));
        }
        Ok(Self(text.to_owned()))
    }

    pub(super) fn from_stored(text: &str) -> Result<Self, String> {
        Self::imported(text)
    }

    /// The code as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Agency, day and order, where the code has the national form.
    pub fn parts(&self) -> Option<Parts> {
        parts_of(&self.0)
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

as_text!(DossierCode);

fn parts_of(text: &str) -> Option<Parts> {
    let mut parts = text.split('-');
    let (agency, day, sequence) = (parts.next()?, parts.next()?, parts.next()?);
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_shaped = parts.next().is_none()
        && agency.split('.').count() == 4
        && day.len() == 6
        && (4..=5).contains(&sequence.len())
        && all_digits(day)
        && all_digits(sequence);
    if !is_shaped {
        return None;
    }
    let pair = |from: usize| day[from..from + 2].parse::<i8>().ok();
    // Codes exist since 2019; two digits of the year are enough until 2099.
    let received = Date::new(2000 + i16::from(pair(0)?), pair(2)?, pair(4)?).ok()?;
    let agency = AgencyCode::parse(agency).ok()?;
    Some(Parts {
        agency,
        received,
        sequence: sequence.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn ours() -> AgencyCode {
        AgencyCode::parse("000.21.49.H23").expect("a valid agency")
    }

    fn code(day: Date, sequence: u32) -> String {
        DossierCode::new(&ours(), day, sequence)
            .expect("a valid sequence")
            .to_string()
    }

    #[test]
    fn a_code_holds_agency_day_and_order() {
        assert_eq!(code(date(2023, 11, 23), 7), "000.21.49.H23-231123-0007");
        assert_eq!(
            code(date(2023, 11, 23), 12_345),
            "000.21.49.H23-231123-12345"
        );
    }

    #[test]
    fn the_eleventh_of_january_is_not_the_first_of_november() {
        assert_eq!(code(date(2023, 1, 11), 1), "000.21.49.H23-230111-0001");
        assert_eq!(code(date(2023, 11, 1), 1), "000.21.49.H23-231101-0001");
    }

    #[test]
    fn four_and_five_digits_are_accepted_and_kept_as_written() {
        for text in ["000.15.40.H23-230615-0007", "000.15.40.H56-230615-00007"] {
            let read = DossierCode::parse(text).expect("the national form");
            assert_eq!(
                (read.as_str(), read.parts().map(|p| p.sequence)),
                (text, Some(7))
            );
        }
        assert!(DossierCode::parse(" 000.15.40.h23-230615-0007 ").is_ok());
        for text in [
            "000.15.40.H23-230615-007",
            "000.15.40.H23-230615-000007",
            "000.15.40.H23-231315-0007",
            "000.15.40.H23-230229-0007",
            "H23.40.15-230615-0007",
            "000.15.40.H23-230615-0007-1",
            "",
        ] {
            assert!(DossierCode::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_foreign_code_is_kept_whole_and_has_no_parts() {
        let foreign = DossierCode::imported("G12.99-2023/abc 7").expect("opaque");
        assert_eq!(
            (foreign.as_str(), foreign.parts()),
            ("G12.99-2023/abc 7", None)
        );
        assert!(DossierCode::imported("  ").is_err() && DossierCode::imported("a\0b").is_err());
    }

    #[test]
    fn a_day_has_no_dossier_zero_and_no_hundred_thousandth() {
        assert!(DossierCode::new(&ours(), date(2023, 1, 1), 0).is_err());
        assert!(DossierCode::new(&ours(), date(2023, 1, 1), 100_000).is_err());
    }

    proptest! {
        #[test]
        fn two_receipts_never_share_a_code(
            one in (1_i8..=12, 1_i8..=28, 1_u32..=99_999), other in (1_i8..=12, 1_i8..=28, 1_u32..=99_999),
        ) {
            prop_assume!(one != other);
            prop_assert_ne!(code(date(2023, one.0, one.1), one.2), code(date(2023, other.0, other.1), other.2));
        }

        #[test]
        fn a_code_gives_its_parts_back(month in 1_i8..=12, day in 1_i8..=28, sequence in 1_u32..=99_999) {
            let received = date(2023, month, day);
            let made = DossierCode::new(&ours(), received, sequence).expect("a valid sequence");
            prop_assert_eq!(made.parts(), Some(Parts { agency: ours(), received, sequence }));
            prop_assert_eq!(DossierCode::parse(made.as_str()), Ok(made));
        }
    }
}
