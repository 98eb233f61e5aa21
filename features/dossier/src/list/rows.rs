//! The rows of a list as plain data, a page at a time, and the register book in its own order.
//! For exports and programs; the address says the filter, as on the worklist's page.

use domain::access::Actor;
use domain::calendar::Calendar;
use domain::dossier::{Channel, State};
use domain::moment::Moment;
use store::{Row, Sql, StoreError, params};

use super::conditions::Asker;
use super::filter::{Filter, Place};
use super::find;

/// One dossier of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What its address ends with.
    pub address: String,
    /// The code that its citizen follows it by.
    pub tracking: String,
    /// Version of the procedure.
    pub procedure_id: String,
    /// Where it stands.
    pub state: State,
    /// How it came in.
    pub channel: Channel,
    /// The owner's name; none once erased.
    pub owner: Option<String>,
    /// When it was first stored.
    pub filed_at: Moment,
    /// The moment of receipt.
    pub received_at: Option<Moment>,
    /// The promise in force.
    pub due_at: Option<Moment>,
    /// When the work ended.
    pub finished_at: Option<Moment>,
    /// The kind of the current step, by its stored name.
    pub step_kind: Option<String>,
    /// The post in charge of it.
    pub step_post: Option<String>,
    /// Its limit.
    pub step_due: Option<Moment>,
    /// Who has it in hands.
    pub holder: Option<String>,
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its dossiers.
    pub rows: Vec<Listed>,
    /// Where the page before ends, as the address says it after `truoc=`; none on the first.
    pub before: Option<String>,
    /// Where the next page begins, after `sau=`; none on the last.
    pub after: Option<String>,
}

/// One page of the list that `query` says, for this officer.
///
/// # Errors
/// What the store answers.
pub fn page(
    sql: &mut impl Sql,
    (actor, now, calendar): (&Actor, Moment, &Calendar),
    query: &str,
    limit: usize,
) -> Result<Listing, StoreError> {
    let (filter, place) = Filter::read(query);
    let asker = Asker {
        actor,
        now,
        calendar: Some(calendar),
    };
    let found = find::page(sql, &filter, &place, &asker, limit)?;
    Ok(Listing {
        rows: found
            .rows
            .iter()
            .map(Listed::read)
            .collect::<Result<_, _>>()?,
        before: found.before.as_ref().and_then(in_address),
        after: found.after.as_ref().and_then(in_address),
    })
}

/// Whether a query searches for persons, which is a reading to be logged.
pub fn searches(query: &str) -> bool {
    !Filter::read(query).0.q.is_empty()
}

/// Whether a query says a place in the list which no answer of ours has named: a program that went on
/// from there would read the first page for ever.
pub fn is_lost(query: &str) -> bool {
    let (filter, place) = Filter::read(query);
    let said = form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| matches!(name.as_ref(), "sau" | "truoc") && !value.is_empty());
    let is_known = match &place {
        Place::Start => !said,
        Place::After(key, _) | Place::Before(key, _) => find::is_key(filter.sort.key, key),
    };
    !is_known
}

fn in_address(place: &Place) -> Option<String> {
    match place {
        Place::Start => None,
        Place::After(key, id) | Place::Before(key, id) => Some(format!("{key}.{id}")),
    }
}

impl Listed {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let (state, channel): (String, String) = (row.get("state")?, row.get("channel")?);
        let corrupt = |what: &str, is: &str| StoreError::Corrupt(format!("dossier.{what}: {is}"));
        Ok(Self {
            address: find::address(row)?,
            tracking: row.get("tracking")?,
            procedure_id: row.get("procedure_id")?,
            state: State::from_name(&state).ok_or_else(|| corrupt("state", &state))?,
            channel: Channel::from_name(&channel).ok_or_else(|| corrupt("channel", &channel))?,
            owner: row.get("owner_name")?,
            filed_at: row.get("filed_at")?,
            received_at: row.get("received_at")?,
            due_at: row.get("due_at")?,
            finished_at: row.get("finished_at")?,
            step_kind: row.get("step_kind")?,
            step_post: row.get("step_post")?,
            step_due: row.get("step_due")?,
            holder: row.get("holder_name")?,
        })
    }
}

/// One row of the register book (Mẫu 06).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Its number in the book.
    pub number: i64,
    /// The dossier's code; none never happens after receipt.
    pub code: Option<String>,
    /// Version of the procedure.
    pub procedure_id: String,
    /// The owner's name; none once erased.
    pub owner: Option<String>,
    /// The owner's address; none once erased.
    pub address: Option<String>,
    /// How it came in.
    pub channel: String,
    /// Where it stands, by its stored name.
    pub state: String,
    /// The moment of receipt.
    pub received_at: Option<Moment>,
    /// The promise in force.
    pub due_at: Option<Moment>,
    /// When the work ended.
    pub finished_at: Option<Moment>,
    /// When the result was handed over.
    pub returned_at: Option<Moment>,
    /// Who collected it.
    pub collected_by: Option<String>,
}

/// Rows of the register of one year after a number, in the order of the book.
///
/// # Errors
/// What the store answers.
pub fn register(
    sql: &mut impl Sql,
    agency: &str,
    year: i16,
    after: i64,
    limit: i64,
) -> Result<Vec<Entered>, StoreError> {
    let rows = sql.rows(
        "SELECT dossier.book_number AS number, dossier.code AS code, dossier.procedure_id AS procedure_id,
            owner.name AS owner, owner.address AS address, dossier.channel AS channel, dossier.state AS state,
            dossier.received_at AS received_at, dossier.due_at AS due_at, dossier.finished_at AS finished_at,
            dossier.returned_at AS returned_at, (SELECT MAX(given.collected_by) FROM dossier_result given
                WHERE given.dossier_id = dossier.id) AS collected_by
        FROM dossier LEFT JOIN dossier_party owner ON owner.dossier_id = dossier.id AND owner.role = 'owner'
        WHERE dossier.agency = $1 AND dossier.book = $2 AND dossier.book_number > $3
        ORDER BY dossier.book_number, dossier.id LIMIT $4",
        params![agency, format!("01/{year}"), after, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Entered {
                number: row.get("number")?,
                code: row.get("code")?,
                procedure_id: row.get("procedure_id")?,
                owner: row.get("owner")?,
                address: row.get("address")?,
                channel: row.get("channel")?,
                state: row.get("state")?,
                received_at: row.get("received_at")?,
                due_at: row.get("due_at")?,
                finished_at: row.get("finished_at")?,
                returned_at: row.get("returned_at")?,
                collected_by: row.get("collected_by")?,
            })
        })
        .collect()
}
