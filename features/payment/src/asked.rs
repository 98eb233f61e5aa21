//! What a filing owes as a form asks it: counts, exemptions with their evidence, an amount entered.
//! For intake at the counter and for accepting what came by portal or post.

use std::fmt::Write as _;

use domain::code::ProcedureCode;
use domain::dossier::Channel;
use domain::fee::{Amount, Entered, ExemptionClaim, FeeInput, FeeQuote, Per, Quantity};
use domain::money::Dong;
use domain::procedure::Procedure;
use jiff::civil::Date;
use kit::{Choice, FieldErrors, Fields, Law};

const BASIS_MAX: usize = 200;
const EVIDENCE_MAX: usize = 200;
/// Nobody has more copies made in one filing.
const COUNT_MAX: u32 = 2_000;
/// Chosen by the officer against the exemption that holds for most.
const NO_EXEMPTION: &str = "khong";

/// Which counts the fee of a procedure asks for: field, label, usual.
pub fn counts(
    law: &Law,
    procedure: &Procedure,
    date: Date,
) -> Vec<(&'static str, &'static str, u32)> {
    let code = ProcedureCode::parse(&procedure.code);
    let national = code
        .as_ref()
        .map_or(procedure.code.as_str(), ProcedureCode::national);
    let mut found = Vec::new();
    for rule in law
        .fees
        .as_slice()
        .iter()
        .filter(|rule| rule.holds(national, date))
    {
        let asked: &[_] = match &rule.amount {
            Amount::PagesCopies { .. } => &[("pages", "Số trang", 1), ("copies", "Số bản", 1)],
            Amount::Flat { per: Per::Copy, .. } => &[("copies", "Số bản", 1)],
            Amount::Flat {
                per: Per::ExtraCopy,
                ..
            } => &[("extra_copies", "Bản sao trích lục", 0)],
            Amount::Flat { per: Per::Case, .. } => &[("cases", "Số việc", 1)],
            Amount::Free | Amount::Unknown { .. } => &[],
        };
        for one in asked {
            if !found.contains(one) {
                found.push(*one);
            }
        }
    }
    found
}

/// The exemptions that the procedure offers, the usual one chosen at first; none where there is no fee to exempt.
pub fn exemptions(law: &Law, procedure: &Procedure, date: Date, fields: &Fields) -> Vec<Choice> {
    let known = law.fees.exemptions(&procedure.code, date);
    if known.is_empty() {
        return Vec::new();
    }
    let chosen = chosen_exemption(law, procedure, date, fields);
    let none = Choice::new(
        NO_EXEMPTION,
        "Không miễn",
        chosen.as_deref().unwrap_or(NO_EXEMPTION),
    );
    let rest = known
        .into_iter()
        .map(|one| Choice::new(&one.id, &one.name_vi, chosen.as_deref().unwrap_or_default()));
    std::iter::once(none).chain(rest).collect()
}

fn chosen_exemption(
    law: &Law,
    procedure: &Procedure,
    date: Date,
    fields: &Fields,
) -> Option<String> {
    match fields.get("exemption") {
        "" => law
            .fees
            .usual_exemption(&procedure.code, date)
            .map(|usual| usual.id.clone()),
        NO_EXEMPTION => None,
        sent => Some(sent.to_owned()),
    }
}

/// A fee as typed at the counter.
#[derive(Clone, Debug)]
pub struct Fee {
    /// Line by line.
    pub quote: FeeQuote,
    /// The amount that the officer knew, with its basis.
    pub entered: Option<Entered>,
}

impl Fee {
    /// Whether nobody knows the whole amount yet.
    pub fn is_unknown(&self) -> bool {
        self.quote.total.is_none()
    }

    /// What can be collected now: the lines whose amount is known.
    pub fn known(&self) -> Dong {
        Dong::sum(self.quote.lines.iter().filter_map(|line| line.dong)).unwrap_or_default()
    }
}

/// Reads what is owed by the rules of `date`, noting what is wrong.
pub fn read(
    law: &Law,
    procedure: &Procedure,
    date: Date,
    channel: Channel,
    fields: &Fields,
    errors: &mut FieldErrors,
) -> Fee {
    let asked = counts(law, procedure, date);
    let mut number = |name: &str, usual: u32| {
        let label = asked
            .iter()
            .find(|(asked, _, _)| *asked == name)
            .map(|(_, label, _)| *label);
        label.map_or(usual, |label| {
            let count = fields.count(errors, name, label, (usual, COUNT_MAX));
            // What is asked for is made at least once; only extra copies may be none.
            if count < usual {
                let told = format!("{label} đang là 0. Hãy ghi ít nhất {usual}");
                errors.add(name, told);
            }
            count
        })
    };
    let quantity = Quantity {
        cases: number("cases", 1),
        pages: number("pages", 1),
        copies: number("copies", 1),
        extra_copies: number("extra_copies", 0),
    };
    let exemption = claim(law, procedure, date, fields, errors);
    let entered = entered(fields, errors);
    let input = FeeInput {
        channel_online: channel == Channel::Online,
        quantity,
        exemption: exemption.clone(),
        entered: entered.clone(),
    };
    let mut quote = law.fees.quote(&procedure.code, date, &input);
    if let Some(claim) = exemption.filter(|claim| !claim.evidence.is_empty()) {
        for line in &mut quote.lines {
            if let Some(name) = &mut line.exempted_by {
                // Writing into a String cannot fail.
                let _ = write!(name, " ({})", claim.evidence);
            }
        }
    }
    Fee { quote, entered }
}

fn claim(
    law: &Law,
    procedure: &Procedure,
    date: Date,
    fields: &Fields,
    errors: &mut FieldErrors,
) -> Option<ExemptionClaim> {
    let id = chosen_exemption(law, procedure, date, fields)?;
    let known = law.fees.exemptions(&procedure.code, date);
    // A choice left from another procedure exempts from nothing here.
    let exemption = known.into_iter().find(|known| known.id == id)?;
    let is_usual = law
        .fees
        .usual_exemption(&procedure.code, date)
        .is_some_and(|usual| usual.id == id);
    let typed = fields.text(
        errors,
        "evidence",
        "Giấy tờ chứng minh được miễn",
        EVIDENCE_MAX,
    );
    let evidence = if typed.is_empty() && is_usual {
        exemption.evidence_vi.clone()
    } else {
        typed
    };
    if evidence.is_empty() {
        errors.add(
            "evidence",
            format!(
                "Hãy ghi giấy tờ đã xem để miễn, ví dụ «{}»",
                exemption.evidence_vi
            ),
        );
    }
    Some(ExemptionClaim { id, evidence })
}

/// An amount that nobody established, as an officer enters it, with what it rests on.
pub fn entered(fields: &Fields, errors: &mut FieldErrors) -> Option<Entered> {
    let (dong, basis) = (
        fields.get("entered_dong"),
        fields.text(errors, "entered_basis", "Căn cứ thu", BASIS_MAX),
    );
    if dong.is_empty() {
        if !basis.is_empty() {
            errors.add(
                "entered_dong",
                "Hãy ghi số tiền theo căn cứ đã nêu; không thu thì ghi 0",
            );
        }
        return None;
    }
    let dong = errors.check("entered_dong", Dong::parse(dong))?;
    if basis.is_empty() {
        errors.add(
            "entered_basis",
            "Hãy ghi căn cứ của số tiền này, ví dụ số nghị quyết của Hội đồng nhân dân tỉnh",
        );
    }
    Some(Entered { dong, basis })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const DAY: Date = date(2023, 11, 23);

    fn fee_of(code: &str, typed: &[(&str, &str)]) -> (Fee, FieldErrors) {
        let law = Law::embedded().expect("the embedded law");
        let procedure = law.catalogue.in_force(code, DAY).expect("in force");
        let mut errors = FieldErrors::new();
        let fee = read(
            &law,
            procedure,
            DAY,
            Channel::Counter,
            &Fields::of(typed.iter().copied()),
            &mut errors,
        );
        (fee, errors)
    }

    #[test]
    fn certification_is_pages_by_tier_times_copies() {
        let (fee, errors) = fee_of("2.000815", &[("pages", "3"), ("copies", "2")]);
        assert!(errors.is_empty());
        assert_eq!(fee.quote.total, Some(Dong(10_000)));
    }

    #[test]
    fn nothing_is_certified_with_no_page_or_no_copy() {
        for (field, typed) in [
            ("pages", [("pages", "0"), ("copies", "2")]),
            ("copies", [("pages", "3"), ("copies", "0")]),
        ] {
            let (_, errors) = fee_of("2.000815", &typed);
            assert!(errors.of(field).contains("ít nhất 1"), "{errors:?}");
        }
        let (_, errors) = fee_of("1.001193", &[("extra_copies", "0")]);
        assert!(
            errors.is_empty(),
            "no copy beside the paper itself is usual"
        );
    }

    #[test]
    fn a_birth_registered_in_time_is_exempt_and_copies_are_paid() {
        let (fee, errors) = fee_of("1.001193", &[("extra_copies", "2")]);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(fee.quote.total, Some(Dong(16_000)));
        assert!(fee.quote.lines.iter().any(|line| {
            line.exempted_by
                .as_deref()
                .is_some_and(|by| by.contains("chứng sinh"))
        }));
    }

    #[test]
    fn a_late_birth_is_of_unknown_fee_until_an_amount_has_its_basis() {
        let (fee, _) = fee_of("1.001193", &[("exemption", "khong")]);
        assert!(fee.is_unknown());
        let (_, errors) = fee_of(
            "1.001193",
            &[("exemption", "khong"), ("entered_dong", "8.000")],
        );
        assert!(errors.of("entered_basis").contains("căn cứ"));
        let (fee, errors) = fee_of(
            "1.001193",
            &[
                ("exemption", "khong"),
                ("entered_dong", "8.000"),
                ("entered_basis", "NQ 1/2023"),
            ],
        );
        assert!(errors.is_empty());
        assert_eq!(fee.quote.total, Some(Dong(8_000)));
    }

    #[test]
    fn another_exemption_needs_its_evidence() {
        let (_, errors) = fee_of("1.001193", &[("exemption", "ho_ngheo")]);
        assert!(errors.of("evidence").contains("hộ nghèo"));
        let (fee, errors) = fee_of(
            "1.001193",
            &[("exemption", "ho_ngheo"), ("evidence", "Giấy số 12")],
        );
        assert!(errors.is_empty());
        assert_eq!(fee.quote.total, Some(Dong::ZERO));
    }
}
