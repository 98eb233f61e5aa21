//! The sentences of papers that are the commune's to choose, by paper and first day.
//! For printing, and for the administrator; the parts that a circular fixes are not among them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A paper that has such sentences; `Every` stands for all that have none of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Every paper handed to a citizen.
    Every,
    /// Mẫu 01.
    Receipt,
    /// Mẫu 02.
    Supplement,
    /// Mẫu 03.
    Refusal,
}

/// Where in a paper a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// A line below the name of the commune.
    Header,
    /// Whom to ask, below the frame with the codes.
    Contact,
    /// A closing note below the signatures.
    Closing,
}

impl PaperKind {
    /// Every one, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Every, Self::Receipt, Self::Supplement, Self::Refusal];

    /// The frozen name in storage and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Receipt => "receipt",
            Self::Supplement => "supplement",
            Self::Refusal => "refusal",
        }
    }

    /// As officers say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Every => "Mọi giấy giao cho người dân",
            Self::Receipt => "Giấy tiếp nhận và hẹn trả (Mẫu 01)",
            Self::Supplement => "Phiếu yêu cầu bổ sung (Mẫu 02)",
            Self::Refusal => "Phiếu từ chối tiếp nhận (Mẫu 03)",
        }
    }

    /// The paper of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Slot {
    /// Every one, in the order of a paper.
    pub const ALL: [Self; 3] = [Self::Header, Self::Contact, Self::Closing];

    /// The frozen name in storage and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Contact => "contact",
            Self::Closing => "closing",
        }
    }

    /// As officers say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Header => "Dòng dưới tên xã ở đầu giấy",
            Self::Contact => "Dòng liên hệ",
            Self::Closing => "Lời nhắn cuối giấy",
        }
    }

    /// The longest text that still leaves the paper its shape.
    pub const fn chars_max(self) -> usize {
        match self {
            Self::Header => 60,
            Self::Contact => 200,
            Self::Closing => 400,
        }
    }

    /// The slot of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.name() == name)
    }
}

/// All sentences of all times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording(BTreeMap<(PaperKind, Slot), Vec<(Date, String)>>);

/// What one paper of one day says; empty where the commune chose nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worded {
    /// Below the name of the commune.
    pub header: String,
    /// Whom to ask.
    pub contact: String,
    /// The closing note.
    pub closing: String,
}

impl Wording {
    /// Adds a sentence from its day on; of two on one day the one added later holds. An empty one
    /// ends what was said before.
    pub fn add(&mut self, paper: PaperKind, slot: Slot, from: Date, text: String) {
        let texts = self.0.entry((paper, slot)).or_default();
        let place = texts.partition_point(|(known, _)| *known <= from);
        texts.insert(place, (from, text));
    }

    /// What a paper of its own says at a place on a day, if anything was ever chosen for it.
    pub fn chosen(&self, paper: PaperKind, slot: Slot, day: Date) -> Option<&str> {
        let texts = self.0.get(&(paper, slot))?;
        let (_, text) = texts.iter().rfind(|(from, _)| *from <= day)?;
        Some(text)
            .filter(|text| !text.is_empty())
            .map(String::as_str)
    }

    /// What a paper says at a place on a day: its own sentence, else that of every paper.
    pub fn said(&self, paper: PaperKind, slot: Slot, day: Date) -> &str {
        self.chosen(paper, slot, day)
            .or_else(|| self.chosen(PaperKind::Every, slot, day))
            .unwrap_or_default()
    }

    /// All that a paper of a day says.
    pub fn of(&self, paper: PaperKind, day: Date) -> Worded {
        let said = |slot| self.said(paper, slot, day).to_owned();
        Worded {
            header: said(Slot::Header),
            contact: said(Slot::Contact),
            closing: said(Slot::Closing),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_paper_says_its_own_sentence_from_its_day_and_else_that_of_every_paper() {
        let mut wording = Wording::default();
        let day = date(2023, 12, 1);
        wording.add(PaperKind::Every, Slot::Contact, day, "Gọi 0220".to_owned());
        wording.add(
            PaperKind::Receipt,
            Slot::Contact,
            date(2024, 1, 1),
            "Gọi 0221".to_owned(),
        );
        let said = |paper, day| wording.said(paper, Slot::Contact, day);
        assert_eq!(said(PaperKind::Receipt, date(2023, 11, 30)), "");
        assert_eq!(said(PaperKind::Receipt, date(2023, 12, 31)), "Gọi 0220");
        assert_eq!(said(PaperKind::Receipt, date(2024, 1, 1)), "Gọi 0221");
        assert_eq!(said(PaperKind::Refusal, date(2024, 1, 1)), "Gọi 0220");
        assert_eq!(wording.of(PaperKind::Refusal, day).closing, "");
    }

    #[test]
    fn of_two_sentences_on_one_day_the_one_added_later_holds() {
        let mut wording = Wording::default();
        let day = date(2023, 12, 1);
        for text in ["Gọi 0220", "Gọi 0221"] {
            wording.add(PaperKind::Every, Slot::Contact, day, text.to_owned());
        }
        assert_eq!(
            wording.said(PaperKind::Receipt, Slot::Contact, day),
            "Gọi 0221"
        );
    }

    #[test]
    fn an_empty_sentence_ends_the_one_before() {
        let mut wording = Wording::default();
        let place = (PaperKind::Receipt, Slot::Closing);
        wording.add(place.0, place.1, date(2023, 12, 1), "Cảm ơn".to_owned());
        wording.add(place.0, place.1, date(2024, 1, 1), String::new());
        assert_eq!(wording.said(place.0, place.1, date(2023, 12, 31)), "Cảm ơn");
        assert_eq!(wording.said(place.0, place.1, date(2024, 1, 1)), "");
    }

    #[test]
    fn stored_names_are_read_back() {
        for paper in PaperKind::ALL {
            assert_eq!(PaperKind::from_name(paper.name()), Some(paper));
        }
        for slot in Slot::ALL {
            assert_eq!(Slot::from_name(slot.name()), Some(slot));
        }
    }
}
