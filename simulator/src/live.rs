//! Living the year: everything planned is done in order of time, many acts on their way at once.
//! For `motcua demo`, and for tests that need a full house.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use domain::moment::Moment;
use kit::{Commune, Error, Law};
use people::HashedPassword;
use store::{Committed, Db, Tx};

use crate::absence::{self, Leave};
use crate::day::{self, FIRST_DAY};
use crate::habits::on;
use crate::house::House;
use crate::life::Life;
use crate::purse::{self, Purse};
use crate::scans::{self, Scan};
use crate::{perform, staff, stock};

/// So many acts are on their way at once; the store does them in the order in which they come.
const UNDER_WAY: usize = 400;

/// Which commune lives, from which chance, until when.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Id of the commune.
    pub agency: String,
    /// The commune's part of dossier codes.
    pub code_part: String,
    /// The seed: the same gives the same events, on a database opened with the same seed.
    pub seed: u64,
    /// The first moment of 2023 that has not been lived yet.
    pub until: Moment,
    /// A password for each of the commune's people, by user name.
    pub passwords: Vec<(String, HashedPassword)>,
    /// How many come, of a thousand in a commune of the usual size.
    pub per_mille: u16,
    /// Makes the electronic versions of results.
    pub scan: Scan,
}

/// What was lived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lived {
    /// Dossiers filed, also those that were refused.
    pub dossiers: u64,
    /// Acts done.
    pub acts: u64,
}

/// Makes the accounts and lives the year 2023 until the moment of the set-up, on an empty, migrated
/// database. Not for asynchronous threads.
///
/// # Errors
/// A sentence with the act that was refused; then the database is of no use.
pub fn live(
    db: &Db,
    law: &Law,
    setup: &Setup,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Lived, String> {
    let begun = on(FIRST_DAY, 7 * 60 + 30).min(setup.until);
    let officers = staff::engage(db, setup, begun).map_err(|error| said(&error))?;
    let commune = Commune::of(law, &setup.agency, FIRST_DAY)
        .ok_or_else(|| format!("Không có đơn vị «{}».", setup.agency))?;
    let mut house = House {
        commune: Arc::new(commune),
        law: Arc::new(law.clone()),
        agency: setup.agency.clone(),
        code_part: setup.code_part.clone(),
        seed: setup.seed,
        team: staff::team_of(&setup.agency),
        per_mille: i64::from(setup.per_mille),
        officers,
        scans: BTreeMap::new(),
    };
    let mut lives = day::lives(&house, setup.until);
    stock::stand_still(&mut lives, setup.until, house.calendar());
    house.scans = scans::kept(db, &lives, setup.scan)?;
    let purses = purse::year(&house, setup.until);
    let leaves = absence::year(house.calendar(), setup.until);
    let year = Arc::new(Year {
        house,
        lives,
        purses,
        leaves,
    });
    year.live(db, progress)
}

/// Everything planned.
struct Year {
    house: House,
    lives: Vec<Life>,
    purses: Vec<Purse>,
    leaves: Vec<(Moment, &'static Leave)>,
}

/// One planned act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Planned {
    Deed { life: usize, deed: usize },
    Purse(usize),
    Leave(usize),
}

type UnderWay<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

impl Year {
    fn live(
        self: &Arc<Self>,
        db: &Db,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Lived, String> {
        let agenda = self.agenda();
        let total = u64::try_from(agenda.len()).unwrap_or(u64::MAX);
        let mut done = 0;
        let mut under_way: VecDeque<(Planned, Sent<'_>)> = VecDeque::with_capacity(UNDER_WAY);
        let mut settle = |waiting: (Planned, Sent<'_>)| {
            let (planned, sent) = waiting;
            sent.wait()
                .map_err(|error| format!("{}: {}", self.told(planned), said(&error)))?;
            done += 1;
            progress(done, total);
            Ok::<(), String>(())
        };
        for (_, planned) in agenda {
            if under_way.len() == UNDER_WAY
                && let Some(first) = under_way.pop_front()
            {
                settle(first)?;
            }
            let year = Arc::clone(self);
            let act = db.write(&self.house.agency, move |tx: &mut Tx<'_>| {
                year.perform(tx, planned)
            });
            under_way.push_back((planned, Sent::now(Box::pin(act))));
        }
        while let Some(first) = under_way.pop_front() {
            settle(first)?;
        }
        Ok(Lived {
            dossiers: u64::try_from(self.lives.len()).unwrap_or(u64::MAX),
            acts: total,
        })
    }

    /// All acts in order of time.
    fn agenda(&self) -> Vec<(Moment, Planned)> {
        let deeds = self.lives.iter().enumerate().flat_map(|(life, of)| {
            of.deeds
                .iter()
                .enumerate()
                .map(move |(deed, planned)| (planned.at, Planned::Deed { life, deed }))
        });
        let purses = self
            .purses
            .iter()
            .enumerate()
            .map(|(place, purse)| (purse.at, Planned::Purse(place)));
        let leaves = self
            .leaves
            .iter()
            .enumerate()
            .map(|(place, (at, _))| (*at, Planned::Leave(place)));
        let mut agenda: Vec<_> = deeds.chain(purses).chain(leaves).collect();
        agenda.sort();
        agenda
    }

    fn perform(&self, tx: &mut Tx<'_>, planned: Planned) -> Result<Committed<()>, Error> {
        match planned {
            Planned::Deed { life, deed } => {
                let life = &self.lives[life];
                perform::deed(tx, &self.house, life, &life.deeds[deed])
            }
            Planned::Purse(place) => self.purses[place].act(tx, &self.house),
            Planned::Leave(place) => {
                let (at, leave) = self.leaves[place];
                leave.act(tx, &self.house, at)
            }
        }
    }

    /// Which act it is, for whoever must find out why it failed.
    fn told(&self, planned: Planned) -> String {
        match planned {
            Planned::Deed { life, deed } => {
                let (life, deed) = (&self.lives[life], &self.lives[life].deeds[deed]);
                let who = self.house.team.people[deed.by].username;
                format!(
                    "{} {who} {} {:?}",
                    deed.at.iso_minute(),
                    life.procedure.code,
                    deed.what
                )
            }
            Planned::Purse(place) => {
                format!("{} {:?}", self.purses[place].day(), self.purses[place].cash)
            }
            Planned::Leave(place) => {
                let (at, leave) = self.leaves[place];
                format!("{} {leave:?}", at.iso_minute())
            }
        }
    }
}

fn said(error: &Error) -> String {
    match error {
        Error::Refused(sentence) => sentence.clone(),
        other => format!("{other:?}"),
    }
}

/// An act that stands in the store's line already.
struct Sent<'a> {
    act: UnderWay<'a>,
    early: Option<Result<(), Error>>,
}

impl<'a> Sent<'a> {
    /// Puts the act in line: that happens when it is polled first, so the order of calls is kept.
    fn now(mut act: UnderWay<'a>) -> Self {
        let waker = Waker::from(Arc::new(Waiting(std::thread::current())));
        let early = match act.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(answer) => Some(answer),
            Poll::Pending => None,
        };
        Self { act, early }
    }

    fn wait(mut self) -> Result<(), Error> {
        if let Some(answer) = self.early {
            return answer;
        }
        let waker = Waker::from(Arc::new(Waiting(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match self.act.as_mut().poll(&mut context) {
                Poll::Ready(answer) => return answer,
                Poll::Pending => std::thread::park(),
            }
        }
    }
}

/// The thread that waits for an answer.
struct Waiting(Thread);

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
