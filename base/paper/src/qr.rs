//! QR codes as one small SVG path, and as a picture of its own for the PDF.
//! For the renderers; no script and no foreign image is needed.

use crate::tree::Qr;
use qrcode::{Color, EcLevel, QrCode};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

/// White modules around the code inside the picture; the frame gives the rest.
const QUIET: usize = 2;

/// What is remembered: the code of a dossier is drawn for its receipt and for each look at its page.
const REMEMBERED: usize = 500;

/// Side and path by the text they say.
static DRAWN: Mutex<Option<HashMap<String, (usize, String)>>> = Mutex::new(None);

impl Qr {
    /// The code's side in modules with its margin, and the path of its dark ones.
    ///
    /// `None` if the text is too long for any code: the paper says it in words.
    pub fn path(&self) -> Option<(usize, String)> {
        // Nothing panics under this lock, so a poisoned one is still whole.
        let known = || DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(drawn) = known().get_or_insert_default().get(&self.text) {
            return Some(drawn.clone());
        }
        let drawn = self.drawn()?;
        let mut all = known();
        let all = all.get_or_insert_default();
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(self.text.clone(), drawn.clone());
        Some(drawn)
    }

    fn drawn(&self) -> Option<(usize, String)> {
        let bytes = self.text.as_bytes();
        let code = QrCode::with_error_correction_level(bytes, EcLevel::M)
            .or_else(|_| QrCode::with_error_correction_level(bytes, EcLevel::L))
            .ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row[x..].iter().take_while(|&&c| c == Color::Dark).count();
                if run > 0 {
                    let (left, top) = (x + QUIET, y + QUIET);
                    write!(path, "M{left} {top}h{run}v1h-{run}z")
                        .expect("writing to a string cannot fail");
                }
                x += run.max(1);
            }
        }
        Some((width + 2 * QUIET, path))
    }

    /// A picture that stands alone, for the PDF.
    pub fn svg(&self) -> Option<String> {
        let (side, path) = self.path()?;
        Some(format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}"><path d="{path}"/></svg>"#
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_finders_and_a_margin() {
        let qr = Qr {
            text: "http://localhost/tra-cuu/7KQ2M9XA".into(),
            label: "Tra cứu".into(),
        };
        let (side, path) = qr.path().unwrap();
        assert_eq!(side, 29 + 2 * QUIET);
        assert!(path.starts_with("M2 2h7v1h-7z"));
        assert!(path.contains("M24 2h7v1h-7z"));
        assert!(path.contains("M2 24h7v1h-7z"));
    }

    #[test]
    fn a_text_too_long_for_any_code_gives_none() {
        let qr = Qr {
            text: "x".repeat(5000),
            label: String::new(),
        };
        assert_eq!(qr.path(), None);
    }
}
