//! The citizen's pages as a browser gets them: every state of a dossier, proofs, throttling.
//! For the tests of this feature.

mod finding;
mod following;
mod pages;

use axum::http::StatusCode;
use domain::access::Actor;
use domain::code::TrackingCode;
use domain::dossier::{Channel, Command, Outcome, State};
use domain::moment::Moment;
use dossier::receive::{self, Filing, Terms};
use dossier::supplement::{self, Asked};
use dossier::testing::{commit, person};
use dossier::{Desk, DossierRow, Party, Words, act, result};
use kit::Error;
use kit::testing::{Answer, SUPPLIED, TestApp, officer};
use store::testing::Effects;

/// Names that no page may show, in the fixture of every dossier.
const OWNER: &str = "Nguyễn Thị Thu Hằng";
const FILER: &str = "Phạm Quốc Bảo";
const PHONE: &str = "0912345678";
const BIRTH: &str = "1.001193";
const SINGLE: &str = "1.004873";

fn apps() -> Vec<TestApp> {
    TestApp::on_each_engine(Effects::NONE, crate::routes, SUPPLIED)
}

fn app() -> TestApp {
    TestApp::over(store::testing::sqlite(), crate::routes(), SUPPLIED)
}

fn named(name: &str) -> Actor {
    officer(name).expect("a known role")
}

fn filing(app: &TestApp, code: &str) -> Filing {
    let filer = Party {
        phone: Some("0987650001".to_owned()),
        ..person(FILER)
    };
    Filing {
        filer: Some(filer),
        papers: Vec::new(),
        ..dossier::testing::filing(&Desk::now(&app.app), code, OWNER, Channel::Counter)
    }
}

async fn received(app: &TestApp, code: &str) -> DossierRow {
    let filing = filing(app, code);
    commit(app, "one_stop", move |tx, desk, actor| {
        receive::receive(tx, desk, actor, &filing, &Terms::default())
    })
    .await
}

async fn then(app: &TestApp, row: &DossierRow, by: &str, command: Command<'static>) -> DossierRow {
    let id = row.id.clone();
    commit(app, by, move |tx, desk, actor| {
        act::act(tx, desk, actor, &id, &command, Words::default())
    })
    .await
}

/// The page of a dossier; whatever it says, it names nobody.
async fn page(app: &TestApp, row: &DossierRow) -> Answer {
    let answer = app.get(&format!("/t/{}", row.tracking)).await;
    assert_eq!(answer.status, StatusCode::OK);
    nobody_is_named(&answer);
    assert!(answer.header("x-robots-tag").contains("noindex"));
    assert_eq!(answer.header("cache-control"), "no-store");
    answer
}

fn nobody_is_named(answer: &Answer) {
    for hidden in [
        OWNER,
        FILER,
        PHONE,
        "030192004217",
        "Cán bộ",
        "Thôn 9",
        "specialist",
    ] {
        // The frame itself has a link for officers.
        let body = answer.body.replace("Cán bộ đăng nhập", "");
        assert!(!body.contains(hidden), "{hidden} is shown");
    }
}

fn says(answer: &Answer, sentences: &[&str]) {
    let body = answer.body.replace('\u{a0}', " ");
    for sentence in sentences {
        assert!(body.contains(sentence), "«{sentence}» is missing in {body}");
    }
}
