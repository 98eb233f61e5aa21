//! Cuts a paper into copies and pages, and puts copies in pairs for one sheet.
//! For the renderers, so that all of them print the same order.

use crate::tree::{Block, Paper};
use serde::Serialize;

/// What is to start at the top of a page (and may flow on to the next).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet<'a> {
    /// Which copy this belongs to, from 0.
    pub copy: usize,
    /// Whether it is the first page of its copy.
    pub first: bool,
    /// What it says; without page breaks.
    pub blocks: &'a [Block],
}

impl Paper {
    /// The sheets in the order of printing; in a row, what stands side by side.
    ///
    /// A row has one place, or two if the paper is two-up: front beside front,
    /// back beside back, so that both ways of turning the sheet fit.
    pub fn rows(&self) -> Vec<Vec<Option<Sheet<'_>>>> {
        let copies = self.copies();
        if !self.two_up {
            return copies
                .into_iter()
                .flatten()
                .map(|sheet| vec![Some(sheet)])
                .collect();
        }
        let mut rows = Vec::new();
        for pair in copies.chunks(2) {
            let pages = pair.iter().map(Vec::len).max().unwrap_or(0);
            for page in 0..pages {
                let at = |copy: usize| pair.get(copy).and_then(|sheets| sheets.get(page)).cloned();
                rows.push(vec![at(0), at(1)]);
            }
        }
        rows
    }

    fn copies(&self) -> Vec<Vec<Sheet<'_>>> {
        self.parts
            .split(|block| *block == Block::NextCopy)
            .enumerate()
            .map(|(copy, blocks)| {
                blocks
                    .split(|block| *block == Block::PageBreak)
                    .enumerate()
                    .map(|(page, blocks)| Sheet {
                        copy,
                        first: page == 0,
                        blocks,
                    })
                    .collect()
            })
            .collect()
    }
}
