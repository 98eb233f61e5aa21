//! Officers with accounts for tests, who sign in with their password as people do.
//! For the tests of this feature and of the program as a whole.

use std::sync::LazyLock;

use axum::http::StatusCode;
use jiff::civil::date;
use kit::testing::{AGENCY, TestApp};
use kit::{App, Error};
use store::Tx;

use crate::{HashedPassword, NewAccount, SIGN_IN_PATH, Term, create, hash_password};

/// The password of everybody in tests.
pub const PASSWORD: &str = "Lúa chín vàng đồng 7";

/// Hashed once: that it takes long is what the hash is for.
static HASHED: LazyLock<HashedPassword> =
    LazyLock::new(|| hash_password(PASSWORD).expect("random bytes"));

/// An officer who has held these posts since the year 2023 began.
pub fn officer(username: &str, name: &str, posts: &[&str]) -> NewAccount {
    let since = date(2023, 1, 1);
    NewAccount {
        username: username.into(),
        name: name.into(),
        password: HASHED.clone(),
        must_change: false,
        posts: posts.iter().map(|post| Term::from(*post, since)).collect(),
    }
}

/// Makes an account and answers its id.
pub async fn add(app: &App, new: NewAccount) -> String {
    let at = app.law_now();
    let made: Result<String, Error> = app
        .write(move |tx: &mut Tx<'_>| {
            let (id, events) = create(tx, AGENCY, new, "system", at)?;
            Ok(tx.commit("system", at, events, id)?)
        })
        .await;
    made.expect("the account is made")
}

/// Signs the browser in by name and password, as another person than before.
pub async fn sign_in(test: &TestApp, username: &str) {
    test.forget_cookies();
    let typed = [("username", username), ("password", PASSWORD)];
    let answer = test.post(SIGN_IN_PATH, &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}
