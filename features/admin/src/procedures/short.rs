//! What officers type for short at the counter: `ks`, `tlks`; several words with commas between.
//! For the form of a version; what another procedure is found by is not given a second time.

use domain::procedure::{Catalogue, Procedure};
use domain::text::fold;
use kit::{FieldErrors, Fields};

/// The field.
const FIELD: &str = "viet_tat";
/// All of them together, as typed.
const TYPED_MAX: usize = 200;
/// A longer one is quicker found by its name.
const SHORT_MAX: usize = 20;

/// As the form shows them.
pub(super) fn typed(version: &Procedure) -> String {
    version.abbreviations.join(", ")
}

/// Reads them, each once however its marks are typed.
pub(super) fn read(fields: &Fields, errors: &mut FieldErrors) -> Vec<String> {
    let typed = fields.text(errors, FIELD, "Viết tắt", TYPED_MAX);
    let mut shorts: Vec<String> = Vec::new();
    for one in typed.split([',', ';']).map(str::trim) {
        if one.is_empty() {
            continue;
        }
        let folded = fold(one);
        if folded.is_empty() || one.chars().count() > SHORT_MAX {
            errors.add(
                FIELD,
                format!(
                    "Viết tắt «{one}» phải có chữ và không quá {SHORT_MAX} ký tự. Hãy ghi ngắn như ks, các từ cách nhau bằng dấu phẩy"
                ),
            );
        } else if !shorts.iter().any(|known| fold(known) == folded) {
            shorts.push(one.to_lowercase());
        }
    }
    shorts
}

/// Two procedures found by one word would make the counter choose each time.
pub(super) fn refuse_taken(known: &Catalogue, next: &Procedure, errors: &mut FieldErrors) {
    for short in &next.abbreviations {
        let folded = fold(short);
        let is_theirs = |one: &&Procedure| {
            let mut theirs = one.abbreviations.iter();
            one.code != next.code && theirs.any(|other| fold(other) == folded)
        };
        let mut in_force = known
            .all_in_force(next.valid_from)
            .map(AsRef::<Procedure>::as_ref);
        if let Some(other) = in_force.find(is_theirs) {
            errors.add(
                FIELD,
                format!(
                    "«{short}» đang là viết tắt của «{}». Hãy chọn chữ khác",
                    other.name_vi
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(typed: &str) -> (Vec<String>, usize) {
        let mut errors = FieldErrors::new();
        let shorts = read(&Fields::of([(FIELD, typed)]), &mut errors);
        (shorts, errors.len())
    }

    #[test]
    fn words_stand_apart_by_commas_and_each_is_kept_once() {
        for (typed, shorts) in [
            ("", &[][..]),
            ("xnnm", &["xnnm"]),
            (" XNNM ; nghề  muối,, nm,", &["xnnm", "nghề muối", "nm"]),
            ("đkks, dkks, ĐKKS", &["đkks"]),
        ] {
            assert_eq!(
                of(typed),
                (shorts.iter().map(|&s| s.to_owned()).collect(), 0)
            );
        }
    }

    #[test]
    fn what_is_no_short_word_is_told() {
        assert_eq!(of("nm, …"), (vec!["nm".to_owned()], 1));
        assert_eq!(of("giấy xác nhận hộ làm nghề muối").1, 1);
        assert_eq!(of(&"nm, ".repeat(60)).1, 1);
    }
}
