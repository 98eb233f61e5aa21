//! One dossier's life as planned: what was filed, what is owed, and every deed in order of time.

use std::sync::{Arc, OnceLock};

use domain::moment::Moment;
use domain::procedure::Procedure;
use dossier::receive::Filing;

use crate::deed::{Deed, What};
use crate::money::Money;

/// A dossier from its first act to its last.
#[derive(Debug)]
pub(crate) struct Life {
    /// Its id, once its first act is done.
    pub id: OnceLock<String>,
    pub procedure: Arc<Procedure>,
    pub filing: Filing,
    pub money: Money,
    pub deeds: Vec<Deed>,
    /// The promise after everything that moved it.
    pub due: Option<Moment>,
}

impl Life {
    pub fn new(procedure: Arc<Procedure>, filing: Filing, money: Money) -> Self {
        Self {
            id: OnceLock::new(),
            procedure,
            filing,
            money,
            deeds: Vec::new(),
            due: None,
        }
    }

    pub fn push(&mut self, at: Moment, by: usize, what: What) {
        self.deeds.push(Deed { at, by, what });
    }

    /// When it was received, if it was.
    pub fn received_at(&self) -> Option<Moment> {
        self.deeds.iter().find_map(|deed| match &deed.what {
            What::Receive(terms) | What::Accept(terms) => {
                Some(terms.received_at.unwrap_or(deed.at))
            }
            _ => None,
        })
    }

    /// The moment of the first deed of a kind.
    pub fn when(&self, is: impl Fn(&What) -> bool) -> Option<Moment> {
        self.deeds
            .iter()
            .find(|deed| is(&deed.what))
            .map(|deed| deed.at)
    }

    /// Leaves undone the first deed of a kind and all that would have followed.
    pub fn stop_before(&mut self, is: impl Fn(&What) -> bool) {
        if let Some(place) = self.deeds.iter().position(|deed| is(&deed.what)) {
            self.deeds.truncate(place);
        }
    }
}
