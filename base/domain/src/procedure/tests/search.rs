//! What officers type and what they must find, on the real data.
//! For whoever edits names, short forms or the ranking.

use super::*;

fn found(query: &str, on: Date) -> Vec<(String, bool)> {
    let hits = catalogue().search(query, on);
    hits.into_iter()
        .map(|hit| (hit.procedure.code.clone(), hit.exact))
        .collect()
}

fn first(query: &str) -> (String, bool) {
    found(query, IN_2023)
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("nothing found for {query}"))
}

#[test]
fn a_name_is_found_with_its_marks_without_them_and_with_wrong_ones() {
    assert_eq!(first("khai sinh"), ("1.001193".into(), true));
    assert_eq!(first("Đăng ký khai sinh"), ("1.001193".into(), true));
    assert_eq!(first("dang ky khai sinh"), ("1.001193".into(), false));
    assert_eq!(first("khai sịnh"), ("1.001193".into(), false));
    assert_eq!(first("khai tử"), ("1.000656".into(), true));
    assert_eq!(first("khai tu"), ("1.000656".into(), false));
    assert_eq!(first("kết hôn"), ("1.000894".into(), true));
    assert_eq!(first("tình trạng hôn nhân"), ("1.004873".into(), true));
    assert_eq!(found("khai sinh", IN_2026)[0], ("1.001193".into(), true));
}

#[test]
fn short_forms_find_what_officers_mean_by_them() {
    for (short, code) in [
        ("ks", "1.001193"),
        ("KS", "1.001193"),
        ("đkks", "1.001193"),
        ("kt", "1.000656"),
        ("kh", "1.000894"),
        ("xnhn", "1.004873"),
        ("tlks", "2.000635"),
        ("ctbs", "2.000815"),
        ("ctck", "2.000884"),
        ("cthđ", "2.001035"),
        ("cthd", "2.001035"),
        ("ltks", "2.000986"),
        ("mtp", "1.001731"),
    ] {
        assert_eq!(first(short), (code.into(), true), "{short}");
    }
}

#[test]
fn codes_are_found_whole_in_part_and_with_the_suffix_of_a_province() {
    assert_eq!(first("1.001193"), ("1.001193".into(), true));
    assert_eq!(first("1.001193.000.00.00.H23"), ("1.001193".into(), true));
    assert_eq!(first("001193"), ("1.001193".into(), true));
    assert_eq!(first("2.0008"), ("2.000815".into(), true));
    assert!(found("9.999999", IN_2023).is_empty());
}

#[test]
fn nothing_is_found_for_nothing_or_for_nonsense() {
    assert!(found("", IN_2023).is_empty());
    assert!(found("  ", IN_2023).is_empty());
    assert!(found("xyzzy qwrt", IN_2023).is_empty());
}

#[test]
fn right_marks_rank_above_the_same_letters() {
    let hits = found("tạm trú", IN_2023);
    let first_stripped = hits
        .iter()
        .position(|(_, exact)| !exact)
        .unwrap_or(hits.len());
    assert_eq!(hits[0], ("1.004194".into(), true));
    assert!(hits[first_stripped..].iter().all(|(_, exact)| !exact));
}
