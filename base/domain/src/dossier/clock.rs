//! The dossier's clock: its promise, and the limit of each step.
//! For every act that starts, stops or moves a date.

use super::{Dossier, DueDate, Pause, PauseReason, StepPlan, StepPoint};
use crate::calendar::Calendar;
use crate::deadline::{self, Limit, PausePolicy};
use crate::moment::Moment;

/// The promise of a dossier received at `received_at` under `limit`, with its pauses so far.
///
/// For the live index only the first supplement moves the date (QĐ 766; ruling on counting).
pub fn due_of<'a>(
    received_at: Moment,
    limit: impl Into<Limit<'a>>,
    policy: PausePolicy,
    pauses: &[Pause],
    calendar: &Calendar,
) -> DueDate {
    let limit = limit.into();
    let closed: Vec<deadline::Pause> = pauses.iter().map(plain).collect();
    let due = deadline::due(received_at, limit, &closed, policy, calendar);
    let first_supplement: Vec<deadline::Pause> = pauses
        .iter()
        .filter(|pause| pause.reason == PauseReason::Supplement)
        .take(1)
        .map(plain)
        .collect();
    let for_index = if first_supplement.len() == closed.len() {
        due.at
    } else {
        deadline::due(received_at, limit, &first_supplement, policy, calendar).at
    };
    DueDate {
        at: Some(due.at),
        for_index: Some(for_index),
        counted: true,
        provisional: due.provisional,
        because: due.because.into_iter().map(Into::into).collect(),
    }
}

impl Dossier {
    /// The date that a calendar gives, whatever was printed: shown beside the promise when a
    /// notice came after it, and never put in its place (a promise is moved by its giver only).
    /// None where no term is counted.
    pub fn due_under(&self, calendar: &Calendar) -> Option<Moment> {
        let (received_at, term) = self.received_at.zip(self.term)?;
        self.counted_due()?;
        due_of(received_at, term, self.policy, &self.pauses, calendar).at
    }
}

const fn plain(pause: &Pause) -> deadline::Pause {
    deadline::Pause {
        from: pause.from,
        to: pause.to,
    }
}

/// Where step `index` stands when it begins at `since`, never beyond the dossier's due moment.
pub(super) fn start_step(
    steps: &[StepPlan],
    index: usize,
    since: Moment,
    calendar_days: bool,
    dossier_due: Option<Moment>,
    calendar: &Calendar,
) -> StepPoint {
    let due = steps.get(index).and_then(|step| {
        if step.minutes <= 0 {
            // Its time is counted within another step: only the dossier's own date binds it.
            return dossier_due.map(|due| due.max(since));
        }
        let limit = if calendar_days {
            // 480 minutes stand for one calendar day.
            since.plus_minutes(step.minutes * 3)
        } else {
            calendar.add_working_minutes(since, step.minutes)
        };
        Some(dossier_due.map_or(limit, |due| limit.min(due.max(since))))
    });
    StepPoint {
        index,
        since,
        due,
        holder: None,
    }
}

/// The step after a pause: its limit moves by the working time that the pause took.
pub(super) fn resume_step(
    step: &StepPoint,
    pause: &Pause,
    to: Moment,
    dossier_due: Option<Moment>,
    calendar: &Calendar,
) -> StepPoint {
    let due = step.due.map(|due| {
        let moved = if pause.from < due {
            calendar.add_working_minutes(due, calendar.working_minutes_between(pause.from, to))
        } else {
            due
        };
        dossier_due.map_or(moved, |limit| moved.min(limit.max(due)))
    });
    StepPoint {
        due,
        ..step.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::OfficeHours;
    use crate::deadline::Term;
    use crate::procedure::StepKind;

    fn at(text: &str) -> Moment {
        Moment::parse_local(text).expect("a valid time")
    }

    #[test]
    fn a_holiday_announced_later_gives_another_date_and_moves_no_promise() {
        use crate::calendar::{DayOffKind, Notice, NoticeDay};
        let before = Calendar::new(OfficeHours::default(), Vec::new());
        let friday = NoticeDay {
            date: jiff::civil::date(2023, 11, 24),
            kind: DayOffKind::Holiday,
            name_vi: "Ngày hội".into(),
            source: None,
        };
        let mut notice = Notice::proposed(2023, &OfficeHours::default());
        notice.days.push(friday);
        let after = Calendar::new(OfficeHours::default(), vec![notice]);
        let received = at("2023-11-23T09:00");
        let mut dossier = Dossier::new(crate::dossier::Channel::Counter);
        assert_eq!(dossier.due_under(&after), None);
        dossier.received_at = Some(received);
        dossier.term = Some(Term::WorkingDays(2));
        dossier.due = Some(due_of(
            received,
            Term::WorkingDays(2),
            PausePolicy::Extend,
            &[],
            &before,
        ));
        assert_eq!(dossier.due_under(&before), dossier.counted_due());
        assert_eq!(dossier.counted_due(), Some(at("2023-11-27T17:00")));
        assert_eq!(dossier.due_under(&after), Some(at("2023-11-28T17:00")));
    }

    #[test]
    fn a_step_without_time_of_its_own_is_late_only_with_the_dossier() {
        let plan = |minutes| StepPlan {
            post: "mot_cua".into(),
            kind: StepKind::Deliver,
            action: "Trả kết quả".into(),
            minutes,
        };
        let steps = [plan(0), plan(60)];
        let calendar = Calendar::new(OfficeHours::default(), Vec::new());
        let (since, due) = (at("2023-11-23T09:00"), at("2023-12-13T17:00"));
        let begun = |index, due| start_step(&steps, index, since, false, due, &calendar).due;
        assert_eq!(begun(0, Some(due)), Some(due));
        assert_eq!(begun(0, None), None);
        assert_eq!(begun(0, Some(at("2023-11-22T17:00"))), Some(since));
        assert_eq!(begun(1, Some(due)), Some(at("2023-11-23T10:00")));
    }
}
