//! What the first version of a procedure must say: code, field, who may ask, what comes out.
//! For whoever changes what an administrator may enter by hand.

use super::*;

fn first() -> Procedure {
    Procedure {
        code: "1.999001".to_owned(),
        ..given_out_again()
    }
}

fn said(version: &Procedure) -> Vec<(Part, String)> {
    parts(unfit_as_first(version, catalogue()))
}

#[track_caller]
fn one_fault(spoil: impl FnOnce(&mut Procedure), part: Part, words: &str) {
    let mut spoilt = first();
    spoil(&mut spoilt);
    only(&said(&spoilt), part, words);
}

#[test]
fn a_first_version_that_says_everything_has_no_fault() {
    assert_eq!(said(&first()), []);
    let mut local = first();
    local.code = "1.999001.000.00.00.H23".to_owned();
    assert_eq!(said(&local), []);
}

#[test]
fn what_only_a_first_version_is_asked_is_told_at_its_part() {
    one_fault(|one| one.field_vi = " ".to_owned(), Part::Field, "lĩnh vực");
    one_fault(|one| one.audience.clear(), Part::Audience, "ít nhất một");
    one_fault(
        |one| one.results.clear(),
        Part::Results,
        "mỗi kết quả một dòng",
    );
}

#[test]
fn a_code_is_of_the_national_pattern_and_nobody_elses() {
    for code in ["", " "] {
        one_fault(|one| one.code = code.to_owned(), Part::Code, "Hãy điền mã");
    }
    for code in ["1.00487", "0.004873", "khai sinh", "1.9990011"] {
        one_fault(|one| one.code = code.to_owned(), Part::Code, "cần có dạng");
    }
    one_fault(
        |one| one.code = "1.004873".to_owned(),
        Part::Code,
        "Sửa thành bản mới",
    );
    one_fault(
        |one| one.code = "1.004873.000.00.00.H56".to_owned(),
        Part::Code,
        "Mã 1.004873 đã có",
    );
}

#[test]
fn a_code_that_has_ended_names_no_other_procedure() {
    let (code, last) = catalogue()
        .versions()
        .filter(|one| crate::code::ProcedureCode::parse(&one.code).is_ok())
        .filter_map(|one| Some((one.code.clone(), one.valid_to?)))
        .find(|(code, last)| {
            let mut same = catalogue().versions().filter(|one| one.code == *code);
            same.all(|one| one.valid_to.is_some_and(|to| to <= *last))
        })
        .expect("some procedure has ended for good");
    one_fault(
        |one| {
            one.code = code;
            one.valid_from = last.tomorrow().expect("a day");
        },
        Part::Code,
        "Mã cũ không đặt cho thủ tục khác",
    );
}

#[test]
fn the_usual_way_is_sound_but_for_its_post_in_charge() {
    let mut version = first();
    version.process.steps = usual_steps();
    version.process.longer_minutes = None;
    let faults = unsound(&version, &POSTS);
    assert!(
        faults.iter().all(|one| one.part == Part::Step(1)),
        "{faults:?}"
    );
    assert!(!faults.is_empty());
    "tu_phap_ho_tich".clone_into(&mut version.process.steps[1].post);
    assert_eq!(unsound(&version, &POSTS), []);
}
