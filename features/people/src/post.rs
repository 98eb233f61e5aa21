//! Which posts an account may hold, and the roles that they give in a commune.
//! For signing in, which makes an officer of them, and for the administrator, who chooses.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::access::Role;
use domain::post::{LaterRoles, Post, PostRoles, Posts};
use jiff::civil::Date;
use kit::law::{Change, ChangeKind, of_kind};
use store::{Sql, StoreError};

pub use domain::post::ADMIN;

static POSTS: LazyLock<Posts> = LazyLock::new(|| {
    let table = data::text("posts.json").expect("posts.json is embedded by the build");
    Posts::from_json(table).expect("the embedded table of posts is checked by tests")
});

/// The post of this id or alias, if an officer may hold it.
pub fn holdable(name: &str) -> Option<&'static Post> {
    POSTS.resolve(name).filter(|post| post.is_holdable())
}

/// The posts that can be given on a day, leaders first.
pub fn choices(day: Date) -> impl Iterator<Item = &'static Post> {
    POSTS
        .all()
        .iter()
        .filter(move |post| post.is_holdable() && post.is_valid_on(day))
}

/// The name of a post where there is little room; its id when it left the table.
pub fn short_name(id: &str) -> &str {
    POSTS.resolve(id).map_or(id, |post| &post.short_vi)
}

/// The posts with what a commune chose that they give, on every day.
///
/// # Errors
/// What the store answers.
pub fn of_commune(sql: &mut impl Sql, agency: &str) -> Result<Posts, StoreError> {
    let mut changes = of_kind(sql, agency, ChangeKind::Post)?;
    changes.sort_by_key(|one| (one.valid_from, one.at, one.seq));
    let later = changes.iter().filter_map(|one| match one.read() {
        Ok(Change::Post(said)) => Some(LaterRoles {
            post: one.subject.clone(),
            from: one.valid_from,
            roles: said.roles,
        }),
        _ => None,
    });
    let corrupt = |(_, reason)| StoreError::Corrupt(format!("law_change: {reason}"));
    POSTS.with(later.collect()).map_err(corrupt)
}

/// What a commune last chose for the post `account_post.post` of `account`, as a column of a
/// statement whose `$2` is the day and whose `$3` is [`chosen_kind`]: an officer's roles cost no
/// statement of their own, and hold from the very moment of the choice, in every process.
pub(crate) const CHOSEN: &str = "(SELECT law_change.body FROM law_change
     WHERE law_change.agency = account.agency
       AND law_change.kind = $3
       AND law_change.subject = account_post.post
       AND law_change.valid_from <= $2
     ORDER BY law_change.valid_from DESC, law_change.changed_at DESC, law_change.seq DESC
     LIMIT 1)";

/// The kind of law that [`CHOSEN`] asks for.
pub(crate) const fn chosen_kind() -> &'static str {
    ChangeKind::Post.name()
}

/// The roles of a post, with the body that [`CHOSEN`] found.
pub(crate) fn roles_with(id: &str, chosen: Option<&str>) -> Result<BTreeSet<Role>, StoreError> {
    let Some(post) = holdable(id) else {
        return Ok(BTreeSet::new());
    };
    let Some(body) = chosen else {
        return Ok(post.usual_roles());
    };
    let said: PostRoles = serde_json::from_str(body)
        .map_err(|error| StoreError::Corrupt(format!("law_change.body of {id}: {error}")))?;
    Ok(post.roles_with(&said.roles))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_outside_the_desk_give_nothing() {
        for outside in ["thon", "ct_huyen", "cho", "hoi_dong", "khong_co"] {
            assert!(holdable(outside).is_none(), "{outside}");
            let roles = roles_with(outside, Some("{\"roles\":[\"admin\"]}"));
            assert!(roles.expect("nothing to read").is_empty(), "{outside}");
        }
        let day = jiff::civil::date(2023, 11, 23);
        assert!(choices(day).all(|post| !post.usual_roles().is_empty()));
        assert!(choices(day).any(|post| post.id.as_str() == ADMIN));
    }

    #[test]
    fn a_body_that_cannot_be_read_is_no_right() {
        assert!(roles_with("van_thu", Some("{\"roles\":[\"king\"]}")).is_err());
        let both = roles_with("van_thu", Some("{\"roles\":[\"clerk\",\"one_stop\"]}"));
        assert_eq!(both.expect("it is read").len(), 2);
    }
}
