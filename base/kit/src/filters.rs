//! Formatting in templates: `{{ due|moment }}`, `{{ fee|dong }}`, `{{ day|date }}`.
//! For feature templates: `use kit::filters;` beside the page struct makes them known.

// Why: the attribute writes a struct and a method per filter without the filter's own comment.
#![allow(missing_docs)]

use askama::Values;
use domain::moment::Moment;
use domain::money::{self, Dong};
use domain::text;
use jiff::civil::Date;

/// `17:00, 23/11/2023`.
#[askama::filter_fn]
pub fn moment(value: &Moment, _: &dyn Values) -> askama::Result<String> {
    Ok(text::moment_vi(*value))
}

/// The same for a moment that may be missing: `—` then.
#[askama::filter_fn]
pub fn moment_or_dash(value: &Option<Moment>, _: &dyn Values) -> askama::Result<String> {
    Ok(value.map_or_else(|| "—".to_owned(), text::moment_vi))
}

/// `2023-11-23T17:00`, for machines.
#[askama::filter_fn]
pub fn iso(value: &Moment, _: &dyn Values) -> askama::Result<String> {
    Ok(value.iso_minute())
}

/// `23/11/2023`, of a date.
#[askama::filter_fn]
pub fn date(value: &Date, _: &dyn Values) -> askama::Result<String> {
    Ok(text::date_vi(*value))
}

/// `23/11/2023`, of a moment.
#[askama::filter_fn]
pub fn day(value: &Moment, _: &dyn Values) -> askama::Result<String> {
    Ok(text::date_vi(value.date()))
}

/// `17:00`, of a moment.
#[askama::filter_fn]
pub fn time(value: &Moment, _: &dyn Values) -> askama::Result<String> {
    Ok(text::time_vi(value.local().time()))
}

/// `8.000 đ`.
#[askama::filter_fn]
pub fn dong(value: &Dong, _: &dyn Values) -> askama::Result<String> {
    Ok(value.vi())
}

/// `1.204`: dots between thousands, of a whole number of any type.
#[askama::filter_fn]
pub fn number(value: impl std::fmt::Display, _: &dyn Values) -> askama::Result<String> {
    let whole: i64 = value.to_string().parse().map_err(askama::Error::custom)?;
    Ok(money::grouped(whole))
}

/// A personal number for pages that need not show it: `0301******17`.
#[askama::filter_fn]
pub fn mask(value: &str, _: &dyn Values) -> askama::Result<String> {
    Ok(text::mask_id(value))
}
