//! XLSX written row by row into temporary files: a list of a million lines needs little memory.
//! For officers who open a list with a double click.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::{Cell, Column};

/// Rows of one sheet under its titles; a spreadsheet takes 1,048,576 (ECMA-376).
const ROWS_MAX: u32 = 1_000_000;
/// The longest text of one cell (ECMA-376).
const TEXT_MAX: usize = 32_767;

/// A workbook that is being written.
pub struct Book {
    workbook: Workbook,
    title: String,
    columns: Vec<Column>,
    row: u32,
    sheets: usize,
    looks: Looks,
}

struct Looks {
    title: Format,
    day: Format,
    time: Format,
}

impl Book {
    /// A workbook with its line of titles.
    ///
    /// # Errors
    /// Why the disk, or the format, does not take it.
    pub fn new(title: &str, columns: &[Column]) -> Result<Self, String> {
        let mut book = Self {
            workbook: Workbook::new(),
            title: name(title),
            columns: columns.to_vec(),
            row: 0,
            sheets: 0,
            looks: Looks {
                title: Format::new().set_bold().set_text_wrap(),
                day: Format::new().set_num_format("dd/mm/yyyy"),
                time: Format::new().set_num_format("dd/mm/yyyy hh:mm"),
            },
        };
        book.new_sheet().map_err(told)?;
        Ok(book)
    }

    /// One row more; a full sheet is followed by another.
    ///
    /// # Errors
    /// Why the disk, or the format, does not take it.
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), String> {
        if self.row > ROWS_MAX {
            self.new_sheet().map_err(told)?;
        }
        self.write(cells).map_err(told)
    }

    /// The whole as a temporary file, at its beginning; it goes with its handle.
    ///
    /// # Errors
    /// Why the disk does not take it.
    pub fn finish(mut self) -> Result<File, String> {
        let mut file = tempfile::tempfile().map_err(|error| error.to_string())?;
        self.workbook.save_to_writer(&mut file).map_err(told)?;
        file.seek(SeekFrom::Start(0))
            .map_err(|error| error.to_string())?;
        Ok(file)
    }

    fn new_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let name = match self.sheets {
            1 => self.title.clone(),
            n => format!("{} {n}", self.title),
        };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (place, column) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(place, column.width)?;
        }
        for (place, column) in (0_u16..).zip(&self.columns) {
            sheet.write_string_with_format(0, place, column.title, &self.looks.title)?;
        }
        self.row = 1;
        Ok(())
    }

    fn write(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        for (place, cell) in (0_u16..).zip(cells) {
            one(sheet, (self.row, place), cell, &self.looks)?;
        }
        self.row += 1;
        Ok(())
    }
}

fn one(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        // Why as a string always: what people typed is never a formula.
        Cell::Text(text) => sheet.write_string(row, column, fitting(text))?,
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets know only doubles")]
        Cell::Number(number) => sheet.write_number(row, column, *number as f64)?,
        Cell::Day(day) => {
            sheet.write_datetime_with_format(row, column, day_of(*day)?, &looks.day)?
        }
        Cell::Time(time) => {
            sheet.write_datetime_with_format(row, column, time_of(*time)?, &looks.time)?
        }
    };
    Ok(())
}

fn day_of(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1900),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )
}

fn time_of(time: DateTime) -> Result<ExcelDateTime, XlsxError> {
    day_of(time.date())?.and_hms(
        u16::try_from(time.hour()).unwrap_or(0),
        u8::try_from(time.minute()).unwrap_or(0),
        f64::from(time.second()),
    )
}

fn fitting(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}

/// A sheet's name: 31 letters, none of `[]:*?/\` (ECMA-376).
fn name(title: &str) -> String {
    let plain: String = title
        .chars()
        .filter(|letter| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
        .take(26)
        .collect();
    if plain.trim().is_empty() {
        "Trang".to_owned()
    } else {
        plain
    }
}

fn told(error: XlsxError) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::io::Read as _;

    #[test]
    fn a_workbook_is_a_whole_zip_file_with_everything_in_it() {
        let columns = [Column::new("Mã", 10.0), Column::new("Lúc", 18.0)];
        let mut book = Book::new("Hồ sơ: 2023/11", &columns).expect("a book");
        for n in 0..2_000 {
            let at = date(2023, 11, 23).at(9, 12, 0, 0);
            book.push(&[Cell::Number(n), at.into()]).expect("a row");
        }
        let mut bytes = Vec::new();
        let mut file = book.finish().expect("a file");
        file.read_to_end(&mut bytes).expect("its bytes");
        assert!(bytes.starts_with(b"PK\x03\x04") && bytes.len() > 5_000);
        assert!(bytes.windows(4).any(|four| four == b"PK\x05\x06"));
    }

    #[test]
    fn a_sheets_name_is_one_that_spreadsheets_take() {
        assert_eq!(name("Hồ sơ: 2023/11"), "Hồ sơ 202311");
        assert_eq!(name("[]"), "Trang");
        assert_eq!(name(&"ơ".repeat(60)).chars().count(), 26);
    }
}
