//! Whoever may be inside in somebody else's name is shut out with their programs: a reset password, a
//! lost telephone, a leaver. For the administrator, who is told before and after.

use kit::testing::{Answer, SUPPLIED, TestApp};
use kit::{Result, Routes, Supplied};
use people::testing::{add, officer};
use serde_json::json;
use store::testing::Effects;
use store::{NewEvent, Tx, params};

use crate::office;

const SUPPLIED_HERE: Supplied = Supplied {
    actor_of: people::actor_of,
    bearer_of: api::bearer_of,
    end_tokens: api::end_tokens,
    ..SUPPLIED
};

fn routes() -> Routes {
    office::routes().merge(people::routes())
}

/// A telephone as the owner had it.
async fn enrolled(app: &TestApp, id: &str) {
    let (id, at) = (id.to_owned(), app.app.law_now());
    let done: Result<()> = app
        .app
        .write(move |tx: &mut Tx<'_>| {
            tx.run(
                "UPDATE account SET totp_secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', totp_confirmed_at = 1
                WHERE id = $1",
                params![&id],
            )?;
            tx.seal("account", &id);
            let event = NewEvent {
                kind: "test.enrolled",
                subject: format!("account:{id}"),
                data: json!({}),
            };
            Ok(tx.commit("test", at, vec![event], ())?)
        })
        .await;
    done.expect("the telephone is known");
}

async fn opens(app: &TestApp, token: &str) -> u16 {
    let answer = office::get(app, token, "/api/v1/dossiers").await;
    answer.status.as_u16()
}

/// Presses a button of a person's pages.
async fn press(app: &TestApp, id: &str, what: &str) -> (Answer, Answer) {
    let person = format!("/qt/nguoi-dung/{id}");
    let path = format!("{person}/{what}");
    let before = if what == "ket-thuc" {
        app.get(&path).await
    } else {
        app.get(&person).await
    };
    let of = |name: &str| before.field(name).expect("a form").to_owned();
    let (once, version) = (of("_once"), of("version"));
    let fields = [("_once", once.as_str()), ("version", &version)];
    let done = app.post(&path, &fields).await;
    (before, done)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_a_lost_telephone_and_a_leaver_make_their_tokens_dead() {
    for app in TestApp::on_each_engine(Effects::COUNTED, routes, SUPPLIED_HERE) {
        let boss = add(&app.app, officer("quan.tri", "Bà Quản", &["quan_tri"])).await;
        let other = add(&app.app, officer("nga", "Bà Nga", &["mot_cua"])).await;
        let others = office::token(&app, &other).await;
        for (what, kind) in [
            ("mat-khau", people::PASSWORD_RESET),
            ("xac-thuc", people::FACTOR_RESET),
            ("ket-thuc", people::ENDED),
        ] {
            let name = format!("lan.{}", &what[..3]);
            let id = add(&app.app, officer(&name, "Bà Lan", &["mot_cua"])).await;
            enrolled(&app, &id).await;
            let (first, second) = (
                office::token(&app, &id).await,
                office::token_of(&app, &id, &["dossiers:read"]).await,
            );
            assert_eq!(
                (opens(&app, &first).await, opens(&app, &second).await),
                (200, 200)
            );

            app.sign_in(&boss).await;
            let (before, done) = press(&app, &id, what).await;
            assert!(before.body.contains("khóa API"), "{what}: {}", before.body);
            assert!(
                done.status.is_success() || done.status.is_redirection(),
                "{}",
                done.body
            );
            let next = app.get("/qt/nguoi-dung").await;
            assert!(
                next.body.contains("Đã thu hồi 2 khóa API"),
                "{what}: {}",
                next.body
            );

            assert_eq!(
                (opens(&app, &first).await, opens(&app, &second).await),
                (401, 401),
                "{what}"
            );
            assert_eq!(opens(&app, &others).await, 200, "a colleague's goes on");
            let all = "SELECT kind || ' ' || subject || ' ' || data AS it FROM event ORDER BY seq";
            let about = format!("{kind} account:{id} ");
            let told = office::ask(&app, all).await;
            let told = told.iter().find(|event| event.starts_with(&about));
            assert!(
                told.is_some_and(|event| event.contains("\"tokens\":2")),
                "{told:?}"
            );
            let all = "SELECT \"by\" || ' ' || data AS it FROM event WHERE kind = 'api.token_revoked' ORDER BY seq";
            let mut ended = office::ask(&app, all).await;
            ended.retain(|event| event.contains(&id));
            let by = format!("user:{boss} ");
            assert!(
                ended.len() == 2 && ended.iter().all(|event| event.starts_with(&by)),
                "{ended:?}"
            );
        }
        office::is_whole(&app);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tokens_nothing_is_said_of_them() {
    let app = TestApp::on_each_engine(Effects::COUNTED, routes, SUPPLIED_HERE).swap_remove(0);
    let boss = add(&app.app, officer("quan.tri", "Bà Quản", &["quan_tri"])).await;
    let id = add(&app.app, officer("lan", "Bà Lan", &["mot_cua"])).await;
    app.sign_in(&boss).await;
    press(&app, &id, "ket-thuc").await;
    let next = app.get("/qt/nguoi-dung").await;
    assert!(next.body.contains("Đã kết thúc tài khoản"), "{}", next.body);
    assert!(!next.body.contains("khóa API."), "{}", next.body);
}
