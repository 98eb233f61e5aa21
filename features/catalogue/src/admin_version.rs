//! `GET /qt/thu-tuc/{id}`: one version with its process, step by step, and its sums checked.
//! For the administrator and the controller.

use askama::Template;
use axum::extract::{Path, State};
use domain::procedure::{Handling, Procedure};
use domain::text::date_vi;
use kit::{App, Ctx, Error, Labelled, Law, Page, Result, Tag, Tone, html};

use crate::admin::{Standing, source, sure_tag};
use crate::public::is_for_citizens;
use crate::words;

#[derive(Template)]
#[template(path = "admin_version.html")]
struct Version {
    page: Page,
    state: Tag,
    public_href: String,
    facts: Vec<Labelled>,
    sure: Vec<(&'static str, Tag)>,
    steps: Vec<StepRow>,
    has_longer: bool,
    total: String,
    longer_total: String,
    sum: Tag,
    papers: Vec<PaperRow>,
    others: Vec<Other>,
}

struct StepRow {
    seq: u32,
    post: String,
    action: String,
    hours: String,
    longer: String,
}

struct PaperRow {
    name: String,
    how: &'static str,
    counts: String,
    form: String,
    when: String,
}

/// Another version of the same code.
struct Other {
    href: String,
    label: String,
}

/// `GET /qt/thu-tuc/{id}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(id): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let version = law.catalogue.version(&id).ok_or(Error::Missing)?;
    let standing = Standing::of(version, today);
    let is_public = standing == Standing::InForce && is_for_citizens(version);
    let longer = version.process.longer_minutes.as_deref();
    html(Version {
        page: app.page(&ctx, version.name_vi.clone()),
        state: standing.tag(version),
        public_href: if is_public {
            format!("/thu-tuc/{}", version.slug)
        } else {
            String::new()
        },
        facts: facts(version, &law),
        sure: sure(version),
        steps: steps(version, &law),
        has_longer: longer.is_some(),
        total: hours(version.process.steps.iter().map(|step| step.minutes).sum()),
        longer_total: longer
            .map(|minutes| hours(minutes.iter().sum()))
            .unwrap_or_default(),
        sum: sum(version),
        papers: version.papers.iter().map(paper).collect(),
        others: others(version, &law),
    })
}

fn facts(version: &Procedure, law: &Law) -> Vec<Labelled> {
    let post = law
        .posts
        .resolve(&version.handling_post)
        .map_or(version.handling_post.as_str(), |post| &post.name_vi);
    let until = version
        .valid_to
        .map_or_else(|| "chưa có ngày hết".to_owned(), date_vi);
    let limit = &version.limit;
    let mut facts = vec![
        Labelled::new("Mã", &version.code),
        Labelled::new("Lĩnh vực", &version.field_vi),
        Labelled::new(
            "Hiệu lực",
            format!("{} – {until}", date_vi(version.valid_from)),
        ),
        Labelled::new("Người giải quyết", post),
        Labelled::new("Cơ quan quyết định", &version.decision_level_vi),
        Labelled::new(
            "Thời hạn",
            limit
                .term
                .map_or_else(|| "chưa có thời hạn".to_owned(), words::term),
        ),
        Labelled::new("Quy trình", process(version)),
        Labelled::new("Viết tắt", version.abbreviations.join(", ")),
        Labelled::new("Văn bản", version.legal_bases.join("; ")),
        Labelled::new("Hạng nguồn", version.grade.to_string()),
    ];
    let notes = [
        ("Ghi chú thời hạn", &limit.note_vi),
        ("Ghi chú phí", &version.fee.notes_vi),
        ("Không áp dụng tại xã", &version.applicability_note_vi),
        ("Về sau", &version.replaced_note_vi),
        ("Nguồn", &version.source_note),
        ("Nguồn quy trình", &version.process.source_note),
        ("Ghi chú quy trình", &version.process.note_vi),
    ];
    facts.extend(
        notes
            .into_iter()
            .filter_map(|(label, note)| Some(Labelled::new(label, note.as_deref()?))),
    );
    if let Some(longer) = &limit.longer {
        facts.push(Labelled::new(
            "Nhánh dài hơn",
            format!("{}: {}", words::term(longer.term), longer.when_vi),
        ));
    }
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

fn process(version: &Procedure) -> String {
    let (_, words) = source(version.process.source);
    if version.process.calendar_days {
        format!("{words}; ngày tính theo lịch")
    } else {
        words.to_owned()
    }
}

fn sure(version: &Procedure) -> Vec<(&'static str, Tag)> {
    let sure = &version.confidence;
    vec![
        ("Mã, tên", sure_tag(sure.identity)),
        ("Thời hạn", sure_tag(sure.time_limit)),
        ("Phí, lệ phí", sure_tag(sure.fee)),
        ("Giấy tờ", sure_tag(sure.documents)),
        ("Văn bản", sure_tag(sure.legal_bases)),
        ("Quy trình", sure_tag(sure.process)),
    ]
}

fn steps(version: &Procedure, law: &Law) -> Vec<StepRow> {
    let longer = version
        .process
        .longer_minutes
        .as_deref()
        .unwrap_or_default();
    let every = version.process.steps.iter().enumerate();
    every
        .map(|(place, step)| StepRow {
            seq: step.seq,
            post: step.outside_vi.clone().unwrap_or_else(|| {
                law.posts
                    .resolve(&step.post)
                    .map_or_else(|| step.post.clone(), |post| post.short_vi.clone())
            }),
            action: step.action_vi.clone(),
            hours: hours(step.minutes),
            longer: longer
                .get(place)
                .map(|minutes| hours(*minutes))
                .unwrap_or_default(),
        })
        .collect()
}

/// Minutes as working hours: `4 giờ`, `1 giờ 30 phút`.
fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => "—".to_owned(),
        (0, minutes) => format!("{minutes} phút"),
        (hours, 0) => format!("{hours} giờ"),
        (hours, minutes) => format!("{hours} giờ {minutes} phút"),
    }
}

/// Whether the steps add up to the total that the process states.
fn sum(version: &Procedure) -> Tag {
    let sum: i64 = version.process.steps.iter().map(|step| step.minutes).sum();
    if version.limit.term.is_none() {
        Tag::plain("Chưa có thời hạn nên chưa chia giờ")
    } else if sum == version.process.total_minutes {
        Tag::new(Tone::Ok, "Tổng các bước khớp")
    } else {
        Tag::new(
            Tone::Error,
            format!(
                "Tổng các bước lệch: quy trình ghi {}",
                hours(version.process.total_minutes)
            ),
        )
    }
}

fn paper(item: &domain::procedure::PaperItem) -> PaperRow {
    PaperRow {
        name: item.name_vi.clone(),
        how: match item.handling {
            Handling::Submit => "Nộp",
            Handling::Show => "Xuất trình",
        },
        counts: format!("{} chính, {} sao", item.originals, item.copies),
        form: item.form_number.clone().unwrap_or_default(),
        when: item.condition_vi.clone().unwrap_or_default(),
    }
}

fn others(version: &Procedure, law: &Law) -> Vec<Other> {
    let same = law
        .catalogue
        .versions()
        .filter(|other| other.code == version.code && other.id != version.id);
    same.map(|other| Other {
        href: format!("/qt/thu-tuc/{}", other.id),
        label: format!("Bản có hiệu lực từ {}", date_vi(other.valid_from)),
    })
    .collect()
}
