//! Taking off a paper that was added by mistake, while the dossier is still open.
//! For officers; the row is erased, the event keeps that something was there.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{self, Act, Actor};
use kit::{App, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, Tone, html_with, see};
use serde_json::json;
use store::{Reader, Sql, Tx, once, params};

use super::{File, REMOVED, one};
use crate::act::{side_event, write_note};
use crate::desk::Desk;
use crate::row::{self, DossierRow};

const REASON_MAX: usize = 300;

#[derive(Template)]
#[template(path = "files/remove.html")]
struct RemovePage {
    page: Page,
    errors: FieldErrors,
    code: String,
    file: File,
    reason: String,
}

/// `GET /cb/ho-so/{code}/tep/{id}/go`
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path((code, id)): Path<(String, String)>,
) -> Result {
    show(
        &app,
        &ctx,
        actor,
        code,
        id,
        FieldErrors::new(),
        String::new(),
    )
    .await
}

async fn show(
    app: &App,
    ctx: &Ctx,
    actor: Actor,
    code: String,
    id: String,
    errors: FieldErrors,
    reason: String,
) -> Result {
    let agency = app.agency().to_owned();
    let (row, file) = app
        .read(move |reader: &mut Reader<'_>| removable(reader, &agency, &actor, &code, &id))
        .await?;
    let status = errors.status();
    let page = app.page(ctx, "Gỡ tệp đính kèm").with_errors(&errors);
    html_with(
        status,
        RemovePage {
            page,
            errors,
            code: row.address().to_owned(),
            file,
            reason,
        },
    )
}

/// The file, if this officer may take it off now.
fn removable(
    sql: &mut impl Sql,
    agency: &str,
    actor: &Actor,
    code: &str,
    id: &str,
) -> Result<(DossierRow, File)> {
    let row = row::find(sql, agency, code)?;
    access::may(actor, Act::Attach, &row.access_subject())?;
    let file = one(sql, &row.id, id)?.ok_or(Error::Missing)?;
    if !row.machine.state.is_open() {
        let text = "Hồ sơ đã có kết quả hoặc đã kết thúc nên giấy tờ được giữ nguyên. Hãy thêm bản đúng bên cạnh bản cũ.";
        return Err(Error::refused(text));
    }
    Ok((row, file))
}

/// `POST /cb/ho-so/{code}/tep/{id}/go`
pub(super) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path((code, id)): Path<(String, String)>,
    fields: Fields,
) -> Result {
    let mut errors = FieldErrors::new();
    let reason = fields.lines(&mut errors, "ly_do", "Lý do", REASON_MAX);
    if reason.is_empty() {
        errors.add(
            "ly_do",
            "Hãy ghi lý do gỡ, ví dụ: chụp nhầm giấy tờ của người khác",
        );
    }
    if !errors.is_empty() {
        return show(&app, &ctx, actor, code, id, errors, reason).await;
    }
    let (token, desk, address) = (
        fields.once()?,
        Desk::now(&app),
        format!("/cb/ho-so/{code}/tep"),
    );
    let location = address.clone();
    let unnamed = app.write(move |tx: &mut Tx<'_>| {
        if once::claimed(tx, &token)?.is_some() {
            return Ok::<_, Error>(tx.commit_silently("the form was sent before", None)?);
        }
        let (row, file) = removable(tx, &desk.agency, &actor, &code, &id)?;
        let note = write_note(tx, &row.id, REMOVED, &reason)?;
        tx.erase("dossier_file", &file.id)?;
        once::settle(tx, &token, &location)?;
        let data = json!({ "kind": file.kind.name(), "sha256": file.sha256, "size": file.size, "note": note });
        let named = tx.rows("SELECT id FROM dossier_file WHERE sha256 = $1 LIMIT 1", params![&file.sha256])?;
        let unnamed = named.is_empty().then_some(file.sha256);
        Ok(tx.commit(&actor.by(), desk.at, vec![side_event(&row, REMOVED, data)], unnamed)?)
    })
    .await?;
    if let Some(sha256) = unnamed {
        let db = app.db().clone();
        tokio::task::spawn_blocking(move || db.remove_file(&sha256))
            .await
            .map_err(Error::fault)??;
    }
    app.tell(&ctx, Tone::Ok, "Đã gỡ tệp.").await?;
    Ok(see(&address))
}
