//! A unit as the form types it: read with clear sentences, and shown again as it was.
//! For the page of one unit and for a new one.

use domain::agency::{Agency, AgencyId, AgencyKind};
use domain::code::AgencyCode;
use domain::regime::Confidence;
use domain::text::{date_vi, slug, sort_key};
use kit::{Choice, FieldErrors, Fields, Law};

use crate::form::{day, typed_day};

const NAME_MAX: usize = 60;
const LINE_MAX: usize = 120;

/// Heirs that the form has room for.
pub(crate) const HEIRS: [&str; 3] = ["ke_tuc_1", "ke_tuc_2", "ke_tuc_3"];

const KINDS: [(AgencyKind, &str, &str); 5] = [
    (AgencyKind::Commune, "xa", "Xã"),
    (AgencyKind::Township, "thi_tran", "Thị trấn"),
    (AgencyKind::District, "huyen", "Huyện"),
    (AgencyKind::Province, "tinh", "Tỉnh"),
    (
        AgencyKind::City,
        "thanh_pho",
        "Thành phố trực thuộc trung ương",
    ),
];

/// The form of a unit.
pub(crate) fn of(unit: &Agency) -> Fields {
    let kind = KINDS.iter().find(|(kind, ..)| *kind == unit.kind);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut pairs = vec![
        ("loai", kind.map_or("xa", |(_, name, _)| name).to_owned()),
        ("dia_danh", unit.place_vi.clone()),
        (
            "cap_tren",
            unit.parent
                .as_ref()
                .map_or_else(String::new, |id| id.0.clone()),
        ),
        ("ma_thong_ke", text(&unit.gso_code)),
        (
            "ma_ho_so",
            unit.code_part
                .as_ref()
                .map_or_else(String::new, |code| code.old_order().to_owned()),
        ),
        ("dien_thoai", text(&unit.phone)),
        ("dia_chi", text(&unit.address)),
        ("bat_dau", typed_day(unit.valid_from)),
        ("ket_thuc", typed_day(unit.valid_to)),
    ];
    if unit.code_part.is_some() && !unit.code_unverified {
        pairs.push(("ma_chac", "1".to_owned()));
    }
    for (field, heir) in HEIRS.iter().zip(&unit.successors) {
        pairs.push((field, heir.0.clone()));
    }
    Fields::of(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

/// The unit that the form says; `known` is the one said anew, none for a new one.
pub(crate) fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    known: Option<&Agency>,
    law: &Law,
) -> Option<Agency> {
    let kind = KINDS
        .iter()
        .find(|(_, name, _)| *name == fields.get("loai"));
    if kind.is_none() {
        errors.add("loai", kit::words::choose("Loại đơn vị"));
    }
    let place_vi = fields.required(errors, "dia_danh", "Tên riêng", NAME_MAX);
    let code_part = match fields.get("ma_ho_so") {
        "" => None,
        typed => errors.check("ma_ho_so", AgencyCode::parse(typed)),
    };
    let valid_from = errors
        .check("bat_dau", day(fields.get("bat_dau")))
        .flatten();
    let valid_to = errors
        .check("ket_thuc", day(fields.get("ket_thuc")))
        .flatten();
    let parent = match fields.get("cap_tren") {
        "" => None,
        id => Some(AgencyId(id.to_owned())),
    };
    let successors = heirs(fields, errors, valid_to.is_some());
    let phone = fields.text(errors, "dien_thoai", "Điện thoại", NAME_MAX);
    let address = fields.text(errors, "dia_chi", "Địa chỉ", LINE_MAX);
    let gso_code = gso_code(fields, errors);
    if known.is_none() && valid_from.is_none() {
        errors.add("bat_dau", kit::words::fill_in("Ngày bắt đầu"));
    }
    let (kind, _, kind_vi) = *kind?;
    if !errors.is_empty() {
        return None;
    }
    let kind_vi = if kind == AgencyKind::City {
        "Thành phố"
    } else {
        kind_vi
    };
    let name_vi = format!("{kind_vi} {place_vi}");
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    Some(Agency {
        id: known.map_or_else(|| new_id(&name_vi, law), |known| known.id.clone()),
        name_vi,
        kind,
        place_vi,
        parent,
        gso_code,
        code_unverified: code_part.is_some() && !fields.has("ma_chac"),
        code_part,
        valid_from,
        valid_to,
        successors,
        phone: some(phone),
        address: some(address),
        confidence: Confidence::Verified,
        note_vi: known.and_then(|known| known.note_vi.clone()),
    })
}

fn heirs(fields: &Fields, errors: &mut FieldErrors, has_end: bool) -> Vec<AgencyId> {
    let mut heirs: Vec<AgencyId> = Vec::new();
    for field in HEIRS {
        let heir = AgencyId(fields.get(field).to_owned());
        if !heir.0.is_empty() && !heirs.contains(&heir) {
            heirs.push(heir);
        }
    }
    if !heirs.is_empty() && !has_end {
        errors.add(
            "ket_thuc",
            "Đã chọn đơn vị kế tục nhưng chưa có ngày kết thúc. Hãy điền ngày cuối cùng của đơn vị này",
        );
    }
    heirs
}

fn gso_code(fields: &Fields, errors: &mut FieldErrors) -> Option<String> {
    let typed = fields.get("ma_thong_ke");
    let is_code = (2..=5).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit());
    if !typed.is_empty() && !is_code {
        errors.add(
            "ma_thong_ke",
            format!("Mã thống kê «{typed}» phải gồm 2 đến 5 chữ số, như 11116. Hãy xem lại"),
        );
    }
    Some(typed.to_owned()).filter(|typed| !typed.is_empty())
}

/// `xa_tu_ky`, or `xa_tu_ky_2` where that one is taken.
fn new_id(name_vi: &str, law: &Law) -> AgencyId {
    let first = slug(name_vi).replace('-', "_");
    let is_taken = |id: &str| law.agencies.get(id).is_some();
    if !is_taken(&first) {
        return AgencyId(first);
    }
    let id = (2..)
        .map(|nth| format!("{first}_{nth}"))
        .find(|id| !is_taken(id));
    AgencyId(id.expect("numbers do not end"))
}

/// The kinds to choose from.
pub(crate) fn kinds(chosen: &str) -> Vec<Choice> {
    KINDS
        .iter()
        .map(|(_, name, label)| Choice::new(*name, *label, chosen))
        .collect()
}

/// The units to choose from, with their days; `none` is the first line.
pub(crate) fn units(law: &Law, none: &str, chosen: &str, but: &str) -> Vec<Choice> {
    let mut units: Vec<&Agency> = law
        .agencies
        .all()
        .iter()
        .filter(|unit| unit.id.as_str() != but)
        .collect();
    units.sort_by_cached_key(|unit| sort_key(&unit.name_vi));
    let label = |unit: &Agency| match unit.valid_from {
        Some(from) => format!("{} (từ {})", unit.name_vi, date_vi(from)),
        None => unit.name_vi.clone(),
    };
    let every = units
        .into_iter()
        .map(|unit| Choice::new(unit.id.as_str(), label(unit), chosen));
    std::iter::once(Choice::new("", none, chosen))
        .chain(every)
        .collect()
}
