//! Who acts: a signed-in officer, and the absent colleagues for whom that officer stands today.
//! For every question of access; made once a request.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Role;

/// Who acts: a signed-in officer with the posts held now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Id of the account.
    pub user: String,
    /// The commune the account belongs to.
    pub agency: String,
    /// The name shown to colleagues.
    pub name: String,
    /// Canonical ids of the posts held.
    pub posts: Vec<String>,
    /// Roles that these posts give.
    pub roles: BTreeSet<Role>,
    /// Colleagues absent today whom the actor covers.
    #[serde(default)]
    pub covers: Vec<Absent>,
}

impl Actor {
    /// `user:ID`, as written into events.
    pub fn by(&self) -> String {
        format!("user:{}", self.user)
    }

    /// Whether the actor holds a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the actor holds a post; whoever chairs also covers the vice chair's steps and back.
    pub fn holds(&self, post: &str) -> bool {
        self.hat().holds(post)
    }

    /// The actor's own capacity.
    pub fn hat(&self) -> Hat<'_> {
        Hat {
            user: &self.user,
            posts: &self.posts,
            roles: &self.roles,
        }
    }

    /// Every capacity in which the actor may act today: the own one first.
    pub fn hats(&self) -> impl Iterator<Item = Hat<'_>> {
        std::iter::once(self.hat()).chain(self.covers.iter().map(Absent::hat))
    }
}

/// A colleague absent today, with what that colleague could do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// Id of the account.
    pub user: String,
    /// The name shown to colleagues.
    pub name: String,
    /// Canonical ids of the posts held.
    pub posts: Vec<String>,
    /// Roles that these posts give.
    pub roles: BTreeSet<Role>,
}

impl Absent {
    /// The capacity that the cover takes on.
    pub fn hat(&self) -> Hat<'_> {
        Hat {
            user: &self.user,
            posts: &self.posts,
            roles: &self.roles,
        }
    }
}

/// One capacity: an account with its posts and roles, the actor's own or that of someone absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hat<'a> {
    /// Id of the account.
    pub user: &'a str,
    /// Canonical ids of the posts held.
    pub posts: &'a [String],
    /// Roles that these posts give.
    pub roles: &'a BTreeSet<Role>,
}

impl Hat<'_> {
    /// Whether it holds a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether it holds a post; whoever chairs also covers the vice chair's steps and back.
    pub fn holds(&self, post: &str) -> bool {
        let signs = self.is(Role::Chair) || self.is(Role::ViceChair);
        self.posts.iter().any(|held| held == post)
            || (signs && matches!(post, "chu_tich" | "pho_chu_tich"))
    }
}

/// One officer stands in for an absent colleague, from one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// The account that is absent.
    pub absent: String,
    /// The account that stands in.
    pub by: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Why a cover cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCover {
    /// Nobody stands in for themselves.
    Oneself,
    /// It would end before it begins.
    EndsBeforeItBegins,
}

impl Cover {
    /// A cover that can be.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn new(absent: &str, by: &str, from: Date, to: Date) -> Result<Self, NoCover> {
        if absent == by {
            return Err(NoCover::Oneself);
        }
        if to < from {
            return Err(NoCover::EndsBeforeItBegins);
        }
        Ok(Self {
            absent: absent.to_owned(),
            by: by.to_owned(),
            from,
            to,
        })
    }

    /// Whether it lasts on a day.
    pub fn is_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The accounts for which `user` stands in on a day, each once. A cover is not handed on: whoever
/// covers an officer does not cover those whom that officer covers.
pub fn covered_by<'a>(covers: &'a [Cover], user: &str, day: Date) -> BTreeSet<&'a str> {
    covers
        .iter()
        .filter(|cover| cover.by == user && cover.is_on(day))
        .map(|cover| cover.absent.as_str())
        .collect()
}
