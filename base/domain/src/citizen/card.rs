//! The string in the QR code of an identity card.
//! For the counter, where a reader types it into a field.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{BirthDate, PersonalNumber, Unreadable};
use crate::text::nfc;

/// What the card says about its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The twelve digits.
    pub number: PersonalNumber,
    /// The number of the card before, where the new one still tells it.
    pub old_number: Option<String>,
    /// Full name, as on the card.
    pub name: String,
    /// Date of birth.
    pub birth: BirthDate,
    /// Sex.
    pub gender: Gender,
    /// Place of residence in one line.
    pub residence: String,
    /// Day of issue.
    pub issued: Option<Date>,
}

/// Sex as civil papers write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl fmt::Display for Gender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
        })
    }
}

const FIELDS: usize = 7;

impl Card {
    /// Whether a text looks as if it came from a card's QR code.
    pub fn is_scan(text: &str) -> bool {
        let text = text.trim();
        text.contains('|') || (text.len() > 40 && text.bytes().take(9).all(|b| b.is_ascii_digit()))
    }

    /// Reads `số|số cũ|họ tên|ngày sinh|giới|nơi ở|ngày cấp`; later cards add fields at the end.
    ///
    /// # Errors
    /// How many parts there are, or which part a Vietnamese keyboard has mangled.
    pub fn parse(scanned: &str) -> Result<Self, Unreadable> {
        let clean: String = nfc(scanned)
            .chars()
            .filter(|letter| !letter.is_control())
            .collect();
        let fields: Vec<String> = clean.split('|').map(one_space).collect();
        if fields.len() < FIELDS {
            let lost_bars = fields.len() == 1 && Self::is_scan(&clean);
            return Err(if lost_bars {
                Unreadable::CardMangled {
                    part: "dấu «|»"
                }
            } else {
                Unreadable::CardFields {
                    fields: fields.len(),
                }
            });
        }
        let mangled = |part: &'static str| Unreadable::CardMangled { part };
        let number = match PersonalNumber::parse(&fields[0]) {
            Err(Unreadable::PersonalNumberLetter { .. }) => return Err(mangled("số định danh")),
            read => read?,
        };
        let old_number = Some(fields[1].clone()).filter(|old| !old.is_empty());
        if old_number
            .as_ref()
            .is_some_and(|old| !old.bytes().all(|b| b.is_ascii_digit()))
        {
            return Err(mangled("số chứng minh nhân dân cũ"));
        }
        if !is_plausible_name(&fields[2]) {
            return Err(mangled("họ tên"));
        }
        if !is_day(&fields[3]) {
            return Err(mangled("ngày sinh"));
        }
        let birth = BirthDate::parse(&fields[3])?;
        let gender = match fields[4].to_lowercase().as_str() {
            "nam" => Gender::Male,
            "nữ" => Gender::Female,
            _ => return Err(mangled("giới tính")),
        };
        if fields[5].chars().any(is_foreign) || fields[5].split(' ').any(has_two_tones) {
            return Err(mangled("nơi ở"));
        }
        let issued = match fields[6].as_str() {
            "" => None,
            day if is_day(day) => match BirthDate::parse(day)? {
                BirthDate::Full(date) => Some(date),
                BirthDate::Year(_) => None,
            },
            _ => return Err(mangled("ngày cấp")),
        };
        let (name, residence) = (fields[2].clone(), fields[5].clone());
        Ok(Self {
            number,
            old_number,
            name,
            birth,
            gender,
            residence,
            issued,
        })
    }
}

fn one_space(field: &str) -> String {
    field.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_day(field: &str) -> bool {
    field.len() == 8 && field.bytes().all(|b| b.is_ascii_digit())
}

/// A name is letters; apostrophes and hyphens occur in names of ethnic minorities.
fn is_plausible_name(name: &str) -> bool {
    let is_letter = |letter: char| {
        (letter.is_alphabetic() && !is_foreign(letter))
            || matches!(letter, ' ' | '\'' | '’' | '-' | '.')
    };
    !name.is_empty()
        && name.chars().all(is_letter)
        && !name
            .split(' ')
            .any(|word| has_two_tones(word) || has_telex_keys(word))
}

/// Not of the Vietnamese alphabet: what a wrong code page makes of it (Ã, Æ, ¡, ?).
fn is_foreign(letter: char) -> bool {
    let base = std::iter::once(letter).nfd().next().unwrap_or(letter);
    let is_ours = base.is_ascii() || matches!(base, 'đ' | 'Đ' | '’' | '–' | '—');
    let is_known_mark = std::iter::once(letter).nfd().skip(1).all(|mark| {
        matches!(
            mark,
            '\u{300}'
                | '\u{301}'
                | '\u{302}'
                | '\u{303}'
                | '\u{306}'
                | '\u{309}'
                | '\u{31b}'
                | '\u{323}'
        )
    });
    !is_ours || !is_known_mark || letter == '?'
}

/// A Vietnamese syllable carries one tone at most; two are a keyboard's doing.
fn has_two_tones(word: &str) -> bool {
    let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    word.nfd().filter(|mark| tones.contains(mark)).count() > 1
}

/// Keys that were to become â, ê, ô, ơ, ư or đ and stayed as typed: `Nguyeexn`, `DDoox`.
/// `oo` is left out, for Moong and Loong are names.
fn has_telex_keys(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["aa", "ee", "dd", "uw", "ow", "aw"]
        .iter()
        .any(|keys| lower.contains(keys))
        && lower.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const SCAN: &str = "030192004217|142567890|Nguyễn Thị Ánh|05021992|Nữ|Thôn 3, Quang Khải, Tứ Kỳ, Hải Dương|12052021";

    #[test]
    fn a_card_gives_all_seven_fields() {
        let card = Card::parse(SCAN).expect("a card");
        assert_eq!(card.number.as_str(), "030192004217");
        assert_eq!(card.old_number.as_deref(), Some("142567890"));
        assert_eq!(card.name, "Nguyễn Thị Ánh");
        assert_eq!(card.birth, BirthDate::Full(date(1992, 2, 5)));
        assert_eq!(card.gender, Gender::Female);
        assert_eq!(card.residence, "Thôn 3, Quang Khải, Tứ Kỳ, Hải Dương");
        assert_eq!(card.issued, Some(date(2021, 5, 12)));
    }

    #[test]
    fn spaces_line_ends_and_later_fields_do_not_matter() {
        let card = Card::parse(SCAN).expect("a card");
        for scanned in [
            format!("  {SCAN}\r\n"),
            SCAN.replace('|', " | "),
            format!("{SCAN}|||"),
            SCAN.nfd().collect(),
        ] {
            assert_eq!(Card::parse(&scanned), Ok(card.clone()), "{scanned}");
        }
        let newer = Card::parse("030192004217||Đỗ Văn A|00001950|nam|Quang Khải|").expect("a card");
        assert_eq!(
            (newer.old_number, newer.birth, newer.issued),
            (None, BirthDate::Year(1950), None)
        );
    }

    #[test]
    fn a_vietnamese_keyboard_is_named_as_the_cause() {
        for (good, bad, part) in [
            ("030192004217|", "03019200421ư|", "số định danh"),
            ("Nguyễn Thị Ánh", "Nguyeexn Thij Anhs", "họ tên"),
            ("Nguyễn Thị Ánh", "Nguyễñ Thị Ánh", "họ tên"),
            ("Nguyễn Thị Ánh", "Nguy?n Th? Ánh", "họ tên"),
            ("Nguyễn Thị Ánh", "Nguyá»…n Thá»‹ Ãnh", "họ tên"),
            ("Nguyễn Thị Ánh", "Nguyễn Thị 5nh", "họ tên"),
            ("05021992", "0502ư992", "ngày sinh"),
            ("05021992", "0502192", "ngày sinh"),
            ("|Nữ|", "|Nux|", "giới tính"),
            ("Hải Dương", "Hải Dư?ng", "nơi ở"),
            ("12052021", "1205â021", "ngày cấp"),
        ] {
            let scanned = SCAN.replace(good, bad);
            assert_ne!(scanned, SCAN);
            assert_eq!(
                Card::parse(&scanned),
                Err(Unreadable::CardMangled { part }),
                "{scanned}"
            );
        }
        let no_bars = SCAN.replace('|', "~");
        assert_eq!(
            Card::parse(&no_bars),
            Err(Unreadable::CardMangled {
                part: "dấu «|»"
            })
        );
        let said = Card::parse(&no_bars).expect_err("mangled").to_string();
        assert!(said.contains("chuyển bộ gõ sang tiếng Anh"), "{said}");
    }

    #[test]
    fn names_of_all_peoples_pass() {
        for name in [
            "H'Wing Êban",
            "Y Moan Êñuôl",
            "Moong Văn Ỏi",
            "Lò Thị Đào",
            "K’Brèo",
            "NGUYỄN ƯỚC",
        ] {
            assert!(
                Card::parse(&SCAN.replace("Nguyễn Thị Ánh", name)).is_ok(),
                "{name}"
            );
        }
    }

    #[test]
    fn another_code_is_no_card() {
        assert_eq!(
            Card::parse("xin chào"),
            Err(Unreadable::CardFields { fields: 1 })
        );
        assert_eq!(
            Card::parse("a|b|c"),
            Err(Unreadable::CardFields { fields: 3 })
        );
        assert!(
            Card::is_scan(SCAN) && !Card::is_scan("030192004217") && !Card::is_scan("Nguyễn An")
        );
        let short = SCAN.replacen("030192004217", "03019200421", 1);
        assert_eq!(
            Card::parse(&short),
            Err(Unreadable::PersonalNumberLength { digits: 11 })
        );
    }
}
