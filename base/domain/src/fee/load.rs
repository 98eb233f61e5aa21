//! The table of fees read from its file; bad data is refused with line and reason.
//! For the program's start and the administrator who edits rates.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use super::{Amount, Exemption, FeeInput, FeeKind, FeeQuote, FeeRule, Online, compute, overlay};
use crate::code::ProcedureCode;
use crate::money::Dong;
use crate::regime::Confidence;
use crate::text::line_of_id;

/// All rules that we know, of every time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeRules {
    rules: Vec<FeeRule>,
    exemptions: Vec<Exemption>,
}

/// No fee of a commune comes near a billion; more is a slip of the keyboard.
const DONG_MAX: Dong = Dong(1_000_000_000);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    exemptions: Vec<Exemption>,
    rules: Vec<RuleRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRecord {
    id: String,
    name_vi: String,
    procedure_codes: Vec<String>,
    kind: FeeKind,
    basis: String,
    amount: Amount,
    online: Option<OnlineRecord>,
    #[serde(default)]
    exemptions: Vec<String>,
    usual_exemption: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    confidence: Confidence,
    source: String,
    note_vi: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OnlineRecord {
    Dong(Dong),
    Word(String),
}

impl FeeRules {
    /// Reads and checks the file of fees.
    ///
    /// # Errors
    /// A sentence with the line, the rule and what is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text)
            .map_err(|error| format!("dòng {}: {error}", error.line()))?;
        let mut rules: Vec<FeeRule> = Vec::with_capacity(file.rules.len());
        let exemptions = file.exemptions.clone();
        for record in file.rules {
            let id = record.id.clone();
            let at =
                |reason: String| format!("dòng {}: lệ phí «{id}»: {reason}", line_of_id(text, &id));
            let rule = rule_of(record, &file.exemptions).map_err(at)?;
            check(&rule).map_err(at)?;
            if let Some(other) = rules.iter().find(|other| are_charged_twice(&rule, other)) {
                return Err(at(format!(
                    "thu trùng với «{}» cho cùng thủ tục, cùng thời gian",
                    other.id
                )));
            }
            rules.push(rule);
        }
        Ok(Self { rules, exemptions })
    }

    /// These rules with later versions laid over them: from its first day on each takes the place
    /// of whatever rule of its kind was in force for the same procedures. What held before its day
    /// stays as it was. The later first day wins; of two on one day, the later in the list.
    ///
    /// # Errors
    /// The place in the list of the one that no fee would say, and what is wrong with it.
    pub fn with(&self, later: Vec<FeeRule>) -> Result<Self, (usize, String)> {
        for (place, rule) in later.iter().enumerate() {
            check(rule).map_err(|reason| (place, reason))?;
        }
        let mut exemptions = self.exemptions.clone();
        for exemption in later.iter().flat_map(|rule| &rule.exemptions) {
            if !exemptions.iter().any(|known| known.id == exemption.id) {
                exemptions.push(exemption.clone());
            }
        }
        let rules = overlay::laid_over(&self.rules, later);
        Ok(Self { rules, exemptions })
    }

    /// The same rules, with some of them read anew in a source since they were written down.
    #[must_use]
    pub fn confirmed(
        mut self,
        is_rule: impl Fn(&FeeRule) -> bool,
        is_exemption: impl Fn(&Exemption) -> bool,
    ) -> Self {
        for rule in &mut self.rules {
            if is_rule(rule) {
                rule.confidence = Confidence::Verified;
            }
        }
        let of_rules = self.rules.iter_mut().flat_map(|rule| &mut rule.exemptions);
        for exemption in of_rules.chain(&mut self.exemptions) {
            if is_exemption(exemption) {
                exemption.confidence = Confidence::Verified;
            }
        }
        self
    }

    /// Every reason not to pay that some rule knows.
    pub fn known_exemptions(&self) -> &[Exemption] {
        &self.exemptions
    }

    /// The rules, to be handed to [`compute`].
    pub fn as_slice(&self) -> &[FeeRule] {
        &self.rules
    }

    /// What a procedure owes by the rules in force on a day.
    pub fn quote(&self, procedure: &str, at: Date, input: &FeeInput) -> FeeQuote {
        compute(&self.rules, procedure, at, input)
    }

    /// The exemptions that a procedure offers on a day, each once.
    pub fn exemptions(&self, procedure: &str, at: Date) -> Vec<&Exemption> {
        let mut seen = BTreeSet::new();
        self.in_force(procedure, at)
            .flat_map(|rule| &rule.exemptions)
            .filter(|exemption| seen.insert(&exemption.id))
            .collect()
    }

    /// The exemption that intake proposes, such as "registered in time".
    pub fn usual_exemption(&self, procedure: &str, at: Date) -> Option<&Exemption> {
        self.in_force(procedure, at).find_map(|rule| {
            let usual = rule.usual_exemption.as_ref()?;
            rule.exemptions
                .iter()
                .find(|exemption| exemption.id == *usual)
        })
    }

    fn in_force(&self, procedure: &str, at: Date) -> impl Iterator<Item = &FeeRule> {
        let code = ProcedureCode::parse(procedure);
        let national =
            code.map_or_else(|_| procedure.to_owned(), |code| code.national().to_owned());
        self.rules
            .iter()
            .filter(move |rule| rule.holds(&national, at))
    }
}

fn rule_of(record: RuleRecord, known: &[Exemption]) -> Result<FeeRule, String> {
    let find = |id: &String| known.iter().find(|exemption| exemption.id == *id).cloned();
    let exemptions = record
        .exemptions
        .iter()
        .map(|id| find(id).ok_or_else(|| format!("chưa khai báo diện miễn «{id}»")))
        .collect::<Result<_, _>>()?;
    let online = match record.online {
        None => Online::Same,
        Some(OnlineRecord::Dong(dong)) => Online::Dong(dong),
        Some(OnlineRecord::Word(word)) if word == "unknown" => Online::Unknown,
        Some(OnlineRecord::Word(word)) => {
            return Err(format!(
                "mức trực tuyến phải là số tiền hoặc \"unknown\", đang là «{word}»"
            ));
        }
    };
    Ok(FeeRule {
        id: record.id,
        name_vi: record.name_vi,
        procedure_codes: record.procedure_codes,
        kind: record.kind,
        basis: record.basis,
        amount: record.amount,
        online,
        exemptions,
        usual_exemption: record.usual_exemption,
        valid_from: record.valid_from,
        valid_to: record.valid_to,
        confidence: record.confidence,
        source: record.source,
        note_vi: record.note_vi,
    })
}

fn check(rule: &FeeRule) -> Result<(), String> {
    if rule.procedure_codes.is_empty() {
        return Err("chưa ghi thủ tục nào".to_owned());
    }
    for code in &rule.procedure_codes {
        let read = ProcedureCode::parse(code)?;
        if read.publisher().is_some() {
            return Err(format!(
                "mã thủ tục «{code}» chỉ ghi phần quốc gia, ví dụ 1.001193"
            ));
        }
    }
    if rule.basis.trim().is_empty() {
        return Err("chưa ghi văn bản quy định mức thu".to_owned());
    }
    if let (Some(from), Some(to)) = (rule.valid_from, rule.valid_to)
        && from > to
    {
        return Err(format!(
            "ngày hết hiệu lực {to} ở trước ngày hiệu lực {from}"
        ));
    }
    if let Some(usual) = &rule.usual_exemption
        && !rule
            .exemptions
            .iter()
            .any(|exemption| exemption.id == *usual)
    {
        return Err(format!(
            "diện miễn thường gặp «{usual}» không có trong danh sách diện miễn"
        ));
    }
    if rule.kind == FeeKind::None && rule.amount != Amount::Free {
        return Err("loại \"none\" chỉ dùng khi không thu".to_owned());
    }
    check_amounts(rule)
}

fn check_amounts(rule: &FeeRule) -> Result<(), String> {
    let online = match rule.online {
        Online::Dong(dong) => Some(dong),
        Online::Same | Online::Unknown => None,
    };
    let mut amounts: Vec<Dong> = online.into_iter().collect();
    match &rule.amount {
        Amount::Flat { dong, .. } => amounts.push(*dong),
        Amount::PagesCopies {
            tiers,
            max_per_copy,
        } => {
            let begins: Vec<u32> = tiers.iter().map(|tier| tier.from_page).collect();
            if begins.first() != Some(&1) || !begins.is_sorted_by(|one, next| one < next) {
                return Err("các bậc trang phải bắt đầu từ trang 1 và tăng dần".to_owned());
            }
            amounts.push(*max_per_copy);
            amounts.extend(tiers.iter().map(|tier| tier.dong_per_page));
        }
        Amount::Free | Amount::Unknown { .. } => {}
    }
    if online.is_some() && !matches!(rule.amount, Amount::Flat { .. }) {
        return Err("chỉ mức thu cố định mới có mức trực tuyến riêng".to_owned());
    }
    match amounts
        .into_iter()
        .find(|&dong| dong < Dong::ZERO || dong > DONG_MAX)
    {
        Some(odd) => Err(format!("số tiền {odd} phải từ 0 đến {DONG_MAX}")),
        None => Ok(()),
    }
}

/// Two rules of one kind for one procedure at one time would take the fee twice.
fn are_charged_twice(one: &FeeRule, other: &FeeRule) -> bool {
    let begins_by = |from: Option<Date>, to: Option<Date>| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        (None, _) | (_, None) => true,
    };
    one.kind == other.kind
        && one.is_extra() == other.is_extra()
        && begins_by(one.valid_from, other.valid_to)
        && begins_by(other.valid_from, one.valid_to)
        && one
            .procedure_codes
            .iter()
            .any(|code| other.procedure_codes.contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{
  "exemptions": [],
  "rules": [
    {"id": "a", "name_vi": "A", "procedure_codes": ["2.000884"], "kind": "phi", "basis": "226/2016/TT-BTC",
     "amount": {"type": "flat", "dong": 10000, "unit_vi": "việc", "per": "case"},
     "valid_from": "2017-01-01", "valid_to": "2025-06-30", "confidence": "verified", "source": "x"},
    {"id": "b", "name_vi": "B", "procedure_codes": ["2.000884"], "kind": "phi", "basis": "mới",
     "amount": {"type": "pages_copies", "tiers": [{"from_page": 1, "dong_per_page": 2000}], "max_per_copy": 9000},
     "valid_from": "2025-07-01", "confidence": "memory", "source": "x"}
  ]
}"#;

    #[test]
    fn bad_data_is_refused_with_line_and_reason() {
        assert!(FeeRules::from_json(GOOD).is_ok());
        for (good, bad, line, reason) in [
            ("\"dong\": 10000", "\"dong\": -1", 4, "phải từ 0"),
            ("\"dong\": 10000", "\"dong\": 10000000001", 4, "phải từ 0"),
            ("\"dong\": 10000", "\"dong\": \"10000\"", 5, "invalid type"),
            (
                "[\"2.000884\"], \"kind\": \"phi\", \"basis\": \"mới\"",
                "[\"2.884\"], \"kind\": \"phi\", \"basis\": \"mới\"",
                7,
                "Mã thủ tục «2.884»",
            ),
            (
                "\"basis\": \"mới\"",
                "\"basis\": \" \"",
                7,
                "văn bản quy định",
            ),
            ("2025-07-01", "2025-06-30", 7, "thu trùng với «a»"),
            ("2017-01-01", "2026-01-01", 4, "ở trước ngày hiệu lực"),
            ("2017-01-01", "2017-02-30", 6, "2017-02"),
            ("\"from_page\": 1", "\"from_page\": 2", 7, "trang 1"),
            (
                "\"valid_from\": \"2017",
                "\"exemptions\": [\"x\"], \"valid_from\": \"2017",
                4,
                "diện miễn «x»",
            ),
            (
                "\"source\": \"x\"},",
                "\"source\": \"x\", \"typo\": 1},",
                6,
                "typo",
            ),
            (
                "\"kind\": \"phi\", \"basis\": \"mới\"",
                "\"kind\": \"none\", \"basis\": \"mới\"",
                7,
                "không thu",
            ),
        ] {
            let source = GOOD.replacen(good, bad, 1);
            assert_ne!(source, GOOD);
            let said = FeeRules::from_json(&source).expect_err(reason);
            assert!(
                said.starts_with(&format!("dòng {line}:")) && said.contains(reason),
                "{said}"
            );
        }
    }
}
