//! The pages of administration as a browser gets them: previewed, saved, in force, in the ledger.
//! For the tests of this feature.

mod agencies;
mod calendar;
mod doors;
mod doubts;
mod fees;
mod post_roles;
mod procedures;
mod wording;

use axum::http::StatusCode;
use domain::dossier::Channel;
use dossier::receive::{self, Terms};
use dossier::testing::{self, SINGLE};
use dossier::{Desk, DossierRow};
use kit::Routes;
use kit::testing::{Answer, SUPPLIED, TestApp};
use store::testing::Effects;
use store::{Event, Reader, Sql, StoreError};

fn routes() -> Routes {
    crate::routes()
        .merge(dossier::routes())
        .merge(catalogue::routes())
}

async fn apps() -> Vec<TestApp> {
    let apps = TestApp::on_each_engine(Effects::NONE, routes, SUPPLIED);
    for app in &apps {
        app.sign_in("admin").await;
    }
    apps
}

async fn app() -> TestApp {
    let app = TestApp::over(store::testing::sqlite(), routes(), SUPPLIED);
    app.sign_in("admin").await;
    app
}

/// The text of a page without the non-breaking spaces of its dates.
fn text(answer: &Answer) -> String {
    answer.body.replace('\u{a0}', " ")
}

fn says(answer: &Answer, sentences: &[&str]) {
    let body = text(answer);
    for sentence in sentences {
        assert!(body.contains(sentence), "«{sentence}» is missing in {body}");
    }
}

/// Sends a form as its page would, with the token and the number of the page before.
async fn send(
    app: &TestApp,
    path: &str,
    from: &Answer,
    (version, step): (&str, &str),
    typed: &[(&str, &str)],
) -> Answer {
    let once = from.field("_once").expect("the page has a form").to_owned();
    let mut fields = vec![
        ("_once", once.as_str()),
        ("version", version),
        ("buoc", step),
    ];
    fields.extend_from_slice(typed);
    app.post(path, &fields).await
}

/// Opens a form, looks at the preview, and saves. Answers the preview.
async fn save(app: &TestApp, path: &str, typed: &[(&str, &str)]) -> Answer {
    let page = app.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    let version = page.field("version").expect("a number").to_owned();
    let revision = app.app.law().revision;
    let preview = send(app, path, &page, (&version, "xem"), typed).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", text(&preview));
    says(&preview, &["chưa lưu gì"]);
    assert_eq!(app.app.law().revision, revision, "a look changes nothing");
    let saved = send(app, path, &preview, (&version, "luu"), typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", text(&saved));
    assert_eq!(app.app.law().revision, revision + 1);
    preview
}

/// The page that answers a form that is refused.
async fn refused(app: &TestApp, path: &str, typed: &[(&str, &str)]) -> Answer {
    let page = app.get(path).await;
    let version = page.field("version").expect("a number").to_owned();
    let again = send(app, path, &page, (&version, "xem"), typed).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        text(&again)
    );
    again
}

const BASIS: [(&str, &str); 3] = [
    ("so_van_ban", "TB 12/TB-UBND"),
    ("ngay_van_ban", "22/11/2023"),
    ("ly_do", "theo văn bản mới"),
];

fn with_basis<'a>(typed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    BASIS.iter().chain(typed).copied().collect()
}

async fn events(app: &TestApp, subject: &str) -> Vec<Event> {
    let subject = subject.to_owned();
    app.app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> { reader.events(&subject) })
        .await
        .expect("the store answers")
}

fn verifies(app: &TestApp) {
    let report = app
        .app
        .db()
        .verify(&mut |_, _| {}, None)
        .expect("it can be verified");
    assert_eq!(report.first_difference, None);
}

/// A dossier received now.
async fn received(app: &TestApp) -> DossierRow {
    received_of(app, SINGLE).await
}

/// The same of another procedure.
async fn received_of(app: &TestApp, code: &str) -> DossierRow {
    let desk = Desk::now(&app.app);
    let filing = testing::filing(&desk, code, "Nguyễn Văn Bình", Channel::Counter);
    testing::commit(app, "one_stop", move |tx, desk, actor| {
        receive::receive(tx, desk, actor, &filing, &Terms::default())
    })
    .await
}

async fn loaded(app: &TestApp, row: &DossierRow) -> DossierRow {
    let (id, agency) = (row.id.clone(), app.app.agency().to_owned());
    app.app
        .read(move |reader: &mut Reader<'_>| dossier::row::load(reader, &agency, &id))
        .await
        .expect("it is there")
}
