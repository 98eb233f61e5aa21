//! What a citizen may know of a dossier, as plain data for programs: no name, no officer, no file.
//! For the interface for programs; made of the tracking page's own parts (ruling 29).

use domain::code::TrackingCode;
use domain::dossier::State;
use domain::moment::Moment;
use kit::{App, Ctx, Error, Result};

use crate::{dates, track};

/// Where a dossier stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// `7KQ2M9XA`.
    pub tracking: String,
    /// Its number, once received.
    pub number: Option<String>,
    /// The procedure's name.
    pub procedure: String,
    /// Where it stands.
    pub state: State,
    /// The state in a few words.
    pub title: String,
    /// What it means and what to do.
    pub lines: Vec<String>,
    /// Papers asked for.
    pub asked: Vec<String>,
    /// The promise in force.
    pub due_at: Option<Moment>,
    /// Every date that was promised.
    pub promises: Vec<Promised>,
    /// The way so far and ahead.
    pub points: Vec<Way>,
}

/// One promised date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// Why there is this date.
    pub label: String,
    /// When, in words.
    pub when: String,
    /// What must be known about it.
    pub note: String,
}

/// One point on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// `done`, `now`, `late`, `paused` or `ahead`.
    pub state: &'static str,
    /// What happened.
    pub title: String,
    /// When, in words.
    pub when: String,
    /// A sentence more.
    pub text: String,
}

/// The dossier with this tracking code; guessing is slowed as on the page.
///
/// # Errors
/// Missing, or too many attempts.
pub async fn tracked(app: &App, ctx: &Ctx, typed: &str) -> Result<Tracked> {
    let code = TrackingCode::parse(typed).map_err(|_| Error::Missing)?;
    let attempt = ctx.attempt(&format!("track-code:{code}"));
    app.throttle()
        .check(&attempt)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    let found = track::read(app, code).await?;
    // Why once more: many guesses at the same time have all passed the first question.
    app.throttle()
        .check(&attempt)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    let Some(read) = found else {
        app.throttle().failed(&attempt);
        return Err(Error::Missing);
    };
    Ok(told(app, &read))
}

fn told(app: &App, read: &track::Read) -> Tracked {
    let (law, dossier) = (app.law(), &read.row.machine);
    let panel = track::panel(app, read);
    let points = track::points(read, &panel);
    let procedure = law.catalogue.version(&read.row.procedure_id);
    Tracked {
        tracking: read.row.tracking.clone(),
        number: dossier.code.clone(),
        procedure: procedure.map_or_else(|| "Hồ sơ".to_owned(), |found| found.name_vi.clone()),
        state: dossier.state,
        title: panel.title,
        lines: panel.lines,
        asked: panel.asked,
        due_at: dossier.due.as_ref().and_then(|due| due.at),
        promises: dates::promises(&read.events, dossier)
            .into_iter()
            .map(|one| Promised {
                label: one.label.to_owned(),
                when: one.when,
                note: one.note.to_owned(),
            })
            .collect(),
        points: points
            .into_iter()
            .map(|one| Way {
                state: one.state,
                title: one.title,
                when: one.when,
                text: one.text,
            })
            .collect(),
    }
}
