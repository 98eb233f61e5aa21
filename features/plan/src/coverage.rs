//! What of the plan the program covers: each target, task, system and legal basis, and what is missing.
//! For `motcua coverage`; every status is derived from the data, the indicators and the table of routes.

use domain::indicator::Indicator;
use domain::plan::{LegalBasis, Plan, Proof, System, SystemKind, Target, Task};

use crate::overview::PATH;
use crate::standing::Standing;

/// How far something is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Its figure comes from what happened.
    Measured,
    /// Pages of the program do it or are it.
    Done,
    /// A part is there.
    Partly,
    /// Listed with its words and who answers; nothing proves or does it yet.
    Listed,
}

impl Status {
    /// Every status, the fullest first.
    pub const ALL: [Self; 4] = [Self::Measured, Self::Done, Self::Partly, Self::Listed];

    /// As people read it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Measured => "đo được",
            Self::Done => "có trang làm việc",
            Self::Partly => "có một phần",
            Self::Listed => "mới ghi trong kế hoạch",
        }
    }

    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Listed => "listed",
        }
    }
}

/// One target, task, system or legal basis as covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// `T-10`, `N-26`, `S-05`, `L-01`.
    pub id: String,
    /// What it is.
    pub name_vi: String,
    /// Posts that answer for it; none for systems and legal bases.
    pub owners: Vec<String>,
    /// Pages where it lives; all of them exist.
    pub lives: Vec<String>,
    /// How far.
    pub status: Status,
    /// `computed`, `register`, `evidence`, `page` or `text`.
    pub proof: &'static str,
    /// How it is proved.
    pub proof_vi: String,
    /// What is missing; `""` when nothing is.
    pub missing_vi: String,
    /// Its value now, where a database was asked.
    pub value: Option<String>,
    /// Its verdict now, where a database was asked.
    pub verdict: Option<&'static str>,
}

/// Everything that the plan names, in its order. `has_page` knows the program's routes.
pub fn coverage(
    plan: &Plan,
    has_page: &dyn Fn(&str) -> bool,
    standings: Option<&[Standing]>,
) -> Vec<Covered> {
    let mut all: Vec<Covered> = Vec::new();
    for target in &plan.targets {
        let standing = standings.and_then(|all| all.iter().find(|one| one.target.id == target.id));
        all.push(of_target(target, standing));
    }
    all.extend(plan.tasks.iter().map(|task| of_task(plan, task, has_page)));
    all.extend(plan.systems.iter().map(|one| of_system(one, has_page)));
    all.extend(plan.bases.iter().map(of_basis));
    all
}

/// The page that shows it, whatever else there is.
fn own_page(id: &str) -> String {
    format!("{PATH}/{id}")
}

fn status_of_target(target: &Target) -> (Status, &'static str) {
    let rules: Vec<&Indicator> = Indicator::of_target(&target.id).collect();
    match rules.iter().find_map(|rule| rule.lacking_vi) {
        Some(lacking) => (Status::Partly, lacking),
        None if rules.is_empty() => (Status::Listed, ""),
        None => (Status::Measured, ""),
    }
}

fn of_target(target: &Target, standing: Option<&Standing>) -> Covered {
    let (status, lacking) = status_of_target(target);
    let formulas: Vec<&str> = Indicator::of_target(&target.id)
        .map(|rule| rule.formula_vi)
        .collect();
    let (proof, proof_vi, missing_vi) = match target.proof {
        Proof::Computed => ("computed", formulas.join(" / "), lacking.to_owned()),
        Proof::Register => (
            "register",
            target.record_vi.clone(),
            format!("Chưa có chỗ ghi: {}", target.record_vi),
        ),
        Proof::Evidence => (
            "evidence",
            target.record_vi.clone(),
            format!("Chưa có chỗ lưu giấy tờ: {}", target.record_vi),
        ),
    };
    let values: Vec<String> = standing.map_or_else(Vec::new, |standing| {
        let figures = standing.figures.iter();
        figures
            .filter_map(|figure| Some(figure.value?.percent_vi()))
            .collect()
    });
    Covered {
        id: target.id.clone(),
        name_vi: target.name_vi.clone(),
        owners: target.owners.clone(),
        lives: vec![own_page(&target.id)],
        status,
        proof,
        proof_vi,
        missing_vi,
        value: (!values.is_empty()).then(|| values.join(" · ")),
        verdict: standing.map(|standing| {
            standing
                .verdict
                .map_or("Không đặt mức", |verdict| verdict.vietnamese())
        }),
    }
}

/// The pages that exist of those named, the one that shows it first; and whether all do.
fn existing(id: &str, named: &[String], has_page: &dyn Fn(&str) -> bool) -> (Vec<String>, bool) {
    let there: Vec<String> = named
        .iter()
        .filter(|path| has_page(path))
        .cloned()
        .collect();
    let all_there = !named.is_empty() && there.len() == named.len();
    let lives = std::iter::once(own_page(id)).chain(there).collect();
    (lives, all_there)
}

fn of_task(plan: &Plan, task: &Task, has_page: &dyn Fn(&str) -> bool) -> Covered {
    let (lives, is_done) = existing(&task.id, &task.lives, has_page);
    let targets: Vec<&Target> = plan.targets_of(&task.id).collect();
    let is_measured = targets
        .iter()
        .any(|target| status_of_target(target).0 == Status::Measured);
    let status = match (is_measured, is_done) {
        (true, _) => Status::Measured,
        (false, true) => Status::Done,
        (false, false) => Status::Listed,
    };
    let ids: Vec<&str> = targets.iter().map(|target| target.id.as_str()).collect();
    let (proof, proof_vi) = match (is_measured, is_done, ids.is_empty()) {
        (true, ..) => ("computed", format!("Qua chỉ tiêu {}", ids.join(", "))),
        (false, true, _) => ("page", "Làm ngay trên các trang đã nêu".to_owned()),
        (false, false, false) => ("register", format!("Qua chỉ tiêu {}", ids.join(", "))),
        (false, false, true) => ("evidence", "Văn bản, báo cáo đã làm".to_owned()),
    };
    let missing_vi = match status {
        Status::Listed if ids.is_empty() => "Chưa có chỗ ghi việc đã làm và lưu giấy tờ".to_owned(),
        Status::Listed => format!("Chưa có sổ để đo chỉ tiêu {}", ids.join(", ")),
        Status::Measured | Status::Done | Status::Partly => String::new(),
    };
    Covered {
        id: task.id.clone(),
        name_vi: task.quote.clone(),
        owners: task.owners.clone(),
        lives,
        status,
        proof,
        proof_vi,
        missing_vi,
        value: None,
        verdict: None,
    }
}

fn of_system(system: &System, has_page: &dyn Fn(&str) -> bool) -> Covered {
    let (lives, is_there) = existing(&system.id, &system.lives, has_page);
    let is_whole = system.missing_vi.is_none();
    let status = match system.kind {
        SystemKind::Built | SystemKind::External if is_there && is_whole => Status::Done,
        SystemKind::Built | SystemKind::External if lives.len() > 1 => Status::Partly,
        SystemKind::Reference if is_there => Status::Done,
        SystemKind::Built
        | SystemKind::External
        | SystemKind::Inventory
        | SystemKind::Reference => Status::Listed,
    };
    let proof = match system.kind {
        SystemKind::Built | SystemKind::External => "page",
        SystemKind::Inventory => "register",
        SystemKind::Reference => "text",
    };
    Covered {
        id: system.id.clone(),
        name_vi: system.name_vi.clone(),
        owners: Vec::new(),
        lives,
        status,
        proof,
        proof_vi: system.role_vi.clone(),
        missing_vi: system.missing_vi.clone().unwrap_or_default(),
        value: None,
        verdict: None,
    }
}

fn of_basis(basis: &LegalBasis) -> Covered {
    Covered {
        id: basis.id.clone(),
        name_vi: match &basis.number {
            Some(number) => format!("{number}: {}", basis.name_vi),
            None => basis.name_vi.clone(),
        },
        owners: Vec::new(),
        lives: vec![own_page(&basis.id)],
        status: Status::Listed,
        proof: "text",
        proof_vi: format!("Kế hoạch, {}", crate::show::lines(&basis.lines)),
        missing_vi: "Toàn văn chưa có trong phần mềm".to_owned(),
        value: None,
        verdict: None,
    }
}
