//! A typed query against folded text: words, phrases, initials, codes.
//! For the search of procedures and the worklist's box.

use super::{fold, initials, nfc};

/// What somebody typed, made ready to be compared many times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    marked: String,
    folded: String,
}

/// A title made ready to be asked for many times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    marked: String,
    folded: String,
    initials: String,
}

impl Title {
    /// Makes a title ready.
    pub fn new(text: &str) -> Self {
        Self {
            marked: marked(text),
            folded: fold(text),
            initials: initials(text),
        }
    }
}

/// How well a title answers a query; the smaller, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The title holds the query with its very marks, from this word on.
    Marked(usize),
    /// The title holds the query once marks are off, from this word on.
    Stripped(usize),
    /// Every word begins some word of the title or its other names and codes.
    Words,
    /// The query is a run of the title's first letters, as "ks" of "khai sinh".
    Initials,
}

impl Query {
    /// Makes a query ready; white space and punctuation do not matter.
    pub fn new(text: &str) -> Self {
        Self {
            marked: marked(text),
            folded: fold(text),
        }
    }

    /// Whether nothing was asked; then everything matches.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The folded words, as a database would look for them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.folded.split(' ').filter(|word| !word.is_empty())
    }

    /// Whether each word of the query begins a word of the folded text.
    pub fn matches(&self, haystack_folded: &str) -> bool {
        self.matches_either(haystack_folded, "")
    }

    fn matches_either(&self, one: &str, other: &str) -> bool {
        self.words().all(|word| {
            let mut known = one.split(' ').chain(other.split(' '));
            known.any(|begun| begun.starts_with(word))
        })
    }

    /// How well a title answers; `others_folded` are its aliases and codes, folded.
    pub fn rank(&self, title: &Title, others_folded: &str) -> Option<Rank> {
        if let Some(at) = word_at(&title.marked, &self.marked) {
            return Some(Rank::Marked(at));
        }
        if let Some(at) = word_at(&title.folded, &self.folded) {
            return Some(Rank::Stripped(at));
        }
        if self.matches_either(&title.folded, others_folded) {
            return Some(Rank::Words);
        }
        let is_abbreviation = self.folded.len() >= 2 && !self.folded.contains(' ');
        (is_abbreviation && title.initials.contains(&self.folded)).then_some(Rank::Initials)
    }
}

/// Lower case with marks, one space between words.
fn marked(text: &str) -> String {
    let lower = nfc(text).to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

/// The number of the word at which the phrase begins, if it begins at a word.
fn word_at(haystack: &str, phrase: &str) -> Option<usize> {
    haystack
        .match_indices(phrase)
        .find(|(at, _)| *at == 0 || haystack[..*at].ends_with(' '))
        .map(|(at, _)| haystack[..at].matches(' ').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIRTH: &str = "Đăng ký khai sinh";
    const DEATH: &str = "Đăng ký khai tử";

    #[test]
    fn birth_is_found_with_and_without_marks_by_initials_and_by_code() {
        let code = "1 001193";
        assert_eq!(
            Query::new("khai sinh").rank(&Title::new(BIRTH), code),
            Some(Rank::Marked(2))
        );
        assert_eq!(
            Query::new("KHAI  SINH").rank(&Title::new(BIRTH), code),
            Some(Rank::Marked(2))
        );
        assert_eq!(
            Query::new("dang ky").rank(&Title::new(BIRTH), code),
            Some(Rank::Stripped(0))
        );
        assert_eq!(
            Query::new("ks").rank(&Title::new(BIRTH), code),
            Some(Rank::Initials)
        );
        assert_eq!(
            Query::new("1.001193").rank(&Title::new(BIRTH), code),
            Some(Rank::Words)
        );
        assert_eq!(
            Query::new("sinh dang").rank(&Title::new(BIRTH), code),
            Some(Rank::Words)
        );
        assert_eq!(Query::new("ket hon").rank(&Title::new(BIRTH), code), None);
        assert_eq!(
            Query::new("s").rank(&Title::new("Đăng ký giám hộ"), ""),
            None
        );
    }

    #[test]
    fn the_right_marks_come_before_the_same_letters() {
        let query = Query::new("khai tử");
        assert!(query.rank(&Title::new(DEATH), "") < query.rank(&Title::new("Khai từ điển"), ""));
        assert!(
            query.rank(&Title::new(DEATH), "").is_some()
                && query.rank(&Title::new("Khai từ điển"), "").is_some()
        );
    }

    #[test]
    fn words_match_by_their_beginning_only() {
        assert!(Query::new("nguyen an").matches("nguyen van an"));
        assert!(Query::new("ngu").matches("nguyen van an"));
        assert!(!Query::new("yen").matches("nguyen van an"));
        assert!(Query::new("").matches("anything") && Query::new(" - ").is_empty());
    }
}
