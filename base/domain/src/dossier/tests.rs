//! The dossier machine walked through its acts, as the law wants them.
//! For the files beside, a subject each: a procedure, a calendar, and a walk that keeps its events.

mod as_if;
mod corrected;
mod counted;
mod endings;
mod guards;
mod outside;
mod promise;
mod properties;
mod succession;
mod urged;
mod ways;
mod wire;

use std::collections::BTreeMap;

use super::*;
use crate::access::{Absent, Act};
use crate::calendar::{Calendar, OfficeHours};
use crate::fact::{Fact, facts};
use crate::procedure::{
    Confidence, FeeKind, FeeNote, Longer, Procedure, Process, ProcessSource, ProcessStep, Sure,
    TimeLimit,
};

fn calendar() -> Calendar {
    Calendar::new(OfficeHours::default(), Vec::new())
}

fn step(seq: u32, post: &str, kind: StepKind, minutes: i64) -> ProcessStep {
    ProcessStep {
        seq,
        post: post.into(),
        kind,
        action_vi: format!("bước {seq}"),
        minutes,
        output_vi: None,
        outside_vi: None,
    }
}

fn procedure(term: Option<Term>) -> Procedure {
    let sure = Sure::Verified;
    Procedure {
        id: "1.004884@2019-01-06".into(),
        code: "1.004884".into(),
        name_vi: "Đăng ký lại khai sinh".into(),
        slug: "dang-ky-lai-khai-sinh".into(),
        field_vi: "Hộ tịch".into(),
        abbreviations: Vec::new(),
        handling_post: "tu_phap_ho_tich".into(),
        decision_level_vi: "UBND cấp xã".into(),
        inter_agency: Vec::new(),
        internal_only: false,
        applicable_locally: true,
        applicability_note_vi: None,
        limit: TimeLimit {
            term,
            text_vi: "05 ngày làm việc".into(),
            note_vi: None,
            longer: Some(Longer {
                term: Term::CalendarDays(25),
                text_vi: "25 ngày".into(),
                when_vi: "Phải xác minh".into(),
            }),
            same_day_law_vi: None,
        },
        fee: FeeNote {
            kind: FeeKind::None,
            dong: Some(0),
            unit_vi: None,
            notes_vi: None,
        },
        papers: Vec::new(),
        sets: 1,
        results: vec!["Giấy khai sinh".into()],
        audience: Vec::new(),
        legal_bases: Vec::new(),
        valid_from: jiff::civil::date(2019, 1, 6),
        valid_to: None,
        confidence: Confidence {
            identity: sure,
            time_limit: sure,
            fee: sure,
            documents: sure,
            legal_bases: sure,
            process: sure,
        },
        grade: 'A',
        published: true,
        source_note: None,
        pause_policy: PausePolicy::Extend,
        process: Process {
            steps: vec![
                step(1, "mot_cua", StepKind::Receive, 240),
                step(2, "tu_phap_ho_tich", StepKind::Handle, 1440),
                step(3, "chu_tich", StepKind::Approve, 240),
                step(4, "van_thu", StepKind::Seal, 240),
                step(5, "mot_cua", StepKind::Deliver, 240),
            ],
            longer_minutes: None,
            calendar_days: false,
            source: ProcessSource::Published,
            total_minutes: 2400,
            promise_term: None,
            note_vi: None,
            source_note: None,
        },
        on_the_spot: false,
        replaced_note_vi: None,
    }
}

fn at(text: &str) -> Moment {
    Moment::parse_local(text).expect("a test time")
}

/// Walks a dossier through commands, keeping its events, as the store does.
struct Walk {
    calendar: Calendar,
    procedure: Procedure,
    dossier: Dossier,
    log: Vec<(Moment, DossierEvent)>,
}

impl Walk {
    fn new(procedure: Procedure) -> Self {
        Self {
            calendar: calendar(),
            procedure,
            dossier: Dossier::new(Channel::Counter),
            log: Vec::new(),
        }
    }

    fn act(&mut self, when: Moment, command: &Command<'_>) -> Result<(), Refusal> {
        let with = Context {
            at: when,
            by: "u1",
            covers: &[],
            calendar: &self.calendar,
            procedure: &self.procedure,
        };
        let change = self.dossier.decide(command, with)?;
        self.log
            .extend(change.events.into_iter().map(|event| (when, event)));
        self.dossier = change.next;
        Ok(())
    }

    fn must(&mut self, when: &str, command: &Command<'_>) -> &mut Self {
        self.act(at(when), command).expect("a lawful act");
        self
    }

    fn refused(&mut self, when: &str, command: &Command<'_>) -> Refusal {
        self.act(at(when), command).expect_err("an unlawful act")
    }

    fn received(when: &str) -> Self {
        let mut walk = Self::new(procedure(Some(Term::WorkingDays(5))));
        walk.must(
            when,
            &Command::Receive(Intake {
                code: "000.21.49.H23-230614-0001".into(),
                ..Intake::default()
            }),
        );
        walk
    }

    fn processing(when: &str) -> Self {
        let mut walk = Self::received(when);
        walk.must(when, &Command::HandOver { holder: None });
        walk
    }

    /// Came on Wednesday 14 June at 10:00 and was entered the next morning.
    fn entered_late() -> Self {
        let mut walk = Self::new(procedure(Some(Term::WorkingDays(5))));
        let intake = Intake {
            code: "x".into(),
            received_at: Some(at("2023-06-14T10:00")),
            reason: "mất điện".into(),
            ..Intake::default()
        };
        walk.must("2023-06-15T08:00", &Command::Receive(intake));
        walk
    }

    /// From hand-over through all steps to the result.
    fn finish(&mut self, when: &str) -> &mut Self {
        let outcome = Outcome::Granted;
        self.must(when, &Command::Forward { holder: None })
            .must(when, &Command::Approve)
            .must(when, &Command::Seal { number: "1" })
            .must(when, &Command::Finish { outcome })
    }

    /// What its events add to the counts, with what the store says beside them.
    fn facts(&self, beside: &[(&str, serde_json::Value)]) -> Vec<Fact> {
        let of = |(at, event): &(Moment, DossierEvent)| {
            let mut data = event.data();
            for (name, value) in beside {
                data[*name] = value.clone();
            }
            facts(event.kind(), *at, &data)
        };
        self.log.iter().flat_map(of).collect()
    }
}

/// Sums by measure and day.
type Sums = BTreeMap<(String, String), i64>;

/// The sums of these facts, without those that come to nothing.
fn sums(facts: impl IntoIterator<Item = Fact>) -> Sums {
    let mut sums = Sums::new();
    for fact in facts {
        *sums.entry((fact.measure, fact.day)).or_default() += fact.n;
    }
    sums.retain(|_, n| *n != 0);
    sums
}

/// Each of these counted once.
fn once(expected: &[(&str, &str)]) -> Sums {
    let one = |(measure, day): &(&str, &str)| (((*measure).to_owned(), (*day).to_owned()), 1);
    expected.iter().map(one).collect()
}
