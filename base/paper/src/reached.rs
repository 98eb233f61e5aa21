//! Where a paper's links lead today: a kept paper names its page, not the house's address of its day.
//! For whoever shows an issued paper; nothing else in it changes.

use crate::tree::*;

/// Places that a kept paper names without a house begin so.
const PLACE: &str = "/t/";

/// The paper with its links at `house`: `https://motcua.example.vn`, without a final slash.
#[must_use]
pub fn reached_at(mut paper: Paper, house: &str) -> Paper {
    paper.parts.iter_mut().for_each(|part| link(part, house));
    paper
}

fn link(part: &mut Block, house: &str) {
    match part {
        Block::Boxed { fields, qr } => {
            for field in fields {
                put(&mut field.value, house);
            }
            if let Some(qr) = qr {
                put(&mut qr.text, house);
            }
        }
        Block::KeepTogether { parts } => parts.iter_mut().for_each(|part| link(part, house)),
        _ => {}
    }
}

fn put(text: &mut String, house: &str) {
    if text.starts_with(PLACE) {
        text.insert_str(0, house);
    }
}

/// The paper with a line across its head that it does not hold any more.
#[must_use]
pub fn cancelled(mut paper: Paper, why: &str) -> Paper {
    let mark = Block::Paragraph {
        runs: vec![Run::bold(why)],
        align: Align::Center,
    };
    let heads: Vec<usize> = (0..paper.parts.len())
        .rev()
        .filter(|at| matches!(paper.parts[*at], Block::Header(_)))
        .collect();
    for at in heads {
        paper.parts.insert(at + 1, mark.clone());
    }
    paper
}

/// The paper with whose place it takes, below its name on each copy: `Thay cho số 01/HDHS đã hủy`.
#[must_use]
pub fn in_place_of(paper: Paper, said: &str) -> Paper {
    let mark = Block::Paragraph {
        runs: vec![Run::italic(format!("({said})"))],
        align: Align::Center,
    };
    let mut parts = Vec::with_capacity(paper.parts.len() + 2);
    for part in paper.parts {
        let is_title = matches!(part, Block::Title { .. });
        parts.push(part);
        if is_title {
            parts.push(mark.clone());
        }
    }
    Paper { parts, ..paper }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_house_of_today_and_a_cancelled_paper_says_so_on_every_copy() {
        let copy = || {
            vec![
                Block::Header(Header::national(Vec::new(), None)),
                Block::Boxed {
                    fields: vec![Field::new("Tra cứu tại", "/t/7KQ2M9XA")],
                    qr: Some(Qr {
                        text: "/t/7KQ2M9XA".into(),
                        label: String::new(),
                    }),
                },
            ]
        };
        let mut parts = copy();
        parts.push(Block::NextCopy);
        parts.extend(copy());
        let paper = Paper {
            title: "Phiếu".into(),
            form_no: None,
            issued: jiff::civil::datetime(2023, 11, 23, 9, 0, 0, 0),
            size: Size::A5Portrait,
            two_up: false,
            page_numbers: PageNumbers::None,
            parts,
        };
        let shown = cancelled(reached_at(paper, "https://xa.vn"), "ĐÃ HỦY");
        let text = crate::text(&shown);
        assert_eq!(
            text.matches("https://xa.vn/t/7KQ2M9XA").count(),
            2,
            "{text}"
        );
        assert_eq!(text.matches("ĐÃ HỦY").count(), 2, "{text}");
        assert!(shown.parts.iter().any(|part| matches!(
            part,
            Block::Boxed { qr: Some(qr), .. } if qr.text == "https://xa.vn/t/7KQ2M9XA"
        )));
        let kept: Paper = serde_json::from_str(&serde_json::to_string(&shown).unwrap()).unwrap();
        assert_eq!(kept, shown, "a paper can be kept and read back");
    }
}
