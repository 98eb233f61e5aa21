//! Fees as data: which rule holds on which day, who is exempt, how much is due.
//! For intake, the receipt and the procedure's page; an unknown fee is never zero.

mod load;
mod overlay;
mod quote;
#[cfg(test)]
mod tests;

pub use load::FeeRules;
pub use quote::{FeeLine, FeeQuote, compute};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::Dong;
use crate::regime::Confidence;

/// One fee that one or more procedures owe while the rule holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    /// Stable name of the rule.
    pub id: String,
    /// What the receipt calls it.
    pub name_vi: String,
    /// National parts of the procedure codes.
    pub procedure_codes: Vec<String>,
    /// Phí or lệ phí; receipts show them apart.
    pub kind: FeeKind,
    /// The document that sets the amount.
    pub basis: String,
    /// How much.
    pub amount: Amount,
    /// How much when filed online.
    pub online: Online,
    /// Who does not pay.
    pub exemptions: Vec<Exemption>,
    /// The exemption that holds for most; intake proposes it.
    pub usual_exemption: Option<String>,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// How sure the record is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
    /// What the officer should know.
    pub note_vi: Option<String>,
}

/// The two kinds of Luật Phí và lệ phí 97/2015/QH13 Đ3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// Phí: covers the cost of a service.
    Phi,
    /// Lệ phí: fixed for an act of the state.
    LePhi,
    /// Neither: the procedure is free of charge.
    None,
}

/// How an amount comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Amount {
    /// So much for each unit.
    Flat {
        /// For one unit.
        dong: Dong,
        /// What the unit is called: bản, việc, trường hợp.
        unit_vi: String,
        /// What is counted.
        per: Per,
    },
    /// Certified copies: pages by tier up to a cap, times copies.
    PagesCopies {
        /// From which page on a page costs how much; the first begins at page 1.
        tiers: Vec<Tier>,
        /// The most that one copy costs.
        max_per_copy: Dong,
    },
    /// Free by law.
    Free,
    /// Owed, but the amount is not established.
    Unknown {
        /// Why, for the officer.
        why_vi: String,
    },
}

/// What a flat amount is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Cases, contracts, certificates.
    Case,
    /// Copies that the procedure itself gives.
    Copy,
    /// Copies asked for beside the result.
    ExtraCopy,
}

/// The price of a page from some page on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The first page at this price.
    pub from_page: u32,
    /// The price of each page.
    pub dong_per_page: Dong,
}

/// The amount for what is filed online.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Online {
    /// As at the counter.
    #[default]
    Same,
    /// So much.
    Dong(Dong),
    /// Different, but not established.
    Unknown,
}

/// A reason not to pay, offered as a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Stable name.
    pub id: String,
    /// Who is exempt.
    pub name_vi: String,
    /// The law.
    pub basis: String,
    /// The paper that proves it.
    pub evidence_vi: String,
    /// How sure the record is.
    pub confidence: Confidence,
}

/// What the officer knows when the fee is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeInput {
    /// Whether the dossier came online.
    pub channel_online: bool,
    /// How many of what.
    pub quantity: Quantity,
    /// The exemption that the citizen claims.
    pub exemption: Option<ExemptionClaim>,
    /// The amount that the officer enters where none is established.
    pub entered: Option<Entered>,
}

/// How many of what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// Cases, contracts, certificates.
    pub cases: u32,
    /// Pages of the original.
    pub pages: u32,
    /// Copies.
    pub copies: u32,
    /// Copies asked for beside the result.
    pub extra_copies: u32,
}

impl Default for Quantity {
    fn default() -> Self {
        Self {
            cases: 1,
            pages: 1,
            copies: 1,
            extra_copies: 0,
        }
    }
}

/// An exemption claimed, with the paper shown for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExemptionClaim {
    /// Which exemption.
    pub id: String,
    /// What the officer saw.
    pub evidence: String,
}

/// An amount entered by an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The whole amount.
    pub dong: Dong,
    /// The resolution or circular that the officer relies on.
    pub basis: String,
}

impl FeeRule {
    /// Whether it is owed for copies asked for beside the result, apart from the fee itself.
    pub const fn is_extra(&self) -> bool {
        matches!(
            self.amount,
            Amount::Flat {
                per: Per::ExtraCopy,
                ..
            }
        )
    }

    /// Whether the rule concerns this procedure on this day.
    pub fn holds(&self, national_code: &str, at: Date) -> bool {
        self.procedure_codes
            .iter()
            .any(|code| code == national_code)
            && self.valid_from.is_none_or(|from| from <= at)
            && self.valid_to.is_none_or(|to| at <= to)
    }
}
