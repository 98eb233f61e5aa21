//! What an act is about: the page's door, or one dossier with its step, its field and its readers.
//! For the question of access; a feature fills it from what it has loaded.

use std::collections::BTreeSet;

use super::Hat;

/// What the act is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The commune that owns it.
    pub agency: String,
    /// The commune that took over from the owner, once that has ended: it reads the archive.
    pub heir: Option<String>,
    /// Whether it is a dossier that is known, and not only the door of a page.
    pub is_dossier: bool,
    /// Whether its clock stands still: what then ends is ended by a written answer.
    pub is_paused: bool,
    /// The post in charge of the current step, when the act belongs to a step.
    pub step_post: Option<String>,
    /// The officer who holds the step, when one is named.
    pub holder: Option<String>,
    /// The officer who prepared what is to be signed.
    pub prepared_by: Option<String>,
    /// Every post that has a step in it; empty before receipt.
    pub posts: Vec<String>,
    /// Who may read it beside those who may read every dossier.
    pub readers: Readers,
}

impl Subject {
    /// A subject of which only the commune matters.
    pub fn agency(agency: impl Into<String>) -> Self {
        Self {
            agency: agency.into(),
            ..Self::default()
        }
    }
}

/// Whose work a dossier is or was: the posts of its field and of the steps it has reached, and the
/// accounts that held a step or were asked for an opinion. Grows, and never shrinks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readers {
    /// Canonical ids of posts.
    pub posts: BTreeSet<String>,
    /// Accounts.
    pub accounts: BTreeSet<String>,
}

impl Readers {
    /// Whether a capacity is among them.
    pub fn include(&self, hat: Hat<'_>) -> bool {
        self.accounts.contains(hat.user) || self.posts.iter().any(|post| hat.holds(post))
    }
}
