//! An office that programs call: its routes, its accounts, their tokens.
//! For all tests of the interface.

use axum::body::Body;
use axum::http::{Method, header};
use domain::moment::Moment;
use kit::testing::{AGENCY, Answer, SUPPLIED, TestApp};
use kit::{Error, Result, Routes, Supplied};
use serde_json::{Value, json};
use store::testing::Effects;
use store::{Event, NewEvent, Reader, Sql as _, Tx, params};

pub const DESK: &str = "one_stop@mot_cua";
pub const JUSTICE: &str = "specialist@tu_phap_ho_tich";
pub const CHAIR: &str = "chair@chu_tich";

pub fn routes() -> Routes {
    api::routes()
        .merge(counter::routes())
        .merge(dossier::routes())
        .merge(payment::routes())
        .merge(portal::routes())
}

pub const OFFICE: Supplied = Supplied {
    bearer_of: api::bearer_of,
    ..SUPPLIED
};

/// The program on each engine.
pub fn offices() -> Vec<TestApp> {
    TestApp::on_each_engine(Effects::COUNTED, routes, OFFICE)
}

/// Gives an account its row, which tokens and conflicts ask for.
pub async fn account(app: &TestApp, id: &str) {
    let (id, at) = (id.to_owned(), app.app.law_now());
    let done: Result<()> = app
        .app
        .write(move |tx: &mut Tx<'_>| {
            let known = tx.row("SELECT id FROM account WHERE id = $1", params![&id])?;
            if known.is_some() {
                return Ok(tx.commit_silently("it is there", ())?);
            }
            tx.run(
                "INSERT INTO account(id, agency, version, username, name, name_key, password_hash, must_change,
                    created_at, created_by, salt) VALUES ($1, $2, 1, $3, $4, '', '', 0, 0, 'test', '')",
                params![&id, AGENCY, &id, format!("Cán bộ {id}")],
            )?;
            tx.seal("account", &id);
            let event = NewEvent {
                kind: "test.account",
                subject: format!("account:{id}"),
                data: json!({}),
            };
            Ok(tx.commit("test", at, vec![event], ())?)
        })
        .await;
    done.expect("the account is stored");
}

/// A token in force with these scopes.
pub async fn token_of(app: &TestApp, account_id: &str, scopes: &[&str]) -> String {
    account(app, account_id).await;
    let new = api::NewToken {
        name: "Phần mềm thử".to_owned(),
        account: account_id.to_owned(),
        scopes: scopes.iter().map(|name| (*name).to_owned()).collect(),
        days: 30,
        is_accepted: true,
    };
    let secret = api::secret().expect("random bytes");
    let (kept, at) = (secret.clone(), app.clock.real_now());
    let done: Result<()> = app
        .app
        .write(move |tx: &mut Tx<'_>| {
            let (_, events) = api::make(tx, AGENCY, &new, ("system", at), &kept)?;
            Ok(tx.commit("system", at, events, ())?)
        })
        .await;
    done.expect("the token is made");
    secret
}

/// A token that reaches everywhere its account does.
pub async fn token(app: &TestApp, account_id: &str) -> String {
    token_of(app, account_id, &api::scopes()).await
}

pub async fn get(app: &TestApp, token: &str, path: &str) -> Answer {
    let request = app
        .request(Method::GET, path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    app.send(request, Body::empty()).await
}

pub async fn post_as(app: &TestApp, token: &str, path: &str, key: &str, body: &Value) -> Answer {
    let request = app
        .request(Method::POST, path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key);
    app.send(request, body.to_string().into()).await
}

/// A call with a key of its own.
pub async fn post(app: &TestApp, token: &str, path: &str, body: &Value) -> Answer {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let n = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    post_as(app, token, path, &format!("key-{n}"), body).await
}

pub fn told(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|why| panic!("{why}: {}", answer.body))
}

/// A birth to be registered.
pub fn birth(name: &str) -> Value {
    json!({
        "procedure": "1.001193",
        "filer": { "name": name, "number": "030192004217", "birth": "05/02/1992", "gender": "nu",
            "address": "Thôn 3, xã Quang Khải", "phone": "0912345678" },
        "all_papers": true,
        "not_duplicate": true,
        "payment": "cash",
    })
}

/// Receives a birth; answers what the receipt tells.
pub async fn received(app: &TestApp, token: &str, name: &str) -> Value {
    let answer = post(app, token, "/api/v1/intake/receive", &birth(name)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    told(&answer)
}

pub fn code(done: &Value) -> String {
    done["code"].as_str().expect("a code").to_owned()
}

/// The events of a dossier.
pub async fn events(app: &TestApp, code: &str) -> Vec<Event> {
    let code = code.to_owned();
    let found: Result<Vec<Event>> = app
        .app
        .read(move |reader: &mut Reader<'_>| {
            let row = dossier::row::find(reader, AGENCY, &code)?;
            Ok(reader.events(&row.subject())?)
        })
        .await;
    found.expect("the events are read")
}

/// What one statement answers under the name `it`.
pub async fn ask(app: &TestApp, sql: &'static str) -> Vec<String> {
    let found: Result<Vec<String>, Error> = app
        .app
        .read(move |reader: &mut Reader<'_>| {
            let rows = reader.rows(sql, params![])?;
            Ok(rows
                .iter()
                .map(|row| row.get("it"))
                .collect::<Result<_, _>>()?)
        })
        .await;
    found.expect("the statement runs")
}

/// The ledger is whole after everything that programs did.
pub fn is_whole(app: &TestApp) {
    let report = app.app.db().verify(&mut |_, _| {}, None).expect("a report");
    assert!(report.first_difference.is_none(), "{report:?}");
}

pub fn later(app: &TestApp, days: i64) -> Moment {
    app.clock.advance_minutes(days * 24 * 60);
    app.clock.real_now()
}
