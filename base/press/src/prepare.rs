//! A paper's data as the layout reads it, every word made fit for print.
//! For `pdf`: strange characters and endless words must not stop a receipt.

use crate::desk::can_draw;
use paper::{LANG, LINE_END, Paper, Qr};
use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

/// Longest word that may stand unbroken; codes and addresses are shorter.
const WORD_MAX: usize = 40;
/// Where longer words may be broken.
const WORD_PIECE: usize = 8;
/// The same inside a table's cell, and the longest piece of it.
const CELL_WORD_MAX: usize = 10;
const CELL_PIECE_MAX: usize = 14;
/// A place to break a line that is not seen.
const BREAK: char = '\u{200b}';

/// The JSON that `paper.typ` reads.
pub fn data(paper: &Paper) -> Vec<u8> {
    let mut data = json!({
        "title": paper.title,
        "form_no": paper.form_no,
        "size": paper.size,
        "two_up": paper.two_up,
        "page_numbers": paper.page_numbers,
        "lang": LANG,
        "rows": paper.rows(),
    });
    fit(&mut data);
    serde_json::to_vec(&data).expect("a tree of strings and numbers is always JSON")
}

fn fit(value: &mut Value) {
    match value {
        Value::String(text) => *text = printable(text),
        Value::Array(items) => items.iter_mut().for_each(fit),
        Value::Object(fields) => {
            draw_code(fields);
            let text = |(key, value)| if key == "svg" { None } else { Some(value) };
            fields.iter_mut().filter_map(text).for_each(fit);
            if fields.contains_key("columns") {
                narrow(fields.get_mut("rows"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A QR code is drawn here: the layout knows pictures, not codes.
fn draw_code(fields: &mut Map<String, Value>) {
    let code = fields.get("qr").cloned().map(serde_json::from_value::<Qr>);
    if let Some(Ok(code)) = code {
        fields["qr"] = json!({ "label": code.label, "svg": code.svg() });
    }
}

/// Cells are narrower than lines: codes and addresses may be broken there.
fn narrow(rows: Option<&mut Value>) {
    let cells = rows
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter_map(Value::as_array_mut)
        .flatten();
    for cell in cells {
        if let Value::String(text) = cell {
            *text = in_cell(text);
        }
    }
}

/// Long words with places to break: after their own signs, else anywhere.
fn in_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', LINE_END]) {
        let is_long = word.chars().count() > CELL_WORD_MAX;
        for piece in word.split_inclusive(['-', '/', '@']) {
            let is_endless = is_long && piece.chars().count() > CELL_PIECE_MAX;
            for (i, c) in piece.chars().enumerate() {
                if is_endless && i > 0 && i.is_multiple_of(WORD_PIECE) {
                    out.push(BREAK);
                }
                out.push(c);
            }
            if is_long {
                out.push(BREAK);
            }
        }
    }
    out
}

/// The text composed, with places to break the words that no line can hold.
fn printable(text: &str) -> String {
    let text = drawable(text);
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        let breaks = word.chars().count() > WORD_MAX;
        for (i, c) in word.chars().enumerate() {
            if breaks && i > 0 && i.is_multiple_of(WORD_PIECE) {
                out.push(BREAK);
            }
            out.push(c);
        }
    }
    out
}

/// The text without controls, and without what no font can draw.
///
/// PDF/A forbids missing glyphs, so such a character is named by its number:
/// nothing that was written is lost, and nothing is made up.
fn drawable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc().filter(|&c| !is_invisible(c)) {
        if c == LINE_END {
            out.push(c);
        } else if c.is_whitespace() || c.is_control() {
            out.push(' ');
        } else if can_draw(c) {
            out.push(c);
        } else {
            out.push_str(&format!("[U+{:04X}]", u32::from(c)));
        }
    }
    out
}

/// Characters that only steer how others are drawn (joiners, selectors, marks
/// of direction); with the latter, a name could be made to read backwards.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_comes_out_composed_and_whole() {
        let all = "Aa Ăă Ââ Đđ Êê Ôô Ơơ Ưư ẮẰẲẴẶ ấầẩẫậ ỨỪỬỮỰ ộồổỗ Ỷỹ “số” – ₫";
        assert_eq!(printable(all), all);
        let taken_apart: String = "Quỳnh Ủy Ngưỡng".nfd().collect();
        assert_eq!(printable(&taken_apart), "Quỳnh Ủy Ngưỡng");
    }

    #[test]
    fn what_no_font_draws_is_named_by_number() {
        assert_eq!(printable("An 😀 漢"), "An [U+1F600] [U+6F22]");
        assert_eq!(printable("a\u{202e}b\tc\nd"), "ab c d");
    }

    #[test]
    fn a_code_in_a_cell_breaks_after_its_own_signs() {
        let code = "000.21.49.H23-231123-0007";
        let pieces = in_cell(code);
        let pieces: Vec<&str> = pieces.split(BREAK).collect();
        assert_eq!(pieces, ["000.21.49.H23-", "231123-", "0007", ""]);
        assert_eq!(in_cell("Nguyễn Văn An"), "Nguyễn Văn An");
        assert!(
            in_cell(&"x".repeat(60))
                .split(BREAK)
                .all(|one| one.len() <= 8)
        );
    }

    #[test]
    fn a_word_beyond_any_line_may_be_broken() {
        let word = "x".repeat(500);
        let out = printable(&word);
        assert_eq!(out.replace(BREAK, ""), word);
        assert!(out.split(BREAK).all(|piece| piece.len() <= WORD_PIECE));
        let code = "https://motcua.quangkhai.vn/t/7KQ2M9XA";
        assert_eq!(printable(code), code);
    }
}
