//! `GET /qt/thu-tuc`: every version with how sure each part of it is, and where it comes from.
//! For the administrator and the controller, who check the catalogue against what was published.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use domain::procedure::{Procedure, ProcessSource, Sure};
use domain::text::{Query as Asked, Title, date_vi, slug, sort_key};
use jiff::civil::Date;
use kit::{App, Choice, Ctx, Law, Page, Pager, Result, Tag, Tone, html};

use crate::typed::{self, Typed};
use crate::words;

const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin.html")]
struct List {
    page: Page,
    q: String,
    fields: Vec<Choice>,
    states: Vec<Choice>,
    doubts: Vec<Choice>,
    sources: Vec<Choice>,
    rows: Vec<Row>,
    found: usize,
    pager: Pager,
}

struct Row {
    href: String,
    code: String,
    name: String,
    field: String,
    state: Tag,
    identity: Tag,
    time: Tag,
    fee: Tag,
    documents: Tag,
    grade: char,
    process: &'static str,
}

/// Where a version stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    InForce,
    Future,
    Ended,
    Draft,
}

impl Standing {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::InForce, "hieu-luc", "Đang có hiệu lực"),
        (Self::Future, "sap", "Sắp có hiệu lực"),
        (Self::Ended, "het", "Hết hiệu lực"),
        (Self::Draft, "nhap", "Nháp, chưa công khai được"),
    ];

    /// Where this version stands.
    pub(crate) fn of(version: &Procedure, today: Date) -> Self {
        if !version.published {
            Self::Draft
        } else if version.holds_on(today) {
            Self::InForce
        } else if today < version.valid_from {
            Self::Future
        } else {
            Self::Ended
        }
    }

    /// As a tag.
    pub(crate) fn tag(self, version: &Procedure) -> Tag {
        match self {
            Self::InForce => Tag::new(Tone::Ok, "Hiệu lực"),
            Self::Future => Tag::new(Tone::Info, format!("Từ {}", date_vi(version.valid_from))),
            Self::Ended => Tag::plain("Hết hiệu lực"),
            Self::Draft => Tag::new(Tone::Warning, "Nháp"),
        }
    }
}

/// What is asked for by the address.
struct Filter {
    query: Asked,
    field: String,
    state: Option<Standing>,
    doubt: String,
    source: String,
}

impl Filter {
    fn read(typed: &Typed) -> Self {
        let state = typed::line(typed, "tinh-trang");
        Self {
            query: Asked::new(&typed::line(typed, "q")),
            field: typed::line(typed, "linh-vuc"),
            state: Standing::ALL
                .iter()
                .find(|(_, key, _)| *key == state)
                .map(|(standing, ..)| *standing),
            doubt: typed::line(typed, "chua-chac"),
            source: typed::line(typed, "quy-trinh"),
        }
    }

    fn takes(&self, version: &Procedure, today: Date) -> bool {
        let others = format!(
            "{} {} {}",
            version.code,
            version.abbreviations.join(" "),
            version.field_vi
        );
        (self.query.is_empty()
            || self
                .query
                .rank(&Title::new(&version.name_vi), &domain::text::fold(&others))
                .is_some())
            && (self.field.is_empty() || slug(&version.field_vi) == self.field)
            && self
                .state
                .is_none_or(|state| Standing::of(version, today) == state)
            && (self.doubt.is_empty() || is_doubtful(version, &self.doubt))
            && (self.source.is_empty() || source(version.process.source).0 == self.source)
    }
}

const DOUBTS: [(&str, &str); 4] = [
    ("ma-ten", "Mã, tên"),
    ("thoi-han", "Thời hạn"),
    ("phi", "Phí, lệ phí"),
    ("giay-to", "Giấy tờ"),
];

fn is_doubtful(version: &Procedure, part: &str) -> bool {
    let sure = match part {
        "ma-ten" => version.confidence.identity,
        "thoi-han" => version.confidence.time_limit,
        "phi" => version.confidence.fee,
        "giay-to" => version.confidence.documents,
        _ => return true,
    };
    sure != Sure::Verified
}

/// A source of process times: its name in an address, and in words.
pub(crate) const fn source(source: ProcessSource) -> (&'static str, &'static str) {
    match source {
        ProcessSource::Published => ("cong-bo", "công bố"),
        ProcessSource::PublishedAdjusted => ("cong-bo-chinh", "công bố, có chỉnh"),
        ProcessSource::StagePublished => ("cong-bo-chang", "công bố theo chặng"),
        ProcessSource::LawStage => ("luat-dinh", "theo thời hạn luật định từng chặng"),
        ProcessSource::Proposed => ("de-xuat", "đề xuất"),
        ProcessSource::Default => ("mac-dinh", "mặc định"),
    }
}

const SOURCES: [ProcessSource; 6] = [
    ProcessSource::Published,
    ProcessSource::PublishedAdjusted,
    ProcessSource::StagePublished,
    ProcessSource::LawStage,
    ProcessSource::Proposed,
    ProcessSource::Default,
];

/// How sure one part is, as a tag.
pub(crate) fn sure_tag(sure: Sure) -> Tag {
    let tone = match sure {
        Sure::Verified => Tone::Ok,
        Sure::Memory => Tone::Warning,
        Sure::Unknown => Tone::Error,
    };
    Tag::new(tone, words::sure(sure))
}

/// `GET /qt/thu-tuc`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Query(typed): Query<Typed>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let filter = Filter::read(&typed);
    let mut versions: Vec<&Arc<Procedure>> = law
        .catalogue
        .versions()
        .filter(|version| filter.takes(version, today))
        .collect();
    versions.sort_by_cached_key(|version| (sort_key(&version.name_vi), version.id.clone()));
    let asked: usize = typed::line(&typed, "trang").parse().unwrap_or(1);
    let last = versions.len().div_ceil(PER_PAGE).max(1);
    let number = asked.clamp(1, last);
    let from = (number - 1) * PER_PAGE;
    let rows: Vec<Row> = versions
        .iter()
        .skip(from)
        .take(PER_PAGE)
        .map(|version| row(version, today))
        .collect();
    let pager = Pager {
        prev: if number > 1 {
            address(&typed, number - 1)
        } else {
            String::new()
        },
        next: if number < last {
            address(&typed, number + 1)
        } else {
            String::new()
        },
        summary: format!("Trang {number}/{last}"),
    };
    html(List {
        page: app.page(&ctx, "Danh mục thủ tục"),
        q: typed::line(&typed, "q"),
        fields: field_choices(&law, &filter.field),
        states: state_choices(filter.state),
        doubts: choices("Mọi mức", DOUBTS.into_iter(), &filter.doubt),
        sources: choices("Mọi nguồn", SOURCES.into_iter().map(source), &filter.source),
        rows,
        found: versions.len(),
        pager,
    })
}

/// The same list on another page.
fn address(typed: &Typed, number: usize) -> String {
    let kept = ["q", "linh-vuc", "tinh-trang", "chua-chac", "quy-trinh"];
    let values = kept.map(|name| (name, typed::line(typed, name)));
    let mut pairs: Vec<(&str, &str)> = values
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let number = number.to_string();
    pairs.push(("trang", &number));
    format!("/qt/thu-tuc?{}", kit::Fields::of(pairs).encoded())
}

fn row(version: &Procedure, today: Date) -> Row {
    let sure = &version.confidence;
    Row {
        href: format!("/qt/thu-tuc/{}", version.id),
        code: version.code.clone(),
        name: version.name_vi.clone(),
        field: version.field_vi.clone(),
        state: Standing::of(version, today).tag(version),
        identity: sure_tag(sure.identity),
        time: sure_tag(sure.time_limit),
        fee: sure_tag(sure.fee),
        documents: sure_tag(sure.documents),
        grade: version.grade,
        process: source(version.process.source).1,
    }
}

fn field_choices(law: &Law, chosen: &str) -> Vec<Choice> {
    let mut names: Vec<&str> = law
        .catalogue
        .versions()
        .map(|version| version.field_vi.as_str())
        .collect();
    names.sort_by_cached_key(|name| sort_key(name));
    names.dedup();
    let all = Choice::new("", "Mọi lĩnh vực", chosen);
    std::iter::once(all)
        .chain(
            names
                .into_iter()
                .map(|name| Choice::new(slug(name), name, chosen)),
        )
        .collect()
}

fn state_choices(chosen: Option<Standing>) -> Vec<Choice> {
    let key = Standing::ALL
        .iter()
        .find(|(standing, ..)| Some(*standing) == chosen)
        .map_or("", |(_, key, _)| key);
    choices(
        "Mọi tình trạng",
        Standing::ALL.iter().map(|(_, key, label)| (*key, *label)),
        key,
    )
}

fn choices(
    all: &str,
    every: impl Iterator<Item = (&'static str, &'static str)>,
    chosen: &str,
) -> Vec<Choice> {
    let all = Choice::new("", all, chosen);
    std::iter::once(all)
        .chain(every.map(|(key, label)| Choice::new(key, label, chosen)))
        .collect()
}
