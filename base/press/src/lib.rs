//! Papers as PDF/A: the neutral tree typeset with embedded fonts.
//! For what is signed, archived or sent; the heavy typesetter stays behind here.

#![forbid(unsafe_code)]

mod desk;
mod prepare;

use desk::Desk;
use paper::Paper;
use typst::foundations::Datetime;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Why a paper could not be made into a PDF; a fault of ours, never of the data.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The layout was refused.
    #[error("typesetting failed: {0}")]
    Layout(String),
    /// The result is not the archive format.
    #[error("PDF/A export failed: {0}")]
    Export(String),
}

/// Renderings for which the typesetter's memory of earlier work is kept.
const REMEMBERED: usize = 4;

/// A result larger than this is a book: the work on it helps no other paper.
const BOOK_BYTES: usize = 400_000;

/// The paper as PDF/A-2b, tagged, in Vietnamese; the same bytes for the same paper.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PressError> {
    let result = typeset(&Desk::new(prepare::data(paper)), issued(paper));
    // Why: without this the typesetter remembers every paper ever set, and a book of many pages
    // would fill the memory for as long as the next few letters are set.
    let is_book = result.as_ref().is_ok_and(|pdf| pdf.len() > BOOK_BYTES);
    comemo::evict(if is_book { 0 } else { REMEMBERED });
    result
}

/// Vietnam's offset from UTC, in minutes, since 1975.
const OFFSET_MINUTES: i32 = 7 * 60;

/// PDF/A wants a date; it is the paper's own, so that the bytes stay the same.
fn issued(paper: &Paper) -> Option<Timestamp> {
    let at = paper.issued;
    let (month, day) = (at.month().try_into().ok()?, at.day().try_into().ok()?);
    let (hour, minute) = (at.hour().try_into().ok()?, at.minute().try_into().ok()?);
    let second = at.second().try_into().ok()?;
    let at = Datetime::from_ymd_hms(at.year().into(), month, day, hour, minute, second)?;
    Timestamp::new_local(at, OFFSET_MINUTES)
}

fn typeset(desk: &Desk, timestamp: Option<Timestamp>) -> Result<Vec<u8>, PressError> {
    let document = typst::compile::<PagedDocument>(desk)
        .output
        .map_err(|errors| PressError::Layout(messages(&errors)))?;
    let options = PdfOptions {
        standards: PdfStandards::new(&[PdfStandard::A_2b])
            .expect("one archive standard does not contradict itself"),
        timestamp,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| PressError::Export(messages(&errors)))
}

fn messages(errors: &[typst::diag::SourceDiagnostic]) -> String {
    errors
        .iter()
        .map(|error| error.message.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}
