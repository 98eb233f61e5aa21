//! The code of an administrative procedure, national part and publisher.
//! For the catalogue and for matching what other systems send.

use std::fmt;

use super::{AgencyCode, as_text};

/// `1.001193`, or `1.001193.000.00.00.H23` as a province publishes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcedureCode {
    national: String,
    publisher: Option<AgencyCode>,
}

/// `d.dddddd`.
const NATIONAL_LENGTH: usize = 8;

impl ProcedureCode {
    /// Reads a bare code or one with its publisher.
    ///
    /// # Errors
    /// A sentence in Vietnamese showing the form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refuse =
            || format!("Mã thủ tục «{text}» cần có dạng 1.001193 hoặc 1.001193.000.00.00.H23");
        let trimmed = text.trim();
        let (national, rest) = trimmed
            .split_at_checked(NATIONAL_LENGTH)
            .ok_or_else(refuse)?;
        // Which first digits there are is the national database's to say: 1, 2 and 3 for long, then 6.
        let is_national = matches!(national.as_bytes(), [b'1'..=b'9', b'.', digits @ ..]
            if digits.iter().all(u8::is_ascii_digit));
        let publisher = match rest.strip_prefix('.') {
            // Only the old order has four segments; the new one never follows a procedure.
            Some(agency) if agency.split('.').count() == 4 => {
                Some(AgencyCode::parse(agency).map_err(|_| refuse())?)
            }
            Some(_) => return Err(refuse()),
            None if rest.is_empty() => None,
            None => return Err(refuse()),
        };
        if !is_national {
            return Err(refuse());
        }
        Ok(Self {
            national: national.to_owned(),
            publisher,
        })
    }

    pub(super) fn from_stored(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }

    /// `1.001193`: what says which procedure it is, whoever published it.
    pub fn national(&self) -> &str {
        &self.national
    }

    /// Who published it, where the code says so.
    pub fn publisher(&self) -> Option<&AgencyCode> {
        self.publisher.as_ref()
    }

    /// Whether both mean one procedure, whoever published them.
    pub fn is_same_procedure(&self, other: &Self) -> bool {
        self.national == other.national
    }
}

impl fmt::Display for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.national)?;
        match &self.publisher {
            Some(agency) => write!(f, ".{agency}"),
            None => Ok(()),
        }
    }
}

as_text!(ProcedureCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_procedure_is_the_same_whoever_published_it() {
        let bare = ProcedureCode::parse("1.001193").expect("bare");
        let local = ProcedureCode::parse(" 1.001193.000.00.00.H56 ").expect("localised");
        assert!(bare.is_same_procedure(&local) && bare != local);
        assert_eq!(
            local.publisher().map(AgencyCode::new_order),
            Some("H56".to_owned())
        );
        assert_eq!(
            (bare.to_string(), local.to_string()),
            ("1.001193".into(), "1.001193.000.00.00.H56".into())
        );
    }

    #[test]
    fn a_series_that_the_national_database_began_later_is_read_as_any_other() {
        for text in ["6.003494", "6.003494.000.00.00.H34", "3.000250"] {
            let code = ProcedureCode::parse(text).expect(text);
            assert_eq!(code.to_string(), text);
            assert_eq!(code.national(), &text[..8]);
        }
    }

    #[test]
    fn what_is_no_procedure_is_refused() {
        for text in [
            "",
            "1.00119",
            "0.001193",
            "6.00349",
            "12.001193",
            "1.0011934",
            "1.001193 1.000894",
            "1.001193.",
            "1.001193.H23",
            "1-001193",
            "khai sinh",
            "1.00119ố",
        ] {
            assert!(
                ProcedureCode::parse(text).is_err_and(|said| said.contains("1.001193")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_code_travels_as_text_and_is_checked_on_arrival() {
        let code: ProcedureCode = serde_json::from_str("\"2.000815\"").expect("a code");
        assert_eq!(serde_json::to_string(&code).expect("text"), "\"2.000815\"");
        assert!(serde_json::from_str::<ProcedureCode>("\"2.815\"").is_err());
    }
}
