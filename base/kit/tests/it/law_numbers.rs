//! The numbers by which two administrators notice one another: only those that a page has shown.

use jiff::civil::date;
use kit::Error;
use kit::law::NewChange;
use kit::testing::{SUPPLIED, TestApp};
use store::testing::Effects;

use crate::common::routes;
use crate::law::{admin, sentence, token};

#[tokio::test]
async fn a_number_that_no_page_has_shown_is_refused_and_never_stored() {
    let app = TestApp::on_each_engine(Effects::NONE, routes, SUPPLIED).swap_remove(0);
    for seen in [1, 7, i64::MAX, -1] {
        let new = NewChange {
            seen,
            ..sentence("Xin cảm ơn", date(2023, 12, 1))
        };
        let tried = app.app.try_law(std::slice::from_ref(&new)).await;
        assert!(matches!(tried, Err(Error::Invalid(_))), "{seen}: {tried:?}");
        let saved = app
            .app
            .save_law(&admin(), token(9), vec![new], "/cb/quan-tri")
            .await;
        assert!(matches!(saved, Err(Error::Invalid(_))), "{seen}: {saved:?}");
    }
    assert_eq!(app.app.law().revision, 0);
}
