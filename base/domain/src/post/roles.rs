//! Which roles a post gives: those that belong to it, and those that the commune adds from a day on.
//! For signing in, which makes an officer of them, and for the administrator, who chooses.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Post, PostKind, Posts};
use crate::access::Role;
use crate::text::date_vi;

/// The post of whoever manages accounts; technical, it has no step in any process.
pub const ADMIN: &str = "quan_tri";
/// The post that usually takes over the day's cash too.
const ACCOUNTANT: &str = "tai_chinh";

/// The roles that a commune may give to a post beside the post's own ones. Not among them: to sign,
/// which belongs to the chair and the vice chair, and to manage people, which is a post by itself.
pub const MOVABLE: [Role; 4] = [
    Role::OneStop,
    Role::Clerk,
    Role::Controller,
    Role::Accountant,
];

/// What a commune says that a post gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostRoles {
    /// All of its roles, its own ones among them.
    pub roles: BTreeSet<Role>,
}

/// The same with its post and its first day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaterRoles {
    /// Id or alias of the post.
    pub post: String,
    /// First day.
    pub from: Date,
    /// All of its roles from then on.
    pub roles: BTreeSet<Role>,
}

/// What a commune chose, by canonical id and first day.
pub(super) type Chosen = BTreeMap<String, BTreeMap<Date, BTreeSet<Role>>>;

impl Post {
    /// Whether an officer may hold it.
    pub fn is_holdable(&self) -> bool {
        self.kind.is_at_desk() || self.id.as_str() == ADMIN
    }

    /// The roles that nobody can take from it: without them its steps could not be done.
    pub fn own_roles(&self) -> &'static [Role] {
        match self.kind {
            PostKind::Chair => &[Role::Chair],
            PostKind::ViceChair => &[Role::ViceChair],
            PostKind::OneStop => &[Role::OneStop],
            PostKind::Clerk => &[Role::Clerk],
            PostKind::Controller | PostKind::Specialist => &[Role::Specialist],
            PostKind::Support if self.id.as_str() == ADMIN => &[Role::Admin],
            PostKind::Support | PostKind::Committee | PostKind::Outside | PostKind::Waiting => &[],
        }
    }

    /// The roles that it gives as long as the commune says nothing else.
    pub fn usual_roles(&self) -> BTreeSet<Role> {
        let more = match self.kind {
            PostKind::Controller => Some(Role::Controller),
            PostKind::Specialist if self.id.as_str() == ACCOUNTANT => Some(Role::Accountant),
            _ => None,
        };
        self.own_roles().iter().copied().chain(more).collect()
    }

    /// Whether a commune may choose what it gives beside its own roles. What the leaders may do is
    /// the law's to say, and whoever manages people decides no dossier.
    pub fn takes_roles(&self) -> bool {
        self.kind.is_at_desk() && !matches!(self.kind, PostKind::Chair | PostKind::ViceChair)
    }

    /// The roles that it gives where these were chosen: its own, and those that can be chosen.
    pub fn roles_with(&self, chosen: &BTreeSet<Role>) -> BTreeSet<Role> {
        if !self.takes_roles() {
            return self.usual_roles();
        }
        let more = MOVABLE.into_iter().filter(|role| chosen.contains(role));
        self.own_roles().iter().copied().chain(more).collect()
    }
}

impl Posts {
    /// The roles that a post gives on a day; none for one that no officer may hold.
    pub fn roles(&self, name: &str, day: Date) -> BTreeSet<Role> {
        let Some(post) = self.resolve(name).filter(|post| post.is_holdable()) else {
            return BTreeSet::new();
        };
        let chosen = self.chosen.get(post.id.as_str());
        let chosen = chosen.and_then(|days| days.range(..=day).next_back());
        chosen.map_or_else(|| post.usual_roles(), |(_, chosen)| post.roles_with(chosen))
    }

    /// The days on which a commune's choice about a post begins.
    pub fn role_days(&self, name: &str) -> impl Iterator<Item = Date> {
        let chosen = self
            .resolve(name)
            .and_then(|post| self.chosen.get(post.id.as_str()));
        chosen.into_iter().flat_map(|days| days.keys().copied())
    }

    /// The posts with what a commune chose, in the order of first day and act.
    ///
    /// # Errors
    /// The place of the choice that cannot be, with the reason.
    pub fn with(&self, later: Vec<LaterRoles>) -> Result<Self, (usize, String)> {
        let mut posts = self.clone();
        let mut from = Vec::new();
        for (place, one) in later.into_iter().enumerate() {
            let id = self.taken(&one).map_err(|reason| (place, reason))?;
            from.push(one.from);
            posts
                .chosen
                .entry(id)
                .or_default()
                .insert(one.from, one.roles);
        }
        for day in &from {
            if let Some(role) = posts.orphan(*day) {
                let place = from.iter().rposition(|other| other <= day);
                return Err((
                    place.unwrap_or(0),
                    format!(
                        "từ ngày {} không còn vị trí nào mang vai trò «{}». Hãy cho một vị trí khác mang vai trò này trước",
                        date_vi(*day),
                        role.vietnamese()
                    ),
                ));
            }
        }
        Ok(posts)
    }

    /// The canonical id of the post of a choice that can be.
    fn taken(&self, one: &LaterRoles) -> Result<String, String> {
        let post = self
            .resolve(&one.post)
            .ok_or_else(|| format!("không có vị trí «{}»", one.post))?;
        if !post.takes_roles() {
            return Err(format!(
                "quyền của vị trí {} do pháp luật và chương trình quy định, xã không đặt lại",
                post.short_vi
            ));
        }
        let own = post.own_roles();
        if let Some(lost) = own.iter().find(|role| !one.roles.contains(role)) {
            return Err(format!(
                "vị trí {} không thể thiếu vai trò «{}»",
                post.short_vi,
                lost.vietnamese()
            ));
        }
        let mut others = one.roles.iter().filter(|role| !own.contains(role));
        match others.find(|role| !MOVABLE.contains(role)) {
            Some(foreign) => Err(format!(
                "vai trò «{}» không giao cho vị trí này được",
                foreign.vietnamese()
            )),
            None => Ok(post.id.0.clone()),
        }
    }

    /// A role that a commune needs and no post gives on a day: its acts could be done by nobody.
    fn orphan(&self, day: Date) -> Option<Role> {
        MOVABLE.into_iter().find(|role| {
            !self
                .all
                .iter()
                .any(|post| self.roles(post.id.as_str(), day).contains(role))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn posts() -> Posts {
        Posts::from_json(include_str!("../../../../data/posts.json"))
            .expect("our own data is sound")
    }

    fn later(post: &str, from: Date, roles: &[Role]) -> LaterRoles {
        LaterRoles {
            post: post.to_owned(),
            from,
            roles: roles.iter().copied().collect(),
        }
    }

    fn names(posts: &Posts, post: &str, day: Date) -> Vec<&'static str> {
        let roles = posts.roles(post, day);
        roles.iter().map(|role| role.name()).collect()
    }

    const TODAY: Date = date(2023, 11, 23);

    #[test]
    fn without_a_choice_posts_give_their_usual_roles() {
        let posts = posts();
        for (post, roles) in [
            ("chu_tich", &["chair"][..]),
            ("pho_chu_tich", &["vice_chair"]),
            ("bo_phan_mot_cua", &["one_stop"]),
            ("van_thu", &["clerk"]),
            ("vptk", &["specialist", "controller"]),
            ("tai_chinh", &["specialist", "accountant"]),
            ("tu_phap_ho_tich", &["specialist"]),
            ("quan_tri", &["admin"]),
            ("thon", &[]),
            ("ct_huyen", &[]),
            ("khong_co", &[]),
        ] {
            assert_eq!(names(&posts, post, TODAY), roles, "{post}");
        }
        assert_eq!(posts.orphan(TODAY), None);
    }

    #[test]
    fn a_choice_holds_from_its_day_until_the_next_one() {
        let first = date(2023, 12, 1);
        let both = [Role::Specialist, Role::OneStop];
        let posts = posts()
            .with(vec![
                later("tu_phap_ho_tich", first, &both),
                later("tu_phap_ho_tich", date(2024, 1, 1), &[Role::Specialist]),
            ])
            .expect("both can be");
        let of = |day| names(&posts, "tu_phap_ho_tich", day);
        assert_eq!(of(date(2023, 11, 30)), ["specialist"]);
        assert_eq!(of(first), ["one_stop", "specialist"]);
        assert_eq!(of(date(2023, 12, 31)), ["one_stop", "specialist"]);
        assert_eq!(of(date(2024, 1, 1)), ["specialist"]);
        assert_eq!(posts.role_days("tu_phap_ho_tich").count(), 2);
        assert_eq!(posts.role_days("van_thu").count(), 0);
    }

    #[test]
    fn the_later_act_of_one_day_wins() {
        let posts = posts()
            .with(vec![
                later("van_thu", TODAY, &[Role::Clerk, Role::OneStop]),
                later("van_thu", TODAY, &[Role::Clerk]),
            ])
            .expect("both can be");
        assert_eq!(names(&posts, "van_thu", TODAY), ["clerk"]);
    }

    #[test]
    fn what_the_law_fixes_is_not_chosen() {
        for (post, roles, why) in [
            ("chu_tich", &[Role::Chair, Role::Clerk][..], "pháp luật"),
            ("pho_chu_tich", &[Role::ViceChair], "pháp luật"),
            ("quan_tri", &[Role::Admin, Role::OneStop], "pháp luật"),
            ("mot_cua", &[Role::Clerk], "không thể thiếu"),
            ("van_thu", &[Role::Clerk, Role::Admin], "Quản trị"),
            ("van_thu", &[Role::Clerk, Role::Chair], "Chủ tịch"),
            ("cong_an", &[Role::OneStop], "pháp luật"),
            ("khong_co", &[Role::OneStop], "không có vị trí"),
        ] {
            let said = posts().with(vec![later(post, TODAY, roles)]);
            let (place, said) = said.expect_err("it cannot be");
            assert!(place == 0 && said.contains(why), "{post}: {said}");
        }
    }

    #[test]
    fn a_role_passes_to_another_post_but_never_to_none() {
        let alone = later("vptk", date(2024, 1, 1), &[Role::Specialist]);
        let (place, said) = posts()
            .with(vec![alone.clone()])
            .expect_err("nobody controls");
        assert!(place == 0 && said.contains("Kiểm soát thủ tục") && said.contains("01/01/2024"));
        let heir = later("vptk_noi_vu", TODAY, &[Role::Specialist, Role::Controller]);
        let passed = posts().with(vec![heir.clone(), alone.clone()]);
        let passed = passed.expect("it has an heir");
        assert_eq!(names(&passed, "vptk", date(2024, 1, 1)), ["specialist"]);
        let back = later("vptk_noi_vu", date(2024, 2, 1), &[Role::Specialist]);
        let again = posts().with(vec![heir, alone, back]);
        assert_eq!(again.expect_err("nobody is left").0, 2);
    }

    #[test]
    fn what_a_stored_choice_holds_beyond_the_rules_gives_nothing() {
        let posts = posts();
        let all: BTreeSet<Role> = Role::ALL.into_iter().collect();
        let of = |post: &str| posts.resolve(post).expect("a post").roles_with(&all);
        assert!(!of("van_thu").contains(&Role::Admin) && !of("van_thu").contains(&Role::Chair));
        assert_eq!(of("chu_tich").len(), 1);
        assert_eq!(of("quan_tri").len(), 1);
    }
}
