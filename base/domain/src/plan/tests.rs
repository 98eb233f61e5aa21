//! The plan as data, and verdicts by exact numbers.
//! For whoever corrects the data or changes how a target is judged.

use jiff::civil::date;

use super::*;
use crate::indicator::Ratio;
use crate::post::Posts;

macro_rules! files {
    ($($name:literal),*) => {
        [$((
            concat!("plans/quang-khai-2023/", $name),
            include_str!(concat!("../../../../data/plans/quang-khai-2023/", $name)),
        )),*]
    };
}

const FOLDER: &str = "plans/quang-khai-2023";
const FILES: [(&str, &str); 6] = files![
    "plan.json",
    "source.json",
    "targets.json",
    "tasks.json",
    "systems.json",
    "legal-bases.json"
];

fn posts() -> Posts {
    Posts::from_json(include_str!("../../../../data/posts.json")).expect("our own data is sound")
}

fn plan() -> Plan {
    Plan::load(&FILES, FOLDER, &posts()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// What loading says when one file is changed.
fn faults(name: &str, from: &str, to: &str) -> String {
    let path = format!("{FOLDER}/{name}");
    let changed: Vec<(&str, String)> = FILES
        .iter()
        .map(|(known, text)| {
            let text = if *known == path {
                assert!(text.contains(from), "{from} stands in {name}");
                text.replacen(from, to, 1)
            } else {
                (*text).to_owned()
            };
            (*known, text)
        })
        .collect();
    let files: Vec<(&str, &str)> = changed
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    Plan::load(&files, FOLDER, &posts())
        .expect_err("a fault")
        .join("; ")
}

#[test]
fn the_plan_holds_65_targets_107_tasks_28_systems_and_16_legal_bases() {
    let plan = plan();
    let counts = (
        plan.targets.len(),
        plan.tasks.len(),
        plan.systems.len(),
        plan.bases.len(),
    );
    assert_eq!(counts, (65, 107, 28, 16));
    assert_eq!((plan.posts.len(), plan.notes.len()), (7, 14));
    assert_eq!((plan.source.len(), plan.year), (647, 2023));
}

#[test]
fn the_nineteen_numeric_goals_keep_the_numbers_that_the_plan_gives_them() {
    let plan = plan();
    let told: Vec<(&str, Option<i64>, Option<i64>)> = plan
        .targets
        .iter()
        .filter(|target| target.kind == TargetKind::Goal && !target.floor_is_assumed)
        .filter(|target| target.floor.is_some())
        .map(|target| (target.id.as_str(), target.floor, target.stretch))
        .collect();
    let goal = |id, floor| (id, Some(floor), None);
    let range = |id, floor, stretch| (id, Some(floor), Some(stretch));
    assert_eq!(
        told,
        [
            goal("T-02", 85),
            goal("T-03", 95),
            goal("T-08", 100),
            range("T-10", 95, 100),
            goal("T-13", 15),
            goal("T-14", 20),
            range("T-15", 50, 80),
            goal("T-16", 30),
            goal("T-17", 80),
            range("T-18", 80, 100),
            goal("T-19", 80),
            goal("T-20", 15),
            goal("T-21", 30),
            goal("T-23", 50),
            goal("T-28", 100),
            goal("T-36", 80),
            goal("T-37", 60),
            goal("T-38", 100),
            goal("T-40", 100),
        ]
    );
}

#[test]
fn slips_of_the_plan_are_kept_and_noted() {
    let plan = plan();
    for (id, slip, note) in [
        ("T-10", "Phấn đầu", 6),
        ("T-39", "các các", 6),
        ("T-46", "Chỉ số cải cách chỉ số", 6),
        ("T-21", "tối thiểu 30 phút", 1),
    ] {
        let target = plan.target(id).expect("a target");
        assert!(target.quote.contains(slip), "{id}");
        assert!(plan.notes_about(id).any(|about| about.id == note), "{id}");
    }
    let task = plan.task("N-03").expect("a task");
    assert!(task.quote.contains("truyên truyền"));
    assert!(plan.notes.iter().all(|note| !note.question_vi.is_empty()));
}

#[test]
fn a_fault_in_the_data_is_refused_with_its_id_and_the_reason() {
    for (name, from, to, said) in [
        (
            "targets.json",
            "\"T-09\"",
            "\"T-90\"",
            "«T-90»: phải là T-09",
        ),
        (
            "tasks.json",
            "\"N-107\"",
            "\"N-108\"",
            "«N-108»: phải là N-107",
        ),
        (
            "targets.json",
            "Phấn đầu đạt",
            "Phấn đấu đạt",
            "T-10: «Phấn đấu đạt",
        ),
        (
            "targets.json",
            "[83, 83]",
            "[830, 830]",
            "T-01: kế hoạch không có dòng 830-830",
        ),
        (
            "targets.json",
            "[\"vptk_noi_vu\"]",
            "[\"vptk_noi\"]",
            "T-01: không có chức danh «vptk_noi»",
        ),
        (
            "targets.json",
            "\"N-85\"",
            "\"N-850\"",
            "T-01: không có nhiệm vụ «N-850»",
        ),
        (
            "targets.json",
            "\"section\": \"2.1\"",
            "\"section\": \"2.2\"",
            "T-01: dòng 83 không thuộc mục 2.2",
        ),
        (
            "targets.json",
            "\"proof\": \"register\"",
            "\"proof\": \"computed\"",
            "T-01: cách chứng minh không khớp",
        ),
        (
            "targets.json",
            "\"direction\": \"eq\"",
            "\"direction\": \"ge\"",
            "T-08: đơn vị hoặc chiều so sánh khác",
        ),
        (
            "plan.json",
            "\"T-42\"",
            "\"T-420\"",
            "ghi chú 2: không có «T-420»",
        ),
        (
            "targets.json",
            "\"unit\"",
            "\"units\"",
            "targets.json: dòng",
        ),
    ] {
        let faults = faults(name, from, to);
        assert!(faults.contains(said), "{faults}");
    }
    assert!(Plan::load(&FILES, "plans/khac", &posts()).is_err());
}

fn target(unit: Unit, direction: Direction, floor: i64, stretch: Option<i64>) -> Target {
    Target {
        unit,
        direction,
        floor: Some(floor),
        stretch,
        deadline: None,
        ..plan().target("T-23").expect("a target").clone()
    }
}

fn of(target: &Target, numerator: i64, denominator: i64) -> Option<Verdict> {
    verdict(
        target,
        Ratio::new(numerator, denominator),
        date(2023, 11, 23),
    )
}

#[test]
fn a_range_is_a_floor_and_a_stretch() {
    use Verdict::{NotReached, Reached, Surpassed};
    let range = target(Unit::Percent, Direction::Ge, 95, Some(100));
    for (numerator, denominator, expected) in [
        (0, 1, NotReached),
        (949_999, 1_000_000, NotReached),
        (95, 100, Reached),
        (99_999, 100_000, Reached),
        (100, 100, Surpassed),
    ] {
        assert_eq!(
            of(&range, numerator, denominator),
            Some(expected),
            "{numerator}"
        );
    }
}

#[test]
fn beyond_the_floor_is_surpassed_where_there_is_no_stretch() {
    use Verdict::{NotReached, Reached, Surpassed};
    let least = target(Unit::Percent, Direction::Ge, 15, None);
    assert_eq!(of(&least, 1, 7), Some(NotReached));
    assert_eq!(of(&least, 3, 20), Some(Reached));
    assert_eq!(of(&least, 15_000_001, 100_000_000), Some(Surpassed));
    let most = target(Unit::Minutes, Direction::Le, 15, None);
    assert_eq!(of(&most, 151, 10), Some(NotReached));
    assert_eq!(of(&most, 150, 10), Some(Reached));
    assert_eq!(of(&most, 149, 10), Some(Surpassed));
    let all = target(Unit::Percent, Direction::Eq, 100, None);
    assert_eq!(of(&all, 159, 160), Some(NotReached));
    assert_eq!(of(&all, 160, 160), Some(Reached));
    let growth = target(Unit::Percent, Direction::Gt, 100, None);
    assert_eq!(of(&growth, 100, 100), Some(NotReached));
    assert_eq!(of(&growth, 101, 100), Some(Reached));
}

#[test]
fn without_a_number_there_is_no_figure_and_before_its_day_a_target_is_not_due() {
    let plan = plan();
    let value = Ratio::new(99, 100);
    let day = date(2023, 11, 23);
    let of = |id: &str, value, day| verdict(plan.target(id).expect("a target"), value, day);
    assert_eq!(of("T-23", None, day), Some(Verdict::NoFigure));
    assert_eq!(of("T-04", None, day), Some(Verdict::NoFigure));
    for id in ["T-03", "T-19", "T-41"] {
        assert_eq!(of(id, None, day), Some(Verdict::NotDue), "{id}");
    }
    assert_eq!(of("T-03", value, day), Some(Verdict::NotDue));
    assert_eq!(of("T-03", value, date(2025, 12, 30)), Some(Verdict::NotDue));
    assert_eq!(
        of("T-03", value, date(2025, 12, 31)),
        Some(Verdict::Surpassed)
    );
    assert_eq!(
        of("T-42", None, day),
        Some(Verdict::NoFigure),
        "its day has passed"
    );
    // The plan sets no level: a value is shown, nothing is judged.
    assert_eq!(of("T-51", value, day), None);
    assert_eq!(Ratio::new(1, 0), None);
}

#[test]
fn two_rules_are_judged_by_the_stricter() {
    use Verdict::{NoFigure, NotReached, Reached, Surpassed};
    assert_eq!(
        overall([Some(Surpassed), Some(NotReached)]),
        Some(NotReached)
    );
    assert_eq!(overall([Some(Surpassed), Some(Reached)]), Some(Reached));
    assert_eq!(overall([Some(Reached), Some(NoFigure)]), Some(NoFigure));
    assert_eq!(overall([None, None]), None);
}

#[test]
fn a_verdict_reads_back_from_its_name() {
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_name(verdict.name()), Some(verdict));
    }
    assert_eq!(Verdict::from_name("khong-co"), None);
}

#[test]
fn periods_close_on_the_fourteenth_as_the_decree_says() {
    let days = |period: ReportingPeriod| {
        let span = period.span(2023, 14);
        format!("{} {}", span.first, span.last)
    };
    for (period, expected) in [
        (ReportingPeriod::Year, "2022-12-15 2023-12-14"),
        (ReportingPeriod::Quarter(1), "2022-12-15 2023-03-14"),
        (ReportingPeriod::Quarter(2), "2023-03-15 2023-06-14"),
        (ReportingPeriod::Quarter(3), "2023-06-15 2023-09-14"),
        (ReportingPeriod::Quarter(4), "2023-09-15 2023-12-14"),
        (ReportingPeriod::FirstHalf, "2022-12-15 2023-06-14"),
        (ReportingPeriod::SecondHalf, "2023-06-15 2023-12-14"),
        (ReportingPeriod::NineMonths, "2022-12-15 2023-09-14"),
        (ReportingPeriod::Month(1), "2022-12-15 2023-01-14"),
        (ReportingPeriod::Month(11), "2023-10-15 2023-11-14"),
    ] {
        assert_eq!(days(period), expected, "{period:?}");
        assert_eq!(ReportingPeriod::from_name(&period.name()), Some(period));
    }
    let year = ReportingPeriod::Year.span(2023, 14);
    let so_far = year.until(date(2023, 11, 23)).expect("it has begun");
    assert_eq!(
        (so_far.first, so_far.last),
        (year.first, date(2023, 11, 23))
    );
    assert_eq!(so_far.year_before().last, date(2022, 11, 23));
    assert_eq!(year.until(date(2022, 12, 14)), None);
    assert_eq!(year.until(date(2024, 5, 1)), Some(year));
}

#[test]
fn the_months_of_a_year_make_the_year_without_gap_or_overlap() {
    let year = ReportingPeriod::Year.span(2023, 14);
    let mut next = year.first;
    for month in 1..=12 {
        let span = ReportingPeriod::Month(month).span(2023, 14);
        assert_eq!(span.first, next);
        next = span.last.tomorrow().expect("a day follows");
    }
    assert_eq!(next, year.last.tomorrow().expect("a day follows"));
}
