//! What was typed, kept as typed: changed only where a card was read or a choice was made.
//! For every page of the counter, so that nothing typed is ever lost.

use domain::citizen::{BirthDate, Card, Gender};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{FieldErrors, Fields};
use serde_json::{Value, json};

/// Fields that belong to one sending, not to what was typed.
const PASSING: [&str; 4] = ["_once", "viec", "pick", "item_rows"];

/// The fields with some of them replaced, or added.
pub(crate) fn with(fields: &Fields, changes: &[(&str, String)]) -> Fields {
    let kept = fields
        .iter()
        .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    let changed = changes.iter().map(|(name, value)| (*name, value.as_str()));
    Fields::of(kept.chain(changed).collect::<Vec<_>>())
}

/// The fields that a draft or the next page carries on.
pub(crate) fn lasting(fields: &Fields) -> Vec<(String, String)> {
    fields
        .iter()
        .filter(|(name, value)| !PASSING.contains(name) && !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// A draft as it is stored.
pub(crate) fn to_json(fields: &Fields) -> Value {
    lasting(fields)
        .into_iter()
        .map(|(name, value)| json!([name, value]))
        .collect()
}

/// The fields of a stored draft; what is not a pair of texts is passed over.
pub(crate) fn from_json(stored: &Value) -> Fields {
    let pair = |value: &Value| {
        Some((
            value.get(0)?.as_str()?.to_owned(),
            value.get(1)?.as_str()?.to_owned(),
        ))
    };
    let pairs: Vec<(String, String)> = stored
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(pair)
        .collect();
    Fields::of(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// The fields that a scanned card fills: name on the form, text.
pub(crate) fn card_fields(card: &Card) -> Vec<(&'static str, String)> {
    vec![
        ("number", card.number.as_str().to_owned()),
        ("name", card.name.clone()),
        ("birth", card.birth.vi()),
        ("gender", gender_value(card.gender).to_owned()),
        ("address", card.residence.clone()),
    ]
}

/// Splits a card scanned into the identity field; answers whether one was read.
pub(crate) fn spread_card(fields: Fields, errors: &mut FieldErrors) -> (Fields, bool) {
    if !Card::is_scan(fields.get("number")) {
        return (fields, false);
    }
    match Card::parse(fields.get("number")) {
        Ok(card) => (with(&fields, &card_fields(&card)), true),
        Err(why) => {
            errors.add("number", why.to_string());
            (fields, false)
        }
    }
}

/// How a gender is sent by the form.
pub(crate) const fn gender_value(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "nam",
        Gender::Female => "nu",
    }
}

/// A day typed as `5/2/2023`, `05-02-2023` or `05022023`; `called` is what people call it, `ngày hẹn trả`.
pub(crate) fn day(text: &str, called: &str) -> Result<Date, String> {
    let refuse = || {
        if text.is_empty() {
            format!("Hãy điền {called}, ví dụ 05/12/2023")
        } else {
            format!("Ngày «{text}» chưa đọc được. Hãy viết ngày/tháng/năm như 05/12/2023")
        }
    };
    match BirthDate::parse(text) {
        Ok(BirthDate::Full(date)) => Ok(date),
        _ => Err(refuse()),
    }
}

/// A time typed as `9:05`, `9h05`, `9.05` or `0905`.
pub(crate) fn time(text: &str) -> Result<jiff::civil::Time, String> {
    let refuse = || format!("Giờ «{text}» chưa đọc được. Hãy viết giờ:phút như 9:05");
    let parts: Vec<&str> = text.split([':', 'h', 'H', '.']).map(str::trim).collect();
    let (hour, minute) = match parts.as_slice() {
        [joined] if joined.len() == 4 && joined.is_ascii() => joined.split_at(2),
        [hour, ""] => (*hour, "0"),
        [hour, minute] => (*hour, *minute),
        _ => return Err(refuse()),
    };
    let number = |part: &str| part.parse::<i8>().map_err(|_| refuse());
    jiff::civil::Time::new(number(hour)?, number(minute)?, 0, 0).map_err(|_| refuse())
}

/// `23/11/2023`, today, as the form proposes it.
pub(crate) fn shown_day(date: Date) -> String {
    date_vi(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_keeps_what_was_typed_and_forgets_the_button() {
        let typed = Fields::of([
            ("_once", "1"),
            ("viec", "luu"),
            ("name", "Đỗ «Văn» A"),
            ("empty", ""),
            ("x", "1"),
            ("x", "2"),
        ]);
        let again = from_json(&to_json(&typed));
        assert_eq!(
            again,
            Fields::of([("name", "Đỗ «Văn» A"), ("x", "1"), ("x", "2")])
        );
    }

    #[test]
    fn times_are_read_however_they_are_typed() {
        for text in ["9:05", "09:05", "9h05", "0905", "9.05"] {
            assert_eq!(
                time(text).map(|time| (time.hour(), time.minute())),
                Ok((9, 5)),
                "{text}"
            );
        }
        assert_eq!(time("9h").map(|time| time.hour()), Ok(9));
        for text in ["", "25:00", "9:99", "sáng", "9:05:06:07"] {
            assert!(time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_scanned_card_fills_the_form_and_a_mangled_one_says_why() {
        let scan = "030192004217|142567890|Nguyễn Thị Ánh|05021992|Nữ|Thôn 3, Quang Khải|12052021";
        let mut errors = FieldErrors::new();
        let (typed, read) = spread_card(
            Fields::of([("number", scan), ("phone", "0912345678")]),
            &mut errors,
        );
        assert!(read && errors.is_empty());
        assert_eq!(
            (typed.get("name"), typed.get("birth"), typed.get("gender")),
            ("Nguyễn Thị Ánh", "05/02/1992", "nu")
        );
        assert_eq!(typed.get("phone"), "0912345678");
        let (typed, read) = spread_card(
            Fields::of([("number", &*scan.replace("Ánh", "Anhs1"))]),
            &mut errors,
        );
        assert!(!read && typed.get("number").contains("Anhs1"));
        assert!(errors.of("number").contains("bộ gõ"));
    }
}
