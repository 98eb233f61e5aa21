//! The steps of a dossier's process: who, how long, since when, until when.
//! For the bar in its head and the table beneath.

use domain::dossier::{Dossier, State, StepPlan};
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::Law;

use super::history::Walked;
use super::told::Names;
use crate::sentences;

/// One step in words.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// `done`, `now`, `late` or `""`.
    pub(super) state: &'static str,
    /// The kind of work, short.
    pub(super) kind: String,
    /// What is done, as published.
    pub(super) action: String,
    pub(super) post: String,
    pub(super) holder: String,
    /// The limit of this step: `4 giờ`, `2 ngày làm việc`.
    pub(super) limit: String,
    pub(super) began: String,
    pub(super) due: String,
    pub(super) ended: String,
}

/// The steps as planned at receipt, with what has happened to each.
pub(super) fn steps(
    dossier: &Dossier,
    walked: &Walked,
    law: &Law,
    names: &Names<'_>,
    now: Moment,
) -> Vec<Step> {
    let current = current(dossier);
    let at = |moment: Option<&Moment>| {
        moment.map_or_else(|| "—".to_owned(), |moment| moment_vi(*moment))
    };
    let told = |(place, plan): (usize, &StepPlan)| {
        let is_now = current == Some(place);
        let point = dossier.step.as_ref().filter(|_| is_now);
        let due = point.and_then(|point| point.due);
        let is_late = due.is_some_and(|due| now > due) && !dossier.state.is_paused();
        // After a step back, what an earlier round left on later steps tells nothing about this one.
        let is_ahead = current.is_some_and(|current| place > current);
        let at = |moment: Option<&Moment>| at(moment.filter(|_| !is_ahead));
        let is_done = current.map_or(dossier.finished_at.is_some(), |current| place < current);
        Step {
            state: match (is_now, is_late, is_done) {
                (true, true, _) => "late",
                (true, false, _) => "now",
                (false, _, true) => "done",
                (false, _, false) => "",
            },
            kind: sentences::capital(sentences::step(plan.kind)),
            action: plan.action.clone(),
            post: sentences::post(law, &plan.post).to_owned(),
            holder: point
                .and_then(|point| point.holder.as_deref())
                .map(|id| names.of(id))
                .unwrap_or_default(),
            limit: limit(plan.minutes, dossier.calendar_days),
            began: at(walked.began.get(&place)),
            due: at(due.as_ref().or_else(|| walked.due.get(&place))),
            ended: at(walked.ended.get(&place).filter(|_| !is_now)),
        }
    };
    dossier.steps.iter().enumerate().map(told).collect()
}

/// The place of the step that waits for somebody; none before receipt and after the end.
fn current(dossier: &Dossier) -> Option<usize> {
    if dossier.received_at.is_none() || dossier.state.is_terminal() {
        return None;
    }
    let last = dossier.steps.len().checked_sub(1)?;
    match &dossier.step {
        Some(_) if dossier.state == State::Finished => Some(last),
        Some(step) => Some(step.index),
        None => Some(0),
    }
}

/// A step's limit in the units in which processes are published: a day is 480 minutes.
pub(super) fn limit(minutes: i64, calendar_days: bool) -> String {
    const DAY: i64 = 480;
    if minutes <= 0 {
        return "—".to_owned();
    }
    let unit = if calendar_days {
        "ngày"
    } else {
        "ngày làm việc"
    };
    let (days, rest) = (minutes / DAY, minutes % DAY);
    let rest = match (rest / 60, rest % 60) {
        (0, 0) => String::new(),
        (hours, 0) => format!("{hours} giờ"),
        (0, minutes) => format!("{minutes} phút"),
        (hours, minutes) => format!("{hours} giờ {minutes} phút"),
    };
    match (days, rest.is_empty()) {
        (0, _) => rest,
        (days, true) => format!("{days} {unit}"),
        (days, false) => format!("{days} {unit} {rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_said_in_days_hours_and_minutes() {
        assert_eq!(limit(240, false), "4 giờ");
        assert_eq!(limit(960, false), "2 ngày làm việc");
        assert_eq!(limit(960, true), "2 ngày");
        assert_eq!(limit(720, false), "1 ngày làm việc 4 giờ");
        assert_eq!(limit(90, false), "1 giờ 30 phút");
        assert_eq!(limit(0, false), "—");
    }
}
