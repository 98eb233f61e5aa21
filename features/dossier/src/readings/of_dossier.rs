//! `GET /cb/ho-so/{code}/ai-da-xem`: who has opened this dossier, when and why.
//! For the leaders, the controller, the administrator, and whoever has the dossier in hands.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use domain::access::{Act, Actor, Denied, Role, Subject, may};
use kit::{App, Ctx, Officer, Page, Result, html};
use store::{Reader, Sql as _, params};

use super::{PAGE, Reading, cut, place_of};
use crate::list::short_code;
use crate::row::{self, DossierRow};

#[derive(Template)]
#[template(path = "readings/page.html")]
pub(super) struct ReadingsPage {
    pub(super) page: Page,
    pub(super) title: String,
    pub(super) lead: &'static str,
    pub(super) head: &'static str,
    pub(super) back: String,
    pub(super) back_label: &'static str,
    pub(super) lines: Vec<Reading>,
    pub(super) next: String,
}

/// The page.
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    // What was opened a moment ago waits to be written; it belongs to the answer.
    app.flush().await?;
    let (at, id) = place_of(query.as_deref());
    let by = actor.clone();
    let (row, lines) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &by.agency, &code)?;
            may_see(&by, &row)?;
            let rows = reader.rows(
                "SELECT reading.id AS id, reading.at AS at, reading.why AS why, reading.token AS token,
                    account.name AS who
                FROM reading LEFT JOIN account ON account.id = SUBSTR(reading.read_by, 6)
                WHERE reading.agency = $1 AND reading.subject = $2
                    AND (reading.at < $3 OR (reading.at = $3 AND reading.id < $4))
                ORDER BY reading.at DESC, reading.id DESC LIMIT $5",
                params![&by.agency, row.subject(), at, id, PAGE + 1],
            )?;
            let lines = rows.iter().map(Reading::read).collect::<Result<_, _>>()?;
            Ok((row, lines))
        })
        .await?;
    app.note_reading(&actor, &row.subject(), "xem ai đã mở hồ sơ");
    let (lines, next) = cut(lines);
    let title = format!("Ai đã xem hồ sơ {}", short_code(row.address()));
    html(ReadingsPage {
        page: app.page(&ctx, title.clone()),
        title,
        lead: "Mỗi lần mở hồ sơ, in giấy, xem tệp đính kèm là một dòng. Xem trang này cũng được ghi lại.",
        head: "Người xem",
        back: if may(&actor, Act::OpenDossier, &row.access_subject()).is_ok() {
            format!("/cb/ho-so/{}", row.address())
        } else {
            String::new()
        },
        back_label: "Quay lại hồ sơ",
        lines,
        next,
    })
}

/// Those who answer for every dossier and for the accounts; else only whoever holds this one.
pub(crate) fn may_see(actor: &Actor, row: &DossierRow) -> Result<(), Denied> {
    may(actor, Act::SeeReadings, &Subject::agency(&row.agency))?;
    let answers = [Role::Chair, Role::ViceChair, Role::Controller, Role::Admin];
    if answers.iter().any(|role| actor.is(*role)) {
        return Ok(());
    }
    let holder = row
        .machine
        .step
        .as_ref()
        .and_then(|step| step.holder.as_deref());
    if holder == Some(actor.user.as_str()) {
        return Ok(());
    }
    Err(Denied::NotYourDossier)
}
