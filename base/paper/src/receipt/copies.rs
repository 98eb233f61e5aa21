//! The copies of a receipt, made from the one that is kept, and how often it was printed.
//! For `receipt`, and for whoever shows a kept receipt again.

use super::Copies;
use crate::tree::*;

pub(super) const CITIZEN: &str = "Liên 2: Giao người nộp hồ sơ";
const OFFICE: &str = "Liên 1: Lưu tại bộ phận tiếp nhận";

/// The copies of a receipt. What is kept is the citizen's copy with its back page; the rest
/// follows from it.
#[must_use]
pub fn in_copies(kept: Paper, copies: Copies) -> Paper {
    let back_at = kept
        .parts
        .iter()
        .position(|part| *part == Block::PageBreak)
        .unwrap_or(kept.parts.len());
    let citizen = kept.parts;
    let (front, back) = citizen.split_at(back_at);
    let office: Vec<Block> = front.iter().map(of_office).collect();
    let parts = match copies {
        Copies::Citizen => citizen,
        Copies::Office => office,
        Copies::Both => joined(citizen, office),
        // Each half has a back, so that it does not matter how the sheet is turned.
        Copies::BothOnA4 => joined([&office, back].concat(), citizen),
    };
    let two_up = copies == Copies::BothOnA4;
    Paper {
        size: if two_up {
            Size::A4Landscape
        } else {
            Size::A5Portrait
        },
        two_up,
        parts,
        ..kept
    }
}

fn joined(mut first: Vec<Block>, second: Vec<Block>) -> Vec<Block> {
    first.push(Block::NextCopy);
    first.extend(second);
    first
}

fn of_office(part: &Block) -> Block {
    match part {
        Block::Title {
            lines,
            subtitle: Some(said),
        } => Block::Title {
            lines: lines.clone(),
            subtitle: Some(said.replacen(CITIZEN, OFFICE, 1)),
        },
        other => other.clone(),
    }
}

/// The receipt with how often it was printed again, on each copy; 0 for the first printing.
#[must_use]
pub fn reprinted(mut paper: Paper, times: u32) -> Paper {
    if times == 0 {
        return paper;
    }
    for part in &mut paper.parts {
        if let Block::Title {
            subtitle: Some(said),
            ..
        } = part
        {
            said.push_str(&format!(" (bản in lại lần {times})"));
        }
    }
    paper
}
