//! A fee as the form types it: amount, caps, exemptions, basis; read with clear sentences.
//! For the page of a new version.

use domain::code::ProcedureCode;
use domain::fee::{Amount, Exemption, FeeKind, FeeRule, Online, Per, Tier};
use domain::money::{Dong, grouped};
use domain::regime::Confidence;
use domain::text::slug;
use jiff::civil::Date;
use kit::{Choice, FieldErrors, Fields, Law};

use crate::form::{day, typed_day};

const NAME_MAX: usize = 120;
const TEXT_MAX: usize = 300;

/// Tiers of pages that the form has room for.
pub(crate) const TIERS: [(&str, &str); 3] = [
    ("bac_1_tu", "bac_1_dong"),
    ("bac_2_tu", "bac_2_dong"),
    ("bac_3_tu", "bac_3_dong"),
];

const PER: [(Per, &str, &str); 3] = [
    (Per::Case, "viec", "Mỗi việc, mỗi hợp đồng"),
    (Per::Copy, "ban", "Mỗi bản"),
    (Per::ExtraCopy, "ban_them", "Mỗi bản xin thêm"),
];

/// The form of a rule; `typed` money is in groups of three.
pub(crate) fn of(rule: &FeeRule, first: Option<Date>) -> Fields {
    let mut pairs: Vec<(&str, String)> = vec![
        ("ten", rule.name_vi.clone()),
        ("loai_thu", kind_name(rule.kind).to_owned()),
        ("thu_tuc", rule.procedure_codes.join(", ")),
        ("tu_ngay", typed_day(first)),
        ("den_ngay", String::new()),
        (
            "mien_thuong",
            rule.usual_exemption.clone().unwrap_or_default(),
        ),
        ("luu_y", rule.note_vi.clone().unwrap_or_default()),
    ];
    match &rule.amount {
        Amount::Flat { dong, unit_vi, per } => {
            let per = PER.iter().find(|(known, ..)| known == per);
            pairs.extend([
                ("cach", "co_dinh".to_owned()),
                ("muc", grouped(dong.0)),
                ("don_vi", unit_vi.clone()),
                ("moi", per.map_or("viec", |(_, name, _)| name).to_owned()),
            ]);
        }
        Amount::PagesCopies {
            tiers,
            max_per_copy,
        } => {
            pairs.push(("cach", "trang".to_owned()));
            pairs.push(("toi_da", grouped(max_per_copy.0)));
            for ((from, dong), tier) in TIERS.iter().zip(tiers) {
                pairs.push((from, tier.from_page.to_string()));
                pairs.push((dong, grouped(tier.dong_per_page.0)));
            }
        }
        Amount::Free => pairs.push(("cach", "khong".to_owned())),
        Amount::Unknown { why_vi } => {
            pairs.push(("cach", "chua_ro".to_owned()));
            pairs.push(("vi_sao", why_vi.clone()));
        }
    }
    match rule.online {
        Online::Same => {}
        Online::Dong(dong) => pairs.push(("truc_tuyen", grouped(dong.0))),
        Online::Unknown => {}
    }
    let exemptions = rule.exemptions.iter().map(|one| ("mien", one.id.clone()));
    pairs.extend(exemptions);
    Fields::of(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

fn kind_name(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Phi => "phi",
        FeeKind::LePhi => "le_phi",
        FeeKind::None => "khong_thu",
    }
}

/// How a fee may be charged.
pub(crate) fn ways(chosen: &str) -> Vec<Choice> {
    [
        ("co_dinh", "Một mức cho mỗi đơn vị"),
        ("trang", "Theo số trang, có mức tối đa mỗi bản"),
        ("khong", "Không thu"),
        ("chua_ro", "Có thu nhưng chưa xác định được mức"),
    ]
    .map(|(value, label)| Choice::new(value, label, chosen))
    .into()
}

pub(crate) fn kinds(chosen: &str) -> Vec<Choice> {
    [("phi", "Phí"), ("le_phi", "Lệ phí")]
        .map(|(value, label)| Choice::new(value, label, chosen))
        .into()
}

pub(crate) fn per(chosen: &str) -> Vec<Choice> {
    PER.iter()
        .map(|(_, value, label)| Choice::new(*value, *label, chosen))
        .collect()
}

/// The rule that the form says; `known` is the one of which this is a new version.
pub(crate) fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    known: Option<&FeeRule>,
    (law, basis): (&Law, String),
) -> Option<FeeRule> {
    let name_vi = fields.required(errors, "ten", "Tên khoản thu", NAME_MAX);
    let kind = match known {
        Some(known) => known.kind,
        None if fields.get("loai_thu") == "phi" => FeeKind::Phi,
        None => FeeKind::LePhi,
    };
    let procedure_codes = codes(fields, errors, law);
    let amount = amount(fields, errors);
    let online = online(fields, errors);
    let exemptions = exemptions(fields, errors, law);
    let from = crate::form::required_day(fields, errors, "tu_ngay", "Thu từ ngày");
    let valid_to = errors
        .check("den_ngay", day(fields.get("den_ngay")))
        .flatten();
    let note = fields.text(errors, "luu_y", "Lưu ý cho người thu", TEXT_MAX);
    let usual = fields.get("mien_thuong").to_owned();
    let usual_exemption = Some(usual).filter(|id| exemptions.iter().any(|one| one.id == *id));
    let (from, amount) = (from?, amount?);
    if !errors.is_empty() {
        return None;
    }
    let id = new_id(law, &root(known, &name_vi), from);
    // A fee that was free without a kind becomes one of a kind when it is charged.
    let kind = match (kind, &amount) {
        (FeeKind::None, Amount::Free) => FeeKind::None,
        (FeeKind::None, _) => FeeKind::LePhi,
        (kind, _) => kind,
    };
    Some(FeeRule {
        id,
        name_vi,
        procedure_codes,
        kind,
        source: basis.clone(),
        basis,
        amount,
        online,
        exemptions,
        usual_exemption,
        valid_from: Some(from),
        valid_to,
        confidence: Confidence::Verified,
        note_vi: Some(note).filter(|note| !note.is_empty()),
    })
}

/// `trich_luc@2023-12-01`, and `trich_luc@2023-12-01.2` for a second version of one day.
fn new_id(law: &Law, root: &str, from: Date) -> String {
    let first = format!("{root}@{from}");
    let is_taken = |id: &str| law.fees.as_slice().iter().any(|rule| rule.id == id);
    if !is_taken(&first) {
        return first;
    }
    (2..)
        .map(|nth| format!("{first}.{nth}"))
        .find(|id| !is_taken(id))
        .expect("numbers do not end")
}

/// The name that all versions of a fee share.
pub(crate) fn root(known: Option<&FeeRule>, name_vi: &str) -> String {
    known.map_or_else(
        || slug(name_vi).replace('-', "_"),
        |known| {
            let id = known.id.split(['@', '~']).next();
            id.unwrap_or(&known.id).to_owned()
        },
    )
}

fn codes(fields: &Fields, errors: &mut FieldErrors, law: &Law) -> Vec<String> {
    let typed = fields.get("thu_tuc");
    let mut codes: Vec<String> = Vec::new();
    for part in typed
        .split([',', ';', ' ', '\n'])
        .filter(|part| !part.is_empty())
    {
        match ProcedureCode::parse(part) {
            Ok(code)
                if law
                    .catalogue
                    .versions()
                    .all(|one| one.code != code.national()) =>
            {
                errors.add(
                    "thu_tuc",
                    format!("Không có thủ tục mã «{part}» trong danh mục. Hãy xem lại mã"),
                );
            }
            Ok(code) if !codes.iter().any(|known| known == code.national()) => {
                codes.push(code.national().to_owned());
            }
            Ok(_) => {}
            Err(sentence) => errors.add("thu_tuc", sentence),
        }
    }
    if codes.is_empty() && !errors.has("thu_tuc") {
        errors.add("thu_tuc", kit::words::fill_in("Mã thủ tục"));
    }
    codes
}

fn dong(fields: &Fields, errors: &mut FieldErrors, name: &str, label: &str) -> Option<Dong> {
    match fields.get(name) {
        "" => {
            errors.add(name, kit::words::fill_in(label));
            None
        }
        typed => errors.check(name, Dong::parse(typed)),
    }
}

fn amount(fields: &Fields, errors: &mut FieldErrors) -> Option<Amount> {
    match fields.get("cach") {
        "co_dinh" => {
            let unit_vi = fields.required(errors, "don_vi", "Đơn vị tính", NAME_MAX);
            let per = PER.iter().find(|(_, name, _)| *name == fields.get("moi"));
            Some(Amount::Flat {
                dong: dong(fields, errors, "muc", "Mức thu")?,
                unit_vi,
                per: per.map_or(Per::Case, |(per, ..)| *per),
            })
        }
        "trang" => Some(Amount::PagesCopies {
            tiers: tiers(fields, errors),
            max_per_copy: dong(fields, errors, "toi_da", "Mức tối đa mỗi bản")?,
        }),
        "khong" => Some(Amount::Free),
        "chua_ro" => Some(Amount::Unknown {
            why_vi: fields.required(errors, "vi_sao", "Vì sao chưa xác định", TEXT_MAX),
        }),
        _ => {
            errors.add("cach", kit::words::choose("Cách thu"));
            None
        }
    }
}

fn tiers(fields: &Fields, errors: &mut FieldErrors) -> Vec<Tier> {
    let mut tiers = Vec::new();
    for (from, price) in TIERS {
        if fields.get(from).is_empty() && fields.get(price).is_empty() {
            continue;
        }
        let from_page = fields.count(errors, from, "Từ trang", (1, 10_000));
        if let Some(dong_per_page) = dong(fields, errors, price, "Giá mỗi trang") {
            tiers.push(Tier {
                from_page,
                dong_per_page,
            });
        }
    }
    if tiers.is_empty() {
        errors.add(
            "bac_1_tu",
            "Hãy điền ít nhất một bậc: từ trang 1, mỗi trang bao nhiêu đồng",
        );
    }
    tiers
}

fn online(fields: &Fields, errors: &mut FieldErrors) -> Online {
    let typed = fields.get("truc_tuyen");
    if typed.is_empty() || fields.get("cach") != "co_dinh" {
        return Online::Same;
    }
    errors
        .check("truc_tuyen", Dong::parse(typed))
        .map_or(Online::Same, Online::Dong)
}

fn exemptions(fields: &Fields, errors: &mut FieldErrors, law: &Law) -> Vec<Exemption> {
    let known = law.fees.known_exemptions().iter();
    let mut chosen: Vec<Exemption> = known
        .filter(|one| fields.all("mien").any(|id| id == one.id))
        .cloned()
        .collect();
    let name = fields.text(errors, "mien_moi", "Diện miễn mới", NAME_MAX);
    if !name.is_empty() {
        let basis = fields.required(errors, "mien_moi_can_cu", "Căn cứ của diện miễn", NAME_MAX);
        let evidence = fields.required(errors, "mien_moi_giay", "Giấy chứng minh", NAME_MAX);
        chosen.push(Exemption {
            id: slug(&name).replace('-', "_"),
            name_vi: name,
            basis,
            evidence_vi: evidence,
            confidence: Confidence::Verified,
        });
    }
    chosen
}
