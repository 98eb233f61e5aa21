//! An officer's browser for the tests, and a look into the store.
//! For the tests beside it.

pub use counter::testing::{CHILD, MOTHER, errors_in, press, saved};
use dossier::{DossierRow, Party, parties, row};
use kit::testing::{SUPPLIED, TestApp};
use store::testing::Effects;
use store::{Event, Sql as _};

/// The program on each engine, with the officer of the one-stop shop signed in.
pub async fn counters() -> Vec<TestApp> {
    let apps = TestApp::on_each_engine(
        Effects::COUNTED,
        || counter::routes().merge(payment::routes()),
        SUPPLIED,
    );
    for app in &apps {
        app.sign_in("one_stop").await;
    }
    apps
}

pub async fn dossier(app: &TestApp, code: &str) -> DossierRow {
    dossier::testing::by_code(app, code).await
}

pub async fn people(app: &TestApp, id: &str) -> (Party, Option<Party>) {
    let id = id.to_owned();
    app.app
        .read(move |reader| parties::of(reader, &id))
        .await
        .expect("its people are there")
}

pub async fn events(app: &TestApp, row: &DossierRow) -> Vec<Event> {
    let subject = row.subject();
    app.app
        .read(move |reader| reader.events(&subject))
        .await
        .expect("its events are there")
}

pub async fn kinds(app: &TestApp, row: &DossierRow) -> Vec<String> {
    events(app, row)
        .await
        .into_iter()
        .map(|event| event.kind)
        .collect()
}

pub async fn count(app: &TestApp, table: &'static str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS n FROM {table}");
    app.app
        .read(move |reader| reader.row(&sql, vec![])?.map_or(Ok(0), |row| row.get("n")))
        .await
        .map_err(|error: store::StoreError| error)
        .expect("a count")
}

/// What holds after every act: the row is the fold of its events, and the ledger verifies.
pub async fn is_whole(app: &TestApp, row: &DossierRow) {
    let asked = row.clone();
    let agrees = app
        .app
        .read(move |reader| row::agrees_with_events(reader, &asked))
        .await;
    assert!(
        agrees.expect("events are there"),
        "the dossier is the fold of its events"
    );
    let report = app.app.db().verify(&mut |_, _| {}, None).expect("a report");
    assert!(report.first_difference.is_none(), "{report:?}");
}
