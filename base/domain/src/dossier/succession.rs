//! A dossier that outlives its commune: passed on by one, taken over by the one that succeeds it.
//! The receipt, its date and its procedure version stay as they were; only the desks change.

use serde::{Deserialize, Serialize};

use super::{Dossier, DossierEvent, State};

/// Where a dossier went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOn {
    /// The successor.
    pub to: String,
    /// The state it was in.
    pub state: State,
}

impl Dossier {
    /// Whether it goes on when another commune succeeds this one: whatever the citizen still waits for.
    pub fn moves_on(&self) -> bool {
        self.state.is_open() || self.state == State::Finished
    }

    /// The event that passes it on; none for what has ended here and stays in the archive.
    pub fn pass_on(&self, to: &str) -> Option<DossierEvent> {
        self.moves_on()
            .then(|| DossierEvent::PassedOn { to: to.to_owned() })
    }

    /// The event by which the successor takes it over from `from`, with each post named as it is
    /// there. Accounts do not move: what somebody held, somebody of the new commune takes up.
    pub fn take_over(&self, from: &str, post_of: impl Fn(&str) -> String) -> Option<DossierEvent> {
        let passed = self.passed_on.as_ref()?;
        let mut snapshot = Self {
            state: passed.state,
            passed_on: None,
            asked: Vec::new(),
            ..self.clone()
        };
        for step in &mut snapshot.steps {
            step.post = post_of(&step.post);
        }
        if let Some(step) = &mut snapshot.step {
            step.holder = None;
        }
        Some(DossierEvent::TakenOver {
            from: from.to_owned(),
            snapshot: Box::new(snapshot),
        })
    }
}
