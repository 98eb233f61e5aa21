//! What somebody may do, who would gain or lose what by a change, and whether it is for themselves.
//! For the pages of posts and rights, which say it before anything is saved.

use std::collections::BTreeSet;

use domain::access::{Act, Role};
use domain::post::Posts;
use jiff::civil::Date;
use kit::Labelled;

use crate::change::Term;
use crate::listed::Listed;
use crate::post;
use crate::row::Holding;

/// What roles let their holder do.
pub fn acts(roles: &BTreeSet<Role>) -> BTreeSet<Act> {
    let all = Act::ALL.iter().copied();
    all.filter(|act| act.roles().iter().any(|role| roles.contains(role)))
        .collect()
}

/// Acts as one sentence's end: `tiếp nhận hồ sơ; bàn giao hồ sơ`. Some acts have commas of their own.
pub fn in_words(acts: &BTreeSet<Act>) -> String {
    let words: Vec<&str> = acts.iter().map(|act| act.vietnamese()).collect();
    words.join("; ")
}

/// What roles let their holder do, a line a role, in the order of the table of rights.
pub(crate) fn lines(roles: &BTreeSet<Role>) -> Vec<Labelled> {
    let held = Role::ALL.into_iter().filter(|role| roles.contains(role));
    held.map(|role| {
        let acts = acts(&BTreeSet::from([role]));
        Labelled::new(role.vietnamese(), upper_first(&in_words(&acts)))
    })
    .collect()
}

/// A sentence's first letter made large.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// What a change of the roles of posts does to one person, on whatever day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Id of the account.
    pub user: String,
    /// The name.
    pub name: String,
    /// Acts that were not allowed before.
    pub gains: BTreeSet<Act>,
    /// Acts that are not allowed any more.
    pub loses: BTreeSet<Act>,
}

/// What another table of posts does to each person from a day on; whoever it leaves alone is left out.
pub fn effects(people: &[Listed], before: &Posts, after: &Posts, from: Date) -> Vec<Effect> {
    let working = people.iter().filter(|one| one.account.ended_at.is_none());
    let of_one = |one: &Listed| {
        let (mut gains, mut loses) = (BTreeSet::new(), BTreeSet::new());
        for day in days(one, [before, after], from) {
            let old = acts(&one.roles_under(before, day));
            let new = acts(&one.roles_under(after, day));
            gains.extend(new.difference(&old).copied());
            loses.extend(old.difference(&new).copied());
        }
        Effect {
            user: one.account.id.clone(),
            name: one.account.name.clone(),
            gains,
            loses,
        }
    };
    working
        .map(of_one)
        .filter(|effect| !effect.gains.is_empty() || !effect.loses.is_empty())
        .collect()
}

/// The days from a day on at which somebody's roles may become others.
fn days(one: &Listed, tables: [&Posts; 2], from: Date) -> BTreeSet<Date> {
    let mut days = BTreeSet::from([from]);
    for held in &one.holdings {
        days.insert(held.from);
        days.extend(held.to.and_then(|to| to.tomorrow().ok()));
        for table in tables {
            days.extend(table.role_days(&held.post));
        }
    }
    days.split_off(&from)
}

/// Whether these terms give a post on a day from today on, on which it was not held.
pub(crate) fn widens(held: &[Holding], wanted: &[Term], today: Date) -> bool {
    wanted.iter().any(|term| {
        let id = post::holdable(&term.post).map_or(term.post.as_str(), |post| post.id.as_str());
        let first = term.from.max(today);
        let same: Vec<&Holding> = held.iter().filter(|held| held.post == id).collect();
        let after_each = same.iter().filter_map(|held| held.to?.tomorrow().ok());
        let mut days = std::iter::once(first)
            .chain(after_each)
            .filter(|day| *day >= first && term.to.is_none_or(|to| *day <= to));
        days.any(|day| !same.iter().any(|held| held.is_on(day)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2023, 11, 23);

    fn held(post: &str, from: Date, to: Option<Date>) -> Holding {
        Holding {
            id: format!("{post}{from}"),
            post: post.to_owned(),
            from,
            to,
        }
    }

    fn term(post: &str, from: Date, to: Option<Date>) -> Term {
        Term {
            post: post.to_owned(),
            from,
            to,
        }
    }

    #[test]
    fn acts_of_roles_are_those_of_the_table() {
        let clerk = acts(&BTreeSet::from([Role::Clerk]));
        assert!(clerk.contains(&Act::NumberAndSeal) && !clerk.contains(&Act::Receive));
        assert!(acts(&BTreeSet::new()).is_empty());
        assert!(in_words(&clerk).contains("lấy số, đóng dấu"));
    }

    #[test]
    fn keeping_and_shortening_a_post_widens_nothing() {
        let now = [held("quan_tri", date(2023, 1, 1), None)];
        for wanted in [
            term("quan_tri", date(2023, 1, 1), None),
            term("quan_tri", date(2023, 1, 1), Some(date(2023, 12, 31))),
            term("quan_tri", date(2024, 1, 1), None),
        ] {
            assert!(
                !widens(&now, std::slice::from_ref(&wanted), TODAY),
                "{wanted:?}"
            );
        }
        assert!(!widens(&now, &[], TODAY));
        let desk = [held("mot_cua", date(2023, 1, 1), None)];
        let alias = term("bo_phan_mot_cua", date(2023, 1, 1), None);
        assert!(!widens(&desk, &[alias], TODAY), "another name of the post");
    }

    #[test]
    fn another_post_and_a_longer_term_widen() {
        let ends = Some(date(2023, 12, 31));
        let now = [
            held("quan_tri", date(2023, 1, 1), ends),
            held("mot_cua", date(2022, 1, 1), Some(date(2022, 12, 31))),
        ];
        for wanted in [
            term("quan_tri", date(2023, 1, 1), None),
            term("quan_tri", date(2023, 1, 1), Some(date(2024, 1, 1))),
            term("mot_cua", date(2022, 1, 1), None),
            term("bo_phan_mot_cua", TODAY, Some(TODAY)),
            term("chu_tich", date(2024, 6, 1), None),
        ] {
            assert!(
                widens(&now, std::slice::from_ref(&wanted), TODAY),
                "{wanted:?}"
            );
        }
        let next = [
            held("quan_tri", date(2023, 1, 1), ends),
            held("quan_tri", date(2024, 1, 1), None),
        ];
        assert!(
            !widens(&next, &[term("quan_tri", date(2023, 1, 1), None)], TODAY),
            "two terms in a row hold the whole time"
        );
        assert!(
            !widens(
                &next,
                &[term("mot_cua", date(2022, 1, 1), Some(date(2022, 2, 1)))],
                TODAY
            ),
            "what is past gives nothing"
        );
    }
}
