//! What a calendar does to dossiers under way: the promised date and the date it gives, side by side.
//! For the administrator before a notice is saved, and for the leader, who decides (ruling 21).

use askama::Template;
use axum::extract::State;
use domain::calendar::Calendar;
use domain::text::moment_vi;
use dossier::row::under_clock;
use kit::{App, Ctx, Law, Page, Result, Tag, Tone, html};
use store::{Reader, Sql, StoreError};

/// Where the leader looks.
pub(crate) const PATH: &str = "/cb/quan-tri/lich/anh-huong";
/// So many are listed; the number is of all.
const LISTED: usize = 200;

/// A dossier whose promise is not the date that a calendar gives.
pub(crate) struct Moved {
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) promised: String,
    pub(crate) given: String,
    pub(crate) tag: Tag,
}

/// All of them, those due first in front.
pub(crate) struct Effect {
    pub(crate) moved: Vec<Moved>,
    pub(crate) all: usize,
    pub(crate) looked_at: usize,
}

/// Compares the promise of every dossier under way with the date that `calendar` gives.
pub(crate) fn of(
    sql: &mut impl Sql,
    agency: &str,
    law: &Law,
    calendar: &Calendar,
) -> Result<Effect, StoreError> {
    let open = under_clock(sql, agency)?;
    let looked_at = open.len();
    let mut moved = Vec::new();
    for row in &open {
        let dates = row
            .machine
            .counted_due()
            .zip(row.machine.due_under(calendar));
        let Some((promised, given)) = dates.filter(|(promised, given)| promised != given) else {
            continue;
        };
        let procedure = law.catalogue.version(&row.procedure_id);
        moved.push(Moved {
            href: format!("/cb/ho-so/{}", row.address()),
            code: row.address().to_owned(),
            procedure: procedure.map_or_else(String::new, |found| found.name_vi.clone()),
            promised: moment_vi(promised),
            given: moment_vi(given),
            tag: if given > promised {
                Tag::new(Tone::Warning, "Lịch cho thêm ngày")
            } else {
                Tag::new(Tone::Info, "Lịch rút ngắn")
            },
        });
    }
    let all = moved.len();
    moved.truncate(LISTED);
    Ok(Effect {
        moved,
        all,
        looked_at,
    })
}

#[derive(Template)]
#[template(path = "calendar/effect.html")]
struct EffectPage {
    page: Page,
    effect: Effect,
}

/// `GET /cb/quan-tri/lich/anh-huong`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let (law, agency) = (app.law(), app.agency().to_owned());
    let effect = app
        .read(move |reader: &mut Reader<'_>| of(reader, &agency, &law, &law.calendar))
        .await?;
    html(EffectPage {
        page: app.page(&ctx, "Hồ sơ có ngày hẹn khác lịch đang áp dụng"),
        effect,
    })
}
