//! Taking what a dossier still has to pay, in cash or by transfer.
//! For intake and for whoever collects later.

use domain::access::{Act, Actor, Subject, may};
use domain::moment::Moment;
use domain::money::Dong;
use kit::{Commune, Error};
use serde_json::json;
use store::{NewEvent, Tx};

use crate::ledger::{self, NewPayment};
use crate::receipt::{self, Collected};
use crate::summary::summary;

/// How money changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Tiền mặt: lies in the till.
    Cash,
    /// Chuyển khoản: never lies in the till.
    Transfer,
}

impl Method {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Cash, Self::Transfer];

    /// The frozen name in storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Transfer => "transfer",
        }
    }

    /// As officers say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Cash => "Tiền mặt",
            Self::Transfer => "Chuyển khoản",
        }
    }

    /// The method of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// Takes all that a dossier still has to pay, and issues the receipt for it. The caller commits.
///
/// # Errors
/// Denied; refused when nothing is to be paid, or nobody knows how much.
pub fn collect(
    tx: &mut Tx<'_>,
    (agency, commune): (&str, &Commune),
    actor: &Actor,
    at: Moment,
    dossier_id: &str,
    method: Method,
) -> Result<Vec<NewEvent>, Error> {
    may(actor, Act::Collect, &Subject::agency(agency))?;
    let owed = summary(tx, dossier_id)?;
    if owed.unpaid == Dong::ZERO {
        return Err(Error::refused(if owed.unknown {
            "Mức thu chưa xác định nên chưa thu được. Hãy nhập số tiền kèm căn cứ trước."
        } else {
            "Hồ sơ này không còn khoản nào phải thu. Mở hồ sơ để xem các lần thu."
        }));
    }
    let new = NewPayment {
        dossier: dossier_id,
        dong: owed.unpaid,
        method,
        refund_of: None,
        reason: None,
    };
    let payment = ledger::insert(tx, agency, actor, at, &new)?;
    let data = json!({ "dong": owed.unpaid, "method": method.name(), "payment": payment });
    let collected = Collected {
        dossier: dossier_id,
        payment: &payment,
        by: &actor.user,
        at,
        dong: owed.unpaid,
        method,
        refunded: Dong::ZERO,
        owed: &owed,
    };
    let receipt = receipt::issue(tx, (agency, commune), actor, at, &collected)?;
    let told = crate::told(tx, crate::COLLECTED, dossier_id, data)?;
    Ok(vec![told, receipt])
}
