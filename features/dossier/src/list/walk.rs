//! How a page is walked through: an index in the order asked for, as far as a page needs.
//! For `find`, which knows what is asked.

use domain::dossier::State;
use store::{Row, StoreError};

use super::conditions::listed;
use super::filter::SortKey;

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

/// Dossiers that are put in order together: those of one state, all open ones, all that a search has
/// found, or all in the order of names.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Of(State),
    Open(&'a [State]),
    Found(&'a [State]),
    Named(&'a [State]),
}

impl Part<'_> {
    fn condition(self) -> String {
        match self {
            Self::Of(state) => format!("dossier.state = '{}'", state.name()),
            Self::Open(states) | Self::Found(states) | Self::Named(states) => {
                format!("dossier.state IN ({})", listed(states))
            }
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Of(state) => state.name(),
            Self::Open(_) => "open",
            Self::Found(_) | Self::Named(_) => "all",
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
        (SortKey::Due, Part::Open(states) | Part::Found(states) | Part::Named(states)) => {
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
        (SortKey::Name, Part::Named(_)) => "search.owner_key".to_owned(),
        (SortKey::Name, _) => "COALESCE(search.owner_key, '')".to_owned(),
    }
}

/// Where the key stands, and the id beside it.
const fn source_of(key: SortKey, part: Part<'_>) -> (&'static str, &'static str) {
    match (key, part) {
        (SortKey::Due | SortKey::Received, _) => ("dossier", "dossier.id"),
        // Why crossed: names are then walked in their order, and each dossier is looked up beside.
        (SortKey::Name, Part::Named(_)) => (
            "dossier_search search CROSS JOIN dossier",
            "search.dossier_id",
        ),
        (SortKey::Name, _) => (
            "dossier LEFT JOIN dossier_search search ON search.dossier_id = dossier.id",
            "dossier.id",
        ),
    }
}

/// The commune of dossiers that a word leads to. Why no bare column: an index of the commune would be
/// walked from end to end, although the ids are known.
pub(super) fn beside_led(agency: &str) -> String {
    format!("COALESCE(dossier.agency, '') = {agency}")
}

/// How a page is walked through: in which order, from where; its values by the names of parameters.
pub(super) struct Walk {
    pub(super) key: SortKey,
    pub(super) forwards: bool,
    pub(super) agency: String,
    pub(super) condition: String,
    /// Key and id of the dossier behind which it begins.
    pub(super) there: Option<(String, String)>,
    /// One more than a page holds.
    pub(super) more: String,
    /// How many dossiers that have ended are looked at; none where all those wanted are shown.
    pub(super) walked: Option<i64>,
}

impl Walk {
    const fn direction(&self) -> &'static str {
        if self.forwards { "ASC" } else { "DESC" }
    }

    /// Why part by part: each then walks an index in the order asked for and stops after a page,
    /// however many dossiers there are. What stands beside a dossier is fetched for that page only.
    pub(super) fn text(&self, parts: &[Part<'_>]) -> String {
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
        let (more, condition) = (&self.more, &self.condition);
        let name = part.name();
        let Some(walked) = self.walked_in(part) else {
            let wanted = format!(" AND {}{condition}", part.condition());
            return format!(
                "SELECT * FROM ({} LIMIT {more}) AS of_{name}",
                self.ordered(part, &wanted, "")
            );
        };
        let (among, fits) = match part {
            Part::Named(_) => (
                String::new(),
                format!(" AND {}{condition}", part.condition()),
            ),
            _ => (format!(" AND {}", part.condition()), condition.clone()),
        };
        let fits = format!(
            ", CASE WHEN {} THEN 1 ELSE 0 END AS fits",
            fits.strip_prefix(" AND ").unwrap_or("1 = 1")
        );
        format!(
            "SELECT * FROM (SELECT id, sort_key FROM ({} LIMIT {walked}) AS of_walked
            WHERE fits = 1 LIMIT {more}) AS of_{name}",
            self.ordered(part, &among, &fits)
        )
    }

    /// The last dossier of each part that would be looked at, and of these the first.
    pub(super) fn end_text(&self, parts: &[Part<'_>]) -> Option<String> {
        let ends: Vec<String> = parts
            .iter()
            .filter_map(|part| {
                let last = self.walked_in(*part)? - 1;
                let among = match part {
                    Part::Named(_) => String::new(),
                    _ => format!(" AND {}", part.condition()),
                };
                Some(format!(
                    "SELECT * FROM ({} LIMIT 1 OFFSET {last}) AS of_{}",
                    self.ordered(*part, &among, ""),
                    part.name()
                ))
            })
            .collect();
        let direction = self.direction();
        (!ends.is_empty()).then(|| {
            format!(
                "{} ORDER BY sort_key {direction}, id {direction} LIMIT 1",
                ends.join(" UNION ALL ")
            )
        })
    }

    /// Of how many parts not all dossiers are looked at.
    pub(super) fn long_parts(&self, parts: &[Part<'_>]) -> usize {
        parts
            .iter()
            .filter(|part| self.walked_in(**part).is_some())
            .count()
    }

    fn walked_in(&self, part: Part<'_>) -> Option<i64> {
        let is_long = match part {
            Part::Of(state) => !state.is_open(),
            Part::Open(_) | Part::Found(_) => false,
            Part::Named(_) => true,
        };
        self.walked.filter(|_| is_long)
    }

    fn ordered(&self, part: Part<'_>, wanted: &str, beside: &str) -> String {
        let (key, direction) = (key_of(self.key, part), self.direction());
        let (source, id) = source_of(self.key, part);
        let sign = if self.forwards { ">" } else { "<" };
        let from_there = self
            .there
            .as_ref()
            .map_or_else(String::new, |(at, beside)| {
                // Why twice: SQLite finds its place in an index of expressions by a plain comparison only.
                let from = match part {
                    Part::Open(_) => format!(" AND {key} {sign}= {at}"),
                    _ => String::new(),
                };
                format!("{from} AND ({key}, {id}) {sign} ({at}, {beside})")
            });
        let stands = matches!(part, Part::Of(state) if state.is_paused());
        let order = if self.key == SortKey::Due && stands {
            String::new()
        } else {
            format!("{key} {direction}, ")
        };
        let agency = &self.agency;
        let of = match part {
            Part::Named(_) => {
                format!("search.agency = {agency} AND dossier.id = search.dossier_id")
            }
            Part::Found(_) => beside_led(agency),
            Part::Of(_) | Part::Open(_) => format!("dossier.agency = {agency}"),
        };
        format!(
            "SELECT {id} AS id, {key} AS sort_key{beside} FROM {source}
            WHERE {of}{wanted}{from_there} ORDER BY {order}{id} {direction}"
        )
    }
}

/// Where a dossier stands in an order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(pub(super) At, pub(super) String);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    Number(i64),
    Name(String),
}

impl Key {
    pub(super) fn read(key: SortKey, row: &Row) -> Result<Self, StoreError> {
        let at = match key {
            SortKey::Due | SortKey::Received => At::Number(row.get("sort_key")?),
            SortKey::Name => At::Name(row.get("sort_key")?),
        };
        Ok(Self(at, row.get("id")?))
    }
}

impl At {
    pub(super) fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => name,
        }
    }
}
