//! Papers as they were issued, read back: the lines of a dossier's page, and one paper's content.
//! For the pages that show them; the same content gives the same page and PDF for ever.

use domain::moment::Moment;
use kit::Error;
use paper::Paper;
use store::{Row, Sql, StoreError, params};

use crate::model::{Kind, Model, model_named};
use crate::number::Number;

/// One issued paper, without its content.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Grows with each change of its row.
    pub version: i64,
    /// Its dossier; none for a list.
    pub dossier_id: Option<String>,
    /// Its model.
    pub model: &'static Model,
    /// Its number.
    pub number: Number,
    /// When it was issued.
    pub issued_at: Moment,
    /// The name of who issued it.
    pub issued_by: String,
    /// How often it was printed again.
    pub reprints: i64,
    /// When it was cancelled, by whom and why.
    pub cancelled: Option<(Moment, String, String)>,
    /// The payment it tells of.
    pub of_id: Option<String>,
    /// The paper whose place it takes.
    pub replaces: Option<String>,
    /// The paper that took its place: its id and its number.
    pub replaced_by: Option<(String, Number)>,
}

impl Line {
    /// Which paper.
    pub fn kind(&self) -> Kind {
        self.model.kind
    }

    /// Its name and number: `Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ số 01/HDHS`.
    pub fn title(&self) -> String {
        let kind = self.kind().vietnamese();
        match self.model.symbol {
            Some(_) => format!("{kind} số {}", self.number.written),
            None => format!("{kind}, bản số {}", self.number.number),
        }
    }

    /// `Giấy này đã thay bằng số 02/HDHS`, where another took its place.
    pub fn replaced_vi(&self) -> Option<String> {
        let (_, number) = self.replaced_by.as_ref()?;
        Some(match self.model.symbol {
            Some(_) => format!("thay bằng số {}", number.written),
            None => format!("thay bằng bản số {}", number.number),
        })
    }

    /// Where it is shown.
    pub fn href(&self) -> String {
        format!("/cb/giay-to/{}", self.id)
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let name: String = row.get("model")?;
        let model = model_named(&name)
            .ok_or_else(|| StoreError::Corrupt(format!("paper.model holds {name}")))?;
        let at: Option<Moment> = row.get("cancelled_at")?;
        let by: Option<String> = row.get("cancelled_name")?;
        let reason: Option<String> = row.get("cancel_reason")?;
        Ok(Self {
            id: row.get("id")?,
            version: row.get("version")?,
            dossier_id: row.get("dossier_id")?,
            number: number(row, model, ["series", "year", "number"])?,
            of_id: row.get("of_id")?,
            replaces: row.get("replaces")?,
            replaced_by: match row.get::<Option<String>>("next_id")? {
                Some(next) => Some((
                    next,
                    number(row, model, ["next_series", "next_year", "next_number"])?,
                )),
                None => None,
            },
            model,
            issued_at: row.get("issued_at")?,
            issued_by: row
                .get::<Option<String>>("issued_name")?
                .unwrap_or_default(),
            reprints: row.get("reprints")?,
            cancelled: at.map(|at| (at, by.unwrap_or_default(), reason.unwrap_or_default())),
        })
    }
}

fn number(row: &Row, model: &Model, columns: [&str; 3]) -> Result<Number, StoreError> {
    let [series, year, number] = columns;
    let year: i64 = row.get(year)?;
    let year =
        i16::try_from(year).map_err(|_| StoreError::Corrupt(format!("paper.year holds {year}")))?;
    Ok(Number::of(model, row.get(series)?, year, row.get(number)?))
}

const SELECT: &str =
    "SELECT p.id AS id, p.version AS version, p.dossier_id AS dossier_id, p.model AS model,
        p.series AS series, p.year AS year, p.number AS number, p.issued_at AS issued_at,
        p.of_id AS of_id, p.replaces AS replaces, n.id AS next_id, n.series AS next_series,
        n.year AS next_year, n.number AS next_number,
        p.reprints AS reprints, p.cancelled_at AS cancelled_at, p.cancel_reason AS cancel_reason,
        (SELECT a.name FROM account a WHERE 'user:' || a.id = p.issued_by) AS issued_name,
        (SELECT a.name FROM account a WHERE 'user:' || a.id = p.cancelled_by) AS cancelled_name
    FROM paper p LEFT JOIN paper n ON n.replaces = p.id";

/// The papers of a dossier, oldest first, the lists that name it among them.
///
/// # Errors
/// What the store answers.
pub fn of_dossier(sql: &mut impl Sql, dossier: &str) -> Result<Vec<Line>, StoreError> {
    let text = format!(
        // Why a union: asked with OR, PostgreSQL reads every paper of the commune.
        "{SELECT} WHERE p.id IN (SELECT own.id FROM paper own WHERE own.dossier_id = $1
            UNION SELECT d.paper_id FROM paper_dossier d WHERE d.dossier_id = $1)
        ORDER BY p.issued_at, p.id"
    );
    sql.rows(&text, params![dossier])?
        .iter()
        .map(Line::read)
        .collect()
}

/// The latest paper of a kind that a dossier has and nobody cancelled.
///
/// # Errors
/// What the store answers.
pub fn latest(sql: &mut impl Sql, dossier: &str, kind: Kind) -> Result<Option<Line>, StoreError> {
    let text = format!(
        "{SELECT} WHERE p.dossier_id = $1 AND p.kind = $2 AND p.cancelled_at IS NULL
        ORDER BY p.issued_at DESC, p.id DESC LIMIT 1"
    );
    sql.row(&text, params![dossier, kind.name()])?
        .as_ref()
        .map(Line::read)
        .transpose()
}

/// How many papers of a kind a dossier has, the cancelled ones among them.
///
/// # Errors
/// What the store answers.
pub fn count(sql: &mut impl Sql, dossier: &str, kind: Kind) -> Result<i64, StoreError> {
    let row = sql.row(
        "SELECT COUNT(*) AS n FROM paper WHERE dossier_id = $1 AND kind = $2",
        params![dossier, kind.name()],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// The dossiers that a list tells of.
///
/// # Errors
/// What the store answers.
pub fn listed(sql: &mut impl Sql, id: &str) -> Result<Vec<String>, StoreError> {
    let rows = sql.rows(
        "SELECT dossier_id FROM paper_dossier WHERE paper_id = $1 ORDER BY id",
        params![id],
    )?;
    rows.iter().map(|row| row.get("dossier_id")).collect()
}

/// A paper of this commune.
///
/// # Errors
/// Missing, also when it belongs to another commune.
pub fn find(sql: &mut impl Sql, agency: &str, id: &str) -> Result<Line, Error> {
    let text = format!("{SELECT} WHERE p.id = $1 AND p.agency = $2");
    let row = sql.row(&text, params![id, agency])?.ok_or(Error::Missing)?;
    Ok(Line::read(&row)?)
}

/// What a paper said when it was issued; none once it was erased by law.
///
/// # Errors
/// What the store answers.
pub fn tree(sql: &mut impl Sql, id: &str) -> Result<Option<Paper>, StoreError> {
    let row = sql.row("SELECT tree FROM paper_text WHERE id = $1", params![id])?;
    row.map(|row| {
        let tree: String = row.get("tree")?;
        serde_json::from_str(&tree)
            .map_err(|error| StoreError::Corrupt(format!("paper_text {id}: {error}")))
    })
    .transpose()
}
