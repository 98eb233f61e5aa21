//! XLSX written row by row and sent as it is written: a list of a million lines needs no more memory
//! than a page of it, nor a place on the disk. For officers who open a list with a double click.

mod cells;

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::{Cell, Column};
use cells::one;

/// Rows of one sheet under its titles; a spreadsheet takes 1,048,576 (ECMA-376).
const ROWS_MAX: u32 = 1_000_000;
/// Bytes of one sheet before it is packed; a plain ZIP file takes 4 GiB (APPNOTE 4.3.9).
const BYTES_MAX: u64 = 3 << 30;
/// Looks of cells, by their place in `cellXfs`.
const TITLE: u8 = 1;
const DAY: u8 = 2;
const TIME: u8 = 3;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A workbook that is being written; what is written is taken out piece by piece.
pub struct Book {
    zip: ZipWriter<StreamWriter<Written>>,
    written: Written,
    title: String,
    columns: Vec<Column>,
    row: u32,
    bytes: u64,
    sheets: usize,
    line: String,
}

/// What is written and not yet taken out.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Book {
    /// A workbook with its line of titles.
    ///
    /// # Errors
    /// Why the format does not take it.
    pub fn new(title: &str, columns: &[Column]) -> Result<Self, String> {
        let written = Written::default();
        let mut book = Self {
            zip: ZipWriter::new_stream(written.clone()),
            written,
            title: name(title),
            columns: columns.to_vec(),
            row: 0,
            bytes: 0,
            sheets: 0,
            line: String::new(),
        };
        book.begin().map_err(told)?;
        Ok(book)
    }

    /// One row more; a full sheet is followed by another.
    ///
    /// # Errors
    /// Why the format does not take it.
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), String> {
        if self.row > ROWS_MAX || self.bytes > BYTES_MAX {
            self.end_sheet().map_err(told)?;
            self.new_sheet().map_err(told)?;
        }
        self.write(cells, 0).map_err(told)
    }

    /// What was written since it was last asked; the beginning of the next piece may still be packed.
    pub fn take(&mut self) -> Vec<u8> {
        self.written.take()
    }

    /// The rest of the workbook.
    ///
    /// # Errors
    /// Why the format does not take it.
    pub fn finish(mut self) -> Result<Vec<u8>, String> {
        self.end_sheet().map_err(told)?;
        self.end().map_err(told)?;
        self.zip.finish().map_err(told)?;
        Ok(self.written.take())
    }

    /// What does not depend on how many sheets there will be, and the first of them.
    fn begin(&mut self) -> Result<(), ZipError> {
        let office = "application/vnd.openxmlformats-package.relationships+xml";
        self.part(
            "[Content_Types].xml",
            &format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"{office}\"/>\
                <Default Extension=\"xml\" ContentType=\"{KIND}.worksheet+xml\"/>\
                <Override PartName=\"/xl/workbook.xml\" ContentType=\"{KIND}.sheet.main+xml\"/>\
                <Override PartName=\"/xl/styles.xml\" ContentType=\"{KIND}.styles+xml\"/></Types>"
            ),
        )?;
        self.part(
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        )?;
        self.part("xl/styles.xml", &looks())?;
        self.new_sheet()
    }

    /// Which sheets there are, now that it is known.
    fn end(&mut self) -> Result<(), ZipError> {
        let (mut sheets, mut relations) = (String::new(), String::new());
        for n in 1..=self.sheets {
            let name = match n {
                1 => self.title.clone(),
                n => format!("{} {n}", self.title),
            };
            // Writing into a String cannot fail.
            let _ = write!(
                sheets,
                "<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"
            );
            let _ = write!(
                relations,
                "<Relationship Id=\"rId{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            );
        }
        let looks = self.sheets + 1;
        self.part(
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"rId{looks}\" \
                Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        )?;
        self.part(
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{sheets}</sheets></workbook>"
            ),
        )
    }

    fn part(&mut self, path: &str, xml: &str) -> Result<(), ZipError> {
        self.zip.start_file(path, packed())?;
        self.zip.write_all(HEAD.as_bytes())?;
        self.zip.write_all(xml.as_bytes())?;
        Ok(())
    }

    fn new_sheet(&mut self) -> Result<(), ZipError> {
        self.sheets += 1;
        (self.row, self.bytes) = (0, 0);
        let mut xml = format!(
            "<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" \
            topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
            <sheetFormatPr defaultRowHeight=\"15\"/><cols>"
        );
        for (place, column) in (1..).zip(&self.columns) {
            let width = column.width;
            // Writing into a String cannot fail.
            let _ = write!(
                xml,
                "<col min=\"{place}\" max=\"{place}\" width=\"{width}\" customWidth=\"1\"/>"
            );
        }
        xml.push_str("</cols><sheetData>");
        let path = format!("xl/worksheets/sheet{}.xml", self.sheets);
        self.part(&path, &xml)?;
        let titles: Vec<Cell> = self
            .columns
            .iter()
            .map(|column| column.title.into())
            .collect();
        self.write(&titles, TITLE)
    }

    fn end_sheet(&mut self) -> Result<(), ZipError> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        Ok(())
    }

    fn write(&mut self, cells: &[Cell], look: u8) -> Result<(), ZipError> {
        self.row += 1;
        self.line.clear();
        // Writing into a String cannot fail.
        let _ = write!(self.line, "<row r=\"{}\">", self.row);
        for (place, cell) in cells.iter().enumerate() {
            one(&mut self.line, (place, self.row), cell, look);
        }
        self.line.push_str("</row>");
        self.bytes += self.line.len() as u64;
        self.zip.write_all(self.line.as_bytes())?;
        Ok(())
    }
}

/// Why the quickest packing: whoever waits for a million lines waits for the line, not for the disk.
fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
}

/// The looks that cells name: plain, title, day, time.
fn looks() -> String {
    let font = "<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/>";
    let as_is = |format: u16| {
        format!(
            "<xf numFmtId=\"{format}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        )
    };
    format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/>\
        <numFmt numFmtId=\"165\" formatCode=\"dd/mm/yyyy hh:mm\"/></numFmts>\
        <fonts count=\"2\"><font>{font}</font><font><b/>{font}</font></fonts>\
        <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
        <fill><patternFill patternType=\"gray125\"/></fill></fills>\
        <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
        <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
        <cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
        <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\">\
        <alignment wrapText=\"1\"/></xf>{}{}</cellXfs>\
        <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        as_is(164),
        as_is(165)
    )
}

/// A sheet's name: 31 letters, none of `[]:*?/\` (ECMA-376), nor of those that XML reads.
fn name(title: &str) -> String {
    let plain: String = title
        .chars()
        .filter(|letter| !letter.is_control() && !r#"[]:*?/\'"&<>"#.contains(*letter))
        .take(26)
        .collect();
    if plain.trim().is_empty() {
        "Trang".to_owned()
    } else {
        plain
    }
}

fn told(error: ZipError) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::io::{Cursor, Read as _};
    use zip::ZipArchive;

    fn part(bytes: &[u8], path: &str) -> String {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a whole ZIP file");
        let mut text = String::new();
        let mut part = archive.by_name(path).expect("the part is there");
        part.read_to_string(&mut text).expect("it is text");
        text
    }

    #[test]
    fn a_workbook_leaves_in_pieces_while_it_is_written_and_is_whole_in_the_end() {
        let columns = [Column::new("Mã", 10.0), Column::new("Lúc", 18.0)];
        let mut book = Book::new("Hồ sơ: 2023/11", &columns).expect("a book");
        let (mut bytes, mut pieces, mut largest) = (book.take(), 0, 0);
        assert!(bytes.starts_with(b"PK\x03\x04"), "it begins at once");
        for n in 0..20_000 {
            let at = date(2023, 11, 23).at(9, 12, 0, 0);
            let text = format!("{}", n * 7919 % 10_007);
            book.push(&[Cell::Text(text), at.into()]).expect("a row");
            let piece = book.take();
            pieces += usize::from(!piece.is_empty());
            largest = largest.max(piece.len());
            bytes.extend(piece);
        }
        assert!(pieces >= 3 && largest < 256 * 1024, "{pieces}, {largest}");
        bytes.extend(book.finish().expect("the rest"));
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert_eq!(sheet.matches("<row ").count(), 20_001);
        assert!(sheet.ends_with("</sheetData></worksheet>"));
        assert!(sheet.contains("<c r=\"B2\" s=\"3\"><v>45253.38333333333</v></c>"));
        let workbook = part(&bytes, "xl/workbook.xml");
        assert!(workbook.contains("<sheet name=\"Hồ sơ 202311\" sheetId=\"1\" r:id=\"rId1\"/>"));
        for path in [
            "[Content_Types].xml",
            "_rels/.rels",
            "xl/styles.xml",
            "xl/_rels/workbook.xml.rels",
        ] {
            assert!(part(&bytes, path).starts_with(HEAD), "{path}");
        }
    }

    #[test]
    fn what_was_typed_stays_text_and_nothing_of_it_is_read_as_xml() {
        let mut book = Book::new("T", &[Column::new("Tên", 9.0)]).expect("a book");
        for text in ["=1+1", "<b>&\u{1}", "_x0041_ _x", " hai\ndòng\r"] {
            book.push(&[text.into()]).expect("a row");
        }
        book.push(&[Cell::Day(date(1890, 1, 1))]).expect("a row");
        book.push(&[Cell::Day(date(1900, 3, 1))]).expect("a row");
        let mut bytes = book.take();
        bytes.extend(book.finish().expect("the rest"));
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for text in [
            ">=1+1</t>",
            ">&lt;b&gt;&amp;</t>",
            ">_x005F_x0041_ _x</t>",
            "\"preserve\"> hai\ndòng&#13;</t>",
            ">1890-01-01</t>",
            "<c r=\"A7\" s=\"2\"><v>61</v></c>",
        ] {
            assert!(sheet.contains(text), "{text} in {sheet}");
        }
    }

    #[test]
    fn a_sheets_name_is_one_that_spreadsheets_take() {
        assert_eq!(name("Hồ sơ: 2023/11"), "Hồ sơ 202311");
        assert_eq!(name("[]"), "Trang");
        assert_eq!(name("\"a\" & <b>"), "a  b");
        assert_eq!(name(&"ơ".repeat(60)).chars().count(), 26);
    }
}
