//! The archive of communes that have ended, in the commune that took over from them: read only.
//! For its officers, who answer for what was decided before the merger.

mod dossier_page;
mod ended;
mod file;
mod search;

use domain::access::{Act, Actor, Subject, may};
use kit::{NavItem, Routes};

/// Where the archive is.
const PATH: &str = "/cb/kho-luu";

/// The pages of the archive.
pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, Act::ReadArchive, search::page)
        .get(
            "/cb/kho-luu/{agency}/{code}",
            Act::ReadArchive,
            dossier_page::page,
        )
        .get(
            "/cb/kho-luu/{agency}/{code}/tep/{id}",
            Act::ReadArchive,
            file::bytes,
        )
}

/// The archive's place in the menu, in a commune that took over from others.
pub fn nav(actor: &Actor) -> Option<NavItem> {
    let may_read = may(actor, Act::ReadArchive, &Subject::agency(&actor.agency)).is_ok();
    (may_read && ended::is_heir(&actor.agency)).then_some(NavItem {
        key: "archive",
        href: PATH,
        label: "Kho lưu",
    })
}

/// The address of an archived dossier.
fn address(agency: &str, code: &str) -> String {
    format!("{PATH}/{agency}/{code}")
}
