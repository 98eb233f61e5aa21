//! The computation of what is owed, line by line.
//! For intake and the receipt, which show how the total came about.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Amount, Entered, FeeInput, FeeKind, FeeRule, Online, Per, Quantity, Tier};
use crate::code::ProcedureCode;
use crate::money::Dong;

/// What is owed for a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeQuote {
    /// One line for each fee; none where nothing is ever owed.
    pub lines: Vec<FeeLine>,
    /// The sum, or `None`: "chưa xác định", because some line is not established.
    pub total: Option<Dong>,
    /// Whether some line rests on memory or on an officer's entry; citizens see a note.
    pub unverified: bool,
    /// Whether an exemption was claimed that no fee here knows.
    pub claim_unused: bool,
}

impl FeeQuote {
    /// These lines with their sum, all established.
    pub fn of(lines: Vec<FeeLine>) -> Self {
        let known: Option<Vec<Dong>> = lines.iter().map(|line| line.dong).collect();
        Self {
            lines,
            total: known.and_then(Dong::sum),
            unverified: false,
            claim_unused: false,
        }
    }
}

/// One fee within a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// What the receipt calls it.
    pub name_vi: String,
    /// Phí or lệ phí.
    pub kind: FeeKind,
    /// The document that sets it.
    pub basis: String,
    /// The price of one unit, where there is one price.
    pub unit_dong: Option<Dong>,
    /// What the unit is called.
    pub unit_vi: String,
    /// How many units.
    pub quantity: u32,
    /// What is owed; `None` is unknown, not zero.
    pub dong: Option<Dong>,
    /// The exemption that made it zero.
    pub exempted_by: Option<String>,
    /// Why the amount is not known, or what the officer should know.
    pub note_vi: Option<String>,
}

impl FeeQuote {
    /// `8.000 đ`, `Không thu`, or `chưa xác định`.
    pub fn total_vi(&self) -> String {
        match self.total {
            None => "chưa xác định".to_owned(),
            Some(Dong::ZERO) => "Không thu".to_owned(),
            Some(total) => total.vi(),
        }
    }

    /// The first reason why the total is not known.
    pub fn unknown_because(&self) -> Option<&str> {
        self.lines
            .iter()
            .find(|line| line.dong.is_none())
            .and_then(|line| line.note_vi.as_deref())
    }
}

/// Computes the fees of a procedure by the rules in force on a day.
pub fn compute(rules: &[FeeRule], procedure: &str, at: Date, input: &FeeInput) -> FeeQuote {
    let code = ProcedureCode::parse(procedure);
    let national = code.as_ref().map_or(procedure, ProcedureCode::national);
    let in_force: Vec<&FeeRule> = rules
        .iter()
        .filter(|rule| rule.holds(national, at))
        .collect();
    let mut unverified = in_force.is_empty();
    let mut lines = Vec::new();
    for rule in &in_force {
        if let Some(line) = line(rule, input) {
            unverified |= !rule.confidence.is_sure();
            lines.push(line);
        }
    }
    if in_force.is_empty() {
        lines.push(no_rule_line());
    }
    if let (Some(entered), Some(line)) = (
        &input.entered,
        lines.iter_mut().find(|line| line.dong.is_none()),
    ) {
        enter(line, entered);
        unverified = true;
    }
    let claim_unused = input.exemption.as_ref().is_some_and(|claim| {
        !in_force
            .iter()
            .any(|rule| rule.exemptions.iter().any(|known| known.id == claim.id))
    });
    FeeQuote {
        unverified,
        claim_unused,
        ..FeeQuote::of(lines)
    }
}

/// The line of one rule; none where nothing of its kind was asked for.
fn line(rule: &FeeRule, input: &FeeInput) -> Option<FeeLine> {
    let Priced {
        unit_dong,
        unit_vi,
        quantity,
        dong,
        why_vi,
    } = price(rule, input);
    if quantity == 0 {
        return None;
    }
    let claimed = input.exemption.as_ref();
    let exempted_by = claimed
        .and_then(|claim| rule.exemptions.iter().find(|known| known.id == claim.id))
        .filter(|_| dong != Some(Dong::ZERO))
        .map(|known| known.name_vi.clone());
    Some(FeeLine {
        name_vi: rule.name_vi.clone(),
        kind: rule.kind,
        basis: rule.basis.clone(),
        unit_dong,
        unit_vi,
        quantity,
        dong: if exempted_by.is_some() {
            Some(Dong::ZERO)
        } else {
            dong
        },
        exempted_by,
        note_vi: why_vi.or_else(|| rule.note_vi.clone()),
    })
}

struct Priced {
    unit_dong: Option<Dong>,
    unit_vi: String,
    quantity: u32,
    dong: Option<Dong>,
    why_vi: Option<String>,
}

fn price(rule: &FeeRule, input: &FeeInput) -> Priced {
    let unknown = |why: &str| Priced {
        unit_dong: None,
        unit_vi: "việc".to_owned(),
        quantity: 1,
        dong: None,
        why_vi: Some(why.to_owned()),
    };
    match (&rule.amount, rule.online) {
        (_, Online::Unknown) if input.channel_online => unknown(
            "Mức thu khi nộp trực tuyến chưa xác lập được; nhập theo nghị quyết đang hiệu lực",
        ),
        (Amount::Unknown { why_vi }, _) => unknown(why_vi),
        (Amount::Free, _) => Priced {
            unit_dong: Some(Dong::ZERO),
            unit_vi: "việc".to_owned(),
            quantity: 1,
            dong: Some(Dong::ZERO),
            why_vi: None,
        },
        (Amount::Flat { dong, unit_vi, per }, online) => {
            let unit = match online {
                Online::Dong(reduced) if input.channel_online => reduced,
                Online::Dong(_) | Online::Same | Online::Unknown => *dong,
            };
            let quantity = counted(*per, input.quantity);
            Priced {
                unit_dong: Some(unit),
                unit_vi: unit_vi.clone(),
                quantity,
                dong: unit.times(quantity),
                why_vi: None,
            }
        }
        (
            Amount::PagesCopies {
                tiers,
                max_per_copy,
            },
            _,
        ) => {
            let copies = if input.quantity.pages == 0 {
                0
            } else {
                input.quantity.copies
            };
            let one = one_copy(tiers, *max_per_copy, input.quantity.pages);
            Priced {
                unit_dong: one,
                unit_vi: "bản".to_owned(),
                quantity: copies,
                dong: one.and_then(|one| one.times(copies)),
                why_vi: None,
            }
        }
    }
}

fn counted(per: Per, quantity: Quantity) -> u32 {
    match per {
        Per::Case => quantity.cases,
        Per::Copy => quantity.copies,
        Per::ExtraCopy => quantity.extra_copies,
    }
}

/// TT 226/2016/TT-BTC Đ4: pages by tier, and never more than the cap for one copy.
fn one_copy(tiers: &[Tier], max_per_copy: Dong, pages: u32) -> Option<Dong> {
    let mut sum = Dong::ZERO;
    for (at, tier) in tiers.iter().enumerate() {
        let before = tier.from_page - 1;
        let until = tiers
            .get(at + 1)
            .map_or(pages, |next| pages.min(next.from_page - 1));
        sum = sum.plus(tier.dong_per_page.times(until.saturating_sub(before))?)?;
    }
    Some(sum.min(max_per_copy))
}

fn enter(line: &mut FeeLine, entered: &Entered) {
    line.dong = Some(entered.dong);
    line.unit_dong = Some(entered.dong);
    line.basis = entered.basis.clone();
    line.note_vi = Some("Mức thu do người tiếp nhận nhập".to_owned());
}

fn no_rule_line() -> FeeLine {
    FeeLine {
        name_vi: "Phí, lệ phí".to_owned(),
        kind: FeeKind::LePhi,
        basis: "chưa xác lập".to_owned(),
        unit_dong: None,
        unit_vi: "việc".to_owned(),
        quantity: 1,
        dong: None,
        exempted_by: None,
        note_vi: Some("Thủ tục này chưa có mức thu trong danh mục".to_owned()),
    }
}
