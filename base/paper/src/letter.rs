//! Letters that the leader signs: the apology (Mẫu 04) and the stop notice (form set of 2025).
//! For the citizen who is told; sentences come as data, because no source gives the model's.

use jiff::civil::DateTime;

use crate::Office;
use crate::office::derived;
use crate::tree::*;

/// So many paragraphs stay with the signature: two lines at least.
const LAST_WORDS: usize = 2;

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// "Mẫu số 04 (…)", as the form set calls it.
    pub form_no: String,
    /// Who issues it.
    pub office: Office,
    /// "01/PXL".
    pub number: String,
    /// Name of the paper in capitals.
    pub title: Vec<String>,
    /// What it is about, below the name.
    pub subtitle: Option<String>,
    /// When it is signed.
    pub issued: DateTime,
    /// Whom it addresses.
    pub to: String,
    /// Where they live.
    pub address: String,
    /// The dossier's code, for the second part.
    pub code: String,
    /// The text, one paragraph each.
    pub body: Vec<String>,
    /// Who else gets it.
    pub recipients: Vec<String>,
    /// "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".
    pub signs_as: Vec<String>,
    /// Who signs.
    pub signer: String,
    /// How the date came about: a sentence and its rule, each.
    pub derivation: Vec<(String, String)>,
}

/// The letter as a paper.
pub fn letter(letter: &Letter) -> Paper {
    let mut parts = vec![
        letter
            .office
            .of_committee(Some(&letter.number), letter.issued.date()),
        Block::Title {
            lines: letter.title.clone(),
            subtitle: letter.subtitle.clone(),
        },
        Block::Field(Field::strong("Kính gửi", &letter.to)),
        Block::field("Địa chỉ", &letter.address),
    ];
    let mut paragraphs: Vec<Block> = letter.body.iter().map(paragraph).collect();
    // The signature takes the last words along, so that it never stands alone on a page.
    let last = paragraphs.split_off(paragraphs.len().saturating_sub(LAST_WORDS));
    parts.extend(paragraphs);
    let closing = Block::Closing {
        recipients: letter.recipients.clone(),
        right: Signature {
            role: letter.signs_as.clone(),
            hint: None,
            name: Some(letter.signer.clone()),
        },
    };
    parts.push(Block::KeepTogether {
        parts: last.into_iter().chain([closing]).collect(),
    });
    parts.extend(derived(&letter.code, &letter.derivation));
    Paper {
        title: format!("{} {}", letter.title.join(" "), letter.number),
        form_no: Some(letter.form_no.clone()),
        issued: letter.issued,
        size: Size::A4Portrait,
        two_up: false,
        page_numbers: PageNumbers::TopFromSecond,
        parts,
    }
}

fn paragraph(text: &String) -> Block {
    Block::Paragraph {
        runs: vec![Run::plain(text)],
        align: Align::Justify,
    }
}
