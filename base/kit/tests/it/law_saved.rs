//! The law of a commune: changes saved, kept apart, and seen by every process.

use std::sync::Arc;

use jiff::civil::date;
use kit::Error;
use kit::law::{ChangeKind, LAW_CHANGED, Saved};
use kit::testing::{AGENCY, SUPPLIED, TestApp, setup};
use store::testing::Effects;
use store::{Reader, Sql, StoreError};

use crate::common::routes;
use crate::law::{TODAY, admin, change, day_off, sentence, token};

fn two_processes() -> Vec<(TestApp, TestApp)> {
    store::testing::engines_with(Effects::NONE)
        .into_iter()
        .map(|db| {
            let first = TestApp::over(db.clone(), routes(), SUPPLIED);
            (first, TestApp::over(db, routes(), SUPPLIED))
        })
        .collect()
}

#[tokio::test]
async fn what_one_process_saves_the_other_takes_up_when_it_asks() {
    for (first, second) in two_processes() {
        let saved = first
            .app
            .save_law(&admin(), token(1), vec![day_off(date(2023, 11, 24))], "/x")
            .await;
        assert_eq!(saved.expect("good"), Saved::Now);
        let is_worked = |of: &TestApp| of.app.law().calendar.is_working_day(date(2023, 11, 24));
        assert!(!is_worked(&first), "at once where it was saved");
        assert!(is_worked(&second));
        assert!(second.app.refresh_law().await.expect("the store answers"));
        assert!(!is_worked(&second));
        let before = Arc::clone(&second.app.law());
        assert!(!second.app.refresh_law().await.expect("the store answers"));
        assert!(
            Arc::ptr_eq(&before, &second.app.law()),
            "nothing new, nothing done"
        );
    }
}

#[tokio::test]
async fn a_saved_change_is_an_event_with_a_sealed_row_and_the_ledger_verifies() {
    for (first, _) in two_processes() {
        let new = vec![sentence("Xin cảm ơn", date(2023, 12, 1))];
        first
            .app
            .save_law(&admin(), token(1), new, "/x")
            .await
            .expect("good");
        let events = first
            .app
            .read(|reader: &mut Reader<'_>| -> Result<_, StoreError> {
                reader.events("law:wording:receipt/closing")
            })
            .await
            .expect("the store answers");
        assert_eq!(events.len(), 1);
        assert_eq!(
            (events[0].kind.as_str(), events[0].by.as_str()),
            (LAW_CHANGED, "user:admin")
        );
        assert!(events[0].seals.contains("law_change"));
        let report = first
            .app
            .db()
            .verify(&mut |_, _| {}, None)
            .expect("it can be verified");
        assert_eq!(report.first_difference, None);
    }
}

#[tokio::test]
async fn the_second_of_two_administrators_is_told_who_was_quicker() {
    for (first, second) in two_processes() {
        let new = |text: &str| vec![sentence(text, date(2023, 12, 1))];
        first
            .app
            .save_law(&admin(), token(1), new("một"), "/x")
            .await
            .expect("good");
        let beaten = second
            .app
            .save_law(&admin(), token(2), new("hai"), "/x")
            .await;
        let Err(Error::Conflict(conflict)) = beaten else {
            panic!("the second saw nothing, but there is one: {beaten:?}");
        };
        assert_eq!(conflict.who, "Cán bộ admin");
        let twice = first
            .app
            .save_law(&admin(), token(1), new("một"), "/x")
            .await;
        assert_eq!(twice.expect("the same form"), Saved::Before);
        assert_eq!(first.app.law().revision, 1);
    }
}

#[tokio::test]
async fn nothing_in_force_is_edited() {
    for (first, _) in two_processes() {
        let past = vec![sentence("Xin cảm ơn", date(2023, 11, 22))];
        let refused = first
            .app
            .save_law(&admin(), token(1), past.clone(), "/x")
            .await;
        let Err(Error::Invalid(errors)) = refused else {
            panic!("yesterday is over: {refused:?}");
        };
        assert!(errors.of("").contains("23/11/2023"), "{errors:?}");
        assert!(first.app.try_law(&past).await.is_err());
        assert_eq!(first.app.law().revision, 0);
    }
}

#[tokio::test]
async fn the_name_of_the_commune_follows_the_table_of_units() {
    for (first, second) in two_processes() {
        let mut unit = first.app.law().agencies.get(AGENCY).expect("ours").clone();
        unit.phone = Some("0220 333 4444".to_owned());
        let body = serde_json::to_value(unit).expect("JSON");
        let new = vec![change(ChangeKind::Agency, AGENCY, TODAY, body)];
        first
            .app
            .save_law(&admin(), token(1), new, "/x")
            .await
            .expect("good");
        second.app.refresh_law().await.expect("the store answers");
        for test in [&first, &second] {
            let commune = test.app.commune();
            assert_eq!(commune.phone, "0220 333 4444");
            assert_eq!(
                commune.hours, "Thứ Hai đến thứ Sáu",
                "as the settings gave it"
            );
        }
    }
}

#[test]
fn a_program_starts_with_the_changes_that_were_saved() {
    for db in store::testing::engines() {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let first = TestApp::over(db.clone(), routes(), SUPPLIED);
        runtime
            .block_on(first.app.save_law(
                &admin(),
                token(1),
                vec![day_off(date(2023, 11, 24))],
                "/x",
            ))
            .expect("good");
        let app = kit::App::new(setup(db, SUPPLIED));
        assert!(app.refresh_law_blocking().expect("the changes make a law"));
        assert!(!app.law().calendar.is_working_day(date(2023, 11, 24)));
    }
}
