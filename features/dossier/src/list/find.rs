//! Finding the dossiers of a list: one page of them, and a dossier's neighbours.
//! For every list; all ask through the same conditions.

use domain::dossier::State;
use store::{Row, Sql, StoreError, Value};

use super::bounds::Bounds;
use super::conditions::{self, Asker, Bound};
use super::filter::{Filter, Place, SortKey};
use super::search::{self, Reach};
use super::walk::{Key, Part, Walk};

/// Rows of one page.
pub(super) const PAGE: usize = 50;

/// All that are open, in the words of the index `dossier_open`.
const OPEN: &[State] = &[
    State::Submitted,
    State::Received,
    State::Processing,
    State::AwaitingSupplement,
    State::AwaitingPayment,
    State::Stopped,
];

/// One page of a list, as stored rows.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// Where the page before ends; none on the first page.
    pub(super) before: Option<Place>,
    /// Where the next page begins; none on the last.
    pub(super) after: Option<Place>,
    /// Whether it ends because enough dossiers were looked at, not because it is full or all were.
    pub(super) stopped: bool,
}

/// The dossiers before and after one, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// The key of one dossier, as it stands in an address.
fn key_of_row(key: SortKey, row: &Row) -> Result<String, StoreError> {
    let state: String = row.get("state")?;
    let is_paused = State::from_name(&state).is_some_and(State::is_paused);
    match key {
        SortKey::Due if is_paused => Ok(crate::row::NO_DUE.to_string()),
        SortKey::Due => Ok(row.get::<i64>("due_sort")?.to_string()),
        SortKey::Received => Ok(row.get::<i64>("arrived")?.to_string()),
        SortKey::Name => row.get("name"),
    }
}

/// A key as it stands in an address, as a value; none when somebody wrote nonsense there.
fn key_value(key: SortKey, text: &str) -> Option<Value> {
    match key {
        SortKey::Due | SortKey::Received => text.parse::<i64>().ok().map(Value::from),
        SortKey::Name => Some(Value::from(text)),
    }
}

/// Whether a list in this order could have named such a key.
pub(super) fn is_key(key: SortKey, text: &str) -> bool {
    key_value(key, text).is_some()
}

/// One page of a list.
///
/// # Errors
/// What the store answers.
pub(super) fn page(
    sql: &mut impl Sql,
    filter: &Filter,
    place: &Place,
    asker: &Asker<'_>,
    limit: usize,
) -> Result<Found, StoreError> {
    page_within(sql, (filter, place), asker, limit, &Bounds::USUAL)
}

/// The same, looking so far.
pub(super) fn page_within(
    sql: &mut impl Sql,
    (filter, place): (&Filter, &Place),
    asker: &Asker<'_>,
    limit: usize,
    bounds: &Bounds,
) -> Result<Found, StoreError> {
    let sort = filter.sort;
    let wanted = filter.wanted_states(asker.actor);
    if wanted.is_empty() {
        return Ok(Found::default());
    }
    let beside = match place {
        Place::Start => None,
        Place::After(at, id) | Place::Before(at, id) => key_value(sort.key, at).map(|at| (at, id)),
    };
    let backwards = matches!(place, Place::Before(..)) && beside.is_some();
    let reach = search::reach(sql, filter, asker, bounds)?;
    let is_by_name = sort.key == SortKey::Name && wanted.contains(&State::Returned);
    let (open, ended): (Vec<State>, Vec<State>) = wanted.iter().partition(|state| state.is_open());
    let parts: Vec<Part<'_>> = match reach {
        Reach::Led(_) => vec![Part::Found(&wanted)],
        Reach::Each if is_by_name => vec![Part::Named(&wanted)],
        Reach::Each if sort.key == SortKey::Due && open == OPEN => {
            std::iter::once(Part::Open(OPEN))
                .chain(ended.into_iter().map(Part::Of))
                .collect()
        }
        Reach::Each => wanted.iter().map(|state| Part::Of(*state)).collect(),
    };
    let mut bound = Bound::default();
    let mut walk = Walk {
        key: sort.key,
        forwards: sort.descending == backwards,
        agency: bound.take(&asker.actor.agency),
        condition: conditions::beyond_states(filter, &reach, asker, &mut bound),
        there: beside
            .as_ref()
            .map(|(at, id)| (bound.take(at), bound.take(id.as_str()))),
        more: bound.take(i64::try_from(limit + 1).unwrap_or(i64::MAX)),
        walked: None,
    };
    // Why not always: where nothing is asked, each dossier fits.
    let is_some = is_by_name && wanted.len() < State::ALL.len();
    walk.walked = (is_some || !walk.condition.is_empty()).then_some(bounds.walked);
    let forwards = walk.forwards;
    let mut rows = sql.rows(&walk.text(&parts), bound.0)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    // Why also behind a full page: one part may fill it with what lies beyond the end of another.
    let mut end = match has_more && walk.long_parts(&parts) < 2 {
        true => None,
        false => end_of_walk(sql, walk, &parts, asker, beside.as_ref())?,
    };
    if let Some(here) = &end {
        let shown = rows.len();
        rows = until(here, rows, sort.key, forwards)?;
        if has_more && rows.len() == shown {
            end = None;
        }
    }
    if backwards {
        rows.reverse();
    }
    let (before, after) = match backwards {
        true => (has_more, true),
        false => (beside.is_some(), has_more),
    };
    let mut found = ends(rows, sort.key, before, after)?;
    if let Some(Key(at, id)) = end {
        found.stopped = true;
        let at = at.text();
        match backwards {
            true => found.before = Some(Place::Before(at, id)),
            false => found.after = Some(Place::After(at, id)),
        }
    }
    Ok(found)
}

/// The rows that stand before the end of a walk, or at it.
fn until(end: &Key, rows: Vec<Row>, key: SortKey, forwards: bool) -> Result<Vec<Row>, StoreError> {
    let mut within = Vec::with_capacity(rows.len());
    for row in rows {
        let here = Key::read(key, &row)?;
        if here == *end || (here < *end) == forwards {
            within.push(row);
        }
    }
    Ok(within)
}

/// Where a walk stopped because enough dossiers were looked at; none where it came to the end.
fn end_of_walk(
    sql: &mut impl Sql,
    walk: Walk,
    parts: &[Part<'_>],
    asker: &Asker<'_>,
    beside: Option<&(Value, &String)>,
) -> Result<Option<Key>, StoreError> {
    let mut bound = Bound::default();
    let key = walk.key;
    let bare = Walk {
        agency: bound.take(&asker.actor.agency),
        condition: String::new(),
        there: beside.map(|(at, id)| (bound.take(at), bound.take(id.as_str()))),
        ..walk
    };
    let Some(text) = bare.end_text(parts) else {
        return Ok(None);
    };
    let row = sql.row(&text, bound.0)?;
    row.map(|row| Key::read(key, &row)).transpose()
}

fn ends(
    rows: Vec<Row>,
    key: SortKey,
    has_before: bool,
    has_after: bool,
) -> Result<Found, StoreError> {
    let at = |row: Option<&Row>| -> Result<Option<(String, String)>, StoreError> {
        row.map(|row| Key::read(key, row).map(|Key(at, id)| (at.text(), id)))
            .transpose()
    };
    let before = at(rows.first().filter(|_| has_before))?.map(|(at, id)| Place::Before(at, id));
    let after = at(rows.last().filter(|_| has_after))?.map(|(at, id)| Place::After(at, id));
    Ok(Found {
        rows,
        before,
        after,
        stopped: false,
    })
}

/// The dossiers beside one in a list, also when it has left the list meanwhile.
///
/// # Errors
/// What the store answers.
pub(crate) fn neighbours(
    sql: &mut impl Sql,
    filter: &Filter,
    asker: &Asker<'_>,
    id: &str,
) -> Result<Neighbours, StoreError> {
    let row = sql.row(
        "SELECT dossier.state AS state, dossier.due_sort AS due_sort,
            COALESCE(dossier.received_at, dossier.filed_at) AS arrived, COALESCE(search.owner_key, '') AS name
        FROM dossier LEFT JOIN dossier_search search ON search.dossier_id = dossier.id WHERE dossier.id = $1",
        store::params![id],
    )?;
    let Some(row) = row else {
        return Ok(Neighbours::default());
    };
    let at = key_of_row(filter.sort.key, &row)?;
    let mut beside = |place: Place| -> Result<Option<String>, StoreError> {
        let found = page(sql, filter, &place, asker, 1)?;
        found.rows.first().map(address).transpose()
    };
    Ok(Neighbours {
        before: beside(Place::Before(at.clone(), id.to_owned()))?,
        after: beside(Place::After(at.clone(), id.to_owned()))?,
    })
}

/// What the dossier's address ends with.
pub(super) fn address(row: &Row) -> Result<String, StoreError> {
    let code: Option<String> = row.get("code")?;
    code.map_or_else(|| row.get("tracking"), Ok)
}
