//! What a dossier owes, has paid and still has to pay.
//! For the dossier's page, the receipt, and whoever returns a result.

use domain::money::Dong;
use store::{Row, Sql, StoreError, params};

/// One standing line of what is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Place, from 1.
    pub seq: i64,
    /// What the receipt calls it.
    pub name: String,
    /// The document that sets it.
    pub basis: String,
    /// `phi`, `le_phi` or `none`.
    pub kind: String,
    /// How many units.
    pub quantity: i64,
    /// What the unit is called.
    pub unit_vi: String,
    /// The price of one unit, where there is one price.
    pub unit_dong: Option<Dong>,
    /// What is owed; none: not established, which is not zero.
    pub dong: Option<Dong>,
    /// The exemption that made it zero.
    pub exempted_by: Option<String>,
    /// What the officer relied on who entered the amount.
    pub entered_basis: Option<String>,
}

impl Line {
    /// `16.000 đ`, `Miễn`, `Không thu` or `chưa xác định`.
    pub fn amount_vi(&self) -> String {
        match (self.dong, &self.exempted_by) {
            (None, _) => "chưa xác định".to_owned(),
            (Some(Dong::ZERO), Some(_)) => "Miễn".to_owned(),
            (Some(Dong::ZERO), None) => "Không thu".to_owned(),
            (Some(dong), _) => dong.vi(),
        }
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get("seq")?,
            name: row.get("name")?,
            basis: row.get("basis")?,
            kind: row.get("kind")?,
            quantity: row.get("quantity")?,
            unit_vi: row.get("unit_vi")?,
            unit_dong: row.get("unit_dong")?,
            dong: row.get("dong")?,
            exempted_by: row.get("exempted_by")?,
            entered_basis: row.get("entered_basis")?,
        })
    }
}

/// The money of one dossier. `total` = `paid` + `unpaid`, unless a refund gave up some of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The standing lines.
    pub lines: Vec<Line>,
    /// The sum of the lines whose amount is known.
    pub total: Dong,
    /// What was paid and not given back.
    pub paid: Dong,
    /// What was given back.
    pub refunded: Dong,
    /// What is still to be paid.
    pub unpaid: Dong,
    /// Whether some line's amount is not established.
    pub unknown: bool,
}

impl Summary {
    /// The sum in words of the counter: `16.000 đ`, `Không thu`, `chưa xác định`.
    pub fn total_vi(&self) -> String {
        match (self.unknown, self.total) {
            (true, Dong::ZERO) => "chưa xác định".to_owned(),
            (true, known) => format!("{} và khoản chưa xác định", known.vi()),
            (false, Dong::ZERO) => "Không thu".to_owned(),
            (false, total) => total.vi(),
        }
    }
}

/// The money of a dossier.
///
/// # Errors
/// What the store answers.
pub fn summary(sql: &mut impl Sql, dossier_id: &str) -> Result<Summary, StoreError> {
    let rows = sql.rows(
        "SELECT seq, name, basis, kind, quantity, unit_vi, unit_dong, dong, exempted_by, entered_basis
        FROM charge WHERE dossier_id = $1 AND state <> 'replaced' ORDER BY seq, id",
        params![dossier_id],
    )?;
    let lines = rows.iter().map(Line::read).collect::<Result<Vec<_>, _>>()?;
    let taken = sql.row(
        "SELECT CAST(COALESCE(SUM(CASE WHEN dong > 0 THEN dong ELSE 0 END), 0) AS BIGINT) AS taken,
            CAST(COALESCE(SUM(CASE WHEN dong < 0 THEN -dong ELSE 0 END), 0) AS BIGINT) AS given
        FROM payment WHERE dossier_id = $1",
        params![dossier_id],
    )?;
    let (taken, given): (i64, i64) = taken.map_or(Ok((0, 0)), |row| {
        Ok::<_, StoreError>((row.get("taken")?, row.get("given")?))
    })?;
    let total = Dong::sum(lines.iter().filter_map(|line| line.dong))
        .ok_or_else(|| StoreError::Corrupt(format!("the charges of {dossier_id} do not add up")))?;
    Ok(Summary {
        total,
        paid: Dong(taken - given),
        refunded: Dong(given),
        // Who gets money back owes it no longer: a refund is no new debt.
        unpaid: Dong((total.0 - taken).max(0)),
        unknown: lines.iter().any(|line| line.dong.is_none()),
        lines,
    })
}

/// What a dossier still has to pay, in đồng. An unknown fee is not in it: see [`Summary::unknown`].
///
/// # Errors
/// What the store answers.
pub fn unpaid(sql: &mut impl Sql, dossier_id: &str) -> Result<i64, StoreError> {
    Ok(summary(sql, dossier_id)?.unpaid.0)
}
