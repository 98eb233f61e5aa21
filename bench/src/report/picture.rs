//! The lives a second as bars, drawn by hand: readable without colour, aloud, and on paper.
//! For docs/performance.md.

use std::fmt::Write as _;

use crate::measured::{Cell, Measured, Subject};
use crate::report::table::number;

const WIDTH: f64 = 840.0;
const LEFT: f64 = 270.0;
const RIGHT: f64 = 90.0;
const BAR: f64 = 20.0;
const GAP: f64 = 6.0;
const HEAD: f64 = 34.0;

/// The picture of a run.
pub fn picture(run: &Measured) -> String {
    let groups: Vec<(usize, Vec<&Cell>)> = run
        .clients()
        .into_iter()
        .map(|clients| (clients, bars(run, clients)))
        .filter(|(_, cells)| !cells.is_empty())
        .collect();
    let most = groups
        .iter()
        .flat_map(|(_, cells)| cells.iter().map(|cell| cell.rate()))
        .fold(1.0, f64::max);
    let mut body = String::new();
    let mut y = 64.0;
    for (clients, cells) in &groups {
        text(
            &mut body,
            16.0,
            y + 16.0,
            "start",
            true,
            &format!("{clients} at once"),
        );
        y += HEAD;
        for cell in cells {
            bar(&mut body, cell, y, most);
            y += BAR + GAP;
        }
        y += 12.0;
    }
    let height = y + 30.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" height=\"{height:.0}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"system-ui, sans-serif\" font-size=\"14\">\n<title id=\"title\">Lives of a dossier a second</title>\n<desc id=\"desc\">{}</desc>\n{PATTERNS}<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escaped(&described(&groups))
    );
    text(
        &mut out,
        16.0,
        28.0,
        "start",
        true,
        "Lives of a dossier a second (48 requests, 8 durable writes each)",
    );
    text(
        &mut out,
        16.0,
        48.0,
        "start",
        false,
        &format!(
            "{}, {} cores; the thin line spans the rounds",
            run.machine.processor, run.machine.cores
        ),
    );
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

const PATTERNS: &str = "<defs><pattern id=\"slant\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffffff\"/><rect width=\"2.5\" height=\"6\" fill=\"#6b6259\"/></pattern><pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#ffffff\"/><circle cx=\"3\" cy=\"3\" r=\"1.6\" fill=\"#6b6259\"/></pattern></defs>\n";

fn bars(run: &Measured, clients: usize) -> Vec<&Cell> {
    [
        Subject::RawSqlite,
        Subject::Ceiling,
        Subject::SqliteCalls,
        Subject::Sqlite,
        Subject::RawPostgres,
        Subject::PostgresCalls,
        Subject::Postgres,
        Subject::Peer,
    ]
    .into_iter()
    .filter_map(|subject| run.cell(subject, clients))
    .collect()
}

fn fill(subject: Subject) -> &'static str {
    match subject {
        Subject::SqliteCalls | Subject::Sqlite | Subject::PostgresCalls | Subject::Postgres => {
            "#8a1c1c"
        }
        Subject::Ceiling => "url(#slant)",
        _ => "url(#dots)",
    }
}

fn bar(out: &mut String, cell: &Cell, y: f64, most: f64) {
    let scale = (WIDTH - LEFT - RIGHT) / most;
    let width = (cell.rate() * scale).max(1.0);
    text(out, LEFT - 8.0, y + 15.0, "end", false, cell.subject.name());
    let _ = writeln!(
        out,
        "<rect x=\"{LEFT}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\" fill=\"{}\" stroke=\"#3d3630\"/>",
        fill(cell.subject)
    );
    let ends = cell
        .rounds
        .iter()
        .fold((f64::MAX, 0.0_f64), |(low, high), rate| {
            (low.min(*rate), high.max(*rate))
        });
    let middle = y + BAR / 2.0;
    let (from, to) = (
        LEFT + ends.0.min(most) * scale,
        LEFT + ends.1.min(most) * scale,
    );
    let _ = writeln!(
        out,
        "<path d=\"M{from:.1} {middle:.1}H{to:.1}\" stroke=\"#000000\" stroke-width=\"1.5\"/>"
    );
    text(
        out,
        LEFT + width.max(to - LEFT) + 8.0,
        y + 15.0,
        "start",
        true,
        &number(cell.rate()),
    );
}

fn described(groups: &[(usize, Vec<&Cell>)]) -> String {
    let sentences: Vec<String> = groups
        .iter()
        .map(|(clients, cells)| {
            let said: Vec<String> = cells
                .iter()
                .map(|cell| format!("{} {}", cell.subject.name(), number(cell.rate())))
                .collect();
            format!("At {clients} clients: {}.", said.join("; "))
        })
        .collect();
    sentences.join(" ")
}

fn text(out: &mut String, x: f64, y: f64, anchor: &str, bold: bool, words: &str) {
    let weight = if bold { " font-weight=\"600\"" } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{weight} fill=\"#1f1a16\">{}</text>",
        escaped(words)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_picture_says_in_words_what_it_shows() {
        let cell = |subject, rate: f64| Cell {
            subject,
            clients: 8,
            rounds: vec![rate, rate * 1.1, rate * 0.9],
            noise: Vec::new(),
            latencies: BTreeMap::new(),
            processor_ms: 0.0,
            resident_mib: 0.0,
        };
        let run = Measured {
            cells: vec![cell(Subject::Ceiling, 700.0), cell(Subject::Sqlite, 200.0)],
            ..Measured::default()
        };
        let drawn = picture(&run);
        assert!(drawn.contains("<title id=\"title\">"), "{drawn}");
        assert!(
            drawn.contains("At 8 clients: ceiling program 700; motcua on SQLite, by browsers 200."),
            "{drawn}"
        );
        assert_eq!(drawn.matches("<rect x=").count(), 2);
    }
}
