//! `/cb/quan-tri/de-nghi-quyen`: what administrators asked for themselves, and somebody else's word.
//! For another administrator or the chair: nobody widens their own rights alone.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::Actor;
use domain::text::{date_vi, moment_vi};
use jiff::civil::Date;
use kit::law::{ChangeKind, LawChange, NewChange, PostProposal, of_subject};
use kit::{App, Ctx, Error, Fields, Officer, Page, Result, Tone, html, see};
use store::{Reader, Tx};

use super::list;
use crate::asked::{Asked, done};
use crate::listed::{self, Listed};
use crate::post;
use crate::proposal::{self, Proposal};
use crate::rights::{self, Effect, in_words};
use crate::row::{self, Account};

/// Where it is.
pub const PATH: &str = "/cb/quan-tri/de-nghi-quyen";

#[derive(Template)]
#[template(path = "posts/proposals.html")]
struct Proposals {
    page: Page,
    rows: Vec<Row>,
    posts: &'static str,
}

struct Row {
    title: String,
    who: String,
    when: String,
    lines: Vec<String>,
    /// Why nobody can agree to it any more; empty when one can.
    fault: String,
    is_own: bool,
    action: String,
    version: i64,
    /// How many changes of the post there were; 0 where it is about a person.
    seen: i64,
}

/// `GET /cb/quan-tri/de-nghi-quyen`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let (agency, today) = (app.agency().to_owned(), app.law_now().date());
    let (people, of_people, of_posts) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let mut of_posts = Vec::new();
            for (change, _) in proposal::of_posts(reader, &agency)? {
                let who = who(reader, &change)?;
                let seen = seen(reader, &agency, &change.subject)?;
                of_posts.push((change, who, seen));
            }
            Ok((
                listed::list(reader, &agency)?,
                proposal::of_people(reader, &agency, today)?,
                of_posts,
            ))
        })
        .await?;
    let mut rows: Vec<Row> = of_people
        .iter()
        .map(|(account, proposal)| of_person(account, proposal, &people, (&actor, today)))
        .collect();
    for (change, who, seen) in of_posts {
        rows.push(of_post(&app, &people, (&change, who, seen), (&actor, today)).await?);
    }
    html(Proposals {
        page: app.page(&ctx, "Đề nghị về quyền"),
        rows,
        posts: list::PATH,
    })
}

fn who(reader: &mut Reader<'_>, change: &LawChange) -> Result<String> {
    let id = change.by.strip_prefix("user:").unwrap_or_default();
    let known = row::officer(reader, id)?;
    Ok(known.map_or_else(|| "Một đồng nghiệp".to_owned(), |one| one.name))
}

fn seen(reader: &mut Reader<'_>, agency: &str, post: &str) -> Result<i64> {
    let changes = of_subject(reader, agency, ChangeKind::Post, post)?;
    Ok(changes.first().map_or(0, |latest| latest.seq))
}

fn of_person(
    account: &Account,
    proposal: &Proposal,
    people: &[Listed],
    (actor, today): (&Actor, Date),
) -> Row {
    let mut lines = vec![format!("Vị trí sau khi xác nhận: {}.", proposal.posts())];
    if let Some(now) = people.iter().find(|one| one.account.id == account.id) {
        lines.push(format!("Đang giữ: {}.", now.posts_in_words(today)));
        let given = proposal
            .wanted
            .iter()
            .flat_map(|term| now.gives(&term.post, term.from.max(today)))
            .collect();
        let (old, new) = (rights::acts(&now.roles_on(today)), rights::acts(&given));
        let more = new.difference(&old).copied().collect();
        lines.push(gained(&in_words(&more)));
    }
    Row {
        title: format!("{} đề nghị vị trí cho chính mình", account.name),
        who: account.name.clone(),
        when: moment_vi(proposal.at),
        lines,
        fault: String::new(),
        is_own: actor.user == account.id,
        action: format!("{PATH}/nguoi/{}", account.id),
        version: account.version,
        seen: 0,
    }
}

fn gained(acts: &str) -> String {
    if acts.is_empty() {
        "Không thêm loại việc nào; thêm lĩnh vực hoặc thời gian.".to_owned()
    } else {
        format!("Được thêm: {acts}.")
    }
}

async fn of_post(
    app: &App,
    people: &[Listed],
    (change, who, seen): (&LawChange, String, i64),
    (actor, today): (&Actor, Date),
) -> Result<Row> {
    let wanted = agreed(change, seen, today)?;
    let from = wanted.valid_from;
    let (lines, fault) = match app.try_law(std::slice::from_ref(&wanted)).await {
        Ok(next) => {
            let roles = list::roles_in_words(next.posts.roles(&change.subject, from));
            let mut lines = vec![format!("Vai trò từ {}: {roles}.", date_vi(from))];
            let law = app.law();
            let effects = rights::effects(people, &law.posts, &next.posts, from);
            lines.extend(effects.iter().map(sentence));
            (lines, String::new())
        }
        Err(Error::Invalid(errors)) => {
            let said: Vec<&str> = errors.iter().map(|error| error.text.as_str()).collect();
            (Vec::new(), said.join(". "))
        }
        Err(other) => return Err(other),
    };
    Ok(Row {
        title: format!(
            "Đổi vai trò của vị trí {}",
            post::short_name(&change.subject)
        ),
        who,
        when: moment_vi(change.at),
        lines,
        fault,
        is_own: change.by == actor.by(),
        action: format!("{PATH}/vi-tri/{}", change.subject),
        version: change.seq,
        seen,
    })
}

/// `Bà Lan được thêm: …; không còn: …`
fn sentence(effect: &Effect) -> String {
    let mut said = Vec::new();
    if !effect.gains.is_empty() {
        said.push(format!("được thêm {}", in_words(&effect.gains)));
    }
    if !effect.loses.is_empty() {
        said.push(format!("không còn {}", in_words(&effect.loses)));
    }
    format!("{}: {}.", effect.name, said.join(". Và "))
}

/// The change that a proposal becomes, from the day asked for, or from today if that has passed.
fn agreed(change: &LawChange, seen: i64, today: Date) -> Result<NewChange> {
    let said: PostProposal = serde_json::from_value(change.body.clone()).map_err(Error::fault)?;
    let roles = said.asked.ok_or(Error::Missing)?;
    Ok(NewChange {
        kind: ChangeKind::Post,
        subject: change.subject.clone(),
        seen,
        valid_from: change.valid_from.max(today),
        body: serde_json::to_value(roles).map_err(Error::fault)?,
        document: change.document.clone(),
        reason: change.reason.clone(),
    })
}

/// The last word about a proposal.
fn settled(change: &LawChange, seen: i64, today: Date) -> Result<NewChange> {
    let body = serde_json::to_value(PostProposal { asked: None }).map_err(Error::fault)?;
    Ok(NewChange {
        kind: ChangeKind::PostProposal,
        subject: change.subject.clone(),
        seen,
        valid_from: today,
        body,
        document: String::new(),
        reason: String::new(),
    })
}

/// What the button said.
fn is_yes(fields: &Fields) -> Result<bool> {
    match fields.get("tra_loi") {
        "dong_y" => Ok(true),
        "khong" => Ok(false),
        _ => Err(Error::refused(
            "Chưa rõ đồng ý hay không. Hãy bấm một trong hai nút ở trang đề nghị.",
        )),
    }
}

const OWN: &str = "Không ai tự xác nhận đề nghị của mình. Hãy nhờ một quản trị khác hoặc Chủ tịch.";

/// `POST /cb/quan-tri/de-nghi-quyen/nguoi/{id}`
pub(crate) async fn answer_person(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let (is_yes, now) = (is_yes(&fields)?, app.law_now());
    let asked = if is_yes {
        Asked::of_another(&ctx, &actor, &id, &fields, OWN)?
    } else {
        Asked::read(&ctx, &actor, id, &fields)?
    };
    let act = move |tx: &mut Tx<'_>, asked: &Asked| {
        if is_yes {
            proposal::apart(tx, &actor.user, &format!("user:{}", asked.id), now)?;
            proposal::agree(tx, &asked.id, asked.seen, now.date())
        } else {
            proposal::decline(tx, &asked.id, asked.seen)
        }
    };
    let told = move |account: &Account, _: &[_]| {
        Some(if is_yes {
            format!("Đã xác nhận vị trí của {}.", account.name)
        } else {
            format!("Đã khép lại đề nghị của {}.", account.name)
        })
    };
    done(&app, asked, act, told).await?;
    Ok(see(PATH))
}

/// `POST /cb/quan-tri/de-nghi-quyen/vi-tri/{post}`
pub(crate) async fn answer_post(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let is_yes = is_yes(&fields)?;
    let number = |name: &str| fields.get(name).parse::<i64>().unwrap_or(-1);
    let (version, seen) = (number("version"), number("ban"));
    let (agency, subject) = (app.agency().to_owned(), id.clone());
    let (user, now) = (actor.user.clone(), app.law_now());
    let change = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let known = of_subject(reader, &agency, ChangeKind::PostProposal, &subject)?;
            let known = known.into_iter().find(|one| one.seq == version);
            let change = known.ok_or(Error::Missing)?;
            if is_yes {
                proposal::apart(reader, &user, &change.by, now)?;
            }
            Ok(change)
        })
        .await?;
    let today = now.date();
    let mut changes = vec![settled(&change, version, today)?];
    if is_yes {
        if change.by == actor.by() {
            return Err(Error::refused(OWN));
        }
        changes.insert(0, agreed(&change, seen, today)?);
    }
    app.save_law(&actor, fields.once()?, changes, PATH).await?;
    let name = post::short_name(&id);
    let told = if is_yes {
        format!("Đã xác nhận vai trò của vị trí {name}.")
    } else {
        format!("Đã khép lại đề nghị về vị trí {name}.")
    };
    app.tell(&ctx, Tone::Ok, told).await?;
    Ok(see(PATH))
}
