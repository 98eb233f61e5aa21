//! A step done: on to the next of the process (B2).
//! For whoever has the dossier.

use domain::access::Act;
use domain::dossier::Command;
use kit::Result;
use store::{Reader, Tx};

use super::form::ActForm;
use super::pass_on;
use super::seen::Seen;
use super::sheet::{Sent, Sheet, Typed};
use crate::act::Acted;

const LEAD: &str = "Việc của bước này đã xong; hồ sơ sang bước tiếp theo và người nhận thấy ngay trong «Việc của tôi».";

/// Chuyển bước.
pub(crate) struct Forward;

impl ActForm for Forward {
    const PATH: &'static str = "/cb/ho-so/{code}/chuyen";
    const ACT: Act = Act::Forward;
    const TITLE: &'static str = "Chuyển bước tiếp theo";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Forward { holder: None })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        pass_on::sheet(seen, reader, typed, LEAD, "Chuyển bước")
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let acted = pass_on::perform(tx, seen, sent, |holder| Command::Forward { holder })?;
        Ok((acted, "Đã chuyển hồ sơ sang bước tiếp theo.".into()))
    }
}
