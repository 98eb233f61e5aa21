//! `GET /cb/ke-hoach/{id}`: one target, task, system or legal basis; and the words that all pages share.
//! For whoever follows a code of the plan to what it says and how it stands.

use axum::extract::{Path, RawQuery, State};
use domain::plan::{Direction, EVERY_FIELD, Lines, Note, Target, Unit, Verdict};
use kit::{App, Ctx, Error, Law, Officer, Result, Tag, Tone};

use crate::{item, target};

/// `GET /cb/ke-hoach/{id}`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(_actor): Officer,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    let plan = crate::of(app.agency()).ok_or(Error::Missing)?;
    let query = query.unwrap_or_default();
    if let Some(found) = plan.target(&id) {
        return target::page(&app, &ctx, plan, found, &query).await;
    }
    item::page(&app, &ctx, plan, &id)
}

/// An open question, as pages show it beside what it concerns.
pub(crate) struct Question {
    pub(crate) text: String,
    pub(crate) question: String,
}

impl Question {
    pub(crate) fn of(note: &Note) -> Self {
        Self {
            text: note.text_vi.clone(),
            question: note.question_vi.clone(),
        }
    }
}

/// The verdict as a word with an icon and a colour.
pub(crate) fn tag(verdict: Option<Verdict>) -> Tag {
    let Some(verdict) = verdict else {
        return Tag::plain("Không đặt mức");
    };
    let (tone, icon) = match verdict {
        Verdict::Surpassed => (Tone::Ok.name(), "star"),
        Verdict::Reached => (Tone::Ok.name(), "check"),
        Verdict::NotReached => (Tone::Error.name(), "circle-x"),
        Verdict::NoFigure => ("", "circle-question-mark"),
        Verdict::NotDue => (Tone::Info.name(), "hourglass"),
    };
    Tag {
        tone,
        icon,
        text: verdict.vietnamese().to_owned(),
    }
}

/// What must be reached, in words.
pub(crate) fn level(target: &Target) -> String {
    if let Some(words) = &target.level_vi {
        return words.clone();
    }
    let Some(floor) = target.floor else {
        return String::new();
    };
    let unit = match target.unit {
        Unit::Percent => "%",
        Unit::Points => " điểm",
        Unit::Minutes => " phút",
        Unit::Count => " lần",
        Unit::YesNo => "",
    };
    let said = match (target.direction, target.stretch) {
        (_, Some(stretch)) => format!("từ {floor}{unit}, phấn đấu {stretch}{unit}"),
        (Direction::Le, None) => format!("tối đa {floor}{unit}"),
        (Direction::Gt, None) => format!("trên {floor}{unit}"),
        (Direction::Ge, None) if floor < 100 => format!("từ {floor}{unit}"),
        _ => format!("{floor}{unit}"),
    };
    if target.floor_is_assumed {
        format!("{said} (tạm hiểu)")
    } else {
        said
    }
}

/// The posts that answer for something, in short.
pub(crate) fn owners(posts: &[String], law: &Law) -> String {
    let named = posts.iter().map(|post| {
        if post == EVERY_FIELD {
            return "Công chức từng lĩnh vực".to_owned();
        }
        law.posts
            .resolve(post)
            .map_or_else(|| post.clone(), |known| known.short_vi.clone())
    });
    named.collect::<Vec<_>>().join("; ")
}

/// `dòng 159-161`.
pub(crate) fn lines(lines: &[Lines]) -> String {
    let each = lines.iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    format!("dòng {}", each.collect::<Vec<_>>().join(", "))
}
