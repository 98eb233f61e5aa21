//! A commune with a few people, on each engine, for the tests of this feature.
//! Each file of tests uses the part it needs.
#![allow(dead_code)]

use domain::access::Act;
use domain::moment::Moment;
use kit::testing::{Answer, SUPPLIED, TestApp};
use kit::{Error, Officer, Result, Routes, Supplied};
use people::NewAccount;
pub use people::testing::PASSWORD;
use people::testing::officer;
use store::testing::Effects;
use store::{Reader, Sql, params};

/// What this feature supplies, and nothing else.
pub const PEOPLE: Supplied = Supplied {
    actor_of: people::actor_of,
    sign_in_page: people::sign_in_page,
    sign_in_path: people::SIGN_IN_PATH,
    needs_path: people::needs_path,
    ..SUPPLIED
};

/// The routes of this feature, and a page and a form of work.
pub fn routes() -> Routes {
    people::routes()
        .get(
            "/cb/viec",
            Act::SeeOwnWork,
            async |Officer(actor): Officer| actor.name,
        )
        .post("/cb/viec", Act::SeeOwnWork, async || "saved")
}

/// The program on each engine.
pub fn apps() -> Vec<TestApp> {
    TestApp::on_each_engine(Effects::NONE, routes, PEOPLE)
}

/// An account from `username` with these posts since the year began.
pub async fn add(test: &TestApp, username: &str, posts: &[&str], must_change: bool) -> String {
    let new = NewAccount {
        must_change,
        ..officer(username, &format!("Bà {username}"), posts)
    };
    people::testing::add(&test.app, new).await
}

/// Sends name and password.
pub async fn sign_in(test: &TestApp, username: &str, password: &str) -> Answer {
    test.post(
        "/dang-nhap",
        &[("username", username), ("password", password)],
    )
    .await
}

/// The kinds of the events about an account.
pub async fn kinds(test: &TestApp, id: &str) -> Vec<String> {
    let subject = format!("account:{id}");
    let events: Result<_> = test
        .app
        .read(move |reader: &mut Reader<'_>| Ok(reader.events(&subject)?))
        .await;
    events
        .expect("the events are read")
        .into_iter()
        .map(|event| event.kind)
        .collect()
}

/// One text of the account's row.
pub async fn column(test: &TestApp, id: &str, column: &'static str) -> Option<String> {
    let (sql, id) = (
        format!("SELECT {column} AS it FROM account WHERE id = $1"),
        id.to_owned(),
    );
    let found: Result<Option<String>, Error> = test
        .app
        .read(move |reader: &mut Reader<'_>| {
            let row = reader.row(&sql, params![id])?.ok_or(Error::Missing)?;
            Ok(row.get("it")?)
        })
        .await;
    found.expect("the account is there")
}

/// The code that a telephone with this secret shows.
pub fn code(secret: &str, at: Moment) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret of ours");
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .build()
        .expect("a whole secret");
    totp.generate(u64::try_from(at.millis() / 1000).expect("after 1970"))
        .to_string()
}

/// The codes that are taken at a moment: of its half minute and of those beside it.
pub fn right_codes(secret: &str, at: Moment) -> [String; 3] {
    [-30_000, 0, 30_000].map(|more| code(secret, Moment::from_millis(at.millis() + more)))
}

/// Turns the second factor on through the pages; answers secret and recovery codes.
pub async fn turn_on(test: &TestApp, path: &str) -> (String, Vec<String>) {
    let page = test.get(path).await;
    let secret = page
        .field("secret")
        .expect("the page has a secret")
        .to_owned();
    let once = page
        .field("_once")
        .expect("the page has a token")
        .to_owned();
    let code = code(&secret, test.clock.real_now());
    let fields = [
        ("_once", once.as_str()),
        ("secret", &secret),
        ("code", &code),
        ("password", PASSWORD),
    ];
    let done = test.post(path, &fields).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let codes: Vec<String> = done
        .body
        .split("<code>")
        .skip(1)
        .filter_map(|rest| rest.split_once("</code>"))
        .map(|(code, _)| code.to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// Nothing here was written without its event and seal.
pub fn verified(test: &TestApp) {
    let report = test
        .app
        .db()
        .verify(&mut |_, _| {}, None)
        .expect("verify runs");
    assert!(
        report.first_difference.is_none(),
        "{:?}",
        report.first_difference
    );
}

/// An administrator at work.
pub async fn admin(test: &TestApp) -> String {
    let id = add(test, "quan.tri", &["quan_tri"], false).await;
    test.sign_in(&id).await;
    id
}

/// Sends a form of the person's page with the token and the version that the page shows.
pub async fn send(test: &TestApp, id: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let page = test.get(&format!("/qt/nguoi-dung/{id}")).await;
    let (once, version) = (
        page.field("_once").expect("a token"),
        page.field("version").expect("a version"),
    );
    let mut fields = vec![("_once", once), ("version", version)];
    fields.extend_from_slice(more);
    test.post(&format!("/qt/nguoi-dung/{id}/{what}"), &fields)
        .await
}

/// The temporary password that a page tells.
pub fn told_password(answer: &Answer) -> String {
    let (_, after) = answer
        .body
        .split_once("<code class=\"strong\">")
        .expect("the page tells a password");
    after
        .split_once("</code>")
        .expect("the element ends")
        .0
        .to_owned()
}

/// The version of an account, as its own page carries it.
pub async fn version(test: &TestApp, id: &str) -> i64 {
    let id = id.to_owned();
    let found: Result<i64> = test
        .app
        .read(move |reader: &mut Reader<'_>| {
            let row = reader.row("SELECT version FROM account WHERE id = $1", params![id])?;
            Ok(row.ok_or(Error::Missing)?.get("version")?)
        })
        .await;
    found.expect("the account is there")
}
