//! One task, system or legal basis of the plan: its words, who answers, where it lives.
//! For whoever follows a code such as N-26 or S-05.

use askama::Template;
use domain::plan::{LegalBasis, Plan, System, SystemKind, Task};
use domain::text::date_vi;
use kit::{App, Ctx, Error, Labelled, Law, Link, Page, Result, html};

use crate::overview::PATH;
use crate::show::{self, Question};

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    page: Page,
    heading: String,
    /// The plan's own words.
    quote: String,
    lines: String,
    facts: Vec<Labelled>,
    questions: Vec<Question>,
    /// What serves it, or what it serves.
    related_title: &'static str,
    related: Vec<Link>,
    pages: Vec<Link>,
    missing: String,
}

pub(crate) fn page(app: &App, ctx: &Ctx, plan: &'static Plan, id: &str) -> Result {
    let law = app.law();
    let made = plan
        .task(id)
        .map(|task| of_task(plan, task, &law))
        .or_else(|| {
            let system = plan.systems.iter().find(|system| system.id == id)?;
            Some(of_system(plan, system))
        })
        .or_else(|| {
            let basis = plan.bases.iter().find(|basis| basis.id == id)?;
            Some(of_basis(basis))
        });
    let made = made.ok_or(Error::Missing)?;
    html(ItemPage {
        page: app.page(ctx, made.heading.clone()),
        questions: plan.notes_about(id).map(Question::of).collect(),
        heading: made.heading,
        quote: made.quote,
        lines: made.lines,
        facts: made.facts,
        related_title: made.related_title,
        related: made.related,
        pages: made.pages,
        missing: made.missing,
    })
}

struct Made {
    heading: String,
    quote: String,
    lines: String,
    facts: Vec<Labelled>,
    related_title: &'static str,
    related: Vec<Link>,
    pages: Vec<Link>,
    missing: String,
}

fn of_task(plan: &'static Plan, task: &Task, law: &Law) -> Made {
    let named = if task.owner_named {
        "kế hoạch nêu tên"
    } else {
        "suy từ lĩnh vực, kế hoạch không nêu tên"
    };
    let due = task
        .deadline
        .map_or_else(|| task.period.vietnamese().to_owned(), date_vi);
    let related: Vec<Link> = plan
        .targets_of(&task.id)
        .map(|target| {
            let label = format!("{}: {}", target.id, target.name_vi);
            Link::new(format!("{PATH}/{}", target.id), label)
        })
        .collect();
    Made {
        heading: format!("Nhiệm vụ {}", task.id),
        quote: task.quote.clone(),
        lines: show::lines(&task.lines),
        facts: vec![
            Labelled::new("Phụ trách", show::owners(&task.owners, law)),
            Labelled::new("Vì sao là người này", named),
            Labelled::new("Khi nào", due),
            Labelled::new(
                "Mục của kế hoạch",
                format!("{} {}", task.section, plan.section_name(&task.section)),
            ),
        ],
        related_title: "Phục vụ chỉ tiêu",
        missing: if related.is_empty() {
            "Nhiệm vụ này không gắn với chỉ tiêu nào; chứng minh bằng văn bản, báo cáo đã làm."
                .to_owned()
        } else {
            String::new()
        },
        related,
        pages: pages(&task.lives),
    }
}

fn of_system(plan: &'static Plan, system: &System) -> Made {
    let kind = match system.kind {
        SystemKind::Built => "phần của phần mềm này",
        SystemKind::External => "hệ thống của nơi khác",
        SystemKind::Inventory => "chỉ ghi sổ theo dõi",
        SystemKind::Reference => "văn bản tham chiếu",
    };
    Made {
        heading: format!("Hệ thống {}", system.id),
        quote: plan.text_at(&system.lines),
        lines: show::lines(&system.lines),
        facts: vec![
            Labelled::new("Tên trong kế hoạch", system.name_vi.clone()),
            Labelled::new("Đối với phần mềm này", kind),
            Labelled::new("Vai trò", system.role_vi.clone()),
        ],
        related_title: "",
        related: Vec::new(),
        pages: pages(&system.lives),
        missing: system.missing_vi.clone().unwrap_or_default(),
    }
}

fn of_basis(basis: &LegalBasis) -> Made {
    let number = basis.number.clone();
    let mut facts = vec![
        Labelled::new(
            "Số, ký hiệu",
            number.unwrap_or_else(|| "kế hoạch không nêu".to_owned()),
        ),
        Labelled::new("Tên", basis.name_vi.clone()),
    ];
    if let Some(issuer) = &basis.issuer_vi {
        facts.push(Labelled::new("Nơi ban hành", issuer.clone()));
    }
    if let Some(date) = basis.date {
        facts.push(Labelled::new("Ngày", date_vi(date)));
    }
    Made {
        heading: format!("Căn cứ {}", basis.id),
        quote: basis.quote.clone(),
        lines: show::lines(&basis.lines),
        facts,
        related_title: "",
        related: Vec::new(),
        pages: Vec::new(),
        missing: "Toàn văn chưa có trong phần mềm; lấy tại nơi ban hành.".to_owned(),
    }
}

/// Links to pages that stand at an address of their own; those of one dossier have none here.
pub(crate) fn pages(lives: &[String]) -> Vec<Link> {
    lives
        .iter()
        .filter(|path| !path.contains('{'))
        .map(|path| Link::new(path.clone(), path.clone()))
        .collect()
}
