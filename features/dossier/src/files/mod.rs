//! Attachments of a dossier: rows beside the bytes, which lie in the store under their SHA-256.
//! For officers who add and read them, and for the pages that show them beside a form.

mod attach;
mod ending;
mod open;
mod remove;
#[cfg(test)]
mod tests;

pub use attach::{attach, whole};

use domain::access::{Act, Actor};
use domain::moment::Moment;
use kit::{Routes, Upload};
use serde_json::json;
use store::{NewEvent, Row, Sql, StoreError, Tx, params};

use crate::act::side_event;
use crate::desk::Desk;
use crate::row::DossierRow;

/// Papers were added.
pub(crate) const ATTACHED: &str = "dossier.attached";
/// A paper added by mistake was taken off again.
pub(crate) const REMOVED: &str = "dossier.file_removed";

/// The pages of attachments.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cb/ho-so/{code}/tep", Act::OpenDossier, attach::page)
        .post("/cb/ho-so/{code}/tep", Act::Attach, attach::submit)
        .get("/cb/ho-so/{code}/tep/{id}", Act::OpenDossier, open::file)
        .get("/cb/ho-so/{code}/tep/{id}/go", Act::Attach, remove::page)
        .post("/cb/ho-so/{code}/tep/{id}/go", Act::Attach, remove::submit)
}

/// What an attachment is to the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// From the citizen.
    Citizen,
    /// Made while working on it.
    Work,
    /// The result itself.
    Result,
}

impl Kind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Citizen, Self::Work, Self::Result];

    /// The frozen name in storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Work => "work",
            Self::Result => "result",
        }
    }

    /// As officers say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Citizen => "Giấy tờ người dân nộp",
            Self::Work => "Giấy tờ trong khi giải quyết",
            Self::Result => "Kết quả",
        }
    }

    /// The kind of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its id.
    pub id: String,
    /// The paper it is a picture of, by its place in the dossier.
    pub paper_seq: Option<i64>,
    /// What it is to the dossier.
    pub kind: Kind,
    /// The name that people gave it.
    pub name: String,
    /// The address of its bytes.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Media type.
    pub mime: String,
    /// The account that added it.
    pub added_by: String,
    /// When.
    pub added_at: Moment,
}

impl File {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let kind: String = row.get("kind")?;
        Ok(Self {
            id: row.get("id")?,
            paper_seq: row.get("paper_seq")?,
            kind: Kind::from_name(&kind)
                .ok_or_else(|| StoreError::Corrupt(format!("dossier_file.kind: {kind}")))?,
            name: row.get("name")?,
            sha256: row.get("sha256")?,
            size: row.get("size")?,
            mime: row.get("mime")?,
            added_by: row.get("added_by")?,
            added_at: row.get("added_at")?,
        })
    }

    /// Whether a browser shows it as a picture; otherwise it is a PDF.
    pub fn is_image(&self) -> bool {
        self.mime.starts_with("image/")
    }

    /// `240 KB`, `1,3 MB`.
    pub fn size_vi(&self) -> String {
        let kb = (self.size + 1023) / 1024;
        if kb < 1024 {
            return format!("{kb} KB");
        }
        let tenths = kb * 10 / 1024;
        format!("{},{} MB", tenths / 10, tenths % 10)
    }
}

const COLUMNS: &str = "id, paper_seq, kind, name, sha256, size, mime, added_by, added_at";

/// The attachments of a dossier, oldest first.
///
/// # Errors
/// What the store answers.
pub fn of(sql: &mut impl Sql, dossier: &str) -> Result<Vec<File>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM dossier_file WHERE dossier_id = $1 ORDER BY added_at, name, id"
    );
    sql.rows(&text, params![dossier])?
        .iter()
        .map(File::read)
        .collect()
}

/// One attachment of this dossier; none if it has no such one.
///
/// # Errors
/// What the store answers.
pub fn one(sql: &mut impl Sql, dossier: &str, id: &str) -> Result<Option<File>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM dossier_file WHERE id = $1 AND dossier_id = $2");
    sql.row(&text, params![id, dossier])?
        .map(|row| File::read(&row))
        .transpose()
}

/// Binds a stored file to a dossier; answers the event to commit, which holds no name.
///
/// # Errors
/// What the store answers.
pub fn keep(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    row: &DossierRow,
    file: &Upload,
    kind: Kind,
    paper_seq: Option<i64>,
) -> Result<NewEvent, StoreError> {
    let digitises = digitises_result_of(tx, row, kind)?;
    let (id, salt) = (tx.new_id(), tx.salt());
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    tx.run(
        "INSERT INTO dossier_file(id, dossier_id, paper_seq, kind, name, sha256, size, mime, added_by, added_at, salt)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            &id,
            &row.id,
            paper_seq,
            kind.name(),
            &file.name,
            &file.sha256,
            size,
            file.kind.media_type(),
            &actor.user,
            desk.at,
            salt
        ],
    )?;
    tx.seal("dossier_file", &id);
    let mut data = json!({ "kind": kind.name(), "sha256": file.sha256, "size": size });
    if let Some(ended) = digitises {
        data["digitises_result_of"] = json!(ended.millis());
    }
    Ok(side_event(row, ATTACHED, data))
}

/// Whether the result of a dossier lies among its files.
///
/// # Errors
/// What the store answers.
pub(crate) fn has_result(sql: &mut impl Sql, dossier: &str) -> Result<bool, StoreError> {
    let text = "SELECT id FROM dossier_file WHERE dossier_id = $1 AND kind = $2 LIMIT 1";
    Ok(sql
        .row(text, params![dossier, Kind::Result.name()])?
        .is_some())
}

/// The end whose issued result gets its first electronic version with this file: what is attached
/// before the end is counted by the end itself.
fn digitises_result_of(
    sql: &mut impl Sql,
    row: &DossierRow,
    kind: Kind,
) -> Result<Option<Moment>, StoreError> {
    let issued = row.machine.ending.is_some_and(|ending| ending.issued);
    if kind != Kind::Result || !issued || has_result(sql, &row.id)? {
        return Ok(None);
    }
    Ok(row.machine.finished_at)
}
