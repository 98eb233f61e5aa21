//! CSV as spreadsheets open it: UTF-8 with its mark, commas, CRLF (RFC 4180), no formulas.
//! For any spreadsheet, and for programs that read lines.

use std::fmt::Write as _;

use crate::{Cell, Column};

/// Without it, spreadsheets take Vietnamese letters for another alphabet.
const MARK: char = '\u{feff}';

/// The mark and the line of titles.
pub fn head(columns: &[Column]) -> String {
    let mut out = String::from(MARK);
    let titles: Vec<Cell> = columns.iter().map(|column| column.title.into()).collect();
    row(&mut out, &titles);
    out
}

/// One line more.
pub fn row(out: &mut String, cells: &[Cell]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(out, cell);
    }
    out.push_str("\r\n");
}

fn write(out: &mut String, cell: &Cell) {
    // Writing into a String cannot fail.
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Number(number) => write!(out, "{number}"),
        Cell::Day(day) => write!(out, "{day}"),
        Cell::Time(time) => write!(out, "{}", time.strftime("%Y-%m-%d %H:%M")),
        Cell::Text(text) => {
            quoted(out, text);
            Ok(())
        }
    };
}

/// Text that a spreadsheet would run begins with an apostrophe, which it reads as "this is text".
fn quoted(out: &mut String, text: &str) {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let needs_quotes = runs || text.contains([',', '"', '\n', '\r', ';']) || text != text.trim();
    if !needs_quotes {
        out.push_str(text);
        return;
    }
    out.push('"');
    if runs {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn line(cells: &[Cell]) -> String {
        let mut out = String::new();
        row(&mut out, cells);
        out
    }

    #[test]
    fn it_begins_with_the_mark_and_the_titles() {
        let columns = [Column::new("Mã hồ sơ", 20.0), Column::new("Hạn, giờ", 9.0)];
        assert_eq!(head(&columns), "\u{feff}Mã hồ sơ,\"Hạn, giờ\"\r\n");
    }

    #[test]
    fn nothing_that_was_typed_becomes_a_formula() {
        for text in ["=1+1", "+84912", "-5", "@SUM(A1)", "\t=1", "＝1"] {
            let line = line(&[text.into()]);
            assert!(line.starts_with("\"'"), "{line}");
        }
        assert_eq!(line(&[Cell::Number(-5)]), "-5\r\n");
    }

    #[test]
    fn quotes_commas_and_lines_stay_in_their_cell() {
        let cells = ["Nguyễn \"Ánh\", A".into(), "một\nhai".into(), Cell::Empty];
        assert_eq!(line(&cells), "\"Nguyễn \"\"Ánh\"\", A\",\"một\nhai\",\r\n");
        let at = date(2023, 11, 23).at(17, 0, 0, 0);
        assert_eq!(
            line(&[at.into(), at.date().into()]),
            "2023-11-23 17:00,2023-11-23\r\n"
        );
    }
}
