//! The real data: its counts, its sums, its versions and what the law says of them.
//! For whoever edits the data.

use std::sync::Arc;

use super::*;

#[test]
fn the_real_data_holds_both_sets_with_their_drafts_and_processes() {
    let catalogue = catalogue();
    let old: Vec<_> = catalogue
        .versions()
        .filter(|version| version.valid_to.is_some())
        .collect();
    assert_eq!(old.len(), 197);
    let drafts: Vec<_> = old.iter().filter(|version| !version.published).collect();
    assert_eq!(drafts.len(), 4);
    assert!(drafts.iter().all(|draft| draft.code.starts_with("draft-")));
    assert_eq!(catalogue.versions().count() - old.len(), 277);
    let published = |version: &&Arc<Procedure>| version.process.source != ProcessSource::Default;
    assert_eq!(catalogue.versions().filter(published).count(), 60);
}

#[test]
fn every_code_of_the_national_catalogue_is_read() {
    let published = catalogue().versions().filter(|version| version.published);
    for version in published {
        let code = crate::code::ProcedureCode::parse(&version.code);
        let code = code.unwrap_or_else(|said| panic!("{}: {said}", version.id));
        assert_eq!(code.national(), version.code, "{}", version.id);
    }
}

#[test]
fn the_steps_of_every_version_add_up_to_its_total_within_the_limit() {
    for version in catalogue().versions() {
        let sum: i64 = version.process.steps.iter().map(|step| step.minutes).sum();
        assert_eq!(sum, version.process.total_minutes, "{}", version.id);
        if let Some(term) = version.limit.term {
            assert!(
                sum > 0 && sum <= usual::limit_minutes(term),
                "{}",
                version.id
            );
        }
    }
}

#[test]
fn every_process_ends_with_a_delivery_and_signs_before_it_seals() {
    for version in catalogue().versions() {
        let kinds: Vec<StepKind> = version.process.steps.iter().map(|step| step.kind).collect();
        assert_eq!(kinds.last(), Some(&StepKind::Deliver), "{}", version.id);
        let at = |kind| kinds.iter().position(|other| *other == kind);
        if let Some(seal) = at(StepKind::Seal) {
            assert!(
                at(StepKind::Approve).is_some_and(|approve| approve < seal),
                "{}",
                version.id
            );
        }
    }
}

#[test]
fn a_shorter_published_total_is_the_promise_and_the_limit_stays() {
    let catalogue = catalogue();
    let promised: Vec<_> = catalogue
        .versions()
        .filter_map(|version| {
            Some((
                version.code.as_str(),
                version.process.promise_term?,
                version.limit.term?,
            ))
        })
        .collect();
    let (days, calendar) = (Term::WorkingDays, Term::CalendarDays);
    assert_eq!(promised.len(), 3);
    assert!(promised.contains(&("2.000986", days(7), calendar(20))));
    assert!(promised.contains(&("2.001023", days(5), calendar(15))));
    assert!(promised.contains(&("2.000509", days(10), calendar(15))));
}

#[test]
fn the_law_of_the_day_decides_the_version() {
    let catalogue = catalogue();
    let last = catalogue
        .in_force("1.001193", date(2025, 6, 30))
        .expect("in force");
    let next = catalogue
        .in_force("1.001193", date(2025, 7, 1))
        .expect("in force");
    assert_eq!(
        (last.id.as_str(), next.id.as_str()),
        ("1.001193@2019-01-06", "1.001193@2025-07-01")
    );
    assert!(catalogue.in_force("1.001193", date(2019, 1, 5)).is_none());
    assert!(catalogue.in_force("1.012084", date(2023, 12, 24)).is_none());
    assert!(catalogue.in_force("1.012084", date(2023, 12, 25)).is_some());
    assert_eq!(
        catalogue
            .version("1.001193@2019-01-06")
            .map(|version| version.sets),
        Some(1)
    );
}

#[test]
fn drafts_are_kept_but_never_in_force() {
    let catalogue = catalogue();
    assert!(catalogue.version("draft-2.000206@2019-01-06").is_some());
    assert!(catalogue.in_force("draft-2.000206", IN_2023).is_none());
    assert!(
        catalogue
            .all_in_force(IN_2023)
            .all(|version| version.published)
    );
}

#[test]
fn an_address_leads_to_the_version_in_force() {
    let catalogue = catalogue();
    for on in [IN_2023, IN_2026] {
        let version = catalogue
            .by_slug("dang-ky-khai-sinh", on)
            .expect("in force");
        assert_eq!(version.code, "1.001193");
        assert!(version.holds_on(on));
    }
    assert!(catalogue.by_slug("khong-co", IN_2023).is_none());
}

#[test]
fn fields_count_what_is_in_force() {
    let fields = catalogue().fields(IN_2023);
    let civil = fields
        .iter()
        .find(|field| field.field_vi == "Hộ tịch")
        .expect("a field");
    assert_eq!(civil.procedures, 26);
    let total: usize = fields.iter().map(|field| field.procedures).sum();
    // 197 less 4 drafts, less 2 that come into force on 25 December 2023.
    assert_eq!(total, 191);
}

#[test]
fn protective_orders_count_clock_hours_and_notices_office_hours() {
    let catalogue = catalogue();
    let term = |id| catalogue.version(id).and_then(|version| version.limit.term);
    assert_eq!(term("1.004946@2019-01-06"), Some(Term::ClockHours(12)));
    assert_eq!(term("1.012084@2023-12-25"), Some(Term::ClockHours(12)));
    assert_eq!(term("2.001159@2019-01-06"), Some(Term::WorkingHours(1)));
    assert_eq!(term("1.001193@2019-01-06"), Some(Term::SameDay));
    assert_eq!(term("1.011606@2019-01-06"), None);
}

#[test]
fn the_same_day_rests_on_the_law_of_its_field_of_work_and_on_no_other() {
    let catalogue = catalogue();
    let mut cited = 0;
    for version in catalogue.versions() {
        let law = match version.field_vi.as_str() {
            _ if version.limit.term != Some(Term::SameDay) => None,
            "Hộ tịch" => Some("Luật Hộ tịch 2014"),
            "Chứng thực" => Some("NĐ 23/2015/NĐ-CP Điều 7"),
            _ => None,
        };
        let named = version.limit.same_day_law_vi.as_deref();
        assert_eq!(named, law, "{}", version.id);
        cited += usize::from(named.is_some());
    }
    assert_eq!(cited, 23);
}

#[test]
fn certification_is_done_on_the_spot() {
    let catalogue = catalogue();
    let spot = catalogue
        .all_in_force(IN_2023)
        .filter(|version| version.on_the_spot);
    let mut codes: Vec<&str> = spot.map(|version| version.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        ["2.000635", "2.000815", "2.000884", "2.000908", "2.000942"]
    );
}

#[test]
fn a_version_survives_being_stored() {
    for version in catalogue().versions() {
        let text = serde_json::to_string(&**version).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Procedure>(&text).expect("what was written"),
            **version
        );
    }
}
