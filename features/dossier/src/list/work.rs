//! `GET /cb/viec`: what the officer must do, by kind, each with its number and the list behind it.
//! The first page after signing in.

use askama::Template;
use axum::extract::State as FromState;
use domain::access::{Act, Actor, Role};
use domain::moment::Moment;
use domain::text::{date_vi, moment_vi};
use kit::{App, Ctx, Law, Officer, Page, Result, html};
use people::cover::Covering;
use store::{Reader, StoreError};

use super::conditions::Asker;
use super::filter::{Due, Filter, Place};
use super::item::{Item, Telling};
use super::menu::can;
use super::ticks::Ticks;
use super::view::View;
use super::{count, find};

/// Where own work is.
pub(super) const PATH: &str = "/cb/viec";

/// One kind of work with its number.
struct Figure {
    label: &'static str,
    number: u64,
    href: String,
    /// `figure--late`, `figure--today`, `figure--ok` or `""`.
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "list/work.html")]
struct Work {
    page: Page,
    when: String,
    figures: Vec<Figure>,
    items: Vec<Item>,
    ticks: Ticks,
    covers: Vec<String>,
    today: u64,
    today_href: String,
    can_list: bool,
    can_receive: bool,
    can_sign: bool,
}

/// The page.
pub(super) async fn page(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
) -> Result {
    let (law, now) = (app.law(), app.law_now());
    let kinds = kinds(&actor);
    let today = Filter::of(View::Today);
    let (numbers, items, covers) = {
        let (law, actor, today) = (law.clone(), actor.clone(), today.clone());
        let filters: Vec<Filter> = kinds
            .iter()
            .map(|(_, filter, _)| filter.clone())
            .chain([today.clone()])
            .collect();
        app.read(move |reader| read(reader, &law, &actor, now, &filters, &today))
            .await?
    };
    let can_list = can(&actor, Act::ListDossiers);
    html(Work {
        page: app.page(&ctx, "Việc của tôi"),
        when: moment_vi(now),
        today: numbers.last().copied().unwrap_or_default(),
        today_href: today.href(),
        figures: if can_list {
            figures(kinds, &numbers)
        } else {
            Vec::new()
        },
        items,
        ticks: Ticks::default(),
        covers: covers.iter().map(|one| cover_words(one, &actor)).collect(),
        can_list,
        can_receive: can(&actor, Act::Receive),
        can_sign: can(&actor, Act::Approve),
    })
}

/// The kinds of work of an officer: label, list, colour once there is any.
fn kinds(actor: &Actor) -> Vec<(&'static str, Filter, &'static str)> {
    let mine = |due: Option<Due>| Filter {
        due,
        ..Filter::of(View::Mine)
    };
    let mut kinds = vec![
        ("Quá hạn của tôi", mine(Some(Due::Overdue)), "figure--late"),
        ("Hôm nay đến hạn", mine(Some(Due::Today)), "figure--today"),
        ("Ở bước của tôi", mine(None), ""),
    ];
    if can(actor, Act::Approve) {
        kinds.push(("Chờ tôi ký", Filter::of(View::ToSign), "figure--today"));
    }
    if can(actor, Act::GiveOpinion) {
        kinds.push((
            "Chờ tôi cho ý kiến",
            Filter::of(View::MyOpinion),
            "figure--today",
        ));
    }
    if actor.is(Role::OneStop) {
        kinds.push((
            "Mới nộp, chờ nhận",
            Filter::of(View::Submitted),
            "figure--today",
        ));
        kinds.push((
            "Chưa bàn giao",
            Filter::of(View::NotHandedOver),
            "figure--today",
        ));
        kinds.push((
            "Kết quả chờ trả",
            Filter::of(View::Collectable),
            "figure--ok",
        ));
    }
    if !actor.covers.is_empty() {
        kinds.push((
            "Việc tôi làm thay",
            Filter::of(View::Covered),
            "figure--today",
        ));
    }
    if actor.is(Role::OneStop) {
        kinds.push(("Chưa đến nhận từ 3 ngày", Filter::of(View::Uncollected), ""));
    }
    if can(actor, Act::Oversee) {
        kinds.push((
            "Đứng yên, quá hạn bước",
            Filter::of(View::Stuck),
            "figure--late",
        ));
        kinds.push((
            "Quá hạn, cả bộ phận",
            Filter::of(View::Overdue),
            "figure--late",
        ));
    }
    kinds
}

fn read(
    reader: &mut Reader<'_>,
    law: &Law,
    actor: &Actor,
    now: Moment,
    filters: &[Filter],
    today: &Filter,
) -> Result<(Vec<u64>, Vec<Item>, Vec<Covering>)> {
    let asker = Asker {
        actor,
        now,
        calendar: Some(&law.calendar),
    };
    let numbers = count::count(reader, filters, &asker)?;
    let found = find::page(reader, today, &Place::Start, &asker, find::PAGE)?;
    let telling = Telling {
        law,
        now,
        filter: today,
    };
    let items = found
        .rows
        .iter()
        .map(|row| Item::read(row, telling))
        .collect::<Result<_, StoreError>>()?;
    let covers = people::cover::covers(reader, &actor.agency, now.date())?;
    let covers = covers.into_iter().filter(|one| one.concerns(&actor.user));
    Ok((numbers, items, covers.collect()))
}

/// Who stands in for whom, as one of both reads it.
fn cover_words(one: &Covering, actor: &Actor) -> String {
    let days = format!(
        "từ {} đến hết {}",
        date_vi(one.cover.from),
        date_vi(one.cover.to)
    );
    if one.cover.by == actor.user {
        format!("Ông, bà làm thay {} {days}.", one.absent_name)
    } else {
        format!("{} làm thay ông, bà {days}.", one.by_name)
    }
}

fn figures(kinds: Vec<(&'static str, Filter, &'static str)>, numbers: &[u64]) -> Vec<Figure> {
    let figure =
        |((label, filter, tone), number): ((&'static str, Filter, &'static str), &u64)| Figure {
            label,
            number: *number,
            href: if filter == Filter::of(View::ToSign) {
                super::sign_queue::PATH.to_owned()
            } else {
                filter.href()
            },
            tone: if *number > 0 { tone } else { "" },
        };
    kinds.into_iter().zip(numbers).map(figure).collect()
}
