//! The usual path ("mặc định") of a procedure that has no published process (ruling 15).
//! For loading: one-stop desk, post in charge, leader, clerk's seal, one-stop desk.

use crate::deadline::Term;

use super::process::{DAY_MINUTES, Process, ProcessSource, ProcessStep, StepKind};

/// Longest time of the steps that need no thought: half a day.
const SHORT_STEP_MAX: i64 = DAY_MINUTES / 2;
/// Longest time of a signature: two days.
const SIGNATURE_MAX: i64 = 2 * DAY_MINUTES;
const POLICE: &str = "cong_an";

/// Minutes of a limit, by which the sum of steps is measured; 8 hours are a day.
pub fn limit_minutes(term: Term) -> i64 {
    match term {
        Term::WorkingDays(days) | Term::CalendarDays(days) => i64::from(days) * DAY_MINUTES,
        Term::WorkingHours(hours) => i64::from(hours) * 60,
        // Orders that protect a person are made at once; steps are counted in office hours.
        Term::ClockHours(hours) => (i64::from(hours) * 60).min(DAY_MINUTES),
        Term::SameDay => DAY_MINUTES,
    }
}

/// Who decides outside the commune: the id of the post and the name of the agency.
pub(super) struct Outside<'a> {
    pub post: &'a str,
    pub name_vi: &'a str,
}

/// The usual path; without a limit its steps carry no time.
pub(super) fn usual_process(post: &str, outside: Option<&Outside>, term: Option<Term>) -> Process {
    let total = term.map_or(0, limit_minutes);
    let mut steps = match outside {
        Some(agency) if agency.post == POLICE => path_through(agency, total),
        Some(agency) => path_upwards(post, agency, total),
        None => path_inside(post, total),
    };
    number(&mut steps);
    Process {
        steps,
        longer_minutes: None,
        calendar_days: matches!(term, Some(Term::CalendarDays(_))),
        source: ProcessSource::Default,
        total_minutes: total,
        promise_term: None,
        source_note: None,
        note_vi: None,
    }
}

/// The way of most procedures, its times and the post in charge still to be filled in.
pub fn usual_steps() -> Vec<ProcessStep> {
    let mut steps = path_inside("", 0);
    number(&mut steps);
    steps
}

fn number(steps: &mut [ProcessStep]) {
    for (seq, step) in (1..).zip(steps) {
        step.seq = seq;
    }
}

/// The commune decides.
fn path_inside(post: &str, total: i64) -> Vec<ProcessStep> {
    let (short, signature) = (eighth(total, SHORT_STEP_MAX), eighth(total, SIGNATURE_MAX));
    let work = total - 3 * short - signature;
    vec![
        receive(short),
        step(
            post,
            StepKind::Handle,
            "Thẩm tra hồ sơ, dự thảo kết quả, trình ký",
            work,
        ),
        step(
            "chu_tich",
            StepKind::Approve,
            "Xem xét, ký duyệt",
            signature,
        ),
        step(
            "van_thu",
            StepKind::Seal,
            "Lấy số, đóng dấu, vào sổ văn bản",
            short,
        ),
        deliver(short),
    ]
}

/// The district or the province decides: the commune checks, signs and sends on.
fn path_upwards(post: &str, agency: &Outside, total: i64) -> Vec<ProcessStep> {
    let (short, signature) = (eighth(total, SHORT_STEP_MAX), eighth(total, SIGNATURE_MAX));
    let rest = total - 3 * short - signature;
    let here = rest * 3 / 8 / 5 * 5;
    vec![
        receive(short),
        step(
            post,
            StepKind::Handle,
            "Thẩm tra hồ sơ, dự thảo văn bản đề nghị, trình ký",
            here,
        ),
        step(
            "chu_tich",
            StepKind::Approve,
            "Xem xét, ký văn bản đề nghị",
            signature,
        ),
        step(
            "van_thu",
            StepKind::Seal,
            "Lấy số, đóng dấu, chuyển hồ sơ",
            short,
        ),
        outside(
            agency,
            "Xem xét, quyết định, gửi kết quả về xã",
            rest - here,
        ),
        deliver(short),
    ]
}

/// The commune police decide by themselves (Luật Cư trú 68/2020/QH14).
fn path_through(agency: &Outside, total: i64) -> Vec<ProcessStep> {
    let short = eighth(total, SHORT_STEP_MAX);
    vec![
        receive(short),
        outside(
            agency,
            "Thẩm tra, giải quyết, trả kết quả về một cửa",
            total - 2 * short,
        ),
        deliver(short),
    ]
}

/// An eighth of the total in whole five minutes, at most `max`.
fn eighth(total: i64, max: i64) -> i64 {
    (total / 8 / 5 * 5).min(max)
}

fn receive(minutes: i64) -> ProcessStep {
    step(
        "mot_cua",
        StepKind::Receive,
        "Tiếp nhận, kiểm tra hồ sơ, cấp giấy tiếp nhận và hẹn trả",
        minutes,
    )
}

fn deliver(minutes: i64) -> ProcessStep {
    step(
        "mot_cua",
        StepKind::Deliver,
        "Vào sổ, trả kết quả, thu phí, lệ phí (nếu có)",
        minutes,
    )
}

fn outside(agency: &Outside, action_vi: &str, minutes: i64) -> ProcessStep {
    ProcessStep {
        outside_vi: Some(agency.name_vi.to_owned()),
        ..step(agency.post, StepKind::Outside, action_vi, minutes)
    }
}

fn step(post: &str, kind: StepKind, action_vi: &str, minutes: i64) -> ProcessStep {
    ProcessStep {
        seq: 0,
        post: post.to_owned(),
        kind,
        action_vi: action_vi.to_owned(),
        minutes,
        output_vi: None,
        outside_vi: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISTRICT: Outside = Outside {
        post: "ct_huyen",
        name_vi: "UBND huyện",
    };
    const POLICE_HERE: Outside = Outside {
        post: POLICE,
        name_vi: "Công an xã",
    };

    #[test]
    fn the_steps_of_any_limit_add_up_to_it() {
        let terms = [
            Term::SameDay,
            Term::WorkingHours(1),
            Term::WorkingHours(7),
            Term::ClockHours(12),
        ]
        .into_iter()
        .chain((1..=90).map(Term::WorkingDays))
        .chain((1..=90).map(Term::CalendarDays));
        for term in terms {
            for agency in [None, Some(&DISTRICT), Some(&POLICE_HERE)] {
                let process = usual_process("dia_chinh", agency, Some(term));
                let sum: i64 = process.steps.iter().map(|step| step.minutes).sum();
                assert_eq!(sum, limit_minutes(term), "{term:?}");
                assert!(
                    process.steps.iter().all(|step| step.minutes > 0),
                    "{term:?}"
                );
            }
        }
    }

    #[test]
    fn a_same_day_procedure_splits_eight_hours() {
        let process = usual_process("tu_phap_ho_tich", None, Some(Term::SameDay));
        let minutes: Vec<i64> = process.steps.iter().map(|step| step.minutes).collect();
        assert_eq!(minutes, [60, 240, 60, 60, 60]);
    }

    #[test]
    fn reception_and_seal_take_half_a_day_at_most() {
        let process = usual_process("dia_chinh", None, Some(Term::WorkingDays(30)));
        let minutes: Vec<i64> = process.steps.iter().map(|step| step.minutes).collect();
        assert_eq!(minutes, [240, 12_720, 960, 240, 240]);
    }

    #[test]
    fn without_a_limit_the_path_has_steps_but_no_times() {
        let process = usual_process("dia_chinh", None, None);
        assert_eq!(process.steps.len(), 5);
        assert_eq!(process.total_minutes, 0);
        assert!(process.steps.iter().all(|step| step.minutes == 0));
    }

    #[test]
    fn what_the_district_decides_is_sealed_before_it_is_sent() {
        let process = usual_process("vhxh_ldtbxh", Some(&DISTRICT), Some(Term::WorkingDays(20)));
        let kinds: Vec<StepKind> = process.steps.iter().map(|step| step.kind).collect();
        use StepKind::{Approve, Deliver, Handle, Outside, Receive, Seal};
        assert_eq!(kinds, [Receive, Handle, Approve, Seal, Outside, Deliver]);
        assert_eq!(process.steps[4].outside_vi.as_deref(), Some("UBND huyện"));
    }
}
