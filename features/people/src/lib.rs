//! Officers' accounts: signing in, second factor, first set-up, posts and roles, leavers.
//! For every officer; for neighbours who ask who somebody is or who holds a post.

mod administrators;
mod asked;
pub mod change;
mod codes;
mod conflict;
pub mod cover;
mod cover_page;
mod listed;
mod manage;
mod new_password;
mod own_account;
pub mod password;
mod person;
pub mod post;
mod posts;
mod proposal;
mod prove;
pub mod rights;
pub mod row;
mod second_factor;
mod set_up;
mod shut_out;
mod sign_in;
mod terms;
pub mod testing;
mod turn_on;

use domain::access::Act;
use kit::Routes;

pub use change::{
    NewAccount, Term, create, dossiers_held, end, reset_password, reset_second_factor, set_posts,
};
pub use cover_page::PATH as COVER_PATH;
pub use listed::{Listed, list};
pub use password::{HashedPassword, hash_password};
pub use posts::{PATH as POSTS_PATH, PROPOSALS as PROPOSALS_PATH};
pub use proposal::{count as open_proposals, count_sql as open_proposals_sql};
pub use row::{Account, Colleague, actor_of, by_username, holders_of, is_set_up, officer};
pub use set_up::setup_code;
pub use shut_out::ShutOut;
pub use sign_in::{PATH as SIGN_IN_PATH, needs_path, sign_in_page};

/// An account was made.
pub const CREATED: &str = "people.account_created";
/// Its posts were changed.
pub const POSTS_CHANGED: &str = "people.posts_changed";
/// Its owner signed in completely known: password, and second factor where there is one.
pub const SIGNED_IN: &str = "people.signed_in";
/// Its owner chose another password.
pub const PASSWORD_CHANGED: &str = "people.password_changed";
/// An administrator gave a temporary password.
pub const PASSWORD_RESET: &str = "people.password_reset";
/// Its owner turned the second factor on, or moved it to another telephone.
pub const FACTOR_ON: &str = "people.second_factor_on";
/// Its owner turned the second factor off.
pub const FACTOR_OFF: &str = "people.second_factor_off";
/// An administrator took a lost second factor off.
pub const FACTOR_RESET: &str = "people.second_factor_reset";
/// A recovery code stood in for the telephone.
pub const RECOVERY_USED: &str = "people.recovery_code_used";
/// Its owner, who manages people, asked for other posts: somebody else is to agree.
pub const POSTS_PROPOSED: &str = "people.posts_proposed";
/// That was declined, or taken back.
pub const PROPOSAL_DECLINED: &str = "people.posts_proposal_declined";
/// Its owner left.
pub const ENDED: &str = "people.account_ended";

/// Somebody stands in for its owner.
pub const COVERED: &str = "people.covered";
/// Nobody stands in any more.
pub const COVER_ENDED: &str = "people.cover_ended";

/// The pages of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .public_get(sign_in::PATH, sign_in::page)
        .public_post(sign_in::PATH, sign_in::submit)
        .public_get("/cb/dang-nhap", sign_in::elsewhere)
        .public_post("/cb/dang-xuat", sign_in::sign_out)
        .public_get(prove::PATH, prove::page)
        .public_post(prove::PATH, prove::submit)
        .public_get(new_password::PATH, new_password::page)
        .public_post(new_password::PATH, new_password::submit)
        .public_get(turn_on::PATH, turn_on::page)
        .public_post(turn_on::PATH, turn_on::submit)
        .signed_post("/dang-nhap/tiep-tuc", sign_in::onward)
        .public_get(set_up::PATH, set_up::page)
        .public_post(set_up::PATH, set_up::submit)
        .merge(own_routes())
        .merge(admin_routes())
        .merge(posts::routes())
}

fn own_routes() -> Routes {
    Routes::new()
        .get(cover_page::PATH, Act::SeeOwnWork, cover_page::page)
        .post(cover_page::PATH, Act::SeeOwnWork, cover_page::submit)
        .post(
            "/cb/lam-thay/{id}/ket-thuc",
            Act::SeeOwnWork,
            cover_page::end,
        )
        .signed_get(own_account::PATH, own_account::page)
        .signed_post("/cb/tai-khoan/phien", own_account::sign_out_elsewhere)
        .signed_get("/cb/tai-khoan/mat-khau", own_account::change_password_page)
        .signed_post("/cb/tai-khoan/mat-khau", own_account::change_password)
        .signed_get(turn_on::OWN_PATH, turn_on::own_page)
        .signed_post(turn_on::OWN_PATH, turn_on::own_submit)
        .signed_get("/cb/tai-khoan/xac-thuc/tat", own_account::turn_off_page)
        .signed_post("/cb/tai-khoan/xac-thuc/tat", own_account::turn_off)
}

fn admin_routes() -> Routes {
    let act = Act::ManagePeople;
    Routes::new()
        .get(manage::PATH, act, manage::page)
        .get("/qt/nguoi-dung/moi", act, manage::new_page)
        .post("/qt/nguoi-dung/moi", act, manage::new_submit)
        .get("/qt/nguoi-dung/{id}", act, person::page)
        .post("/qt/nguoi-dung/{id}/vi-tri", act, person::set_posts)
        .post("/qt/nguoi-dung/{id}/mat-khau", act, person::reset_password)
        .post(
            "/qt/nguoi-dung/{id}/xac-thuc",
            act,
            person::reset_second_factor,
        )
        .get("/qt/nguoi-dung/{id}/ket-thuc", act, person::end_page)
        .post("/qt/nguoi-dung/{id}/ket-thuc", act, person::end)
}
