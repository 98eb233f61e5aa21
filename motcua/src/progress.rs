//! A progress bar for what lasts over a second; silent where nobody watches.

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
