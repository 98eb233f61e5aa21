//! The pages of the day's cash, one action each; what they share.
//! For the pages of this folder.

pub(crate) mod accept;
pub(crate) mod close;
pub(crate) mod day;
pub(crate) mod one;
pub(crate) mod refund;

use domain::access::{Act, Actor, Subject, may};
use domain::money::Dong;
use kit::{App, Result};
use store::{Sql, StoreError};

use crate::collect::Method;
use crate::ledger::{self, Payment};
use crate::till::Till;

/// A till with what lies in it, as its page shows it.
pub(crate) struct TillView {
    pub till: Till,
    pub payments: Vec<Payment>,
    /// Whether the viewer may close it.
    pub may_close: bool,
    /// Whether the viewer may give money back.
    pub may_refund: bool,
}

impl TillView {
    pub fn of(sql: &mut impl Sql, actor: &Actor, till: Till) -> Result<Self, StoreError> {
        let payments = ledger::of_till(sql, &till.id)?;
        let here = Subject::agency(&actor.agency);
        let is_own = till.officer == actor.user;
        Ok(Self {
            may_close: is_own
                && till.closed_at.is_none()
                && may(actor, Act::CloseTill, &here).is_ok(),
            may_refund: may(actor, Act::Refund, &here).is_ok(),
            till,
            payments,
        })
    }

    /// Notes whose dossiers were read: the reason of a refund is an officer's words, and may name the citizen.
    pub fn note_readings(&self, app: &App, actor: &Actor) {
        for payment in self.payments.iter().filter(|one| one.reason.is_some()) {
            let subject = format!("dossier:{}", payment.dossier_id);
            app.note_reading(actor, &subject, "xem quỹ, lý do hoàn tiền");
        }
    }

    /// The payments of one kind, in two tables apart.
    pub fn by(&self, method: Method) -> Vec<&Payment> {
        self.payments
            .iter()
            .filter(|payment| payment.method == method)
            .collect()
    }

    pub fn kinds(&self) -> Vec<(Method, Dong, Vec<&Payment>)> {
        let sum = |method| match method {
            Method::Cash => {
                Dong::sum(self.by(method).iter().map(|payment| payment.dong)).unwrap_or_default()
            }
            Method::Transfer => self.till.transferred,
        };
        Method::ALL
            .into_iter()
            .map(|method| (method, sum(method), self.by(method)))
            .collect()
    }

    pub fn day_vi(&self) -> String {
        day_vi(&self.till.day)
    }
}

/// `23/11/2023` of a stored day.
pub(crate) fn day_vi(day: &str) -> String {
    let parts: Vec<&str> = day.split('-').collect();
    match parts.as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => day.to_owned(),
    }
}
