//! Officers' accounts: signing in, second factor, first set-up, posts and roles, leavers.
//! For every officer; for neighbours who ask who somebody is or who holds a post.

pub mod change;
mod codes;
mod conflict;
pub mod password;
pub mod post;
pub mod row;
mod second_factor;

pub use change::{NewAccount, Term, create, dossiers_held, end, reset_password, reset_second_factor, set_posts};
pub use password::{HashedPassword, hash_password};
pub use row::{Account, Colleague, Listed, actor_of, by_username, holders_of, is_set_up, list, officer};

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
/// Its owner left.
pub const ENDED: &str = "people.account_ended";
