//! A paper as plain text: every word that each renderer must carry, in order.
//! For tests, for search, and for reading a paper aloud.

use crate::tree::{Block, Field, Header, Paper, Run, Signature, Table};

/// The words of a paper, one line a piece, in the order of printing.
pub fn text(paper: &Paper) -> String {
    let mut lines = Vec::new();
    for sheet in paper.rows().iter().flatten().flatten() {
        if sheet.first {
            lines.extend(paper.form_no.clone());
        }
        blocks(sheet.blocks, &mut lines);
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn blocks(parts: &[Block], lines: &mut Vec<String>) {
    for part in parts {
        block(part, lines);
    }
}

fn block(part: &Block, lines: &mut Vec<String>) {
    match part {
        Block::Header(Header {
            left,
            right,
            place_date,
        }) => {
            lines.extend(left.iter().chain(right).map(|line| line.text.clone()));
            lines.extend(place_date.clone());
        }
        Block::Title {
            lines: title,
            subtitle,
        } => {
            lines.extend(title.iter().chain(subtitle).cloned());
        }
        Block::Boxed { fields, qr: _ } => lines.extend(fields.iter().map(field)),
        Block::Field(one) => lines.push(field(one)),
        Block::Row { fields } => {
            lines.push(fields.iter().map(field).collect::<Vec<_>>().join("  "));
        }
        Block::Heading { text } => lines.push(text.clone()),
        Block::Paragraph { runs, align: _ } | Block::Note { runs } => lines.push(words(runs)),
        Block::List { ordered, items } => {
            for (i, item) in items.iter().enumerate() {
                let mark = if *ordered {
                    format!("{}.", i + 1)
                } else {
                    "-".into()
                };
                lines.push(format!("{mark} {}", words(item)));
            }
        }
        Block::Table(table) => rows(table, lines),
        Block::Signatures { left, right } => {
            for one in left.iter().chain(right) {
                signature(one, lines);
            }
        }
        Block::Closing { recipients, right } => {
            lines.push("Nơi nhận:".into());
            lines.extend(recipient_lines(recipients));
            signature(right, lines);
        }
        Block::KeepTogether { parts } => blocks(parts, lines),
        Block::Rule | Block::Cut | Block::PageBreak | Block::NextCopy => {}
    }
}

/// "- UBND huyện;" … and a full stop after the last (NĐ 30/2020, ô số 9b).
pub(crate) fn recipient_lines(recipients: &[String]) -> impl Iterator<Item = String> {
    let last = recipients.len().saturating_sub(1);
    recipients
        .iter()
        .enumerate()
        .map(move |(i, one)| format!("- {one}{}", if i == last { "." } else { ";" }))
}

fn field(field: &Field) -> String {
    format!("{}: {}", field.label, field.value)
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn rows(table: &Table, lines: &mut Vec<String>) {
    let titles: Vec<_> = table
        .columns
        .iter()
        .map(|column| column.title.as_str())
        .collect();
    lines.push(titles.join("  ").trim().to_owned());
    lines.extend(table.rows.iter().map(|row| row.join("  ")));
}

fn signature(signature: &Signature, lines: &mut Vec<String>) {
    lines.extend(
        signature
            .role
            .iter()
            .chain(&signature.hint)
            .chain(&signature.name)
            .cloned(),
    );
}
