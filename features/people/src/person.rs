//! One person's account: posts, a new password, a lost second factor, leaving, history.
//! For the administrator.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::Actor;
use domain::text::moment_vi;
use jiff::civil::Date;
use kit::{
    App, Ctx, Error, FieldErrors, Fields, Labelled, Notice, Officer, Page, Result, Tag, Tone, html,
    html_with, see, session,
};
use store::{NewEvent, Reader, Sql, Tx, once};

use crate::change::{self, Term};
use crate::manage::{PATH, address, tags, told};
use crate::row::{self, Account, Listed};
use crate::terms::{self, TermRow};
use crate::{conflict, password, sign_in};

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
    end_href: String,
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
}

async fn known(app: &App, id: String) -> Result<Known> {
    let agency = app.agency().to_owned();
    app.read(move |reader: &mut Reader<'_>| {
        let account = row::by_id(reader, &agency, &id)?;
        let holdings = row::holdings(reader, &id)?;
        let events = reader.events(&account.subject())?;
        let mut history = Vec::new();
        for event in events.iter().rev().take(HISTORY) {
            history.push(Happening {
                when: moment_vi(event.at),
                who: conflict::who(reader, event)?,
                what: conflict::happening(&event.kind),
            });
        }
        let dossiers = change::dossiers_held(reader, &id)?;
        Ok(Known {
            listed: Listed { account, holdings },
            history,
            dossiers,
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
            facts: facts(&listed, dossiers, today),
            tags: tags(&listed, today),
            rows,
            past: over.map(row::Holding::in_words).collect(),
            history,
            is_self: ctx
                .actor()
                .is_some_and(|actor| actor.user == listed.account.id),
            end_href: format!("{}/ket-thuc", address(&listed.account.id)),
            account: listed.account,
        },
    )
}

fn facts(listed: &Listed, dossiers: i64, today: Date) -> Vec<Labelled> {
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
        Labelled::new("Tạo lúc", moment_vi(listed.account.created_at)),
    ]
}

/// `GET /qt/nguoi-dung/{id}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(id): Path<String>) -> Result {
    let known = known(&app, id).await?;
    shown(&app, &ctx, known, None, FieldErrors::new())
}

/// What an act on an account is asked with.
struct Asked {
    id: String,
    seen: i64,
    token: String,
    by: String,
    session: String,
}

impl Asked {
    fn read(ctx: &Ctx, actor: &Actor, id: String, fields: &Fields) -> Result<Self> {
        Ok(Self {
            id,
            seen: fields.get("version").parse().unwrap_or(-1),
            token: fields.once()?,
            by: actor.by(),
            session: ctx
                .session()
                .map(|session| session.id.clone())
                .unwrap_or_default(),
        })
    }

    /// The same where nobody acts on their own account; `own` says where that is done.
    fn of_another(ctx: &Ctx, actor: &Actor, id: &str, fields: &Fields, own: &str) -> Result<Self> {
        if actor.user == id {
            return Err(Error::refused(own));
        }
        Self::read(ctx, actor, id.to_owned(), fields)
    }
}

/// Does an act on an account once and leaves its notice. None when the form was sent before.
async fn done(
    app: &App,
    asked: Asked,
    act: impl FnOnce(&mut Tx<'_>, &Asked) -> Result<(Account, Vec<NewEvent>)> + Send + 'static,
    notice: impl FnOnce(&Account) -> Option<String> + Send + 'static,
) -> Result<Option<Account>> {
    let (at, real) = sign_in::moments(app);
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        if once::claimed(tx, &asked.token)?.is_some() {
            return Ok(tx.commit_silently("the form was sent twice", None)?);
        }
        let (account, events) = act(tx, &asked)?;
        once::settle(tx, &asked.token, &address(&asked.id))?;
        if let Some(text) = notice(&account) {
            session::leave_notice(
                tx,
                &asked.session,
                real,
                &Notice {
                    tone: Tone::Ok,
                    text,
                },
            )?;
        }
        Ok(tx.commit(&asked.by, at, events, Some(account))?)
    })
    .await
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
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        change::set_posts(tx, &asked.id, asked.seen, &wanted, today)
    };
    done(&app, asked, act, |account| {
        Some(format!("Đã lưu vị trí của {}.", account.name))
    })
    .await?;
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
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        change::reset_password(tx, &asked.id, asked.seen, &hash)
    };
    match done(&app, asked, act, |_| None).await? {
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
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        change::reset_second_factor(tx, &asked.id, asked.seen, at)
    };
    done(&app, asked, act, |account| {
        Some(format!(
            "Đã gỡ xác thực hai bước của {}. Các phiên đang mở đã kết thúc.",
            account.name
        ))
    })
    .await?;
    Ok(see(&address(&id)))
}

#[derive(Template)]
#[template(path = "end.html")]
struct EndPage {
    page: Page,
    account: Account,
    href: String,
    warning: String,
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
    let act = move |tx: &mut Tx<'_>, asked: &Asked| change::end(tx, &asked.id, asked.seen, at);
    done(&app, asked, act, move |account| {
        Some(
            format!(
                "Đã kết thúc tài khoản của {}. {}",
                account.name,
                held_warning(held)
            )
            .trim_end()
            .to_owned(),
        )
    })
    .await?;
    Ok(see(PATH))
}
