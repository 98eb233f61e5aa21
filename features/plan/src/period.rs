//! The period that a page is asked for, and the links to the others.
//! For every page with figures; without one, the year.

use domain::plan::ReportingPeriod;
use domain::text::date_vi;

use crate::year::Year;

/// One period offered.
pub(crate) struct Offered {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// The value of a name in a query string, or `""`.
pub(crate) fn asked(query: &str, name: &str) -> String {
    form_urlencoded::parse(query.as_bytes())
        .find(|(known, _)| known == name)
        .map_or_else(String::new, |(_, value)| value.trim().to_owned())
}

/// The period that a query string asks for.
pub(crate) fn of(query: &str) -> ReportingPeriod {
    ReportingPeriod::from_name(&asked(query, "ky")).unwrap_or_default()
}

/// The periods that have begun, each leading to the same page.
pub(crate) fn offered(path: &str, year: &Year, now: ReportingPeriod) -> Vec<Offered> {
    ReportingPeriod::OFFERED
        .into_iter()
        .filter(|period| year.span(*period).is_some())
        .map(|period| Offered {
            href: address(path, period),
            label: period.vietnamese(),
            current: period == now,
        })
        .collect()
}

/// A page's address for a period; the year needs no words.
pub(crate) fn address(path: &str, period: ReportingPeriod) -> String {
    if period == ReportingPeriod::default() {
        path.to_owned()
    } else {
        format!("{path}?ky={}", period.name())
    }
}

/// `15/12/2022 đến 23/11/2023`; `""` when it has not begun.
pub(crate) fn days(year: &Year, period: ReportingPeriod) -> String {
    year.span(period).map_or_else(String::new, |span| {
        format!("{} đến {}", date_vi(span.first), date_vi(span.last))
    })
}
