//! `GET /cb/lam-thay`: who stands in for whom; arranging it and calling it off.
//! For everybody's own absence; for the leaders and the administrator also that of others.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{Act, Actor, Cover, Subject, may};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{
    App, Choice, Ctx, Deed, Error, FieldErrors, Fields, Officer, Page, Result, html_with, see,
};
use store::{Reader, Tx};

use crate::cover::{self, Covering};
use crate::{listed, terms};

/// Where it is.
pub const PATH: &str = "/cb/lam-thay";

struct Line {
    id: String,
    absent: String,
    by: String,
    days: String,
    is_on: bool,
    can_end: bool,
}

#[derive(Template)]
#[template(path = "cover.html")]
struct CoverPage {
    page: Page,
    errors: FieldErrors,
    lines: Vec<Line>,
    /// Empty where one arranges one's own absence only.
    absents: Vec<Choice>,
    bys: Vec<Choice>,
    from: String,
    to: String,
}

fn arranges(actor: &Actor) -> bool {
    may(actor, Act::ArrangeCover, &Subject::agency(&actor.agency)).is_ok()
}

/// The leaders answer for all, and may take over anybody's work.
fn leads(actor: &Actor) -> bool {
    may(actor, Act::Oversee, &Subject::agency(&actor.agency)).is_ok()
}

/// `GET /cb/lam-thay`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    shown(&app, &ctx, actor, &Fields::default(), FieldErrors::new()).await
}

async fn shown(app: &App, ctx: &Ctx, actor: Actor, typed: &Fields, errors: FieldErrors) -> Result {
    let (agency, today) = (app.agency().to_owned(), app.law_now().date());
    let (covers, people) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            Ok((
                cover::covers(reader, &agency, today)?,
                listed::list(reader, &agency)?,
            ))
        })
        .await?;
    let arranges = arranges(&actor);
    let working: Vec<(String, String)> = people
        .iter()
        .filter(|one| one.account.ended_at.is_none() && !one.roles_on(today).is_empty())
        .map(|one| {
            let words = format!("{} ({})", one.account.name, one.posts_in_words(today));
            (one.account.id.clone(), words)
        })
        .collect();
    let choices = |chosen: &str, but: &str| {
        let known = working.iter().filter(|(id, _)| id != but);
        std::iter::once(Choice::new("", "Chọn một người", chosen))
            .chain(known.map(|(id, words)| Choice::new(id, words, chosen)))
            .collect::<Vec<_>>()
    };
    let or = |name: &str, usual: String| match typed.get(name) {
        "" => usual,
        typed => typed.to_owned(),
    };
    let page = app.page(ctx, "Làm thay khi vắng").with_errors(&errors);
    html_with(
        errors.status(),
        CoverPage {
            page,
            lines: covers
                .iter()
                .filter(|one| arranges || one.concerns(&actor.user))
                .map(|one| line(one, &actor, today))
                .collect(),
            absents: if arranges {
                choices(&or("absent", actor.user.clone()), "")
            } else {
                Vec::new()
            },
            bys: choices(typed.get("by"), if arranges { "" } else { &actor.user }),
            from: or("from", date_vi(today)),
            to: or("to", String::new()),
            errors,
        },
    )
}

fn line(one: &Covering, actor: &Actor, today: Date) -> Line {
    Line {
        id: one.id.clone(),
        absent: one.absent_name.clone(),
        by: one.by_name.clone(),
        days: format!("{} đến {}", date_vi(one.cover.from), date_vi(one.cover.to)),
        is_on: one.cover.is_on(today),
        can_end: may_end(one, actor),
    }
}

fn may_end(one: &Covering, actor: &Actor) -> bool {
    one.cover.absent == actor.user || arranges(actor)
}

/// `POST /cb/lam-thay`
pub(crate) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let (token, at) = (fields.once()?, app.law_now());
    let mut errors = FieldErrors::new();
    let absent = match fields.get("absent") {
        "" => actor.user.clone(),
        other => other.to_owned(),
    };
    if absent != actor.user {
        may(&actor, Act::ArrangeCover, &Subject::agency(app.agency()))?;
    }
    let by = fields.get("by").to_owned();
    if by.is_empty() {
        errors.add("by", "Hãy chọn người làm thay");
    }
    // Whoever manages people decides no dossier: as a cover they would, on nobody's word but their own.
    if by == actor.user && absent != actor.user && !leads(&actor) {
        errors.add(
            "by",
            "Không ai tự mở rộng quyền của mình. Hãy nhờ Chủ tịch hoặc Phó Chủ tịch ghi việc làm thay này",
        );
    }
    let from = errors.check("from", terms::day(fields.get("from")));
    let to = errors.check("to", terms::day(fields.get("to"))).flatten();
    if to.is_none() && !errors.has("to") {
        errors.add("to", "Hãy ghi ngày cuối, ví dụ 30/11/2023");
    }
    let (Some(from), Some(to), true) = (from, to, errors.is_empty()) else {
        return shown(&app, &ctx, actor, &fields, errors).await;
    };
    let wanted = Cover {
        absent,
        by,
        from: from.unwrap_or(at.date()),
        to,
    };
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã ghi người làm thay. Việc này tự hết sau ngày cuối.",
    };
    let who = actor.by();
    let act = move |tx: &mut Tx<'_>| {
        let (_, events) = cover::arrange(tx, &wanted, &who, at)?;
        Ok(events)
    };
    match app.once(&ctx, (token, PATH), deed, act).await {
        Ok(place) => Ok(see(&place)),
        Err(Error::Invalid(errors)) => shown(&app, &ctx, actor, &fields, errors).await,
        Err(other) => Err(other),
    }
}

/// `POST /cb/lam-thay/{id}/ket-thuc`
pub(crate) async fn end(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    let at = app.law_now();
    let (agency, wanted) = (app.agency().to_owned(), id.clone());
    let known = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let all = cover::covers(reader, &agency, at.date())?;
            Ok(all.into_iter().find(|one| one.id == wanted))
        })
        .await?
        .ok_or(Error::Missing)?;
    if !may_end(&known, &actor) {
        may(&actor, Act::ArrangeCover, &Subject::agency(app.agency()))?;
    }
    let deed = Deed {
        by: actor.by(),
        at,
        said: "Đã kết thúc việc làm thay.",
    };
    let act = move |tx: &mut Tx<'_>| cover::call_off(tx, &id, at);
    Ok(see(&app
        .once(&ctx, (fields.once()?, PATH), deed, act)
        .await?))
}
