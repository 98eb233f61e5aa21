//! An account together with the posts it ever held and what these give in its commune.
//! For lists of people, for choices of colleagues, and for whoever asks who would gain a right.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::access::Role;
use domain::post::Posts;
use jiff::civil::Date;
use store::{Sql, StoreError};

use crate::post;
use crate::row::{self, Account, Holding};

/// An account with the posts it ever held.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// Its posts, also past and future ones.
    pub holdings: Vec<Holding>,
    /// What posts give in its commune.
    pub(crate) posts: Arc<Posts>,
}

impl Listed {
    /// The roles that the posts held on a day give.
    pub fn roles_on(&self, date: Date) -> BTreeSet<Role> {
        self.roles_under(&self.posts, date)
    }

    /// The same if posts gave something else.
    pub fn roles_under(&self, posts: &Posts, date: Date) -> BTreeSet<Role> {
        let held = self.holdings.iter().filter(|held| held.is_on(date));
        held.flat_map(|held| posts.roles(&held.post, date))
            .collect()
    }

    /// What a post gives in this commune on a day.
    pub(crate) fn gives(&self, post: &str, date: Date) -> BTreeSet<Role> {
        self.posts.roles(post, date)
    }

    /// The posts held on a day or later, in words.
    pub fn posts_in_words(&self, date: Date) -> String {
        let words = |held: &Holding| {
            if held.is_on(date) && held.to.is_none() {
                post::short_name(&held.post).to_owned()
            } else {
                held.in_words()
            }
        };
        let all: Vec<String> = self
            .holdings
            .iter()
            .filter(|held| !held.is_over(date))
            .map(words)
            .collect();
        all.join(", ")
    }
}

/// Every account of a commune, by given name; those who left come last.
///
/// # Errors
/// What the store answers.
pub fn list(sql: &mut impl Sql, agency: &str) -> Result<Vec<Listed>, StoreError> {
    let accounts = row::accounts(sql, agency)?;
    let posts = Arc::new(post::of_commune(sql, agency)?);
    let mut listed = Vec::with_capacity(accounts.len());
    for account in accounts {
        let holdings = row::holdings(sql, &account.id)?;
        listed.push(Listed {
            account,
            holdings,
            posts: Arc::clone(&posts),
        });
    }
    Ok(listed)
}

/// One account of a commune.
///
/// # Errors
/// `Missing`, or what the store answers.
pub(crate) fn one(sql: &mut impl Sql, agency: &str, id: &str) -> kit::Result<Listed> {
    let account = row::by_id(sql, agency, id)?;
    let holdings = row::holdings(sql, id)?;
    let posts = Arc::new(post::of_commune(sql, agency)?);
    Ok(Listed {
        account,
        holdings,
        posts,
    })
}
