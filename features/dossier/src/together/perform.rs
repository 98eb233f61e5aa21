//! The sending of an act on many: one transaction, but for each dossier its own question, version,
//! event and answer. What one is refused does not hold the others up.

use axum::extract::State;
use domain::access::{Act, Actor, may};
use domain::dossier::allows;
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Result, Tone, see};
use store::{NewEvent, Tx};

use super::told::{self, Told};
use super::{MOST, Together, confirm, why_not};
use crate::act::{Acted, Words};
use crate::desk::Desk;
use crate::list::short_code;
use crate::{conflict, row};

/// One that was ticked: its address, and the version that the officer saw.
type Ticked = (String, i64);

/// `POST`.
pub(super) async fn submit<F: Together>(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let mut errors = FieldErrors::new();
    let note = fields.lines(&mut errors, "ghi_chu", "Ghi chú", 1000);
    let ticked = ticked(&fields, &mut errors);
    if !errors.is_empty() {
        let chosen = ticked.into_iter().map(|(address, _)| address).collect();
        let from = fields.get("tu").to_owned();
        return confirm::shown::<F>(&app, &ctx, actor, (chosen, false, from), errors).await;
    }
    let (desk, next) = (Desk::now(&app), app.next_page(&ctx));
    let by_at = (actor.by(), desk.at);
    let location = app
        .once_untold(token, by_at, move |tx: &mut Tx<'_>| {
            let (events, told) = all::<F>(tx, &desk, &actor, &ticked, &note)?;
            let id = told::keep(tx, &desk, &actor, &told)?;
            let location = format!("{}/{id}", <F as Together>::PATH);
            let tone = if told.not.is_empty() {
                Tone::Ok
            } else {
                Tone::Warning
            };
            next.tell(tx, tone, told.sentence(F::WENT))?;
            Ok((events, location))
        })
        .await?;
    Ok(see(&location))
}

/// What was ticked, each once.
fn ticked(fields: &Fields, errors: &mut FieldErrors) -> Vec<Ticked> {
    let mut ticked: Vec<Ticked> = Vec::new();
    for chosen in fields.all("chon") {
        let Some((address, version)) = chosen.rsplit_once('@') else {
            continue;
        };
        let version = version.parse().unwrap_or(-1);
        if !ticked.iter().any(|(known, _)| known == address) {
            ticked.push((address.to_owned(), version));
        }
    }
    if ticked.is_empty() {
        errors.add("", "Chưa chọn hồ sơ nào. Hãy đánh dấu ít nhất một hồ sơ");
    }
    if ticked.len() > MOST {
        let text = format!(
            "Đã chọn {} hồ sơ, mỗi lần nhiều nhất {MOST}. Hãy làm thành nhiều lần",
            ticked.len()
        );
        errors.add("", text);
    }
    ticked
}

fn all<F: Together>(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    ticked: &[Ticked],
    note: &str,
) -> Result<(Vec<NewEvent>, Told)> {
    let (mut events, mut told, mut rows) = (Vec::new(), Told::default(), Vec::new());
    for (address, version) in ticked {
        let code = short_code(address);
        match one::<F>(tx, desk, actor, (address, *version), note) {
            Ok(acted) => {
                events.extend(acted.events);
                told.done.push((code, address.clone()));
                rows.push(acted.row);
            }
            Err(error) => told.not.push((code, address.clone(), why_not(error)?)),
        }
    }
    let rows: Vec<_> = rows.iter().collect();
    if !rows.is_empty()
        && let Some((event, paper)) = F::for_all(tx, desk, actor, &rows)?
    {
        events.push(event);
        told.paper = paper;
    }
    Ok((events, told))
}

/// One of many: refused before anything of it is written, or done.
fn one<F: Together>(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    (address, version): (&str, i64),
    note: &str,
) -> Result<Acted> {
    let row = row::find(tx, &desk.agency, address)?;
    let subject = row.access_subject();
    may(actor, Act::OpenDossier, &subject)?;
    // Who was quicker is told before any rule that their act has changed.
    if row.version != version {
        return Err(conflict::of(tx, &row)?.into());
    }
    may(actor, F::ACT, &subject)?;
    let state = row.machine.state;
    if !allows(state, F::ACT) {
        let refusal = domain::dossier::Refusal::NotFrom { state, act: F::ACT };
        return Err(Error::refused(crate::sentences::refusal(&refusal)));
    }
    let words = Words {
        note: Some(note),
        seen_version: Some(version),
    };
    F::act(tx, desk, actor, &row.id, words)
}
