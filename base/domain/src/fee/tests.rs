//! Vectors and properties of the fees, over the rules that we ship.
//! For whoever changes a rate.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{FeeQuote, compute};
use crate::fee::{Entered, ExemptionClaim, FeeInput, FeeRules, Quantity};
use crate::money::Dong;

static RULES: LazyLock<FeeRules> = LazyLock::new(|| {
    FeeRules::from_json(include_str!("../../../../data/fees.json")).expect("our own data is sound")
});

fn quote(procedure: &str, at: Date, input: &FeeInput) -> FeeQuote {
    compute(RULES.as_slice(), procedure, at, input)
}

fn total(procedure: &str, at: Date, quantity: Quantity) -> Option<i64> {
    quote(
        procedure,
        at,
        &FeeInput {
            quantity,
            ..FeeInput::default()
        },
    )
    .total
    .map(|dong| dong.0)
}

fn claim(id: &str) -> FeeInput {
    let claim = ExemptionClaim {
        id: id.to_owned(),
        evidence: "đã xem giấy".to_owned(),
    };
    FeeInput {
        exemption: Some(claim),
        ..FeeInput::default()
    }
}

const DAY: Date = date(2023, 11, 23);
const CERTIFIED_COPY: &str = "2.000815";
const BIRTH: &str = "1.001193";

#[test]
fn certified_copies_cost_by_the_page_up_to_the_cap() {
    let vectors = [
        (1, 2_000),
        (2, 4_000),
        (3, 5_000),
        (10, 12_000),
        (197, 199_000),
        (198, 200_000),
        (300, 200_000),
    ];
    for (pages, dong) in vectors {
        for copies in [1, 2, 5] {
            let quantity = Quantity {
                pages,
                copies,
                ..Quantity::default()
            };
            assert_eq!(
                total(CERTIFIED_COPY, DAY, quantity),
                Some(dong * i64::from(copies)),
                "{pages} × {copies}"
            );
        }
    }
}

#[test]
fn the_procedures_of_the_counter_cost_what_their_circulars_say() {
    for (procedure, dong) in [
        ("2.000635", 8_000),
        ("2.000884", 10_000),
        ("2.001035", 50_000),
        ("2.000913", 30_000),
        ("2.000927", 25_000),
        ("2.001263", 400_000),
        ("1.004088", 70_000),
        ("1.000894", 0),
    ] {
        assert_eq!(
            total(procedure, DAY, Quantity::default()),
            Some(dong),
            "{procedure}"
        );
    }
    let three = Quantity {
        copies: 3,
        ..Quantity::default()
    };
    assert_eq!(total("2.000635.000.00.00.H23", DAY, three), Some(24_000));
}

#[test]
fn an_unknown_fee_is_not_zero() {
    let asked = quote("1.004873", DAY, &FeeInput::default());
    assert_eq!((asked.total, asked.unverified), (None, true));
    assert_eq!(asked.total_vi(), "chưa xác định");
    assert!(
        asked
            .unknown_because()
            .is_some_and(|why| why.contains("Hải Dương"))
    );
    let nowhere = quote("3.999999", DAY, &FeeInput::default());
    assert_eq!((nowhere.total, nowhere.lines.len()), (None, 1));
}

#[test]
fn an_officer_may_enter_what_nobody_established_with_its_basis() {
    let entered = Entered {
        dong: Dong(5_000),
        basis: "Nghị quyết của HĐND tỉnh".to_owned(),
    };
    let input = FeeInput {
        entered: Some(entered),
        ..FeeInput::default()
    };
    let asked = quote("1.004873", DAY, &input);
    assert_eq!((asked.total, asked.unverified), (Some(Dong(5_000)), true));
    assert_eq!(asked.lines[0].basis, "Nghị quyết của HĐND tỉnh");
    // An established amount is not the officer's to change.
    assert_eq!(quote("2.000884", DAY, &input).total, Some(Dong(10_000)));
}

#[test]
fn an_exemption_makes_its_own_fee_zero_and_no_other() {
    let on_time = quote(BIRTH, DAY, &claim("dung_han"));
    assert_eq!(
        (on_time.total, on_time.total_vi().as_str()),
        (Some(Dong::ZERO), "Không thu")
    );
    assert!(
        on_time.lines[0]
            .exempted_by
            .as_ref()
            .is_some_and(|name| name.contains("đúng hạn"))
    );
    assert_eq!(quote(BIRTH, DAY, &FeeInput::default()).total, None);
    let mut with_copies = claim("dung_han");
    with_copies.quantity.extra_copies = 2;
    assert_eq!(quote(BIRTH, DAY, &with_copies).total, Some(Dong(16_000)));
    let copies = quote(CERTIFIED_COPY, DAY, &claim("ho_ngheo"));
    assert_eq!(
        (copies.total, copies.claim_unused),
        (Some(Dong(2_000)), true)
    );
    assert!(!on_time.claim_unused);
}

#[test]
fn an_exemption_is_the_one_claimed_and_an_unknown_one_frees_from_nothing() {
    let poor = quote(BIRTH, DAY, &claim("ho_ngheo"));
    assert!(
        poor.lines[0]
            .exempted_by
            .as_ref()
            .is_some_and(|name| name.contains("nghèo"))
    );
    let unknown = quote(BIRTH, DAY, &claim("khong_co"));
    assert_eq!((unknown.total, unknown.claim_unused), (None, true));
    assert_eq!(unknown.lines[0].exempted_by, None);
}

#[test]
fn online_filing_has_its_own_rate() {
    let online = FeeInput {
        channel_online: true,
        ..FeeInput::default()
    };
    assert_eq!(quote("1.004222", DAY, &online).total, Some(Dong(10_000)));
    assert_eq!(
        quote("1.004222", DAY, &FeeInput::default()).total,
        Some(Dong(20_000))
    );
    assert_eq!(quote("1.004873", date(2025, 7, 1), &online).total, None);
    assert_eq!(
        quote("1.004873", date(2026, 8, 8), &online).total,
        Some(Dong::ZERO)
    );
}

#[test]
fn a_rate_holds_from_its_first_to_its_last_day() {
    for (at, dong) in [
        (date(2025, 6, 30), None),
        (date(2025, 7, 1), Some(5_000)),
        (date(2026, 8, 7), Some(5_000)),
        (date(2026, 8, 8), Some(5_000)),
    ] {
        assert_eq!(total("1.004873", at, Quantity::default()), dong, "{at}");
    }
    assert_eq!(
        total("1.004222", date(2023, 2, 4), Quantity::default()),
        None
    );
    assert_eq!(
        total("1.004222", date(2023, 2, 5), Quantity::default()),
        Some(20_000)
    );
}

#[test]
fn what_rests_on_memory_says_so() {
    assert!(!quote("2.000884", DAY, &FeeInput::default()).unverified);
    assert!(quote("1.004194", DAY, &FeeInput::default()).unverified);
}

#[test]
fn intake_proposes_the_usual_exemption_and_offers_the_others() {
    assert_eq!(
        RULES.usual_exemption(BIRTH, DAY).map(|e| e.id.as_str()),
        Some("dung_han")
    );
    assert_eq!(RULES.usual_exemption("1.004873", DAY), None);
    let offered: Vec<&str> = RULES
        .exemptions(BIRTH, DAY)
        .iter()
        .map(|e| e.id.as_str())
        .collect();
    assert_eq!(
        offered,
        ["dung_han", "nguoi_co_cong", "ho_ngheo", "khuyet_tat"]
    );
}

proptest! {
    #[test]
    fn one_page_more_never_costs_less_and_never_passes_the_cap(pages in 1_u32..2_000, copies in 1_u32..50) {
        let of = |pages| total(CERTIFIED_COPY, DAY, Quantity { pages, copies, ..Quantity::default() });
        let (less, more) = (of(pages), of(pages + 1));
        prop_assert!(less <= more && more <= Some(200_000 * i64::from(copies)));
    }
}
