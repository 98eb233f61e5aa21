//! The way of every act through its form: load, check, show; send once, check again, act, go back.
//! For the file of each act, which says only what is its own.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::access::{self, Act, Actor};
use domain::dossier::{Command, allows};
use kit::{
    App, Conflict, Ctx, DeadlineTag, Error, FieldErrors, Officer, Page, Result, Routes, Tone,
    Uploads, html_with, see,
};
use store::{Reader, Tx, once};

use super::seen::{Seen, address};
use super::sheet::{Sent, Sheet, Typed};
use crate::act::{Acted, Words};
use crate::desk::Desk;
use crate::files::{self, File};
use crate::list::{Asker, Filter, neighbours};
use crate::{conflict, row, sentences};
use domain::dossier::Refusal;

/// One act with its form.
pub(crate) trait ActForm: Send + Sync + 'static {
    /// Where it is: `/cb/ho-so/{code}/…`.
    const PATH: &'static str;
    /// The act in the table of transitions.
    const ACT: Act;
    /// The right that opens the door; finer questions are asked of the dossier.
    const DOOR: Act = Self::ACT;
    /// The heading.
    const TITLE: &'static str;

    /// Whether this officer may do it to this dossier.
    fn may(seen: &Seen) -> Result<()> {
        Ok(access::may(
            &seen.actor,
            Self::ACT,
            &seen.row.access_subject(),
        )?)
    }

    /// The act with stand-ins for what is not typed yet, where that tells beforehand what it changes.
    fn trial(_: &Seen) -> Option<Command<'_>> {
        None
    }

    /// Whether the dossier's state allows it at all.
    fn is_allowed(state: domain::dossier::State) -> bool {
        allows(state, Self::ACT)
    }

    /// What the form says and asks.
    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet>;

    /// Whether the sending only asks for the form to be drawn anew.
    fn is_redraw(_: &Sent) -> bool {
        false
    }

    /// The act, and the sentence that tells of it.
    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)>;
}

/// The two routes of an act.
pub(crate) fn on<F: ActForm>(routes: Routes) -> Routes {
    routes
        .get(F::PATH, F::DOOR, page::<F>)
        .post(F::PATH, F::DOOR, submit::<F>)
}

/// The words that accompany a command.
pub(crate) fn words<'a>(sent: &Sent, note: &'a str) -> Words<'a> {
    Words {
        note: Some(note),
        seen_version: Some(sent.version),
    }
}

#[derive(Template)]
#[template(path = "acts/act.html")]
struct ActPage {
    page: Page,
    errors: FieldErrors,
    sheet: Sheet,
    title: &'static str,
    code: String,
    procedure: String,
    owner: String,
    filer: String,
    state: &'static str,
    step: String,
    deadline: Option<DeadlineTag>,
    derivation: Vec<String>,
    files: Vec<File>,
    viewed: Option<File>,
    address: String,
    back: String,
    version: i64,
    from_list: String,
}

async fn page<F: ActForm>(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let at = (code, StatusCode::OK);
    show::<F>(&app, &ctx, actor, at, Typed(None), FieldErrors::new()).await
}

async fn show<F: ActForm>(
    app: &App,
    ctx: &Ctx,
    actor: Actor,
    (code, status): (String, StatusCode),
    typed: Typed,
    errors: FieldErrors,
) -> Result {
    let (desk, by) = (Desk::now(app), actor.clone());
    let from_list = typed.or("tu", from_list(ctx));
    let (seen, sheet, files) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let mut seen = Seen::load(reader, desk, by, &code)?;
            open::<F>(&mut seen)?;
            let sheet = F::sheet(&seen, reader, &typed)?;
            let files = files::of(reader, &seen.row.id)?;
            Ok((seen, sheet, files))
        })
        .await?;
    app.note_reading(&actor, &seen.row.subject(), F::TITLE);
    let page = app.page(ctx, F::TITLE).with_errors(&errors);
    html_with(
        status,
        drawn(page, errors, &seen, sheet, files, F::TITLE, from_list),
    )
}

fn drawn(
    page: Page,
    errors: FieldErrors,
    seen: &Seen,
    mut sheet: Sheet,
    files: Vec<File>,
    title: &'static str,
    from_list: String,
) -> ActPage {
    sheet.facts.extend(seen.differences());
    ActPage {
        page,
        errors,
        sheet,
        title,
        code: seen.row.address().to_owned(),
        procedure: seen.procedure.name_vi.clone(),
        owner: seen.owner.name.clone(),
        filer: seen
            .filer
            .as_ref()
            .map(|filer| filer.name.clone())
            .unwrap_or_default(),
        state: seen.row.machine.state.vietnamese(),
        step: seen
            .row
            .machine
            .current_step()
            .map(|_| seen.step_vi())
            .unwrap_or_default(),
        deadline: seen.is_running().then(|| seen.deadline()),
        derivation: seen.derivation(),
        viewed: files.last().cloned(),
        files,
        address: seen.address(),
        back: back(&seen.address(), &from_list),
        version: seen.row.version,
        from_list,
    }
}

/// Right, state, rules: whoever may not do it does not see the form either.
pub(crate) fn open<F: ActForm>(seen: &mut Seen) -> Result<()> {
    F::may(seen)?;
    let state = seen.row.machine.state;
    if !F::is_allowed(state) {
        return Err(Error::refused(sentences::refusal(&Refusal::NotFrom {
            state,
            act: F::ACT,
        })));
    }
    let change = match F::trial(seen) {
        Some(command) => Some(seen.try_out(&command)?),
        None => None,
    };
    seen.change = change;
    Ok(())
}

async fn submit<F: ActForm>(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    uploads: Uploads,
) -> Result {
    let version = uploads.fields.seen()?;
    let sent = Sent {
        fields: uploads.fields,
        files: uploads.files,
        file_errors: uploads.errors,
        version,
    };
    let typed = Typed(Some(sent.fields.clone()));
    if F::is_redraw(&sent) {
        let at = (code, StatusCode::OK);
        return show::<F>(&app, &ctx, actor, at, typed, FieldErrors::new()).await;
    }
    let from_list = typed.or("tu", "");
    let onward = match sent.fields.has("tiep") {
        true => next_of(&app, &actor, &code, &from_list).await?,
        false => None,
    };
    match done::<F>(&app, &ctx, actor.clone(), code.clone(), sent).await {
        Ok(location) => Ok(see(&back(&onward.unwrap_or(location), &from_list))),
        Err(why) => again::<F>(&app, &ctx, actor, code, typed, why).await,
    }
}

/// The page of the dossier after this one in the list one came from, asked for before the act moves it.
async fn next_of(app: &App, actor: &Actor, code: &str, from_list: &str) -> Result<Option<String>> {
    let (desk, actor, code) = (Desk::now(app), actor.clone(), code.to_owned());
    let filter = Filter::read(from_list).0;
    app.read(move |reader: &mut Reader<'_>| -> Result<_> {
        let row = row::find(reader, &desk.agency, &code)?;
        let asker = Asker {
            actor: &actor,
            now: desk.at,
            calendar: Some(&desk.law.calendar),
        };
        let beside = neighbours(reader, &filter, &asker, &row.id)?;
        Ok(beside.after.map(|next| format!("/cb/ho-so/{next}")))
    })
    .await
}

/// The act in one transaction, with the sentence that tells of it on the next page: where it leads.
async fn done<F: ActForm>(
    app: &App,
    ctx: &Ctx,
    actor: Actor,
    code: String,
    sent: Sent,
) -> Result<String> {
    let (token, desk) = (sent.fields.once()?, Desk::now(app));
    let next = app.next_page(ctx);
    app.write(move |tx: &mut Tx<'_>| {
        if let Some(location) = once::claimed(tx, &token)? {
            let told = "Nội dung này đã được ghi nhận một lần.";
            next.tell(tx, Tone::Ok, told)?;
            return Ok::<_, Error>(tx.commit_silently("the form was sent before", location)?);
        }
        let (by, at) = (actor.by(), desk.at);
        let (acted, told) = act_on::<F>(tx, desk, actor, &code, &sent)?;
        let location = address(&acted.row);
        once::settle(tx, &token, &location)?;
        next.tell(tx, Tone::Ok, told)?;
        Ok(tx.commit(&by, at, acted.events, location)?)
    })
    .await
}

/// The act itself, by whichever way it was asked for; the caller commits.
pub(super) fn act_on<F: ActForm>(
    tx: &mut Tx<'_>,
    desk: Desk,
    actor: Actor,
    code: &str,
    sent: &Sent,
) -> Result<(Acted, String)> {
    let mut seen = Seen::load(tx, desk, actor, code)?;
    // Who was quicker is told before any rule that their act has changed.
    if seen.row.version != sent.version {
        return Err(conflict::of(tx, &seen.row)?.into());
    }
    open::<F>(&mut seen)?;
    F::perform(tx, &seen, sent)
}

/// The form again with everything typed, when the rules or its own fields said no.
async fn again<F: ActForm>(
    app: &App,
    ctx: &Ctx,
    actor: Actor,
    code: String,
    typed: Typed,
    why: Error,
) -> Result {
    let (errors, status) = match &why {
        Error::Invalid(errors) => (errors.clone(), StatusCode::UNPROCESSABLE_ENTITY),
        Error::Refused(sentence) => (
            FieldErrors::one("", sentence.clone()),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Error::Conflict(quicker) => {
            let text = format!(
                "{} Chưa có gì bị ghi đè. Hãy xem lại rồi gửi: nội dung vừa gõ còn ở dưới",
                quicker.sentence()
            );
            (FieldErrors::one("", text), StatusCode::CONFLICT)
        }
        _ => return Err(why),
    };
    let sentences = sentences_of(&typed);
    // Where even the form is refused now, the first reason is the one to tell.
    show::<F>(app, ctx, actor, (code, status), typed, errors)
        .await
        .map_err(|_| match why {
            Error::Conflict(quicker) => Error::Conflict(Conflict {
                typed: sentences,
                ..quicker
            }),
            why => why,
        })
}

/// What was typed in words, without tokens and choices.
fn sentences_of(typed: &Typed) -> Vec<String> {
    let fields = typed.0.iter().flat_map(kit::Fields::iter);
    fields
        .filter(|(name, text)| !["_once", "version", "tu"].contains(name) && text.contains(' '))
        .map(|(_, text)| text.to_owned())
        .collect()
}

/// The list that the officer came from, carried along so that previous and next go on in it.
fn from_list(ctx: &Ctx) -> String {
    let query = ctx.target().split_once('?').map_or("", |(_, query)| query);
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs
        .find(|(name, _)| name == "tu")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn back(address: &str, from_list: &str) -> String {
    if from_list.is_empty() {
        return address.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("tu", from_list)
        .finish();
    format!("{address}?{query}")
}
