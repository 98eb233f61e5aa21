//! The people on the form: who stands at the counter, and whose matter it is.
//! Every refusal names the field and says what to do.

use domain::citizen::{BirthDate, Gender, IdDocument, Phone};
use dossier::Party;
use jiff::civil::Date;
use kit::{FieldErrors, Fields};

use crate::typed::gender_value;

const NAME_MAX: usize = 150;
const ADDRESS_MAX: usize = 250;
const EMAIL_MAX: usize = 120;
const REASON_MAX: usize = 200;

/// The people of a filing, and what must be remembered about them in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct People {
    pub owner: Party,
    pub filer: Option<Party>,
    /// Why somebody shows no paper of identity.
    pub remarks: Vec<String>,
}

/// The fields about the owner; if any is filled, the dossier is filed for somebody else.
const OWNER: [&str; 5] = [
    "owner_name",
    "owner_birth",
    "owner_gender",
    "owner_number",
    "authority",
];

/// Whether the one at the counter files for somebody else.
pub(crate) fn is_for_another(fields: &Fields) -> bool {
    OWNER.iter().any(|name| fields.has(name))
}

/// Reads the people, noting what is wrong with each field.
pub(crate) fn read(fields: &Fields, today: Date, errors: &mut FieldErrors) -> People {
    let mut remarks = Vec::new();
    let person = at_the_counter(fields, today, errors, &mut remarks);
    if !is_for_another(fields) {
        return People {
            owner: person,
            filer: None,
            remarks,
        };
    }
    let owner = owner(fields, today, errors, &person);
    let authority = fields.required(
        errors,
        "authority",
        "Quan hệ hoặc giấy ủy quyền",
        REASON_MAX,
    );
    let filer = Party {
        authority: Some(authority),
        ..person
    };
    if owner.document_kind == "none" && owner.birth.is_some() {
        remarks.push("Chủ hồ sơ chưa có giấy tờ tùy thân".to_owned());
    }
    People {
        owner,
        filer: Some(filer),
        remarks,
    }
}

fn at_the_counter(
    fields: &Fields,
    today: Date,
    errors: &mut FieldErrors,
    remarks: &mut Vec<String>,
) -> Party {
    let no_paper = fields.text(errors, "no_paper", "Lý do không có giấy tờ", REASON_MAX);
    let document = match fields.get("number") {
        "" if no_paper.is_empty() => {
            errors.add(
                "number",
                "Hãy quét thẻ hoặc nhập số định danh. Nếu không có giấy tờ, mở «Thông tin thêm» và ghi lý do",
            );
            None
        }
        "" => {
            remarks.push(format!("Người nộp không có giấy tờ tùy thân: {no_paper}"));
            IdDocument::none(&no_paper).ok()
        }
        // A scan that could not be read has its own sentence already.
        typed if errors.has("number") || typed.contains('|') => None,
        typed => errors.check(
            "number",
            IdDocument::parse(typed).map_err(|why| why.to_string()),
        ),
    };
    let name = name(fields, errors, "name", "Họ và tên");
    let birth = birth(fields, errors, "birth", today, no_paper.is_empty());
    let address = fields.required(errors, "address", "Nơi cư trú", ADDRESS_MAX);
    Party {
        name,
        birth: birth.map(BirthDate::vi),
        gender: gender(fields.get("gender")),
        document_kind: kind(document.as_ref()).to_owned(),
        document_number: document.and_then(|document| document.number().map(str::to_owned)),
        address,
        phone: phone(fields, errors),
        email: email(fields, errors),
        authority: None,
    }
}

fn owner(fields: &Fields, today: Date, errors: &mut FieldErrors, filer: &Party) -> Party {
    let name = name(fields, errors, "owner_name", "Họ và tên chủ hồ sơ");
    let birth = birth(fields, errors, "owner_birth", today, false);
    let document = match fields.get("owner_number") {
        "" => None,
        typed => errors.check(
            "owner_number",
            IdDocument::parse(typed).map_err(|why| why.to_string()),
        ),
    };
    Party {
        name,
        birth: birth.map(BirthDate::vi),
        gender: gender(fields.get("owner_gender")),
        document_kind: kind(document.as_ref()).to_owned(),
        document_number: document.and_then(|document| document.number().map(str::to_owned)),
        address: filer.address.clone(),
        phone: None,
        email: None,
        authority: None,
    }
}

/// A name in one line. Names of organisations hold digits and signs, so only what no name holds is refused.
fn name(fields: &Fields, errors: &mut FieldErrors, field: &str, label: &str) -> String {
    let name = fields.required(errors, field, label, NAME_MAX);
    let strange = |letter: char| {
        let usual = letter.is_alphanumeric() || letter == ' ' || letter.is_ascii_punctuation();
        !(usual || matches!(letter, '’' | '‘' | '“' | '”' | '–'))
            || matches!(letter, '<' | '>' | '|' | '{' | '}')
    };
    if let Some(odd) = name.chars().find(|letter| strange(*letter)) {
        errors.add(
            field,
            format!("{label} có ký tự «{odd}». Hãy ghi đúng như trên giấy tờ, chỉ gồm chữ"),
        );
    } else if !name.is_empty() && !name.chars().any(char::is_alphabetic) {
        errors.add(
            field,
            format!("{label} «{name}» không có chữ cái nào. Hãy ghi đúng như trên giấy tờ"),
        );
    }
    name
}

fn birth(
    fields: &Fields,
    errors: &mut FieldErrors,
    field: &str,
    today: Date,
    is_required: bool,
) -> Option<BirthDate> {
    match fields.get(field) {
        "" if is_required => {
            errors.add(
                field,
                "Hãy điền ngày sinh; giấy tờ chỉ có năm thì ghi năm, ví dụ 1950",
            );
            None
        }
        "" => None,
        typed => {
            let read = BirthDate::parse(typed).and_then(|birth| birth.not_after(today));
            errors.check(field, read.map_err(|why| why.to_string()))
        }
    }
}

fn gender(sent: &str) -> Option<String> {
    [Gender::Male, Gender::Female]
        .into_iter()
        .find(|gender| gender_value(*gender) == sent)
        .map(|gender| gender.to_string())
}

fn phone(fields: &Fields, errors: &mut FieldErrors) -> Option<String> {
    let typed = Some(fields.get("phone")).filter(|typed| !typed.is_empty())?;
    let phone = errors.check("phone", Phone::parse(typed).map_err(|why| why.to_string()))?;
    Some(phone.as_str().to_owned())
}

fn email(fields: &Fields, errors: &mut FieldErrors) -> Option<String> {
    let email = fields.text(errors, "email", "Thư điện tử", EMAIL_MAX);
    if email.is_empty() {
        return None;
    }
    let halves = email
        .split_once('@')
        .filter(|(name, host)| !name.is_empty() && host.contains('.'));
    if halves.is_none() || email.contains(' ') {
        errors.add(
            "email",
            format!("Thư điện tử «{email}» chưa đủ. Hãy viết như ten@vidu.vn, hoặc để trống"),
        );
    }
    Some(email)
}

/// The frozen name of a document's kind in storage.
const fn kind(document: Option<&IdDocument>) -> &'static str {
    match document {
        Some(IdDocument::Cccd { .. }) => "cccd",
        Some(IdDocument::Cmnd { .. }) => "cmnd",
        Some(IdDocument::Passport { .. }) => "passport",
        Some(IdDocument::None { .. }) | None => "none",
    }
}

/// What a careful officer would ask: the number tells another year or sex than was typed.
pub(crate) fn doubt(fields: &Fields) -> Option<String> {
    let Ok(IdDocument::Cccd { number }) = IdDocument::parse(fields.get("number")) else {
        return None;
    };
    let gender = [Gender::Male, Gender::Female]
        .into_iter()
        .find(|gender| gender_value(*gender) == fields.get("gender"));
    number.doubt(BirthDate::parse(fields.get("birth")).ok(), gender)
}

/// The fields with the one at the counter taken over from an earlier dossier.
pub(crate) fn prefilled(party: &Party) -> Vec<(&'static str, String)> {
    let gender = match party.gender.as_deref() {
        Some("Nam") => "nam",
        Some("Nữ") => "nu",
        _ => "",
    };
    vec![
        ("number", party.document_number.clone().unwrap_or_default()),
        ("name", party.name.clone()),
        ("birth", party.birth.clone().unwrap_or_default()),
        ("gender", gender.to_owned()),
        ("address", party.address.clone()),
        ("phone", party.phone.clone().unwrap_or_default()),
        ("email", party.email.clone().unwrap_or_default()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2023, 11, 23);

    fn typed<'a>(changes: &[(&'a str, &'a str)]) -> Fields {
        let usual = [
            ("number", "030192004217"),
            ("name", "Nguyễn Thị Ánh"),
            ("birth", "5/2/1992"),
            ("address", "Thôn 3, xã Quang Khải"),
            ("phone", "0912 345 678"),
        ];
        let kept = usual
            .into_iter()
            .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        Fields::of(kept.chain(changes.iter().copied()).collect::<Vec<_>>())
    }

    fn read_of(changes: &[(&str, &str)]) -> (People, FieldErrors) {
        let mut errors = FieldErrors::new();
        let people = read(&typed(changes), TODAY, &mut errors);
        (people, errors)
    }

    #[test]
    fn every_paper_of_identity_is_known_by_its_number() {
        for (number, kind) in [
            ("0301 9200 4217", "cccd"),
            ("142567890", "cmnd"),
            ("c1234567", "passport"),
        ] {
            let (people, errors) = read_of(&[("number", number)]);
            assert!(errors.is_empty(), "{errors:?}");
            assert_eq!(people.owner.document_kind, kind);
        }
        let (people, errors) = read_of(&[
            ("number", ""),
            ("no_paper", "mất giấy tờ do lũ"),
            ("birth", "1950"),
        ]);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(
            (
                people.owner.document_kind.as_str(),
                people.owner.document_number
            ),
            ("none", None)
        );
        assert!(people.remarks[0].contains("lũ"));
        assert_eq!(people.owner.birth.as_deref(), Some("1950"));
    }

    #[test]
    fn a_mother_files_for_her_newborn() {
        let (people, errors) = read_of(&[
            ("owner_name", "Trần Minh Khôi"),
            ("owner_birth", "20/11/2023"),
            ("owner_gender", "nam"),
            ("authority", "mẹ đẻ"),
        ]);
        assert!(errors.is_empty(), "{errors:?}");
        let filer = people.filer.expect("a filer");
        assert_eq!(
            (people.owner.name.as_str(), people.owner.gender.as_deref()),
            ("Trần Minh Khôi", Some("Nam"))
        );
        assert_eq!(people.owner.address, filer.address);
        assert_eq!(
            (filer.name.as_str(), filer.authority.as_deref()),
            ("Nguyễn Thị Ánh", Some("mẹ đẻ"))
        );
    }

    #[test]
    fn bad_input_of_every_kind_gets_its_own_sentence() {
        let long = "Nguyễn ".repeat(80);
        for (field, value, says) in [
            ("number", "03019200421", "đủ 12 chữ số"),
            ("number", "", "quét thẻ"),
            ("name", "", "Hãy điền họ và tên"),
            ("name", "Ánh 😀", "😀"),
            ("name", "<b>Ánh</b>", "«<»"),
            ("name", "12345", "không có chữ cái"),
            ("name", long.as_str(), "tối đa 150"),
            ("birth", "31/2/1992", "31"),
            ("birth", "24/11/2023", "sau ngày hôm nay"),
            ("birth", "", "ngày sinh"),
            ("address", "", "nơi cư trú"),
            ("phone", "0912", "10 chữ số"),
            ("email", "anh@", "ten@vidu.vn"),
        ] {
            let (_, errors) = read_of(&[(field, value)]);
            assert!(
                errors.of(field).contains(says),
                "{field}={value}: {errors:?}"
            );
            assert_eq!(errors.len(), 1, "{field}={value}: {errors:?}");
        }
        let (_, errors) = read_of(&[("owner_name", "Trần Minh Khôi")]);
        assert!(errors.of("authority").contains("ủy quyền"));
    }

    #[test]
    fn a_number_that_tells_another_year_is_doubted() {
        assert!(
            doubt(&typed(&[("birth", "1993")]))
                .expect("a doubt")
                .contains("1992")
        );
        assert_eq!(doubt(&typed(&[("gender", "nu")])), None);
        assert!(doubt(&typed(&[("gender", "nam")])).is_some());
    }
}
