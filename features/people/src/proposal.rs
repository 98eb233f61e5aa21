//! What an administrator asks for themselves waits until another administrator or the chair agrees.
//! For the page of a person, which asks, and for the page where somebody else answers.
//!
//! A proposal is an event of its account and nothing else: it is open while no later event settled it.

use std::collections::BTreeMap;

use domain::moment::Moment;
use domain::post::PostRoles;
use domain::text::{date_vi, moment_vi};
use jiff::civil::Date;
use kit::law::{Change, ChangeKind, LawChange, PostProposal, of_kind};
use kit::{Error, Result};
use serde_json::{Value, json};
use store::{Event, NewEvent, Sql, StoreError, Tx, params};

use crate::asked::Asked;
use crate::change::{self, Term};
use crate::row::{self, Account, Holding};
use crate::{administrators, conflict, post, rights};

/// For so many days an account that the one who asks has opened does not answer them.
const APART_DAYS: i64 = 7;

/// What is no longer asked after one of these; another proposal takes the place of the one before.
const SETTLING: [&str; 4] = [
    crate::POSTS_PROPOSED,
    crate::POSTS_CHANGED,
    crate::PROPOSAL_DECLINED,
    crate::ENDED,
];

/// Posts that somebody asked for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// All posts from then on, as the form said.
    pub(crate) wanted: Vec<Term>,
    /// When it was asked.
    pub(crate) at: Moment,
}

impl Proposal {
    /// `Đề nghị lúc … : Một cửa từ 23/11/2023.`
    pub(crate) fn in_words(&self) -> String {
        format!("Đề nghị lúc {}: {}.", moment_vi(self.at), self.posts())
    }

    /// The posts asked for, with their days.
    pub(crate) fn posts(&self) -> String {
        let words = self.wanted.iter().map(|term| {
            let to = term.to.map(|to| format!(" đến {}", date_vi(to)));
            format!(
                "{} từ {}{}",
                post::short_name(&term.post),
                date_vi(term.from),
                to.unwrap_or_default()
            )
        });
        words.collect::<Vec<_>>().join("; ")
    }
}

/// What the officer is told after an act on posts: done, or waiting for somebody else.
pub(crate) fn told(account: &Account, events: &[NewEvent]) -> Option<String> {
    let waits = events
        .iter()
        .any(|event| event.kind == crate::POSTS_PROPOSED);
    Some(if waits {
        "Đã ghi đề nghị. Thay đổi này thêm quyền cho chính bạn nên chưa có hiệu lực: một quản trị khác hoặc Chủ tịch xác nhận ở Quản trị, mục Đề nghị về quyền.".to_owned()
    } else {
        format!("Đã lưu vị trí của {}.", account.name)
    })
}

/// The open proposal among the events of an account.
///
/// # Errors
/// What the store answers.
pub(crate) fn open(events: &[Event]) -> Result<Option<Proposal>, StoreError> {
    let settles = |event: &&Event| SETTLING.contains(&event.kind.as_str());
    let last = events.iter().rev().find(settles);
    last.filter(|event| event.kind == crate::POSTS_PROPOSED)
        .map(read)
        .transpose()
}

fn read(event: &Event) -> Result<Proposal, StoreError> {
    let corrupt = || StoreError::Corrupt(format!("event {} names no posts", event.seq));
    let term = |said: &Value| {
        let day = |name: &str| said[name].as_str().map(str::parse::<Date>).transpose();
        let (from, to) = (day("from").ok()?, day("to").ok()?);
        Some(Term {
            post: said["post"].as_str()?.to_owned(),
            from: from?,
            to,
        })
    };
    let wanted = event.data["wanted"].as_array().ok_or_else(corrupt)?;
    let wanted: Option<Vec<Term>> = wanted.iter().map(term).collect();
    Ok(Proposal {
        wanted: wanted.ok_or_else(corrupt)?,
        at: event.at,
    })
}

/// Sets the posts of an account, or asks for them where the officer would widen their own rights.
///
/// # Errors
/// As [`ask`] and [`change::set_posts`].
pub(crate) fn set_or_ask(
    tx: &mut Tx<'_>,
    asked: &Asked,
    is_self: bool,
    wanted: &[Term],
    today: Date,
) -> Result<(Account, Vec<NewEvent>)> {
    if is_self && rights::widens(&row::holdings(tx, &asked.id)?, wanted, today) {
        return ask(tx, &asked.id, asked.seen, wanted, today);
    }
    change::set_posts(tx, &asked.id, asked.seen, wanted, today)
}

/// Asks for posts for oneself; the caller commits the events.
///
/// # Errors
/// `Missing`, a conflict, a sentence for the field at fault, or what the store answers.
fn ask(
    tx: &mut Tx<'_>,
    id: &str,
    seen: i64,
    wanted: &[Term],
    today: Date,
) -> Result<(Account, Vec<NewEvent>)> {
    change::terms_fit(wanted).map_err(|sentence| kit::FieldErrors::one("posts", sentence))?;
    let account = change::open(row::take(tx, id, seen)?)?;
    keeps_an_administrator(tx, &account, wanted, today)?;
    let wanted: Vec<Value> = wanted
        .iter()
        .map(|term| {
            let to = term.to.map(|to| to.to_string());
            json!({ "post": term.post, "from": term.from.to_string(), "to": to })
        })
        .collect();
    let event = account.event(crate::POSTS_PROPOSED, json!({ "wanted": wanted }));
    Ok((account, vec![event]))
}

/// What could not be agreed to is refused before anybody is asked.
fn keeps_an_administrator(
    tx: &mut Tx<'_>,
    account: &Account,
    wanted: &[Term],
    today: Date,
) -> Result<()> {
    let before = administrators::terms(tx, &account.agency, "")?;
    let mut after = administrators::terms(tx, &account.agency, &account.id)?;
    let own = wanted.iter().filter(|term| term.post == post::ADMIN);
    after.extend(own.map(|term| Holding {
        id: String::new(),
        post: term.post.clone(),
        from: term.from,
        to: term.to,
    }));
    administrators::keep(&before, &after, today)
}

/// Somebody else agrees: the posts are held from the day asked for, or from today if that has passed.
///
/// # Errors
/// A refusal when nothing is open any more, else as [`change::set_posts`].
pub(crate) fn agree(
    tx: &mut Tx<'_>,
    id: &str,
    seen: i64,
    today: Date,
) -> Result<(Account, Vec<NewEvent>)> {
    let proposal = still_open(tx, id, seen)?;
    let held = row::holdings(tx, id)?;
    let mut wanted = proposal.wanted;
    for term in &mut wanted {
        let goes_on = held
            .iter()
            .any(|held| held.post == change::canonical(&term.post) && held.from == term.from);
        if !goes_on {
            term.from = term.from.max(today);
        }
    }
    wanted.retain(|term| term.to.is_none_or(|to| to >= term.from));
    if wanted.is_empty() {
        return Err(Error::refused(
            "Những ngày đã đề nghị đều qua rồi. Hãy đề nghị lại với ngày mới.",
        ));
    }
    change::set_posts(tx, id, seen, &wanted, today)
}

/// Somebody else says no, or the one who asked takes it back; the caller commits the events.
///
/// # Errors
/// A refusal when nothing is open any more, a conflict, or what the store answers.
pub(crate) fn decline(tx: &mut Tx<'_>, id: &str, seen: i64) -> Result<(Account, Vec<NewEvent>)> {
    still_open(tx, id, seen)?;
    let account = row::take(tx, id, seen)?;
    let event = account.event(crate::PROPOSAL_DECLINED, json!({}));
    Ok((account, vec![event]))
}

/// Who was let in by the one who asks, with a password that the one who asks has seen, is for some
/// days nobody else: whoever manages people could agree with themselves through such an account.
///
/// # Errors
/// A refusal that says whom to ask, or what the store answers.
pub(crate) fn apart(sql: &mut impl Sql, answers: &str, asks: &str, now: Moment) -> Result<()> {
    let since = now.plus_minutes(-APART_DAYS * 24 * 60);
    let lets_in = [crate::CREATED, crate::PASSWORD_RESET, crate::FACTOR_RESET];
    let events = sql.events(&row::subject(answers))?;
    let is_let_in = events.iter().any(|event| {
        event.by == asks && event.at >= since && lets_in.contains(&event.kind.as_str())
    });
    if is_let_in {
        return Err(Error::refused(format!(
            "Trong {APART_DAYS} ngày qua chính người đề nghị đã tạo tài khoản hoặc đặt lại mật khẩu của bạn, nên bạn chưa xác nhận giúp được. Hãy để một quản trị khác hoặc Chủ tịch xác nhận.",
        )));
    }
    Ok(())
}

fn still_open(tx: &mut Tx<'_>, id: &str, seen: i64) -> Result<Proposal> {
    let agency = tx.agency().to_owned();
    let account = row::by_id(tx, &agency, id)?;
    if account.version != seen {
        return Err(conflict::of(tx, &account)?.into());
    }
    let events = tx.events(&account.subject())?;
    open(&events)?.ok_or_else(|| {
        Error::refused("Đề nghị này đã được trả lời hoặc đã rút. Hãy tải lại trang đề nghị.")
    })
}

/// The accounts of administrators with an open proposal: nobody else may ask for themselves.
///
/// # Errors
/// What the store answers.
pub(crate) fn of_people(
    sql: &mut impl Sql,
    agency: &str,
    today: Date,
) -> Result<Vec<(Account, Proposal)>, StoreError> {
    let mut found = Vec::new();
    for admin in row::holders_of(sql, agency, post::ADMIN, today)? {
        let Some(proposal) = open(&sql.events(&row::subject(&admin.id))?)? else {
            continue;
        };
        if let Some(account) = row::by_username(sql, agency, &admin.username)? {
            found.push((account, proposal));
        }
    }
    Ok(found)
}

/// What administrators asked that posts they hold give, each post's last word.
///
/// # Errors
/// What the store answers.
pub(crate) fn of_posts(
    sql: &mut impl Sql,
    agency: &str,
) -> Result<Vec<(LawChange, PostRoles)>, StoreError> {
    let mut last: BTreeMap<String, LawChange> = BTreeMap::new();
    for change in of_kind(sql, agency, ChangeKind::PostProposal)? {
        let known = last.get(&change.subject).map_or(0, |known| known.seq);
        if change.seq > known {
            last.insert(change.subject.clone(), change);
        }
    }
    let open = last.into_values().filter_map(|change| match change.read() {
        Ok(Change::PostProposal(PostProposal { asked: Some(roles) })) => Some((change, roles)),
        _ => None,
    });
    Ok(open.collect())
}

/// How many proposals wait for an answer, as a number within a statement that asks for more: what of
/// it are the parameters of the commune and of the day.
pub fn count_sql(agency: &str, today: &str) -> String {
    let settling = SETTLING.map(|kind| format!("'{kind}'")).join(", ");
    let (asked, admin) = (crate::POSTS_PROPOSED, post::ADMIN);
    let of_post = ChangeKind::PostProposal.name();
    // Nothing is asked in the last word about a proposal, as `PostProposal` writes it.
    format!(
        "(SELECT COUNT(*) FROM law_change asked
        WHERE asked.agency = {agency} AND asked.kind = '{of_post}' AND asked.body <> '{SETTLED}'
            AND NOT EXISTS (SELECT 1 FROM law_change later
                WHERE later.agency = asked.agency AND later.kind = asked.kind
                    AND later.subject = asked.subject AND later.seq > asked.seq))
        + (SELECT COUNT(*) FROM event asked
        WHERE asked.kind = '{asked}' AND asked.agency = {agency}
            AND NOT EXISTS (SELECT 1 FROM event later
                WHERE later.subject = asked.subject AND later.agency = asked.agency
                    AND later.seq > asked.seq AND later.kind IN ({settling}))
            AND EXISTS (SELECT 1 FROM account
                JOIN account_post ON account_post.account_id = account.id
                WHERE account.id = SUBSTR(asked.subject, {})
                    AND account.ended_at IS NULL AND account_post.post = '{admin}'
                    AND account_post.from_day <= {today}
                    AND (account_post.to_day IS NULL OR account_post.to_day >= {today})))",
        row::subject("").len() + 1
    )
}

/// The body of the last word about a post.
const SETTLED: &str = r#"{"asked":null}"#;

/// How many proposals wait for an answer.
///
/// # Errors
/// What the store answers.
pub fn count(sql: &mut impl Sql, agency: &str, today: Date) -> Result<u64, StoreError> {
    let text = format!("SELECT {} AS n", count_sql("$1", "$2"));
    let row = sql.row(&text, params![agency, today.to_string()])?;
    row.map_or(Ok(0), |row| row.get("n"))
}
