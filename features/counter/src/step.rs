//! The step between the form and a paper that is no receipt: what was typed is carried along.
//! For the supplement request and the refusal.

use domain::access::Actor;
use dossier::Desk;
use kit::{App, Ctx, FieldErrors, Fields, Result};

use crate::intake::{self, Ready};
use crate::{officer_pages, typed};

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
