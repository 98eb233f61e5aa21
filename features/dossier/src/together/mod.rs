//! The same act on many dossiers: ticked in a list, confirmed on one page, each its own act and event.
//! For the one-stop officer who hands over, and the leader who signs.

mod confirm;
mod perform;
#[cfg(test)]
mod tests;
mod told;

use domain::access::Actor;
use kit::{Error, Result, Routes};
use store::{NewEvent, Tx};

use crate::act::{Acted, Words};
use crate::acts::{self, ActForm, ApproveForm, HandOver};
use crate::desk::Desk;
use crate::print;
use crate::row::DossierRow;
use domain::dossier::Command;

/// Where many are handed over.
pub(crate) const HAND_OVER: &str = "/cb/hang-loat/ban-giao";
/// Where many are signed.
pub(crate) const SIGN: &str = "/cb/hang-loat/ky";
/// No more go together.
pub(crate) const MOST: usize = 200;

/// An act that can be done to many at once.
pub(crate) trait Together: ActForm {
    /// Where it is confirmed and done.
    const PATH: &'static str;
    /// Where it is told how it went.
    const DONE_PATH: &'static str;
    /// The heading.
    const HEADING: &'static str;
    /// What follows from it.
    const CONSEQUENCE: &'static str;
    /// What the button says before the number.
    const BUTTON: &'static str;
    /// What is said of those that went.
    const WENT: &'static str;

    /// The act on one of them.
    fn act(
        tx: &mut Tx<'_>,
        desk: &Desk,
        actor: &Actor,
        id: &str,
        words: Words<'_>,
    ) -> Result<Acted>;

    /// What is owed once for all that went: an event, and where the paper is.
    fn for_all(
        _: &mut Tx<'_>,
        _: &Desk,
        _: &Actor,
        _: &[&DossierRow],
    ) -> Result<Option<(NewEvent, String)>> {
        Ok(None)
    }
}

impl Together for HandOver {
    const PATH: &'static str = HAND_OVER;
    const DONE_PATH: &'static str = "/cb/hang-loat/ban-giao/{id}";
    const HEADING: &'static str = "Bàn giao nhiều hồ sơ";
    const CONSEQUENCE: &'static str =
        "Mỗi hồ sơ được bàn giao riêng cho vị trí của bước sau; một phiếu bàn giao ghi tất cả.";
    const BUTTON: &'static str = "Bàn giao";
    const WENT: &'static str = "Đã bàn giao";

    fn act(
        tx: &mut Tx<'_>,
        desk: &Desk,
        actor: &Actor,
        id: &str,
        words: Words<'_>,
    ) -> Result<Acted> {
        let command = Command::HandOver { holder: None };
        crate::act::act(tx, desk, actor, id, &command, words)
    }

    fn for_all(
        tx: &mut Tx<'_>,
        desk: &Desk,
        actor: &Actor,
        rows: &[&DossierRow],
    ) -> Result<Option<(NewEvent, String)>> {
        let list = print::hand_over_list(tx, desk, actor, rows)?;
        Ok(Some((list.event, format!("/cb/giay-to/{}", list.id))))
    }
}

impl Together for ApproveForm {
    const PATH: &'static str = SIGN;
    const DONE_PATH: &'static str = "/cb/hang-loat/ky/{id}";
    const HEADING: &'static str = "Ký duyệt nhiều hồ sơ";
    const CONSEQUENCE: &'static str = "Mỗi hồ sơ được ký riêng với tên ông, bà và thời điểm này, không sửa lại được trong nhật ký. Chưa xem hồ sơ nào thì bỏ chọn hồ sơ đó.";
    const BUTTON: &'static str = "Ký duyệt";
    const WENT: &'static str = "Đã ký";

    fn act(
        tx: &mut Tx<'_>,
        desk: &Desk,
        actor: &Actor,
        id: &str,
        words: Words<'_>,
    ) -> Result<Acted> {
        acts::approve(tx, desk, actor, id, words)
    }
}

/// The pages of acts on many.
pub(crate) fn routes() -> Routes {
    let routes = on::<HandOver>(Routes::new());
    on::<ApproveForm>(routes)
}

fn on<F: Together>(routes: Routes) -> Routes {
    routes
        .get(<F as Together>::PATH, F::DOOR, confirm::page::<F>)
        .post(<F as Together>::PATH, F::DOOR, perform::submit::<F>)
        .get(F::DONE_PATH, F::DOOR, told::page::<F>)
}

/// Why one of many is left out; what is no refusal of this one ends the whole.
fn why_not(error: Error) -> Result<String> {
    match error {
        Error::Refused(sentence) => Ok(sentence),
        Error::Denied(denied) => Ok(kit::words::denied(&denied)),
        Error::Conflict(quicker) => Ok(quicker.sentence()),
        Error::Missing => Ok("Không tìm thấy hồ sơ này.".into()),
        other => Err(other),
    }
}
