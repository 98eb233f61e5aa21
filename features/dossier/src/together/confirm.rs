//! The page before an act on many: each dossier, what would become of it, and each refusal's reason.
//! For whoever ticked them in a list.

use askama::Template;
use axum::extract::{RawQuery, State};
use domain::access::Actor;
use kit::{App, Ctx, Error, FieldErrors, Officer, Page, Result, html_with};
use store::Reader;

use super::{MOST, Together, why_not};
use crate::acts::{self, Seen};
use crate::desk::Desk;
use crate::list::{self, Filter};

/// One dossier of the page.
pub(super) struct Line {
    /// What its address ends with.
    pub(super) address: String,
    /// `CODE@VERSION`, as the form sends it back.
    pub(super) chosen: String,
    pub(super) code: String,
    pub(super) procedure: String,
    pub(super) owner: String,
    pub(super) due: String,
    /// The next step, or why not.
    pub(super) what: String,
}

#[derive(Template)]
#[template(path = "together/confirm.html")]
pub(super) struct Confirm {
    page: Page,
    errors: FieldErrors,
    heading: &'static str,
    consequence: &'static str,
    button: String,
    ready: Vec<Line>,
    refused: Vec<Line>,
    left_out: usize,
    note: String,
    back: String,
    from: String,
}

/// The page.
pub(super) async fn page<F: Together>(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let query = query.unwrap_or_default();
    let asked = |wanted: &'static str| {
        form_urlencoded::parse(query.as_bytes())
            .filter(move |(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let from = asked("tu").next().unwrap_or_default();
    let chosen = asked("chon").collect();
    let whole = asked("ca").next().is_some();
    shown::<F>(&app, &ctx, actor, (chosen, whole, from), FieldErrors::new()).await
}

/// Draws it for addresses, or for the whole list they were ticked in.
pub(super) async fn shown<F: Together>(
    app: &App,
    ctx: &Ctx,
    actor: Actor,
    (chosen, whole, from): (Vec<String>, bool, String),
    errors: FieldErrors,
) -> Result {
    let filter = Filter::read(&from).0;
    let (desk, list) = (Desk::now(app), filter.clone());
    let (lines, left_out) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let mut chosen = match whole {
                true => list::addresses(reader, &list, &actor, &desk, MOST + 1)?,
                false => chosen,
            };
            let mut known = std::collections::BTreeSet::new();
            chosen.retain(|address| known.insert(address.clone()));
            let left_out = chosen.len().saturating_sub(MOST);
            chosen.truncate(MOST);
            let lines = chosen
                .into_iter()
                .map(|address| line::<F>(reader, &desk, &actor, address))
                .collect::<Result<Vec<_>>>()?;
            Ok((lines, left_out))
        })
        .await?;
    let (ready, refused): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(is_ready, _)| *is_ready);
    let plain = |lines: Vec<(bool, Line)>| lines.into_iter().map(|(_, line)| line).collect();
    let page = app.page(ctx, F::HEADING).with_errors(&errors);
    let button = format!("{} {} hồ sơ", F::BUTTON, ready.len());
    html_with(
        errors.status(),
        Confirm {
            page,
            errors,
            heading: F::HEADING,
            consequence: F::CONSEQUENCE,
            button,
            ready: plain(ready),
            refused: plain(refused),
            left_out,
            note: String::new(),
            back: filter.href(),
            from,
        },
    )
}

fn line<F: Together>(
    reader: &mut Reader<'_>,
    desk: &Desk,
    actor: &Actor,
    address: String,
) -> Result<(bool, Line)> {
    let mut seen = match Seen::load(reader, desk.clone(), actor.clone(), &address) {
        Ok(seen) => seen,
        Err(error) => return Ok((false, Line::unknown(address, why_not(error)?))),
    };
    let may_read = domain::access::may(
        actor,
        domain::access::Act::OpenDossier,
        &seen.row.access_subject(),
    );
    if let Err(denied) = may_read {
        let why = why_not(Error::from(denied))?;
        return Ok((false, Line::unknown(address, why)));
    }
    let opened = acts::open::<F>(&mut seen);
    let (is_ready, what) = match opened {
        Ok(()) => (true, next(&seen)),
        Err(error) => (false, why_not(error)?),
    };
    let line = Line {
        chosen: format!("{address}@{}", seen.row.version),
        code: list::short_code(&address),
        procedure: seen.procedure.name_vi.clone(),
        owner: seen.owner.name.clone(),
        due: seen.deadline().title,
        what,
        address,
    };
    Ok((is_ready, line))
}

fn next(seen: &Seen) -> String {
    let after = seen.change.as_ref().map(|change| &change.next);
    let step = after.and_then(|next| next.current_step());
    step.map_or_else(String::new, |step| {
        format!("{} ({})", step.action, seen.post_vi(&step.post))
    })
}

impl Line {
    fn unknown(address: String, what: String) -> Self {
        Self {
            code: list::short_code(&address),
            chosen: String::new(),
            procedure: String::new(),
            owner: String::new(),
            due: String::new(),
            what,
            address,
        }
    }
}
