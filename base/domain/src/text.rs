//! Vietnamese text: folding for search, order for lists, words for dates.
//! For every crate that searches, sorts or prints.

mod order;
mod say;
mod search;

pub use order::{person_sort_key, sort_key};
pub use say::{date_long_vi, date_vi, moment_long_vi, moment_vi, percent_vi, time_vi};
pub use search::{Query, Rank, Title};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text as searched: no marks, đ as d, lower case, one space between words.
pub fn fold(text: &str) -> String {
    join_words(text, ' ')
}

/// Text as part of an address: `Đăng ký khai sinh` becomes `dang-ky-khai-sinh`.
pub fn slug(text: &str) -> String {
    join_words(text, '-')
}

/// The form in which text is stored: one code point per letter where there is one.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// First letters of the folded words: `Đăng ký khai sinh` becomes `dkks`.
pub fn initials(text: &str) -> String {
    fold(text)
        .split(' ')
        .filter_map(|word| word.chars().next())
        .collect()
}

/// Whether the text holds U+0000, which PostgreSQL cannot store.
pub fn has_nul(text: &str) -> bool {
    text.contains('\0')
}

/// A personal number for pages that need not show it: `0301******17`.
pub fn mask_id(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let (head, tail) = match letters.len() {
        12.. => (4, 2),
        8..12 => (2, 2),
        _ => (0, 0),
    };
    letters
        .iter()
        .enumerate()
        .map(|(at, &letter)| {
            if at < head || at + tail >= letters.len() {
                letter
            } else {
                '*'
            }
        })
        .collect()
}

/// The line of a JSON source on which the record of this id begins, from 1.
pub(crate) fn line_of_id(source: &str, id: &str) -> usize {
    let quoted = serde_json::Value::from(id).to_string();
    let is_id = |at: usize| {
        source[..at]
            .trim_end()
            .strip_suffix(':')
            .is_some_and(|key| key.trim_end().ends_with("\"id\""))
    };
    let found = source
        .match_indices(&quoted)
        .map(|(at, _)| at)
        .find(|&at| is_id(at));
    source[..found.unwrap_or(0)].lines().count().max(1)
}

fn join_words(text: &str, joint: char) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut between = false;
    let plain = text.chars().flat_map(char::to_lowercase).nfd();
    for letter in plain.filter(|&letter| !is_combining_mark(letter)) {
        if !letter.is_alphanumeric() {
            between = true;
            continue;
        }
        if between && !folded.is_empty() {
            folded.push(joint);
        }
        between = false;
        folded.push(if letter == 'đ' { 'd' } else { letter });
    }
    folded
}

/// Bytes in lower-case hexadecimal, as digests and random names are kept.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_takes_marks_case_and_punctuation_away() {
        assert_eq!(
            fold("  Đăng ký – KHAI sinh (lưu động) "),
            "dang ky khai sinh luu dong"
        );
        assert_eq!(fold("Nguye\u{302}\u{303}n"), fold("Nguyễn"));
        assert_eq!(fold("1.001193"), "1 001193");
        assert_eq!(fold("🙂 — !"), "");
    }

    #[test]
    fn slugs_and_initials_follow_the_folded_words() {
        assert_eq!(slug("Đăng ký khai sinh"), "dang-ky-khai-sinh");
        assert_eq!(slug("--Hòa giải, ở  cơ sở!"), "hoa-giai-o-co-so");
        assert_eq!(initials("Đăng ký khai sinh"), "dkks");
    }

    #[test]
    fn stored_text_is_precomposed() {
        assert_eq!(nfc("Qu\u{fd}"), "Quý");
        assert_eq!(nfc("Quy\u{301}").chars().count(), 3);
    }

    #[test]
    fn a_masked_number_shows_head_and_tail_only() {
        assert_eq!(mask_id("030192004217"), "0301******17");
        assert_eq!(mask_id("142567890"), "14*****90");
        assert_eq!(mask_id("1234"), "****");
        assert_eq!(mask_id(""), "");
    }

    #[test]
    fn the_line_of_a_record_is_found_by_its_id_not_by_a_mention() {
        let source = "[\n {\"ref\": \"b\"},\n {\"id\": \"a\"},\n {\"id\" : \"b\"}\n]";
        assert_eq!(line_of_id(source, "b"), 4);
        assert_eq!(line_of_id(source, "a"), 3);
    }

    #[test]
    fn nul_is_seen_wherever_it_hides() {
        assert!(has_nul("Nguyễn\0An"));
        assert!(!has_nul("Nguyễn An"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_and_never_doubles_spaces(text in ".{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }

        #[test]
        fn a_mask_never_shows_more_than_six_letters(number in "[0-9]{0,14}") {
            let shown = mask_id(&number).chars().filter(|letter| *letter != '*').count();
            prop_assert!(shown <= 6 && shown * 2 <= number.len().max(1));
        }
    }
}
