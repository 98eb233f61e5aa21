//! `GET /cb/kho-luu/{agency}/{code}/tep/{id}`: an attachment of an archived dossier, as it was kept.
//! For the officers of the commune that took over.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use domain::access::{Act, may};
use dossier::{files, row};
use kit::{App, Error, FileKind, Officer, Result, file_answer};
use store::Reader;

use super::ended;

/// The bytes.
pub(super) async fn bytes(
    State(app): State<App>,
    Officer(actor): Officer,
    Path((agency, code, id)): Path<(String, String, String)>,
) -> Result {
    let (law, today, asks) = (app.law(), app.law_now().date(), actor.clone());
    let (subject, file) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &agency, &code)?;
            may(&asks, Act::ReadArchive, &ended::subject(&law, &row, today))?;
            let file = files::one(reader, &row.id, &id)?.ok_or(Error::Missing)?;
            Ok((row.subject(), file))
        })
        .await?;
    app.note_reading(&actor, &subject, "mở tệp của hồ sơ lưu");
    let kind = FileKind::from_media_type(&file.mime)
        .ok_or_else(|| Error::fault(format!("file {} has media type {}", file.id, file.mime)))?;
    let (db, sha256) = (app.db().clone(), file.sha256);
    let bytes = tokio::task::spawn_blocking(move || db.read_file(&sha256))
        .await
        .map_err(Error::fault)??;
    let mut answer = file_answer(bytes, kind.media_type(), &file.name);
    let kept = HeaderValue::from_static("private, no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, kept);
    Ok(answer)
}
