//! The day's cash: opened by the first payment, counted and closed, taken over by the accountant.
//! What comes in after the closing lies in the next till.

use domain::access::{Act, Actor, Subject, may};
use domain::moment::Moment;
use domain::money::Dong;
use kit::{Error, FieldErrors};
use serde_json::json;
use store::{NewEvent, Row, Sql, StoreError, Tx, params};

/// One till.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Till {
    /// Id.
    pub id: String,
    /// The account whose cash it is.
    pub officer: String,
    /// That officer's name.
    pub officer_name: String,
    /// The day, `2023-11-23`.
    pub day: String,
    /// Cash that must lie in it: as closed, or as it stands now.
    pub expected: Dong,
    /// Transfers taken meanwhile, which lie in no till.
    pub transferred: Dong,
    /// Cash as counted at the closing.
    pub counted: Option<Dong>,
    /// Why the two differ.
    pub difference_reason: Option<String>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// Name of the accountant who took it over.
    pub accepted_by: Option<String>,
    /// When.
    pub accepted_at: Option<Moment>,
}

impl Till {
    /// What was counted less what was expected.
    pub fn difference(&self) -> Dong {
        self.counted
            .map_or(Dong::ZERO, |counted| Dong(counted.0 - self.expected.0))
    }

    /// `Chưa chốt`, `Chờ kế toán nhận` or `Đã bàn giao`.
    pub const fn state_vi(&self) -> &'static str {
        match (self.closed_at, self.accepted_at) {
            (None, _) => "Chưa chốt",
            (Some(_), None) => "Chờ kế toán nhận",
            (Some(_), Some(_)) => "Đã bàn giao",
        }
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let now_in: Dong = row.get("cash")?;
        Ok(Self {
            id: row.get("id")?,
            officer: row.get("officer")?,
            officer_name: row.get("officer_name")?,
            day: row.get("day")?,
            expected: row.get::<Option<Dong>>("expected_dong")?.unwrap_or(now_in),
            transferred: row.get("transferred")?,
            counted: row.get("counted_dong")?,
            difference_reason: row.get("difference_reason")?,
            closed_at: row.get("closed_at")?,
            accepted_by: row.get("accepter_name")?,
            accepted_at: row.get("accepted_at")?,
        })
    }
}

const SELECT: &str = "SELECT t.id AS id, t.officer AS officer, COALESCE(a.name, t.officer) AS officer_name,
        t.day AS day, t.expected_dong AS expected_dong, t.counted_dong AS counted_dong,
        t.difference_reason AS difference_reason, t.closed_at AS closed_at, t.accepted_at AS accepted_at,
        COALESCE(b.name, t.accepted_by) AS accepter_name,
        (SELECT CAST(COALESCE(SUM(p.dong), 0) AS BIGINT) FROM payment p
            WHERE p.till_id = t.id AND p.method = 'cash') AS cash,
        (SELECT CAST(COALESCE(SUM(p.dong), 0) AS BIGINT) FROM payment p
            WHERE p.till_id = t.id AND p.method = 'transfer') AS transferred
    FROM till t LEFT JOIN account a ON a.id = t.officer LEFT JOIN account b ON b.id = t.accepted_by";

/// The officer's open till of this day, begun if there is none; sealed by its first payment's act.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    agency: &str,
    officer: &str,
    at: Moment,
) -> Result<String, StoreError> {
    let day = at.date().to_string();
    let standing = tx.row(
        "SELECT id FROM till WHERE agency = $1 AND officer = $2 AND day = $3 AND closed_at IS NULL",
        params![agency, officer, &day],
    )?;
    if let Some(row) = standing {
        return row.get("id");
    }
    let id = tx.new_id();
    let salt = tx.salt();
    tx.run(
        "INSERT INTO till(id, agency, officer, day, salt) VALUES ($1, $2, $3, $4, $5)",
        params![&id, agency, officer, &day, salt],
    )?;
    tx.seal("till", &id);
    Ok(id)
}

/// One till of this commune.
///
/// # Errors
/// Missing, also when it belongs to another commune.
pub(crate) fn find(sql: &mut impl Sql, agency: &str, id: &str) -> Result<Till, Error> {
    let text = format!("{SELECT} WHERE t.id = $1 AND t.agency = $2");
    let row = sql.row(&text, params![id, agency])?.ok_or(Error::Missing)?;
    Ok(Till::read(&row)?)
}

/// The tills that an officer has not closed yet, oldest first.
///
/// # Errors
/// What the store answers.
pub fn open_tills(
    sql: &mut impl Sql,
    agency: &str,
    officer: &str,
) -> Result<Vec<Till>, StoreError> {
    let text = format!(
        "{SELECT} WHERE t.agency = $1 AND t.officer = $2 AND t.closed_at IS NULL ORDER BY t.day, t.id"
    );
    sql.rows(&text, params![agency, officer])?
        .iter()
        .map(Till::read)
        .collect()
}

/// The latest tills that an officer has closed, newest first.
///
/// # Errors
/// What the store answers.
pub fn of_officer(
    sql: &mut impl Sql,
    agency: &str,
    officer: &str,
) -> Result<Vec<Till>, StoreError> {
    let text = format!(
        "{SELECT} WHERE t.agency = $1 AND t.officer = $2 AND t.closed_at IS NOT NULL
        ORDER BY t.day DESC, t.id DESC LIMIT 20"
    );
    sql.rows(&text, params![agency, officer])?
        .iter()
        .map(Till::read)
        .collect()
}

/// Closed tills that wait for the accountant, oldest first.
///
/// # Errors
/// What the store answers.
pub fn waiting(sql: &mut impl Sql, agency: &str) -> Result<Vec<Till>, StoreError> {
    let text = format!(
        "{SELECT} WHERE t.agency = $1 AND t.accepted_at IS NULL AND t.closed_at IS NOT NULL ORDER BY t.closed_at, t.id"
    );
    sql.rows(&text, params![agency])?
        .iter()
        .map(Till::read)
        .collect()
}

/// The latest tills that the accountant took over, newest first.
///
/// # Errors
/// What the store answers.
pub(crate) fn taken_over(sql: &mut impl Sql, agency: &str) -> Result<Vec<Till>, StoreError> {
    let text = format!(
        "{SELECT} WHERE t.agency = $1 AND t.accepted_at IS NOT NULL ORDER BY t.accepted_at DESC, t.id DESC LIMIT 20"
    );
    sql.rows(&text, params![agency])?
        .iter()
        .map(Till::read)
        .collect()
}

/// Closes a till with the cash as counted; a difference needs its reason. The caller commits.
///
/// # Errors
/// Denied; missing when it is somebody else's; the fields `counted` or `reason` say what to mend.
pub fn close_till(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    till_id: &str,
    counted: Dong,
    reason: &str,
) -> Result<Vec<NewEvent>, Error> {
    may(actor, Act::CloseTill, &Subject::agency(agency))?;
    let till = find(tx, agency, till_id)?;
    if till.officer != actor.user {
        return Err(Error::Missing);
    }
    if till.closed_at.is_some() {
        return Err(Error::refused(
            "Quỹ này đã chốt rồi. Tiền thu thêm nằm trong lần chốt sau.",
        ));
    }
    let difference = counted.0 - till.expected.0;
    let reason = reason.trim();
    if difference != 0 && reason.is_empty() {
        let side = if difference < 0 {
            "ít hơn"
        } else {
            "nhiều hơn"
        };
        return Err(FieldErrors::one(
            "reason",
            format!(
                "Tiền đếm được {side} sổ {}. Hãy đếm lại, hoặc ghi lý do chênh lệch",
                Dong(difference.abs()).vi()
            ),
        )
        .into());
    }
    tx.run(
        "UPDATE till SET expected_dong = $2, counted_dong = $3, difference_reason = $4, closed_at = $5 WHERE id = $1",
        params![till_id, till.expected, counted, Some(reason.to_owned()).filter(|text| !text.is_empty()), at],
    )?;
    tx.seal("till", till_id);
    let data = json!({ "expected": till.expected, "counted": counted, "difference": difference });
    Ok(vec![NewEvent {
        kind: crate::TILL_CLOSED,
        subject: subject(till_id),
        data,
    }])
}

/// Takes over a closed till. The caller commits.
///
/// # Errors
/// Denied, missing, or refused when it is not closed, was taken over, or is the actor's own.
pub fn accept_till(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    till_id: &str,
) -> Result<Vec<NewEvent>, Error> {
    may(actor, Act::AcceptTill, &Subject::agency(agency))?;
    let till = find(tx, agency, till_id)?;
    let Some(counted) = till.counted else {
        return Err(Error::refused(
            "Quỹ này chưa chốt. Người thu phải đếm và chốt trước khi bàn giao.",
        ));
    };
    if let (Some(by), Some(when)) = (&till.accepted_by, till.accepted_at) {
        let when = domain::text::moment_vi(when);
        return Err(Error::refused(format!(
            "{by} đã nhận bàn giao quỹ này lúc {when}."
        )));
    }
    if till.officer == actor.user {
        return Err(Error::refused(
            "Người thu không tự nhận bàn giao tiền của mình. Hãy nhờ kế toán khác nhận.",
        ));
    }
    tx.run(
        "UPDATE till SET accepted_by = $2, accepted_at = $3 WHERE id = $1",
        params![till_id, &actor.user, at],
    )?;
    tx.seal("till", till_id);
    let data = json!({ "counted": counted });
    Ok(vec![NewEvent {
        kind: crate::TILL_ACCEPTED,
        subject: subject(till_id),
        data,
    }])
}

fn subject(id: &str) -> String {
    format!("till:{id}")
}
