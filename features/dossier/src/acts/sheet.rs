//! What the form of one act says and asks, as plain values that `act.html` draws.
//! For the file of each act.

use kit::{Choice, FieldErrors, Fields, Labelled, Upload};

/// The form of one act.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// What the act does, in a sentence.
    pub lead: String,
    /// What follows from it, in words: a legal act is confirmed knowing this.
    pub consequences: Vec<String>,
    /// What is known beforehand.
    pub facts: Vec<Labelled>,
    /// A list to read before deciding, with its title.
    pub list: (String, Vec<String>),
    /// What is asked.
    pub inputs: Vec<Input>,
    /// The rows of a supplement request.
    pub rows: Vec<AskedRow>,
    /// What the button says.
    pub button: &'static str,
    /// Whether a file may come along.
    pub takes_file: bool,
}

/// One row of a supplement request, as typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct AskedRow {
    /// Place, from 1.
    pub n: usize,
    /// What is asked for.
    pub name: String,
    /// Why.
    pub why: String,
    /// How to mend it.
    pub how: String,
}

impl AskedRow {
    /// The id of its first field, by which a sentence about the row leads to it.
    pub(crate) fn id(&self) -> String {
        format!("ten-{}", self.n)
    }
}

/// One thing to be filled in. Which of the fields matter depends on `what`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    /// `line`, `number` (also dates and hours), `area`, `select`, `radios`, `ticks` or `file`.
    pub what: &'static str,
    /// The field's name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// A line of help.
    pub hint: String,
    /// What stands in it.
    pub value: String,
    /// The width of a line: `4`, `8`, `12`, `20` or `""`.
    pub width: &'static str,
    /// The longest text.
    pub limit: &'static str,
    /// The choices.
    pub options: Vec<Choice>,
}

impl Input {
    /// A line of text.
    pub(crate) fn line(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self {
            what: "line",
            name,
            label,
            value: value.into(),
            ..Self::default()
        }
    }

    /// Several lines of text.
    pub(crate) fn area(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self {
            what: "area",
            name,
            label,
            value: value.into(),
            limit: "1000",
            ..Self::default()
        }
    }

    /// One of many.
    pub(crate) fn select(name: &'static str, label: &'static str, options: Vec<Choice>) -> Self {
        Self {
            what: "select",
            name,
            label,
            options,
            ..Self::default()
        }
    }

    /// One of few.
    pub(crate) fn radios(name: &'static str, label: &'static str, options: Vec<Choice>) -> Self {
        Self {
            what: "radios",
            name,
            label,
            options,
            ..Self::default()
        }
    }

    /// Any of several.
    pub(crate) fn ticks(name: &'static str, label: &'static str, options: Vec<Choice>) -> Self {
        Self {
            what: "ticks",
            name,
            label,
            options,
            ..Self::default()
        }
    }

    /// A file.
    pub(crate) fn file(name: &'static str, label: &'static str) -> Self {
        Self {
            what: "file",
            name,
            label,
            ..Self::default()
        }
    }

    /// The choices, for macros that go through them.
    pub(crate) fn choices(&self) -> &[Choice] {
        &self.options
    }

    /// With a line of help.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }

    /// A line of this width.
    pub(crate) fn wide(self, width: &'static str) -> Self {
        Self { width, ..self }
    }

    /// A line of digits of this width.
    pub(crate) fn digits(self, width: &'static str) -> Self {
        Self {
            what: "number",
            width,
            ..self
        }
    }
}

/// What stands in the fields: what was typed, or what the page proposes at first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed(pub Option<Fields>);

impl Typed {
    /// The field as typed; before the first sending what is proposed.
    pub(crate) fn or(&self, name: &str, proposed: impl Into<String>) -> String {
        self.0
            .as_ref()
            .map_or_else(|| proposed.into(), |fields| fields.get(name).to_owned())
    }

    /// Whether a box is ticked; before the first sending as proposed.
    pub(crate) fn ticked(&self, name: &str, value: &str, proposed: bool) -> bool {
        self.0.as_ref().map_or(proposed, |fields| {
            fields.all(name).any(|ticked| ticked == value)
        })
    }
}

/// A form as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// Its fields.
    pub fields: Fields,
    /// Files that came along, already in the store.
    pub files: Vec<Upload>,
    /// Sentences about files that were not taken.
    pub file_errors: FieldErrors,
    /// The version that the officer saw.
    pub version: i64,
}

/// The longest reason, opinion or note.
pub(crate) const TEXT_MAX: usize = 1000;

/// The field of a reason.
pub(crate) fn reason_input(typed: &Typed, label: &'static str, hint: &str) -> Input {
    Input::area("ly_do", label, typed.or("ly_do", "")).hint(hint)
}

/// The reason, which must be there.
pub(crate) fn reason(fields: &Fields, errors: &mut FieldErrors) -> String {
    let reason = fields.lines(errors, "ly_do", "Lý do", TEXT_MAX);
    if reason.is_empty() {
        errors.add("ly_do", "Hãy ghi lý do, để người dân và lãnh đạo đọc được");
    }
    reason
}

/// The field of a note that may stay empty.
pub(crate) fn note_input(typed: &Typed) -> Input {
    Input::area("ghi_chu", "Ghi chú", typed.or("ghi_chu", "")).hint("Có thể để trống.")
}

/// The note.
pub(crate) fn note(fields: &Fields, errors: &mut FieldErrors) -> String {
    fields.lines(errors, "ghi_chu", "Ghi chú", TEXT_MAX)
}
