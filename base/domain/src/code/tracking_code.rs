//! The eight characters by which a citizen follows a dossier.
//! For receipts and the tracking page; chance, so that nobody can count along.

use std::fmt;

use super::as_text;

/// Capitals and digits that nobody confuses: without 0 O, 1 I L.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH: usize = 8;
/// The largest multiple of 31 in a byte; bytes above it would favour some letters.
const FAIR_BELOW: u8 = 248;

/// A tracking code, stored as `7KQ2M9XA`, shown as `7KQ2-M9XA`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackingCode(String);

impl TrackingCode {
    /// Draws a code from random bytes; each letter is equally likely.
    /// `None` if too few bytes were usable: 24 suffice but once in 10^20 draws.
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        let letters: String = bytes
            .iter()
            .filter(|&&byte| byte < FAIR_BELOW)
            .map(|&byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]))
            .take(LENGTH)
            .collect();
        (letters.len() == LENGTH).then_some(Self(letters))
    }

    /// Reads what a citizen types: small letters, spaces and dashes do not matter.
    ///
    /// # Errors
    /// A sentence in Vietnamese saying what to look at on the receipt.
    pub fn parse(text: &str) -> Result<Self, String> {
        let letters: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '—' | '.'))
            .flat_map(char::to_uppercase)
            .collect();
        let count = letters.chars().count();
        if count != LENGTH {
            return Err(format!(
                "Mã tra cứu có {LENGTH} ký tự, đang có {count}. Xem mã ở góc giấy hẹn"
            ));
        }
        match letters
            .chars()
            .find(|&letter| !ALPHABET.iter().any(|&known| char::from(known) == letter))
        {
            Some(odd) => Err(format!(
                "Mã tra cứu không có ký tự «{odd}» (không dùng số 0, số 1 và các chữ O, I, L). Xem lại mã trên giấy hẹn"
            )),
            None => Ok(Self(letters)),
        }
    }

    pub(super) fn from_stored(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }

    /// `7KQ2M9XA`: as stored and in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `7KQ2-M9XA`: as printed and read aloud.
    pub fn shown(&self) -> String {
        let (head, tail) = self.0.split_at(LENGTH / 2);
        format!("{head}-{tail}")
    }
}

impl fmt::Display for TrackingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

as_text!(TrackingCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for text in ["7KQ2-M9XA", "7kq2m9xa", " 7kq2 m9xa ", "7KQ2–M9XA"] {
            let code = TrackingCode::parse(text).expect("a code");
            assert_eq!(
                (code.as_str(), code.shown().as_str()),
                ("7KQ2M9XA", "7KQ2-M9XA")
            );
        }
    }

    #[test]
    fn a_wrong_code_says_what_to_look_at() {
        assert!(
            TrackingCode::parse("7KQ2M9X")
                .expect_err("short")
                .contains("đang có 7")
        );
        for odd in ["0", "O", "1", "I", "L", "Ă", "?"] {
            let said = TrackingCode::parse(&format!("7KQ2M9X{odd}")).expect_err("an unused letter");
            assert!(said.contains(&format!("«{odd}»")), "{said}");
        }
    }

    #[test]
    fn every_letter_is_equally_likely() {
        let mut drawn = [0_u32; 256];
        for byte in 0..=255_u8 {
            if let Some(code) = TrackingCode::from_random(&[byte; LENGTH]) {
                drawn[usize::from(code.as_str().as_bytes()[0])] += 1;
            }
        }
        assert!(
            ALPHABET
                .iter()
                .all(|&letter| drawn[usize::from(letter)] == 8)
        );
        assert_eq!(drawn.iter().sum::<u32>(), 248);
    }

    #[test]
    fn too_little_chance_gives_no_code() {
        assert_eq!(TrackingCode::from_random(&[1; 7]), None);
        assert_eq!(TrackingCode::from_random(&[255; 40]), None);
    }
}
