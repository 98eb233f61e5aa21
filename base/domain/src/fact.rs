//! What is counted: additive facts drawn from events, and from events only.
//! Read by the store, which adds them up per commune, procedure, channel and day.

use serde::{Deserialize, Serialize};

use crate::dossier::{DossierEvent, Timeliness};
use crate::moment::Moment;

/// One count to add: `n` may be negative when a correction takes a count back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What is counted, a frozen name such as `received`.
    pub measure: String,
    /// National procedure code, or empty.
    pub procedure: String,
    /// `counter`, `online`, `post`, or empty.
    pub channel: String,
    /// The day in Vietnam, `2023-11-23`.
    pub day: String,
    /// How many to add.
    pub n: i64,
}

/// The facts of one event, from its frozen kind and data alone.
pub fn facts(kind: &str, at: Moment, data: &serde_json::Value) -> Vec<Fact> {
    let Some(event) = DossierEvent::read(kind, data) else {
        return Vec::new();
    };
    let text = |key: &str| {
        data.get(key)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let fact = |measure: &str, day: Moment, n: i64| Fact {
        measure: measure.to_owned(),
        procedure: text("procedure_code"),
        channel: text("channel"),
        day: day.date().to_string(),
        n,
    };
    match event {
        DossierEvent::Received(receipt) => vec![fact("received", receipt.received_at, 1)],
        DossierEvent::Voided { received_at, .. } => {
            vec![fact("received", received_at, -1), fact("voided", at, 1)]
        }
        DossierEvent::IntakeRefused => vec![fact("refused", at, 1)],
        DossierEvent::Withdrawn => vec![fact("withdrawn", at, 1)],
        DossierEvent::SupplementRequested { .. } => vec![fact("supplement_requested", at, 1)],
        DossierEvent::Apologised { .. } => vec![fact("apologised", at, 1)],
        DossierEvent::Finished { timeliness, .. } => {
            vec![fact("finished", at, 1), fact(measure_of(timeliness), at, 1)]
        }
        DossierEvent::Reopened {
            finished_at,
            timeliness,
        } => {
            vec![
                fact("finished", finished_at, -1),
                fact(measure_of(timeliness), finished_at, -1),
            ]
        }
        DossierEvent::Returned { .. } => vec![fact("returned", at, 1)],
        _ => Vec::new(),
    }
}

const fn measure_of(timeliness: Timeliness) -> &'static str {
    match timeliness {
        Timeliness::Early => "finished_early",
        Timeliness::OnTime => "finished_on_time",
        Timeliness::Late => "finished_late",
        Timeliness::NoDue => "finished_no_due",
    }
}
