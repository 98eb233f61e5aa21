//! How many dossiers lists hold: all of those at work, and of those that have ended as many as matter.
//! For every list and every number beside one.

use domain::dossier::State;
use store::{Sql, StoreError};

use super::bounds::{Bounds, Total};
use super::conditions::{self, Asker, Bound, listed};
use super::filter::{Filter, States};
use super::search::{self, Reach};
use super::walk;

/// How many dossiers each list holds, where all are counted: those of views, and those at work.
///
/// # Errors
/// What the store answers.
pub(super) fn count(
    sql: &mut impl Sql,
    filters: &[Filter],
    asker: &Asker<'_>,
) -> Result<Vec<u64>, StoreError> {
    let totals = totals(sql, filters, asker)?;
    Ok(totals.into_iter().map(|total| total.n).collect())
}

/// The same of views, and after them, in the same statement, how many proposals about rights wait.
///
/// # Errors
/// What the store answers.
pub(super) fn count_with_proposals(
    sql: &mut impl Sql,
    filters: &[Filter],
    asker: &Asker<'_>,
) -> Result<Vec<u64>, StoreError> {
    let every: Vec<&Filter> = filters.iter().collect();
    together(sql, &every, asker, true)
}

/// How many dossiers each list holds.
///
/// # Errors
/// What the store answers.
pub(super) fn totals(
    sql: &mut impl Sql,
    filters: &[Filter],
    asker: &Asker<'_>,
) -> Result<Vec<Total>, StoreError> {
    totals_within(sql, filters, asker, &Bounds::USUAL)
}

/// The same, counting so far.
pub(super) fn totals_within(
    sql: &mut impl Sql,
    filters: &[Filter],
    asker: &Asker<'_>,
    bounds: &Bounds,
) -> Result<Vec<Total>, StoreError> {
    let (long, short): (Vec<_>, Vec<_>) = filters.iter().partition(|filter| is_long(filter, asker));
    let mut short = together(sql, &short, asker, false)?.into_iter();
    let mut long = long
        .into_iter()
        .map(|filter| so_far(sql, filter, asker, bounds))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter();
    let of = |filter: &Filter| match is_long(filter, asker) {
        true => long.next().unwrap_or_default(),
        false => Total::exactly(short.next().unwrap_or_default()),
    };
    Ok(filters.iter().map(of).collect())
}

/// Whether dossiers that have ended are among those wanted. A view holds few of them.
fn is_long(filter: &Filter, asker: &Asker<'_>) -> bool {
    let is_view = filter.view.is_some() && filter.states == States::Usual;
    let wanted = filter.wanted_states(asker.actor);
    !is_view && !wanted.iter().all(|state| state.is_open())
}

/// One list, counted until it is enough.
fn so_far(
    sql: &mut impl Sql,
    filter: &Filter,
    asker: &Asker<'_>,
    bounds: &Bounds,
) -> Result<Total, StoreError> {
    let reach = search::reach(sql, filter, asker, bounds)?;
    let mut bound = Bound::default();
    let agency = bound.take(&asker.actor.agency);
    let states = listed(&filter.wanted_states(asker.actor));
    let condition = conditions::beyond_states(filter, &reach, asker, &mut bound);
    let of = format!("dossier.agency = {agency} AND dossier.state IN ({states})");
    let (counted, text) = match reach {
        // A rare word leads to those that fit; nothing else is looked at.
        Reach::Led(_) => (
            i64::MAX,
            format!(
                "SELECT COUNT(*) AS seen, COUNT(*) AS n FROM dossier
                WHERE {} AND dossier.state IN ({states}){condition}",
                walk::beside_led(&agency)
            ),
        ),
        // Words are looked for in the page; its number says enough.
        Reach::Each if search::is_wide(filter, asker) => {
            return Ok(Total {
                n: 0,
                or_more: true,
            });
        }
        Reach::Each => {
            let fits = condition.strip_prefix(" AND ").unwrap_or("1 = 1");
            let text = format!(
                "SELECT COUNT(*) AS seen, COUNT(of_some.fits) AS n FROM (
                    SELECT CASE WHEN {fits} THEN 1 END AS fits FROM dossier WHERE {of} LIMIT {}) AS of_some",
                bounds.counted + 1
            );
            (bounds.counted, text)
        }
    };
    let row = sql
        .row(&text, bound.0)?
        .ok_or_else(|| StoreError::Corrupt("a count answered nothing".into()))?;
    let (seen, n): (i64, i64) = (row.get("seen")?, row.get("n")?);
    Ok(Total {
        n: u64::try_from(n.min(counted)).unwrap_or(0),
        or_more: seen > counted,
    })
}

/// How many dossiers each list holds, asked all at once; and after them the proposals that are open.
fn together(
    sql: &mut impl Sql,
    filters: &[&Filter],
    asker: &Asker<'_>,
    with_proposals: bool,
) -> Result<Vec<u64>, StoreError> {
    if filters.is_empty() {
        return Ok(Vec::new());
    }
    let mut bound = Bound::default();
    let agency = bound.take(&asker.actor.agency);
    let mut sums = Vec::with_capacity(filters.len());
    for (place, filter) in filters.iter().enumerate() {
        let condition = conditions::of(filter, &Reach::Each, asker, &mut bound);
        sums.push(format!(
            "COUNT(CASE WHEN {condition} THEN 1 END) AS n{place}"
        ));
    }
    if with_proposals {
        let today = bound.take(asker.now.date().to_string());
        let proposals = people::open_proposals_sql(&agency, &today);
        sums.push(format!("{proposals} AS n{}", filters.len()));
    }
    // Why: the index then passes over everything that was returned long ago.
    let wanted = |state: &State| {
        filters
            .iter()
            .any(|filter| filter.wanted_states(asker.actor).contains(state))
    };
    let states: Vec<State> = State::ALL.into_iter().filter(wanted).collect();
    let text = format!(
        "SELECT {} FROM dossier WHERE dossier.agency = {agency} AND dossier.state IN ({})",
        sums.join(", "),
        listed(&states)
    );
    let row = sql
        .row(&text, bound.0)?
        .ok_or_else(|| StoreError::Corrupt("a count answered nothing".into()))?;
    (0..sums.len())
        .map(|place| Ok(u64::try_from(row.get::<i64>(&format!("n{place}"))?).unwrap_or(0)))
        .collect()
}
