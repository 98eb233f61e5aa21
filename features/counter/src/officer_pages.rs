//! `/cb/quay`: the intake page itself, new, resumed, late, or for the same person again.
//! For the officers of the one-stop shop.

use std::collections::BTreeMap;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::access::{Act, Actor, Subject, may};
use domain::citizen::Card;
use domain::code::TrackingCode;
use domain::text::date_vi;
use dossier::{Desk, parties, row};
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, SET_CODE, html_with};

use crate::view::View;
use crate::{choose, draft, person, typed};

#[derive(Template)]
#[template(path = "intake.html")]
struct IntakePage {
    page: Page,
    typed: Fields,
    errors: FieldErrors,
    view: View,
    proposals: Vec<String>,
    /// Why nothing can be received here; empty where it can.
    uncoded: String,
    set_code: &'static str,
}

/// Opens the page; the query says for what.
pub(crate) async fn open(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result {
    let desk = Desk::now(&app);
    let asked = |name: &str| query.get(name).filter(|value| !value.is_empty()).cloned();
    let mut fields = Fields::default();
    if let Some(tracking) = asked("nhap") {
        let (agency, user) = (desk.agency.clone(), actor.user.clone());
        let found = app
            .read(move |reader| draft::load(reader, &agency, &user, &tracking))
            .await?;
        fields = found.ok_or(Error::Missing)?;
    }
    if let Some(code) = asked("nguoi") {
        fields = same_person(&app, &desk, &actor, code).await?;
    }
    if let Some(code) = asked("thu-tuc") {
        fields = typed::with(&fields, &[("procedure", code)]);
    }
    if query.contains_key("bu") {
        may(&actor, Act::EnterLate, &Subject::agency(app.agency()))?;
        fields = typed::with(
            &fields,
            &[
                ("late", "1".to_owned()),
                ("late_day", date_vi(desk.at.date())),
            ],
        );
    }
    render(&app, &ctx, &actor, fields, FieldErrors::new(), false).await
}

/// The one at the counter brought another dossier just now: nothing about them is asked again.
async fn same_person(app: &App, desk: &Desk, actor: &Actor, code: String) -> Result<Fields> {
    let agency = desk.agency.clone();
    let (subject, person) = app
        .read(move |reader| {
            let row = row::find(reader, &agency, &code)?;
            let (owner, filer) = parties::of(reader, &row.id)?;
            Ok::<_, Error>((row.subject(), filer.unwrap_or(owner)))
        })
        .await?;
    app.note_reading(actor, &subject, "tiếp nhận hồ sơ tiếp theo của cùng người");
    Ok(typed::with(&Fields::default(), &person::prefilled(&person)))
}

/// The page with everything typed still there; with errors it answers 422.
pub(crate) async fn render(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    fields: Fields,
    errors: FieldErrors,
    card_read: bool,
) -> Result {
    let desk = Desk::now(app);
    let fields = settled(&desk, fields);
    let view = View {
        card_read,
        ..View::of(app, &desk, actor, &fields, &errors).await?
    };
    let shown = IntakePage {
        page: app.page(ctx, "Tiếp nhận hồ sơ").with_errors(&errors),
        proposals: choose::proposals(&desk.law.catalogue, desk.at.date()),
        uncoded: desk.commune.uncoded().unwrap_or_default(),
        set_code: SET_CODE,
        typed: fields,
        view,
        errors,
    };
    html_with(shown.errors.status(), shown)
}

/// What the page itself adds: the procedure by its full name, a tracking code from the start.
fn settled(desk: &Desk, fields: Fields) -> Fields {
    let mut changes = Vec::new();
    if let Some(procedure) = crate::intake::Basis::of(desk, &fields).procedure() {
        changes.push(("procedure", choose::label(procedure)));
    }
    if TrackingCode::parse(fields.get("tracking")).is_err() {
        changes.push(("tracking", fresh_tracking()));
    }
    typed::with(&fields, &changes)
}

/// A tracking code nobody has yet in all likelihood; the receipt looks again and takes another if need be.
fn fresh_tracking() -> String {
    let mut bytes = [0_u8; 32];
    // Why a fallback: without randomness the receipt makes its own code.
    let drawn = getrandom::fill(&mut bytes)
        .ok()
        .and_then(|()| TrackingCode::from_random(&bytes));
    drawn
        .map(|code| code.as_str().to_owned())
        .unwrap_or_default()
}

/// `/cb/quay/the`: the script asks what a scanned card says.
pub(crate) async fn card(State(_): State<App>, fields: Fields) -> Result {
    Ok(match Card::parse(fields.get("card")) {
        Ok(card) => {
            let said: serde_json::Map<String, serde_json::Value> = typed::card_fields(&card)
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect();
            Json(said).into_response()
        }
        Err(why) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Json(serde_json::json!({ "error": why.to_string() })),
        )
            .into_response(),
    })
}
