//! The communes that took over in a demonstration, each with accounts of its own, as accounts do not move.
//! For `demo` after `succeed`: the merger is looked at from the old communes and from the new one.

use domain::moment::Moment;
use jiff::civil::time;
use kit::{Error, Law};
use people::{HashedPassword, NewAccount, Term};
use store::{Committed, Db, Sql as _, StoreError, Tx, params};

use super::communes::ALL;
use super::stored::{Account, accounts, keep};
use crate::user::say;

/// A commune that took over from those shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heir {
    pub agency: String,
    /// Browsers lead every name under `localhost` to this machine (RFC 6761).
    pub host: String,
    /// Since when.
    pub since: Moment,
}

/// The heirs of the communes shown; none before `succeed`.
pub(super) fn of(db: &Db, law: &Law) -> Result<Vec<Heir>, StoreError> {
    let mut ids: Vec<String> = ALL
        .iter()
        .filter_map(|shown| law.agencies.get(shown.agency)?.successor())
        .map(|heir| heir.0.clone())
        .collect();
    ids.dedup();
    let mut heirs = Vec::new();
    for agency in ids {
        let asked = agency.clone();
        let since = db.read_blocking(move |reader| {
            let first = "SELECT at FROM event WHERE agency = $1 AND seq = 1";
            let row = reader.row(first, params![asked])?;
            row.map(|row| row.get::<Moment>("at")).transpose()
        })?;
        heirs.extend(since.map(|since| Heir {
            host: format!(
                "{}.localhost",
                agency.trim_start_matches("xa_").replace('_', "")
            ),
            agency,
            since,
        }));
    }
    Ok(heirs)
}

/// Gives an heir its officers, the first time that it is shown.
pub(super) fn settle_in(db: &Db, heir: &Heir) -> Result<(), String> {
    let known = accounts(db).map_err(|error| error.to_string())?;
    if known.iter().any(|account| account.agency == heir.agency) {
        return Ok(());
    }
    let mut officers = Vec::new();
    let made = super::new_accounts(&heir.agency)?;
    for (account, person) in made
        .into_iter()
        .zip(simulator::team_of(&heir.agency).people)
    {
        let password = people::hash_password(&account.password).map_err(|error| say(&error))?;
        officers.push((account, person.posts, password));
    }
    let agency = heir.agency.clone();
    let morning = heir.since.date().to_datetime(time(7, 30, 0, 0));
    let at = heir.since.max(Moment::from_local(morning));
    let told = move |tx: &mut Tx<'_>| appoint(tx, &agency, &officers, at);
    db.write_blocking(&heir.agency, told)
        .map_err(|error| say(&error))
}

type Officer = (Account, &'static [&'static str], HashedPassword);

fn appoint(
    tx: &mut Tx<'_>,
    agency: &str,
    officers: &[Officer],
    at: Moment,
) -> Result<Committed<()>, Error> {
    let mut events = Vec::new();
    for (account, posts, password) in officers {
        let new = NewAccount {
            username: account.username.clone(),
            name: account.name.clone(),
            password: password.clone(),
            must_change: false,
            posts: posts
                .iter()
                .map(|post| Term::from(*post, at.date()))
                .collect(),
        };
        events.extend(people::create(tx, agency, new, "system", at)?.1);
        keep(tx, account)?;
    }
    Ok(tx.commit("system", at, events, ())?)
}
