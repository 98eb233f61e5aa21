//! One person's account: posts, a new password, a lost second factor, leaving, history.
//! For the administrator.

use askama::Template;
use axum::extract::{Path, State};
use domain::text::{date_vi, moment_vi};
use jiff::civil::Date;
use kit::{
    App, Ctx, FieldErrors, Fields, Labelled, Officer, Page, Result, Tag, html, html_with, see,
};
use store::{NewEvent, Reader, Sql, Tx};

use crate::asked::{Asked, done};
use crate::change::{self, Term};
use crate::cover::{self, Covering};
use crate::listed::{self, Listed};
use crate::manage::{PATH, address, tags, told};
use crate::proposal::{self, Proposal};
use crate::row::{self, Account};
use crate::shut_out::{self, ShutOut};
use crate::terms::{self, TermRow};
use crate::{conflict, password, rights};

/// So many lines of history; the rest is in the log of events.
const HISTORY: usize = 30;

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    page: Page,
    errors: FieldErrors,
    account: Account,
    facts: Vec<Labelled>,
    tags: Vec<Tag>,
    rows: Vec<TermRow>,
    past: Vec<String>,
    history: Vec<Happening>,
    is_self: bool,
    tokens: i64,
    end_href: String,
    /// What may be done today, a line a role.
    may_do: Vec<Labelled>,
    covers: Vec<String>,
    /// What waits for somebody else's word; empty for nothing.
    proposed: String,
    proposals: &'static str,
}

struct Happening {
    when: String,
    who: String,
    what: &'static str,
}

/// All that the page needs of the database.
struct Known {
    listed: Listed,
    history: Vec<Happening>,
    dossiers: i64,
    /// Tokens of programs that work in this name.
    tokens: i64,
    covers: Vec<Covering>,
    proposal: Option<Proposal>,
}

async fn known(app: &App, id: String) -> Result<Known> {
    let (agency, today) = (app.agency().to_owned(), app.law_now().date());
    let real = app.clock().real_now();
    app.read(move |reader: &mut Reader<'_>| {
        let listed = listed::one(reader, &agency, &id)?;
        let events = reader.events(&listed.account.subject())?;
        let mut history = Vec::new();
        for event in events.iter().rev().take(HISTORY) {
            history.push(Happening {
                when: moment_vi(event.at),
                who: conflict::who(reader, event)?,
                what: conflict::happening(&event.kind),
            });
        }
        let mut covers = cover::covers(reader, &agency, today)?;
        covers.retain(|one| one.concerns(&id));
        Ok(Known {
            history,
            dossiers: change::dossiers_held(reader, &id)?,
            tokens: shut_out::tokens_in_force(reader, &listed.account, real)?,
            covers,
            proposal: proposal::open(&events)?,
            listed,
        })
    })
    .await
}

fn shown(
    app: &App,
    ctx: &Ctx,
    known: Known,
    typed: Option<&Fields>,
    errors: FieldErrors,
) -> Result {
    let today = app.law_now().date();
    let Known {
        listed,
        history,
        dossiers,
        tokens,
        covers,
        proposal,
    } = known;
    let rows = match typed {
        Some(fields) => terms::of_fields(fields, &errors, today),
        None => terms::of_holdings(&listed.holdings, today),
    };
    let status = errors.status();
    let over = listed
        .holdings
        .iter()
        .filter(|held| held.is_over(today) && held.to.is_some_and(|to| to >= held.from));
    html_with(
        status,
        PersonPage {
            page: app
                .page(ctx, listed.account.name.clone())
                .with_errors(&errors),
            errors,
            facts: facts(&listed, (dossiers, tokens), today),
            tokens,
            tags: tags(&listed, today),
            rows,
            past: over.map(row::Holding::in_words).collect(),
            history,
            is_self: ctx
                .actor()
                .is_some_and(|actor| actor.user == listed.account.id),
            end_href: format!("{}/ket-thuc", address(&listed.account.id)),
            may_do: rights::lines(&listed.roles_on(today)),
            covers: covers
                .iter()
                .map(|one| cover_in_words(one, &listed.account.id))
                .collect(),
            proposed: proposal.map_or_else(String::new, |one| one.in_words()),
            proposals: crate::posts::PROPOSALS,
            account: listed.account,
        },
    )
}

fn facts(listed: &Listed, (dossiers, tokens): (i64, i64), today: Date) -> Vec<Labelled> {
    let posts = listed.posts_in_words(today);
    vec![
        Labelled::new("Tên đăng nhập", &listed.account.username),
        Labelled::new(
            "Vị trí",
            if posts.is_empty() {
                "Không".to_owned()
            } else {
                posts
            },
        ),
        Labelled::new("Hồ sơ đang giữ", dossiers.to_string()),
        Labelled::new("Khóa API đang dùng", tokens.to_string()),
        Labelled::new("Tạo lúc", moment_vi(listed.account.created_at)),
    ]
}

fn cover_in_words(one: &Covering, of: &str) -> String {
    let days = format!(
        "từ {} đến {}",
        date_vi(one.cover.from),
        date_vi(one.cover.to)
    );
    if one.cover.by == of {
        format!("Làm thay {} {days}", one.absent_name)
    } else {
        format!("{} làm thay {days}", one.by_name)
    }
}

/// `GET /qt/nguoi-dung/{id}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(id): Path<String>) -> Result {
    let known = known(&app, id).await?;
    shown(&app, &ctx, known, None, FieldErrors::new())
}

/// `POST /qt/nguoi-dung/{id}/vi-tri`
pub(crate) async fn set_posts(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let today = app.law_now().date();
    let mut errors = FieldErrors::new();
    let wanted: Vec<Term> = terms::read(&fields, &mut errors, today);
    if !errors.is_empty() {
        let known = known(&app, id).await?;
        return shown(&app, &ctx, known, Some(&fields), errors);
    }
    let asked = Asked::read(&ctx, &actor, id.clone(), &fields)?;
    let is_self = actor.user == id;
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        proposal::set_or_ask(tx, asked, is_self, &wanted, today)
    };
    done(&app, asked, act, proposal::told).await?;
    Ok(see(&address(&id)))
}

/// `POST /qt/nguoi-dung/{id}/mat-khau`
pub(crate) async fn reset_password(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let own = "Đổi mật khẩu của chính mình ở mục Tài khoản của tôi.";
    let asked = Asked::of_another(&ctx, &actor, &id, &fields, own)?;
    let secret = password::temporary()?;
    let hash = password::hash_aside(secret.clone()).await?;
    let shut = shutting_out(&app);
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        change::reset_password(tx, &asked.id, asked.seen, &hash, shut(asked))
    };
    let notice = |_: &Account, events: &[NewEvent]| {
        Some(shut_out::tokens_told(events)).filter(|told| !told.is_empty())
    };
    match done(&app, asked, act, notice).await? {
        Some(account) => told(
            &app,
            &ctx,
            (&account.id, &account.name, &account.username),
            secret,
        ),
        None => Ok(see(&address(&id))),
    }
}

/// `POST /qt/nguoi-dung/{id}/xac-thuc`
pub(crate) async fn reset_second_factor(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let own = "Đổi điện thoại xác thực của chính mình ở mục Tài khoản của tôi.";
    let asked = Asked::of_another(&ctx, &actor, &id, &fields, own)?;
    let at = app.law_now();
    let shut = shutting_out(&app);
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        change::reset_second_factor(tx, &asked.id, asked.seen, at, shut(asked))
    };
    done(&app, asked, act, |account, events| {
        let told = format!(
            "Đã gỡ xác thực hai bước của {}. Các phiên đang mở đã kết thúc. {}",
            account.name,
            shut_out::tokens_told(events)
        );
        Some(told.trim_end().to_owned())
    })
    .await?;
    Ok(see(&address(&id)))
}

/// How the account of an act loses its sessions and tokens.
fn shutting_out(app: &App) -> impl for<'a> Fn(&'a Asked) -> ShutOut<'a> + Send + 'static {
    let (end_tokens, at) = (app.supplied().end_tokens, app.clock().real_now());
    move |asked| ShutOut {
        end_tokens,
        by: &asked.by,
        at,
    }
}

#[derive(Template)]
#[template(path = "end.html")]
struct EndPage {
    page: Page,
    account: Account,
    href: String,
    warning: String,
    tokens: i64,
}

/// `GET /qt/nguoi-dung/{id}/ket-thuc`
pub(crate) async fn end_page(State(app): State<App>, ctx: Ctx, Path(id): Path<String>) -> Result {
    let known = known(&app, id).await?;
    let account = known.listed.account;
    if account.ended_at.is_some() {
        return Ok(see(&address(&account.id)));
    }
    html(EndPage {
        page: app.page(&ctx, format!("Kết thúc tài khoản của {}", account.name)),
        href: address(&account.id),
        warning: held_warning(known.dossiers),
        tokens: known.tokens,
        account,
    })
}

/// What becomes of the dossiers in somebody's hands; empty when there are none.
fn held_warning(dossiers: i64) -> String {
    match dossiers {
        0 => String::new(),
        n => format!(
            "Người này đang giữ {n} hồ sơ chưa xong. Lãnh đạo cần phân công lại các hồ sơ đó."
        ),
    }
}

/// `POST /qt/nguoi-dung/{id}/ket-thuc`
pub(crate) async fn end(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let own = "Không tự kết thúc tài khoản của mình. Hãy nhờ một quản trị khác.";
    let asked = Asked::of_another(&ctx, &actor, &id, &fields, own)?;
    let at = app.law_now();
    let held = known(&app, id).await?.dossiers;
    let shut = shutting_out(&app);
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        change::end(tx, &asked.id, asked.seen, at, shut(asked))
    };
    done(&app, asked, act, move |account, events| {
        let ended = format!("Đã kết thúc tài khoản của {}.", account.name);
        let rest = [held_warning(held), shut_out::tokens_told(events)];
        let said = std::iter::once(ended).chain(rest);
        Some(
            said.filter(|sentence| !sentence.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        )
    })
    .await?;
    Ok(see(PATH))
}
