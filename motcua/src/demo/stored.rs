//! What a demonstration's database says of itself: the mark, and the accounts in clear.
//! For `demo`, which serves it, and for `serve`, which refuses it.

use domain::moment::Moment;
use jiff::civil::Date;
use kit::DemoAccount;
use serde::Serialize;
use store::{Db, Sql as _, StoreError, Tx, params};

use super::communes::ALL;

use crate::config::DEFAULT_AGENCY;

/// What a demonstration says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demonstration {
    /// The day it opens on, `2023-11-23`.
    pub day: String,
    /// Its seed.
    pub seed: i64,
    /// When it was made, by the real clock.
    pub made_at: Moment,
    /// How many communes it shows.
    pub communes: usize,
}

impl Demonstration {
    /// Whether it is the one asked for; any number of communes, where none was named.
    pub(super) fn fits(&self, day: Date, seed: i64, communes: Option<usize>) -> Result<(), String> {
        let is_it = self.day == day.to_string() && self.seed == seed;
        if is_it && communes.is_none_or(|asked| asked == self.communes) {
            return Ok(());
        }
        Err(format!(
            "Tệp trình diễn này mở ngày {} với hạt giống {}, có {} xã. Xóa tệp hoặc chọn tệp khác bằng --file.",
            self.day, self.seed, self.communes
        ))
    }
}

/// What the database says of itself as a demonstration; none in every real one.
pub fn found(db: &Db) -> Result<Option<Demonstration>, StoreError> {
    let communes = accounts(db)?
        .iter()
        .map(|account| account.agency.clone())
        // Those that took over later do not make it another demonstration.
        .filter(|agency| ALL.iter().any(|shown| shown.agency == agency))
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    db.read_blocking(move |reader| {
        let row = reader.row(
            "SELECT day, seed, made_at FROM demo WHERE id = 'demo'",
            params![],
        )?;
        row.map(|row| {
            Ok(Demonstration {
                day: row.get("day")?,
                seed: row.get("seed")?,
                made_at: row.get("made_at")?,
                communes,
            })
        })
        .transpose()
    })
}

/// One account with its open password.
#[derive(Debug, Serialize)]
pub(super) struct Account {
    pub username: String,
    pub password: String,
    pub name: String,
    /// Canonical id of the first post.
    pub post: String,
    /// The post in words.
    pub title: String,
    /// The commune.
    pub agency: String,
}

impl Account {
    pub(super) fn shown(&self) -> DemoAccount {
        DemoAccount {
            login: self.username.clone(),
            password: self.password.clone(),
            post: self.title.clone(),
        }
    }
}

/// The mark goes in last: a demonstration that was not finished is none.
pub(super) fn mark(
    db: &Db,
    made: &Demonstration,
    accounts: Vec<Account>,
) -> Result<(), StoreError> {
    let made = made.clone();
    db.write_blocking(DEFAULT_AGENCY, move |tx| {
        for account in &accounts {
            keep(tx, account)?;
        }
        tx.run(
            "INSERT INTO demo(id, day, seed, made_at) VALUES ('demo', $1, $2, $3)",
            params![&made.day, made.seed, made.made_at],
        )?;
        tx.commit_silently("the mark of a demonstration", ())
    })
}

/// One account with its open password.
pub(super) fn keep(tx: &mut Tx<'_>, account: &Account) -> Result<(), StoreError> {
    let id = tx.new_id();
    tx.run(
        "INSERT INTO demo_account(id, username, password, name, post, title, agency) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id, &account.username, &account.password, &account.name, &account.post, &account.title, &account.agency],
    )?;
    Ok(())
}

/// Every account, as they were made.
pub(super) fn accounts(db: &Db) -> Result<Vec<Account>, StoreError> {
    db.read_blocking(|reader| {
        let rows = reader.rows(
            "SELECT username, password, name, post, title, agency FROM demo_account ORDER BY id",
            params![],
        )?;
        rows.iter()
            .map(|row| {
                // Before there could be several, accounts did not say whose they are.
                let agency: Option<String> = row.get("agency")?;
                Ok(Account {
                    username: row.get("username")?,
                    password: row.get("password")?,
                    name: row.get("name")?,
                    post: row.get("post")?,
                    title: row.get("title")?,
                    agency: agency.unwrap_or_else(|| DEFAULT_AGENCY.to_owned()),
                })
            })
            .collect()
    })
}
