//! The commune's own sentences put into a paper: below its name, below the codes, below the signatures.
//! For every feature that issues papers; what the model form fixes stays as it is.

use crate::tree::*;

/// The sentences; an empty one is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnWords<'a> {
    /// A line below the name of the agency.
    pub header: &'a str,
    /// Whom to ask, below the frame with the codes.
    pub contact: &'a str,
    /// A closing note below the signatures.
    pub closing: &'a str,
}

/// The paper with the commune's own sentences, in each of its copies.
#[must_use]
pub fn worded(paper: Paper, words: OwnWords<'_>) -> Paper {
    let (mut parts, mut has_contact) = (Vec::with_capacity(paper.parts.len()), false);
    for mut part in paper.parts {
        match &mut part {
            Block::Header(header) => put_below_agency(header, words.header),
            Block::NextCopy => has_contact = false,
            _ => {}
        }
        let is_frame = matches!(part, Block::Boxed { .. });
        let is_signed = has_signatures(&part);
        parts.push(part);
        if is_frame && !has_contact && !words.contact.is_empty() {
            has_contact = true;
            parts.push(Block::paragraph(words.contact));
        }
        if is_signed && !words.closing.is_empty() {
            parts.push(Block::note(words.closing));
        }
    }
    Paper { parts, ..paper }
}

/// The short rule stands below the last line, so it moves down with it.
fn put_below_agency(header: &mut Header, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(last) = header
        .left
        .iter_mut()
        .find(|line| line.kind == LineKind::AgencyRuled)
    {
        last.kind = LineKind::Agency;
    }
    let line = Line::new(LineKind::AgencyRuled, text.to_uppercase());
    let place = header
        .left
        .iter()
        .position(|line| matches!(line.kind, LineKind::Number | LineKind::About))
        .unwrap_or(header.left.len());
    header.left.insert(place, line);
}

fn has_signatures(part: &Block) -> bool {
    match part {
        Block::Signatures { .. } | Block::Closing { .. } => true,
        Block::KeepTogether { parts } => parts.iter().any(has_signatures),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        let copy = || {
            vec![
                Block::Header(Header::national(
                    vec![Line::new(LineKind::AgencyRuled, "XÃ QUANG KHẢI")],
                    None,
                )),
                Block::Boxed {
                    fields: vec![Field::new("Mã hồ sơ", "1")],
                    qr: None,
                },
                Block::KeepTogether {
                    parts: vec![Block::Signatures {
                        left: None,
                        right: None,
                    }],
                },
            ]
        };
        let mut parts = copy();
        parts.push(Block::NextCopy);
        parts.extend(copy());
        Paper {
            title: "Giấy".into(),
            form_no: None,
            issued: jiff::civil::datetime(2023, 11, 23, 9, 0, 0, 0),
            size: Size::A5Portrait,
            two_up: false,
            page_numbers: PageNumbers::None,
            parts,
        }
    }

    #[test]
    fn every_copy_says_the_communes_sentences_in_their_places() {
        let words = OwnWords {
            header: "Bộ phận một cửa",
            contact: "Gọi 0220",
            closing: "Xin cảm ơn",
        };
        let text = crate::text(&worded(paper(), words));
        for said in ["BỘ PHẬN MỘT CỬA", "Gọi 0220", "Xin cảm ơn"] {
            assert_eq!(text.matches(said).count(), 2, "{said} in:\n{text}");
        }
        let place = |said: &str| text.find(said).expect("said");
        assert!(place("XÃ QUANG KHẢI") < place("BỘ PHẬN MỘT CỬA"));
        assert!(place("Mã hồ sơ") < place("Gọi 0220") && place("Gọi 0220") < place("Xin cảm ơn"));
    }

    #[test]
    fn without_sentences_the_paper_stays_as_it_was() {
        assert_eq!(worded(paper(), OwnWords::default()), paper());
    }
}
