//! Giving money back, in whole or in part, the way it came, with the reason.
//! For a fee taken by mistake, an exemption proven later, a dossier withdrawn.

use domain::access::{Act, Actor, Subject, may};
use domain::moment::Moment;
use domain::money::Dong;
use kit::{Error, FieldErrors};
use serde_json::json;
use store::{NewEvent, Tx};

use crate::ledger::{self, NewPayment};

/// Gives back `dong` of a payment. The caller commits.
///
/// # Errors
/// Denied, missing; the fields `dong` or `reason` say what to mend.
pub fn refund(
    tx: &mut Tx<'_>,
    agency: &str,
    actor: &Actor,
    at: Moment,
    payment_id: &str,
    dong: Dong,
    reason: &str,
) -> Result<Vec<NewEvent>, Error> {
    may(actor, Act::Refund, &Subject::agency(agency))?;
    let paid = ledger::find(tx, agency, payment_id)?.ok_or(Error::Missing)?;
    if paid.dong.0 <= 0 {
        return Err(Error::refused(
            "Đây là lần hoàn tiền. Hãy chọn lần thu cần hoàn trong danh sách.",
        ));
    }
    let mut errors = FieldErrors::new();
    let most = paid.refundable();
    if dong.0 <= 0 || dong > most {
        errors.add(
            "dong",
            format!(
                "Số tiền hoàn phải lớn hơn 0 và không quá {}, là phần chưa hoàn",
                most.vi()
            ),
        );
    }
    if reason.trim().is_empty() {
        errors.add(
            "reason",
            "Hãy ghi lý do hoàn tiền, ví dụ «thuộc diện miễn lệ phí»",
        );
    }
    errors.settled()?;
    let back = NewPayment {
        dossier: &paid.dossier_id,
        dong: Dong(-dong.0),
        method: paid.method,
        refund_of: Some(payment_id),
        reason: Some(reason.trim()),
    };
    let id = ledger::insert(tx, agency, actor, at, &back)?;
    let data = json!({ "dong": dong, "method": paid.method.name(), "payment": id, "refund_of": payment_id });
    let event = crate::told(tx, crate::REFUNDED, &paid.dossier_id, data)?;
    Ok(vec![event])
}
