//! Who has opened whose personal data: of one dossier, and of one officer over all dossiers.
//! For those who answer for it, and for the officer whose work the dossier is. Reading it is logged.

mod of_dossier;
mod of_person;
#[cfg(test)]
mod tests;

pub(crate) use of_dossier::may_see;

use domain::access::Act;
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::Routes;
use store::{Row, StoreError};

/// Lines of one page.
const PAGE: usize = 50;

/// One reading.
struct Reading {
    /// Its moment and id, by which the next page begins after it.
    place: String,
    when: String,
    /// Who read, or the dossier that was read.
    who: String,
    href: String,
    why: String,
    /// Whether a program read with the officer's token.
    by_program: bool,
}

impl Reading {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let at: Moment = row.get("at")?;
        let id: String = row.get("id")?;
        Ok(Self {
            place: format!("{}.{id}", at.millis()),
            when: moment_vi(at),
            who: row
                .get::<Option<String>>("who")?
                .unwrap_or_else(|| "(không còn)".to_owned()),
            href: String::new(),
            why: row.get("why")?,
            by_program: row.get::<Option<String>>("token")?.is_some(),
        })
    }
}

/// Where a page begins: before every reading at and after this moment and id.
fn place_of(query: Option<&str>) -> (i64, String) {
    let typed = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "sau")
        .map(|(_, value)| value.into_owned());
    let read = typed.as_deref().and_then(|text| text.split_once('.'));
    let read = read.and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned())));
    read.filter(|(_, id)| !domain::text::has_nul(id))
        .unwrap_or((i64::MAX, String::new()))
}

/// The page's lines, and where the next begins; empty on the last.
fn cut(mut lines: Vec<Reading>) -> (Vec<Reading>, String) {
    let has_more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = match lines.last() {
        Some(last) if has_more => format!("?sau={}", last.place),
        _ => String::new(),
    };
    (lines, next)
}

/// The pages of readings.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(
            "/cb/ho-so/{code}/ai-da-xem",
            Act::SeeReadings,
            of_dossier::page,
        )
        .get("/cb/nguoi/{id}/da-xem", Act::SeeAudit, of_person::page)
}
