//! The electronic identifier of an agency, in its two orders.
//! For dossier codes (old order) and newer exchanges (new order).

use std::fmt;

use super::as_text;

/// An agency's identifier, kept in the order of QCVN 102:2016: `000.21.49.H23`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(String);

impl AgencyCode {
    /// Reads either order: `000.21.49.H23`, or `H23.49.21` of QĐ 20/2020/QĐ-TTg.
    ///
    /// # Errors
    /// A sentence in Vietnamese showing both forms.
    pub fn parse(text: &str) -> Result<Self, String> {
        let segments: Vec<&str> = text.trim().split('.').collect();
        let refuse = || format!("Mã cơ quan «{text}» cần có dạng 000.21.49.H23 hoặc H23.49.21");
        let old = match segments.as_slice() {
            [four, three, two, one] if is_top(one) && is_old(four, three, two) => {
                format!("{four}.{three}.{two}.{one}")
            }
            [one, lower @ ..] if is_top(one) && lower.len() <= 3 => {
                let segment =
                    |at: usize, none: &'static str| lower.get(at).copied().unwrap_or(none);
                let (two, three, four) = (segment(0, "00"), segment(1, "00"), segment(2, "000"));
                if !is_old(four, three, two) {
                    return Err(refuse());
                }
                format!("{four}.{three}.{two}.{one}")
            }
            _ => return Err(refuse()),
        };
        Ok(Self(old))
    }

    pub(super) fn from_stored(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }

    /// `000.21.49.H23`: lowest level first, as dossier codes have it.
    pub fn old_order(&self) -> &str {
        &self.0
    }

    /// `H23.49.21`: highest level first, empty levels left out.
    pub fn new_order(&self) -> String {
        let mut levels: Vec<&str> = self.0.rsplit('.').collect();
        while levels
            .last()
            .is_some_and(|level| level.bytes().all(|b| b == b'0'))
        {
            levels.pop();
        }
        levels.join(".")
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

as_text!(AgencyCode);

/// A ministry or province: one capital and two digits.
fn is_top(segment: &str) -> bool {
    matches!(segment.as_bytes(), [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'])
}

fn is_old(four: &str, three: &str, two: &str) -> bool {
    let is_two = |segment: &str| {
        segment.len() == 2
            && segment
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    };
    four.len() == 3 && four.bytes().all(|b| b.is_ascii_digit()) && is_two(three) && is_two(two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_name_one_agency() {
        for (old, new) in [
            ("000.00.00.H23", "H23"),
            ("000.00.49.H23", "H23.49"),
            ("000.21.49.H23", "H23.49.21"),
            ("001.21.49.H23", "H23.49.21.001"),
        ] {
            let code = AgencyCode::parse(old).expect("the old order");
            assert_eq!(code, AgencyCode::parse(new).expect("the new order"));
            assert_eq!((code.old_order(), code.new_order().as_str()), (old, new));
        }
    }

    #[test]
    fn what_is_no_agency_is_refused_with_an_example() {
        for text in [
            "",
            "H2",
            "H23.4",
            "h23.49",
            "000.21.49",
            "0000.21.49.H23",
            "H23.49.21.1",
            "...",
        ] {
            assert!(
                AgencyCode::parse(text).is_err_and(|said| said.contains("000.21.49.H23")),
                "{text}"
            );
        }
    }
}
