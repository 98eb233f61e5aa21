//! Later versions of fees laid over the rules in force: each procedure has one rule of a kind a day.
//! For the law of a commune, which administrators change by new versions and never by editing.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{FeeKind, FeeRule};

/// The days of one rule for one procedure, both included; an open end has no date.
type Span = (Option<Date>, Option<Date>);

/// All rules, each cut to the days on which no later one holds.
pub(super) fn laid_over(rules: &[FeeRule], later: Vec<FeeRule>) -> Vec<FeeRule> {
    let every: Vec<&FeeRule> = rules.iter().chain(&later).collect();
    every
        .iter()
        .enumerate()
        .flat_map(|(place, rule)| cut(place, rule, &every))
        .collect()
}

/// One rule with the days that are left to it. Where they differ by procedure it becomes several,
/// and the first keeps its name.
fn cut(place: usize, rule: &FeeRule, every: &[&FeeRule]) -> Vec<FeeRule> {
    let mut left: BTreeMap<Span, Vec<String>> = BTreeMap::new();
    for code in &rule.procedure_codes {
        if let Some(span) = span(place, rule, code, every) {
            left.entry(span).or_default().push(code.clone());
        }
    }
    let piece = |(nth, ((from, to), codes)): (usize, (Span, Vec<String>))| FeeRule {
        id: if nth == 0 {
            rule.id.clone()
        } else {
            format!("{}~{}", rule.id, nth + 1)
        },
        procedure_codes: codes,
        valid_from: from,
        valid_to: to,
        ..rule.clone()
    };
    left.into_iter().enumerate().map(piece).collect()
}

/// The days left to a rule for one procedure; none when another rule takes all of them.
fn span(place: usize, rule: &FeeRule, code: &str, every: &[&FeeRule]) -> Option<Span> {
    let rank = (rule.valid_from, place);
    let next = every
        .iter()
        .enumerate()
        .filter(|(_, other)| {
            is_of_one_kind(rule, other)
                && other.is_extra() == rule.is_extra()
                && other.procedure_codes.iter().any(|known| known == code)
        })
        .map(|(other_place, other)| (other.valid_from, other_place))
        .filter(|other| *other > rank)
        .min();
    // A rule that begins where another of no first day does is later in the list, and takes all.
    let last = match next {
        None => rule.valid_to,
        Some((from, _)) => {
            let before = from?.yesterday().ok()?;
            Some(rule.valid_to.map_or(before, |to| to.min(before)))
        }
    };
    let is_left = rule
        .valid_from
        .zip(last)
        .is_none_or(|(from, to)| from <= to);
    is_left.then_some((rule.valid_from, last))
}

/// Whether one takes the place of the other; "free of charge" is the place of either fee.
fn is_of_one_kind(one: &FeeRule, other: &FeeRule) -> bool {
    one.kind == other.kind || one.kind == FeeKind::None || other.kind == FeeKind::None
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use crate::fee::{Amount, FeeInput, FeeKind, FeeRule, FeeRules, Per, Quantity};
    use crate::money::Dong;
    use crate::regime::Confidence;

    fn shipped() -> FeeRules {
        FeeRules::from_json(include_str!("../../../../data/fees.json")).expect("our own data")
    }

    fn version(of: &FeeRule, id: &str, codes: &[&str], from: Date, dong: i64) -> FeeRule {
        FeeRule {
            id: id.to_owned(),
            procedure_codes: codes.iter().map(|&code| code.to_owned()).collect(),
            amount: Amount::Flat {
                dong: Dong(dong),
                unit_vi: "việc".to_owned(),
                per: Per::Case,
            },
            online: crate::fee::Online::Same,
            basis: "NQ 12/2023/NQ-HĐND".to_owned(),
            valid_from: Some(from),
            valid_to: None,
            confidence: Confidence::Verified,
            ..of.clone()
        }
    }

    /// A rule of several procedures, in force without an end.
    fn shared(rules: &FeeRules) -> &FeeRule {
        let is_shared = |rule: &&FeeRule| rule.procedure_codes.len() > 1 && !rule.is_extra();
        rules
            .as_slice()
            .iter()
            .find(is_shared)
            .expect("one at least")
    }

    fn total(rules: &FeeRules, code: &str, day: Date) -> Option<Dong> {
        rules.quote(code, day, &FeeInput::default()).total
    }

    #[test]
    fn a_new_version_takes_over_on_its_day_for_its_procedures_only() {
        let rules = shipped();
        let old = shared(&rules).clone();
        let (one, other) = (&old.procedure_codes[0], &old.procedure_codes[1]);
        let day = date(2023, 12, 1);
        let new = version(&old, "moi", &[one], day, 7_777);
        let changed = rules.with(vec![new]).expect("a good fee");
        let eve = date(2023, 11, 30);
        assert_eq!(total(&changed, one, eve), total(&rules, one, eve));
        assert_eq!(total(&changed, one, day), Some(Dong(7_777)));
        assert_eq!(total(&changed, other, day), total(&rules, other, day));
        assert_eq!(rules, shipped(), "what was there is untouched");
    }

    #[test]
    fn of_two_versions_the_later_first_day_wins_in_any_order() {
        let rules = shipped();
        let old = shared(&rules).clone();
        let codes: Vec<&str> = old.procedure_codes.iter().map(String::as_str).collect();
        let first = version(&old, "mot", &codes, date(2023, 12, 1), 1_000);
        let second = version(&old, "hai", &codes, date(2024, 3, 1), 2_000);
        let one = rules
            .with(vec![first.clone(), second.clone()])
            .expect("good");
        let two = rules.with(vec![second, first]).expect("good");
        for day in [
            date(2023, 11, 30),
            date(2023, 12, 1),
            date(2024, 2, 29),
            date(2024, 3, 1),
        ] {
            assert_eq!(
                total(&one, codes[0], day),
                total(&two, codes[0], day),
                "{day}"
            );
        }
        assert_eq!(total(&one, codes[0], date(2024, 2, 29)), Some(Dong(1_000)));
        assert_eq!(total(&one, codes[0], date(2024, 3, 1)), Some(Dong(2_000)));
    }

    #[test]
    fn of_two_versions_of_one_day_the_later_act_holds() {
        let rules = shipped();
        let old = shared(&rules).clone();
        let code = old.procedure_codes[0].as_str();
        let day = date(2023, 12, 1);
        let first = version(&old, "mot", &[code], day, 1_000);
        let second = version(&old, "hai", &[code], day, 2_000);
        let changed = rules.with(vec![first, second]).expect("good");
        assert_eq!(total(&changed, code, day), Some(Dong(2_000)));
    }

    #[test]
    fn free_of_charge_takes_the_place_of_the_fee_but_not_of_copies() {
        let rules = shipped();
        let (code, day) = ("1.001193", date(2023, 12, 1));
        let copies = FeeInput {
            quantity: Quantity {
                extra_copies: 2,
                ..Quantity::default()
            },
            ..FeeInput::default()
        };
        let total = |rules: &FeeRules| rules.quote(code, day, &copies).total;
        assert_eq!(total(&rules), None, "nobody has established the fee");
        let free = FeeRule {
            kind: FeeKind::None,
            amount: Amount::Free,
            ..version(shared(&rules), "mien", &[code], day, 0)
        };
        let changed = rules.with(vec![free]).expect("good");
        assert_eq!(total(&changed), Some(Dong(16_000)));
    }

    #[test]
    fn a_version_that_no_fee_would_say_is_refused_by_its_place() {
        let rules = shipped();
        let old = shared(&rules).clone();
        let good = version(&old, "mot", &["1.001193"], date(2023, 12, 1), 1_000);
        let bad = FeeRule {
            basis: " ".to_owned(),
            ..good.clone()
        };
        let (place, reason) = rules.with(vec![good, bad]).expect_err("no basis");
        assert_eq!(place, 1);
        assert!(reason.contains("văn bản quy định"), "{reason}");
    }
}
