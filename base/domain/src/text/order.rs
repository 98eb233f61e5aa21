//! The order of Vietnamese words (CLDR `vi`) as a key that sorts bytewise.
//! For lists that people read: databases compare text by bytes, we by letters.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;

/// Letters by which two words differ first. A tone is not among them.
const LETTERS: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/// Tones as they follow one another: none, huyền, hỏi, ngã, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
/// Names longer than this differ enough; the key stays short in the database.
const LETTERS_MAX: usize = 120;

const LEVEL_END: u8 = 0;
const SPACE: u8 = 0x02;
const PUNCTUATION: u8 = 0x03;
const DIGIT_0: u8 = 0x10;
const LETTER_A: u8 = 0x20;
const FOREIGN: u8 = 0xf0;
const PLAIN: u8 = 0x05;

/// Hex text that sorts bytewise as Vietnamese sorts: letters, then tones, then case.
pub fn sort_key(text: &str) -> String {
    let weights = Weights::of(text);
    hex(&[&weights.letters, &weights.tones, &weights.cases])
}

/// The same for a person: given name (the last word), then family and middle names.
pub fn person_sort_key(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let (rest, given) = name.rsplit_once(' ').unwrap_or(("", &name));
    let (given, rest) = (Weights::of(given), Weights::of(rest));
    // Case comes last of all: a name in capitals stands beside its namesakes.
    hex(&[
        &given.letters,
        &given.tones,
        &rest.letters,
        &rest.tones,
        &given.cases,
        &rest.cases,
    ])
}

#[derive(Default)]
struct Weights {
    letters: Vec<u8>,
    tones: Vec<u8>,
    cases: Vec<u8>,
}

impl Weights {
    fn of(text: &str) -> Self {
        let mut weights = Self::default();
        for letter in text.trim().nfc().take(LETTERS_MAX) {
            weights.add(letter);
        }
        trim_plain(&mut weights.tones);
        trim_plain(&mut weights.cases);
        weights
    }

    fn add(&mut self, letter: char) {
        let is_upper = letter.is_uppercase();
        for lower in letter.to_lowercase() {
            let (base, tone) = split_tone(lower);
            if base == '\0' {
                // A tone typed apart from its letter and impossible to compose with it.
                if let Some(last) = self.tones.last_mut() {
                    *last = tone;
                }
                continue;
            }
            push_letter(base, &mut self.letters);
            self.tones.push(tone);
            self.cases.push(if is_upper { PLAIN + 1 } else { PLAIN });
        }
    }
}

/// The letter without its tone (ấ is â and sắc), and the tone's weight.
fn split_tone(letter: char) -> (char, u8) {
    let mut tone = PLAIN;
    let base: String = std::iter::once(letter)
        .nfd()
        .filter(|part| match TONES.iter().position(|known| known == part) {
            Some(at) => {
                tone = PLAIN + 1 + at as u8;
                false
            }
            None => true,
        })
        .nfc()
        .collect();
    (base.chars().next().unwrap_or('\0'), tone)
}

fn push_letter(base: char, weights: &mut Vec<u8>) {
    let code = u32::from(base);
    if let Some(at) = LETTERS.chars().position(|known| known == base) {
        weights.push(LETTER_A + at as u8);
    } else if let Some(digit) = base.to_digit(10) {
        weights.push(DIGIT_0 + digit as u8);
    } else if base.is_whitespace() {
        weights.push(SPACE);
    } else {
        let class = if base.is_alphanumeric() {
            FOREIGN
        } else {
            PUNCTUATION
        };
        weights.extend([class, (code >> 16) as u8, (code >> 8) as u8, code as u8]);
    }
}

/// The level's end sorts before any weight, so plain weights at the end say nothing.
fn trim_plain(weights: &mut Vec<u8>) {
    while weights.last() == Some(&PLAIN) {
        weights.pop();
    }
}

fn hex(levels: &[&Vec<u8>]) -> String {
    let mut key = String::new();
    for (at, level) in levels.iter().enumerate() {
        if at > 0 {
            write!(key, "{LEVEL_END:02x}").expect("writing to a String cannot fail");
        }
        for weight in level.iter() {
            write!(key, "{weight:02x}").expect("writing to a String cannot fail");
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(words: &str, key: fn(&str) -> String) -> Vec<&str> {
        let mut words: Vec<&str> = words.split(", ").collect();
        words.reverse();
        words.sort_by_key(|word| key(word));
        words
    }

    #[test]
    fn names_stand_in_the_order_of_the_dictionary() {
        // The set of the design brief, and one checked against the collator of a browser.
        for set in [
            "An, Ăn, Ân, Ẩn, Ấn, Âu, Doãn, Dũng, Dương, Đặng, Đinh, Đỗ",
            "ma, mà, mả, mã, má, mạ, mả a, mát, mắt, mất",
            "10, 2, a, A, à, B, đ, e, ê, ế, f, i, j, o, ô, ơ, u, ư, v, w, x, y, z",
        ] {
            assert_eq!(sorted(set, sort_key).join(", "), set);
        }
    }

    #[test]
    fn persons_sort_by_given_name_then_family_then_middle() {
        let set = "Trần Văn An, TRẦN VĂN AN, Trần Văn Ấn, Đỗ Thị Ba, Lê Văn Bình, Nguyễn An Bình, \
                   Nguyễn Văn Bình, Bùi Đông";
        assert_eq!(sorted(set, person_sort_key).join(", "), set);
        assert_eq!(person_sort_key("  An "), person_sort_key("An"));
        assert!(person_sort_key("Nguyễn An") < person_sort_key("Bùi Bình"));
    }

    #[test]
    fn composed_and_decomposed_text_have_one_key() {
        assert_eq!(sort_key("Nguye\u{302}\u{303}n"), sort_key("Nguyễn"));
        assert_eq!(sort_key("A\u{323}\u{302}n"), sort_key("Ận"));
    }

    #[test]
    fn a_tone_matters_only_where_all_letters_agree() {
        assert!(sort_key("mạ") < sort_key("mai"));
        assert!(sort_key("Toàn Anh") < sort_key("Toan Bình"));
        assert!(sort_key("toan bình") < sort_key("Toàn Bình"));
    }
}
