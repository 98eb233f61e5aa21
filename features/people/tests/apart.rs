//! Who is somebody else, when an administrator asks for rights: nobody whom they have just let in.
//! Over the real router and a real database, on each engine.

mod common;

use axum::http::StatusCode;
use common::{PASSWORD, add, admin, apps, send, sign_in, turn_on, verified};
use domain::moment::Moment;
use kit::Result;
use kit::testing::{AGENCY, Answer, TestApp};
use store::Reader;

const PROPOSALS: &str = "/cb/quan-tri/de-nghi-quyen";
/// The one-stop desk beside the post that the administrator has.
const WIDER: [(&str, &str); 3] = [
    ("post", "quan_tri"),
    ("from_quan_tri", "01/01/2023"),
    ("post", "mot_cua"),
];
const ASKED: &str = "2023-11-23T09:30";
const WEEK_AND_A_DAY: i64 = 8 * 24 * 60;

/// The posts that an account holds at a moment.
async fn posts(test: &TestApp, id: &str, at: &str) -> Vec<String> {
    let (id, at) = (id.to_owned(), Moment::parse_local(at).expect("a moment"));
    let found: Result<_> = test
        .app
        .read(move |reader: &mut Reader<'_>| Ok(people::actor_of(reader, &id, at)?))
        .await;
    found.expect("the store answers").expect("an officer").posts
}

/// The account of this username.
async fn account(test: &TestApp, username: &'static str) -> String {
    let listed: Result<Vec<people::Listed>> = test
        .app
        .read(|reader: &mut Reader<'_>| Ok(people::list(reader, AGENCY)?))
        .await;
    let mut listed = listed.expect("the store answers").into_iter();
    let found = listed.find(|one| one.account.username == username);
    found.expect("it was made").account.id
}

/// Agrees to what an account asked for itself.
async fn agree(test: &TestApp, asker: &str) -> Answer {
    let page = test.get(PROPOSALS).await;
    let of = |name: &str| page.field(name).expect("a proposal is open").to_owned();
    let (once, version, seen) = (of("_once"), of("version"), of("ban"));
    let fields = [
        ("_once", once.as_str()),
        ("version", &version),
        ("ban", &seen),
        ("tra_loi", "dong_y"),
    ];
    test.post(&format!("{PROPOSALS}/nguoi/{asker}"), &fields)
        .await
}

async fn asks(test: &TestApp, asker: &str) {
    let asked = send(test, asker, "vi-tri", &WIDER).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
}

async fn is_refused(test: &TestApp, answers: &str, asker: &str) {
    test.sign_in(answers).await;
    let refused = agree(test, asker).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Trong 7 ngày qua"),
        "{}",
        refused.body
    );
    assert_eq!(posts(test, asker, ASKED).await, ["quan_tri"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_password_the_asker_reset_does_not_answer_for_them_for_a_week() {
    for test in apps() {
        let boss = admin(&test).await;
        let chair = add(&test, "chu.tich", &["chu_tich"], false).await;
        asks(&test, &boss).await;
        let reset = send(&test, &chair, "mat-khau", &[]).await;
        assert_eq!(reset.status, StatusCode::OK, "the asker sees a password");
        is_refused(&test, &chair, &boss).await;
        test.clock.advance_minutes(WEEK_AND_A_DAY);
        test.sign_in(&chair).await;
        let done = agree(&test, &boss).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(
            posts(&test, &boss, "2023-11-30T09:30").await,
            ["quan_tri"],
            "not before the word was given"
        );
        assert_eq!(posts(&test, &boss, "2023-12-01T09:30").await.len(), 2);
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_second_factor_the_asker_took_off_does_not_answer_for_them_either() {
    for test in apps() {
        let chair = add(&test, "chu.tich", &["chu_tich"], false).await;
        sign_in(&test, "chu.tich", PASSWORD).await;
        turn_on(&test, "/cb/tai-khoan/xac-thuc").await;
        let boss = admin(&test).await;
        asks(&test, &boss).await;
        let reset = send(&test, &chair, "xac-thuc", &[]).await;
        assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.body);
        is_refused(&test, &chair, &boss).await;
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_asker_made_yesterday_does_not_answer_for_them_either() {
    for test in apps() {
        let boss = admin(&test).await;
        let new = [
            ("name", "Bà hai"),
            ("username", "qt.hai"),
            ("post", "quan_tri"),
        ];
        let page = test.get("/qt/nguoi-dung/moi").await;
        let once = page.field("_once").expect("a token").to_owned();
        let made = test
            .post(
                "/qt/nguoi-dung/moi",
                &[&new[..], &[("_once", &once)]].concat(),
            )
            .await;
        assert!(made.status.is_success(), "{}", made.body);
        asks(&test, &boss).await;
        let second = account(&test, "qt.hai").await;
        is_refused(&test, &second, &boss).await;
        verified(&test);
    }
}
