//! What was counted in a period: the sums that indicators read.
//! Filled by one or two questions to the store and a look at the catalogue.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Count, ProcedureSet, When};
use crate::dossier::Channel;
use crate::procedure::{Catalogue, FeeKind, Procedure};

/// Sums of facts, by measure and channel, in two years; and the catalogue's procedures.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    sums: BTreeMap<(When, String, String), i64>,
    procedures: BTreeMap<ProcedureSet, i64>,
}

impl Facts {
    /// Adds a sum of one measure and channel.
    pub fn add(&mut self, when: When, measure: &str, channel: &str, n: i64) {
        let key = (when, measure.to_owned(), channel.to_owned());
        *self.sums.entry(key).or_default() += n;
    }

    /// Counts the catalogue as it stands on a day.
    pub fn take_catalogue(&mut self, catalogue: &Catalogue, day: Date) {
        for set in ProcedureSet::ALL {
            let n = procedures(catalogue, set, day).count();
            self.procedures
                .insert(set, i64::try_from(n).unwrap_or(i64::MAX));
        }
    }

    /// How many records a part counts; none where no record says it.
    pub fn count(&self, of: Count) -> Option<i64> {
        match of {
            Count::Dossiers {
                measures,
                channel,
                when,
            } => Some(self.dossiers(measures, channel, when)),
            Count::Procedures(set) => self.procedures.get(&set).copied(),
            Count::NotRecorded => None,
        }
    }

    fn dossiers(&self, measures: &[&str], channel: Option<Channel>, when: When) -> i64 {
        let counted = self.sums.iter().filter(|((of, measure, came), _)| {
            *of == when
                && measures.contains(&measure.as_str())
                && channel.is_none_or(|channel| channel.name() == came)
        });
        counted.map(|(_, n)| n).sum()
    }
}

impl ProcedureSet {
    /// Every set.
    pub const ALL: [Self; 3] = [Self::InForce, Self::Published, Self::Charged];

    fn holds(self, procedure: &Procedure) -> bool {
        match self {
            Self::InForce => true,
            Self::Published => procedure.published,
            Self::Charged => {
                procedure.published && matches!(procedure.fee.kind, FeeKind::Phi | FeeKind::LePhi)
            }
        }
    }
}

/// The procedures of a set on a day, in the order of the catalogue.
pub fn procedures(
    catalogue: &Catalogue,
    set: ProcedureSet,
    day: Date,
) -> impl Iterator<Item = &Procedure> {
    catalogue
        .versions()
        .map(AsRef::as_ref)
        .filter(move |version: &&Procedure| {
            version.applicable_locally
                && !version.internal_only
                && version.holds_on(day)
                && set.holds(version)
        })
}
