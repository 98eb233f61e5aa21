//! Small values that the components show: a deadline, a tag, a notice's tone, a pager.
//! For page structs of every feature; their words and kinds are decided here once.

use domain::calendar::Calendar;
use domain::deadline::{Standing, standing};
use domain::moment::Moment;
use domain::text;

/// Whether a sentence is good news, bad news or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Info,
    /// Done.
    Ok,
    /// Take care.
    Warning,
    /// Not done.
    Error,
}

impl Tone {
    const ALL: [Self; 4] = [Self::Info, Self::Ok, Self::Warning, Self::Error];

    /// The name that templates and storage use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tone| tone.name() == name)
    }
}

/// A word with a colour and an icon: `ui::tag(t.tone, t.icon, t.text)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// `""`, `ok`, `warning`, `error` or `info`.
    pub tone: &'static str,
    /// The icon's name; `""` for none.
    pub icon: &'static str,
    /// Always words, because colour alone says nothing to many.
    pub text: String,
}

impl Tag {
    /// A tag with the icon that belongs to its tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        let icon = match tone {
            Tone::Info => "info",
            Tone::Ok => "check",
            Tone::Warning => "triangle-alert",
            Tone::Error => "circle-alert",
        };
        Self {
            tone: tone.name(),
            icon,
            text: text.into(),
        }
    }

    /// A tag without colour or icon.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            tone: "",
            icon: "",
            text: text.into(),
        }
    }
}

/// How a dossier stands against its due moment: `ui::deadline(d.kind, d.text)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineTag {
    /// `late`, `today`, `soon`, `ahead`, `paused` or `none`.
    pub kind: &'static str,
    /// In words: `Quá 2 ngày`.
    pub text: String,
    /// The exact moment: `17:00, 23/11/2023`; `""` without one.
    pub title: String,
}

impl DeadlineTag {
    /// The tag of a dossier due at `due`, as it stands at `now`.
    pub fn at(due: Option<Moment>, is_paused: bool, now: Moment, calendar: &Calendar) -> Self {
        Self::of(standing(due, is_paused, now, calendar), due)
    }

    /// The tag of a standing already known.
    pub fn of(standing: Standing, due: Option<Moment>) -> Self {
        let (kind, text) = match standing {
            Standing::Overdue { working_days: 0 } => ("late", "Quá giờ hẹn hôm nay".to_owned()),
            Standing::Overdue { working_days } => ("late", format!("Quá {working_days} ngày")),
            Standing::Today => {
                let hour = due.map(|at| format!(" {}", text::time_vi(at.local().time())));
                ("today", format!("Hôm nay{}", hour.unwrap_or_default()))
            }
            Standing::Soon { working_days } => ("soon", format!("Còn {working_days} ngày")),
            Standing::Ahead { working_days } => ("ahead", format!("Còn {working_days} ngày")),
            Standing::Paused => ("paused", "Tạm dừng".to_owned()),
            Standing::NoDue => ("none", "Chưa có thời hạn".to_owned()),
        };
        let title = due.map(text::moment_vi).unwrap_or_default();
        Self { kind, text, title }
    }
}

/// Previous and next of a list: `ui::pager(p.prev, p.next, p.summary)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// The address of the page before; `""` when there is none.
    pub prev: String,
    /// The address of the page after; `""` when there is none.
    pub next: String,
    /// `1–50 trong 1.204 hồ sơ`.
    pub summary: String,
}

/// One choice of a select or of radios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A second line; `""` for none.
    pub hint: String,
    /// Whether it is chosen.
    pub selected: bool,
}

impl Choice {
    /// A choice, chosen when its value is `chosen`.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        Self {
            selected: value == chosen,
            value,
            label: label.into(),
            hint: String::new(),
        }
    }
}

/// A label and its value, for summary lists and key facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// What it is.
    pub label: String,
    /// Its value, already in words.
    pub value: String,
    /// A smaller line; `""` for none.
    pub note: String,
    /// The icon's name; `""` for none.
    pub icon: &'static str,
}

impl Labelled {
    /// A label and its value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            ..Self::default()
        }
    }
}

/// A place on the way from the front page down, or any other link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standing_has_a_kind_and_words() {
        let due = Moment::parse_local("2023-11-23T17:00").expect("a valid time");
        let tag = |standing| DeadlineTag::of(standing, Some(due));
        assert_eq!(tag(Standing::Today).text, "Hôm nay 17:00");
        assert_eq!(
            tag(Standing::Overdue { working_days: 2 }).text,
            "Quá 2 ngày"
        );
        assert_eq!(tag(Standing::Overdue { working_days: 0 }).kind, "late");
        assert_eq!(tag(Standing::Soon { working_days: 1 }).kind, "soon");
        assert_eq!(tag(Standing::Ahead { working_days: 5 }).text, "Còn 5 ngày");
        assert_eq!(tag(Standing::Paused).kind, "paused");
        let none = DeadlineTag::of(Standing::NoDue, None);
        assert_eq!((none.kind, none.title.as_str()), ("none", ""));
    }

    #[test]
    fn tones_keep_their_stored_names() {
        for tone in Tone::ALL {
            assert_eq!(Tone::from_name(tone.name()), Some(tone));
        }
        assert_eq!(Tone::from_name("loud"), None);
    }
}
