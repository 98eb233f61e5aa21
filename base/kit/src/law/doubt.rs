//! How sure the law's facts are, one by one: units, fees, days off, regimes, forms, procedures.
//! For the owner's list of what is not verified; a fact read in a document is sure from then on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::fee::{Amount, FeeRule};
use domain::procedure::{Catalogue, Procedure, Sure};
use domain::regime::{Confidence, national};
use domain::text::date_vi;
use jiff::civil::Date;

use super::Law;
use super::assemble::Read;
use super::change::Change;
use super::parts::{PARTS, Part, procedures};

/// What a fact is about; the headings of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactGroup {
    /// Units and their codes.
    Agencies,
    /// Fees and who need not pay.
    Fees,
    /// Days off and office hours.
    Calendar,
    /// The law's dated switches.
    Regimes,
    /// Declaration forms.
    Forms,
    /// Procedures, part by part.
    Procedures,
}

impl FactGroup {
    /// Every group, in the order of the page, with its name in addresses and its heading.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Agencies, "don-vi", "Đơn vị"),
        (Self::Fees, "phi", "Phí, lệ phí"),
        (Self::Calendar, "lich", "Lịch nghỉ, giờ làm việc"),
        (Self::Regimes, "che-do", "Chế độ pháp lý theo thời gian"),
        (Self::Forms, "to-khai", "Tờ khai"),
        (Self::Procedures, "thu-tuc", "Thủ tục"),
    ];
}

/// One fact of the law, with how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Stable name: `fee:khai_sinh`.
    pub key: String,
    /// What it is about.
    pub group: FactGroup,
    /// What it is called.
    pub name: String,
    /// What it says; a confirmation holds as long as it says this.
    pub says: String,
    /// When it holds, in words.
    pub holds: String,
    /// How sure it is.
    pub sure: Confidence,
    /// Where it comes from.
    pub source: String,
    /// A page that shows it.
    pub href: String,
    /// Where people meet it, in words.
    pub shown: &'static str,
    /// Whether a document alone makes it sure; a draft without a code needs a version with one.
    pub can_be_confirmed: bool,
}

/// Every fact that carries a mark of how sure it is.
pub fn facts(law: &Law) -> Vec<Fact> {
    let mut facts = agencies(law);
    facts.extend(fees(law));
    facts.extend(calendar(law));
    facts.extend(regimes());
    facts.extend(forms(law));
    facts.extend(procedures(law));
    for fact in &mut facts {
        if law.confirmed.get(&fact.key) == Some(&fact.says) {
            fact.sure = Confidence::Verified;
        }
    }
    facts
}

/// Takes the confirmations into the law: what they name and still says the same is sure.
pub(super) fn confirm(law: &mut Law, read: &[Read<'_>]) {
    let confirmed: BTreeMap<String, String> = read
        .iter()
        .filter_map(|(change, said)| match said {
            Change::Confirmation(one) => Some((change.subject.clone(), one.says.clone())),
            _ => None,
        })
        .collect();
    law.confirmed = confirmed;
    if law.confirmed.is_empty() {
        return;
    }
    let sure: BTreeSet<String> = facts(law)
        .into_iter()
        .filter(|fact| law.confirmed.get(&fact.key) == Some(&fact.says))
        .map(|fact| fact.key)
        .collect();
    law.fees = law.fees.clone().confirmed(
        |rule| sure.contains(&format!("fee:{}", rule.id)),
        |exemption| sure.contains(&format!("exemption:{}", exemption.id)),
    );
    for notice in &mut law.notices {
        if sure.contains(&format!("notice:{}", notice.year)) {
            "V".clone_into(&mut notice.confidence);
        }
    }
    law.forms = law
        .forms
        .clone()
        .confirmed(|form| sure.contains(&format!("form:{}", form.id)));
    law.agencies = law.agencies.confirmed(
        |unit| sure.contains(&format!("agency:{unit}")),
        |unit| sure.contains(&format!("agency_code:{unit}")),
    );
    law.catalogue = Catalogue::of_shared(law.catalogue.versions().map(|version| {
        let parts = PARTS
            .iter()
            .filter(|part| part.of(version) != Sure::Verified && sure.contains(&part.key(version)));
        let parts: Vec<&Part> = parts.collect();
        if parts.is_empty() {
            return Arc::clone(version);
        }
        let mut version = Procedure::clone(version);
        for part in parts {
            (part.set)(&mut version);
        }
        Arc::new(version)
    }));
}

fn agencies(law: &Law) -> Vec<Fact> {
    let unit_of = |id: &str| {
        law.agencies
            .get(id)
            .map_or_else(|| id.to_owned(), |unit| unit.name_vi.clone())
    };
    let mut facts = Vec::new();
    for unit in law.agencies.all() {
        let holds = span(unit.valid_from, unit.valid_to);
        let above = unit.parent.as_ref().map(|parent| unit_of(parent.as_str()));
        let mut says = vec![unit.name_vi.clone()];
        says.extend(above.map(|above| format!("thuộc {above}")));
        says.extend(
            unit.gso_code
                .as_ref()
                .map(|code| format!("mã thống kê {code}")),
        );
        says.push(holds.clone());
        let fact = Fact {
            key: format!("agency:{}", unit.id),
            group: FactGroup::Agencies,
            name: unit.name_vi.clone(),
            says: says.join("; "),
            holds,
            sure: unit.confidence,
            source: unit.note_vi.clone().unwrap_or_default(),
            href: format!("/cb/quan-tri/don-vi/{}", unit.id),
            shown: "Đầu giấy tờ, cây đơn vị",
            can_be_confirmed: true,
        };
        if let Some(code) = &unit.code_part {
            facts.push(Fact {
                key: format!("agency_code:{}", unit.id),
                name: format!("Phần đầu mã hồ sơ của {}", unit.name_vi),
                says: code.old_order().to_owned(),
                sure: if unit.code_unverified {
                    Confidence::Memory
                } else {
                    Confidence::Verified
                },
                shown: "Mã hồ sơ trên mọi giấy tờ",
                ..fact.clone()
            });
        }
        facts.push(fact);
    }
    facts
}

fn fees(law: &Law) -> Vec<Fact> {
    let rules = law.fees.as_slice().iter().map(|rule| Fact {
        key: format!("fee:{}", rule.id),
        group: FactGroup::Fees,
        name: rule.name_vi.clone(),
        says: amount_vi(rule),
        holds: span(rule.valid_from, rule.valid_to),
        sure: rule.confidence,
        source: rule.basis.clone(),
        href: "/cb/quan-tri/phi".to_owned(),
        shown: "Trang thủ tục, giấy tiếp nhận, phiếu thu",
        can_be_confirmed: !matches!(rule.amount, Amount::Unknown { .. }),
    });
    let exemptions = law.fees.known_exemptions().iter().map(|one| Fact {
        key: format!("exemption:{}", one.id),
        group: FactGroup::Fees,
        name: format!("Diện miễn: {}", one.name_vi),
        says: one.evidence_vi.clone(),
        holds: String::new(),
        sure: one.confidence,
        source: one.basis.clone(),
        href: "/cb/quan-tri/phi".to_owned(),
        shown: "Ô chọn diện miễn khi tiếp nhận",
        can_be_confirmed: true,
    });
    rules.chain(exemptions).collect()
}

/// What a rule charges, in words.
pub fn amount_vi(rule: &FeeRule) -> String {
    match &rule.amount {
        Amount::Free => "Không thu".to_owned(),
        Amount::Unknown { .. } => "Chưa xác định".to_owned(),
        Amount::Flat { dong, unit_vi, .. } => format!("{}/{unit_vi}", dong.vi()),
        Amount::PagesCopies {
            tiers,
            max_per_copy,
        } => {
            let tiers: Vec<String> = tiers
                .iter()
                .map(|tier| format!("từ trang {}: {}", tier.from_page, tier.dong_per_page.vi()))
                .collect();
            format!("{}, tối đa {}/bản", tiers.join(", "), max_per_copy.vi())
        }
    }
}

fn calendar(law: &Law) -> Vec<Fact> {
    let notices = law.notices.iter().map(|notice| {
        let days: Vec<String> = notice
            .days
            .iter()
            .map(|day| format!("{} {}", day.kind.vietnamese(), date_vi(day.date)))
            .collect();
        Fact {
            key: format!("notice:{}", notice.year),
            group: FactGroup::Calendar,
            name: format!("Ngày nghỉ năm {}", notice.year),
            says: days.join("; "),
            holds: format!("Năm {}", notice.year),
            sure: match notice.confidence.as_str() {
                "V" => Confidence::Verified,
                "WK" => Confidence::WellKnown,
                "M" | "WK/M" => Confidence::Memory,
                _ => Confidence::Unknown,
            },
            source: notice.source.clone(),
            href: format!("/cb/quan-tri/lich/{}", notice.year),
            shown: "Mọi ngày hẹn trả tính qua năm đó",
            can_be_confirmed: notice.official,
        }
    });
    let hours = law.calendar.office_hours().enumerate();
    let hours = hours.map(|(nth, (from, hours))| Fact {
        key: if nth == 0 {
            "office_hours".to_owned()
        } else {
            format!("office_hours:{from}")
        },
        group: FactGroup::Calendar,
        name: "Giờ làm việc".to_owned(),
        says: hours.vietnamese(),
        holds: if nth == 0 {
            "Từ đầu".to_owned()
        } else {
            span(Some(from), None)
        },
        // Hours entered in the browser name their notice; the first are only the usual ones.
        sure: if nth == 0 {
            Confidence::Memory
        } else {
            Confidence::Verified
        },
        source: hours.source().to_owned(),
        href: "/cb/quan-tri/lich/gio".to_owned(),
        shown: "Trang giờ làm việc, mọi ngày hẹn trả",
        can_be_confirmed: true,
    });
    notices.chain(hours).collect()
}

fn regimes() -> Vec<Fact> {
    let every = national().all().iter().map(|regime| Fact {
        key: format!("regime:{}", regime.id),
        group: FactGroup::Regimes,
        name: regime.name_vi.clone(),
        says: regime.switches_vi.clone(),
        holds: span(regime.from, None),
        sure: regime.confidence,
        source: regime.source.clone(),
        href: String::new(),
        shown: "Mẫu giấy tờ, báo cáo, số cấp chính quyền",
        can_be_confirmed: true,
    });
    every.collect()
}

fn forms(law: &Law) -> Vec<Fact> {
    let every = law.forms.all().iter().map(|form| Fact {
        key: format!("form:{}", form.id),
        group: FactGroup::Forms,
        name: form.title_vi.clone(),
        says: form
            .form_number
            .clone()
            .unwrap_or_else(|| "Không có mẫu ban hành".to_owned()),
        holds: String::new(),
        sure: match form.confidence.as_str() {
            "verified" => Confidence::Verified,
            "memory" => Confidence::Memory,
            _ => Confidence::Unknown,
        },
        source: String::new(),
        href: String::new(),
        shown: "Trang thủ tục, phần tờ khai",
        can_be_confirmed: true,
    });
    every.collect()
}

pub(super) fn span(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (None, None) => "Không ghi ngày".to_owned(),
        (Some(from), None) => format!("Từ {}", date_vi(from)),
        (None, Some(to)) => format!("Đến {}", date_vi(to)),
        (Some(from), Some(to)) => format!("{} – {}", date_vi(from), date_vi(to)),
    }
}
