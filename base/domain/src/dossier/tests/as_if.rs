//! Dossiers of the past under another version: late then, late under it, as a whole and by step.
//! For whoever changes the dry run of new versions.

use proptest::prelude::*;

use super::properties::command;
use super::*;
use crate::dossier::{AsIf, StepAsIf};

/// Received on Wednesday 14 June at 9:00, signed a week later, finished on Thursday 22 June at 10:00.
fn finished() -> Walk {
    let mut walk = Walk::processing("2023-06-14T09:00");
    walk.must("2023-06-19T08:30", &Command::Forward { holder: None })
        .must("2023-06-21T10:00", &Command::Approve)
        .must("2023-06-21T11:00", &Command::Seal { number: "1" })
        .must(
            "2023-06-22T10:00",
            &Command::Finish {
                outcome: Outcome::Granted,
            },
        );
    walk
}

fn under(walk: &Walk, version: &Procedure) -> AsIf {
    let now = at("2023-11-23T09:00");
    walk.dossier
        .as_if(&walk.log, version, &walk.calendar, now)
        .expect("it counts")
}

fn with_term(days: u32) -> Procedure {
    procedure(Some(Term::WorkingDays(days)))
}

#[test]
fn a_shorter_limit_makes_late_what_was_on_time_and_a_longer_one_the_reverse() {
    let walk = finished();
    let told = |days| {
        let said = under(&walk, &with_term(days));
        (said.then, said.would, said.due)
    };
    use Timeliness::{Early, Late, OnTime};
    assert_eq!(told(5), (Late, Late, Some(at("2023-06-21T17:00"))));
    assert_eq!(told(6), (Late, OnTime, Some(at("2023-06-22T17:00"))));
    assert_eq!(told(10), (Late, Early, Some(at("2023-06-28T17:00"))));
    let none = under(&walk, &procedure(None));
    assert_eq!((none.would, none.due), (Timeliness::NoDue, None));
    assert_eq!(none.due_then, Some(at("2023-06-21T17:00")));
}

#[test]
fn a_promise_is_measured_beside_the_limit() {
    let mut version = with_term(10);
    assert_eq!(under(&finished(), &version).promised, None);
    version.process.promise_term = Some(Term::WorkingDays(5));
    let said = under(&finished(), &version);
    assert_eq!(
        (said.would, said.promised),
        (Timeliness::Early, Some(Timeliness::Late))
    );
}

#[test]
fn lateness_is_told_step_by_step() {
    // Reception was left at once; three days allowed for the work, half a day for the signature.
    let said = under(&finished(), &with_term(5));
    let late = |said: &AsIf, index: usize| -> StepAsIf {
        *said
            .steps
            .iter()
            .find(|step| step.index == index)
            .expect("it came through")
    };
    assert_eq!(said.steps.len(), 5);
    assert!(!late(&said, 0).late && !late(&said, 1).late_then);
    assert!(late(&said, 2).late_then && late(&said, 2).late);
    let mut quicker = with_term(5);
    quicker.process.steps[1].minutes = 480;
    quicker.process.steps[2].minutes = 3 * 480;
    let said = under(&finished(), &quicker);
    assert!(late(&said, 1).late && !late(&said, 1).late_then);
    assert!(!late(&said, 2).late && late(&said, 2).late_then);
}

#[test]
fn steps_are_compared_by_what_is_done_in_them() {
    let mut version = with_term(5);
    version.process.steps.remove(3);
    let council = step(3, "hoi_dong", StepKind::Committee, 480);
    version.process.steps.insert(2, council);
    let said = under(&finished(), &version);
    let places: Vec<usize> = said.steps.iter().map(|step| step.index).collect();
    assert_eq!(
        places,
        [0, 1, 3, 4],
        "no council met, nothing is sealed any more"
    );
}

#[test]
fn a_pause_moves_the_date_by_the_policy_of_the_version() {
    let mut walk = Walk::processing("2023-06-14T09:00");
    let ask = Command::RequestSupplement {
        items: 1,
        allowed_by: None,
    };
    walk.must("2023-06-15T09:00", &ask)
        .must("2023-06-19T16:00", &Command::ReceiveSupplement);
    let mut version = with_term(5);
    let due = |version: &Procedure| under(&walk, version).due;
    assert_eq!(due(&version), Some(at("2023-06-23T17:00")));
    version.pause_policy = PausePolicy::Restart;
    assert_eq!(due(&version), Some(at("2023-06-26T17:00")));
}

#[test]
fn the_longer_branch_is_measured_by_the_longer_limit() {
    let mut walk = Walk::processing("2023-06-14T09:00");
    walk.must(
        "2023-06-15T09:00",
        &Command::Verify {
            reason: "xác minh"
        },
    );
    let mut version = with_term(5);
    let said = under(&walk, &version);
    assert_eq!(said.due, Some(at("2023-07-10T17:00")));
    assert!(
        said.steps.is_empty(),
        "no times are published for the branch"
    );
    version.process.promise_term = Some(Term::WorkingDays(3));
    let said = under(&walk, &version);
    assert_eq!(said.promised, None, "nobody promised the branch");
    version.process.longer_minutes = Some(vec![240, 9_600, 480, 240, 240]);
    assert!(!under(&walk, &version).steps.is_empty());
    version.limit.longer = None;
    assert_eq!(under(&walk, &version).due, Some(at("2023-06-21T17:00")));
}

#[test]
fn what_counts_nowhere_is_not_compared() {
    let now = at("2023-11-23T09:00");
    let version = with_term(5);
    let none = |walk: &Walk| {
        walk.dossier
            .as_if(&walk.log, &version, &walk.calendar, now)
            .is_none()
    };
    let mut withdrawn = Walk::processing("2023-06-14T09:00");
    withdrawn.must("2023-06-15T09:00", &Command::Withdraw { reason: "r" });
    assert!(none(&withdrawn));
    let mut void = Walk::received("2023-06-14T09:00");
    void.must("2023-06-14T09:10", &Command::Void { reason: "r" });
    assert!(none(&void));
    let mut submitted = Walk::new(with_term(5));
    submitted.must("2023-06-14T09:00", &Command::Submit);
    assert!(none(&submitted));
    assert!(!none(&Walk::received("2023-06-14T09:00")), "open ones do");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn under_its_own_version_a_dossier_is_as_late_as_it_was(
        picks in prop::collection::vec((any::<u8>(), 1_i64..2000), 1..60),
        same_day in any::<bool>(),
    ) {
        let term = if same_day { Term::SameDay } else { Term::WorkingDays(5) };
        let version = procedure(Some(term));
        let mut walk = Walk::new(version.clone());
        let mut now = at("2023-06-14T08:00");
        for (pick, minutes) in picks {
            now = now.plus_minutes(minutes);
            let _ = walk.act(now, &command(pick));
        }
        let said = walk.dossier.as_if(&walk.log, &version, &walk.calendar, now.plus_minutes(1));
        if let Some(said) = said {
            prop_assert_eq!(said.then, said.would, "{:?}", walk.dossier);
            prop_assert!(said.steps.iter().all(|step| step.late == step.late_then), "{:?}", said);
            if walk.dossier.running_pause().is_none() {
                prop_assert_eq!(said.due, walk.dossier.counted_due());
            }
        } else {
            prop_assert!(!walk.dossier.counts() || walk.dossier.received_at.is_none());
        }
    }
}
