//! The law in force for a commune: the embedded law with the commune's changes laid over it.
//! Pure; for the program's start, for every reload, and for a page's preview before it is saved.

use std::collections::BTreeMap;
use std::fmt;

use domain::agency::Agency;
use domain::calendar::{Calendar, Notice, OfficeHours};
use domain::fee::FeeRule;
use domain::post::LaterRoles;
use domain::procedure::LaterProcedure;
use domain::wording::Wording;
use jiff::civil::Date;

use super::Law;
use super::change::{Change, LawChange};
use super::doubt;

/// Stands for the id of a change that is not stored yet; sorts after every id.
pub const PENDING: &str = "~";

/// Why a change cannot be part of the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawFault {
    /// Id of the change at fault; [`PENDING`] for one that is not stored yet.
    pub change: String,
    /// What is wrong, as a sentence without a final stop.
    pub sentence: String,
}

impl fmt::Display for LawFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (thay đổi {})", self.sentence, self.change)
    }
}

type Faults = Vec<LawFault>;

/// The embedded law with these changes laid over it, in whatever order they are given.
///
/// Of two changes of one thing the later first day wins, and of two on one day the later act.
///
/// # Errors
/// Every change that cannot be part of the law, with the reason.
pub fn assemble(embedded: &Law, changes: &[LawChange]) -> Result<Law, Vec<LawFault>> {
    let mut faults = Faults::new();
    let read = in_order(changes, &mut faults);
    let mut law = embedded.clone();
    law.revision = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    calendar(&mut law, &read, &mut faults);
    fees(&mut law, &read, &mut faults);
    agencies(&mut law, &read, &mut faults);
    procedures(&mut law, &read, &mut faults);
    wording(&mut law, &read);
    posts(&mut law, &read, &mut faults);
    doubt::confirm(&mut law, &read);
    if faults.is_empty() {
        Ok(law)
    } else {
        Err(faults)
    }
}

/// A change with what it says.
pub(super) type Read<'a> = (&'a LawChange, Change);

fn in_order<'a>(changes: &'a [LawChange], faults: &mut Faults) -> Vec<Read<'a>> {
    let mut ordered: Vec<&LawChange> = changes.iter().collect();
    ordered.sort_by_key(|one| (one.valid_from, one.at, one.seq, &one.id));
    let read = ordered.into_iter().map(|one| match one.read() {
        Ok(said) => Some((one, said)),
        Err(reason) => {
            faults.push(fault(one, reason));
            None
        }
    });
    read.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn fault(change: &LawChange, reason: impl fmt::Display) -> LawFault {
    LawFault {
        change: change.id.clone(),
        sentence: format!(
            "{} «{}»: {reason}",
            change.kind.vietnamese(),
            change.subject
        ),
    }
}

fn calendar(law: &mut Law, read: &[Read<'_>], faults: &mut Faults) {
    let mut years: BTreeMap<i16, Notice> = law
        .notices
        .iter()
        .map(|notice| (notice.year, notice.clone()))
        .collect();
    let mut hours: Vec<(Date, OfficeHours)> = Vec::new();
    let mut is_changed = false;
    for (change, said) in read {
        match said {
            Change::Notice(notice) => {
                is_changed = true;
                if let Err(reason) = notice.check() {
                    faults.push(fault(change, reason));
                }
                years.insert(notice.year, notice.clone());
            }
            Change::Hours(later) => {
                is_changed = true;
                hours.push((change.valid_from, (**later).clone()));
            }
            _ => {}
        }
    }
    if !is_changed {
        return;
    }
    law.notices = years.into_values().collect();
    let first = law
        .calendar
        .office_hours()
        .next()
        .map(|(_, hours)| hours.clone())
        .unwrap_or_default();
    law.calendar = Calendar::with_hours(first, hours, law.notices.clone());
}

fn fees(law: &mut Law, read: &[Read<'_>], faults: &mut Faults) {
    let mut from = Vec::new();
    let mut later: Vec<FeeRule> = Vec::new();
    for (change, said) in read {
        if let Change::Fee(rule) = said {
            from.push(*change);
            later.push(FeeRule {
                valid_from: Some(change.valid_from),
                ..FeeRule::clone(rule)
            });
        }
    }
    match law.fees.with(later) {
        Ok(fees) => law.fees = fees,
        Err((place, reason)) => faults.push(fault(from[place], reason)),
    }
}

fn agencies(law: &mut Law, read: &[Read<'_>], faults: &mut Faults) {
    let said: Vec<_> = read
        .iter()
        .filter_map(|(change, said)| match said {
            Change::Agency(agency) => Some((*change, agency)),
            _ => None,
        })
        .collect();
    let later = said
        .iter()
        .map(|(_, agency)| Agency::clone(agency))
        .collect();
    match law.agencies.with(later) {
        Ok(agencies) => law.agencies = agencies,
        Err((agency, reason)) => {
            let culprit = said.iter().rfind(|(_, one)| one.id == agency.id);
            faults.push(match culprit.or(said.last()) {
                Some((change, _)) => fault(change, reason),
                None => LawFault {
                    change: PENDING.to_owned(),
                    sentence: reason,
                },
            });
        }
    }
}

fn procedures(law: &mut Law, read: &[Read<'_>], faults: &mut Faults) {
    let mut from = Vec::new();
    let mut later = Vec::new();
    for (change, said) in read {
        if let Change::Procedure(edit) = said {
            from.push(*change);
            later.push(LaterProcedure {
                code: change.subject.clone(),
                from: change.valid_from,
                edit: edit.clone(),
            });
        }
    }
    if later.is_empty() {
        return;
    }
    match law.catalogue.with(later) {
        Ok(catalogue) => law.catalogue = catalogue,
        Err((place, reason)) => faults.push(fault(from[place], reason)),
    }
}

fn wording(law: &mut Law, read: &[Read<'_>]) {
    let mut wording = Wording::default();
    for (change, said) in read {
        if let Change::Wording(one) = said {
            wording.add(one.paper, one.slot, change.valid_from, one.text.clone());
        }
    }
    law.wording = wording;
}

/// Proposals are left out: they give nothing before somebody else has agreed.
fn posts(law: &mut Law, read: &[Read<'_>], faults: &mut Faults) {
    let mut from = Vec::new();
    let mut later = Vec::new();
    for (change, said) in read {
        if let Change::Post(said) = said {
            from.push(*change);
            later.push(LaterRoles {
                post: change.subject.clone(),
                from: change.valid_from,
                roles: said.roles.clone(),
            });
        }
    }
    match law.posts.with(later) {
        Ok(posts) => law.posts = posts,
        Err((place, reason)) => faults.push(fault(from[place], reason)),
    }
}
