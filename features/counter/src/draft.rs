//! Drafts: typing that is not an act yet, kept 30 days under the tracking code it will have.
//! For the officer who is called away: what was typed comes back on any computer.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::access::Actor;
use domain::code::TrackingCode;
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{App, Ctx, Error, Fields, Officer, Page, Result, Tone, html, see};
use store::{Sql, StoreError, Tx, params};

use crate::{officer_pages, typed};

const KEPT_MINUTES: i64 = 30 * 24 * 60;

/// One draft in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub tracking: String,
    pub code: String,
    pub procedure: String,
    pub name: String,
    pub saved: String,
}

/// An officer's own drafts, latest first.
pub(crate) fn of_officer(
    sql: &mut impl Sql,
    agency: &str,
    officer: &str,
    now: Moment,
) -> Result<Vec<Draft>, StoreError> {
    let rows = sql.rows(
        "SELECT tracking, fields, saved_at FROM counter_draft
        WHERE agency = $1 AND officer = $2 AND saved_at > $3 ORDER BY saved_at DESC, id DESC LIMIT 200",
        params![agency, officer, now.plus_minutes(-KEPT_MINUTES)],
    )?;
    rows.iter()
        .map(|row| {
            let fields = typed::from_json(&row.get("fields")?);
            let tracking: String = row.get("tracking")?;
            Ok(Draft {
                code: TrackingCode::parse(&tracking)
                    .map_or_else(|_| tracking.clone(), |code| code.shown()),
                tracking,
                procedure: or_dash(fields.get("procedure")),
                name: or_dash(fields.get("name")),
                saved: moment_vi(row.get("saved_at")?),
            })
        })
        .collect()
}

fn or_dash(text: &str) -> String {
    if text.is_empty() {
        "—".to_owned()
    } else {
        text.to_owned()
    }
}

/// What an officer typed into a draft; none when it is not theirs or was never kept.
pub(crate) fn load(
    sql: &mut impl Sql,
    agency: &str,
    officer: &str,
    tracking: &str,
) -> Result<Option<Fields>, Error> {
    let row = sql.row(
        "SELECT fields FROM counter_draft WHERE agency = $1 AND officer = $2 AND tracking = $3",
        params![agency, officer, tracking],
    )?;
    let Some(row) = row else { return Ok(None) };
    let fields = typed::from_json(&row.get("fields")?);
    Ok(Some(typed::with(
        &fields,
        &[("tracking", tracking.to_owned())],
    )))
}

/// Forgets a draft of this officer: it was taken in, or is no longer wanted.
pub(crate) fn forget(tx: &mut Tx<'_>, actor: &Actor, tracking: &str) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM counter_draft WHERE tracking = $1 AND officer = $2",
        params![tracking, &actor.user],
    )?;
    Ok(())
}

/// Forgets what was typed more than 30 days ago, whoever typed it: it names people and is no act.
///
/// # Errors
/// What the store answers.
pub fn forget_old(tx: &mut Tx<'_>, at: Moment) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM counter_draft WHERE saved_at <= $1",
        params![at.plus_minutes(-KEPT_MINUTES)],
    )
}

pub(crate) fn store(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    tracking: &str,
    fields: &Fields,
) -> Result<(), StoreError> {
    forget_old(tx, at)?;
    let id = tx.new_id();
    tx.run(
        "INSERT INTO counter_draft(id, agency, officer, tracking, fields, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tracking) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at
            WHERE counter_draft.officer = excluded.officer AND counter_draft.agency = excluded.agency",
        params![id, agency, &actor.user, tracking, typed::to_json(fields), at],
    )?;
    Ok(())
}

/// Keeps what was typed; answers its tracking code, or none when there is nothing worth keeping.
async fn write(app: &App, actor: &Actor, fields: &Fields) -> Result<Option<String>> {
    let worth = ["procedure", "number", "name", "owner_name"]
        .iter()
        .any(|name| fields.has(name));
    let Ok(tracking) = TrackingCode::parse(fields.get("tracking")) else {
        return Ok(None);
    };
    if !worth {
        return Ok(None);
    }
    let (agency, actor, at, fields) = (
        app.agency().to_owned(),
        actor.clone(),
        app.law_now(),
        fields.clone(),
    );
    app.write(move |tx| {
        // A page left open behind a saved receipt must not bring its draft back.
        let taken = tx.row(
            "SELECT id FROM dossier WHERE agency = $1 AND tracking = $2",
            params![&agency, tracking.as_str()],
        )?;
        if taken.is_none() {
            store(tx, &agency, &actor, at, tracking.as_str(), &fields)?;
        }
        let code = taken.is_none().then(|| tracking.as_str().to_owned());
        Ok(tx.commit_silently("a draft is no act yet", code)?)
    })
    .await
}

/// `POST /cb/quay/nhap`: the script keeps what was typed.
pub(crate) async fn autosave(
    State(app): State<App>,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    write(&app, &actor, &fields).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The button "Lưu nháp".
pub(crate) async fn keep(app: &App, ctx: &Ctx, actor: &Actor, fields: Fields) -> Result {
    match write(app, actor, &fields).await? {
        Some(tracking) => {
            app.tell(ctx, Tone::Ok, "Đã lưu nháp. Bản nháp được giữ 30 ngày.")
                .await?;
            Ok(see(&format!("/cb/quay?nhap={tracking}")))
        }
        None => {
            let errors = kit::FieldErrors::one(
                "procedure",
                "Chưa có gì để lưu nháp. Hãy chọn thủ tục hoặc ghi tên người nộp trước",
            );
            officer_pages::render(app, ctx, actor, fields, errors, false).await
        }
    }
}

#[derive(Template)]
#[template(path = "drafts.html")]
struct DraftsPage {
    page: Page,
    drafts: Vec<Draft>,
}

/// The officer's own drafts.
pub(crate) async fn list(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let (agency, at) = (app.agency().to_owned(), app.law_now());
    let drafts = app
        .read(move |reader| of_officer(reader, &agency, &actor.user, at))
        .await
        .map_err(Error::from)?;
    html(DraftsPage {
        page: app.page(&ctx, "Bản nháp của tôi"),
        drafts,
    })
}

/// Throws a draft away.
pub(crate) async fn discard(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(tracking): Path<String>,
) -> Result {
    app.write(move |tx| {
        forget(tx, &actor, &tracking)?;
        Ok::<_, Error>(tx.commit_silently("a draft is no act", ())?)
    })
    .await?;
    app.tell(&ctx, Tone::Ok, "Đã bỏ bản nháp.").await?;
    Ok(see("/cb/quay/nhap"))
}
