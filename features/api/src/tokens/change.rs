//! What can be done to a token: made, agreed to, revoked. Each with its event; no event holds the
//! secret or anything that opens it.

use domain::access::Actor;
use domain::moment::Moment;
use domain::text::{hex, moment_vi};
use kit::session::leave_notice;
use kit::{Conflict, Error, FieldErrors, Notice, Result, Tone};
use serde_json::json;
use store::{NewEvent, Sql as _, StoreError, Tx, params};

use super::row::{self, Token};
use super::{ACCEPTED, MADE, REVOKED};
use crate::scope::Scope;

/// The longest life of a token.
const DAYS_MAX: i64 = 400;
pub(crate) const NAME_MAX: usize = 100;
const HINT_CHARS: usize = 4;

/// A token to be made.
#[derive(Clone, Debug, Default)]
pub struct NewToken {
    /// Which program it is for.
    pub name: String,
    /// The account whose rights it borrows.
    pub account: String,
    /// How far it reaches: names of scopes.
    pub scopes: Vec<String>,
    /// How many days it lives.
    pub days: i64,
    /// Whether the owner of the account need not agree first: the owner makes it, or whoever holds
    /// the server does.
    pub is_accepted: bool,
}

/// A new secret, to be shown once.
///
/// # Errors
/// A fault when the system has no randomness.
pub fn secret() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(Error::fault)?;
    Ok(format!("mc_{}", hex(&bytes)))
}

/// Makes a token with this secret; answers its id and the events to commit.
///
/// # Errors
/// The fields to mend: `name`, `account`, `scopes`, `days`.
pub fn make(
    tx: &mut Tx<'_>,
    agency: &str,
    new: &NewToken,
    (by, at): (&str, Moment),
    secret: &str,
) -> Result<(String, Vec<NewEvent>)> {
    checked(tx, agency, new)?;
    let id = tx.new_id();
    let expires_at = at.plus_minutes(new.days * 24 * 60);
    let hint: String = secret
        .chars()
        .skip(secret.chars().count() - HINT_CHARS)
        .collect();
    tx.run(
        "INSERT INTO api_token(id, agency, version, name, account_id, secret_hash, hint, scopes, made_at, made_by,
            accepted_at, expires_at) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            &id,
            agency,
            new.name.trim(),
            &new.account,
            row::hash(secret),
            hint,
            new.scopes.join(" "),
            at,
            by,
            new.is_accepted.then_some(at),
            expires_at
        ],
    )?;
    tx.seal("api_token", &id);
    tell_owner(tx, new, by, at)?;
    let data = json!({ "account": new.account, "scopes": new.scopes, "expires_at": expires_at,
        "accepted": new.is_accepted });
    Ok((id.clone(), vec![event(MADE, &id, data)]))
}

/// Whoever is signed in to the account is told on the next page that a program asks for the name.
fn tell_owner(tx: &mut Tx<'_>, new: &NewToken, by: &str, at: Moment) -> Result<()> {
    if by == format!("user:{}", new.account) {
        return Ok(());
    }
    let open = tx.rows(
        "SELECT id FROM session WHERE user_id = $1",
        params![&new.account],
    )?;
    let notice = Notice {
        tone: Tone::Warning,
        text: format!(
            "Có khóa API mới cho «{}» làm việc với tên ông, bà. Mở «Tài khoản của tôi» để đồng ý hoặc thu hồi.",
            new.name.trim()
        ),
    };
    for session in open {
        leave_notice(tx, &session.get::<String>("id")?, at, &notice)?;
    }
    Ok(())
}

fn checked(tx: &mut Tx<'_>, agency: &str, new: &NewToken) -> Result<()> {
    let mut errors = FieldErrors::new();
    let name = new.name.trim();
    if name.is_empty() {
        errors.add("name", "Hãy ghi tên phần mềm sẽ dùng khóa này");
    } else if name.chars().count() > NAME_MAX {
        errors.add(
            "name",
            format!("Tên dài quá {NAME_MAX} ký tự. Hãy viết ngắn lại"),
        );
    }
    let account = tx.row(
        "SELECT id FROM account WHERE id = $1 AND agency = $2 AND ended_at IS NULL",
        params![&new.account, agency],
    )?;
    if account.is_none() {
        errors.add("account", "Hãy chọn tài khoản mà khóa sẽ mang tên");
    }
    if new.scopes.is_empty()
        || new
            .scopes
            .iter()
            .any(|name| Scope::from_name(name).is_none())
    {
        errors.add(
            "scopes",
            "Hãy chọn ít nhất một phạm vi, chỉ những gì phần mềm cần",
        );
    }
    if !(1..=DAYS_MAX).contains(&new.days) {
        errors.add("days", format!("Hãy ghi số ngày từ 1 đến {DAYS_MAX}"));
    }
    Ok(errors.settled()?)
}

/// The owner of the account agrees that a program works in the owner's name.
pub(super) fn accept(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, seen): (&str, i64),
    at: Moment,
) -> Result<Vec<NewEvent>> {
    let token = own(tx, actor, id)?;
    standing(&token, seen)?;
    if token.accepted_at.is_some() {
        return Ok(vec![]);
    }
    tx.run(
        "UPDATE api_token SET version = version + 1, accepted_at = $1 WHERE id = $2",
        params![at, id],
    )?;
    tx.seal("api_token", id);
    Ok(vec![event(
        ACCEPTED,
        id,
        json!({ "account": token.account }),
    )])
}

/// Takes a token back, for good.
pub(super) fn revoke(
    tx: &mut Tx<'_>,
    actor: &Actor,
    token: &Token,
    (seen, at): (i64, Moment),
) -> Result<Vec<NewEvent>> {
    standing(token, seen)?;
    take_back(tx, &token.id, &actor.by(), at)?;
    Ok(vec![event(
        REVOKED,
        &token.id,
        json!({ "account": token.account }),
    )])
}

/// Takes back every token that works in an account's name: its password or telephone was in other
/// hands, or its owner has left. Who needs one afterwards makes a new one.
///
/// # Errors
/// What the store answers.
pub fn end_tokens(
    tx: &mut Tx<'_>,
    account: &str,
    (by, at): (&str, Moment),
) -> std::result::Result<Vec<NewEvent>, StoreError> {
    let agency = tx.agency().to_owned();
    let open = tx.rows(
        "SELECT id FROM api_token
        WHERE agency = $1 AND account_id = $2 AND revoked_at IS NULL AND expires_at > $3 ORDER BY id",
        params![agency, account, at],
    )?;
    let mut events = Vec::new();
    for token in open {
        let id: String = token.get("id")?;
        take_back(tx, &id, by, at)?;
        let data = json!({ "account": account, "with": "account" });
        events.push(event(REVOKED, &id, data));
    }
    Ok(events)
}

fn take_back(
    tx: &mut Tx<'_>,
    id: &str,
    by: &str,
    at: Moment,
) -> std::result::Result<(), StoreError> {
    tx.run(
        "UPDATE api_token SET version = version + 1, revoked_at = $1, revoked_by = $2 WHERE id = $3",
        params![at, by, id],
    )?;
    tx.seal("api_token", id);
    Ok(())
}

/// A token that acts in this officer's name; another's does not exist.
pub(super) fn own(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<Token> {
    let token = row::find(tx, &actor.agency, id)?;
    if token.account == actor.user {
        Ok(token)
    } else {
        Err(Error::Missing)
    }
}

/// As seen, and not taken back meanwhile.
fn standing(token: &Token, seen: i64) -> Result<()> {
    if let Some(at) = token.revoked_at {
        return Err(Conflict {
            who: "Một người khác".to_owned(),
            what: format!("thu hồi khóa «{}»", token.name),
            when: moment_vi(at),
            ..Conflict::default()
        }
        .into());
    }
    if token.version != seen {
        return Err(Error::refused(
            "Khóa này vừa thay đổi. Hãy tải lại trang rồi làm lại.",
        ));
    }
    Ok(())
}

fn event(kind: &'static str, id: &str, data: serde_json::Value) -> NewEvent {
    NewEvent {
        kind,
        subject: format!("api_token:{id}"),
        data,
    }
}
