//! The plan's tasks, systems, legal bases and open questions, each as one list.
//! For whoever looks for what the plan asks of them.

use askama::Template;
use axum::extract::{RawQuery, State};
use domain::plan::{EVERY_FIELD, SystemKind};
use domain::text::date_vi;
use kit::{App, Choice, Ctx, Error, Officer, Page, Result, html};

use crate::overview::PATH;
use crate::period::asked;
use crate::show::{lines, owners};

#[derive(Template)]
#[template(path = "tasks.html")]
struct Tasks {
    page: Page,
    owners: Vec<Choice>,
    all: usize,
    rows: Vec<TaskRow>,
}

struct TaskRow {
    id: String,
    href: String,
    quote: String,
    owners: String,
    is_named: bool,
    period: String,
    targets: String,
}

/// `GET /cb/ke-hoach/nhiem-vu`
pub(crate) async fn tasks(
    State(app): State<App>,
    ctx: Ctx,
    Officer(_actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let plan = crate::of(app.agency()).ok_or(Error::Missing)?;
    let owner = asked(query.as_deref().unwrap_or_default(), "phu-trach");
    let law = app.law();
    let theirs = |owners: &[String]| {
        owner.is_empty() || owners.iter().any(|one| *one == owner || one == EVERY_FIELD)
    };
    let rows = plan
        .tasks
        .iter()
        .filter(|task| theirs(&task.owners))
        .map(|task| TaskRow {
            id: task.id.clone(),
            href: format!("{PATH}/{}", task.id),
            quote: task.quote.clone(),
            owners: owners(&task.owners, &law),
            is_named: task.owner_named,
            period: task
                .deadline
                .map_or_else(|| task.period.vietnamese().to_owned(), date_vi),
            targets: plan
                .targets_of(&task.id)
                .map(|target| target.id.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        })
        .collect();
    let posts = plan.posts.iter().map(|one| {
        Choice::new(
            one.post.clone(),
            owners(std::slice::from_ref(&one.post), &law),
            &owner,
        )
    });
    html(Tasks {
        page: app.page(&ctx, "Nhiệm vụ của kế hoạch"),
        owners: std::iter::once(Choice::new("", "Tất cả", &owner))
            .chain(posts)
            .collect(),
        all: plan.tasks.len(),
        rows,
    })
}

#[derive(Template)]
#[template(path = "systems.html")]
struct Systems {
    page: Page,
    rows: Vec<SystemRow>,
}

struct SystemRow {
    id: String,
    href: String,
    name: String,
    kind: &'static str,
    role: String,
    missing: String,
}

/// `GET /cb/ke-hoach/he-thong`
pub(crate) async fn systems(State(app): State<App>, ctx: Ctx, Officer(_actor): Officer) -> Result {
    let plan = crate::of(app.agency()).ok_or(Error::Missing)?;
    let rows = plan
        .systems
        .iter()
        .map(|system| SystemRow {
            id: system.id.clone(),
            href: format!("{PATH}/{}", system.id),
            name: system.name_vi.clone(),
            kind: match system.kind {
                SystemKind::Built => "Phần mềm này",
                SystemKind::External => "Nơi khác",
                SystemKind::Inventory => "Ghi sổ",
                SystemKind::Reference => "Văn bản",
            },
            role: system.role_vi.clone(),
            missing: system.missing_vi.clone().unwrap_or_default(),
        })
        .collect();
    html(Systems {
        page: app.page(&ctx, "Hệ thống nêu trong kế hoạch"),
        rows,
    })
}

#[derive(Template)]
#[template(path = "bases.html")]
struct Bases {
    page: Page,
    rows: Vec<BasisRow>,
}

struct BasisRow {
    id: String,
    href: String,
    number: String,
    name: String,
    issuer: String,
    date: String,
    lines: String,
}

/// `GET /cb/ke-hoach/can-cu`
pub(crate) async fn bases(State(app): State<App>, ctx: Ctx, Officer(_actor): Officer) -> Result {
    let plan = crate::of(app.agency()).ok_or(Error::Missing)?;
    let rows = plan
        .bases
        .iter()
        .map(|basis| BasisRow {
            id: basis.id.clone(),
            href: format!("{PATH}/{}", basis.id),
            number: basis.number.clone().unwrap_or_else(|| "—".to_owned()),
            name: basis.name_vi.clone(),
            issuer: basis.issuer_vi.clone().unwrap_or_default(),
            date: basis.date.map_or_else(|| "—".to_owned(), date_vi),
            lines: lines(&basis.lines),
        })
        .collect();
    html(Bases {
        page: app.page(&ctx, "Căn cứ của kế hoạch"),
        rows,
    })
}

#[derive(Template)]
#[template(path = "questions.html")]
struct Questions {
    page: Page,
    rows: Vec<QuestionRow>,
}

struct QuestionRow {
    number: u32,
    about: Vec<String>,
    lines: String,
    text: String,
    question: String,
}

/// `GET /cb/ke-hoach/cau-hoi`
pub(crate) async fn questions(
    State(app): State<App>,
    ctx: Ctx,
    Officer(_actor): Officer,
) -> Result {
    let plan = crate::of(app.agency()).ok_or(Error::Missing)?;
    let rows = plan
        .notes
        .iter()
        .map(|note| QuestionRow {
            number: note.id,
            about: note.about.clone(),
            lines: lines(
                &note
                    .lines
                    .iter()
                    .map(|line| (*line, *line))
                    .collect::<Vec<_>>(),
            ),
            text: note.text_vi.clone(),
            question: note.question_vi.clone(),
        })
        .collect();
    html(Questions {
        page: app.page(&ctx, "Câu hỏi chờ xã trả lời"),
        rows,
    })
}
