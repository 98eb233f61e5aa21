//! Cancelling a paper with a reason, and counting one more printing; its number stays its own.
//! For whoever may; the caller commits, and has asked whether this paper is theirs to touch.

use domain::access::Actor;
use domain::moment::Moment;
use kit::Error;
use serde_json::json;
use store::{NewEvent, Tx, params};

use crate::stored::Line;

/// Cancels a paper as it was seen; its number is not used again.
///
/// # Errors
/// Refused without a reason, or when it is cancelled already.
pub fn cancel(
    tx: &mut Tx<'_>,
    paper: &Line,
    by: &Actor,
    at: Moment,
    reason: &str,
) -> Result<NewEvent, Error> {
    if reason.trim().is_empty() {
        return Err(Error::refused(
            "Hãy ghi lý do hủy, ví dụ «ghi sai tên người nộp».",
        ));
    }
    let changed = tx.run(
        "UPDATE paper SET version = version + 1, cancelled_at = $3, cancelled_by = $4, cancel_reason = $5
        WHERE id = $1 AND version = $2 AND cancelled_at IS NULL",
        params![&paper.id, paper.version, at, by.by(), reason.trim()],
    )?;
    tx.seal("paper", &paper.id);
    told(changed, paper, crate::CANCELLED)
}

/// One more printing of a paper as it was seen.
///
/// # Errors
/// Refused when it is cancelled, or was printed meanwhile.
pub fn count_reprint(tx: &mut Tx<'_>, paper: &Line) -> Result<NewEvent, Error> {
    let changed = tx.run(
        "UPDATE paper SET version = version + 1, reprints = reprints + 1
        WHERE id = $1 AND version = $2 AND cancelled_at IS NULL",
        params![&paper.id, paper.version],
    )?;
    tx.seal("paper", &paper.id);
    told(changed, paper, crate::PRINTED)
}

fn told(changed: u64, paper: &Line, kind: &'static str) -> Result<NewEvent, Error> {
    if changed != 1 {
        return Err(Error::refused(
            "Giấy này vừa được người khác hủy hoặc in lại. Hãy mở lại giấy để xem.",
        ));
    }
    Ok(NewEvent {
        kind,
        subject: format!("paper:{}", paper.id),
        data: json!({
            "kind": paper.kind().name(),
            "series": paper.number.series,
            "year": paper.number.year,
            "number": paper.number.number,
        }),
    })
}
