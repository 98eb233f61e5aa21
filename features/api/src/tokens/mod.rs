//! Tokens of programs: whose rights they borrow, how far, until when; made and revoked in the browser.
//! For the administrator, who makes them, and the owner of the account, who agrees and may revoke.

mod admin;
mod change;
mod own;
mod row;

use domain::access::Act;
use kit::Routes;

pub use change::{NewToken, end_tokens, make, secret};
pub use row::{bearer_of, counts};

pub(crate) use row::note_use;

use crate::scope::Scope;

/// A token was made.
pub const MADE: &str = "api.token_made";
/// The owner of the account agreed to it.
pub const ACCEPTED: &str = "api.token_accepted";
/// It opens nothing any more.
pub const REVOKED: &str = "api.token_revoked";

/// Where tokens are managed.
const ADMIN_PATH: &str = "/cb/quan-tri/khoa-api";
/// Where an officer sees the tokens that act in the officer's name.
const OWN_PATH: &str = "/cb/tai-khoan/khoa-api";

/// The names of every scope.
pub fn scopes() -> Vec<&'static str> {
    Scope::ALL.into_iter().map(Scope::name).collect()
}

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(ADMIN_PATH, Act::ManageTokens, admin::page)
        .post(ADMIN_PATH, Act::ManageTokens, admin::submit)
        .post(
            "/cb/quan-tri/khoa-api/{id}/thu-hoi",
            Act::ManageTokens,
            admin::revoke,
        )
        .signed_get(OWN_PATH, own::page)
        .signed_post("/cb/tai-khoan/khoa-api/{id}/dong-y", own::accept)
        .signed_post("/cb/tai-khoan/khoa-api/{id}/thu-hoi", own::revoke)
}
