//! `GET /cb/nguoi/{id}/da-xem`: which dossiers one officer has opened, when and why.
//! For the chair, the controller and the administrator.

use axum::extract::{Path, RawQuery, State};
use kit::{App, Ctx, Error, Officer, Result, html};
use store::{Reader, Sql as _, StoreError, params};

use super::of_dossier::ReadingsPage;
use super::{PAGE, Reading, cut, place_of};
use crate::list::short_code;

/// The page.
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    app.flush().await?;
    let place = place_of(query.as_deref());
    let (agency, wanted) = (app.agency().to_owned(), id.clone());
    let (name, lines) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let account = reader
                .row(
                    "SELECT name FROM account WHERE id = $1 AND agency = $2",
                    params![&wanted, &agency],
                )?
                .ok_or(Error::Missing)?;
            Ok((
                account.get::<String>("name")?,
                of(reader, &agency, &wanted, place)?,
            ))
        })
        .await?;
    app.note_reading(
        &actor,
        &format!("account:{id}"),
        "xem người này đã mở hồ sơ nào",
    );
    let (lines, next) = cut(lines);
    let title = format!("{name} đã xem những gì");
    html(ReadingsPage {
        page: app.page(&ctx, title.clone()),
        title,
        lead: "Mỗi lần người này mở hồ sơ, in giấy, tìm theo tên hay tải bảng là một dòng. Xem trang này cũng được ghi lại.",
        head: "Hồ sơ",
        back: String::new(),
        back_label: "",
        lines,
        next,
    })
}

fn of(
    reader: &mut Reader<'_>,
    agency: &str,
    user: &str,
    (at, id): (i64, String),
) -> Result<Vec<Reading>, StoreError> {
    let rows = reader.rows(
        "SELECT reading.id AS id, reading.at AS at, reading.why AS why, reading.token AS token,
            reading.subject AS subject, COALESCE(dossier.code, dossier.tracking) AS who
        FROM reading LEFT JOIN dossier ON dossier.id = SUBSTR(reading.subject, 9)
        WHERE reading.agency = $1 AND reading.read_by = $2
            AND (reading.at < $3 OR (reading.at = $3 AND reading.id < $4))
        ORDER BY reading.at DESC, reading.id DESC LIMIT $5",
        params![agency, format!("user:{user}"), at, id, PAGE + 1],
    )?;
    rows.iter()
        .map(|row| {
            let mut line = Reading::read(row)?;
            match row.get::<Option<String>>("who")? {
                Some(address) => {
                    line.who = short_code(&address);
                    line.href = format!("/cb/ho-so/{address}/ai-da-xem");
                }
                None => line.who = "nhiều hồ sơ".to_owned(),
            }
            Ok(line)
        })
        .collect()
}
