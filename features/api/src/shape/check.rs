//! Whether a value fits its shape, with a sentence and a pointer for each place where it does not.
//! For every request, and for every answer in builds for tests.

use jiff::civil::{Date, DateTime};
use kit::FieldErrors;
use serde_json::{Map, Value};

use super::{Kind, Shape};

impl Shape {
    /// Notes what does not fit, by JSON pointer.
    pub(crate) fn check(&self, value: &Value, at: &str, errors: &mut FieldErrors) {
        if value.is_null() {
            if !self.may_be_null {
                errors.add(at, "Không được để null. Bỏ hẳn trường này nếu không có");
            }
            return;
        }
        match &self.kind {
            Kind::Text { min, max } => text(value, (*min, *max), at, errors),
            Kind::Written { format, pattern } => written(value, format, pattern, at, errors),
            Kind::Number { min, max } => number(value, (*min, *max), at, errors),
            Kind::Flag if value.is_boolean() => {}
            Kind::Flag => errors.add(at, "Phải là true hoặc false"),
            Kind::OneOf(words) => {
                if !value.as_str().is_some_and(|word| words.contains(&word)) {
                    errors.add(at, format!("Phải là một trong: {}", words.join(", ")));
                }
            }
            Kind::List { of, max } => list(value, of, *max, at, errors),
            Kind::Object(_) => match value.as_object() {
                Some(found) => self.object_fits(found, at, errors),
                None => errors.add(at, "Phải là một đối tượng JSON, trong dấu { }"),
            },
        }
    }

    fn object_fits(&self, found: &Map<String, Value>, at: &str, errors: &mut FieldErrors) {
        let members = self.members();
        for name in found.keys() {
            if !members.iter().any(|member| member.name == name) {
                let text = "Không có trường này. Xem tên trường trong /api/v1/openapi.json";
                errors.add(format!("{at}/{}", escaped(name)), text);
            }
        }
        for member in members {
            let at = format!("{at}/{}", member.name);
            match found.get(member.name) {
                Some(value) => member.shape.check(value, &at, errors),
                None if member.required => {
                    errors.add(at, format!("Hãy gửi trường này: {}", member.about));
                }
                None => {}
            }
        }
    }
}

fn text(value: &Value, (min, max): (usize, usize), at: &str, errors: &mut FieldErrors) {
    let Some(text) = value.as_str() else {
        errors.add(at, "Phải là chuỗi, trong dấu nháy kép");
        return;
    };
    let length = text.chars().count();
    if domain::text::has_nul(text) {
        errors.add(at, "Có ký tự U+0000. Hãy bỏ ký tự này");
    } else if length > max {
        errors.add(at, format!("Dài {length} ký tự, nhiều nhất {max}"));
    } else if length < min || (min > 0 && text.trim().is_empty()) {
        errors.add(at, "Không được để trống");
    }
}

fn written(value: &Value, format: &str, pattern: &str, at: &str, errors: &mut FieldErrors) {
    let Some(text) = value.as_str() else {
        errors.add(at, "Phải là chuỗi, trong dấu nháy kép");
        return;
    };
    match format {
        "date" if text.len() == 10 && text.parse::<Date>().is_ok() => {}
        "date" => errors.add(at, "Phải là ngày như 2023-11-23"),
        "date-time" if is_moment(text) => {}
        "date-time" => errors.add(at, "Phải là thời điểm như 2023-11-23T17:00:00+07:00"),
        _ if super::schema::matches(pattern, text) => {}
        _ => errors.add(at, format!("Chưa đúng cách viết {pattern}")),
    }
}

/// RFC 3339, as far as the calendar of the commune reaches.
fn is_moment(text: &str) -> bool {
    read_moment(text).is_some()
}

/// A moment with its offset, or without: then by the clocks of Vietnam.
pub(crate) fn read_moment(text: &str) -> Option<domain::moment::Moment> {
    let is_zoned =
        text.ends_with(['Z', 'z']) || text.get(19..).is_some_and(|rest| rest.contains(['+', '-']));
    if is_zoned {
        let at: jiff::Timestamp = text.parse().ok()?;
        return Some(domain::moment::Moment::from_millis(at.as_millisecond()));
    }
    let local: DateTime = text.parse().ok()?;
    text.contains('T')
        .then(|| domain::moment::Moment::from_local(local))
}

fn number(value: &Value, (min, max): (i64, i64), at: &str, errors: &mut FieldErrors) {
    match whole(value) {
        Some(number) if (min..=max).contains(&number) => {}
        Some(number) => errors.add(at, format!("Đang là {number}; phải từ {min} đến {max}")),
        None => errors.add(at, "Phải là số nguyên, không trong dấu nháy"),
    }
}

/// JSON Schema counts `2.0` among the whole numbers.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let float = value.as_f64()?;
        #[expect(clippy::cast_possible_truncation, reason = "the fraction is zero")]
        (float.fract() == 0.0 && float.abs() < 9.0e15).then_some(float as i64)
    })
}

fn list(value: &Value, of: &Shape, max: usize, at: &str, errors: &mut FieldErrors) {
    let Some(items) = value.as_array() else {
        errors.add(at, "Phải là danh sách, trong dấu [ ]");
        return;
    };
    if items.len() > max {
        errors.add(at, format!("Có {} mục, nhiều nhất {max}", items.len()));
        return;
    }
    for (place, item) in items.iter().enumerate() {
        of.check(item, &format!("{at}/{place}"), errors);
    }
}

/// A name inside a pointer (RFC 6901, 3); a long one is cut, it is nobody's to repeat.
fn escaped(name: &str) -> String {
    let cut: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    cut.replace('~', "~0").replace('/', "~1")
}
