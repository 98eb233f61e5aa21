//! What a procedure costs, in the words of citizens: amount, exemptions, and whether it is verified.
//! For lists, the procedure's page and the printed guide. An unknown fee is never zero (ruling 28).

use domain::fee::{Amount, FeeRule, Per};
use domain::money::Dong;
use domain::procedure::{FeeKind, FeeNote, Procedure, Sure};
use jiff::civil::Date;
use kit::Law;

use crate::words::Said;

const UNKNOWN: &str = "Chưa xác định";

/// One line of the table of fees.
pub(crate) struct Charge {
    /// What is charged.
    pub(crate) name: String,
    /// How much.
    pub(crate) amount: String,
    /// A remark; empty for none.
    pub(crate) note: String,
}

/// Somebody who does not pay.
pub(crate) struct Exempt {
    /// Who.
    pub(crate) who: String,
    /// What shows it.
    pub(crate) bring: String,
}

/// The fee in one line.
pub(crate) fn said(procedure: &Procedure, law: &Law, date: Date) -> Said {
    let rules = rules(procedure, law, date, false);
    if rules.is_empty() {
        let is_doubtful = procedure.confidence.fee != Sure::Verified;
        return Said::doubted(published(&procedure.fee), String::new(), is_doubtful);
    }
    let amounts: Vec<String> = rules.iter().map(|rule| amount(&rule.amount)).collect();
    let amounts = amounts.join("; ");
    let is_doubtful = rules.iter().any(|rule| !rule.confidence.is_sure());
    match law.fees.usual_exemption(&procedure.code, date) {
        Some(exemption) => Said::doubted(
            format!(
                "Miễn phí khi {}",
                lower_first(before_bracket(&exemption.name_vi))
            ),
            format!("Nếu không: {}", lower_first(&amounts)),
            is_doubtful,
        ),
        None => Said::doubted(amounts, String::new(), is_doubtful),
    }
}

/// The table of fees.
pub(crate) fn table(procedure: &Procedure, law: &Law, date: Date) -> Vec<Charge> {
    let rules = rules(procedure, law, date, true);
    if rules.is_empty() {
        let name = match procedure.fee.kind {
            FeeKind::LePhi => "Lệ phí",
            FeeKind::Phi => "Phí",
            FeeKind::None | FeeKind::Unknown => "Phí, lệ phí",
        };
        let amount = published(&procedure.fee);
        return vec![Charge {
            name: name.to_owned(),
            amount,
            note: String::new(),
        }];
    }
    rules.into_iter().map(charge).collect()
}

/// Who does not pay.
pub(crate) fn exempt(procedure: &Procedure, law: &Law, date: Date) -> Vec<Exempt> {
    law.fees
        .exemptions(&procedure.code, date)
        .into_iter()
        .map(|exemption| Exempt {
            who: exemption.name_vi.clone(),
            bring: exemption.evidence_vi.clone(),
        })
        .collect()
}

/// The rules that hold; extra copies are no part of what the matter itself costs.
fn rules<'a>(
    procedure: &Procedure,
    law: &'a Law,
    date: Date,
    with_extras: bool,
) -> Vec<&'a FeeRule> {
    let is_extra = |rule: &FeeRule| {
        matches!(
            rule.amount,
            Amount::Flat {
                per: Per::ExtraCopy,
                ..
            }
        )
    };
    let all = law.fees.as_slice().iter();
    let holds =
        |rule: &&FeeRule| rule.holds(&procedure.code, date) && (with_extras || !is_extra(rule));
    let mut rules: Vec<&FeeRule> = all.filter(holds).collect();
    rules.sort_by_key(|rule| is_extra(rule));
    rules
}

fn charge(rule: &FeeRule) -> Charge {
    let mut notes: Vec<&str> = Vec::new();
    if let Amount::Flat {
        per: Per::ExtraCopy,
        ..
    } = rule.amount
    {
        notes.push("Chỉ thu khi xin thêm bản sao");
    } else if let (Some(note), false) =
        (&rule.note_vi, matches!(rule.amount, Amount::Unknown { .. }))
    {
        notes.push(note);
    }
    if matches!(rule.amount, Amount::Unknown { .. }) {
        notes.push("Theo nghị quyết của HĐND tỉnh, thành phố; cán bộ báo mức thu khi nhận hồ sơ");
    } else if !rule.confidence.is_sure() {
        notes.push("Chưa kiểm chứng: hỏi lại khi nộp");
    }
    Charge {
        name: rule.name_vi.clone(),
        amount: amount(&rule.amount),
        note: notes.join(". "),
    }
}

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Flat { dong, unit_vi, .. } => format!("{}/{unit_vi}", dong.vi()),
        Amount::Free => "Không thu".to_owned(),
        Amount::Unknown { .. } => UNKNOWN.to_owned(),
        Amount::PagesCopies {
            tiers,
            max_per_copy,
        } => {
            let steps: Vec<String> = tiers
                .iter()
                .map(|tier| match tier.from_page {
                    0 | 1 => format!("{}/trang", tier.dong_per_page.vi()),
                    page => format!("từ trang thứ {page} {}/trang", tier.dong_per_page.vi()),
                })
                .collect();
            format!("{}; nhiều nhất {}/bản", steps.join(", "), max_per_copy.vi())
        }
    }
}

/// What the published procedure says, where no rule of ours holds.
fn published(fee: &FeeNote) -> String {
    match (fee.kind, fee.dong) {
        (FeeKind::None, _) => "Không thu".to_owned(),
        (FeeKind::Unknown, _) | (_, None) => UNKNOWN.to_owned(),
        (FeeKind::Phi | FeeKind::LePhi, Some(0)) => "Không thu".to_owned(),
        (FeeKind::Phi | FeeKind::LePhi, Some(dong)) => {
            let unit = fee
                .unit_vi
                .as_deref()
                .unwrap_or_default()
                .trim_start_matches("đồng");
            format!("{}{unit}", Dong(dong).vi())
        }
    }
}

fn before_bracket(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim()
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn of(code: &str) -> Said {
        let law = Law::embedded().expect("the embedded law is sound");
        let today = date(2023, 11, 23);
        let procedure = law
            .catalogue
            .in_force(code, today)
            .expect("in force")
            .clone();
        said(&procedure, &law, today)
    }

    #[test]
    fn certified_copies_say_price_and_cap() {
        let said = of("2.000815").value.replace('\u{a0}', " ");
        assert_eq!(
            said,
            "2.000 đ/trang, từ trang thứ 3 1.000 đ/trang; nhiều nhất 200.000 đ/bản"
        );
    }

    #[test]
    fn birth_in_time_is_free_and_what_is_unknown_is_not_zero() {
        let birth = of("1.001193");
        assert_eq!(birth.value, "Miễn phí khi đăng ký đúng hạn");
        assert!(birth.note.contains("chưa xác định"), "{}", birth.note);
        assert!(birth.is_doubtful);
        assert_eq!(of("1.004873").value, UNKNOWN);
    }
}
