//! One cell as XLSX writes it: numbers, days and times as spreadsheets count them, text as typed.
//! For the workbook, which knows sheets and parts.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, date};

use super::{DAY, TIME};
use crate::Cell;

/// The longest text of one cell (ECMA-376).
const TEXT_MAX: usize = 32_767;

/// One cell at the end of a line; `look` is that of text.
pub(super) fn one(line: &mut String, (place, row): (usize, u32), cell: &Cell, look: u8) {
    let column = letters(place);
    // Writing into a String cannot fail.
    let _ = match cell {
        Cell::Empty => return,
        Cell::Number(number) => write!(line, "<c r=\"{column}{row}\"><v>{number}</v></c>"),
        Cell::Day(day) => match days(*day) {
            Some(days) => write!(line, "<c r=\"{column}{row}\" s=\"{DAY}\"><v>{days}</v></c>"),
            None => return one(line, (place, row), &Cell::Text(day.to_string()), look),
        },
        Cell::Time(time) => match days(time.date()) {
            Some(days) => {
                let part = part_of_day(*time);
                write!(
                    line,
                    "<c r=\"{column}{row}\" s=\"{TIME}\"><v>{}</v></c>",
                    f64::from(days) + part
                )
            }
            None => return one(line, (place, row), &Cell::Text(time.to_string()), look),
        },
        // Why as a string always: what people typed is never a formula.
        Cell::Text(text) => {
            let _ = write!(
                line,
                "<c r=\"{column}{row}\" s=\"{look}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
            );
            escaped(line, text);
            write!(line, "</t></is></c>")
        }
    };
}

/// `A` to `Z`, then `AA`.
fn letters(place: usize) -> String {
    let mut rest = place + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().collect()
}

/// Days as spreadsheets count them; before March 1900 they count a day that never was (ECMA-376 18.17.4.1).
fn days(day: Date) -> Option<i32> {
    if day < date(1900, 3, 1) {
        return None;
    }
    let days = date(1899, 12, 30).until((jiff::Unit::Day, day)).ok()?;
    Some(days.get_days())
}

fn part_of_day(time: DateTime) -> f64 {
    let seconds =
        i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    f64::from(seconds) / 86_400.0
}

/// Text as XML holds it: what XML cannot hold is left out, and what reads like `_x0041_` stays as typed.
fn escaped(line: &mut String, text: &str) {
    for (at, letter) in text.char_indices().take(TEXT_MAX) {
        match letter {
            '&' => line.push_str("&amp;"),
            '<' => line.push_str("&lt;"),
            '>' => line.push_str("&gt;"),
            '_' if reads_as_code(&text[at..]) => line.push_str("_x005F_"),
            '\t' | '\n' => line.push(letter),
            '\r' => line.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => line.push(letter),
        }
    }
}

/// Whether text begins as a code of four hex digits, which spreadsheets turn into a letter.
fn reads_as_code(text: &str) -> bool {
    let code = text
        .strip_prefix("_x")
        .and_then(|rest| rest.as_bytes().get(..5));
    code.is_some_and(|code| code[4] == b'_' && code[..4].iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_by_letters() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(letters),
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
