//! How an act on many went: which dossiers went, and which did not and why.
//! For whoever did it; nobody else reads it, and it can be opened again.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::Actor;
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{App, Ctx, Error, Officer, Page, Result, html};
use serde_json::{Value, json};
use store::{Reader, Sql as _, StoreError, Tx, params};

use super::Together;
use crate::desk::Desk;

/// What is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Code and address.
    pub(super) done: Vec<(String, String)>,
    /// Code, address and reason.
    pub(super) not: Vec<(String, String, String)>,
    /// Where the paper of all that went is; empty for none.
    pub(super) paper: String,
}

impl Told {
    /// `Đã bàn giao 12 hồ sơ, 1 hồ sơ chưa làm được.`
    pub(super) fn sentence(&self, went: &str) -> String {
        let done = format!("{went} {} hồ sơ", self.done.len());
        match self.not.len() {
            0 => format!("{done}."),
            n => format!("{done}; {n} hồ sơ chưa làm được, lý do ghi ở dưới."),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |name: &str| value[name].as_array().cloned().unwrap_or_default();
        Some(Self {
            done: list("done")
                .iter()
                .map(|one| (word(&one[0]), word(&one[1])))
                .collect(),
            not: list("not")
                .iter()
                .map(|one| (word(&one[0]), word(&one[1]), word(&one[2])))
                .collect(),
            paper: word(&value["paper"]),
        })
    }
}

/// Keeps what is told; answers its id.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    told: &Told,
) -> Result<String, StoreError> {
    let id = tx.new_id();
    let text = json!({ "done": told.done, "not": told.not, "paper": told.paper }).to_string();
    tx.run(
        "INSERT INTO bulk_told(id, agency, account, at, told) VALUES ($1, $2, $3, $4, $5)",
        params![&id, &desk.agency, &actor.user, desk.at, text],
    )?;
    Ok(id)
}

#[derive(Template)]
#[template(path = "together/told.html")]
struct ToldPage {
    page: Page,
    heading: &'static str,
    went: &'static str,
    when: String,
    told: Told,
}

/// `GET`: only for whoever did it.
pub(super) async fn page<F: Together>(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    let row = app
        .read(move |reader: &mut Reader<'_>| {
            reader.row(
                "SELECT at, told FROM bulk_told WHERE id = $1 AND agency = $2 AND account = $3",
                params![id, &actor.agency, &actor.user],
            )
        })
        .await?
        .ok_or(Error::Missing)?;
    let at: Moment = row.get("at")?;
    let told = Told::read(&row.get::<String>("told")?).ok_or(Error::Missing)?;
    html(ToldPage {
        page: app.page(&ctx, F::HEADING),
        heading: F::HEADING,
        went: F::WENT,
        when: moment_vi(at),
        told,
    })
}
