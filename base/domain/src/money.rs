//! Money as whole đồng, as figures and in words.
//! For fees, receipts and the day's cash.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in đồng. Vietnam's currency has no smaller unit in use.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Dong(pub i64);

/// Longest amount that a person may type: 999.999.999.999 đồng.
const TYPED_DIGITS_MAX: usize = 12;

impl Dong {
    /// Nothing to pay. Not the same as a fee that nobody knows.
    pub const ZERO: Self = Self(0);

    /// The sum of both, or `None` where it does not fit.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// This amount less the other, or `None` where it does not fit.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// This amount so many times, or `None` where it does not fit.
    pub fn times(self, count: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(count)).map(Self)
    }

    /// The sum of all, or `None` where it does not fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// `8.000 đ`, with a space that does not break.
    pub fn vi(self) -> String {
        format!("{}\u{a0}đ", grouped(self.0))
    }

    /// `Tám nghìn đồng`.
    pub fn words(self) -> String {
        in_words(self.0)
    }

    /// Reads what an officer types: `8.000`, `8 000`, `8000đ`, `8.000 đồng`.
    ///
    /// # Errors
    /// A sentence in Vietnamese saying how to write the amount.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("Hãy điền số tiền, ví dụ 8.000; không có thì ghi 0".to_owned());
        }
        let refuse = || {
            format!(
                "Số tiền «{}» chưa đọc được. Hãy viết bằng chữ số, ví dụ 8.000",
                text.trim()
            )
        };
        let lower = text.trim().to_lowercase();
        let bare = ["đồng", "vnđ", "vnd", "đ"]
            .iter()
            .find_map(|unit| lower.strip_suffix(unit))
            .unwrap_or(&lower)
            .trim();
        let groups: Vec<&str> = bare.split(['.', ' ', '\u{a0}']).collect();
        let digits: String = groups.concat();
        let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !all_digits || !grouped_by_three(&groups) {
            return Err(refuse());
        }
        let significant = digits.trim_start_matches('0');
        if significant.len() > TYPED_DIGITS_MAX {
            return Err(format!(
                "Số tiền «{}» quá lớn. Hãy xem lại số chữ số 0",
                text.trim()
            ));
        }
        digits.parse().map(Self).map_err(|_| refuse())
    }
}

impl fmt::Display for Dong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.vi())
    }
}

/// `8.5` is a slip, not eight thousand five hundred: groups have three digits.
fn grouped_by_three(groups: &[&str]) -> bool {
    match groups {
        [] => false,
        [_] => true,
        [first, rest @ ..] => {
            (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3)
        }
    }
}

/// `1.234.567`: dots between thousands, as NĐ 30/2020 writes numbers.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// The amount in words for a receipt, capital first: `Mười lăm nghìn đồng`.
pub fn in_words(dong: i64) -> String {
    let mut words = Vec::new();
    if dong < 0 {
        words.push("âm");
    }
    match dong.unsigned_abs() {
        0 => words.push("không"),
        amount => speak(amount, false, &mut words),
    }
    words.push("đồng");
    let text = words.join(" ");
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

const UNITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];

/// Speaks a number above zero; `after` says that higher digits came before it,
/// so that empty hundreds are spoken ("không trăm linh năm").
fn speak(number: u64, after: bool, words: &mut Vec<&'static str>) {
    const SCALES: [(u64, &str); 3] = [
        (1_000_000_000, "tỷ"),
        (1_000_000, "triệu"),
        (1_000, "nghìn"),
    ];
    for (scale, name) in SCALES {
        if number >= scale {
            speak(number / scale, after, words);
            words.push(name);
            if !number.is_multiple_of(scale) {
                speak(number % scale, true, words);
            }
            return;
        }
    }
    speak_hundreds(number as usize, after, words);
}

fn speak_hundreds(number: usize, after: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, units) = (number / 100, number / 10 % 10, number % 10);
    let hundreds_spoken = hundreds > 0 || after;
    if hundreds_spoken {
        words.extend([UNITS[hundreds], "trăm"]);
    }
    match tens {
        0 if units > 0 && hundreds_spoken => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([UNITS[tens], "mươi"]),
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        // Textbooks read 24 "hai mươi tư"; "bốn" stays after "mười" and "linh".
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, unit) => words.push(UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_spoken_as_on_a_receipt() {
        let spoken = [
            (0, "Không đồng"),
            (4, "Bốn đồng"),
            (10, "Mười đồng"),
            (11, "Mười một đồng"),
            (14, "Mười bốn đồng"),
            (15, "Mười lăm đồng"),
            (21, "Hai mươi mốt đồng"),
            (24, "Hai mươi tư đồng"),
            (101, "Một trăm linh một đồng"),
            (105, "Một trăm linh năm đồng"),
            (110, "Một trăm mười đồng"),
            (555, "Năm trăm năm mươi lăm đồng"),
            (8_000, "Tám nghìn đồng"),
            (15_000, "Mười lăm nghìn đồng"),
            (21_000, "Hai mươi mốt nghìn đồng"),
            (111_000, "Một trăm mười một nghìn đồng"),
            (200_000, "Hai trăm nghìn đồng"),
            (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
            (1_000_005, "Một triệu không trăm linh năm đồng"),
            (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
            (4_500_000, "Bốn triệu năm trăm nghìn đồng"),
            (1_000_000_000, "Một tỷ đồng"),
            (1_000_005_000, "Một tỷ không trăm linh năm nghìn đồng"),
            (2_001_000_000_000, "Hai nghìn không trăm linh một tỷ đồng"),
            (-8_000, "Âm tám nghìn đồng"),
        ];
        for (dong, words) in spoken {
            assert_eq!(in_words(dong), words, "{dong}");
        }
    }

    #[test]
    fn typed_amounts_are_read_whatever_the_grouping() {
        for text in [
            "8.000",
            "8 000",
            "8000đ",
            "8000",
            " 8.000 đ ",
            "8.000 đồng",
            "8\u{a0}000 VNĐ",
        ] {
            assert_eq!(Dong::parse(text), Ok(Dong(8_000)), "{text}");
        }
        for text in [
            "",
            "8.5",
            "8,000",
            "-8000",
            "tám nghìn",
            "8.00.000",
            "٨٠٠٠",
            "8..000",
        ] {
            assert!(Dong::parse(text).is_err(), "{text}");
        }
        assert!(
            Dong::parse("99999999999999999999")
                .expect_err("too large")
                .contains("quá lớn")
        );
    }

    #[test]
    fn the_sign_of_the_currency_never_breaks_off() {
        assert_eq!(Dong(8_000).vi(), "8.000\u{a0}đ");
        assert_eq!(Dong(-1_234_567).vi(), "-1.234.567\u{a0}đ");
        assert_eq!(Dong(999).to_string(), "999\u{a0}đ");
    }

    #[test]
    fn a_sum_that_does_not_fit_is_no_amount() {
        assert_eq!(Dong::sum([Dong(2_000), Dong(3_000)]), Some(Dong(5_000)));
        assert_eq!(Dong::sum([Dong(i64::MAX), Dong(1)]), None);
        assert_eq!(Dong(i64::MAX).times(2), None);
        assert!(in_words(i64::MIN).starts_with("Âm chín tỷ"));
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read_again(dong in 0_i64..1_000_000_000_000) {
            prop_assert_eq!(Dong::parse(&Dong(dong).vi()), Ok(Dong(dong)));
        }

        #[test]
        fn two_amounts_never_sound_the_same(one in 0_i64..2_000_000_000, other in 0_i64..2_000_000_000) {
            prop_assume!(one != other);
            prop_assert_ne!(in_words(one), in_words(other));
        }
    }
}
