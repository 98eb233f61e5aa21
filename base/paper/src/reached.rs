//! Where a paper's links lead: to the house of today, or for an archived paper as it was issued.
//! For whoever shows an issued paper; nothing else in it changes.

use crate::tree::*;

/// Where a link's place begins; older papers were kept without a house before it.
const PLACE: &str = "/t/";

/// The paper with its links at `house`: `https://motcua.example.vn`, without a final slash.
#[must_use]
pub fn reached_at(mut paper: Paper, house: &str) -> Paper {
    let of_today = |text: &mut String| {
        if let Some(at) = place(text) {
            text.replace_range(..at, house);
        }
    };
    paper
        .parts
        .iter_mut()
        .for_each(|part| each(part, &of_today));
    paper
}

/// The paper with its links as it was issued; one that was kept without a house has them at `house`.
#[must_use]
pub fn as_issued(mut paper: Paper, house: &str) -> Paper {
    let where_none = |text: &mut String| {
        if place(text) == Some(0) {
            text.insert_str(0, house);
        }
    };
    paper
        .parts
        .iter_mut()
        .for_each(|part| each(part, &where_none));
    paper
}

/// Does it to every link of a part.
fn each(part: &mut Block, put: &impl Fn(&mut String)) {
    match part {
        Block::Boxed { fields, qr } => {
            fields.iter_mut().for_each(|field| put(&mut field.value));
            if let Some(qr) = qr {
                put(&mut qr.text);
            }
        }
        Block::KeepTogether { parts } => parts.iter_mut().for_each(|part| each(part, put)),
        _ => {}
    }
}

/// Where the place begins in a text that is a link and nothing else.
fn place(text: &str) -> Option<usize> {
    let is_house = |house: &str| house.is_empty() || house.starts_with("http");
    let at = text.rfind(PLACE)?;
    (is_house(&text[..at]) && !text.contains(char::is_whitespace)).then_some(at)
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
        let former = reached_at(paper.clone(), "http://xa-cu.vn:8080");
        let archived = crate::text(&as_issued(former.clone(), "https://xa.vn"));
        assert_eq!(
            archived.matches("http://xa-cu.vn:8080/t/7KQ2M9XA").count(),
            2
        );
        let unsaid = crate::text(&as_issued(paper, "https://xa.vn"));
        assert_eq!(unsaid.matches("https://xa.vn/t/7KQ2M9XA").count(), 2);
        let shown = cancelled(reached_at(former, "https://xa.vn"), "ĐÃ HỦY");
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
