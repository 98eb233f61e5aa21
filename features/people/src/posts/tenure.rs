//! Who held, holds and will hold each post of the commune.
//! For the list of posts and the page of one.

use domain::text::date_vi;
use jiff::civil::Date;
use store::{Sql, StoreError, params};

use crate::manage;
use crate::row::Holding;

/// One person's term in a post.
pub(super) struct Tenure {
    /// The term.
    pub(super) held: Holding,
    /// Id of the account.
    pub(super) account: String,
    /// The account's version, for a form that ends the term.
    pub(super) version: i64,
    /// The name.
    pub(super) name: String,
    /// Whether the account still is in use.
    pub(super) is_working: bool,
}

impl Tenure {
    /// `từ 01/02/2023 đến 30/06/2023`.
    pub(super) fn days(&self) -> String {
        let to = self.held.to.map(|to| format!(" đến {}", date_vi(to)));
        format!("từ {}{}", date_vi(self.held.from), to.unwrap_or_default())
    }

    /// The page of its person.
    pub(super) fn href(&self) -> String {
        manage::address(&self.account)
    }

    /// Whether it began and counts today.
    pub(super) fn is_now(&self, today: Date) -> bool {
        self.is_working && self.held.is_on(today)
    }

    /// Whether it is to begin.
    pub(super) fn is_to_come(&self, today: Date) -> bool {
        self.is_working && self.held.from > today && !self.held.is_over(today)
    }

    /// Whether it was, for a day at least. One given back on its first day never counted.
    pub(super) fn was(&self, today: Date) -> bool {
        !self.is_now(today)
            && self.held.from <= today
            && self.held.to.is_none_or(|to| to >= self.held.from)
    }
}

/// Every term of a commune, the latest to begin first.
///
/// # Errors
/// What the store answers.
pub(super) fn all(sql: &mut impl Sql, agency: &str) -> Result<Vec<Tenure>, StoreError> {
    let rows = sql.rows(
        "SELECT account_post.id AS id, account_post.post AS post, account_post.from_day AS from_day,
                account_post.to_day AS to_day, account.id AS account, account.version AS version,
                account.name AS name, account.ended_at AS ended_at
           FROM account
           JOIN account_post ON account_post.account_id = account.id
          WHERE account.agency = $1
          ORDER BY account_post.from_day DESC, account.name_key, account_post.id",
        params![agency],
    )?;
    let read = rows.iter().map(|row| {
        Ok(Tenure {
            held: Holding::read(row)?,
            account: row.get("account")?,
            version: row.get("version")?,
            name: row.get("name")?,
            is_working: row.get::<Option<i64>>("ended_at")?.is_none(),
        })
    });
    read.collect()
}
