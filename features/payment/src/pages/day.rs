//! `/cb/quy`: the officer's own cash today, and what waits for the accountant.
//! For whoever takes money, and for the accountant.

use askama::Template;
use axum::extract::State;
use domain::access::{Act, Subject, may};
use kit::{App, Ctx, Error, Officer, Page, Result, filters, html};

use super::{TillView, day_vi};
use crate::till::{self, Till};

#[derive(Template)]
#[template(path = "pages/day.html")]
struct DayPage {
    page: Page,
    /// Own tills not closed yet: today's, and any forgotten on an earlier day.
    open: Vec<TillView>,
    keeps_till: bool,
    accepts: bool,
    waiting: Vec<Till>,
    /// What the accountant took over last.
    taken_over: Vec<Till>,
    earlier: Vec<Till>,
    today_vi: String,
}

impl DayPage {
    fn day_vi(&self, day: &str) -> String {
        day_vi(day)
    }
}

pub(crate) async fn show(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let here = Subject::agency(app.agency());
    let keeps_till = may(&actor, Act::CloseTill, &here).is_ok();
    let accepts = may(&actor, Act::AcceptTill, &here).is_ok();
    let (agency, reader_of) = (app.agency().to_owned(), actor.clone());
    let (open, waiting, taken_over, earlier) = app
        .read(move |reader| {
            let mut open = Vec::new();
            for till in till::open_tills(reader, &agency, &actor.user)? {
                open.push(TillView::of(reader, &actor, till)?);
            }
            let (mut waiting, mut taken_over) = (Vec::new(), Vec::new());
            if accepts {
                waiting = till::waiting(reader, &agency)?;
                taken_over = till::taken_over(reader, &agency)?;
            }
            Ok::<_, Error>((
                open,
                waiting,
                taken_over,
                till::of_officer(reader, &agency, &actor.user)?,
            ))
        })
        .await?;
    for view in &open {
        view.note_readings(&app, &reader_of);
    }
    html(DayPage {
        page: app.page(&ctx, "Tiền thu trong ngày"),
        today_vi: domain::text::date_vi(app.law_now().date()),
        open,
        keeps_till,
        accepts,
        waiting,
        taken_over,
        earlier,
    })
}
