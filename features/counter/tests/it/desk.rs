//! An officer's browser for the tests, and a look into the store.
//! For the tests beside it.

use dossier::{DossierRow, Party, parties, row};
use kit::testing::{AGENCY, Answer, SUPPLIED, TestApp};
use store::testing::Effects;
use store::{Event, Sql as _};

pub const MOTHER: [(&str, &str); 6] = [
    ("number", "030192004217"),
    ("name", "Nguyễn Thị Ánh"),
    ("birth", "5/2/1992"),
    ("gender", "nu"),
    (
        "address",
        "Thôn 3, xã Quang Khải, huyện Tứ Kỳ, tỉnh Hải Dương",
    ),
    ("phone", "0912 345 678"),
];
pub const CHILD: [(&str, &str); 4] = [
    ("owner_name", "Trần Minh Khôi"),
    ("owner_birth", "20/11/2023"),
    ("owner_gender", "nam"),
    ("authority", "mẹ đẻ"),
];

/// The program on each engine, with the officer of the one-stop shop signed in.
pub async fn counters() -> Vec<TestApp> {
    let effects = Effects {
        facts: |event| domain::fact::facts(&event.kind, event.at, &event.data),
        jobs: |_| Vec::new(),
    };
    let apps = TestApp::on_each_engine(
        effects,
        || counter::routes().merge(payment::routes()),
        SUPPLIED,
    );
    for app in &apps {
        app.sign_in("one_stop").await;
    }
    apps
}

/// Presses a button of a freshly opened form, with these fields filled in.
pub async fn press(app: &TestApp, path: &str, button: &str, typed: &[&[(&str, &str)]]) -> Answer {
    let page = app.get("/cb/quay").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let once = page.field("_once").expect("a token").to_owned();
    let tracking = page.field("tracking").expect("a tracking code").to_owned();
    let mut fields = vec![("_once", once.as_str()), ("viec", button)];
    let all: Vec<(&str, &str)> = typed.concat();
    if !all.iter().any(|(name, _)| *name == "tracking") {
        fields.push(("tracking", tracking.as_str()));
    }
    fields.extend(all);
    app.post(path, &fields).await
}

/// Saves a filing and answers the address of what came of it.
pub async fn saved(app: &TestApp, button: &str, typed: &[&[(&str, &str)]]) -> String {
    let answer = press(app, "/cb/quay", button, typed).await;
    assert_eq!(answer.status, 303, "{}", errors_in(&answer));
    let place = answer.location().to_owned();
    place
        .strip_prefix("/cb/quay/xong/")
        .unwrap_or_else(|| panic!("led to {place}"))
        .to_owned()
}

/// The error summary of a page, for messages of failing tests.
pub fn errors_in(answer: &Answer) -> String {
    let from = answer.body.find("error-summary").unwrap_or(0);
    answer
        .body
        .chars()
        .skip(answer.body[..from].chars().count())
        .take(1_500)
        .collect()
}

pub async fn dossier(app: &TestApp, code: &str) -> DossierRow {
    let code = code.to_owned();
    app.app
        .read(move |reader| row::find(reader, AGENCY, &code))
        .await
        .expect("the dossier is there")
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
