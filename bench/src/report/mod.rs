//! The measurement told: a table for people, a picture, and both put into the documentation.
//! For the terminal and for docs/performance.md, from the same JSON.

mod picture;
mod table;

use std::path::Path;

use crate::measured::Measured;

pub use picture::picture;
pub use table::table;

const BEGIN: &str = "<!-- figures: begin (written by `motcua bench --write-docs`) -->";
const END: &str = "<!-- figures: end -->";
/// The document whose figures are replaced, and the picture beside it.
const DOCUMENT: &str = "performance.md";
const PICTURE: &str = "performance.svg";

/// Puts the figures between the marks of `performance.md` in `folder`, and the picture beside it.
///
/// # Errors
/// If the document or its marks are not there.
pub fn write_docs(measured: &Measured, folder: &Path) -> Result<(), String> {
    let document = folder.join(DOCUMENT);
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(&document).map_err(|error| told(&document, error))?;
    let text = replaced(&text, &table(measured))
        .ok_or_else(|| format!("{}: thiếu dòng đánh dấu «{BEGIN}»", document.display()))?;
    std::fs::write(&document, text).map_err(|error| told(&document, error))?;
    let drawing = folder.join(PICTURE);
    std::fs::write(&drawing, picture(measured)).map_err(|error| told(&drawing, error))
}

fn replaced(text: &str, figures: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{figures}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let text = format!("a\n{BEGIN}\nold\n{END}\nb");
        let fresh = replaced(&text, "new").expect("the marks are there");
        assert_eq!(fresh, format!("a\n{BEGIN}\nnew\n{END}\nb"));
        assert_eq!(replaced(&fresh, "new").as_deref(), Some(fresh.as_str()));
        assert_eq!(replaced("a", "new"), None);
    }
}
