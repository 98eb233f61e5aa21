//! The people of a dossier: its owner, and whoever filed it for them.
//! Personal values, each row with its salt, read only by those who open the dossier.

use domain::text::{fold, person_sort_key};
use kit::Error;
use store::{Row, Sql, StoreError, Tx, params};

/// Whose part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyRole {
    /// Chủ hồ sơ.
    Owner,
    /// Người nộp, when that is somebody else.
    Filer,
}

impl PartyRole {
    /// The frozen name in storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Filer => "filer",
        }
    }
}

/// One person of a dossier. What is checked was checked before; what is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Full name, one field, never split.
    pub name: String,
    /// Date or year of birth as read: `05/02/1992`, `1992`.
    pub birth: Option<String>,
    /// `nam` or `nữ`, as the card says.
    pub gender: Option<String>,
    /// `cccd`, `cmnd`, `passport`, `none`.
    pub document_kind: String,
    /// Number of the document.
    pub document_number: Option<String>,
    /// Where they live.
    pub address: String,
    /// Telephone, `0912345678`.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// On what authority they act for the owner.
    pub authority: Option<String>,
}

/// Stores a person of a dossier.
///
/// # Errors
/// What the store answers.
pub fn insert(
    tx: &mut Tx<'_>,
    dossier: &str,
    role: PartyRole,
    party: &Party,
) -> Result<(), StoreError> {
    let id = tx.new_id();
    let salt = tx.salt();
    tx.run(
        "INSERT INTO dossier_party(id, dossier_id, role, name, name_key, birth, gender, document_kind,
            document_number, address, phone, email, authority, salt)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            &id,
            dossier,
            role.name(),
            &party.name,
            person_sort_key(&party.name),
            party.birth.clone(),
            party.gender.clone(),
            &party.document_kind,
            party.document_number.clone(),
            &party.address,
            party.phone.clone(),
            party.email.clone(),
            party.authority.clone(),
            salt
        ],
    )?;
    tx.seal("dossier_party", &id);
    Ok(())
}

/// The owner and, if somebody else filed it, the filer.
///
/// # Errors
/// Missing when there is no owner.
pub fn of(sql: &mut impl Sql, dossier: &str) -> Result<(Party, Option<Party>), Error> {
    let rows = sql.rows(
        "SELECT role, name, birth, gender, document_kind, document_number, address, phone, email, authority
        FROM dossier_party WHERE dossier_id = $1 ORDER BY role, id",
        params![dossier],
    )?;
    let (mut owner, mut filer) = (None, None);
    for row in &rows {
        let role: String = row.get("role")?;
        if role == "owner" {
            owner = Some(read(row)?)
        } else {
            filer = Some(read(row)?)
        }
    }
    Ok((owner.ok_or(Error::Missing)?, filer))
}

fn read(row: &Row) -> Result<Party, StoreError> {
    Ok(Party {
        name: row.get("name")?,
        birth: row.get("birth")?,
        gender: row.get("gender")?,
        document_kind: row.get("document_kind")?,
        document_number: row.get("document_number")?,
        address: row.get("address")?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        authority: row.get("authority")?,
    })
}

/// Writes the search text of a dossier anew: codes, names, numbers, telephones, all folded.
///
/// # Errors
/// What the store answers.
pub fn index(tx: &mut Tx<'_>, row: &crate::row::DossierRow) -> Result<(), Error> {
    let (owner, filer) = of(tx, &row.id)?;
    let mut words = vec![row.tracking.clone(), row.procedure_code.clone()];
    words.extend(row.machine.code.clone());
    for party in [Some(&owner), filer.as_ref()].into_iter().flatten() {
        words.push(party.name.clone());
        words.extend(party.document_number.clone());
        words.extend(party.phone.clone());
    }
    let text = format!(" {} ", fold(&words.join(" ")));
    tx.run(
        "INSERT INTO dossier_search(dossier_id, agency, text, owner_key) VALUES ($1, $2, $3, $4)
        ON CONFLICT (dossier_id) DO UPDATE SET text = excluded.text, owner_key = excluded.owner_key",
        params![&row.id, &row.agency, text.as_str(), person_sort_key(&owner.name)],
    )?;
    crate::words::keep(tx, &row.agency, &row.id, &text)?;
    Ok(())
}
