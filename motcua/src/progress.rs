//! Progress bars for what lasts over a second; silent where nobody watches.
//! For the commands that read or make a whole database.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar with a label in Vietnamese.
pub fn bar(label: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar.set_message(label);
    bar
}

/// A counter with a label in Vietnamese, where nobody knows how many there will be.
pub fn count(label: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{msg} {pos}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(style);
    bar.set_message(label);
    bar
}
