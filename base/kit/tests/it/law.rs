//! The law of a commune: changes laid over the embedded law, in whatever order they come.

use domain::access::{Actor, Role};
use domain::calendar::{DayOffKind, Notice, NoticeDay};
use domain::fee::{Amount, FeeInput, Per};
use domain::moment::Moment;
use domain::money::Dong;
use domain::post::PostRoles;
use domain::wording::{PaperKind, Slot};
use jiff::civil::{Date, date};
use kit::Law;
use kit::law::{
    ChangeKind, Confirmation, LawChange, NewChange, PostProposal, WordingChange, assemble, facts,
};
use kit::testing::{AGENCY, officer};

pub const TODAY: Date = date(2023, 11, 23);

pub fn admin() -> Actor {
    officer("admin").expect("a known role")
}

pub fn token(n: u8) -> String {
    format!("{n:032x}")
}

/// The day after the test's Thursday is off, by a notice for 2023.
fn notice(extra: Date) -> Notice {
    let mut notice = Law::embedded()
        .expect("our own data")
        .notices
        .into_iter()
        .find(|notice| notice.year == 2023)
        .expect("2023 has a notice");
    notice.days.push(NoticeDay {
        date: extra,
        kind: DayOffKind::Holiday,
        name_vi: "Ngày hội của xã".to_owned(),
        source: None,
    });
    notice
}

pub fn change(kind: ChangeKind, subject: &str, from: Date, body: serde_json::Value) -> NewChange {
    NewChange {
        kind,
        subject: subject.to_owned(),
        seen: 0,
        valid_from: from,
        body,
        document: "TB 12/TB-UBND".to_owned(),
        reason: "theo thông báo mới".to_owned(),
    }
}

pub fn day_off(extra: Date) -> NewChange {
    let body = serde_json::to_value(notice(extra)).expect("a notice is JSON");
    change(ChangeKind::CalendarNotice, "2023", TODAY, body)
}

pub fn sentence(text: &str, from: Date) -> NewChange {
    let body = serde_json::to_value(WordingChange {
        paper: PaperKind::Receipt,
        slot: Slot::Closing,
        text: text.to_owned(),
    });
    change(
        ChangeKind::Wording,
        "receipt/closing",
        from,
        body.expect("JSON"),
    )
}

fn stored(changes: &[NewChange]) -> Vec<LawChange> {
    let at = Moment::parse_local("2023-11-23T09:00").expect("a time");
    (0..)
        .zip(changes)
        .map(|(n, one)| one.stored(format!("id{n}"), "user:admin", at.plus_minutes(n)))
        .collect()
}

fn closing(law: &Law, day: Date) -> &str {
    law.wording.said(PaperKind::Receipt, Slot::Closing, day)
}

#[test]
fn without_changes_the_law_is_the_embedded_one() {
    let base = Law::embedded().expect("our own data");
    let law = assemble(&base, &[]).expect("no fault in nothing");
    assert_eq!(law.fees, base.fees);
    assert_eq!(law.agencies, base.agencies);
    assert_eq!(law.notices, base.notices);
    assert_eq!(
        law.catalogue.versions().count(),
        base.catalogue.versions().count()
    );
}

#[test]
fn the_later_first_day_wins_in_whatever_order_changes_come() {
    let base = Law::embedded().expect("our own data");
    let mut changes = stored(&[
        sentence("Xin cảm ơn", date(2023, 12, 1)),
        sentence("Chúc mừng năm mới", date(2024, 1, 1)),
        sentence("Xin cảm ơn ông bà", date(2023, 12, 1)),
        day_off(date(2023, 11, 24)),
    ]);
    let forwards = assemble(&base, &changes).expect("good");
    changes.reverse();
    let backwards = assemble(&base, &changes).expect("good");
    assert_eq!(forwards.wording, backwards.wording);
    assert_eq!(forwards.notices, backwards.notices);
    assert_eq!(closing(&forwards, TODAY), "");
    assert_eq!(
        closing(&forwards, date(2023, 12, 31)),
        "Xin cảm ơn ông bà",
        "the later act of one day"
    );
    assert_eq!(closing(&forwards, date(2024, 1, 1)), "Chúc mừng năm mới");
    assert!(!forwards.calendar.is_working_day(date(2023, 11, 24)));
    assert!(
        base.calendar.is_working_day(date(2023, 11, 24)),
        "the embedded law is untouched"
    );
}

#[test]
fn what_a_post_gives_follows_its_change_and_a_proposal_gives_nothing() {
    let base = Law::embedded().expect("our own data");
    let both = PostRoles {
        roles: [Role::Clerk, Role::OneStop].into(),
    };
    let body = serde_json::to_value(&both).expect("JSON");
    let asked = PostProposal {
        asked: Some(both.clone()),
    };
    let asked = serde_json::to_value(asked).expect("JSON");
    let first = date(2023, 12, 1);
    let proposed = stored(&[change(ChangeKind::PostProposal, "van_thu", TODAY, asked)]);
    let law = assemble(&base, &proposed).expect("good");
    assert_eq!(law.posts, base.posts);
    let changes = stored(&[change(ChangeKind::Post, "van_thu", first, body.clone())]);
    let law = assemble(&base, &changes).expect("good");
    assert_eq!(law.posts.roles("van_thu", TODAY), [Role::Clerk].into());
    assert_eq!(law.posts.roles("van_thu", first), both.roles);
    let foreign = stored(&[change(ChangeKind::Post, "chu_tich", first, body)]);
    let faults = assemble(&base, &foreign).expect_err("the law says what a chair may do");
    assert!(
        faults[0].sentence.contains("quyền của vị trí «chu_tich»"),
        "{faults:?}"
    );
}

#[test]
fn a_version_of_a_fee_holds_from_the_day_of_its_change_whatever_its_body_says() {
    let base = Law::embedded().expect("our own data");
    let mut known = base.fees.as_slice().iter();
    let known = known.find(|rule| rule.id == "ct_chu_ky");
    let mut rule = known.expect("signatures cost").clone();
    rule.amount = Amount::Flat {
        dong: Dong(12_000),
        unit_vi: "trường hợp".to_owned(),
        per: Per::Case,
    };
    // As a form brings it that began with the version before.
    assert_eq!(rule.valid_from, Some(date(2017, 1, 1)));
    let body = serde_json::to_value(rule).expect("JSON");
    let first = date(2023, 12, 1);
    let changes = stored(&[change(ChangeKind::Fee, "ct_chu_ky", first, body)]);
    let law = assemble(&base, &changes).expect("good");
    let total = |day| law.fees.quote("2.000884", day, &FeeInput::default()).total;
    assert_eq!(total(date(2023, 11, 30)), Some(Dong(10_000)));
    assert_eq!(total(first), Some(Dong(12_000)));
}

#[test]
fn a_change_that_no_law_would_say_is_named_with_its_reason() {
    let base = Law::embedded().expect("our own data");
    let mut lost = notice(date(2023, 11, 24));
    lost.days.retain(|day| day.date != date(2023, 9, 2));
    let body = serde_json::to_value(lost).expect("JSON");
    let changes = stored(&[
        change(ChangeKind::CalendarNotice, "2023", TODAY, body),
        change(ChangeKind::Fee, "x", TODAY, serde_json::json!({"id": "x"})),
    ]);
    let faults = assemble(&base, &changes).expect_err("both are wrong");
    let of = |id: &str| {
        faults
            .iter()
            .find(|fault| fault.change == id)
            .expect("named")
    };
    assert!(
        of("id0").sentence.contains("02/09/2023 (Quốc khánh)"),
        "{faults:?}"
    );
    assert!(of("id1").sentence.contains("không đọc được"), "{faults:?}");
}

#[test]
fn a_confirmed_fact_is_sure_as_long_as_it_says_the_same() {
    let base = Law::embedded().expect("our own data");
    let doubtful = facts(&base)
        .into_iter()
        .find(|fact| fact.key == format!("agency_code:{AGENCY}"))
        .expect("our code is a fact");
    assert!(!doubtful.sure.is_sure());
    let confirm = |says: &str| {
        let says = says.to_owned();
        let body = serde_json::to_value(Confirmation { says }).expect("JSON");
        let changes = stored(&[change(ChangeKind::Confirmation, &doubtful.key, TODAY, body)]);
        assemble(&base, &changes).expect("good")
    };
    let is_unverified = |law: &Law| {
        law.agencies
            .get(AGENCY)
            .expect("our commune")
            .code_unverified
    };
    assert!(!is_unverified(&confirm(&doubtful.says)));
    assert!(
        is_unverified(&confirm("000.99.99.H23")),
        "something else was read"
    );
}

#[test]
fn every_doubtful_fact_of_the_data_can_be_found_by_one_key() {
    let all = facts(&Law::embedded().expect("our own data"));
    let mut keys: Vec<&str> = all.iter().map(|fact| fact.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all.len());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever is changed in whatever order: on each day the change with the latest first day that
    /// has come holds, and of several of that day the latest act.
    #[test]
    fn on_each_day_the_latest_change_holds_whatever_the_order(
        days in proptest::collection::vec(0_i8..40, 1..12),
        seed in proptest::prelude::any::<u64>(),
    ) {
        let base = BASE.clone();
        let day = |offset: i8| TODAY.saturating_add(jiff::Span::new().days(offset));
        let new: Vec<NewChange> = (0..)
            .zip(&days)
            .map(|(nth, offset)| sentence(&format!("câu {nth}"), day(*offset)))
            .collect();
        let mut changes = stored(&new);
        let law = assemble(&base, &changes).expect("sentences are never at fault");
        let mut state = seed;
        for place in (1..changes.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = usize::try_from(state >> 33).expect("31 bits") % (place + 1);
            changes.swap(place, other);
        }
        let shuffled = assemble(&base, &changes).expect("the same sentences");
        proptest::prop_assert_eq!(&law.wording, &shuffled.wording);
        for asked in 0..40 {
            let holds = (0..).zip(&days).filter(|(_, from)| **from <= asked);
            let latest = holds.max_by_key(|(nth, from)| (**from, *nth));
            let expected = latest.map_or_else(String::new, |(nth, _): (i32, _)| format!("câu {nth}"));
            proptest::prop_assert_eq!(closing(&law, day(asked)), expected);
        }
        proptest::prop_assert_eq!(closing(&base, day(39)), "", "the embedded law is untouched");
    }
}

static BASE: std::sync::LazyLock<Law> =
    std::sync::LazyLock::new(|| Law::embedded().expect("our own data"));
