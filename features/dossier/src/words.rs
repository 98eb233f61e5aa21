//! What dossiers are found by among all that ever were: the beginnings of the words of their search text.
//! For the index kept with each dossier, and for searches, which must agree on what it holds.

use store::{Sql as _, StoreError, Tx, Value};

/// As many letters of the text as tell dossiers apart; the migration cuts at the same.
const LETTERS_MAX: usize = 16;

/// The text from the beginning of each word on, without short numbers: every code has the same ones.
fn beginnings(text: &str) -> Vec<String> {
    let starts = text.match_indices(' ').map(|(at, _)| &text[at + 1..]);
    starts
        .filter(|rest| rest.split(' ').next().is_some_and(is_kept))
        .map(first_letters)
        .collect()
}

/// The beginning that dossiers with such a word are kept under; none where nothing is kept.
pub(crate) fn kept_under(word: &str) -> Option<String> {
    // Why longer: "12" may begin a word that is kept, and one that is not.
    is_kept(word).then(|| first_letters(word))
}

fn is_kept(word: &str) -> bool {
    !word.is_empty() && (word.chars().count() > 3 || !word.contains(|c: char| c.is_numeric()))
}

fn first_letters(text: &str) -> String {
    text.chars().take(LETTERS_MAX).collect()
}

/// Keeps a dossier under the words of its search text.
///
/// # Errors
/// What the store answers.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    agency: &str,
    dossier: &str,
    text: &str,
) -> Result<(), StoreError> {
    let beginnings = beginnings(text);
    if beginnings.is_empty() {
        return Ok(());
    }
    let mut values: Vec<Value> = vec![agency.into(), dossier.into()];
    let mut rows = Vec::with_capacity(beginnings.len());
    for begins in beginnings {
        values.push(begins.into());
        rows.push(format!("($1, ${}, $2)", values.len()));
    }
    let sql = format!(
        "INSERT INTO dossier_word(agency, begins, dossier_id) VALUES {} ON CONFLICT DO NOTHING",
        rows.join(", ")
    );
    tx.run(&sql, values)?;
    Ok(())
}

/// Forgets under which words a dossier was kept, before its search text changes.
///
/// # Errors
/// What the store answers.
pub(crate) fn forget(tx: &mut Tx<'_>, agency: &str, dossier: &str) -> Result<(), StoreError> {
    let row = tx.row(
        "SELECT text FROM dossier_search WHERE dossier_id = $1",
        store::params![dossier],
    )?;
    let Some(row) = row else {
        return Ok(());
    };
    let text: String = row.get("text")?;
    // Why every word: rows that the migration made hold the short numbers, too.
    for (at, _) in text.match_indices(' ') {
        tx.run(
            "DELETE FROM dossier_word WHERE agency = $1 AND begins = $2 AND dossier_id = $3",
            store::params![agency, first_letters(&text[at + 1..]), dossier],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_can_be_asked_for_begins_a_kept_text() {
        let text = " 7kq2m9xa 1 001193 000 21 49 h23 231123 0007 nguyen thi anh 030192004217 ";
        assert_eq!(
            beginnings(text),
            [
                "7kq2m9xa 1 00119",
                "001193 000 21 49",
                "231123 0007 nguy",
                "0007 nguyen thi ",
                "nguyen thi anh 0",
                "thi anh 03019200",
                "anh 030192004217",
                "030192004217 "
            ]
        );
        for word in text.split(' ') {
            let Some(begins) = kept_under(word) else {
                assert!(word.len() < 4, "{word}");
                continue;
            };
            assert!(
                beginnings(text)
                    .iter()
                    .any(|kept| kept.starts_with(&begins))
            );
        }
        assert_eq!(kept_under("21"), None);
        assert_eq!(kept_under(""), None);
    }
}
