//! Money of dossiers: what is owed, what was paid, refunds, and the day's cash handed over.
//! For the counter, which charges and collects; for the dossier, which asks what is unpaid.

pub mod asked;
mod charge;
mod collect;
mod ledger;
mod owe;
mod pages;
mod receipt;
mod refund;
mod summary;
mod till;

use domain::access::Act;
use kit::{Error, Routes};
use serde_json::{Value, json};
use store::{NewEvent, Sql as _, Tx, params};

pub use charge::{charge, charge_entered};
pub use collect::{Method, collect};
pub use ledger::{Payment, payments_of};
pub use owe::owe;
pub use receipt::receipt_again;
pub use refund::refund;
pub use summary::{Line, Summary, summary, unpaid};
pub use till::{Till, accept_till, close_till, of_officer, open_tills, waiting};

/// What a dossier owes was set.
pub const CHARGED: &str = "payment.charged";
/// Money came in.
pub const COLLECTED: &str = "payment.collected";
/// Money went back.
pub const REFUNDED: &str = "payment.refunded";
/// An officer counted and closed a till.
pub const TILL_CLOSED: &str = "payment.till_closed";
/// The accountant took a till over.
pub const TILL_ACCEPTED: &str = "payment.till_accepted";

/// The pages of the day's cash.
pub fn routes() -> Routes {
    Routes::new()
        .get("/cb/quy", Act::Collect, pages::day::show)
        .get("/cb/quy/{id}", Act::Collect, pages::one::show)
        .post("/cb/quy/{id}/chot", Act::CloseTill, pages::close::close)
        .get("/cb/quy/{id}/nhan", Act::AcceptTill, pages::accept::ask)
        .post("/cb/quy/{id}/nhan", Act::AcceptTill, pages::accept::accept)
        .get("/cb/quy/hoan/{payment}", Act::Refund, pages::refund::ask)
        .post("/cb/quy/hoan/{payment}", Act::Refund, pages::refund::refund)
}

/// An event about a dossier's money, with what facts and reactions need to know of the dossier.
fn told(
    tx: &mut Tx<'_>,
    kind: &'static str,
    dossier_id: &str,
    mut data: Value,
) -> Result<NewEvent, Error> {
    let dossier = tx
        .row(
            "SELECT procedure_code, channel FROM dossier WHERE id = $1",
            params![dossier_id],
        )?
        .ok_or(Error::Missing)?;
    data["procedure_code"] = json!(dossier.get::<String>("procedure_code")?);
    data["channel"] = json!(dossier.get::<String>("channel")?);
    Ok(NewEvent {
        kind,
        subject: format!("dossier:{dossier_id}"),
        data,
    })
}
