//! `GET /`: what people come for, where their dossier is, and whether the counter is open.
//! For citizens on a phone; everything is one tap away.

use askama::Template;
use axum::extract::State;
use catalogue::life_events::{self, Offered};
use kit::{App, Ctx, Page, Result, html};

use crate::today::{self, Today};

/// How many procedures a card names.
const NAMED: usize = 3;
/// A longer name is left to the event's own page.
const NAME_LENGTH_MAX: usize = 28;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    common: Vec<Offered>,
    cards: Vec<Card>,
    procedures: usize,
    today: Today,
}

struct Card {
    href: String,
    icon: &'static str,
    title: &'static str,
    summary: String,
}

/// `GET /`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let (law, now) = (app.law(), app.law_now());
    let cards = life_events::all().iter().filter_map(|event| {
        let offered = event.offered(&law, now.date());
        (!offered.is_empty()).then(|| Card {
            href: format!("/viec/{}", event.slug),
            icon: &event.icon,
            title: &event.title,
            summary: summary(&offered),
        })
    });
    html(Home {
        page: app.page(&ctx, "Bộ phận Một cửa"),
        common: life_events::common(&law, now.date()),
        cards: cards.collect(),
        procedures: catalogue::for_citizens(&law, now.date()).len(),
        today: today::at(&law.calendar, now),
    })
}

/// The first few everyday names that are short: `Khai sinh, nhận cha, mẹ, con`.
fn summary(offered: &[Offered]) -> String {
    let short = |one: &&Offered| one.short.chars().count() <= NAME_LENGTH_MAX;
    let names: Vec<String> = offered
        .iter()
        .filter(short)
        .take(NAMED)
        .enumerate()
        .map(|(place, one)| {
            if place == 0 {
                one.short.clone()
            } else {
                lower_first(&one.short)
            }
        })
        .collect();
    names.join(", ")
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
