//! From what was typed to one procedure: a code, a short form, a name, or a choice among several.
//! For the procedure field of the intake page; what is not clear is never guessed.

use std::sync::Arc;

use domain::procedure::{Catalogue, Procedure};
use domain::text::fold;
use jiff::civil::Date;

/// How many procedures are offered when several answer.
const OFFERED_MAX: usize = 8;

/// Fewer digits stand in too many codes to mean one of them.
const CODE_DIGITS_MIN: usize = 4;

/// What the procedure field means.
#[derive(Clone, Debug)]
pub(crate) enum Chosen {
    /// Nothing typed.
    Empty,
    /// Nothing in force answers.
    Nothing,
    /// Exactly one is meant.
    One(Arc<Procedure>),
    /// Several answer; the officer chooses.
    Several(Vec<Arc<Procedure>>),
}

/// How the field shows a procedure: `Đăng ký khai sinh (1.001193)`.
pub(crate) fn label(procedure: &Procedure) -> String {
    format!("{} ({})", procedure.name_vi, procedure.code)
}

/// The procedure meant by `typed` on `date`.
pub(crate) fn choose(catalogue: &Catalogue, typed: &str, date: Date) -> Chosen {
    let typed = typed.trim();
    if typed.is_empty() {
        return Chosen::Empty;
    }
    if let Some(procedure) = labelled(typed).and_then(|code| catalogue.in_force(code, date)) {
        return Chosen::One(Arc::clone(procedure));
    }
    if let Some(procedure) = catalogue.in_force(typed, date) {
        return Chosen::One(Arc::clone(procedure));
    }
    if !says_anything(typed) {
        return Chosen::Nothing;
    }
    let hits = catalogue.search(typed, date);
    let wanted = fold(typed);
    let by_short: Vec<_> = hits
        .iter()
        .filter(|hit| {
            hit.procedure
                .abbreviations
                .iter()
                .any(|short| fold(short) == wanted)
        })
        .collect();
    let by_name: Vec<_> = hits
        .iter()
        .filter(|hit| fold(&hit.procedure.name_vi) == wanted)
        .collect();
    let sole = [by_short, by_name]
        .into_iter()
        .find(|found| found.len() == 1);
    match (sole, hits.as_slice()) {
        (Some(found), _) => Chosen::One(Arc::clone(&found[0].procedure)),
        (None, []) => Chosen::Nothing,
        (None, [one]) => Chosen::One(Arc::clone(&one.procedure)),
        (None, several) => Chosen::Several(
            several
                .iter()
                .take(OFFERED_MAX)
                .map(|hit| Arc::clone(&hit.procedure))
                .collect(),
        ),
    }
}

/// Whether this can be meant for a name, a short form or part of a code: `-1` also stands somewhere in
/// a code, and a slip of the finger must not choose a procedure.
fn says_anything(typed: &str) -> bool {
    let letters = typed.chars().filter(|c| c.is_alphabetic()).count();
    let is_code = typed.starts_with(|c: char| c.is_ascii_digit())
        && typed.chars().filter(char::is_ascii_digit).count() >= CODE_DIGITS_MIN
        && typed.chars().all(|c| c.is_ascii_digit() || c == '.');
    letters >= 2 || is_code
}

/// The code at the end of a label.
fn labelled(typed: &str) -> Option<&str> {
    let (_, code) = typed.strip_suffix(')')?.rsplit_once('(')?;
    Some(code.trim())
}

/// The names that the field proposes: what this commune sees, in force on `date`.
pub(crate) fn proposals(catalogue: &Catalogue, date: Date) -> Vec<String> {
    let mut found: Vec<&Arc<Procedure>> = catalogue
        .all_in_force(date)
        .filter(|procedure| procedure.applicable_locally && !procedure.internal_only)
        .collect();
    // What has a short form is asked for daily: it comes first, the rest as the catalogue has it.
    found.sort_by_key(|procedure| procedure.abbreviations.is_empty());
    found
        .into_iter()
        .map(|procedure| label(procedure))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn chosen(typed: &str) -> Chosen {
        let law = kit::Law::embedded().expect("the embedded law");
        choose(&law.catalogue, typed, date(2023, 11, 23))
    }

    #[test]
    fn a_short_form_a_code_a_label_and_a_full_name_mean_one_procedure() {
        for typed in [
            "ks",
            "KS",
            "1.001193",
            "Đăng ký khai sinh (1.001193)",
            "dang ky khai sinh",
            " Đăng ký khai sinh ",
        ] {
            let Chosen::One(procedure) = chosen(typed) else {
                panic!("{typed} is clear")
            };
            assert_eq!(procedure.code, "1.001193", "{typed}");
        }
    }

    #[test]
    fn what_is_not_clear_is_offered_as_a_list() {
        let Chosen::Several(offered) = chosen("khai sinh") else {
            panic!("several are called so")
        };
        assert!(offered.len() > 1 && offered.len() <= OFFERED_MAX);
        assert!(matches!(chosen("xin mưa"), Chosen::Nothing));
        assert!(matches!(chosen("  "), Chosen::Empty));
        assert!(matches!(
            chosen("khai tử lưu động"),
            Chosen::One(_) | Chosen::Several(_)
        ));
    }

    #[test]
    fn a_slip_of_the_finger_chooses_no_procedure() {
        for typed in [
            "-1",
            "1",
            "11",
            ".",
            "-",
            "0",
            "k",
            "%",
            "1.",
            "-1.001193",
            "(1)",
        ] {
            assert!(matches!(chosen(typed), Chosen::Nothing), "{typed}");
        }
        for typed in ["1.001193", "001193"] {
            assert!(matches!(chosen(typed), Chosen::One(_)), "{typed}");
        }
    }

    #[test]
    fn the_field_proposes_what_this_commune_sees() {
        let law = kit::Law::embedded().expect("the embedded law");
        let names = proposals(&law.catalogue, date(2023, 11, 23));
        assert!(names.contains(&"Đăng ký khai sinh (1.001193)".to_owned()));
        assert!(names.iter().all(|name| matches!(
            choose(&law.catalogue, name, date(2023, 11, 23)),
            Chosen::One(_)
        )));
    }
}
