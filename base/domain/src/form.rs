//! Declaration forms (tờ khai) as data: what a citizen will be asked, section by section.
//! For the procedure's page now, so that nobody comes unprepared; for online filing later.

use std::collections::BTreeSet;

use serde::Deserialize;

/// All declaration forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms(Vec<Form>);

/// One declaration form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Form {
    /// Stable name.
    #[serde(rename = "form_id")]
    pub id: String,
    /// The procedures that ask for it.
    pub procedure_codes: Vec<String>,
    /// `Tờ khai đăng ký khai sinh`.
    pub title_vi: String,
    /// Where it is published; none where there is no official form.
    pub form_number: Option<String>,
    /// `verified` or `memory`.
    pub confidence: String,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// One part of a form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Section {
    /// Stable name within the form.
    pub id: String,
    /// Its heading.
    pub title_vi: String,
    /// What is asked.
    pub fields: Vec<Field>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Field {
    /// Stable name within the form.
    pub id: String,
    /// The question.
    pub label_vi: String,
    /// What kind of answer it takes.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// Must be answered.
    pub required: bool,
    /// The answers to choose from.
    pub choices: Option<Choices>,
}

/// The kinds of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Free text.
    Text,
    /// One of several.
    Choice,
    /// A date, sometimes only a year.
    Date,
    /// Three tiers until 30/6/2025, two after.
    Address,
    /// Twelve digits.
    PersonalId,
    /// Ten digits.
    Phone,
    /// A whole number.
    Number,
    /// Yes or no.
    Bool,
    /// An attachment.
    File,
}

/// Answers to choose from: written out, or a catalogue kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Choices {
    /// Written out.
    List(Vec<String>),
    /// `danh_muc:dan_toc_54`.
    Catalogue(String),
}

impl Form {
    /// Whether its labels were confirmed by a public source.
    pub fn is_verified(&self) -> bool {
        self.confidence.starts_with("verified")
    }
}

impl Forms {
    /// Reads and checks the forms.
    ///
    /// # Errors
    /// A sentence with the line and what is wrong.
    pub fn from_json(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct File {
            forms: Vec<Form>,
        }
        let file: File = serde_json::from_str(text)
            .map_err(|error| format!("dòng {}: {error}", error.line()))?;
        let mut ids = BTreeSet::new();
        for form in &file.forms {
            let refuse = |reason: &str| {
                Err(format!(
                    "dòng {}: {} {reason}",
                    line_of(text, &form.id),
                    form.id
                ))
            };
            if !ids.insert(&form.id) {
                return refuse("trùng mã biểu mẫu");
            }
            let mut fields = BTreeSet::new();
            for field in form.sections.iter().flat_map(|section| &section.fields) {
                if !fields.insert(&field.id) {
                    return refuse(&format!("trùng ô «{}»", field.id));
                }
                if field.label_vi.trim().is_empty() {
                    return refuse(&format!("ô «{}» không có tên", field.id));
                }
                if field.kind == FieldKind::Choice && field.choices.is_none() {
                    return refuse(&format!("ô «{}» không có gì để chọn", field.id));
                }
            }
            if fields.is_empty() {
                return refuse("không có ô nào");
            }
        }
        Ok(Self(file.forms))
    }

    /// The same forms, with some read anew in a source.
    #[must_use]
    pub fn confirmed(mut self, is_confirmed: impl Fn(&Form) -> bool) -> Self {
        for form in &mut self.0 {
            if is_confirmed(form) {
                "verified".clone_into(&mut form.confidence);
            }
        }
        self
    }

    /// Every form.
    pub fn all(&self) -> &[Form] {
        &self.0
    }

    /// The forms that a procedure asks for.
    pub fn of<'a>(&'a self, procedure_code: &'a str) -> impl Iterator<Item = &'a Form> {
        self.0.iter().filter(move |form| {
            form.procedure_codes
                .iter()
                .any(|code| code == procedure_code)
        })
    }
}

fn line_of(text: &str, id: &str) -> usize {
    let named = format!("\"{id}\"");
    text.lines()
        .position(|line| line.contains(&named))
        .map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_forms_load_and_birth_asks_for_the_child() {
        let text = data::text("forms.json").expect("the file is embedded");
        let forms = Forms::from_json(text).expect("sound data");
        assert_eq!(forms.all().len(), 24);
        let fields: usize = forms
            .all()
            .iter()
            .flat_map(|form| &form.sections)
            .map(|part| part.fields.len())
            .sum();
        assert_eq!(fields, 564);
        let birth: Vec<_> = forms.of("1.001193").collect();
        assert!(
            birth
                .iter()
                .any(|form| form.sections.iter().any(|part| part.id == "child"))
        );
    }

    #[test]
    fn a_field_twice_or_nothing_to_choose_is_refused_with_its_line() {
        let field = |kind: &str| {
            format!(r#"{{"id":"a","label_vi":"A","type":"{kind}","required":true,"choices":null}}"#)
        };
        let form = |fields: &str| {
            format!(
                "{{\"forms\":[\n{{\"form_id\":\"f\",\"procedure_codes\":[],\"title_vi\":\"T\",\"form_number\":null,\
                 \"confidence\":\"memory\",\"sections\":[{{\"id\":\"s\",\"title_vi\":\"S\",\"fields\":[{fields}]}}]}}]}}"
            )
        };
        let twice = form(&format!("{},{}", field("text"), field("text")));
        assert_eq!(
            Forms::from_json(&twice),
            Err("dòng 2: f trùng ô «a»".to_owned())
        );
        let empty = form(&field("choice"));
        assert_eq!(
            Forms::from_json(&empty),
            Err("dòng 2: f ô «a» không có gì để chọn".to_owned())
        );
        assert!(Forms::from_json(&form(&field("text"))).is_ok());
    }
}
