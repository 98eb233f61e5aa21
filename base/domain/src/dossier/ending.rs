//! What the end of the work adds to the counts beside its timeliness, fixed when it happens.
//! For the facts: a reopening takes back exactly what the end had added.

use serde::{Deserialize, Serialize};

use super::{Dossier, Outcome, PauseReason, is_on_time_766};
use crate::moment::Moment;

/// How an end is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// To the minute, as the live index (QĐ 766) measures; none without a due date that counts.
    pub on_time_for_index: Option<bool>,
    /// Whether every transfer inside the commune went through the program at its own moment; none
    /// when nothing was transferred (done on the spot, or ended before hand-over).
    pub moved_electronically: Option<bool>,
    /// Whether the citizen gets a result; a written answer why not is none.
    pub issued: bool,
}

impl Dossier {
    /// How the end of this dossier at `at` is counted.
    pub(super) fn ending(&self, outcome: Outcome, at: Moment) -> Ending {
        // QĐ 766: what ends while the citizen is asked for more ended when the citizen was asked.
        let asked = self
            .running_pause()
            .filter(|pause| pause.reason == PauseReason::Supplement);
        let end = asked.map_or(at, |pause| pause.from);
        Ending {
            on_time_for_index: is_on_time_766(self, end),
            // What was entered after a power cut had begun its way on paper.
            moved_electronically: self.step.as_ref().map(|_| !self.late_entry),
            issued: outcome == Outcome::Granted,
        }
    }
}
