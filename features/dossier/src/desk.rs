//! What an act at the commune's desk is done with: the law in force, the commune, the moment.
//! Made once per request, so that one act never sees two laws or two clocks.

use std::sync::Arc;

use domain::access::Actor;
use domain::dossier::Context;
use domain::moment::Moment;
use domain::procedure::Procedure;
use kit::{App, Commune, Error, Law};

/// The desk at which one act is done.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The law as the act began.
    pub law: Arc<Law>,
    /// Id of the commune.
    pub agency: String,
    /// The commune as it signs.
    pub commune: Arc<Commune>,
    /// The commune's part of dossier codes, `000.21.49.H23`.
    pub code_part: String,
    /// When, by the law's clock.
    pub at: Moment,
}

impl Desk {
    /// The desk of the running program, now.
    pub fn now(app: &App) -> Self {
        let commune = app.commune();
        Self {
            law: app.law(),
            agency: app.agency().to_owned(),
            code_part: commune.code_part.clone(),
            commune,
            at: app.law_now(),
        }
    }

    /// The version of the procedure with this id.
    ///
    /// # Errors
    /// A fault if a dossier names a version that the catalogue has lost.
    pub fn procedure(&self, id: &str) -> Result<&Arc<Procedure>, Error> {
        self.law
            .catalogue
            .version(id)
            .ok_or_else(|| Error::fault(format!("no procedure version {id}")))
    }

    /// What the dossier machine decides with.
    pub fn context<'a>(&'a self, actor: &'a Actor, procedure: &'a Procedure) -> Context<'a> {
        Context {
            at: self.at,
            by: &actor.user,
            covers: &actor.covers,
            calendar: &self.law.calendar,
            procedure,
        }
    }
}
