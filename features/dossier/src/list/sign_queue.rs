//! `GET /ld/ky`: what the leader may sign now, made for a phone first.
//! For the chair and the vice chair.

use askama::Template;
use axum::extract::{RawQuery, State as FromState};
use domain::access::Actor;
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{App, Ctx, Law, Officer, Page, Pager, Result, html};
use store::{Reader, StoreError};

use super::conditions::Asker;
use super::filter::{Filter, Place};
use super::item::{Item, Telling};
use super::ticks::Ticks;
use super::view::View;
use super::{count, find};

/// Where the queue is.
pub(super) const PATH: &str = "/ld/ky";

#[derive(Template)]
#[template(path = "list/sign_queue.html")]
struct SignQueue {
    page: Page,
    when: String,
    total: u64,
    back: String,
    items: Vec<Item>,
    ticks: Ticks,
    pager: Pager,
}

/// The page.
pub(super) async fn page(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let query = query.unwrap_or_default();
    let (_, place) = Filter::read(&query);
    let by = actor.clone();
    let (law, now) = (app.law(), app.law_now());
    let (items, pager, total) = app
        .read(move |reader| read(reader, &law, &actor, now, &place))
        .await?;
    html(SignQueue {
        ticks: Ticks::of(&by, &items, &Filter::of(View::ToSign), &query),
        page: app.page(&ctx, "Ký duyệt"),
        when: moment_vi(now),
        total,
        back: form_urlencoded::byte_serialize(Filter::of(View::ToSign).query().as_bytes())
            .collect(),
        items,
        pager,
    })
}

fn read(
    reader: &mut Reader<'_>,
    law: &Law,
    actor: &Actor,
    now: Moment,
    place: &Place,
) -> Result<(Vec<Item>, Pager, u64)> {
    let filter = Filter::of(View::ToSign);
    let asker = Asker {
        actor,
        now,
        calendar: Some(&law.calendar),
    };
    let found = find::page(reader, &filter, place, &asker, find::PAGE)?;
    let total = count::count(reader, std::slice::from_ref(&filter), &asker)?
        .first()
        .copied()
        .unwrap_or_default();
    let telling = Telling {
        law,
        now,
        filter: &filter,
    };
    let items: Vec<Item> = found
        .rows
        .iter()
        .map(|row| Item::read(row, telling))
        .collect::<Result<_, StoreError>>()?;
    let href = |place: Option<Place>| match place {
        Some(Place::After(key, id)) => format!("{PATH}?sau={key}.{id}"),
        Some(Place::Before(key, id)) => format!("{PATH}?truoc={key}.{id}"),
        Some(Place::Start) | None => String::new(),
    };
    let pager = Pager {
        prev: href(found.before),
        next: href(found.after),
        summary: format!("{} trong {total} hồ sơ", items.len()),
    };
    Ok((items, pager, total))
}
