//! What stands in the address after `?`: one normalised line per name, of bounded length.
//! For pages that are searched or filtered by their address.

use std::collections::BTreeMap;

use domain::text::nfc;

/// The names and values of an address.
pub(crate) type Typed = BTreeMap<String, String>;

/// Longer than anything that is looked for.
const LENGTH_MAX: usize = 200;

/// One value, without control characters; empty when it was not given.
pub(crate) fn line(typed: &Typed, name: &str) -> String {
    let value = typed.get(name).map(String::as_str).unwrap_or_default();
    let plain: String = nfc(value)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LENGTH_MAX)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
