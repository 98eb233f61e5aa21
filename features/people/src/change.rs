//! What happens to accounts: made, given posts, password reset, second factor taken off, ended.
//! For the administrator's pages and for `motcua user`; the caller commits the events.

use domain::dossier::State;
use domain::moment::Moment;
use domain::text::{self, person_sort_key};
use jiff::civil::Date;
use kit::{Error, FieldErrors, session};
use serde_json::json;
use store::{NewEvent, Sql, StoreError, Tx, params};

use crate::password::HashedPassword;
use crate::row::{self, Account, Holding};
use crate::shut_out::ShutOut;
use crate::{administrators, post, second_factor};

/// Longest user name.
pub const USERNAME_MAX: usize = 40;
/// Longest name of a person.
pub const NAME_MAX: usize = 100;

/// A post and the days it is given for, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Id or alias of the post.
    pub post: String,
    /// First day.
    pub from: Date,
    /// Last day; none for as long as it lasts.
    pub to: Option<Date>,
}

impl Term {
    /// A post from a day on.
    pub fn from(post: impl Into<String>, day: Date) -> Self {
        Self {
            post: post.into(),
            from: day,
            to: None,
        }
    }
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What its owner signs in with: small letters without marks, digits, dots, hyphens.
    pub username: String,
    /// The person's name.
    pub name: String,
    /// The first password, already hashed (see [`crate::hash_password`]).
    pub password: HashedPassword,
    /// Whether the owner must choose another one at the first sign-in.
    pub must_change: bool,
    /// The posts, with their days.
    pub posts: Vec<Term>,
}

/// Makes an account; the caller commits the events. Answers its id.
///
/// # Errors
/// `Invalid` with a sentence for the field at fault, or what the store answers.
pub fn create(
    tx: &mut Tx<'_>,
    agency: &str,
    new: NewAccount,
    by: &str,
    at: Moment,
) -> Result<(String, Vec<NewEvent>), Error> {
    let mut errors = FieldErrors::new();
    errors.check("username", username_fits(&new.username));
    let name = text::nfc(new.name.trim());
    errors.check("name", name_fits(&name));
    errors.check("posts", terms_fit(&new.posts));
    if errors.is_empty() && is_taken(tx, agency, &new.username)? {
        errors.add(
            "username",
            format!(
                "Tên đăng nhập «{}» đã có người dùng. Hãy chọn tên khác",
                new.username
            ),
        );
    }
    errors.settled()?;
    let (id, salt) = (tx.new_id(), tx.salt());
    tx.run(
        "INSERT INTO account(id, agency, version, username, name, name_key, password_hash, must_change,
            created_at, created_by, salt)
        VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            &id,
            agency,
            &new.username,
            &name,
            person_sort_key(&name),
            new.password.as_str(),
            new.must_change,
            at,
            by,
            salt
        ],
    )?;
    tx.seal("account", &id);
    let posts: Vec<serde_json::Value> = new
        .posts
        .iter()
        .map(|term| give(tx, &id, term))
        .collect::<Result<_, StoreError>>()?;
    let data = json!({ "posts": posts, "must_change": new.must_change });
    let event = NewEvent {
        kind: crate::CREATED,
        subject: row::subject(&id),
        data,
    };
    Ok((id, vec![event]))
}

fn give(tx: &mut Tx<'_>, account: &str, term: &Term) -> Result<serde_json::Value, StoreError> {
    let (id, post) = (tx.new_id(), canonical(&term.post));
    let (from, to) = (term.from.to_string(), term.to.map(|to| to.to_string()));
    tx.run(
        "INSERT INTO account_post(id, account_id, post, from_day, to_day) VALUES ($1, $2, $3, $4, $5)",
        params![&id, account, post, &from, &to],
    )?;
    tx.seal("account_post", &id);
    Ok(json!({ "post": post, "from": from, "to": to }))
}

/// One name for a post that has several.
pub(crate) fn canonical(post: &str) -> &str {
    post::holdable(post).map_or(post, |post| post.id.as_str())
}

fn is_taken(sql: &mut impl Sql, agency: &str, username: &str) -> Result<bool, StoreError> {
    Ok(sql
        .row(
            "SELECT id FROM account WHERE username = $1 AND agency = $2",
            params![username, agency],
        )?
        .is_some())
}

/// Whether a user name can be one.
///
/// # Errors
/// A sentence that says what to do.
pub fn username_fits(username: &str) -> Result<(), String> {
    let length = username.chars().count();
    let is_sign =
        |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || ".-".contains(sign);
    if username.is_empty() {
        return Err("Hãy điền tên đăng nhập".to_owned());
    }
    if !(3..=USERNAME_MAX).contains(&length) {
        return Err(format!(
            "Tên đăng nhập dài từ 3 đến {USERNAME_MAX} ký tự, đang có {length}. Hãy đặt lại"
        ));
    }
    if !username.chars().all(is_sign)
        || !username.starts_with(|sign: char| sign.is_ascii_lowercase())
    {
        return Err(
            "Tên đăng nhập bắt đầu bằng chữ, chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch ngang. Hãy viết như lan.vt"
                .to_owned(),
        );
    }
    Ok(())
}

fn name_fits(name: &str) -> Result<(), String> {
    match name.chars().count() {
        0 => Err("Hãy điền họ và tên".to_owned()),
        length if length > NAME_MAX => Err(format!(
            "Họ và tên dài {length} ký tự, tối đa {NAME_MAX}. Hãy viết ngắn lại"
        )),
        _ => Ok(()),
    }
}

pub(crate) fn terms_fit(terms: &[Term]) -> Result<(), String> {
    if terms.is_empty() {
        return Err("Hãy chọn ít nhất một vị trí".to_owned());
    }
    for term in terms {
        let Some(post) = post::holdable(&term.post) else {
            return Err(format!(
                "Vị trí «{}» không giao cho tài khoản được. Hãy chọn vị trí khác",
                term.post
            ));
        };
        if term.to.is_some_and(|to| to < term.from) {
            return Err(format!(
                "{}: ngày cuối ở trước ngày đầu. Hãy sửa lại ngày",
                post.short_vi
            ));
        }
    }
    Ok(())
}

/// Sets the posts that an account holds from today on; the past stays as it was.
///
/// # Errors
/// `Missing`, a conflict, a refusal (the last administrator), or what the store answers.
pub fn set_posts(
    tx: &mut Tx<'_>,
    id: &str,
    seen: i64,
    wanted: &[Term],
    today: Date,
) -> Result<(Account, Vec<NewEvent>), Error> {
    terms_fit(wanted).map_err(|sentence| FieldErrors::one("posts", sentence))?;
    let account = open(row::take(tx, id, seen)?)?;
    let administrators = administrators::terms(tx, &account.agency, "")?;
    let mut left: Vec<Holding> = row::holdings(tx, id)?
        .into_iter()
        .filter(|held| !held.is_over(today))
        .collect();
    let manages = |post: &str| canonical(post) == post::ADMIN;
    let was_admin = left.iter().any(|held| manages(&held.post));
    if !was_admin && wanted.iter().any(|term| manages(&term.post)) && !account.has_second_factor() {
        // ATTT-05: who manages people signs in with two factors; a session of before had one.
        session::end_all(tx, id)?;
    }
    let mut begun = Vec::new();
    for term in wanted {
        match left
            .iter()
            .position(|held| held.post == canonical(&term.post) && held.from == term.from)
        {
            Some(at) => {
                let held = left.remove(at);
                if held.to != term.to {
                    end_on(tx, &held, term.to)?;
                    begun.push(json!({ "post": held.post, "from": held.from.to_string(), "to": term.to.map(|to| to.to_string()) }));
                }
            }
            None => begun.push(give(tx, id, term)?),
        }
    }
    let ended = end_holdings(tx, &left, today)?;
    let still = administrators::terms(tx, &account.agency, "")?;
    administrators::keep(&administrators, &still, today)?;
    let event = account.event(
        crate::POSTS_CHANGED,
        json!({ "begun": begun, "ended": ended }),
    );
    Ok((account, vec![event]))
}

/// Ends posts so that they count no more from today on.
fn end_holdings(tx: &mut Tx<'_>, held: &[Holding], today: Date) -> Result<Vec<String>, Error> {
    // One that begins today or later then ends before it begins: it never counts.
    let last = today.yesterday().map_err(Error::fault)?;
    for one in held {
        end_on(tx, one, Some(last))?;
    }
    Ok(held.iter().map(|one| one.post.clone()).collect())
}

fn end_on(tx: &mut Tx<'_>, held: &Holding, last: Option<Date>) -> Result<(), StoreError> {
    let last = last.map(|day| day.to_string());
    tx.run(
        "UPDATE account_post SET to_day = $1 WHERE id = $2",
        params![last, &held.id],
    )?;
    tx.seal("account_post", &held.id);
    Ok(())
}

/// An account that has ended is only looked at.
pub(crate) fn open(account: Account) -> Result<Account, Error> {
    if account.ended_at.is_some() {
        return Err(Error::refused(
            "Tài khoản này đã kết thúc. Người đó trở lại thì hãy tạo tài khoản mới.",
        ));
    }
    Ok(account)
}

/// Gives a new temporary password, which must be changed at once, and shuts out whoever is inside.
///
/// # Errors
/// `Missing`, a conflict, a refusal, or what the store answers.
pub fn reset_password(
    tx: &mut Tx<'_>,
    id: &str,
    seen: i64,
    password: &HashedPassword,
    shut_out: ShutOut<'_>,
) -> Result<(Account, Vec<NewEvent>), Error> {
    let account = open(row::take(tx, id, seen)?)?;
    tx.run(
        "UPDATE account SET password_hash = $1, must_change = 1 WHERE id = $2",
        params![password.as_str(), id],
    )?;
    let events = shut_out.all(tx, &account, crate::PASSWORD_RESET, json!({}))?;
    Ok((account, events))
}

/// Takes a lost second factor off and shuts out whoever is inside.
///
/// # Errors
/// `Missing`, a conflict, a refusal, or what the store answers.
pub fn reset_second_factor(
    tx: &mut Tx<'_>,
    id: &str,
    seen: i64,
    at: Moment,
    shut_out: ShutOut<'_>,
) -> Result<(Account, Vec<NewEvent>), Error> {
    let account = open(row::take(tx, id, seen)?)?;
    if !account.has_second_factor() {
        return Err(Error::refused(
            "Tài khoản này chưa bật xác thực hai bước, nên không có gì để gỡ.",
        ));
    }
    take_factor_off(tx, id, at)?;
    let events = shut_out.all(tx, &account, crate::FACTOR_RESET, json!({}))?;
    Ok((account, events))
}

/// Forgets the secret and voids the recovery codes; the caller has taken the account.
pub(crate) fn take_factor_off(tx: &mut Tx<'_>, id: &str, at: Moment) -> Result<(), StoreError> {
    tx.run(
        "UPDATE account SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL WHERE id = $1",
        params![id],
    )?;
    tx.seal("account", id);
    second_factor::void_codes(tx, id, at)
}

/// Ends the account of somebody who leaves: sessions, tokens and posts end now, the name stays in the
/// records.
///
/// # Errors
/// `Missing`, a conflict, a refusal (the last administrator), or what the store answers.
pub fn end(
    tx: &mut Tx<'_>,
    id: &str,
    seen: i64,
    at: Moment,
    shut_out: ShutOut<'_>,
) -> Result<(Account, Vec<NewEvent>), Error> {
    let today = at.date();
    let account = open(row::take(tx, id, seen)?)?;
    let administrators = administrators::terms(tx, &account.agency, "")?;
    let held = row::holdings(tx, id)?;
    let left: Vec<Holding> = held
        .into_iter()
        .filter(|held| !held.is_over(today))
        .collect();
    let ended = end_holdings(tx, &left, today)?;
    tx.run(
        "UPDATE account SET ended_at = $1 WHERE id = $2",
        params![at, id],
    )?;
    take_factor_off(tx, id, at)?;
    let still = administrators::terms(tx, &account.agency, "")?;
    administrators::keep(&administrators, &still, today)?;
    let events = shut_out.all(tx, &account, crate::ENDED, json!({ "posts": ended }))?;
    Ok((account, events))
}

/// How many unfinished dossiers are in the hands of an account.
///
/// # Errors
/// What the store answers.
pub fn dossiers_held(sql: &mut impl Sql, id: &str) -> Result<i64, StoreError> {
    // Why by SQL: dossiers read names of accounts, so asking their crate would be a cycle.
    let rows = sql.rows(
        "SELECT state, COUNT(*) AS held FROM dossier WHERE holder = $1 GROUP BY state",
        params![id],
    )?;
    let mut held = 0;
    for row in rows {
        let state: String = row.get("state")?;
        if State::from_name(&state).is_some_and(|state| !state.is_terminal()) {
            held += row.get::<i64>("held")?;
        }
    }
    Ok(held)
}
