//! What a value of the interface looks like: one description that reads requests, checks answers
//! and becomes the schema, so that the document and the program cannot part.

mod check;
mod fields;
mod schema;

pub(crate) use check::read_moment;
pub(crate) use fields::{to_fields, told_in_json};
pub(crate) use schema::matches;

/// A value, described.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) kind: Kind,
    /// A name under which the document keeps it once.
    pub(crate) name: Option<&'static str>,
    pub(crate) may_be_null: bool,
    pub(crate) example: Option<&'static str>,
}

/// What kinds of values there are.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Words; `min` and `max` in characters.
    Text { min: usize, max: usize },
    /// Words of which the writing is fixed: a format of JSON Schema, or a pattern.
    Written {
        format: &'static str,
        pattern: &'static str,
    },
    /// A whole number.
    Number { min: i64, max: i64 },
    /// Yes or no.
    Flag,
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// Several of one shape.
    List { of: Box<Shape>, max: usize },
    /// Named members.
    Object(Vec<Member>),
}

/// One member of an object.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    /// The form's field that it fills; empty where none does. A list of it repeats the field; an
    /// `{n}` in it is the place in the list above, from 1.
    pub(crate) field: &'static str,
}

/// The largest whole number that every reader of JSON keeps (RFC 8259, 6).
const SAFE: i64 = 9_007_199_254_740_991;

impl Shape {
    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            name: None,
            may_be_null: false,
            example: None,
        }
    }

    /// Words of at most so many characters, perhaps none.
    pub(crate) const fn text(max: usize) -> Self {
        Self::of(Kind::Text { min: 0, max })
    }

    /// Words that must be there.
    pub(crate) const fn words(max: usize) -> Self {
        Self::of(Kind::Text { min: 1, max })
    }

    /// A moment with its offset, `2023-11-23T17:00:00+07:00`.
    pub(crate) const fn moment() -> Self {
        Self::of(Kind::Written {
            format: "date-time",
            pattern: "",
        })
    }

    /// A day, `2023-11-23`.
    pub(crate) const fn day() -> Self {
        Self::of(Kind::Written {
            format: "date",
            pattern: "",
        })
    }

    /// Words written after a pattern.
    pub(crate) const fn pattern(pattern: &'static str) -> Self {
        Self::of(Kind::Written {
            format: "",
            pattern,
        })
    }

    /// A whole number from `min` on.
    pub(crate) const fn number(min: i64) -> Self {
        Self::of(Kind::Number { min, max: SAFE })
    }

    /// A whole number between two.
    pub(crate) const fn between(min: i64, max: i64) -> Self {
        Self::of(Kind::Number { min, max })
    }

    /// Yes or no.
    pub(crate) const fn flag() -> Self {
        Self::of(Kind::Flag)
    }

    /// One of these words.
    pub(crate) fn one_of(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self::of(Kind::OneOf(words.into_iter().collect()))
    }

    /// At most so many of a shape.
    pub(crate) fn list(of: Self, max: usize) -> Self {
        Self::of(Kind::List {
            of: Box::new(of),
            max,
        })
    }

    /// As many of a shape as there are; in answers only.
    pub(crate) fn all(of: Self) -> Self {
        Self::list(of, usize::MAX)
    }

    /// Named members.
    pub(crate) const fn object(members: Vec<Member>) -> Self {
        Self::of(Kind::Object(members))
    }

    /// Kept once in the document, under this name.
    pub(crate) fn named(self, name: &'static str) -> Self {
        Self {
            name: Some(name),
            ..self
        }
    }

    /// Perhaps null.
    pub(crate) fn or_null(self) -> Self {
        Self {
            may_be_null: true,
            ..self
        }
    }

    /// With an example for the reader of the document.
    pub(crate) fn such_as(self, example: &'static str) -> Self {
        Self {
            example: Some(example),
            ..self
        }
    }

    /// The object's members; none of anything else.
    pub(crate) fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }
}

/// A member that is always there.
pub(crate) const fn must(name: &'static str, about: &'static str, shape: Shape) -> Member {
    Member {
        name,
        about,
        shape,
        required: true,
        field: "",
    }
}

/// A member that may be left out.
pub(crate) const fn may(name: &'static str, about: &'static str, shape: Shape) -> Member {
    Member {
        name,
        about,
        shape,
        required: false,
        field: "",
    }
}

impl Member {
    /// Fills this field of the form.
    pub(crate) fn fills(self, field: &'static str) -> Self {
        Self { field, ..self }
    }
}

/// One page of a list.
pub(crate) fn page_of(item: Shape) -> Shape {
    Shape::object(vec![
        must("items", "Các mục của trang này", Shape::all(item)),
        must(
            "prev",
            "Địa chỉ trang trước; null ở trang đầu",
            Shape::text(16_000).or_null(),
        ),
        must(
            "next",
            "Địa chỉ trang sau; null ở trang cuối",
            Shape::text(16_000).or_null(),
        ),
    ])
}
