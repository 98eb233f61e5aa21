//! Payments and refunds as rows: written by collecting and refunding, read by the day's cash.
//! For the day's cash, the dossier's page and the accountant.

use domain::access::{Act, Actor, Subject, may};
use domain::moment::Moment;
use domain::money::Dong;
use store::{Row, Sql, StoreError, Tx, params};

use crate::collect::Method;
use crate::till;

/// Money that changed hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Id.
    pub id: String,
    /// The dossier it is for.
    pub dossier_id: String,
    /// The dossier's code, or its tracking code while it has none.
    pub dossier_code: String,
    /// How much; less than zero when it went back.
    pub dong: Dong,
    /// Cash or transfer.
    pub method: Method,
    /// The account that took it.
    pub taken_by: String,
    /// When.
    pub taken_at: Moment,
    /// The till it lies in; none where the accountant acted.
    pub till_id: Option<String>,
    /// The payment that it gives back.
    pub refund_of: Option<String>,
    /// Why it went back.
    pub reason: Option<String>,
    /// How much of it went back since.
    pub refunded: Dong,
}

impl Payment {
    /// What of it can still be given back.
    pub fn refundable(&self) -> Dong {
        if self.dong.0 > 0 {
            Dong(self.dong.0 - self.refunded.0)
        } else {
            Dong::ZERO
        }
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let method: String = row.get("method")?;
        Ok(Self {
            id: row.get("id")?,
            dossier_id: row.get("dossier_id")?,
            dossier_code: row.get("dossier_code")?,
            dong: row.get("dong")?,
            method: Method::from_name(&method)
                .ok_or_else(|| StoreError::Corrupt(format!("payment.method holds {method}")))?,
            taken_by: row.get("taken_by")?,
            taken_at: row.get("taken_at")?,
            till_id: row.get("till_id")?,
            refund_of: row.get("refund_of")?,
            reason: row.get("reason")?,
            refunded: row.get("refunded")?,
        })
    }
}

/// A payment as it is about to be written.
pub(crate) struct NewPayment<'a> {
    pub dossier: &'a str,
    pub dong: Dong,
    pub method: Method,
    pub refund_of: Option<&'a str>,
    pub reason: Option<&'a str>,
}

/// Writes a payment into the officer's open till; answers its id.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    new: &NewPayment<'_>,
) -> Result<String, StoreError> {
    // The accountant keeps the fund itself; who closes a till at night has one.
    let keeps_till = may(actor, Act::CloseTill, &Subject::agency(agency)).is_ok();
    let till = if keeps_till {
        Some(till::open(tx, agency, &actor.user, at)?)
    } else {
        None
    };
    let id = tx.new_id();
    let salt = tx.salt();
    tx.run(
        "INSERT INTO payment(id, dossier_id, agency, dong, method, taken_by, taken_at, till_id, refund_of, reason, salt)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            &id,
            new.dossier,
            agency,
            new.dong,
            new.method.name(),
            &actor.user,
            at,
            till,
            new.refund_of,
            new.reason,
            salt
        ],
    )?;
    tx.seal("payment", &id);
    Ok(id)
}

const SELECT: &str = "SELECT p.id AS id, p.dossier_id AS dossier_id, COALESCE(d.code, d.tracking) AS dossier_code,
        p.dong AS dong, p.method AS method, p.taken_by AS taken_by, p.taken_at AS taken_at, p.till_id AS till_id,
        p.refund_of AS refund_of, p.reason AS reason,
        (SELECT CAST(COALESCE(SUM(-r.dong), 0) AS BIGINT) FROM payment r
            WHERE r.dossier_id = p.dossier_id AND r.refund_of = p.id) AS refunded
    FROM payment p JOIN dossier d ON d.id = p.dossier_id";

/// Payments and refunds of a dossier, oldest first.
///
/// # Errors
/// What the store answers.
pub fn payments_of(sql: &mut impl Sql, dossier_id: &str) -> Result<Vec<Payment>, StoreError> {
    let text = format!("{SELECT} WHERE p.dossier_id = $1 ORDER BY p.taken_at, p.id");
    sql.rows(&text, params![dossier_id])?
        .iter()
        .map(Payment::read)
        .collect()
}

/// Payments and refunds in a till, oldest first.
pub(crate) fn of_till(sql: &mut impl Sql, till: &str) -> Result<Vec<Payment>, StoreError> {
    let text = format!("{SELECT} WHERE p.till_id = $1 ORDER BY p.taken_at, p.id");
    sql.rows(&text, params![till])?
        .iter()
        .map(Payment::read)
        .collect()
}

/// One payment of this commune.
pub(crate) fn find(
    sql: &mut impl Sql,
    agency: &str,
    id: &str,
) -> Result<Option<Payment>, StoreError> {
    let text = format!("{SELECT} WHERE p.id = $1 AND p.agency = $2");
    sql.row(&text, params![id, agency])?
        .as_ref()
        .map(Payment::read)
        .transpose()
}
