//! Procedures for the counter's box: an officer types an abbreviation, a code or a name.
//! For intake, as a call, as JSON for the script and as options of a `<datalist>`.

use askama::Template;
use axum::extract::{Query as Asked, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::procedure::Catalogue;
use jiff::civil::Date;
use kit::{App, Error, Result};
use serde::Serialize;

use crate::typed::{self, Typed};

/// More than an officer reads before typing on.
const MOST: usize = 12;

/// One procedure that may be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// Id of the version in force.
    pub id: String,
    /// National code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// First abbreviation; empty where there is none.
    pub short: String,
    /// What the box shows: `Đăng ký khai sinh (ks, 1.001193)`.
    pub label: String,
}

/// The procedures in force that `query` may mean, best first; those of other places are left out.
pub fn suggest(catalogue: &Catalogue, query: &str, date: Date) -> Vec<Suggestion> {
    let hits = catalogue
        .search(query, date)
        .into_iter()
        .filter(|hit| hit.procedure.applicable_locally);
    hits.take(MOST)
        .map(|hit| {
            let (name, code) = (hit.procedure.name_vi.clone(), hit.procedure.code.clone());
            let short = hit
                .procedure
                .abbreviations
                .first()
                .cloned()
                .unwrap_or_default();
            let label = if short.is_empty() {
                format!("{name} ({code})")
            } else {
                format!("{name} ({short}, {code})")
            };
            Suggestion {
                id: hit.procedure.id.clone(),
                code,
                name,
                short,
                label,
            }
        })
        .collect()
}

#[derive(Template)]
#[template(
    source = r#"<datalist id="procedure-options">{% for one in suggestions %}<option value="{{ one.code }}">{{ one.label }}</option>{% endfor %}</datalist>"#,
    ext = "html"
)]
struct Options {
    suggestions: Vec<Suggestion>,
}

/// `GET /cb/thu-tuc/goi-y?q=`: JSON; with `dang=html` the options of a datalist.
pub(crate) async fn page(State(app): State<App>, Asked(asked): Asked<Typed>) -> Result {
    let query = typed::line(&asked, "q");
    let suggestions = suggest(&app.law().catalogue, &query, app.law_now().date());
    if typed::line(&asked, "dang") == "html" {
        return kit::html(Options { suggestions });
    }
    let body = serde_json::to_string(&suggestions).map_err(Error::fault)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kit::Law;

    use super::*;

    #[test]
    fn an_abbreviation_leads_to_its_procedure() {
        let law = Law::embedded().expect("the embedded law is sound");
        let first = |query: &str| {
            suggest(&law.catalogue, query, date(2023, 11, 23))
                .into_iter()
                .next()
        };
        let birth = first("ks").expect("a procedure");
        assert_eq!(
            (birth.code.as_str(), birth.short.as_str()),
            ("1.001193", "ks")
        );
        assert_eq!(birth.label, "Đăng ký khai sinh (ks, 1.001193)");
        assert_eq!(
            first("ctbs").map(|found| found.code),
            Some("2.000815".to_owned())
        );
        assert_eq!(
            first("tlks").map(|found| found.code),
            Some("2.000635".to_owned())
        );
        assert_eq!(first("zzz"), None);
    }

    #[test]
    fn no_more_is_offered_than_one_reads() {
        let law = Law::embedded().expect("the embedded law is sound");
        assert_eq!(
            suggest(&law.catalogue, "đăng ký", date(2023, 11, 23)).len(),
            MOST
        );
    }
}
