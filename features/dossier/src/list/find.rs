//! Finding the dossiers of a list: one page of them, their number, and a dossier's neighbours.
//! For every list; all ask through the same conditions.

use domain::dossier::State;
use store::{Row, Sql, StoreError, Value};

use super::conditions::{self, Asker, Bound, listed};
use super::filter::{Filter, Place, SortKey};
use super::search;

/// Rows of one page.
pub(super) const PAGE: usize = 50;

/// One page of a list, as stored rows.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// Where the page before ends; none on the first page.
    pub(super) before: Option<Place>,
    /// Where the next page begins; none on the last.
    pub(super) after: Option<Place>,
}

/// The dossiers before and after one, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

const COLUMNS: &str = "dossier.id AS id, dossier.code AS code, dossier.tracking AS tracking,
    dossier.procedure_id AS procedure_id, dossier.channel AS channel, dossier.state AS state,
    dossier.filed_at AS filed_at, dossier.received_at AS received_at, dossier.due_at AS due_at,
    dossier.finished_at AS finished_at, dossier.step_kind AS step_kind, dossier.step_post AS step_post,
    dossier.step_due AS step_due, dossier.urged_at AS urged_at, dossier.sent_back_at AS sent_back_at,
    dossier.called_at AS called_at, owner.name AS owner_name, holding.name AS holder_name,
    preparing.name AS preparer_name";

const BESIDE: &str =
    "LEFT JOIN dossier_party owner ON owner.dossier_id = dossier.id AND owner.role = 'owner'
    LEFT JOIN account holding ON holding.id = dossier.holder
    LEFT JOIN account preparing ON preparing.id = dossier.prepared_by";

/// Dossiers that are put in order together: those of one state, or all that a search has found.
#[derive(Clone, Copy)]
enum Part<'a> {
    Of(State),
    Found(&'a [State]),
}

impl Part<'_> {
    fn condition(self) -> String {
        match self {
            Self::Of(state) => format!("dossier.state = '{}'", state.name()),
            Self::Found(states) => format!("dossier.state IN ({})", listed(states)),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Of(state) => state.name(),
            Self::Found(_) => "all",
        }
    }
}

/// What dossiers of one part are ordered by, never NULL. Where the clock stands a dossier comes last.
fn key_of(key: SortKey, part: Part<'_>) -> String {
    match (key, part) {
        (SortKey::Due, Part::Of(state)) if state.is_paused() => {
            format!("CAST({} AS BIGINT)", crate::row::NO_DUE)
        }
        (SortKey::Due, Part::Of(_)) => "dossier.due_sort".to_owned(),
        (SortKey::Due, Part::Found(states)) => {
            let paused: Vec<State> = states
                .iter()
                .copied()
                .filter(|state| state.is_paused())
                .collect();
            format!(
                "CASE WHEN dossier.state IN ({}) THEN {} ELSE dossier.due_sort END",
                listed(&paused),
                crate::row::NO_DUE
            )
        }
        (SortKey::Received, _) => "COALESCE(dossier.received_at, dossier.filed_at)".to_owned(),
        (SortKey::Name, _) => "COALESCE(search.owner_key, '')".to_owned(),
    }
}

/// Where the key stands.
const fn source_of(key: SortKey) -> &'static str {
    match key {
        SortKey::Due | SortKey::Received => "dossier",
        SortKey::Name => {
            "dossier LEFT JOIN dossier_search search ON search.dossier_id = dossier.id"
        }
    }
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

fn key_text(key: SortKey, row: &Row) -> Result<String, StoreError> {
    match key {
        SortKey::Due | SortKey::Received => Ok(row.get::<i64>("sort_key")?.to_string()),
        SortKey::Name => row.get("sort_key"),
    }
}

/// How a page is walked through: in which order, from where; its values by the names of parameters.
struct Walk {
    key: SortKey,
    forwards: bool,
    agency: String,
    condition: String,
    /// Key and id of the dossier behind which it begins.
    there: Option<(String, String)>,
    /// One more than a page holds.
    more: String,
}

impl Walk {
    const fn direction(&self) -> &'static str {
        if self.forwards { "ASC" } else { "DESC" }
    }

    /// Why part by part: each then walks an index in the order asked for and stops after a page,
    /// however many dossiers there are. What stands beside a dossier is fetched for that page only.
    fn text(&self, parts: &[Part<'_>]) -> String {
        let (direction, more) = (self.direction(), &self.more);
        let parts: Vec<String> = parts.iter().map(|part| self.part(*part)).collect();
        format!(
            "SELECT {COLUMNS}, found.sort_key AS sort_key
            FROM ({} ORDER BY sort_key {direction}, id {direction} LIMIT {more}) AS found
            JOIN dossier ON dossier.id = found.id {BESIDE}
            ORDER BY found.sort_key {direction}, found.id {direction}",
            parts.join(" UNION ALL ")
        )
    }

    fn part(&self, part: Part<'_>) -> String {
        let (key, direction) = (key_of(self.key, part), self.direction());
        let sign = if self.forwards { ">" } else { "<" };
        let from_there = self.there.as_ref().map_or_else(String::new, |(at, id)| {
            format!(" AND ({key}, dossier.id) {sign} ({at}, {id})")
        });
        let stands = matches!(part, Part::Of(state) if state.is_paused());
        let order = if self.key == SortKey::Due && stands {
            String::new()
        } else {
            format!("{key} {direction}, ")
        };
        format!(
            "SELECT * FROM (SELECT dossier.id AS id, {key} AS sort_key FROM {}
            WHERE dossier.agency = {} AND {}{}{from_there}
            ORDER BY {order}dossier.id {direction} LIMIT {}) AS of_{}",
            source_of(self.key),
            self.agency,
            part.condition(),
            self.condition,
            self.more,
            part.name()
        )
    }
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
    let mut bound = Bound::default();
    let walk = Walk {
        key: sort.key,
        forwards: sort.descending == backwards,
        agency: bound.take(&asker.actor.agency),
        condition: conditions::beyond_states(filter, asker, &mut bound),
        there: beside
            .as_ref()
            .map(|(at, id)| (bound.take(at), bound.take(id.as_str()))),
        more: bound.take(i64::try_from(limit + 1).unwrap_or(i64::MAX)),
    };
    let text = if search::is_wide_search(filter, asker) {
        walk.text(&[Part::Found(&wanted)])
    } else {
        let states: Vec<Part<'_>> = wanted.iter().map(|state| Part::Of(*state)).collect();
        walk.text(&states)
    };
    let mut rows = sql.rows(&text, bound.0)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    if backwards {
        rows.reverse();
    }
    ends(
        rows,
        sort.key,
        if backwards {
            has_more
        } else {
            beside.is_some()
        },
        backwards || has_more,
    )
}

fn ends(
    rows: Vec<Row>,
    key: SortKey,
    has_before: bool,
    has_after: bool,
) -> Result<Found, StoreError> {
    let at = |row: Option<&Row>| -> Result<Option<(String, String)>, StoreError> {
        row.map(|row| Ok((key_text(key, row)?, row.get("id")?)))
            .transpose()
    };
    let before = at(rows.first().filter(|_| has_before))?.map(|(at, id)| Place::Before(at, id));
    let after = at(rows.last().filter(|_| has_after))?.map(|(at, id)| Place::After(at, id));
    Ok(Found {
        rows,
        before,
        after,
    })
}

/// How many dossiers each list holds, asked all at once.
///
/// # Errors
/// What the store answers.
pub(super) fn count(
    sql: &mut impl Sql,
    filters: &[Filter],
    asker: &Asker<'_>,
) -> Result<Vec<u64>, StoreError> {
    if filters.is_empty() {
        return Ok(Vec::new());
    }
    let mut bound = Bound::default();
    let agency = bound.take(&asker.actor.agency);
    let mut sums = Vec::with_capacity(filters.len());
    for (place, filter) in filters.iter().enumerate() {
        let condition = conditions::of(filter, asker, &mut bound);
        sums.push(format!(
            "COUNT(CASE WHEN {condition} THEN 1 END) AS n{place}"
        ));
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
    (0..filters.len())
        .map(|place| Ok(u64::try_from(row.get::<i64>(&format!("n{place}"))?).unwrap_or(0)))
        .collect()
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
