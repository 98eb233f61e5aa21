//! The step between the form and a paper that is no receipt: what was typed is carried along.
//! For the supplement request and the refusal.

use axum::response::Response;
use domain::access::Actor;
use dossier::Desk;
use dossier::act::Acted;
use dossier::receive::Filing;
use kit::{App, Ctx, FieldErrors, Fields, Result};
use store::Tx;

use crate::intake::{self, Ready};
use crate::{draft, officer_pages, save, typed};

/// Fields that only a receipt needs: a slip or a refusal is written without them.
const OF_RECEIPT: [&str; 10] = [
    "evidence",
    "entered_dong",
    "entered_basis",
    "pages",
    "copies",
    "extra_copies",
    "cases",
    "pay",
    "appointed",
    "appointed_reason",
];

/// The filing as far as a step needs it, or what must be mended on the form first.
pub(crate) fn read(
    desk: &Desk,
    fields: &Fields,
    mut errors: FieldErrors,
) -> Result<Ready, FieldErrors> {
    let ready = intake::read(desk, fields, &mut errors);
    let mut found = FieldErrors::new();
    for error in errors
        .iter()
        .filter(|error| !OF_RECEIPT.contains(&error.field.as_str()))
    {
        found.add(&error.field, &error.text);
    }
    match ready {
        Some(ready) if found.is_empty() => Ok(ready),
        _ => Err(found),
    }
}

/// A step sent in: the act may be done, or the answer is settled already.
pub(crate) enum Sent {
    Ready(Box<Begun>),
    Answered(Response),
}

/// What a step's act starts from.
pub(crate) struct Begun {
    token: String,
    desk: Desk,
    pub ready: Ready,
}

/// Reads a step as sent: back to the form, on to its act, or to the form's own mistakes.
pub(crate) async fn sent(app: &App, ctx: &Ctx, actor: &Actor, fields: &Fields) -> Result<Sent> {
    if fields.get("viec") == "sua" {
        return back(app, ctx, actor, fields).await.map(Sent::Answered);
    }
    let token = fields.once()?;
    let desk = Desk::now(app);
    match read(&desk, fields, FieldErrors::new()) {
        Ok(ready) => Ok(Sent::Ready(Box::new(Begun { token, desk, ready }))),
        Err(errors) => officer_pages::render(app, ctx, actor, fields.clone(), errors, false)
            .await
            .map(Sent::Answered),
    }
}

impl Begun {
    /// Does the act once, without a receipt; the draft it grew from is forgotten. Answers where it leads.
    pub(crate) async fn end(
        &self,
        app: &App,
        actor: &Actor,
        act: impl FnOnce(&mut Tx<'_>, &Desk, &Actor, &Filing) -> Result<Acted> + Send + 'static,
    ) -> Result<String> {
        let (by, desk, token) = (actor.clone(), self.desk.clone(), self.token.clone());
        let mut filing = self.ready.filing.clone();
        let by_at = (actor.by(), desk.at);
        app.once_untold(token, by_at, move |tx| {
            let draft = filing.tracking.clone();
            filing.tracking = save::free_tracking(tx, &by, filing.tracking)?;
            let acted = act(tx, &desk, &by, &filing)?;
            if let Some(draft) = draft {
                draft::forget(tx, &by, &draft)?;
            }
            let place = format!("/cb/quay/xong/{}", acted.row.address());
            Ok((acted.events, place))
        })
        .await
    }
}

/// What the next page carries in hidden fields.
pub(crate) fn carried(fields: &Fields) -> Vec<(String, String)> {
    let is_own = |name: &str| name.starts_with("item_") || name.starts_with("refusal_");
    typed::lasting(fields)
        .into_iter()
        .filter(|(name, _)| !is_own(name))
        .collect()
}

/// Back to the form, with everything typed.
pub(crate) async fn back(app: &App, ctx: &Ctx, actor: &Actor, fields: &Fields) -> Result {
    let carried = carried(fields);
    let fields = Fields::of(
        carried
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    officer_pages::render(app, ctx, actor, fields, FieldErrors::new(), false).await
}
