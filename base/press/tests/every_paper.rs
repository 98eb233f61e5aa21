//! Every paper, short and long: the same words as page and as PDF, nothing cut,
//! and the geometry that NĐ 30/2020 and TT 01/2018 ask for. Needs Debian's poppler-utils.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod geometry;
mod sample;
mod shelf;

use geometry::{MM, Sheet, sheets};
use paper::{Block, Paper, Size, html, text};
use sample::{read, squeezed, words_of_html};
use shelf::Length;
use std::sync::LazyLock;

/// Every paper with its PDF, set once for all tests.
static SHELF: LazyLock<Vec<(String, Paper, Vec<u8>)>> = LazyLock::new(|| {
    shelf::shelf()
        .into_iter()
        .map(|(name, paper)| {
            let pdf = press::pdf(&paper).unwrap();
            (name, paper, pdf)
        })
        .collect()
});

/// Half a millimetre, as the checklist allows.
const NEARLY: f64 = 0.5 * MM;

fn is_page_number(line: &str) -> bool {
    line.starts_with("Trang ") || line.parse::<u16>().is_ok_and(|page| page > 1)
}

/// A table that flows on repeats its heading row on each page: rows are compared without it.
fn without_headings(words: &str, paper: &Paper) -> String {
    let heading = |part: &Block| match part {
        Block::Table(table) => Some(
            table
                .columns
                .iter()
                .map(|column| column.title.as_str())
                .collect::<String>(),
        ),
        _ => None,
    };
    let headings = paper.parts.iter().filter_map(heading);
    headings.fold(words.to_owned(), |words, heading| {
        let heading = squeezed(&heading);
        words.replace(&heading, "")
    })
}

/// Left, top, right and bottom margins in points.
fn margins(paper: &Paper) -> [f64; 4] {
    match paper.size {
        _ if paper.two_up => [10.0, 6.0, 10.0, 6.0],
        Size::A5Portrait => [10.0, 6.0, 10.0, 6.0],
        Size::A4Portrait => [30.0, 20.0, 15.0, 20.0],
        Size::A4Landscape => [15.0; 4],
    }
    .map(|mm| mm * MM)
}

#[test]
fn every_paper_says_the_same_as_page_and_as_pdf_and_loses_nothing() {
    for (name, paper, pdf) in SHELF.iter() {
        let expected = squeezed(&text(paper));
        assert_eq!(squeezed(&words_of_html(&html(paper))), expected, "{name}");
        geometry::keep(name, pdf, paper);
        // Side by side the words of a sheet come column by column: `papers.rs` compares those.
        if paper.two_up {
            continue;
        }
        let (words, _) = read(pdf);
        let words: String = words.lines().filter(|line| !is_page_number(line)).collect();
        let words = without_headings(&squeezed(&words), paper);
        let expected = without_headings(&expected, paper);
        assert_eq!(words, expected, "{name}");
    }
}

#[test]
fn nothing_stands_outside_the_margins_of_any_page() {
    for (name, paper, pdf) in SHELF.iter() {
        let [left, top, right, bottom] = margins(paper);
        for (n, sheet) in sheets(pdf).iter().enumerate() {
            let size = match paper.size {
                Size::A5Portrait => (148.0, 210.0),
                Size::A4Portrait => (210.0, 297.0),
                Size::A4Landscape => (297.0, 210.0),
            };
            assert!((sheet.width - size.0 * MM).abs() < 1.0, "{name}: {sheet:?}");
            assert!((sheet.height - size.1 * MM).abs() < 1.0, "{name}");
            for word in &sheet.words {
                let is_number = is_page_number(&word.text)
                    || ["Trang"].contains(&word.text.as_str())
                    || word.text.contains('/') && word.bottom > sheet.height - bottom;
                let inside = word.left >= left - NEARLY
                    && word.right <= sheet.width - right + NEARLY
                    && word.top >= top - NEARLY
                    && word.bottom <= sheet.height - bottom + NEARLY;
                assert!(inside || is_number, "{name}, page {}: {word:?}", n + 1);
            }
            let ink = geometry::ink(pdf, n + 1);
            assert!(
                ink.left >= left - MM && ink.right <= sheet.width - right + MM,
                "{name}: {ink:?}"
            );
        }
    }
}

#[test]
fn no_word_runs_into_its_neighbour() {
    for (name, _, pdf) in SHELF.iter() {
        for (n, sheet) in sheets(pdf).iter().enumerate() {
            for (i, one) in sheet.words.iter().enumerate() {
                for other in &sheet.words[i + 1..] {
                    let across = one.right.min(other.right) - one.left.max(other.left);
                    let down = one.bottom.min(other.bottom) - one.top.max(other.top);
                    let apart = across < 1.0 || down < 4.0;
                    assert!(apart, "{name}, page {}: {one:?} {other:?}", n + 1);
                }
            }
        }
    }
}

#[test]
fn the_head_stands_in_two_columns_with_a_rule_as_long_as_the_motto() {
    // Side by side there are two heads on a sheet, and each is that of the same copy alone.
    for (name, _, pdf) in SHELF.iter().filter(|(_, paper, _)| !paper.two_up) {
        let first = &sheets(pdf)[0];
        let nation = first.line_of("CỘNG");
        assert_eq!(
            nation.text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "{name}: on one line"
        );
        let motto = first.line_of("Độc");
        assert_eq!(motto.text, "Độc lập - Tự do - Hạnh phúc", "{name}");
        let (middle, of_motto) = (nation.middle(), motto.middle());
        assert!(
            (middle - of_motto).abs() < NEARLY,
            "{name}: {middle} {of_motto}"
        );
        let rule = geometry::rule_below(pdf, &motto);
        let (long, is) = (motto.right - motto.left, rule.right - rule.left);
        assert!((long - is).abs() < 2.0 * NEARLY, "{name}: {long} {is}");
        let left = first
            .words
            .iter()
            .filter(|word| word.top < motto.bottom && word.right < nation.left);
        let right = left.map(|word| word.right).fold(0.0, f64::max);
        assert!(
            right > 0.0 && right < nation.left,
            "{name}: the columns do not touch"
        );
        let day = first.line_of("Khải,");
        assert!(
            day.top > motto.bottom && day.left > right,
            "{name}: place and date at the right"
        );
    }
}

#[test]
fn pages_are_numbered_from_the_second_and_headings_repeat() {
    for (name, paper, pdf) in SHELF.iter() {
        let all = sheets(pdf);
        if paper.size == Size::A5Portrait || paper.two_up {
            continue;
        }
        let number = |sheet: &Sheet, n: usize| {
            sheet
                .words
                .iter()
                .any(|word| word.text == n.to_string() && word.bottom < margins(paper)[1])
        };
        assert!(!number(&all[0], 1), "{name}: none on the first page");
        for (n, sheet) in all.iter().enumerate().skip(1) {
            assert!(number(sheet, n + 1), "{name}: page {}", n + 1);
        }
        let flows = |word: &str| {
            all.iter()
                .filter(|sheet| sheet.words.iter().any(|one| one.text == word))
                .count()
        };
        if name.starts_with("register") && name.ends_with("Long") {
            assert!(all.len() > 4, "{name}: {}", all.len());
            assert_eq!(flows("TT"), all.len() - 1, "{name}: all but the cover");
        }
        if name.starts_with("control") && name.ends_with("Long") {
            assert!(all.len() > 1 && flows("CHÚ") == all.len(), "{name}");
        }
    }
}

#[test]
fn whoever_signs_does_not_stand_alone_on_a_page() {
    for (name, _, pdf) in SHELF.iter() {
        if name.starts_with("control") || name.starts_with("register") {
            continue;
        }
        let all = sheets(pdf);
        let signed = ["NGƯỜI", "CHỦ"];
        let page = all
            .iter()
            .find(|sheet| {
                let mut roles = sheet.lines().into_iter().map(|line| line.text);
                roles.any(|line| line.starts_with("NGƯỜI ") || line.ends_with("CHỦ TỊCH"))
            })
            .unwrap_or_else(|| panic!("{name}: nobody signs, {signed:?}"));
        let at = page
            .lines()
            .into_iter()
            .find(|line| line.text.starts_with("NGƯỜI ") || line.text.ends_with("CHỦ TỊCH"))
            .unwrap();
        let above = page
            .lines()
            .into_iter()
            .filter(|line| line.bottom <= at.top + NEARLY && !is_page_number(&line.text))
            .count();
        assert!(above >= 2, "{name}: {above} lines above the signature");
    }
}

#[test]
fn fonts_are_embedded_and_words_are_composed() {
    use unicode_normalization::is_nfc;
    for (name, _, pdf) in SHELF.iter() {
        let fonts = geometry::fonts(pdf);
        assert!(
            !fonts.is_empty() && fonts.iter().all(|one| one.contains("yes yes")),
            "{fonts:?}"
        );
        assert!(is_nfc(&read(pdf).0), "{name}");
    }
}

#[test]
fn a_thousand_rows_of_the_register_are_set_and_numbered() {
    let paper = shelf::register_of(1_000, Length::Short);
    let pdf = press::pdf(&paper).unwrap();
    let (words, pages) = read(&pdf);
    assert!(pages > 40, "{pages} pages");
    for n in [1, 500, 1_000] {
        assert!(
            squeezed(&words).contains(&format!("H23-231123-{n:04}")),
            "row {n}"
        );
    }
}
