//! `motcua coverage`: every target, task, system and legal basis of the plan, and what is still missing.
//! For the chair and for whoever plans the next work; with a database, the values of this moment too.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use domain::moment::Moment;
use domain::plan::{Plan, ReportingPeriod};
use kit::Clock;
use plan::{Covered, Standing, Status, coverage, standings};
use serde_json::{Value, json};
use store::{Reader, StoreError};

use crate::cli::{CoverageOptions, Reach};
use crate::config::Settings;
use crate::{routes, wiring};

/// Prints the coverage of the commune's plan.
pub fn run(options: &CoverageOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), options.agency.as_ref())?;
    let plan = plan::of(&settings.agency).ok_or_else(|| {
        format!(
            "Đơn vị «{}» chưa có kế hoạch trong dữ liệu.",
            settings.agency
        )
    })?;
    let asks_database = options.place.database.is_some() || options.place.config.is_some();
    let now = Clock::real().law_now();
    let standings = if asks_database {
        Some(asked(&settings, plan, now)?)
    } else {
        None
    };
    let covered = of(plan, standings.as_deref());
    let text = if options.json {
        format!("{:#}\n", as_json(plan, &covered))
    } else {
        as_text(plan, &covered)
    };
    match std::io::stdout().write_all(text.as_bytes()) {
        // Whoever reads only the first lines has closed the rest.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("Không in ra được: {error}"))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// The coverage of a plan by this program's own routes.
pub fn of(plan: &Plan, standings: Option<&[Standing]>) -> Vec<Covered> {
    let table = routes::all();
    let has_page = |path: &str| {
        table
            .iter()
            .any(|route| route.method.as_str() == "GET" && route.path == path)
    };
    coverage(plan, &has_page, standings)
}

fn asked(settings: &Settings, plan: &'static Plan, now: Moment) -> Result<Vec<Standing>, String> {
    let law = wiring::law()?;
    let db = wiring::open_as_it_is(settings)?;
    db.read_blocking(move |reader: &mut Reader<'_>| {
        standings(reader, plan, &law, ReportingPeriod::Year, now)
    })
    .map_err(|error: StoreError| format!("Không đọc được số liệu: {error}"))
}

/// The parts of the plan: letter, name, and how many it names.
fn parts(plan: &Plan) -> [(&'static str, &'static str, usize); 4] {
    [
        ("T", "chỉ tiêu", plan.targets.len()),
        ("N", "nhiệm vụ", plan.tasks.len()),
        ("S", "hệ thống", plan.systems.len()),
        ("L", "căn cứ", plan.bases.len()),
    ]
}

/// The coverage for programs.
pub fn as_json(plan: &Plan, covered: &[Covered]) -> Value {
    let [targets, tasks, systems, bases] = parts(plan).map(|(_, _, n)| n);
    let by_status: Vec<Value> = Status::ALL
        .into_iter()
        .map(|status| {
            let n = covered.iter().filter(|one| one.status == status).count();
            json!({ "status": status.name(), "n": n })
        })
        .collect();
    json!({
        "agency": plan.agency,
        "year": plan.year,
        "counts": { "targets": targets, "tasks": tasks, "systems": systems, "legal_bases": bases },
        "by_status": by_status,
        "open_questions": plan.notes.len(),
        "items": covered.iter().map(one_as_json).collect::<Vec<_>>(),
    })
}

fn one_as_json(one: &Covered) -> Value {
    json!({
        "id": one.id,
        "name": one.name_vi,
        "owners": one.owners,
        "status": one.status.name(),
        "lives": one.lives,
        "proof": one.proof,
        "proved_by": one.proof_vi,
        "missing": one.missing_vi,
        "value": one.value,
        "verdict": one.verdict,
    })
}

fn as_text(plan: &Plan, covered: &[Covered]) -> String {
    let mut text = format!("{}\n", plan.title_vi);
    for (letter, name, n) in parts(plan) {
        let of_part = || covered.iter().filter(|one| one.id.starts_with(letter));
        let told: Vec<String> = Status::ALL
            .into_iter()
            .map(|status| (status, of_part().filter(|one| one.status == status).count()))
            .filter(|(_, n)| *n > 0)
            .map(|(status, n)| format!("{n} {}", status.vietnamese()))
            .collect();
        text.push_str(&format!("\n{n} {name}: {}\n", told.join(", ")));
        text.extend(of_part().map(one_as_text));
    }
    text
}

fn one_as_text(one: &Covered) -> String {
    let value = match (&one.value, one.verdict) {
        (Some(value), Some(verdict)) => format!(" [{value}, {verdict}]"),
        (None, Some(verdict)) => format!(" [{verdict}]"),
        _ => String::new(),
    };
    let mut text = format!(
        "  {:<6} {:<22} {}{value}\n         ở: {}\n         chứng minh: {}\n",
        one.id,
        one.status.vietnamese(),
        one.name_vi,
        one.lives.join(" "),
        one.proof_vi
    );
    if !one.missing_vi.is_empty() {
        text.push_str(&format!("         còn thiếu: {}\n", one.missing_vi));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn plan() -> &'static Plan {
        plan::of(crate::config::DEFAULT_AGENCY).expect("the commune has a plan")
    }

    #[test]
    fn all_65_107_28_and_16_are_listed_each_once_with_a_page_and_a_proof() {
        let covered = of(plan(), None);
        let count = |letter: &str| {
            let ids: BTreeSet<&str> = covered
                .iter()
                .map(|one| one.id.as_str())
                .filter(|id| id.starts_with(letter))
                .collect();
            ids.len()
        };
        assert_eq!(
            (count("T"), count("N"), count("S"), count("L")),
            (65, 107, 28, 16)
        );
        assert_eq!(covered.len(), 65 + 107 + 28 + 16);
        for one in &covered {
            assert!(
                !one.lives.is_empty() && !one.proof_vi.is_empty(),
                "{}",
                one.id
            );
            let is_open = matches!(one.status, Status::Partly | Status::Listed);
            let says_what = !one.missing_vi.is_empty() || one.id == "T-51";
            assert!(!is_open || says_what, "{} says what is missing", one.id);
        }
        let json = as_json(plan(), &covered);
        assert_eq!(json["items"].as_array().map(Vec::len), Some(216));
    }

    #[test]
    fn the_data_names_no_page_that_the_program_does_not_have() {
        let table = routes::all();
        let known: BTreeSet<&str> = table.iter().map(|route| route.path).collect();
        let plan = plan();
        let named = plan
            .tasks
            .iter()
            .flat_map(|task| &task.lives)
            .chain(plan.systems.iter().flat_map(|system| &system.lives));
        for path in named {
            assert!(known.contains(path.as_str()), "{path}");
        }
        assert!(known.contains("/cb/ke-hoach/{id}"));
    }

    #[test]
    fn a_status_follows_from_indicators_and_routes_alone() {
        let status = |covered: &[Covered], id: &str| {
            let one = covered
                .iter()
                .find(|one| one.id == id)
                .expect("it is listed");
            one.status
        };
        let covered = of(plan(), None);
        assert_eq!(status(&covered, "T-10"), Status::Measured);
        assert_eq!(status(&covered, "T-08"), Status::Partly);
        assert_eq!(status(&covered, "T-31"), Status::Listed);
        assert_eq!(status(&covered, "S-05"), Status::Done);
        assert_eq!(status(&covered, "S-18"), Status::Listed);
        let without_pages = coverage(plan(), &|_| false, None);
        assert_eq!(status(&without_pages, "S-05"), Status::Listed);
        assert_eq!(status(&without_pages, "N-26"), Status::Measured, "by T-13");
    }
}
