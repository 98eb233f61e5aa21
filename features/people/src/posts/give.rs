//! Giving a post to somebody from a day to a day, and ending a term, from the page of the post.
//! For the administrator; what one gives oneself waits for somebody else's word.

use axum::extract::{Path, State};
use domain::access::{Act, Actor};
use domain::post::Post;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Result, see};
use store::Tx;

use super::one::{self, last_field, show};
use super::{address, can};
use crate::asked::{Asked, done};
use crate::change::Term;
use crate::row::{self, Holding};
use crate::{proposal, terms};

/// `POST /cb/quan-tri/chuc-danh/{post}/giao`
pub(crate) async fn give(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let post = one::of(&id)?;
    let today = app.law_now().date();
    let mut errors = FieldErrors::new();
    let Some((user, seen, term)) = read(&fields, &mut errors, post, today) else {
        return again(&app, &ctx, (post, &actor), &fields, errors).await;
    };
    let asked = Asked::read(&ctx, &actor, user.clone(), &fields)?.seen_at(seen);
    let is_self = actor.user == user;
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        let held = row::holdings(tx, &asked.id)?;
        not_held_then(&held, &term)?;
        let mut wanted = from_today(&held, today);
        wanted.push(term);
        proposal::set_or_ask(tx, asked, is_self, &wanted, today)
    };
    match done(&app, asked, act, proposal::told).await {
        Ok(_) => Ok(see(&address(post.id.as_str()))),
        Err(Error::Invalid(errors)) => again(&app, &ctx, (post, &actor), &fields, errors).await,
        Err(other) => Err(other),
    }
}

/// The person with the version seen, and the term; the sentences go to their fields.
fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    post: &Post,
    today: Date,
) -> Option<(String, i64, Term)> {
    let person = fields.get("nguoi").split_once(':');
    let person = person.and_then(|(id, seen)| Some((id.to_owned(), seen.parse().ok()?)));
    if person.is_none() {
        errors.add("nguoi", "Hãy chọn người giữ vị trí này");
    }
    let from = errors.check("tu_ngay", terms::day(fields.get("tu_ngay")));
    let to = errors.check("den_ngay", terms::day(fields.get("den_ngay")));
    let (from, to) = (from?.unwrap_or(today), to?);
    if to.is_some_and(|to| to < from) {
        errors.add("den_ngay", "Ngày cuối ở trước ngày đầu. Hãy sửa lại ngày");
    }
    let (user, seen) = person.filter(|_| errors.is_empty())?;
    let term = Term {
        post: post.id.0.clone(),
        from,
        to,
    };
    Some((user, seen, term))
}

/// Two terms of one person in one post do not overlap.
fn not_held_then(held: &[Holding], term: &Term) -> Result<(), FieldErrors> {
    let meets = |one: &&Holding| {
        one.post == term.post
            && one.to.is_none_or(|to| to >= one.from && to >= term.from)
            && term.to.is_none_or(|to| one.from <= to)
    };
    let Some(known) = held.iter().find(meets) else {
        return Ok(());
    };
    Err(FieldErrors::one(
        "tu_ngay",
        format!(
            "Người này đã giữ vị trí này từ {}. Hãy chọn ngày khác, hoặc sửa ngày cuối ở bên cạnh",
            date_vi(known.from)
        ),
    ))
}

/// `POST /cb/quan-tri/chuc-danh/{post}/thoi`
pub(crate) async fn end(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let post = one::of(&id)?;
    let today = app.law_now().date();
    let holding = fields.get("giu").to_owned();
    let field = last_field(&holding);
    let mut errors = FieldErrors::new();
    let yesterday = today.yesterday().map_err(Error::fault)?;
    let last = errors.check(&field, terms::day(fields.get(&field)));
    let last = last.map(|day| day.unwrap_or(today));
    if last.is_some_and(|last| last < yesterday) {
        errors.add(
            &field,
            format!(
                "Ngày cuối sớm nhất là {}: thôi từ hôm nay. Việc đã làm những ngày trước giữ nguyên",
                date_vi(yesterday)
            ),
        );
    }
    let Some(last) = last.filter(|_| errors.is_empty()) else {
        return again(&app, &ctx, (post, &actor), &fields, errors).await;
    };
    let user = fields.get("nguoi").to_owned();
    let asked = Asked::read(&ctx, &actor, user.clone(), &fields)?;
    let is_self = actor.user == user;
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        let held = row::holdings(tx, &asked.id)?;
        let ended = held.iter().find(|one| one.id == holding);
        let ended = ended.filter(|one| !one.is_over(today));
        let ended = ended.ok_or(Error::Missing)?;
        let mut wanted = from_today(&held, today);
        wanted.retain_mut(|term| {
            let is_it = term.post == ended.post && term.from == ended.from;
            if is_it {
                term.to = Some(last);
            }
            !is_it || last >= term.from
        });
        if wanted.is_empty() {
            return Err(Error::refused(
                "Người này không còn vị trí nào khác. Nếu họ nghỉ hoặc chuyển đi, hãy kết thúc tài khoản ở trang của họ.",
            ));
        }
        proposal::set_or_ask(tx, asked, is_self, &wanted, today)
    };
    match done(&app, asked, act, proposal::told).await {
        Ok(_) => Ok(see(&address(post.id.as_str()))),
        Err(Error::Invalid(errors)) => again(&app, &ctx, (post, &actor), &fields, errors).await,
        Err(other) => Err(other),
    }
}

/// The terms that count today or later, as one would write them anew.
fn from_today(held: &[Holding], today: Date) -> Vec<Term> {
    let left = held.iter().filter(|one| !one.is_over(today));
    left.map(|one| Term {
        post: one.post.clone(),
        from: one.from,
        to: one.to,
    })
    .collect()
}

async fn again(
    app: &App,
    ctx: &Ctx,
    (post, actor): (&'static Post, &Actor),
    fields: &Fields,
    errors: FieldErrors,
) -> Result {
    let asked = one::Asked {
        post,
        manages: true,
        changes: can(actor, Act::ChangeLaw),
    };
    show(app, ctx, asked, fields, errors).await
}
