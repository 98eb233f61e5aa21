//! A shape as JSON Schema 2020-12, the dialect of OpenAPI 3.1.
//! For the document; what has a name is told once.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Kind, Shape};

/// Schemas that the document keeps once.
pub(crate) type Named = BTreeMap<&'static str, Value>;

impl Shape {
    /// The schema; what has a name goes into `named` and is referred to.
    pub(crate) fn schema(&self, named: &mut Named) -> Value {
        let Some(name) = self.name else {
            return self.own_schema(named);
        };
        if !named.contains_key(name) {
            // Why first a stand-in: a shape that held itself would never end.
            named.insert(name, Value::Null);
            let own = Self {
                may_be_null: false,
                ..self.clone()
            };
            let schema = own.own_schema(named);
            named.insert(name, schema);
        }
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        if self.may_be_null {
            json!({ "oneOf": [reference, { "type": "null" }] })
        } else {
            reference
        }
    }

    fn own_schema(&self, named: &mut Named) -> Value {
        let mut schema = match &self.kind {
            Kind::Text { min, max } => {
                let mut words = typed("string");
                words.insert("maxLength".into(), json!(max));
                if *min > 0 {
                    words.insert("minLength".into(), json!(min));
                    words.insert("pattern".into(), json!("\\S"));
                }
                words
            }
            Kind::Written { format, pattern } => {
                let mut words = typed("string");
                for (name, value) in [("format", format), ("pattern", pattern)] {
                    if !value.is_empty() {
                        words.insert(name.into(), json!(value));
                    }
                }
                words
            }
            Kind::Number { min, max } => {
                let mut number = typed("integer");
                number.insert("minimum".into(), json!(min));
                number.insert("maximum".into(), json!(max));
                number
            }
            Kind::Flag => typed("boolean"),
            Kind::OneOf(words) => {
                let mut one = typed("string");
                one.insert("enum".into(), json!(words));
                one
            }
            Kind::List { of, max } => {
                let mut list = typed("array");
                list.insert("items".into(), of.schema(named));
                if *max < usize::MAX {
                    list.insert("maxItems".into(), json!(max));
                }
                list
            }
            Kind::Object(_) => self.object_schema(named),
        };
        if self.may_be_null {
            null_too(&mut schema);
        }
        if let Some(example) = self.example {
            schema.insert("examples".into(), json!([example]));
        }
        Value::Object(schema)
    }

    fn object_schema(&self, named: &mut Named) -> Map<String, Value> {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for member in self.members() {
            let mut schema = member.shape.schema(named);
            if let Some(told) = schema.as_object_mut() {
                told.insert("description".into(), json!(member.about));
            }
            properties.insert(member.name.into(), schema);
            if member.required {
                required.push(member.name);
            }
        }
        let mut object = typed("object");
        object.insert("properties".into(), Value::Object(properties));
        if !required.is_empty() {
            object.insert("required".into(), json!(required));
        }
        object.insert("additionalProperties".into(), json!(false));
        object
    }
}

fn typed(kind: &str) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".into(), json!(kind));
    schema
}

fn null_too(schema: &mut Map<String, Value>) {
    if let Some(kind) = schema.get("type").cloned() {
        schema.insert("type".into(), json!([kind, "null"]));
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.push(Value::Null);
    }
}

/// Whether a text is written as one of our few patterns says: `^[class]{from,to}$`, by hand,
/// so that no engine for expressions is needed.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((class, rest)) = pattern
        .strip_prefix("^[")
        .and_then(|rest| rest.split_once("]{"))
    else {
        return true;
    };
    let Some((from, to)) = rest
        .strip_suffix("}$")
        .and_then(|counts| counts.split_once(','))
    else {
        return true;
    };
    let length = text.chars().count();
    let (from, to) = (from.parse().unwrap_or(0), to.parse().unwrap_or(usize::MAX));
    (from..=to).contains(&length) && text.chars().all(|letter| is_of(class, letter))
}

fn is_of(class: &str, letter: char) -> bool {
    let letters: Vec<char> = class.chars().collect();
    let mut place = 0;
    while place < letters.len() {
        if place + 2 < letters.len() && letters[place + 1] == '-' {
            if (letters[place]..=letters[place + 2]).contains(&letter) {
                return true;
            }
            place += 3;
        } else {
            if letters[place] == letter {
                return true;
            }
            place += 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{may, must};
    use kit::FieldErrors;

    #[test]
    fn patterns_are_read_as_everybody_reads_them() {
        let code = "^[0-9A-Za-z.-]{1,60}$";
        assert!(matches(code, "000.21.49.H23-231123-0007"));
        assert!(!matches(code, "") && !matches(code, "a b") && !matches(code, "é"));
        assert!(!matches("^[0-9]{2,3}$", "1234") && matches("^[0-9]{2,3}$", "123"));
    }

    #[test]
    fn one_shape_is_schema_and_check_at_once() {
        let shape = Shape::object(vec![
            must("version", "Phiên bản", Shape::number(1)),
            may("note", "Ghi chú", Shape::text(5)),
        ])
        .named("Sample");
        let mut named = Named::new();
        assert_eq!(
            shape.schema(&mut named),
            json!({ "$ref": "#/components/schemas/Sample" })
        );
        assert_eq!(named["Sample"]["required"], json!(["version"]));
        let wrong = json!({ "note": "quá dài", "more": 1 });
        let mut errors = FieldErrors::new();
        shape.check(&wrong, "", &mut errors);
        let places: Vec<&str> = errors.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(places, ["/more", "/version", "/note"]);
    }
}
