//! From the one-stop shop to the officer in charge (B1), the same day or at the start of the next.
//! For the one-stop officer.

use domain::access::Act;
use domain::dossier::Command;
use kit::Result;
use store::{Reader, Tx};

use super::form::ActForm;
use super::pass_on;
use super::seen::Seen;
use super::sheet::{Sent, Sheet, Typed};
use crate::act::Acted;
use crate::print;

const LEAD: &str =
    "Giao hồ sơ giấy cùng lúc với thao tác này; người nhận thấy hồ sơ trong «Việc của tôi».";

/// Bàn giao.
pub(crate) struct HandOver;

impl ActForm for HandOver {
    const PATH: &'static str = "/cb/ho-so/{code}/ban-giao";
    const ACT: Act = Act::HandOver;
    const TITLE: &'static str = "Bàn giao hồ sơ";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::HandOver { holder: None })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        pass_on::sheet(seen, reader, typed, LEAD, "Bàn giao")
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut acted = pass_on::perform(tx, seen, sent, |holder| Command::HandOver { holder })?;
        let list = print::hand_over_list(tx, &seen.desk, &seen.actor, &[&acted.row])?;
        acted.events.push(list.event);
        Ok((acted, "Đã bàn giao hồ sơ.".into()))
    }
}
