//! What is wrong with a form, field by field, in the same words on top and beside the field.
//! For handlers, which collect, and for the form components, which show.

use axum::http::StatusCode;

/// The sentences about a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

/// One sentence about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, which is also its id on the page.
    pub field: String,
    /// What to do, as a sentence without a final stop.
    pub text: String,
}

impl FieldErrors {
    /// Nothing is wrong yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// One sentence about one field.
    pub fn one(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(field, sentence);
        errors
    }

    /// Adds a sentence about a field.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.0.push(FieldError {
            field: field.into(),
            text: sentence.into(),
        });
    }

    /// Adds what another part of the form found.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Puts the sentences in the order in which their fields stand on the page, by each field's place;
    /// those about one field keep theirs.
    pub fn sort_by_place<P: Ord>(&mut self, place: impl Fn(&str) -> P) {
        self.0.sort_by_key(|error| place(&error.field));
    }

    /// The value, or its sentence noted against the field.
    pub fn check<T>(&mut self, field: &str, value: Result<T, String>) -> Option<T> {
        value.map_err(|sentence| self.add(field, sentence)).ok()
    }

    /// The first sentence about a field; empty when all is well with it.
    pub fn of(&self, field: &str) -> &str {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map_or("", |error| error.text.as_str())
    }

    /// Whether something is wrong with the field.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|error| error.field == field)
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The status of a page that shows the form with them: 422, or 200 when all is well.
    pub fn status(&self) -> StatusCode {
        if self.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The sentences, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// Goes on only if all is well.
    ///
    /// # Errors
    /// The sentences themselves, taken out.
    pub fn settled(&mut self) -> Result<(), Self> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(std::mem::take(self))
        }
    }
}

impl<'a> IntoIterator for &'a FieldErrors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
