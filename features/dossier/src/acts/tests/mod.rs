//! Every act by HTTP on each engine: its page, what it changes, its event, and what it refuses.
//! For whoever changes an act; what all of these tests share stands here.

mod clock;
mod corrected;
mod covers;
mod day;
mod ends;
mod money;
mod refused;
mod two_programs;
mod urged;
mod walk;

use axum::http::StatusCode;
use kit::testing::Answer;
use store::{Event, NewEvent, Sql as _, StoreError, Tx, params};

use crate::row::{self, DossierRow};
use crate::testing::{CHAIR, CLERK, Office, REGISTRAR, SEAL};

/// Opens an act's form and sends it filled in.
pub(crate) async fn send(
    office: &Office,
    account: &str,
    row: &DossierRow,
    slug: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let path = path(row, slug);
    let form = office.page(account, &path).await;
    assert_eq!(form.status, StatusCode::OK, "{path}: {}", form.body);
    assert_eq!(
        form.body.matches("<h1").count(),
        1,
        "{path} has one heading"
    );
    send_from(office, &form, &path, fields).await
}

/// Sends a form that was opened before.
pub(crate) async fn send_from(
    office: &Office,
    form: &Answer,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let once = form
        .field("_once")
        .expect("the form has its token")
        .to_owned();
    let version = form.field("version").unwrap_or_default().to_owned();
    let mut all = vec![("_once", once.as_str()), ("version", version.as_str())];
    all.extend(fields);
    office.web.post(path, &all).await
}

/// Where an act of this dossier is.
pub(crate) fn path(row: &DossierRow, slug: &str) -> String {
    format!("/cb/ho-so/{}/{slug}", row.address())
}

/// Does an act by its form and answers the dossier after it.
pub(crate) async fn done(
    office: &Office,
    account: &str,
    row: &DossierRow,
    slug: &str,
    fields: &[(&str, &str)],
) -> DossierRow {
    let answer = send(office, account, row, slug, fields).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{slug}: {}",
        answer.body
    );
    let now = again(office, row);
    assert_eq!(answer.location(), format!("/cb/ho-so/{}", now.address()));
    now
}

/// The dossier as it is stored now; it must equal the fold of its events.
pub(crate) fn again(office: &Office, row: &DossierRow) -> DossierRow {
    let (agency, id) = (row.agency.clone(), row.id.clone());
    let read = office
        .web
        .app
        .db()
        .read_blocking(move |reader| -> Result<_, kit::Error> {
            let row = row::load(reader, &agency, &id)?;
            let agrees = row::agrees_with_events(reader, &row)?;
            Ok((row, agrees))
        });
    let (row, agrees) = read.expect("the dossier can be read");
    assert!(agrees, "the row is not what its events say");
    row
}

/// The events of a dossier.
pub(crate) fn events(office: &Office, row: &DossierRow) -> Vec<Event> {
    let subject = row.subject();
    let read = office
        .web
        .app
        .db()
        .read_blocking(move |reader| -> Result<_, StoreError> { reader.events(&subject) });
    read.expect("events can be read")
}

/// The last event of a dossier.
pub(crate) fn last(office: &Office, row: &DossierRow) -> Event {
    events(office, row).pop().expect("a dossier has events")
}

/// Everything stored is what its events sealed.
pub(crate) fn verify(office: &Office) {
    let report = office
        .web
        .app
        .db()
        .verify(&mut |_, _| {}, None)
        .expect("the store can be verified");
    assert!(
        report.first_difference.is_none(),
        "{:?}",
        report.first_difference
    );
}

/// Gives a named account its post.
pub(crate) async fn hold(
    office: &Office,
    account: &'static str,
    name: &'static str,
    post: &'static str,
) {
    office.name(account, name).await;
    let done = office.web.app.write(move |tx: &mut Tx<'_>| {
        let id = tx.new_id();
        tx.run(
            "INSERT INTO account_post(id, account_id, post, from_day) VALUES ($1, $2, $3, '2023-01-01')",
            params![&id, account, post],
        )?;
        tx.seal("account_post", &id);
        let event = NewEvent { kind: "test.posted", subject: "account".into(), data: serde_json::json!({}) };
        tx.commit("system", domain::moment::Moment::from_millis(0), vec![event], ())
    });
    done.await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

/// Asserts that a page says each of these.
pub(crate) fn says(page: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(
            page.body.contains(text),
            "{text} is missing in {}",
            page.body
        );
    }
}

/// Finished, with the number of the year.
pub(crate) async fn to_the_end(office: &Office, code: &str) -> DossierRow {
    let row = office.at_work(code, "Phạm Minh Khôi").await;
    let row = done(office, REGISTRAR, &row, "chuyen", &[]).await;
    let row = done(office, CHAIR, &row, "ky", &[]).await;
    let row = done(office, SEAL, &row, "lay-so", &[]).await;
    done(
        office,
        CLERK,
        &row,
        "ket-thuc",
        &[("ket_qua", "granted"), ("ten", "Giấy khai sinh")],
    )
    .await
}
