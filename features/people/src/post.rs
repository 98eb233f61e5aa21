//! Which posts an account may hold, and the roles that they give.
//! For signing in, which makes an officer of them, and for the administrator, who chooses.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::access::Role;
use domain::post::{Post, PostKind, Posts};
use jiff::civil::Date;

/// The post of whoever manages accounts; technical, it has no step in any process.
pub const ADMIN: &str = "quan_tri";
/// The post that also takes over the day's cash.
const ACCOUNTANT: &str = "tai_chinh";

static POSTS: LazyLock<Posts> = LazyLock::new(|| {
    let table = data::text("posts.json").expect("posts.json is embedded by the build");
    Posts::from_json(table).expect("the embedded table of posts is checked by tests")
});

/// The post of this id or alias, if an officer may hold it.
pub fn holdable(name: &str) -> Option<&'static Post> {
    POSTS.resolve(name).filter(|post| is_holdable(post))
}

/// The posts that can be given on a day, leaders first.
pub fn choices(day: Date) -> impl Iterator<Item = &'static Post> {
    POSTS
        .all()
        .iter()
        .filter(move |post| is_holdable(post) && post.is_valid_on(day))
}

/// The name of a post where there is little room; its id when it left the table.
pub fn short_name(id: &str) -> &str {
    POSTS.resolve(id).map_or(id, |post| &post.short_vi)
}

/// The roles that these posts give together.
pub fn roles<'a>(posts: impl IntoIterator<Item = &'a str>) -> BTreeSet<Role> {
    posts
        .into_iter()
        .filter_map(holdable)
        .flat_map(roles_of)
        .collect()
}

fn is_holdable(post: &Post) -> bool {
    post.kind.is_at_desk() || post.id.as_str() == ADMIN
}

fn roles_of(post: &Post) -> Vec<Role> {
    match post.kind {
        PostKind::Chair => vec![Role::Chair],
        PostKind::ViceChair => vec![Role::ViceChair],
        PostKind::OneStop => vec![Role::OneStop],
        PostKind::Clerk => vec![Role::Clerk],
        PostKind::Controller => vec![Role::Controller, Role::Specialist],
        PostKind::Specialist if post.id.as_str() == ACCOUNTANT => {
            vec![Role::Accountant, Role::Specialist]
        }
        PostKind::Specialist => vec![Role::Specialist],
        PostKind::Support if post.id.as_str() == ADMIN => vec![Role::Admin],
        PostKind::Support | PostKind::Committee | PostKind::Outside | PostKind::Waiting => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(posts: &[&str]) -> Vec<&'static str> {
        roles(posts.iter().copied())
            .iter()
            .map(|role| role.name())
            .collect()
    }

    #[test]
    fn roles_come_from_posts() {
        assert_eq!(names(&["chu_tich"]), ["chair"]);
        assert_eq!(names(&["pho_chu_tich"]), ["vice_chair"]);
        assert_eq!(names(&["mot_cua"]), ["one_stop"]);
        assert_eq!(
            names(&["bo_phan_mot_cua", "van_thu"]),
            ["one_stop", "clerk"]
        );
        assert_eq!(names(&["vptk"]), ["specialist", "controller"]);
        assert_eq!(names(&["tai_chinh"]), ["specialist", "accountant"]);
        assert_eq!(names(&["tu_phap_ho_tich"]), ["specialist"]);
        assert_eq!(names(&["quan_tri"]), ["admin"]);
    }

    #[test]
    fn posts_outside_the_desk_give_nothing() {
        assert!(roles(["thon", "ct_huyen", "cho", "hoi_dong", "khong_co"]).is_empty());
        let day = jiff::civil::date(2023, 11, 23);
        assert!(choices(day).all(|post| !roles_of(post).is_empty()));
        assert!(choices(day).any(|post| post.id.as_str() == ADMIN));
    }
}
