//! The owner and the filer in the form of a correction: as taken down, as typed, and what differs.
//! For the form; numbers and telephones are read as at the counter.

use domain::citizen::{BirthDate, IdDocument, Phone};
use domain::dossier::CorrectedPart;
use domain::text::person_sort_key;
use kit::{FieldErrors, Fields, Result};
use store::{Sql as _, Tx, params};

use super::super::sheet::{Input, Typed};
use crate::parties::{Party, PartyRole};

/// The names and labels of one person's fields: name, birth, number, address, telephone, e-mail.
type Names = [(&'static str, &'static str); 6];

const OWNER: Names = [
    ("chu_ten", "Chủ hồ sơ: họ và tên"),
    ("chu_sinh", "Chủ hồ sơ: ngày sinh"),
    ("chu_so", "Chủ hồ sơ: số giấy tờ"),
    ("chu_noi_o", "Chủ hồ sơ: nơi ở"),
    ("chu_dien_thoai", "Chủ hồ sơ: điện thoại"),
    ("chu_thu", "Chủ hồ sơ: thư điện tử"),
];

const FILER: Names = [
    ("nop_ten", "Người nộp: họ và tên"),
    ("nop_sinh", "Người nộp: ngày sinh"),
    ("nop_so", "Người nộp: số giấy tờ"),
    ("nop_noi_o", "Người nộp: nơi ở"),
    ("nop_dien_thoai", "Người nộp: điện thoại"),
    ("nop_thu", "Người nộp: thư điện tử"),
];

const fn names(role: PartyRole) -> &'static Names {
    match role {
        PartyRole::Owner => &OWNER,
        PartyRole::Filer => &FILER,
    }
}

/// A person before and after.
pub(super) struct Corrected {
    role: PartyRole,
    before: Party,
    after: Party,
}

fn values(party: &Party) -> [String; 6] {
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        party.name.clone(),
        known(&party.birth),
        known(&party.document_number),
        party.address.clone(),
        known(&party.phone),
        known(&party.email),
    ]
}

/// The fields, filled in with what was taken down.
pub(super) fn inputs(role: PartyRole, party: &Party, typed: &Typed) -> Vec<Input> {
    let filled = names(role).iter().zip(values(party));
    filled
        .map(|((name, label), value)| Input::line(name, label, typed.or(name, value)))
        .collect()
}

/// Where nobody of this role was taken down, nothing of them can be corrected.
pub(super) fn none_to_correct(role: PartyRole, fields: &Fields, errors: &mut FieldErrors) {
    for (name, label) in names(role) {
        if fields.iter().any(|(sent, _)| sent == *name) {
            errors.add(
                *name,
                format!("{label}: hồ sơ này không có người nộp thay. Hãy sửa ở chủ hồ sơ"),
            );
        }
    }
}

/// The person as typed, or sentences beside the fields.
pub(super) fn read(
    role: PartyRole,
    before: &Party,
    fields: &Fields,
    errors: &mut FieldErrors,
) -> Corrected {
    let [name, birth, number, address, phone, email] = names(role);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let mut after = Party {
        name: fields.required(errors, name.0, name.1, 150),
        birth: some(fields.text(errors, birth.0, birth.1, 20)),
        document_number: some(fields.text(errors, number.0, number.1, 20)),
        address: fields.text(errors, address.0, address.1, 250),
        phone: some(fields.text(errors, phone.0, phone.1, 30)),
        email: some(fields.text(errors, email.0, email.1, 120)),
        ..before.clone()
    };
    // Why only what differs: what was taken down stands, even where rules have grown since.
    if after.birth != before.birth
        && let Some(typed) = &after.birth
    {
        let read = BirthDate::parse(typed).map_err(|why| why.to_string());
        after.birth = errors.check(birth.0, read).map(BirthDate::vi);
    }
    if after.document_number != before.document_number
        && let Some(typed) = &after.document_number
    {
        let read = match before.document_kind.as_str() {
            "cmnd" => IdDocument::cmnd(typed),
            "passport" => IdDocument::passport(typed),
            _ => IdDocument::cccd(typed),
        };
        let read = read.map_err(|why| why.to_string());
        if let Some(document) = errors.check(number.0, read) {
            after.document_number = document.number().map(str::to_owned);
            if before.document_kind == "none" {
                after.document_kind = "cccd".to_owned();
            }
        }
    }
    if after.phone != before.phone
        && let Some(typed) = &after.phone
    {
        let read = Phone::parse(typed).map_err(|why| why.to_string());
        after.phone = errors
            .check(phone.0, read)
            .map(|phone| phone.as_str().to_owned());
    }
    Corrected {
        role,
        before: before.clone(),
        after,
    }
}

impl Corrected {
    /// Each value that differs: part, label, before, after.
    pub(super) fn differences(&self) -> Vec<(CorrectedPart, String, String, String)> {
        let parts = [
            CorrectedPart::Parties,
            CorrectedPart::Parties,
            CorrectedPart::Parties,
            CorrectedPart::Parties,
            CorrectedPart::Contact,
            CorrectedPart::Contact,
        ];
        let both = values(&self.before).into_iter().zip(values(&self.after));
        parts
            .into_iter()
            .zip(names(self.role))
            .zip(both)
            .map(|((part, (_, label)), (before, after))| (part, (*label).to_owned(), before, after))
            .collect()
    }
}

/// Writes the person anew, with another salt: the former values cannot be guessed from the log.
pub(super) fn write(
    tx: &mut Tx<'_>,
    dossier: &str,
    role: PartyRole,
    one: &Corrected,
) -> Result<()> {
    if one.before == one.after {
        return Ok(());
    }
    let row = tx.row(
        "SELECT id FROM dossier_party WHERE dossier_id = $1 AND role = $2 ORDER BY id LIMIT 1",
        params![dossier, role.name()],
    )?;
    let id: String = row.ok_or(kit::Error::Missing)?.get("id")?;
    let (after, salt) = (&one.after, tx.salt());
    tx.run(
        "UPDATE dossier_party SET name = $2, name_key = $3, birth = $4, document_kind = $5,
            document_number = $6, address = $7, phone = $8, email = $9, salt = $10 WHERE id = $1",
        params![
            &id,
            &after.name,
            person_sort_key(&after.name),
            after.birth.clone(),
            &after.document_kind,
            after.document_number.clone(),
            &after.address,
            after.phone.clone(),
            after.email.clone(),
            salt
        ],
    )?;
    tx.seal("dossier_party", &id);
    Ok(())
}
