//! What another commune did with a dossier before the merger, as its archive keeps it.
//! For the page of a dossier that was taken over.

use domain::access::{Act, Actor, may};
use domain::text::moment_vi;

use super::loaded::Loaded;
use crate::desk::Desk;

/// The past of a dossier.
pub(super) struct Before {
    pub(super) commune: String,
    /// Where the archive shows it.
    pub(super) href: String,
    /// Address, name and moment of each paper that was handed out.
    pub(super) papers: Vec<(String, String, String)>,
}

/// The past in the archive, for whoever may read there what they may open here.
pub(super) fn before(loaded: &Loaded, actor: &Actor, desk: &Desk) -> Option<Before> {
    let (past, handed_out) = loaded.past.as_ref()?;
    may(actor, Act::ReadArchive, &loaded.row.access_subject()).ok()?;
    let named = |line: &papers::Line| {
        let at = moment_vi(line.issued_at);
        (past.of_paper(line), line.title(), at)
    };
    Some(Before {
        commune: past.named(&desk.law),
        href: past.href.clone(),
        papers: handed_out.iter().map(named).collect(),
    })
}
