//! A checked body as the fields of the form that asks the same, and the form's sentences back at
//! the places of the body. So a program meets the rules that a person at the counter meets.

use domain::text::date_vi;
use kit::{FieldErrors, Fields};
use serde_json::Value;

use super::check::{read_moment, whole};
use super::{Kind, Shape};

/// Field of the form, its value, and where in the body it stood.
type Filled = (String, String, String);

/// The fields that a body fills.
pub(crate) fn to_fields(shape: &Shape, body: &Value) -> Fields {
    let filled = filled(shape, body);
    Fields::of(
        filled
            .iter()
            .map(|(name, value, _)| (name.as_str(), value.as_str())),
    )
}

/// The form's sentences, each at the place of the body that filled its field.
pub(crate) fn told_in_json(shape: &Shape, body: &Value, errors: &FieldErrors) -> FieldErrors {
    let filled = filled(shape, body);
    let mut told = FieldErrors::new();
    for error in errors.iter() {
        let at = filled
            .iter()
            .find(|(name, ..)| *name == error.field)
            .map(|(_, _, at)| at.clone())
            .or_else(|| place_of(shape, "", &error.field))
            .unwrap_or_default();
        told.add(at, error.text.clone());
    }
    told
}

fn filled(shape: &Shape, body: &Value) -> Vec<Filled> {
    let mut filled = Vec::new();
    collect(shape, body, "", "", &mut filled);
    filled
}

fn collect(shape: &Shape, value: &Value, at: &str, n: &str, filled: &mut Vec<Filled>) {
    for member in shape.members() {
        let Some(value) = value.get(member.name).filter(|value| !value.is_null()) else {
            continue;
        };
        let at = format!("{at}/{}", member.name);
        let field = member.field.replace("{n}", n);
        match &member.shape.kind {
            Kind::Object(_) => collect(&member.shape, value, &at, n, filled),
            Kind::List { of, .. } => {
                for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                    let at = format!("{at}/{place}");
                    // Papers of the catalogue are named by their own number, not by their place.
                    let n = item
                        .get("seq")
                        .and_then(whole)
                        .map_or_else(|| place_name(&field, place), |seq| seq.to_string());
                    if let Kind::Object(_) = of.kind {
                        collect(of, item, &at, &n, filled);
                    } else {
                        filled.push((field.clone(), written(of, item), at));
                    }
                }
            }
            _ if field.is_empty() => {}
            _ => {
                let text = written(&member.shape, value);
                // A box that is not ticked is not sent.
                if !(matches!(member.shape.kind, Kind::Flag) && text.is_empty()) {
                    filled.push((field, text, at));
                }
            }
        }
    }
}

/// The number of a row, from the first number that its list names: `901` begins at 901.
fn place_name(first: &str, place: usize) -> String {
    let base: usize = first.parse().unwrap_or(1);
    (base + place).to_string()
}

/// A value as a person would type it into the form.
fn written(shape: &Shape, value: &Value) -> String {
    match (&shape.kind, value) {
        (Kind::Flag, value) => value
            .as_bool()
            .filter(|yes| *yes)
            .map_or_else(String::new, |_| "1".to_owned()),
        (Kind::Written { format: "date", .. }, Value::String(day)) => {
            day.parse().map_or_else(|_| day.clone(), date_vi)
        }
        (
            Kind::Written {
                format: "date-time",
                ..
            },
            Value::String(at),
        ) => read_moment(at).map_or_else(|| at.clone(), domain::moment::Moment::iso_minute),
        (Kind::Number { .. }, value) => whole(value).unwrap_or_default().to_string(),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// Where a field that was not sent would stand.
fn place_of(shape: &Shape, at: &str, field: &str) -> Option<String> {
    let (stem, number) = field.rsplit_once('-').unwrap_or((field, ""));
    shape.members().iter().find_map(|member| {
        let at = format!("{at}/{}", member.name);
        let inner = match &member.shape.kind {
            Kind::List { of, .. } => of.as_ref(),
            _ => &member.shape,
        };
        let is_it = member.field == field
            || (!number.is_empty() && member.field.strip_suffix("-{n}") == Some(stem));
        if is_it && !member.field.is_empty() {
            return Some(at);
        }
        // A row of a list that is not there is told of at the list.
        place_of(inner, &at, field).map(|found| match member.shape.kind {
            Kind::List { .. } => at.clone(),
            _ => found,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{may, must};
    use serde_json::json;

    fn shape() -> Shape {
        let paper = Shape::object(vec![
            must("seq", "Số", Shape::number(1)).fills("paper-{n}"),
            may("count", "Số bản", Shape::number(1)).fills("count-{n}"),
        ]);
        let extra = Shape::object(vec![
            must("name", "Tên", Shape::words(9)).fills("paper-{n}"),
        ]);
        Shape::object(vec![
            may(
                "owner",
                "Chủ",
                Shape::object(vec![
                    must("name", "Tên", Shape::words(9)).fills("owner_name"),
                ]),
            ),
            may("papers", "Giấy tờ", Shape::list(paper, 9)),
            may("extra", "Khác", Shape::list(extra, 2)).fills("901"),
            may("all", "Đủ", Shape::flag()).fills("all_papers"),
            may("day", "Ngày", Shape::day()).fills("late_day"),
        ])
    }

    #[test]
    fn a_body_fills_the_form_and_its_sentences_come_back_to_their_places() {
        let body = json!({
            "owner": { "name": "Ánh" },
            "papers": [{ "seq": 3, "count": 2 }],
            "extra": [{ "name": "Đơn" }],
            "all": false,
            "day": "2023-11-22",
        });
        let fields = to_fields(&shape(), &body);
        let known = [
            "owner_name",
            "paper-3",
            "count-3",
            "paper-901",
            "all_papers",
            "late_day",
        ];
        let values: Vec<&str> = known.iter().map(|name| fields.get(name)).collect();
        assert_eq!(values, ["Ánh", "3", "2", "Đơn", "", "22/11/2023"]);
        let mut errors = FieldErrors::one("count-3", "a");
        errors.add("paper-1", "b");
        errors.add("owner_name", "c");
        errors.add("unknown", "d");
        let told = told_in_json(&shape(), &body, &errors);
        let places: Vec<&str> = told.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(places, ["/papers/0/count", "/papers", "/owner/name", ""]);
    }
}
