//! How often the citizen urged, and when last.
//! For the dossier's page, the morning summary, and the rule of once a day.

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// The citizen's urgings so far; moments only, nothing personal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urges {
    /// How many, by every way.
    pub count: u32,
    /// The last of them.
    pub last: Option<Moment>,
    /// The last that came by the citizen's own page.
    pub last_by_citizen: Option<Moment>,
}

impl Urges {
    /// Before the first.
    pub const NONE: Self = Self {
        count: 0,
        last: None,
        last_by_citizen: None,
    };

    /// Takes one more in.
    pub(super) const fn add(&mut self, at: Moment, by_citizen: bool) {
        self.count += 1;
        self.last = Some(at);
        if by_citizen {
            self.last_by_citizen = Some(at);
        }
    }
}
