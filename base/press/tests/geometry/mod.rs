//! Where words and ink stand on the pages of a PDF, in points from the top left.
//! For the tests of geometry; read by poppler's tools, which know nothing of our layout.

#![allow(dead_code, reason = "each test file uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use paper::{Paper, html};

/// Points in a millimetre.
pub const MM: f64 = 72.0 / 25.4;
/// Dots to an inch of the pictures that ink is measured in.
const DPI: f64 = 144.0;

/// A word, or several in one line.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Word {
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// One page.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub width: f64,
    pub height: f64,
    pub words: Vec<Word>,
}

/// A rectangle that holds ink.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Sheet {
    /// Words of one height with no wide gap between them, joined.
    pub fn lines(&self) -> Vec<Word> {
        let mut lines: Vec<Word> = Vec::new();
        for word in &self.words {
            let same = lines.last_mut().filter(|line| {
                (line.bottom - word.bottom).abs() < 1.5
                    && word.left >= line.right - 0.5
                    && word.left - line.right < 8.0
            });
            match same {
                Some(line) => {
                    line.text = format!("{} {}", line.text, word.text);
                    line.right = word.right;
                    line.top = line.top.min(word.top);
                }
                None => lines.push(word.clone()),
            }
        }
        lines
    }

    /// The first line that has this word.
    pub fn line_of(&self, word: &str) -> Word {
        self.lines()
            .into_iter()
            .find(|line| line.text.split(' ').any(|one| one == word))
            .unwrap_or_else(|| panic!("no line with {word}: {:?}", self.lines()))
    }
}

fn run(tool: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|_| panic!("{tool} is missing: install Debian's package poppler-utils"));
    assert!(output.status.success(), "{tool} failed");
    output.stdout
}

fn written(pdf: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    fs::write(&path, pdf).unwrap();
    (dir, path)
}

/// The pages of a PDF with their words.
pub fn sheets(pdf: &[u8]) -> Vec<Sheet> {
    let (_dir, path) = written(pdf);
    let page = run("pdftotext", &["-bbox", path.to_str().unwrap(), "-"]);
    let page = String::from_utf8(page).unwrap();
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in page.lines().map(str::trim) {
        let value = |name: &str| -> f64 {
            let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        if line.starts_with("<page ") {
            sheets.push(Sheet {
                width: value("width"),
                height: value("height"),
                words: Vec::new(),
            });
        } else if line.starts_with("<word ") {
            let (_, rest) = line.split_once('>').unwrap();
            let text = rest.trim_end_matches("</word>").replace("&amp;", "&");
            sheets.last_mut().unwrap().words.push(Word {
                text,
                left: value("xMin"),
                top: value("yMin"),
                right: value("xMax"),
                bottom: value("yMax"),
            });
        }
    }
    sheets
}

/// The names of the fonts with their flags.
pub fn fonts(pdf: &[u8]) -> Vec<String> {
    let (_dir, path) = written(pdf);
    let list = run("pdffonts", &[path.to_str().unwrap()]);
    let list = String::from_utf8(list).unwrap();
    list.lines().skip(2).map(str::to_owned).collect()
}

/// One page as dark and light: width and rows.
fn picture(pdf: &[u8], page: usize) -> Vec<Vec<bool>> {
    let (_dir, path) = written(pdf);
    let (page, dpi) = (page.to_string(), DPI.to_string());
    let path = path.to_str().unwrap();
    let pgm = run(
        "pdftoppm",
        &["-gray", "-r", &dpi, "-f", &page, "-l", &page, path],
    );
    let mut at = 0;
    let mut numbers = Vec::new();
    while numbers.len() < 4 {
        let end = at + pgm[at..].iter().position(u8::is_ascii_whitespace).unwrap();
        numbers.push(String::from_utf8(pgm[at..end].to_vec()).unwrap());
        at = end + 1;
    }
    let width: usize = numbers[1].parse().unwrap();
    pgm[at..]
        .chunks(width)
        .map(|row| row.iter().map(|grey| *grey < 128).collect())
        .collect()
}

fn points(dots: usize) -> f64 {
    f64::from(u32::try_from(dots).unwrap()) * 72.0 / DPI
}

/// The rectangle that holds all ink of a page.
pub fn ink(pdf: &[u8], page: usize) -> Ink {
    let rows = picture(pdf, page);
    let inked: Vec<usize> = (0..rows.len())
        .filter(|y| rows[*y].contains(&true))
        .collect();
    let columns: Vec<usize> = (0..rows[0].len())
        .filter(|x| rows.iter().any(|row| row[*x]))
        .collect();
    Ink {
        left: points(*columns.first().unwrap()),
        right: points(columns.last().unwrap() + 1),
        top: points(*inked.first().unwrap()),
        bottom: points(inked.last().unwrap() + 1),
    }
}

/// The longest rule within three millimetres below a line of the first page.
pub fn rule_below(pdf: &[u8], line: &Word) -> Ink {
    let rows = picture(pdf, 1);
    let dots = |points: f64| -> usize { (points * DPI / 72.0).round() as usize };
    let mut best = Ink {
        left: 0.0,
        right: 0.0,
        top: 0.0,
        bottom: 0.0,
    };
    let near = dots(line.bottom - 3.0)..dots(line.bottom + 3.0 * MM);
    for (y, row) in rows.iter().enumerate().take(near.end).skip(near.start) {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark).count();
            let found = Ink {
                left: points(x),
                right: points(x + run),
                top: points(y),
                bottom: points(y),
            };
            let is_here = found.right > line.left && found.left < line.right;
            if is_here && found.right - found.left > best.right - best.left {
                best = found;
            }
            x += run.max(1);
        }
    }
    best
}

/// Keeps a paper as PDF and as page in the folder that `MOTCUA_KEEP_PAPERS` names, to be looked at.
pub fn keep(name: &str, pdf: &[u8], paper: &Paper) {
    let Some(folder) = std::env::var_os("MOTCUA_KEEP_PAPERS") else {
        return;
    };
    let at = |ending: &str| Path::new(&folder).join(format!("{name}.{ending}"));
    fs::write(at("pdf"), pdf).unwrap();
    let page = format!(
        "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><style>{}</style><body>{}</body></html>",
        paper::CSS,
        html(paper)
    );
    fs::write(at("html"), page).unwrap();
}
