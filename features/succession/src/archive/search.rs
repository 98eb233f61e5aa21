//! `GET /cb/kho-luu`: an old dossier by its code or tracking code; the communes whose archive it is.
//! For whoever has the citizen's old paper in hand. What it finds names nobody.

use askama::Template;
use axum::extract::{RawQuery, State};
use domain::code::TrackingCode;
use dossier::row;
use kit::{App, Ctx, Error, Officer, Page, Result, html};
use store::Reader;

use super::{address, ended};

#[derive(Template)]
#[template(path = "archive/search.html")]
struct SearchPage {
    page: Page,
    asked: String,
    found: Vec<Found>,
    communes: Vec<String>,
}

struct Found {
    href: String,
    code: String,
    procedure: String,
    state: &'static str,
    of: String,
}

/// The page.
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let asked = asked(query.as_deref().unwrap_or_default());
    let (law, today) = (app.law(), app.law_now().date());
    let open: Vec<(String, String)> = ended::of_heir(&law, &actor.agency, today)
        .into_iter()
        .map(|agency| (agency.id.as_str().to_owned(), ended::named(agency)))
        .collect();
    let communes = open.iter().map(|(_, name)| name.clone()).collect();
    let code = written(&asked);
    let found = app
        .read(move |reader: &mut Reader<'_>| -> Result<Vec<Found>> {
            let mut found = Vec::new();
            if code.is_empty() {
                return Ok(found);
            }
            for (agency, name) in open {
                let row = match row::find(reader, &agency, &code) {
                    Err(Error::Missing) => continue,
                    row => row?,
                };
                let subject = ended::subject(&law, &row, today);
                if domain::access::may(&actor, domain::access::Act::ReadArchive, &subject).is_err()
                {
                    continue;
                }
                let procedure = law.catalogue.version(&row.procedure_id);
                found.push(Found {
                    href: address(&agency, row.address()),
                    code: row.address().to_owned(),
                    procedure: procedure
                        .map_or_else(|| row.procedure_code.clone(), |known| known.name_vi.clone()),
                    state: row.machine.state.vietnamese(),
                    of: name,
                });
            }
            Ok(found)
        })
        .await?;
    html(SearchPage {
        page: app.page(&ctx, "Kho lưu"),
        asked,
        found,
        communes,
    })
}

fn asked(query: &str) -> String {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let typed = pairs.find(|(name, _)| name == "q");
    let text = typed.map(|(_, value)| value.trim().to_owned());
    text.unwrap_or_default().chars().take(CODE_MAX).collect()
}

/// The longest code that is looked for.
const CODE_MAX: usize = 60;

/// The code as it is kept: people write a tracking code with a dash, or in small letters.
fn written(asked: &str) -> String {
    TrackingCode::parse(asked)
        .map_or_else(|_| asked.to_uppercase(), |code| code.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_however_they_are_typed() {
        assert_eq!(
            asked("q=+000.21.49.h23-231123-0007+"),
            "000.21.49.h23-231123-0007"
        );
        assert_eq!(
            written("000.21.49.h23-231123-0007"),
            "000.21.49.H23-231123-0007"
        );
        assert_eq!(asked("x=1"), "");
    }
}
