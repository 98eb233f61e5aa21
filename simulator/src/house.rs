//! The commune as the simulator knows it: its law, its people, who is in on which day.
//! For planning and for performing; unchanging once the accounts exist.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::Actor;
use domain::calendar::Calendar;
use domain::moment::Moment;
use dossier::Desk;
use jiff::civil::{Date, date};
use kit::{Commune, Law, Upload};

use crate::absence;
use crate::chance::Chance;
use crate::staff::{self, Team};

/// The counter's own officer is on leave; the stand-in receives.
const LEAVES: [(Date, Date); 3] = [
    (date(2023, 2, 13), date(2023, 2, 14)),
    (date(2023, 7, 17), date(2023, 7, 21)),
    (date(2023, 10, 9), date(2023, 10, 10)),
];

/// The commune.
#[derive(Debug)]
pub(crate) struct House {
    pub law: Arc<Law>,
    pub agency: String,
    pub code_part: String,
    pub commune: Arc<Commune>,
    pub seed: u64,
    pub team: &'static Team,
    /// How many come, of a thousand in a commune of the usual size.
    pub per_mille: i64,
    /// The officers, in the order of the team's people.
    pub officers: Vec<Actor>,
    /// The electronic versions of results, by name.
    pub scans: BTreeMap<String, Upload>,
}

impl House {
    pub fn calendar(&self) -> &Calendar {
        &self.law.calendar
    }

    /// The desk at which an act is done at this moment.
    pub fn desk(&self, at: Moment) -> Desk {
        Desk {
            law: Arc::clone(&self.law),
            agency: self.agency.clone(),
            code_part: self.code_part.clone(),
            commune: Arc::clone(&self.commune),
            at,
        }
    }

    /// Who sits at the counter on a day.
    pub fn at_counter(day: Date) -> usize {
        let away = LEAVES.iter().any(|(from, to)| (*from..=*to).contains(&day));
        if away {
            staff::STAND_IN
        } else {
            staff::COUNTER
        }
    }

    /// Who does the work of a post on a day; the counter where the post has no officer of its own.
    pub fn at_post(post: &str, day: Date) -> usize {
        if post == "mot_cua" {
            Self::at_counter(day)
        } else {
            absence::acting(Self::of_post(post), day)
        }
    }

    /// Who holds a post, present or away: what is given to them is theirs when they are back.
    pub fn of_post(post: &str) -> usize {
        staff::at_post(post).unwrap_or(staff::STAND_IN)
    }

    /// An officer as signed in on a day, with those for whom they stand in then.
    pub fn actor(&self, person: usize, day: Date) -> Cow<'_, Actor> {
        let officer = &self.officers[person];
        let covers = absence::covered_by(self, person, day);
        if covers.is_empty() {
            return Cow::Borrowed(officer);
        }
        Cow::Owned(Actor {
            covers,
            ..officer.clone()
        })
    }

    /// Which leader signs on a day: each is away now and then, and the vice chair signs most.
    pub fn signer(day: Date, chance: &mut Chance) -> usize {
        match day.day_of_year() % 10 {
            3 => staff::VICE_CHAIR,
            8 => staff::CHAIR,
            _ if chance.happens(600) => staff::VICE_CHAIR,
            _ => staff::CHAIR,
        }
    }
}
