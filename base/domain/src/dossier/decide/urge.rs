//! The citizen urges: by their own page once a day, at the counter as often as they come.
//! For the tracking page and the one-stop officer; it moves no date and no step.

use super::super::{Context, Dossier, DossierEvent, Refusal};

impl Dossier {
    pub(super) fn urge(
        &self,
        by_citizen: bool,
        with: Context<'_>,
    ) -> Result<DossierEvent, Refusal> {
        let last = self.urges.last_by_citizen.filter(|_| by_citizen);
        match last.filter(|last| last.date() == with.at.date()) {
            Some(at) => Err(Refusal::UrgedToday { at }),
            None => Ok(DossierEvent::Urged { by_citizen }),
        }
    }
}
