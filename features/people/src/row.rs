//! Accounts as stored: one row each, with the posts held from day to day.
//! For every act and page here, and for neighbours who ask who holds a post.

use domain::access::Actor;
use domain::moment::Moment;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{Error, Needs};
use store::{NewEvent, Reader, Row, Sql, StoreError, Tx, params};

use crate::{conflict, cover, post};

/// One account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id, as in `user:ID`.
    pub id: String,
    /// The commune it belongs to.
    pub agency: String,
    /// Grows with each change, so that two administrators notice one another.
    pub version: i64,
    /// What one signs in with.
    pub username: String,
    /// The person's name.
    pub name: String,
    /// Argon2id, as a PHC string.
    pub(crate) password_hash: String,
    /// Whether the owner must choose a password before working.
    pub must_change: bool,
    pub(crate) totp_secret: Option<String>,
    /// Since when there is a second factor.
    pub totp_confirmed_at: Option<Moment>,
    pub(crate) totp_last_step: Option<i64>,
    /// When it was made.
    pub created_at: Moment,
    /// When its owner left.
    pub ended_at: Option<Moment>,
}

/// The columns of [`Account::read`].
const COLUMNS: &str = "id, agency, version, username, name, password_hash, must_change, totp_secret, \
    totp_confirmed_at, totp_last_step, created_at, ended_at";

impl Account {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            agency: row.get("agency")?,
            version: row.get("version")?,
            username: row.get("username")?,
            name: row.get("name")?,
            password_hash: row.get("password_hash")?,
            must_change: row.get("must_change")?,
            totp_secret: row.get("totp_secret")?,
            totp_confirmed_at: row.get("totp_confirmed_at")?,
            totp_last_step: row.get("totp_last_step")?,
            created_at: row.get("created_at")?,
            ended_at: row.get("ended_at")?,
        })
    }

    /// What events about it are filed under.
    pub fn subject(&self) -> String {
        subject(&self.id)
    }

    /// Whether codes of a telephone are asked for.
    pub fn has_second_factor(&self) -> bool {
        self.totp_confirmed_at.is_some()
    }

    /// What is missing once the password, and the second factor where there is one, were right.
    pub(crate) fn still_needs(&self, is_admin: bool) -> Needs {
        if self.must_change {
            Needs::NewPassword
        } else if is_admin && !self.has_second_factor() {
            // ATTT-05: administrators sign in with two factors.
            Needs::NewSecondFactor
        } else {
            Needs::Nothing
        }
    }

    pub(crate) fn event(&self, kind: &'static str, data: serde_json::Value) -> NewEvent {
        NewEvent {
            kind,
            subject: self.subject(),
            data,
        }
    }
}

pub(crate) fn subject(id: &str) -> String {
    format!("account:{id}")
}

/// A post held from a day to a day, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Id of the row.
    pub id: String,
    /// Canonical id of the post.
    pub post: String,
    /// First day.
    pub from: Date,
    /// Last day; none when it is open.
    pub to: Option<Date>,
}

impl Holding {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let to: Option<String> = row.get("to_day")?;
        Ok(Self {
            id: row.get("id")?,
            post: row.get("post")?,
            from: day(&row.get::<String>("from_day")?)?,
            to: to.as_deref().map(day).transpose()?,
        })
    }

    /// Whether it counts on a day.
    pub fn is_on(&self, date: Date) -> bool {
        self.from <= date && !self.is_over(date)
    }

    /// Whether it counts neither on a day nor later. One given back on its first day never counted.
    pub fn is_over(&self, date: Date) -> bool {
        self.to.is_some_and(|to| to < date || to < self.from)
    }

    /// `Tư pháp - Hộ tịch (từ 01/02/2023 đến 30/06/2023)`.
    pub(crate) fn in_words(&self) -> String {
        let to = self
            .to
            .map(|to| format!(" đến {}", date_vi(to)))
            .unwrap_or_default();
        format!(
            "{} (từ {}{to})",
            post::short_name(&self.post),
            date_vi(self.from)
        )
    }
}

fn day(text: &str) -> Result<Date, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Corrupt(format!("account_post holds the day «{text}»")))
}

/// The account of this id in a commune; another commune's is as good as none.
///
/// # Errors
/// `Missing`, or what the store answers.
pub fn by_id(sql: &mut impl Sql, agency: &str, id: &str) -> Result<Account, Error> {
    let text = format!("SELECT {COLUMNS} FROM account WHERE id = $1 AND agency = $2");
    let row = sql.row(&text, params![id, agency])?.ok_or(Error::Missing)?;
    Ok(Account::read(&row)?)
}

/// The account of this user name in a commune, also one that has ended.
///
/// # Errors
/// What the store answers.
pub fn by_username(
    sql: &mut impl Sql,
    agency: &str,
    username: &str,
) -> Result<Option<Account>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM account WHERE username = $1 AND agency = $2");
    let row = sql.row(&text, params![username, agency])?;
    row.map(|row| Account::read(&row)).transpose()
}

/// Whether the commune has any account: if not, it is still to be set up.
///
/// # Errors
/// What the store answers.
pub fn is_set_up(sql: &mut impl Sql, agency: &str) -> Result<bool, StoreError> {
    let row = sql.row(
        "SELECT id FROM account WHERE agency = $1 LIMIT 1",
        params![agency],
    )?;
    Ok(row.is_some())
}

/// The posts an account ever held, oldest first.
///
/// # Errors
/// What the store answers.
pub fn holdings(sql: &mut impl Sql, account: &str) -> Result<Vec<Holding>, StoreError> {
    let rows = sql.rows(
        "SELECT id, post, from_day, to_day FROM account_post WHERE account_id = $1 ORDER BY from_day, post, id",
        params![account],
    )?;
    rows.iter().map(Holding::read).collect()
}

/// The officer of an account at the law's moment; none when it has ended or holds no post.
///
/// # Errors
/// What the store answers.
pub fn actor_of(
    reader: &mut Reader<'_>,
    id: &str,
    now: Moment,
) -> Result<Option<Actor>, StoreError> {
    let held = cover::held_and_covered(reader, id, now.date())?;
    Ok((!held.roles.is_empty()).then_some(Actor {
        user: id.to_owned(),
        agency: held.agency,
        name: held.name,
        posts: held.posts,
        roles: held.roles,
        covers: held.covers,
    }))
}

/// The posts that an account holds on a day.
pub(crate) fn posts_on(
    sql: &mut impl Sql,
    account: &str,
    date: Date,
) -> Result<Vec<String>, StoreError> {
    let held = holdings(sql, account)?;
    Ok(held
        .into_iter()
        .filter(|held| held.is_on(date))
        .map(|held| held.post)
        .collect())
}

/// Whether an account manages people on a day: no other post gives that right.
pub(crate) fn is_admin(sql: &mut impl Sql, account: &str, date: Date) -> Result<bool, StoreError> {
    let posts = posts_on(sql, account, date)?;
    Ok(posts.iter().any(|held| held == post::ADMIN))
}

/// A colleague, as one hands work over to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Id of the account.
    pub id: String,
    /// The name.
    pub name: String,
    /// What they sign in with.
    pub username: String,
}

impl Colleague {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            username: row.get("username")?,
        })
    }
}

/// The person of an account, also one who has left; none when there is no such account.
///
/// # Errors
/// What the store answers.
pub fn officer(sql: &mut impl Sql, id: &str) -> Result<Option<Colleague>, StoreError> {
    let row = sql.row(
        "SELECT id, name, username FROM account WHERE id = $1",
        params![id],
    )?;
    row.map(|row| Colleague::read(&row)).transpose()
}

/// Who holds a post on a day, by given name. The chair and the vice chair stand in for one another.
///
/// # Errors
/// What the store answers.
pub fn holders_of(
    sql: &mut impl Sql,
    agency: &str,
    post: &str,
    date: Date,
) -> Result<Vec<Colleague>, StoreError> {
    let (first, second) = match post::holdable(post).map(|post| post.id.as_str()) {
        Some("chu_tich") => ("chu_tich", "pho_chu_tich"),
        Some("pho_chu_tich") => ("pho_chu_tich", "chu_tich"),
        Some(only) => (only, only),
        None => return Ok(Vec::new()),
    };
    let rows = sql.rows(
        "SELECT DISTINCT account.id, account.name, account.username, account.name_key
           FROM account
           JOIN account_post ON account_post.account_id = account.id
          WHERE account.agency = $1
            AND account.ended_at IS NULL
            AND account_post.post IN ($2, $3)
            AND account_post.from_day <= $4
            AND (account_post.to_day IS NULL OR account_post.to_day >= $4)
          ORDER BY account.name_key, account.id",
        params![agency, first, second, date.to_string()],
    )?;
    rows.iter().map(Colleague::read).collect()
}

/// Every account of a commune, by given name; those who left come last.
///
/// # Errors
/// What the store answers.
pub(crate) fn accounts(sql: &mut impl Sql, agency: &str) -> Result<Vec<Account>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM account WHERE agency = $1
          ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, name_key, id"
    );
    sql.rows(&text, params![agency])?
        .iter()
        .map(Account::read)
        .collect()
}

/// Takes the account for a change, if it still is as the administrator saw it.
///
/// # Errors
/// `Missing`, a conflict that says who was quicker, or what the store answers.
pub(crate) fn take(tx: &mut Tx<'_>, id: &str, seen: i64) -> Result<Account, Error> {
    let agency = tx.agency().to_owned();
    let account = by_id(tx, &agency, id)?;
    if account.version != seen {
        return Err(conflict::of(tx, &account)?.into());
    }
    bump(tx, &account)?;
    Ok(account)
}

/// Marks the account as changed by its owner.
pub(crate) fn bump(tx: &mut Tx<'_>, account: &Account) -> Result<(), Error> {
    let changed = tx.run(
        "UPDATE account SET version = version + 1 WHERE id = $1 AND version = $2",
        params![&account.id, account.version],
    )?;
    tx.seal("account", &account.id);
    if changed == 1 {
        Ok(())
    } else {
        Err(conflict::of(tx, account)?.into())
    }
}
