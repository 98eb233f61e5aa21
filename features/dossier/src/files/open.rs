//! The bytes of one attachment, proved against their hash, shown in place.
//! For the preview beside a form; nothing in the file can run.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use domain::access::{self, Act};
use kit::{App, Error, FileKind, Officer, Result, file_answer};
use store::Reader;

use crate::row;

/// `GET /cb/ho-so/{code}/tep/{id}`
pub(super) async fn file(
    State(app): State<App>,
    Officer(actor): Officer,
    Path((code, id)): Path<(String, String)>,
) -> Result {
    let (agency, asks) = (app.agency().to_owned(), actor.clone());
    let (subject, file) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &agency, &code)?;
            access::may(&asks, Act::OpenDossier, &row.access_subject())?;
            let file = super::one(reader, &row.id, &id)?.ok_or(Error::Missing)?;
            Ok((row.subject(), file))
        })
        .await?;
    app.note_reading(&actor, &subject, "mở tệp đính kèm");
    let kind = FileKind::from_media_type(&file.mime)
        .ok_or_else(|| Error::fault(format!("file {} has media type {}", file.id, file.mime)))?;
    let (db, sha256) = (app.db().clone(), file.sha256);
    let bytes = tokio::task::spawn_blocking(move || db.read_file(&sha256))
        .await
        .map_err(Error::fault)??;
    let mut answer = file_answer(bytes, kind.media_type(), &file.name);
    answer.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(answer)
}
